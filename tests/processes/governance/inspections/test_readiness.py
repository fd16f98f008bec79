"""A mock of a joint inspection: who answered, who did not, and why."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.core.casework.models import ClockRun, Event
from goldenthread.core.casework.services import open_record, take_step
from goldenthread.core.casework.warnings import warnings_of
from goldenthread.core.notices.worklist import worklist
from goldenthread.core.tenancy.access import governed_models
from goldenthread.core.tenancy.conflicts import StaleEdit
from goldenthread.kernel.now import LONDON, now, today
from goldenthread.processes.governance.inspections.readiness.answering import acknowledge, answer, learn, say_why_not
from goldenthread.processes.governance.inspections.readiness.models import Given, Request, Run
from goldenthread.processes.governance.inspections.readiness.process import readiness
from goldenthread.processes.governance.inspections.readiness.running import (
    ask_for,
    ask_the_usual,
    change_request,
    remove_request,
)
from goldenthread.web.concerns import Worry, concerns_of
from tests.web.test_access import client_for
from tests.world import World, owner

NOTICE = datetime(2026, 11, 2, 9, 30, tzinfo=LONDON)  # a Monday
SECRET = "The list lies in the council's vault"


def planned(world: World, **values: Any) -> Run:
    """The council is asked for a list by noon of the third day, the police and health for papers by the fourth."""
    with world.acting("manager"):
        values = {"title": "Mock inspection", "theme": "Neglect"} | values
        run: Run = open_record(readiness, partnership=world.north, lead_agency=world.office, **values)
        ask_for(run, agency=world.council, title="List of children", what="list", working_day=3, due_time=time(12))
        for agency in (world.police, world.health):
            ask_for(run, agency=agency, title="Policies", what="documents", working_day=4)
    return run


@pytest.fixture
def run(world: World) -> Run:
    made = planned(world)
    with time_machine.travel(NOTICE + timedelta(hours=1)), world.acting("manager"):
        begun: Run = take_step(made, "begin", notified_at=NOTICE)
    return begun


def of(world: World, run: Run, agency: str) -> Request:
    with world.acting("manager"):
        row: Request = run.requests.get(agency=getattr(world, agency))
        return row


def at(day: int, hour: int = 9) -> Any:
    return time_machine.travel(datetime(2026, 11, day, hour, tzinfo=LONDON), tick=False)


def test_notice_fixes_every_moment_in_working_days_by_the_limit_of_the_law(world: World, run: Run) -> None:
    with world.acting("lay"):
        due = {str(row.agency): row.due_at.astimezone(LONDON) for row in run.requests.select_related("agency")}
        assert due[world.council.name] == datetime(2026, 11, 5, 12, tzinfo=LONDON)
        assert due[world.police.name].date() == date(2026, 11, 6)
        again = Run.objects.get(pk=run.pk)
        assert again.fieldwork_on == date(2026, 11, 13)  # nine working days
        assert ClockRun.objects.get(record=run).basis.startswith("9 working days")
    with world.acting("manager"):
        moved = take_step(again, "move", notified_at=NOTICE - timedelta(days=3), note="It came on the Friday")
        assert moved.fieldwork_on == date(2026, 11, 12)
        with pytest.raises(ValidationError, match="cannot lie ahead"):
            take_step(moved, "move", notified_at=now() + timedelta(hours=1), note="Not yet")


def test_nothing_begins_before_something_is_asked_of_someone_at_the_table(world: World) -> None:
    with world.acting("manager"):
        empty = open_record(readiness, partnership=world.north, lead_agency=world.office, title="Empty")
        with pytest.raises(ValidationError, match="not open now"):
            take_step(empty, "begin", notified_at=NOTICE)
        with pytest.raises(ValidationError, match="does not sit at this table"):
            ask_for(empty, agency=world.southern, title="A list", what="list", working_day=1)
        with pytest.raises(ValidationError, match="does not speak for"):
            ask_for(empty, agency=world.police, title="A list", what="list", working_day=1, owner=world.person("nurse"))
        assert ask_the_usual(empty) > 5
        assert ask_the_usual(empty) == 0
    with world.acting("chair"), pytest.raises(PermissionDenied):
        ask_for(empty, agency=world.police, title="More", what="list", working_day=1)


def test_an_answer_is_in_time_late_by_the_hour_or_never_and_why(world: World, run: Run) -> None:
    council, police, health = (of(world, run, name) for name in ("council", "police", "health"))
    with at(5, 15), world.acting("team_manager"):
        acknowledge(council)
        answer(council, text=SECRET)
    with at(6, 16), world.acting("officer"):
        with pytest.raises(ValidationError, match="looks like a child's NHS number"):
            say_why_not(police, reason="Only 943 476 5919 is missing")
        say_why_not(police, reason="The policy is with the force's solicitor")
        with pytest.raises(PermissionDenied):
            answer(health, text="Not ours to give")
    with at(9), world.acting("lay"):
        page = client_for(world, "lay").get(reverse("run_agencies", args=["north", run.pk])).text
        assert "3 hours late" in page
        assert "with the force&#x27;s solicitor" in page
        assert "1 working day late" in page
        assert SECRET not in page
    with at(16), world.acting("manager"):
        over = take_step(Run.objects.get(pk=run.pk), "end")
        silent = Request.objects.get(pk=health.pk)
        assert (silent.state, silent.reason) == ("not_answered", "")
        assert over.over_at is not None
        assert "No reason given" in client_for(world, "nurse").get(reverse("run_days", args=["north", run.pk])).text
    with at(17), world.acting("nurse"), pytest.raises(ValidationError, match="takes no answers"):
        answer(health, text="Here it is after all")


def test_what_was_said_not_to_come_may_come_after_all_and_a_second_answer_moves_no_time(world: World, run: Run) -> None:
    police = of(world, run, "police")
    with at(4), world.acting("officer"):
        say_why_not(police, reason="Nobody has time")
        with pytest.raises(ValidationError, match="already"):
            acknowledge(police)
        answer(police, text="Sent by secure mail")
    with at(10), world.acting("officer"):
        answer(police, text="And one more")
        row = Request.objects.get(pk=police.pk)
        assert (row.state, row.reason, row.answered_at.astimezone(LONDON).day) == ("answered", "", 4)
        assert row.given.count() == 2
        with pytest.raises(ValidationError, match="Say what was given"):
            answer(police, text=" ")


def test_those_who_are_asked_find_it_on_their_list_and_a_named_owner_instead_of_the_agency(
    world: World, run: Run
) -> None:
    def asked_of(name: str) -> list[str]:
        with world.acting(name):
            return [i.title for i in worklist(world.actor(name), world.north, today()) if i.kind == "request"]

    with at(3):
        assert asked_of("officer") == asked_of("nurse") == ["Answer: Policies"]
        assert asked_of("lay") == asked_of("southerner") == []
        with world.acting("manager"):
            change_request(of(world, run, "council"), owner=world.person("worker"))
        assert asked_of("worker") == ["Answer: List of children"]
        assert asked_of("team_manager") == []
        with world.acting("worker"):
            answer(of(world, run, "council"), text="In the shared drive")
        assert asked_of("worker") == []


def test_a_silent_agency_is_a_concern_and_an_early_warning_until_it_answers(world: World, run: Run) -> None:
    def signs() -> tuple[int, set[str]]:
        with world.acting("chair"):
            found = [c for c in concerns_of(world.north).get(Worry.SILENT, []) if "joint" in c.what]
            warned = {w.title for w in warnings_of(world.north) if w.key.startswith("readiness:")}
        return sum(one.total for one in found), warned

    with at(4):
        assert signs() == (0, set())
    with at(9), world.acting("officer"):
        answer(of(world, run, "police"), text="Here")
    with at(9):
        assert signs() == (
            2,
            {f"{name} does not answer in a joint inspection" for name in (world.council, world.health)},
        )
    with at(10), world.acting("nurse"):
        say_why_not(of(world, run, "health"), reason="No such policy")
    with at(16):
        with world.acting("manager"):
            over = take_step(Run.objects.get(pk=run.pk), "end")
        assert signs()[0] == 1  # the council never said a word; health gave its reason
        with world.acting("manager"):
            take_step(over, "close", note="Name a lead in each agency")
        assert signs() == (0, set())


def test_a_lesson_becomes_a_finding_in_one_step_and_once(world: World, run: Run) -> None:
    row = of(world, run, "health")
    with at(10), world.acting("chair"):
        finding = learn(row)
        assert finding.source_id == run.pk
        assert "Policies. Late: 2 working days late." in finding.text
        with pytest.raises(ValidationError, match="already"):
            learn(row)
    with at(10), world.acting("nurse"), pytest.raises(PermissionDenied):
        learn(of(world, run, "police"))


def test_two_clerks_are_shown_both_texts_and_what_was_asked_stays_once_the_run_goes_on(world: World, run: Run) -> None:
    row = of(world, run, "council")
    with world.acting("clerk"):
        change_request(row, title="List of all children", expected_version=row.version)
    with world.acting("manager"):
        with pytest.raises(StaleEdit) as stale:
            change_request(row, title="List of some", expected_version=row.version)
        assert stale.value.differences[0].theirs == "List of all children"
        with pytest.raises(ValidationError, match="stands as it is"):
            remove_request(row)


def test_this_mock_stands_beside_the_last(world: World, run: Run) -> None:
    with at(4), world.acting("officer"):
        answer(of(world, run, "police"), text="In time")
    with at(16), world.acting("manager"):
        before = take_step(Run.objects.get(pk=run.pk), "end")
    second = planned(world, title="Second mock", before=before)
    with world.acting("manager"), time_machine.travel("2026-11-17 10:00"):
        second = take_step(second, "begin", notified_at=NOTICE + timedelta(days=14))
    for name, agency in (("officer", "police"), ("nurse", "health")):
        with at(17), world.acting(name):
            answer(of(world, second, agency), text="In time")
    page = client_for(world, "lay").get(reverse("run_compared", args=["north", second.pk])).text
    assert "33% (1 of 3)" in page
    assert "67% (2 of 3)" in page
    assert "Better" in page


@pytest.fixture
def answered(world: World, run: Run) -> Run:
    with at(4), world.acting("team_manager"):
        answer(of(world, run, "council"), text=SECRET)
    return run


GIVEN = {"manager", "clerk", "chair", "worker", "team_manager"}
TABLE = {"manager", "clerk", "chair", "worker", "team_manager", "nurse", "officer", "lay"}


def test_that_it_came_everyone_sees_and_what_was_given_its_agency_and_those_who_oversee(
    world: World, answered: Run
) -> None:
    def raw(model: Any) -> set[Any]:
        with connection.cursor() as cursor:
            cursor.execute(f'select "{model._meta.pk.column}" from "{model._meta.db_table}"')
            return {key for (key,) in cursor.fetchall()}

    ours = [model for model in governed_models() if model._meta.app_label == "readiness"]
    assert len(ours) == 3
    for name in world.everyone:
        with world.acting(name):
            seen = {model: raw(model) for model in ours}
            assert seen == {model: set(model.objects.values_list("pk", flat=True)) for model in ours}, name
            assert (len(seen[Request]), len(seen[Given])) == (3 * (name in TABLE), int(name in GIVEN)), name
            assert not [e for e in Event.objects.filter(record=answered) if SECRET in f"{e.label} {e.note}"]
        with owner(), world.acting(name):
            assert seen == {model: set(model.objects.values_list("pk", flat=True)) for model in ours}, name


PEOPLE = ("manager", "chair", "team_manager", "nurse", "lay", "southerner", "south_manager", "outsider")
#                        manager chair t_mgr nurse lay southerner s_mgr outsider
PAGES = {
    "records":           "200 200 200 200 200 200 404 404",
    "record":            "200 200 200 200 200 404 404 404",
    "run_days":          "200 200 200 200 200 404 404 404",
    "run_agencies":      "200 200 200 200 200 404 404 404",
    "run_compared":      "200 200 200 200 200 404 404 404",
    "add_request":       "200 403 403 403 403 403 404 404",
    "run_request":       "200 200 200 200 200 404 404 404",
    "change_request":    "200 403 403 403 403 403 404 404",
    "remove_request":    "200 403 403 403 403 403 404 404",
    "answer_request":    "200 403 200 403 403 404 404 404",
    "why_not_request":   "200 403 200 403 403 404 404 404",
}  # fmt: skip


@pytest.mark.parametrize("column", range(len(PEOPLE)), ids=PEOPLE)
def test_who_opens_which_page_and_none_asks_too_much(world: World, answered: Run, column: int) -> None:
    name = PEOPLE[column]
    client, row, found = client_for(world, name), of(world, answered, "council"), {}
    for key in PAGES:
        more = {"records": ["readiness"], "record": ["readiness", answered.pk]}.get(key, [answered.pk])
        more += [row.pk] if key.endswith("_request") and key != "add_request" else []
        with CaptureQueriesContext(connection) as asked:
            response = client.get(reverse(key, args=["north", *more]))
        found[key] = response.status_code
        assert len(asked) <= 15, (key, [q["sql"][:90] for q in asked])
        assert name in GIVEN or SECRET not in response.text, key
    assert found == {key: int(line.split()[column]) for key, line in PAGES.items()}


def test_the_pages_take_an_answer_and_a_lesson(world: World, run: Run) -> None:
    row = of(world, run, "health")
    nurse, chair = client_for(world, "nurse"), client_for(world, "chair")
    with at(9):
        there = reverse("run_request", args=["north", run.pk, row.pk])
        nurse.post(f"{there}acknowledge/")
        assert "Acknowledged" in nurse.get(there).text
        assert chair.post(f"{there}lesson/").status_code == 302
        assert nurse.post(f"{there}lesson/").status_code == 403
        assert nurse.post(f"{there}answer/", {"text": "On the shared drive"}).url == there
        page = nurse.get(there).text
        assert "On the shared drive" in page
        assert "Answered late" in page
        assert "gt-nav--part" in page  # it stands in its part of the navigation
        assert "Raised as a finding" in chair.get(there).text
    begin = reverse("step", args=["north", "readiness", planned(world, title="Next").pk, "begin"])
    told = {
        "notified_at_date-day": "16",
        "notified_at_date-month": "11",
        "notified_at_date-year": "2026",
        "notified_at_time": "9:30",
    }
    assert client_for(world, "manager").post(begin, told).status_code == 302
