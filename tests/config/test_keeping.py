"""Backup and restore, on the embedded server and through DATABASE_URL: everything comes back, or nothing is changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import psycopg
import pytest
from click import ClickException
from psycopg.conninfo import make_conninfo

from goldenthread.config.databases import APP_ROLE
from goldenthread.config.passphrases import required_passphrase
from goldenthread.config.postgres import Server
from tests.config.conftest import PASSPHRASE, CommandLine, as_owner, copy_of, new_folder

WITH_PASSPHRASE = {"GOLDENTHREAD_BACKUP_PASSPHRASE": PASSPHRASE}
PAPER = b"%PDF-1.7 a paper\n" * 1000


@contextmanager
def running(here: CommandLine) -> Iterator[psycopg.Connection]:
    """The owner's connection, with the server there."""
    server = Server(here.data) if here.installation.embedded else nullcontext()
    with server, as_owner(here.installation) as connection:
        yield connection


def fill(here: CommandLine) -> None:
    """A person in the database, a paper among the files."""
    make = "from django.contrib.auth import get_user_model as m; m().objects.create_user('ann@example.org', name='Ann')"
    here.works("manage", "--as", "owner", "shell", "-c", make)
    paper = here.installation.files / "2026" / "päper.pdf"
    paper.parent.mkdir(parents=True)
    paper.write_bytes(PAPER)


def contents(here: CommandLine) -> tuple[list[str], dict[str, bytes]]:
    """Who is in the database and what is among the files."""
    with running(here) as connection:
        people = [str(email) for (email,) in connection.execute("select email from tenancy_user order by email")]
    files = here.installation.files
    return people, {str(path.relative_to(files)): path.read_bytes() for path in files.rglob("*") if path.is_file()}


FULL = (["ann@example.org"], {"2026/päper.pdf": PAPER})
EMPTY: tuple[list[str], dict[str, bytes]] = ([], {})


@pytest.fixture
def backup(goldenthread: CommandLine, tmp_path: Path) -> Path:
    """A backup of an installation with something in it."""
    fill(goldenthread)
    file = tmp_path / "kept.backup"
    goldenthread.works("backup", str(file), **WITH_PASSPHRASE)
    return file


@pytest.fixture
def theirs(server: Server, folder: Path) -> CommandLine:
    """An installation that knows its database by DATABASE_URL only."""
    with server.connect() as connection:
        connection.execute("drop database if exists theirs")
        connection.execute("create database theirs owner goldenthread_owner")
    urls = {
        name: make_conninfo(host=str(server.socket_folder), dbname="theirs", user=user)
        for name, user in {"DATABASE_URL": "goldenthread_owner", "GOLDENTHREAD_APP_DATABASE_URL": APP_ROLE}.items()
    }
    return CommandLine(folder / "theirs", urls)


def test_everything_comes_back_on_a_server_of_theirs_and_again_on_our_own(
    backup: Path, theirs: CommandLine, goldenthread: CommandLine, tmp_path: Path
) -> None:
    assert "Restored" in theirs.works("restore", str(backup), **WITH_PASSPHRASE)
    assert contents(theirs) == FULL
    key = "secret_key"
    assert theirs.installation.read_secrets()[key] == goldenthread.installation.read_secrets()[key]
    theirs.works("doctor")
    second = tmp_path / "second.backup"
    theirs.works("backup", str(second), **WITH_PASSPHRASE)
    with running(goldenthread) as connection:
        connection.execute("delete from tenancy_user")
    goldenthread.works("restore", "--replace", str(second), **WITH_PASSPHRASE)
    assert contents(goldenthread) == FULL
    goldenthread.works("doctor")


def cut(whole: bytes) -> bytes:
    return whole[:-100]


def of_another_format(whole: bytes) -> bytes:
    return whole[:20] + b"\x00\x63" + whole[22:]


@pytest.mark.parametrize(
    ("spoil", "passphrase", "words"),
    [
        (bytes, "another passphrase", "passphrase is wrong"),
        (cut, PASSPHRASE, "cut off or damaged"),
        (of_another_format, PASSPHRASE, "format 99"),
    ],
)
def test_a_backup_that_does_not_open_changes_nothing(
    spoil: Callable[[bytes], bytes], passphrase: str, words: str, spoilable: tuple[CommandLine, bytes], tmp_path: Path
) -> None:
    here, whole = spoilable
    file = tmp_path / "spoiled.backup"
    file.write_bytes(spoil(whole))
    said = here.fails("restore", "--replace", str(file), GOLDENTHREAD_BACKUP_PASSPHRASE=passphrase)
    assert words in said
    assert contents(here) == FULL
    assert not list(here.data.glob(".restoring-*"))


@pytest.fixture(scope="module")
def spoilable(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[CommandLine, bytes]]:
    """One installation with something in it and its backup, for the tests that must not change it."""
    made = new_folder()
    copy_of(migrated, made)
    here = CommandLine(made)
    fill(here)
    file = tmp_path_factory.mktemp("kept") / "kept.backup"
    here.works("backup", str(file), **WITH_PASSPHRASE)
    yield here, file.read_bytes()
    shutil.rmtree(made)


def test_an_installation_that_holds_something_is_left_alone(
    spoilable: tuple[CommandLine, bytes], tmp_path: Path
) -> None:
    here, whole = spoilable
    file = tmp_path / "kept.backup"
    file.write_bytes(whole)
    assert "not empty" in here.fails("restore", str(file), **WITH_PASSPHRASE)
    assert contents(here) == FULL


def test_nothing_is_restored_under_people_at_work(spoilable: tuple[CommandLine, bytes], tmp_path: Path) -> None:
    here, whole = spoilable
    file = tmp_path / "kept.backup"
    file.write_bytes(whole)
    with Server(here.data) as server, server.connect("goldenthread", APP_ROLE):
        said = here.fails("restore", "--replace", str(file), **WITH_PASSPHRASE)
    assert "running on this database" in said


def test_a_backup_of_a_newer_version_is_refused_in_words(spoilable: tuple[CommandLine, bytes], tmp_path: Path) -> None:
    here, _ = spoilable
    file = tmp_path / "newer.backup"
    with running(here) as connection:
        connection.execute("insert into django_migrations (app, name, applied) values ('tenancy', '9999_next', now())")
    here.works("backup", str(file), **WITH_PASSPHRASE)
    with running(here) as connection:
        connection.execute("delete from django_migrations where name = '9999_next'")
    assert "newer than this version" in here.fails("restore", "--replace", str(file), **WITH_PASSPHRASE)
    assert contents(here) == FULL


def test_a_short_passphrase_is_refused_and_one_from_a_file_is_taken(tmp_path: Path) -> None:
    secret = tmp_path / "passphrase"
    secret.write_text("short\n")
    with pytest.raises(ClickException, match="too short"):
        required_passphrase(secret, new=True)
    assert required_passphrase(secret, new=False) == "short"
    secret.write_text(f"{PASSPHRASE}\n")
    assert required_passphrase(secret, new=True) == PASSPHRASE


def test_a_backup_is_private_and_not_overwritten_by_accident(
    spoilable: tuple[CommandLine, bytes], tmp_path: Path
) -> None:
    here, whole = spoilable
    assert b"ann@example.org" not in whole
    file = tmp_path / "b"
    here.works("backup", str(file), **WITH_PASSPHRASE)
    written = file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600
    assert "is there already" in here.fails("backup", str(file), **WITH_PASSPHRASE)
    assert file.read_bytes() == written
