"""The pack comes out: what is in it for whom, in each edition, as a real file."""

from __future__ import annotations

import io
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from goldenthread.core.files.services import shred_file
from goldenthread.core.thread.services import add_action
from goldenthread.processes.governance.meetings.agenda import (
    add_item,
    amend_item,
    record_decision,
)
from goldenthread.processes.governance.meetings.attending import Present, record_attendance
from goldenthread.processes.governance.meetings.carrying import agree_action
from goldenthread.processes.governance.meetings.editions import Edition
from goldenthread.processes.governance.meetings.models import AgendaItem, Meeting, Paper
from goldenthread.processes.governance.meetings.pack import finish, gather, make_pack, minutes_draft
from goldenthread.processes.governance.meetings.papers import add_paper
from goldenthread.publishing.documents import Document
from tests.processes.governance.papers import blank_pdf, text_of
from tests.processes.governance.table import JANUARY, MARCH, MAY, TODAY, held, planned
from tests.world import World


@pytest.fixture(autouse=True)
def frozen() -> Any:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def meeting(world: World) -> Meeting:
    """March's meeting of the board, with January's behind it and May's ahead; three of everything, by reader."""
    january, march, may = (
        held(world, JANUARY, nurse="attended", officer="absent"),
        planned(world, MARCH),
        planned(world, MAY),
    )
    with world.acting("manager"):
        sides = {"Open": {}, "Members": {"restricted": True, "open_to_members": True}, "Closed": {"restricted": True}}
        for name, values in sides.items():
            item = add_item(meeting=january, title=f"{name} business of January", **values)
            amend_item(item, text=f"{name} words were said.")
            record_decision(item=item, text=f"{name} decision", **values)
            add_item(meeting=may, title=f"{name} promise", **values)
            item = add_item(meeting=march, title=f"{name} business of March", **values)
            if name != "Closed":
                add_paper(item=item, name="paper.pdf", data=blank_pdf(2), title=f"{name} paper")
        record_attendance(january, [Present(world.person("lay"), "deputy", deputy_name="Alder Rowan")])
        agree_action(meeting=january, text="Open action", owner_agency=world.police, due_on=JANUARY)
        agree_action(meeting=january, text="Members action", audience="group", owner_agency=world.police)
        agree_action(meeting=january, text="Closed action", audience="agencies", owner_agency=world.police)
        add_action(partnership=world.north, text="Elsewhere", group=world.panel, made_on=JANUARY)
    return march


def words(document: Document) -> str:
    """Everything a document says, as one text."""
    return repr(document)


def made(world: World, meeting: Meeting, edition: str, name: str = "manager") -> str:
    with world.acting(name):
        return words(gather(Meeting.objects.get(pk=meeting.pk), edition=edition))


SIDES = ("Open", "Members", "Closed")
ADMITTED = {"full": SIDES, "members": SIDES[:2], "public": SIDES[:1]}


@pytest.mark.parametrize(("edition", "admitted"), ADMITTED.items())
def test_an_edition_holds_what_its_readers_may_read_and_nothing_else(
    world: World, meeting: Meeting, edition: str, admitted: tuple[str, ...]
) -> None:
    """Made by the business manager, who sees it all."""
    found = made(world, meeting, edition)
    for side in SIDES:
        kinds = ["business of January", "words were said", "decision", "business of March", "promise", "action"]
        kinds += ["paper"] if side != "Closed" else []
        shown = {kind: f"{side} {kind}" in found for kind in kinds}
        assert set(shown.values()) == {side in admitted}, (edition, side, shown)
    assert "Elsewhere" not in found


@pytest.mark.parametrize(("name", "admitted"), [("manager", SIDES), ("nurse", SIDES[:2]), ("worker", SIDES[:1])])
def test_no_edition_shows_its_maker_more_than_they_may_see(
    world: World, meeting: Meeting, name: str, admitted: tuple[str, ...]
) -> None:
    found = made(world, meeting, "full", name)
    assert [side for side in SIDES if f"{side} words were said" in found] == list(admitted)


def test_the_pack_says_who_came_what_is_overdue_and_what_is_ahead(world: World, meeting: Meeting) -> None:
    found = made(world, meeting, "members")
    for expected in (
        "Deputy: Alder Rowan",
        "56 days overdue",
        "1 of them overdue",
        "Twinshires Police",
        "Wednesday 20 May 2026",
    ):
        assert expected in found
    assert "Not asked" not in found


def test_the_public_edition_does_not_say_how_to_join(world: World) -> None:
    meeting = planned(world, MARCH, link="https://meet.example.org/room")
    assert "meet.example.org" in made(world, meeting, "members")
    assert "meet.example.org" not in made(world, meeting, "public")


def test_the_pack_is_one_pdf_with_its_papers_and_a_bookmark_for_each(world: World, meeting: Meeting) -> None:
    with world.acting("manager"):
        document = make_pack(meeting)
    finished = finish(document, "pdf")
    reader = PdfReader(io.BytesIO(finished.content))
    assert finished.name == "pack-northshire-board-18-march-2026.pdf"
    assert len(reader.pages) >= 6
    titles = repr(reader.outline)
    assert all(f"paper 1: {side} paper" in titles for side in ("Open", "Members"))
    assert "MembersbusinessofMarch" in "".join(text_of(finished.content).split())


@pytest.mark.parametrize(("format", "starts"), [("docx", b"PK"), ("html", b"<!doctype html>")])
def test_the_pack_comes_as_word_and_as_a_web_page_too(
    world: World, meeting: Meeting, format: str, starts: bytes
) -> None:
    with world.acting("manager"):
        document = make_pack(meeting)
    finished = finish(document, format)
    assert finished.content.startswith(starts)
    assert finished.name.endswith(f".{format}")
    if format == "html":
        assert b"Members words were said." in finished.content


def test_a_destroyed_paper_is_said_to_be_and_stops_nothing(world: World, meeting: Meeting) -> None:
    with world.acting("manager"):
        shred_file(Paper.objects.get(title="Open paper").stored_file, reason="Names a child")
    with world.acting("manager"):
        assert "was destroyed on 01/09/2026: Names a child" in words(make_pack(meeting))


def test_draft_minutes_say_they_are_a_draft_until_they_are_agreed(world: World, meeting: Meeting) -> None:
    with world.acting("manager"):
        january = Meeting.objects.get(held_on=JANUARY)
        draft = minutes_draft(january)
        assert (draft.title, draft.marking) == (
            "Draft minutes: Northshire Board, 21 January 2026",
            "Draft, until agreed",
        )
        assert "Members words were said" in words(draft)
        assert "Closed words" not in words(draft)
        assert "Members words" not in words(minutes_draft(january, public=True))
        Meeting.objects.filter(pk=january.pk).update(state="agreed")
        assert minutes_draft(Meeting.objects.get(pk=january.pk)).marking == ""


def test_a_meeting_without_anything_still_makes_a_pack(world: World) -> None:
    meeting = planned(world, MARCH)
    for edition in Edition.values:
        with world.acting("clerk"):
            assert finish(gather(meeting, edition=edition), "pdf").content.startswith(b"%PDF-")


def test_a_pack_costs_the_same_queries_whatever_the_agenda(world: World, meeting: Meeting) -> None:
    def cost() -> int:
        with world.acting("manager"), CaptureQueriesContext(connection) as seen:
            gather(Meeting.objects.get(pk=meeting.pk), edition="members")
        return len(seen)

    def grow(times: int) -> None:
        with world.acting("manager"):
            for number in range(times):
                item = add_item(meeting=meeting, title=f"Item {number}", presenter=world.person("nurse"))
                agree_action(meeting=meeting, text=f"Action {number}", owner=world.person("nurse"))
                record_decision(item=item, text="x")

    grow(1)
    before = cost()
    grow(4)
    assert cost() == before


def test_a_paper_is_never_more_open_than_its_item(world: World) -> None:
    meeting = planned(world, MARCH)
    with world.acting("clerk"):
        open_item = add_item(meeting=meeting, title="Report")
        paper = add_paper(item=open_item, name="report.pdf", data=blank_pdf())
        second = add_paper(item=open_item, name="annex.pdf", data=blank_pdf(), restricted=True)
        assert (paper.order, second.order, paper.title) == (1, 2, "report.pdf")
        with pytest.raises(ValidationError, match="has papers"):
            amend_item(open_item, restricted=True)
        amend_item(open_item, restricted=True, open_to_members=True)
        paper.refresh_from_db()
        assert (paper.restricted, paper.stored_file.restricted) == (True, True)
        closed = add_item(meeting=meeting, title="Staff matter", restricted=True)
        with pytest.raises(ValidationError, match="closed to the group's members"):
            add_paper(item=closed, name="x.pdf", data=blank_pdf())
    with world.acting("worker"):
        assert not Paper.objects.exists()
        assert not AgendaItem.objects.filter(pk=open_item.pk).exists()
    with world.acting("nurse"), pytest.raises(PermissionDenied):
        add_paper(item=open_item, name="x.pdf", data=blank_pdf())
