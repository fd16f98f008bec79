"""Who came, written down by two clerks at once; and what the pages of a group make of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from goldenthread.core.tenancy.models import Person
from goldenthread.processes.governance.meetings.attending import Present, record_attendance
from goldenthread.processes.governance.meetings.models import Attendance, Meeting
from goldenthread.processes.governance.meetings.planning import cancel_meeting
from tests.processes.governance.table import JANUARY, MARCH, MAY, held, planned
from tests.web.test_access import client_for, readable
from tests.world import World, owner


@pytest.fixture(autouse=True)
def frozen() -> Any:
    with time_machine.travel("2026-06-01 09:00", tick=False):
        yield


def address(meeting: Meeting) -> str:
    return reverse("meeting_attendance", args=["north", meeting.pk])


def shown(client: Any, meeting: Meeting) -> dict[str, str]:
    """The sheet as the page gives it: every field with the value it is drawn with."""
    form = client.get(address(meeting)).context["form"]
    return {bound.name: "" if bound.value() is None else str(bound.value()) for bound in form}


def statuses(world: World, meeting: Meeting) -> dict[str, str]:
    with world.acting("clerk"):
        return dict(Attendance.objects.filter(record=meeting).values_list("person__name", "status"))


def test_the_sheet_names_those_asked_by_the_day_and_nobody_asked_later(world: World) -> None:
    meeting = held(world, MARCH)
    with owner():
        world.member(world.board, "worker", "member", since=MAY)
        world.member(world.board, "manager", "in_attendance", since=JANUARY)
    page = client_for(world, "clerk").get(address(meeting))
    names = [line["who"].person.name for line in page.context["form"].lines()]
    assert names[-1] == "Manager Person"  # members first
    assert set(names) == {f"{n} Person" for n in ("Chair", "Nurse", "Officer", "Team Manager", "Lay", "Manager")}


def test_two_clerks_with_the_same_sheet_open_write_only_what_each_changed(world: World) -> None:
    meeting = held(world, MARCH)
    nurse, lay = world.person("nurse").pk, world.person("lay").pk
    one, two = client_for(world, "clerk"), client_for(world, "manager")
    first, second = shown(one, meeting), shown(two, meeting)
    assert one.post(address(meeting), first | {f"status_{nurse}": "attended"}).status_code == 302
    assert two.post(address(meeting), second | {f"status_{lay}": "apology"}).status_code == 302
    assert statuses(world, meeting) == {"Nurse Person": "attended", "Lay Person": "apology"}


def test_two_clerks_who_changed_one_line_see_both_and_nothing_typed_is_lost(world: World) -> None:
    meeting = held(world, MARCH)
    nurse, lay, officer = (world.person(name).pk for name in ("nurse", "lay", "officer"))
    one, two = client_for(world, "clerk"), client_for(world, "manager")
    first, second = shown(one, meeting), shown(two, meeting)
    one.post(address(meeting), first | {f"status_{nurse}": "attended", f"status_{officer}": "absent"})
    sent = second | {f"status_{nurse}": "deputy", f"deputy_{nurse}": "Alder Rowan", f"status_{lay}": "apology",
                     "guest_0": "Ash Holly", "guest_title_0": "Youth worker"}  # fmt: skip
    told = two.post(address(meeting), sent)
    assert told.status_code == 409
    assert "Sent a deputy: Alder Rowan" in told.text
    assert [difference.label for difference in told.context["differences"]] == ["Nurse Person: status"]
    again = {bound.name: "" if bound.value() is None else str(bound.value()) for bound in told.context["form"]}
    assert (again[f"status_{lay}"], again["guest_0"], again[f"status_{officer}"]) == ("apology", "Ash Holly", "absent")
    assert statuses(world, meeting) == {"Nurse Person": "attended", "Officer Person": "absent"}
    assert two.post(address(meeting), again).status_code == 302
    assert statuses(world, meeting) == {
        "Nurse Person": "deputy", "Officer Person": "absent", "Lay Person": "apology", "Ash Holly": "attended",
    }  # fmt: skip


def test_a_deputy_the_partnership_knows_is_linked_and_another_is_kept_by_name(world: World) -> None:
    meeting = held(world, MARCH)
    nurse, lay = world.person("nurse").pk, world.person("lay").pk
    client = client_for(world, "clerk")
    known = {f"status_{nurse}": "deputy", f"deputy_{nurse}": "worker person, northshire county council"}
    unknown = {f"status_{lay}": "deputy", f"deputy_{lay}": "Alder Rowan"}
    assert client.post(address(meeting), shown(client, meeting) | known | unknown).status_code == 302
    with world.acting("clerk"):
        rows = {row.person_id: row for row in Attendance.objects.filter(record=meeting)}
        assert (rows[nurse].deputy, rows[nurse].deputy_name) == (world.person("worker"), "")
        assert (rows[lay].deputy, rows[lay].deputy_name) == (None, "Alder Rowan")


def test_guests_are_written_in_and_a_known_one_is_not_made_twice(world: World) -> None:
    meeting = held(world, MARCH)
    client = client_for(world, "clerk")
    lines = {
        "guest_0": "Worker Person", "guest_part_0": "presenter",
        "guest_1": "Ash Holly", "guest_title_1": "Youth worker", "guest_part_1": "guest",
    }  # fmt: skip
    assert client.post(address(meeting), shown(client, meeting) | lines).status_code == 302
    with world.acting("clerk"):
        parts = dict(Attendance.objects.filter(record=meeting).values_list("person__name", "part"))
        assert Person.objects.filter(name="Worker Person").count() == 1
        assert Person.objects.get(name="Ash Holly").title == "Youth worker"
    assert parts == {"Worker Person": "presenter", "Ash Holly": "guest"}
    member = client.post(address(meeting), shown(client, meeting) | {"guest_0": "Nurse Person"})
    assert (member.status_code, "is in the list above" in member.text) == (422, True)
    nameless = client.post(address(meeting), shown(client, meeting) | {"guest_title_2": "Somebody"})
    assert (nameless.status_code, "Enter the name of guest 3" in nameless.text) == (422, True)


def test_a_refused_sheet_leaves_no_guest_behind(world: World) -> None:
    meeting = held(world, MARCH)
    lay = world.person("lay").pk
    client = client_for(world, "clerk")
    sent = shown(client, meeting) | {"guest_0": "Ash Holly", f"status_{lay}": "apology"}
    with world.acting("manager"):
        record_attendance(meeting, [Present(world.person("lay"), "absent")])
    assert client.post(address(meeting), sent).status_code == 409
    with world.acting("clerk"):
        assert not Person.objects.filter(name="Ash Holly").exists()


def test_one_button_says_that_every_other_member_came(world: World) -> None:
    meeting = held(world, MARCH)
    lay = world.person("lay").pk
    client = client_for(world, "clerk")
    sent = shown(client, meeting) | {f"status_{lay}": "apology", "others_came": "1"}
    assert client.post(address(meeting), sent).status_code == 302
    assert statuses(world, meeting) == {f"{n} Person": "attended" for n in (
        "Chair", "Nurse", "Officer", "Team Manager")} | {"Lay Person": "apology"}  # fmt: skip


@pytest.mark.parametrize(
    ("status", "deputy", "words"),
    [("deputy", "", "Name the one deputy who came"), ("attended", "Alder Rowan", "or leave the deputy out")],
)
def test_a_deputy_and_the_status_must_agree(world: World, status: str, deputy: str, words: str) -> None:
    meeting = held(world, MARCH)
    key = world.person("nurse").pk
    client = client_for(world, "clerk")
    answer = client.post(address(meeting), shown(client, meeting) | {f"status_{key}": status, f"deputy_{key}": deputy})
    assert (answer.status_code, words in answer.text) == (422, True)
    assert statuses(world, meeting) == {}


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_attendance_by_agency_goes_out_as_a_sheet_with_its_denominator(world: World, kind: str) -> None:
    held(world, JANUARY, nurse="attended", officer="apology")
    held(world, MARCH, nurse="absent", officer="attended")
    client = client_for(world, "lay")
    answer = client.get(reverse("group_attendance", args=["north", "board"]), {"format": kind})
    content = readable(kind, answer.content)
    assert b"Northshire Health Trust" in content
    assert b"Nurse Person" in content
    if kind == "csv":
        assert b"Northshire Health Trust,,50.0,1,2,1,0,0,1,0,0" in content


def test_the_page_of_a_group_tells_who_was_asked_since_when_and_which_meeting_was_cancelled(world: World) -> None:
    held(world, JANUARY, nurse="attended", officer="attended")
    held(world, MARCH, nurse="attended")
    gone = planned(world, date(2026, 7, 1))
    with world.acting("clerk"):
        cancel_meeting(gone, reason="Flood in the hall")
    with owner():
        world.member(world.board, "worker", "member", since=date(2026, 2, 1))
    period = {f"{name}-{part}": value for name, month in (("since", 1), ("until", 12))
              for part, value in (("day", 1), ("month", month), ("year", 2026))}  # fmt: skip
    page = client_for(world, "lay").get(reverse("group_attendance", args=["north", "board"]), period).text
    assert "Flood in the hall" in page
    assert "Worker Person, Northshire County Council: from" in page
    assert "1 cancelled" in page
    assert "2 of 2" in page
