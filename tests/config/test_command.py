"""The command line: every command explains itself, and fails with a message and not a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from goldenthread.config.command import COMMANDS, cli
from tests.config.conftest import CommandLine

NAMES = sorted(file.stem.strip("_").replace("_", "-") for file in COMMANDS.glob("[!_]*.py"))
NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"


def test_help_lists_every_command_with_what_it_is_for() -> None:
    shown = CliRunner().invoke(cli, ["--help"], prog_name="goldenthread")
    assert shown.exit_code == 0
    for name in NAMES:
        line = next(line for line in shown.output.splitlines() if line.split()[:1] == [name])
        assert len(line.split()) > 3


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help(name: str) -> None:
    shown = CliRunner().invoke(cli, [name, "--help"], prog_name="goldenthread")
    assert shown.exit_code == 0, shown.output
    assert f"Usage: goldenthread {name}" in shown.output


def test_a_word_that_is_no_command_is_wrong_usage(folder: Path) -> None:
    done = CommandLine(folder)("mgirate")
    assert done.returncode == 2
    assert "No such command" in done.stderr


@pytest.mark.parametrize(
    "words", [("migrate",), ("manage", "check", "--database", "default"), ("web", "--port=0"), ("worker",), ("demo",)]
)
def test_a_database_that_is_not_there_is_a_message(words: tuple[str, ...], folder: Path) -> None:
    said = CommandLine(folder).fails(*words, DATABASE_URL=NOWHERE)
    assert "The database cannot be used" in said
    assert "127.0.0.1" in said


def test_a_data_folder_that_cannot_be_made_is_a_message(folder: Path) -> None:
    (folder / "a-file").write_text("in the way")
    said = CommandLine(folder / "a-file" / "data").fails("migrate")
    assert "a-file" in said


def test_migrating_again_finds_nothing_to_do(untouched: CommandLine) -> None:
    assert untouched.works("migrate") == "The database is up to date.\n"


def test_managing_is_held_to_row_security_unless_it_is_about_the_schema(untouched: CommandLine) -> None:
    ask = "from django.db import connection; c = connection.cursor(); print(c.execute('select user').fetchone()[0])"
    assert "goldenthread_app" in untouched.works("manage", "shell", "-v0", "-c", ask)
    assert "goldenthread_owner" in untouched.works("manage", "--as", "owner", "shell", "-v0", "-c", ask)
    assert "No changes detected" in untouched.works("manage", "makemigrations", "--check", "--dry-run")


@pytest.mark.parametrize("name", ["web", "worker"])
def test_nothing_is_served_as_the_owner(name: str, untouched: CommandLine) -> None:
    said = untouched.fails(name, GOLDENTHREAD_DB_ROLE="owner")
    assert "row-level security would not hold" in said


def test_the_wsgi_application_refuses_the_owner_too(untouched: CommandLine) -> None:
    script = (
        "from goldenthread.config.installation import Installation\n"
        "from goldenthread.config.postgres import Server\n"
        "with Server(Installation.from_environment().data):\n"
        "    import goldenthread.config.wsgi\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=untouched.environment | {"GOLDENTHREAD_DB_ROLE": "owner"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "RoleTrouble" in done.stderr
