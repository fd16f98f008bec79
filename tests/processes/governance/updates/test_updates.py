"""A group's update: drawn from its records, edited, submitted once, heard by each board; the gate before the Board."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.core.casework.models import Event, Record
from goldenthread.core.casework.services import take_step
from goldenthread.core.groups.gates import set_gate
from goldenthread.core.groups.matters import matters_of
from goldenthread.core.groups.models import Group
from goldenthread.core.groups.services import report_to
from goldenthread.core.tenancy.conflicts import StaleEdit
from goldenthread.core.thread.services import add_action, add_evidence, close_action
from goldenthread.processes.governance.meetings.agenda import record_decision
from goldenthread.processes.governance.meetings.models import AgendaItem
from goldenthread.processes.governance.meetings.pack import make_pack
from goldenthread.processes.governance.updates.models import GroupUpdate, SentUpdate
from goldenthread.processes.governance.updates.writing import (
    begin_update,
    hear,
    pass_update,
    turn_update_back,
    waive_for_update,
    write_update,
)
from goldenthread.publishing.html import to_html
from tests.processes.governance.table import MARCH, held, planned
from tests.web.signin_steps import text
from tests.web.test_access import PEOPLE, client_for
from tests.web.test_pages import MOST_QUERIES, NESTING
from tests.world import World, owner

FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)


@pytest.fixture(autouse=True)
def april() -> Any:
    with time_machine.travel("2026-04-10 09:00", tick=False):
        yield


class Told:
    """The joint panel reports to the north's board; it also serves the south, which has a board of its own."""

    def __init__(self, world: World) -> None:
        self.world = world
        with owner():
            self.keeper = Group.unguarded.create(partnership=world.north, name="Business Group", slug="business")
            world.member(self.keeper, "nurse", "chair")
            self.south = Group.unguarded.create(
                partnership=world.south, name="Southfold Board", slug="board", kind="board"
            )
        with world.acting("manager"):
            report_to(world.panel, world.board)
            report_to(self.keeper, world.board)
            self.made = begin_update(group=world.panel, first=FIRST, last=LAST, lead_agency=world.office)

    def gate(self) -> None:
        with self.world.acting("manager"):
            set_gate(self.world.board, self.keeper)

    def submit(self, achieved: str = "Fewer repeat reviews") -> GroupUpdate:
        with self.world.acting("nurse"):
            write_update(self.made, achieved=achieved)
            done: GroupUpdate = take_step(self.made, "submit")
            return done

    def sent(self, name: str = "manager", **where: Any) -> SentUpdate:
        with self.world.acting(name):
            return SentUpdate.objects.get(**where)


@pytest.fixture
def told(world: World) -> Told:
    return Told(world)


def test_it_is_drawn_from_the_groups_own_records_and_nothing_that_some_readers_may_not_read(world: World) -> None:
    """It goes out to everyone at the table: what the group alone reads is counted."""
    meeting = held(world, MARCH, world.panel, nurse="attended")
    with world.acting("manager"):
        shared = {"partnership": world.north, "group": world.panel, "made_on": FIRST, "owner_agency": world.police}
        shown = add_action(text="Train officers", **shared)
        add_action(text="Meet one school", audience="group", due_on=date(2026, 2, 1), **shared)
        add_evidence(action=shown, summary="40 of 42 trained", effective_on=MARCH)
        close_action(shown, reason="done_evidence", text="Done", on=MARCH)
        close_action(add_action(text="Send a letter", **shared), reason="done_no_evidence", text="Done", on=MARCH)
        add_action(text="Write the protocol", due_on=date(2026, 2, 1), **shared)
        add_action(text="Audit ten files", due_on=date(2026, 5, 1), **shared)
        add_action(text="About one worker", audience="agencies", due_on=date(2026, 2, 1), **shared)
        item = AgendaItem.objects.filter(record=meeting).earliest("number")
        record_decision(item=item, text="Read every file twice")
        record_decision(item=item, text="Not for members", restricted=True)
        made = begin_update(group=world.panel, first=FIRST, last=LAST, lead_agency=world.office)
    answers = dict(made.answers)
    achieved, works, worries, following = answers.values()
    assert "Train officers Shown by: 40 of 42 trained" in achieved
    assert "Read every file twice" in achieved
    assert "Attendance: 1 of 2 seats that were asked (50%)." in worries
    assert works == ""
    assert "Done, impact unknown" in worries
    assert "Overdue since 1 February 2026" in worries
    assert "Audit ten files" in following
    assert "1 action for the group alone: overdue" in worries
    for answer in answers.values():
        assert "About one worker" not in answer
        assert "Meet one school" not in answer
        assert "Not for members" not in answer


def test_only_those_who_sit_in_the_group_write_it_and_it_is_kept_once_for_its_days(world: World, told: Told) -> None:
    with world.acting("officer"), pytest.raises(PermissionDenied):
        begin_update(group=world.panel, first=FIRST, last=MARCH, lead_agency=world.police)
    with world.acting("officer"), pytest.raises(GroupUpdate.DoesNotExist):
        write_update(told.made, works="x")  # a draft is the group's own
    with world.acting("nurse"):
        with pytest.raises(ValidationError, match="for these days already"):
            begin_update(group=world.panel, first=FIRST, last=LAST, lead_agency=world.health)
        with pytest.raises(ValidationError, match="not begun"):
            begin_update(group=world.panel, first=date(2027, 1, 1), last=date(2027, 3, 1), lead_agency=world.health)
        write_update(told.made, expected_version=1, works="Reviews are quicker")
        with pytest.raises(StaleEdit):
            write_update(told.made, expected_version=1, works="Slower")
    with world.acting("manager"):
        take_step(told.made, "withdraw", note="Wrong group")
        begin_update(group=world.panel, first=FIRST, last=LAST, lead_agency=world.office)


def test_with_no_answer_or_nobody_to_hear_it_it_is_not_submitted(world: World, told: Told) -> None:
    with world.acting("manager"):
        write_update(told.made, achieved="", works="", worries="", comes_next="")
        with pytest.raises(ValidationError, match="None of the four"), transaction.atomic():
            take_step(told.made, "submit")
        alone = begin_update(group=world.board, first=FIRST, last=LAST, lead_agency=world.office)
        write_update(alone, achieved="Much")
        with pytest.raises(ValidationError, match="reports to no group"), transaction.atomic():
            take_step(alone, "submit")
        assert not SentUpdate.objects.exists()


def test_submitted_it_waits_on_the_boards_agenda_and_is_printed_in_its_pack_until_it_was_heard(
    world: World, told: Told
) -> None:
    ahead = planned(world, date(2026, 5, 20))
    told.submit("Fewer repeat reviews")
    with world.acting("clerk"):
        (matter,) = matters_of(world.board)
        assert matter.title.startswith("Update of Joint Review Panel")
        pack = to_html(make_pack(ahead))
        assert "Fewer repeat reviews" in pack
        assert "What worries the group?" in pack
        assert "Fewer repeat reviews" not in to_html(make_pack(ahead, public=True))
    sent = told.sent(to_group=world.board)
    with world.acting("nurse"), pytest.raises(PermissionDenied):
        hear(sent)
    with world.acting("chair"):
        hear(sent, words="Thank you", expected_version=1)
        assert matters_of(world.board) == []
        with pytest.raises(ValidationError, match="already"):
            hear(sent)
    with world.acting("manager"), pytest.raises(ValidationError, match="heard already"), transaction.atomic():
        take_step(told.made, "take_back", note="A slip")


def test_taken_back_nobody_has_it_and_it_is_the_groups_own_again(world: World, told: Told) -> None:
    told.submit()
    with world.acting("lay"):
        assert GroupUpdate.objects.exists()
    with world.acting("manager"):
        take_step(told.made, "take_back", note="A wrong figure")
        assert not SentUpdate.objects.exists()
    with world.acting("lay"):
        assert not GroupUpdate.objects.exists()
    told.submit()
    with world.acting("manager"):
        assert SentUpdate.objects.count() == 2


def test_a_joint_group_reports_once_and_each_partnership_it_serves_reads_its_words_and_no_other_row(
    world: World, told: Told
) -> None:
    with world.acting("manager"):
        add_action(partnership=world.north, text="A north action", made_on=FIRST, group=world.panel)
    told.submit("Fewer repeat reviews")
    with world.acting("south_manager"):
        (seen,) = SentUpdate.objects.all()
        assert (seen.achieved, seen.group_name, seen.to_group_id) == (
            "Fewer repeat reviews",
            "Joint Review Panel",
            None,
        )
        assert not GroupUpdate.objects.exists()
        assert not Record.objects.exists()
        assert not Group.objects.filter(pk=world.panel.pk).exists()
        (matter,) = matters_of(told.south)
        assert matter.pk == told.made.pk
    client = client_for(world, "south_manager")
    here = reverse("group_update", args=["south", told.made.pk])
    page = text(client.get(here))
    assert "Fewer repeat reviews" in page
    assert "Northshire Board" not in page
    assert "A north action" not in page
    assert "Fewer repeat reviews" in client.get(f"{reverse('updates_received', args=['south'])}?format=csv").text
    answer = client.post(
        reverse("hear_update", args=["south", told.made.pk, seen.pk]), {"words": "Heard", "version": 1}, follow=True
    )
    assert "Heard on 10 April 2026" in text(answer)
    with world.acting("south_manager"):
        assert matters_of(told.south) == []
    with world.acting("clerk"):
        assert [matter.pk for matter in matters_of(world.board)] == [told.made.pk]  # the north has yet to hear it


def test_behind_the_gate_it_waits_for_the_keeper_and_cannot_be_heard(world: World, told: Told) -> None:
    told.gate()
    told.submit()
    sent = told.sent(to_group=world.board)
    with world.acting("chair"):
        assert matters_of(world.board) == []
        assert matters_of(told.keeper)[0].title.startswith("For the gate: Update of Joint Review Panel")
        with pytest.raises(
            ValidationError, match="has not passed Business Group, so it cannot come to Northshire Board"
        ):
            hear(sent)
        with pytest.raises(IntegrityError, match="heard_only_through"), transaction.atomic():
            SentUpdate.objects.filter(pk=sent.pk).update(heard_on=LAST)
    meeting = held(world, MARCH, told.keeper)
    at = Record.objects
    with world.acting("nurse"):
        record = at.get(pk=meeting.pk)
        turn_update_back(sent, at=record, why="No figures")
        with pytest.raises(StaleEdit):
            pass_update(sent, at=record, expected_version=1)
        pass_update(sent, at=record)
        assert [event.note for event in Event.objects.filter(name__startswith="gate_").order_by("pk")] == [
            "No figures", "",
        ]  # fmt: skip
    with world.acting("chair"):
        assert [matter.pk for matter in matters_of(world.board)] == [told.made.pk]
        hear(sent)


def test_the_chair_waives_with_a_reason_and_the_keepers_own_update_needs_no_gate(world: World, told: Told) -> None:
    told.gate()
    told.submit()
    sent = told.sent(to_group=world.board)
    other = planned(world, date(2026, 4, 1))
    with world.acting("manager"):
        with pytest.raises(PermissionDenied):
            waive_for_update(sent, why="Urgent")
        with pytest.raises(ValidationError, match="Choose a meeting of Business Group"):
            pass_update(sent, at=Record.objects.get(pk=other.pk))
    with world.acting("chair"):
        with pytest.raises(ValidationError, match="Say why"):
            waive_for_update(sent, why="")
        waive_for_update(sent, why="The Board asked for it today")
    assert (
        "The Board asked for it today"
        in client_for(world, "lay").get(reverse("group_update", args=["north", told.made.pk])).text
    )
    with world.acting("manager"):
        own = begin_update(group=told.keeper, first=FIRST, last=LAST, lead_agency=world.office)
        write_update(own, works="The work")
        take_step(own, "submit")
        assert SentUpdate.objects.get(update=own).gate == ""


def raw(model: Any) -> set[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f'select "{model._meta.pk.column}" from "{model._meta.db_table}"')
        return {key for (key,) in cursor.fetchall()}


def test_the_database_and_the_managers_show_the_same_rows_each_alone(world: World, told: Told) -> None:
    told.submit()
    with world.acting("manager"):
        begin_update(group=world.panel, first=FIRST, last=MARCH, lead_agency=world.office)
    shown = {}
    for name in world.everyone:
        with world.acting(name):
            for model in (GroupUpdate, SentUpdate):
                shown[name, model] = raw(model)
                assert shown[name, model] == set(model.objects.values_list("pk", flat=True)), (name, model)
    with owner():
        for name in world.everyone:
            with world.acting(name):
                for model in (GroupUpdate, SentUpdate):
                    assert set(model.objects.values_list("pk", flat=True)) == shown[name, model], (name, model)
    counts = {name: (len(shown[name, GroupUpdate]), len(shown[name, SentUpdate])) for name in world.everyone}
    assert counts == {
        **dict.fromkeys(("manager", "clerk", "chair", "nurse"), (2, 2)),
        **dict.fromkeys(("worker", "team_manager", "lay", "officer"), (1, 2)),
        "southerner": (2, 1), "south_manager": (0, 1), "outsider": (0, 0),
    }  # fmt: skip


#                      manager chair worker t_mgr nurse officer lay southerner s_mgr outsider
TABLE = {
    "group_update":     "200   200   200    200   200   200    200   200       404    404",
    "updates_received": "200   200   200    200   200   200    200   200       404    404",
    "begin_update":     "200   200   403    403   200   200    403   403       404    404",
    "write_update":     "200   200   403    403   200   200    403   403       404    404",
    "hear_update":      "200   200   403    403   403   403    403   404       404    404",
    "pass":             "200   403   403    403   200   403    403   404       404    404",
    "waive":            "403   200   403    403   403   403    403   404       404    404",
}  # fmt: skip


@pytest.mark.parametrize("column", range(len(PEOPLE)), ids=PEOPLE)
def test_who_opens_which_page_of_an_update(world: World, told: Told, column: int) -> None:
    told.gate()
    told.submit()
    sent, client = told.sent(to_group=world.board), client_for(world, PEOPLE[column])
    here = ["north", told.made.pk]
    pages = {
        "group_update": reverse("group_update", args=here),
        "updates_received": reverse("updates_received", args=["north"]),
        "begin_update": reverse("begin_update", args=["north"]),
        "write_update": reverse("write_update", args=here),
        "hear_update": reverse("hear_update", args=[*here, sent.pk]),
        "pass": reverse("update_verdict", args=[*here, sent.pk, "pass"]),
        "waive": reverse("update_verdict", args=[*here, sent.pk, "waive"]),
    }
    client.get(pages["updates_received"])
    for name, address in pages.items():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == int(TABLE[name].split()[column]), name
        assert len([q for q in asked if not q["sql"].startswith(NESTING)]) <= MOST_QUERIES, name


def test_from_the_beginning_to_the_board_by_forms_alone(world: World, told: Told) -> None:
    client = client_for(world, "nurse")
    days = {"first-day": 1, "first-month": 4, "first-year": 2026, "last-day": 9, "last-month": 4, "last-year": 2026}
    page = client.post(reverse("begin_update", args=["north"]), {"group": world.panel.pk, **days}, follow=True)
    assert "drawn from the group’s own records" in text(page)
    pk = int(re.findall(r"/updates/(\d+)/write/", page.request["PATH_INFO"])[0])
    done = client.post(
        reverse("write_update", args=["north", pk]), {"achieved": "Much", "works": "", "version": 1}, follow=True
    )
    assert "Submit it" in text(done)
    done = client.post(reverse("step", args=["north", "updates", pk, "submit"]), {"version": 2}, follow=True)
    assert "On its agenda" in text(done)
