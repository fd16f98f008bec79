"""Silence: on the roll for everyone, counted, asked about once, and a finding when someone raises it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from goldenthread.analytics.defining import amend_measure
from goldenthread.analytics.models import Measure, Observation
from goldenthread.analytics.series import Part, series_of
from goldenthread.core.casework.services import take_step
from goldenthread.core.groups.matters import matters_of
from goldenthread.core.notices.worklist import worklist
from goldenthread.core.tenancy.actor import Actor, acting_as, current_actor
from goldenthread.core.thread.learning import raise_finding
from goldenthread.core.thread.models import Finding
from goldenthread.processes.measures.questions.asking import ask_by_signals
from goldenthread.processes.measures.questions.models import Question
from goldenthread.processes.measures.returns.answering import Given, accept, give_answers, say_why_not, send
from goldenthread.processes.measures.returns.feeding import feeds_of
from goldenthread.processes.measures.returns.keepers import let_keepers_in
from goldenthread.processes.measures.returns.links import send_link
from goldenthread.processes.measures.returns.measuring import note_silence
from goldenthread.processes.measures.returns.models import Form, Line, Return, Roll
from goldenthread.processes.measures.returns.scheduling import make_schedule
from goldenthread.processes.measures.returns.standing import standing
from tests.analytics.figures import measure
from tests.web.test_access import client_for
from tests.world import World, owner

from .desk import answer_all, lines, opened, schedule


@pytest.fixture
def owed(world: World) -> dict[str, Return]:
    with world.acting("manager"):
        schedule(world)
    made = opened(world)
    return {"council": made[world.council], "health": made[world.health]}


def night(world: World) -> tuple[int, int]:
    """What the worker does each night about silence: (returns written down, questions by what figures show)."""
    with acting_as(Actor.system(world.north)):
        return len(note_silence(world.north)), len(ask_by_signals(world.north))


def test_everyone_at_the_table_sees_how_each_return_stands_and_only_its_own_people_what_it_says(
    world: World, owed: dict[str, Return]
) -> None:
    with world.acting("team_manager"):
        say_why_not(owed["council"].form, reason="Our system is down")
    for who in ("lay", "nurse", "officer", "chair", "worker"):
        with world.acting(who):
            stands = {str(line.agency): standing(line) for line in Roll.objects.select_related("agency")}
            assert stands["Northshire County Council"].note == "Our system is down"
            assert stands["Northshire Health Trust"].note == "No reason given"
    with world.acting("lay"):
        assert not Form.objects.exists()
    with world.acting("south_manager"):
        assert not Roll.objects.exists()


def test_more_time_moves_the_day_everywhere(world: World, owed: dict[str, Return]) -> None:
    with world.acting("manager"):
        take_step(owed["health"], "extend", note="A new records system", due_on=date(2026, 6, 30))
    with world.acting("lay"):
        line = Roll.objects.get(agency=world.health)
        assert (line.due_on, standing(line).key) == (date(2026, 6, 30), "due")
    with world.acting("nurse"):
        assert Form.objects.get().due_on == date(2026, 6, 30)


def test_a_silent_agency_is_asked_once_for_each_return_and_not_again_for_each_figure(
    world: World, owed: dict[str, Return]
) -> None:
    assert night(world) == (2, 0)
    assert night(world) == (0, 0)
    with world.acting("manager"):
        asked = Question.objects.all()
        assert sorted(str(one.lead_agency) for one in asked) == [
            "Northshire County Council", "Northshire Health Trust",
        ]  # fmt: skip
        assert {one.measure.code for one in asked} == {"returns_in_time"}
        assert {one.group for one in asked} == {world.board}
        waits = {matter.reference for matter in matters_of(world.board)}
        assert {one.reference for one in asked} <= waits


def test_two_returns_of_one_period_that_do_not_come_are_two_questions(world: World, owed: dict[str, Return]) -> None:
    with world.acting("manager"):
        other = measure(world, "others", every="quarter")
        make_schedule(partnership=world.north, title="Other figures", every="quarter", since=date(2026, 1, 1),
                      measures=[other], agencies=[world.council])  # fmt: skip
    opened(world)
    assert night(world) == (3, 0)
    with world.acting("manager"):
        signals = [one.signal for one in Question.objects.filter(lead_agency=world.council)]
        assert sorted("Other figures" in signal for signal in signals) == [False, True]


def test_a_figure_that_came_late_for_another_day_leaves_no_silence_beside_it(
    world: World, owed: dict[str, Return]
) -> None:
    form = owed["council"].form
    night(world)
    with world.acting("team_manager"):
        answer_all(form, plans=Given(value=Decimal(40), counted_on=date(2026, 3, 30)))
        send(form, declared_by="x")
    with world.acting("manager"):
        accept(Return.objects.get(pk=form.record_id))
        plans = Measure.objects.get(code="plans")
        assert [one.value for one in series_of([plans])[plans.pk].figures] == [40]
        assert Observation.objects.filter(measure=plans, symbol="not_sent").exists()  # it stays, as history
        take_step(Return.objects.get(pk=form.record_id), "correct", note="Counted a day later")
    with world.acting("team_manager"):
        again = Form.objects.get(pk=form.pk)
        late = Given(value=Decimal(41), counted_on=date(2026, 3, 31))
        assert give_answers(again, {lines(again)["plans"].pk: late}).ok
        send(again, declared_by="x")
    with world.acting("manager"):
        accept(Return.objects.get(pk=form.record_id))
        assert [one.value for one in series_of([plans])[plans.pk].figures] == [41]


def test_non_return_is_a_finding_for_whoever_raises_it(world: World, owed: dict[str, Return]) -> None:
    page = client_for(world, "manager").get(reverse("return", args=["north", owed["health"].pk])).content.decode()
    address = reverse("raise_finding", args=["north", "returns", owed["health"].pk])
    assert address in page
    with world.acting("chair"):
        raise_finding(source=Return.objects.get(pk=owed["health"].pk), text="Health sent no figures all year")
    with world.acting("nurse"):
        assert Finding.objects.count() == 1  # their own return
    with world.acting("worker"):
        assert Finding.objects.count() == 0


@pytest.fixture
def analyst(world: World) -> str:
    with owner():
        world.seat("analyst", world.police, world.north, "analyst")
    return "analyst"


def test_an_analyst_reads_the_returns_whose_every_measure_is_for_the_whole_partnership(
    world: World, owed: dict[str, Return], analyst: str
) -> None:
    with world.acting(analyst):
        assert not Form.objects.exists()  # until the worker has let them in
    with acting_as(Actor.system(world.north)):
        assert let_keepers_in(world.north) == 1
        assert let_keepers_in(world.north) == 0
    with world.acting(analyst):
        # the council's asks for plans, which only the unit may see
        assert [form.agency for form in Form.objects.select_related("agency")] == [world.health]
        assert [line.code for line in Line.objects.all()] == ["visits"]
        assert not worklist(current_actor(), world.north, date(2026, 5, 18))  # to read, not to send
    client = client_for(world, analyst)
    address = reverse("return", args=["north", owed["health"].pk])
    assert client.get(address).status_code == 200
    assert client.get(reverse("return_question", args=["north", owed["health"].pk, 1])).status_code == 404
    assert client.get(reverse("return_query", args=["north", owed["health"].pk])).status_code == 403
    with world.acting("manager"):
        amend_measure(Measure.objects.get(code="visits"), audience="unit")
    with world.acting(analyst):
        assert not Form.objects.exists()
        assert not Return.objects.exists()
    with acting_as(Actor.system(world.north)):
        assert let_keepers_in(world.north) == 0


def test_an_agency_that_is_missing_from_a_table_reads_no_data(world: World, owed: dict[str, Return]) -> None:
    with world.acting("nurse"):
        answer_all(owed["health"].form)
        send(owed["health"].form, declared_by="x")
    waits = client_for(world, "lay").get(reverse("return_measure", args=["north", "visits"])).content.decode()
    assert "Received, and not accepted yet" in waits
    with world.acting("manager"):
        accept(Return.objects.get(pk=owed["health"].pk))
        visits = Measure.objects.get(code="visits")
        assert series_of([visits], part=Part(agency=world.health))[visits.pk].latest.value == 90
        (feed,) = feeds_of([visits])
        assert feed.stands == "1 not sent, 1 received"
    for who in ("manager", "lay"):
        shown = client_for(world, who).get(reverse("return_measure", args=["north", "visits"])).content.decode()
        assert "90.0%" in shown
        assert "No data" in shown  # the council, which no table may leave out
        assert "No reason given" in shown
        assert "Northshire County Council" in shown
    card = client_for(world, "lay").get(reverse("measure", args=["north", "visits"])).content.decode()
    assert "1 not sent, 1 received" in card


def test_the_link_of_one_agency_opens_nothing_of_the_roll(world: World, owed: dict[str, Return]) -> None:
    with world.acting("manager"):
        key = send_link(owed["health"].form, name="Ottoline Marsh", email="o@health.example")
    with acting_as(Actor(None, held={"links": frozenset({key.token_key})})):
        assert [form.pk for form in Form.objects.all()] == [owed["health"].form.pk]
        assert not Roll.objects.exists()
