"""A new process costs one command and one line: its skeleton imports, migrates, and its pages answer."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.apps import AppConfig, apps
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from goldenthread.config import process_docs
from goldenthread.config.commands.docs import command as docs_command
from goldenthread.config.commands.startprocess import command as start_command
from goldenthread.config.installation import Trouble
from goldenthread.config.starting import Skeleton, write_skeleton
from goldenthread.core.casework import process as registry
from goldenthread.core.casework.services import open_record
from goldenthread.processes import registers
from tests.web.test_access import client_for
from tests.world import World, owner, world

__all__ = ["world"]
NAME = "early_help_case"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The skeleton on disk, where Python finds it as if it were in the checkout."""
    root = tmp_path_factory.mktemp("checkout")
    write_skeleton(Skeleton(NAME), processes=root / "processes", tests=root / "tests")
    registers.__path__.append(str(root / "processes" / "registers"))
    yield root / "processes" / "registers" / NAME
    registers.__path__.pop()


@pytest.fixture
def installed(written: Path) -> Iterator[Any]:
    """What the one line in the settings does, for this application alone (others' start-up is not to be repeated)."""
    config = AppConfig.create(Skeleton(NAME).package)
    config.apps = apps
    apps.app_configs[NAME] = config
    config.import_models()
    config.ready()
    apps.clear_cache()
    yield importlib.import_module(f"{Skeleton(NAME).package}.process").early_help_case
    del apps.app_configs[NAME]
    apps.clear_cache()
    registry._registered.pop("early-help-case", None)


def test_the_skeleton_migrates_opens_a_record_and_every_page_of_it_answers(world: World, installed: Any) -> None:
    with owner():
        with connection.cursor() as cursor:  # the world's own deferred checks must be over before tables change
            cursor.execute("set constraints all immediate")
        call_command("migrate", NAME, verbosity=0)
    with world.acting("worker"):
        values = {"summary": "First words", "noticed_on": date(2026, 3, 2)}
        record = open_record(installed, partnership=world.north, lead_agency=world.council, **values)
        assert record.reference == "EHC-2026-0001"
    client = client_for(world, "worker")
    at = ["north", "early-help-case"]
    pages = [
        reverse("records", args=at),
        reverse("open_record", args=at),
        reverse("record", args=[*at, record.pk]),
        reverse("change_record", args=[*at, record.pk]),
        reverse("step", args=[*at, record.pk, "contact"]),
        reverse("step", args=[*at, record.pk, "close"]),
        reverse("record_history", args=[*at, record.pk]),
    ]
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)
    posted = client.post(pages[-2], {"ended_on": "3 3 2026", "note": "Done", "version": 1})
    assert posted.status_code == 302, posted.content.decode()
    assert b"Closed" in client.get(pages[2]).content
    # what is written is what the tools would write: no migration is missing, no page is out of date
    call_command("makemigrations", NAME, check=True, dry_run=True, verbosity=0)
    found = process_docs.readme(installed)
    assert (Path(installed.model._meta.app_config.path) / "README.md").read_text() == found


def test_a_name_that_is_taken_or_is_no_name_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    places = {"processes": tmp_path / "processes", "tests": tmp_path / "tests"}
    for wrong in ("Risk", "risk-register", "9lives", "class", "a__b", "x" * 41):
        with pytest.raises(Trouble, match="cannot be the name"):
            Skeleton(wrong)
    with pytest.raises(Trouble, match="application called meetings"):
        write_skeleton(Skeleton("meetings"), taken={"meetings"}, **places)
    assert list(tmp_path.iterdir()) == []
    write_skeleton(Skeleton("risk"), **places)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(Trouble, match="a process risk already"):
        write_skeleton(Skeleton("risk"), **places)
    assert sorted(tmp_path.rglob("*")) == before


def test_two_processes_never_share_the_prefix_of_their_references(tmp_path: Path) -> None:
    write_skeleton(Skeleton("risk"), processes=tmp_path, tests=tmp_path / "t", prefixes={"RI", "RI2"})
    assert 'prefix="RI3"' in (tmp_path / "registers" / "risk" / "process.py").read_text()


def test_every_file_of_the_skeleton_is_python_or_markdown_that_names_the_process(tmp_path: Path) -> None:
    files = write_skeleton(Skeleton("school_visit", "education"), processes=tmp_path / "p", tests=tmp_path / "t")
    for path in files:
        text = path.read_text()
        assert "$" not in text
        if path.suffix == ".py":
            compile(text, str(path), "exec")
    assert (tmp_path / "p" / "education" / "__init__.py").exists()
    test = (tmp_path / "t" / "education" / "test_school_visit.py").read_text()
    assert "from goldenthread.processes.education.school_visit.models import SchoolVisit" in test


def test_the_command_refuses_a_process_that_exists() -> None:
    result = CliRunner().invoke(start_command, ["private_fostering"])
    assert result.exit_code == 1
    assert "a process private_fostering already" in result.output


def test_the_readme_of_every_process_is_the_one_that_its_declaration_makes() -> None:
    result = CliRunner().invoke(docs_command, ["--check"])
    assert result.exit_code == 0, result.output


def test_a_page_that_is_out_of_date_is_named_and_the_check_fails(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = tmp_path / "README.md"
    page.write_text("As it was")
    monkeypatch.setattr("goldenthread.config.commands.docs.readmes", lambda: {page: "As it is"})
    checked = CliRunner().invoke(docs_command, ["--check"])
    assert checked.exit_code == 1
    assert str(page) in checked.output
    assert page.read_text() == "As it was"
    assert CliRunner().invoke(docs_command, []).exit_code == 0
    assert page.read_text() == "As it is"
    assert CliRunner().invoke(docs_command, ["--check"]).exit_code == 0


def test_a_readme_tells_the_steps_who_may_and_each_limit_with_its_source() -> None:
    text = process_docs.readme(registry.process_named("private-fostering"))
    steps = ("- Prohibit it: when", "- Open one: duty worker, social worker", "`child_ref`")
    for said in (*steps, "SI 2005/1533", "within 7 working days", "read in a source"):
        assert said in text
