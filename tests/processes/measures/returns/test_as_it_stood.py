"""A round as it stood at the end of a day: late then, received now; and not a word of what came later."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.core.casework.services import take_step
from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.processes.measures.returns.answering import accept, say_why_not, send
from goldenthread.processes.measures.returns.feeding import feeds_of
from goldenthread.processes.measures.returns.models import Return, Roll, stood_on
from goldenthread.processes.measures.returns.opening import open_due
from tests.web.test_access import client_for
from tests.world import World

from .desk import answer_all, missing, schedule

QUARTER = date(2026, 3, 31)


@pytest.fixture
def done(world: World) -> dict[str, Return]:
    """Opened on 1 April, due a while later. The council says on 4 May why not, sends on 18 May, is asked on 20 May and
    accepted on 1 June; the health trust is silent.
    """
    with time_machine.travel("2026-04-01 06:00", tick=False):
        with world.acting("manager"):
            schedule(world)
        with acting_as(Actor.system(world.north)):
            made = {str(one.lead_agency): one for one in open_due(world.north)}
    council = made["Northshire County Council"]
    with time_machine.travel("2026-05-04 09:00", tick=False), world.acting("team_manager"):
        say_why_not(council.form, reason="Our system is down")
    with time_machine.travel("2026-05-18 09:00", tick=False), world.acting("team_manager"):
        council.form.refresh_from_db()
        answer_all(council.form)
        send(council.form, declared_by="Pat Ward, analyst")
    with time_machine.travel("2026-05-20 09:00", tick=False), world.acting("manager"):
        council.refresh_from_db()
        take_step(council, "query", note="Is it all of the quarter?")
    with time_machine.travel("2026-06-01 09:00", tick=False):
        with world.acting("team_manager"):
            council.refresh_from_db()
            council.form.refresh_from_db()
            send(council.form, declared_by="Pat Ward, analyst")
        with world.acting("manager"):
            council.refresh_from_db()
            accept(council)
    return made


STOOD = [
    ("2026-03-31", "Not asked yet", "Not asked yet"),
    ("2026-04-01", "Due", "Due"),
    ("2026-05-03", "Late", "Late"),
    ("2026-05-04", "Not sent", "Late"),
    ("2026-05-19", "Received late", "Not sent"),
    ("2026-05-20", "Queried", "Not sent"),
    ("2026-06-01", "Accepted late", "Not sent"),
    ("", "Accepted late", "Not sent"),
]


@pytest.mark.parametrize(("day", "council", "health"), STOOD)
def test_a_round_is_shown_as_it_stood_at_the_end_of_a_day(
    world: World, done: dict[str, Return], day: str, council: str, health: str
) -> None:
    with world.acting("lay"):
        pk = Roll.objects.values_list("schedule_id", flat=True).first()
    with time_machine.travel("2026-07-02 09:00", tick=False):
        client = client_for(world, "lay")
        for name, args in (("return_round", [pk, QUARTER]), ("return_schedule", [pk])):
            address = reverse(name, args=["north", *args])
            with CaptureQueriesContext(connection) as queries:
                shown = client.get(address, {"known": day} if day else {}).content.decode()
            assert len(queries) <= 15
            if day == "2026-03-31" and name == "return_schedule":
                assert "No period is over yet" in shown
                continue
            body = shown.split("<tbody")[1].split("</tbody>")[0]
            rows = {row.split("</th>")[0].rpartition(">")[2]: row for row in body.split("<tr")[1:]}
            for agency, words in (("Northshire County Council", council), ("Northshire Health Trust", health)):
                assert f">{words}</strong>" in rows[agency]
            assert ("Shown as it stood at the end of" in shown) == bool(day)


def test_what_came_later_is_nowhere_on_it(world: World, done: dict[str, Return]) -> None:
    with world.acting("lay"):
        pk = Roll.objects.values_list("schedule_id", flat=True).first()
    with time_machine.travel("2026-07-02 09:00", tick=False):
        client = client_for(world, "lay")
        address = reverse("return_round", args=["north", pk, QUARTER])
        early = client.get(address, {"known": "2026-05-03"}).content.decode()
        assert "Our system is down" not in early
        assert "18 May 2026" not in early
        assert "2 late" in early
        assert "Our system is down" in client.get(address, {"known": "2026-05-04"}).content.decode()
        assert "1 not sent, 1 received" in client.get(address).content.decode()


def test_a_measure_and_a_scorecard_say_how_the_round_stood_then(world: World, done: dict[str, Return]) -> None:
    with time_machine.travel("2026-07-02 09:00", tick=False), world.acting("lay"):
        told = {on: [feed.stands for feed in feeds_of([missing(world)], on)] for on in (
            None, date(2026, 3, 31), date(2026, 5, 3), date(2026, 5, 20),
        )}  # fmt: skip
    assert told == {
        None: ["1 not sent, 1 received"],
        date(2026, 3, 31): [],
        date(2026, 5, 3): ["2 late"],
        date(2026, 5, 20): ["1 not sent, 1 queried"],
    }


def test_who_sent_what_is_shown_as_it_was_known_then(world: World, done: dict[str, Return]) -> None:
    with time_machine.travel("2026-07-02 09:00", tick=False):
        client = client_for(world, "lay")
        address = reverse("return_measure", args=["north", "missing"])
        assert ">12</span>" in client.get(address).content.decode()
        then = client.get(address, {"known": "2026-05-03"}).content.decode()
    assert ">12</span>" not in then
    assert "Shown as it was known at the end of" in then


@given(days=st.lists(st.integers(0, 9), min_size=1, max_size=5, unique=True).map(sorted), asked=st.integers(0, 9))
def test_a_line_says_what_was_last_written_by_the_end_of_the_day(days: list[int], asked: int) -> None:
    first = date(2026, 1, 1)
    stood = [
        {"on": (first + timedelta(day)).isoformat(), "state": str(day), "due": "2026-02-01", "sent": "", "reason": ""}
        for day in days
    ]
    told = stood_on(stood, first + timedelta(asked))
    assert (told and told[0]) == next((str(day) for day in reversed(days) if day <= asked), None)
