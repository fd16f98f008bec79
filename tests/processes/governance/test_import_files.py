"""Files that cannot be read are refused on the page in plain words, within seconds, and nothing is written."""

from __future__ import annotations

import html
import time

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from goldenthread.core.tenancy.actor import acting_as
from goldenthread.core.tenancy.seats import actor_for
from goldenthread.kernel.now import today
from goldenthread.processes.governance.minutes_import.models import ImportSource, MinutesImport, ReadItem
from goldenthread.processes.governance.minutes_import.taking import read_import, receive_minutes
from goldenthread.processes.governance.minutes_import.tasks import read_minutes_job
from goldenthread.reading.errors import UnreadableDocument
from tests.processes.governance.minutes_desk import MINUTES, Desk, desk, upload, url
from tests.reading.test_bad_files import BAD
from tests.world import owner

__all__ = ["desk"]
#: What the reader refuses in the child process, what it refuses at a look, and what only the page sees.
SHOWN = (
    "nothing", "noise", "text called PDF", "a password on a PDF", "a scan", "fifty megabytes", "macros", "a zip bomb",
    "half a Word file", "garbled text", "an old Word file", "a PDF that never ends",
)  # fmt: skip


@pytest.mark.parametrize("what", SHOWN)
def test_a_file_that_cannot_be_read_is_refused_and_nothing_is_written(desk: Desk, what: str) -> None:
    make, name, code = BAD[what]
    data, browser = make(), desk.browser()
    started = time.monotonic()
    answer = browser.post(url("import_minutes"), upload(data, name))
    taken = time.monotonic() - started
    assert answer.status_code == 422, code
    assert taken < 8, "five seconds, and as much again for a busy machine's start of the child"
    page = html.unescape(answer.content.decode())
    assert 'id="id_file-error"' in page or "govuk-error-message" in page
    (message,) = answer.context["form"].errors["file"]
    assert len(message.split()) >= 8, "plain words: what is wrong and the cure"
    assert message in page
    with desk.world.acting("manager"):
        assert not MinutesImport.objects.exists()
    assert not ProcrastinateJob.objects.filter(task_name="read_minutes").exists()


def test_no_file_at_all_is_asked_for(desk: Desk) -> None:
    answer = desk.browser().post(url("import_minutes"), {})
    assert answer.status_code == 422
    assert "Choose a file: minutes" in answer.content.decode()


def test_minutes_in_which_nothing_is_found_wait_for_the_clerk_to_say_what_they_are(desk: Desk) -> None:
    one = desk.read(b"A walk by the sea.\n\nThe tide was out and the sand was firm.\n")
    assert one.state == "ready"
    page = desk.browser().get(url("check_minutes", one.pk)).content.decode()
    assert "Not everything has a verdict yet" in page


def test_a_file_that_fails_in_the_job_says_why_and_is_kept_by_no_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object) -> None:
        raise UnreadableDocument("damaged", "This file cannot be read: it is damaged in the middle.")

    one = received(desk)
    monkeypatch.setattr("goldenthread.processes.governance.minutes_import.taking.open_document", refuse)
    read_import(one.pk, desk.world.users["manager"].pk)
    page = desk.browser().get(url("minutes_import", one.pk)).content.decode()
    assert "it is damaged in the middle" in page
    with desk.world.acting("manager"):
        assert not ImportSource.objects.exists()
        assert received(desk).pk != one.pk, "the same file may be tried again"


def test_what_nobody_foresaw_is_said_without_quoting_the_minutes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble(*args: object) -> None:
        raise KeyError("Petra Quillfeather")

    one = received(desk)
    monkeypatch.setattr("goldenthread.processes.governance.minutes_import.taking.read_minutes", stumble)
    with pytest.raises(KeyError):
        read_minutes_job(import_id=one.pk, user_id=desk.world.users["manager"].pk)
    assert "Petra" not in caplog.text
    assert "KeyError" in caplog.text
    with desk.world.acting("manager"):
        row = MinutesImport.objects.get(pk=one.pk)
    assert row.state == "failed"
    assert "it is ours to put right" in row.error


def test_a_reader_who_lost_their_seat_meanwhile_reads_nothing(desk: Desk) -> None:
    one, clerk = received(desk), desk.world.users["manager"]
    with owner():
        clerk.seats.model.unguarded.filter(user=clerk).update(until=today().replace(year=2016), since="2015-01-01")
    read_import(one.pk, clerk.pk)
    with acting_as(actor_for(desk.world.users["clerk"])):
        assert MinutesImport.objects.get(pk=one.pk).state == "reading"
        assert not ReadItem.objects.exists()


def received(desk: Desk) -> MinutesImport:
    with desk.world.acting("manager"):
        return receive_minutes(partnership=desk.world.north, name="board.txt", data=MINUTES.read_bytes()).minutes_import
