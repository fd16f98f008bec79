"""The doctor: nothing to say about a sound installation, and for each fault the words that lead to its cure."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

from goldenthread.config.findings import State
from goldenthread.config.installation import Installation
from goldenthread.config.machine_checks import check_mail, check_scanner, check_secrets
from goldenthread.config.postgres import Server
from tests.config.conftest import CommandLine, as_owner


def lines_about(what: str, said: str) -> str:
    """The finding's line and its cure."""
    found = re.search(rf"^\S+ +{re.escape(what)}: .*(?:\n {{7}}.*)*", said, re.MULTILINE)
    assert found, said
    return found.group(0)


def test_a_sound_installation_has_nothing_wrong(untouched: CommandLine) -> None:
    said = untouched.works("doctor")
    assert "WRONG" not in said
    assert said.endswith("Nothing is wrong.\n")
    assert "is held to row security" in lines_about("App's database user", said)
    assert lines_about("Row security", said).startswith("OK")


def test_a_folder_that_is_not_there_is_named(folder: Path) -> None:
    said = CommandLine(folder / "missing").fails("doctor")
    assert "does not exist" in lines_about("Data folder", said)
    assert not (folder / "missing").exists()


def test_an_installation_never_migrated_is_told_to(folder: Path) -> None:
    here = CommandLine(folder)
    here.works("manage", "check")
    said = here.fails("doctor")
    assert "goldenthread migrate" in lines_about("Tables", said)


def test_a_missing_policy_is_found_and_the_cure_cures_it(goldenthread: CommandLine) -> None:
    with Server(goldenthread.data), as_owner(goldenthread.installation) as connection:
        connection.execute("drop policy visible on tenancy_seat")
    said = goldenthread.fails("doctor")
    assert "tenancy_seat" in lines_about("Row security", said)
    cure = lines_about("Row security", said).partition("Run: goldenthread ")[2].split()
    goldenthread.works(*cure)
    goldenthread.works("doctor")


def test_rules_of_another_version_are_found_and_the_next_start_puts_todays_in_place(goldenthread: CommandLine) -> None:
    rule = "select pg_get_expr(polqual, polrelid) from pg_policy where polrelid = 'tenancy_seat'::regclass"
    with Server(goldenthread.data), as_owner(goldenthread.installation) as connection:
        before = connection.execute(rule).fetchone()
        connection.execute("alter policy visible on tenancy_seat using (true)")
        connection.execute("comment on function goldenthread_history() is 'rules of another version'")
    assert "another version" in lines_about("Row security", goldenthread.fails("doctor"))
    assert "Row security is in place." in goldenthread.works("migrate")
    goldenthread.works("doctor")
    assert "The database is up to date." in goldenthread.works("migrate")
    with Server(goldenthread.data), as_owner(goldenthread.installation) as connection:
        assert connection.execute(rule).fetchone() == before


def test_several_faults_are_all_told_at_once(goldenthread: CommandLine) -> None:
    with Server(goldenthread.data) as server, server.connect() as connection:
        connection.execute("alter role goldenthread_app nologin")
    (goldenthread.data / "static" / ".collected").unlink()
    goldenthread.installation.secrets_file.chmod(0o644)
    said = goldenthread.fails("doctor")
    assert "chmod 600" in lines_about("Secrets", said)
    # Where our own server is started, its roles are put right on the way; the file's rights are a person's business.
    assert lines_about("Database", said).startswith("WRONG")


def test_a_server_that_cannot_be_reached_is_said_to_be_so(untouched: CommandLine) -> None:
    said = untouched.fails("doctor", DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing")
    assert "DATABASE_URL" in lines_about("Database", said)


@pytest.fixture
def mail_port() -> Iterator[str]:
    """The port of a mail server that takes everything and offers no encryption."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    controller = Controller(Sink(), hostname="127.0.0.1", port=port, ready_timeout=30)
    controller.start()
    yield str(port)
    controller.stop()


def test_a_mail_server_that_answers_is_well_if_plain_is_meant(mail_port: str, tmp_path: Path) -> None:
    environment = {"GOLDENTHREAD_SMTP_HOST": "127.0.0.1", "GOLDENTHREAD_SMTP_PORT": mail_port}
    finding = check_mail(Installation(tmp_path), environment)
    assert finding.state is State.WRONG
    assert "STARTTLS" in finding.words
    assert check_mail(Installation(tmp_path), environment | {"GOLDENTHREAD_SMTP_PLAIN": "1"}).state is State.OK


def test_a_mail_server_that_does_not_answer_is_wrong(tmp_path: Path) -> None:
    environment = {"GOLDENTHREAD_SMTP_HOST": "127.0.0.1", "GOLDENTHREAD_SMTP_PORT": "1"}
    assert check_mail(Installation(tmp_path), environment).state is State.WRONG
    assert check_mail(Installation(tmp_path), {}).state is State.NOTE
    assert check_mail(Installation(tmp_path, demonstration=True), {}).state is State.OK


@pytest.mark.parametrize(("reply", "state"), [(b"PONG\0", State.OK), (b"HELLO\0", State.WRONG)])
def test_a_virus_scanner_is_asked_whether_it_is_one(reply: bytes, state: State, tmp_path: Path) -> None:
    place = tmp_path / "clamd"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as scanner:
        scanner.bind(str(place))
        scanner.listen()
        asked: list[bytes] = []

        def answer() -> None:
            with scanner.accept()[0] as caller:
                asked.append(caller.recv(16))
                caller.sendall(reply)

        thread = threading.Thread(target=answer)
        thread.start()
        assert check_scanner({"GOLDENTHREAD_CLAMAV_SOCKET": str(place)}).state is state
        thread.join()
    assert asked == [b"zPING\0"]


def test_a_virus_scanner_that_is_gone_is_wrong_and_none_is_a_note(tmp_path: Path) -> None:
    assert check_scanner({"GOLDENTHREAD_CLAMAV_SOCKET": str(tmp_path / "gone")}).state is State.WRONG
    assert check_scanner({}).state is State.NOTE


def test_secrets_that_cannot_be_read_are_wrong(tmp_path: Path) -> None:
    here = Installation(tmp_path)
    here.secrets_file.write_text("{ not json")
    assert check_secrets(here).state is State.WRONG
