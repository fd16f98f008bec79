"""A return from its opening to its figures: sent, queried, corrected, accepted; or never sent, which is a finding."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from goldenthread.analytics.models import Measure, Observation
from goldenthread.analytics.series import Part, by_agency, series_of
from goldenthread.core.casework.services import take_step
from goldenthread.core.links.giving import withdraw
from goldenthread.core.links.models import Link
from goldenthread.core.links.opening import find, holder, token_hash
from goldenthread.core.notices.worklist import worklist
from goldenthread.core.tenancy.actor import Actor, acting_as, current_actor
from goldenthread.kernel.periods import Every, period
from goldenthread.processes.measures.questions.models import Question
from goldenthread.processes.measures.returns.answering import (
    Given,
    accept,
    give_answers,
    query,
    reply,
    say_why_not,
    send,
)
from goldenthread.processes.measures.returns.links import send_link
from goldenthread.processes.measures.returns.measuring import count_in_time, note_silence
from goldenthread.processes.measures.returns.models import Form, Line, Return
from goldenthread.processes.measures.returns.opening import open_due
from goldenthread.processes.measures.returns.scheduling import name_respondent
from goldenthread.processes.measures.returns.standing import standing
from goldenthread.processes.measures.returns.tasks import keep_returns_of
from tests.world import World

from .desk import GOOD, answer_all, lines, missing, opened, schedule

QUARTER = period(Every.QUARTER, date(2026, 3, 1))


@pytest.fixture
def owed(world: World) -> dict[str, Return]:
    with world.acting("manager"):
        schedule(world)
    made = opened(world)
    return {"council": made[world.council], "health": made[world.health]}


def test_a_return_opens_when_its_period_ends_once_for_each_agency_with_its_own_questions(
    world: World, owed: dict[str, Return]
) -> None:
    assert opened(world) == {}
    with world.acting("manager"):
        assert set(lines(owed["council"].form)) == {"missing", "plans", "visits"}
        assert set(lines(owed["health"].form)) == {"visits"}
        assert (owed["council"].stretch, owed["council"].due_on) == (QUARTER, date(2026, 4, 23))  # Easter lies between


def test_only_its_own_people_and_the_unit_see_a_return(world: World, owed: dict[str, Return]) -> None:
    seen = {}
    for name in world.everyone:
        with world.acting(name):
            seen[name] = (Form.objects.count(), Return.objects.count(), Line.objects.count())
    assert {name for name, counts in seen.items() if counts == (2, 2, 4)} == {"manager", "clerk", "chair"}
    assert {name for name, counts in seen.items() if counts == (1, 1, 3)} == {"worker", "team_manager"}
    assert {name for name, counts in seen.items() if counts == (1, 1, 1)} == {"nurse"}
    assert all(counts == (0, 0, 0) for name, counts in seen.items() if name in ("lay", "officer", "south_manager"))


def test_it_waits_on_the_worklist_of_the_agency_until_it_is_sent(world: World, owed: dict[str, Return]) -> None:
    def waiting(name: str) -> list[str]:
        with world.acting(name):
            return [item.title for item in worklist(current_actor(), world.north, date(2026, 5, 18))]

    assert any("Quarterly figures" in title for title in waiting("nurse"))
    with world.acting("nurse"):
        answer_all(owed["health"].form)
        send(owed["health"].form, declared_by="A Nurse")
    assert not any("Quarterly figures" in title for title in waiting("nurse"))


def test_what_is_accepted_becomes_figures_and_nothing_before(world: World, owed: dict[str, Return]) -> None:
    form = owed["council"].form
    with world.acting("team_manager"):
        answer_all(form)
        sent = send(form, declared_by="Team Manager Person")
        assert (sent.state, sent.sent_by, sent.sent_on) == ("sent", "Team Manager Person", date(2026, 5, 18))
        with pytest.raises(PermissionDenied):
            accept(sent)
    with world.acting("manager"):
        assert not Observation.objects.exists()
        accept(sent)
        series = series_of(list(Measure.objects.filter(code__in=["missing", "plans"])))
        assert {one.measure.code: one.latest.value for one in series.values()} == {"missing": 12, "plans": 40}
        visits = Measure.objects.get(code="visits")
        assert by_agency(visits, QUARTER)[world.council.pk].value == 90
        assert {one.source for one in Observation.objects.all()} == {"return"}
        assert owed["council"].reference in Observation.objects.first().origin


def test_a_return_with_an_unanswered_question_cannot_be_sent_and_says_which(
    world: World, owed: dict[str, Return]
) -> None:
    form = owed["council"].form
    with world.acting("team_manager"):
        give_answers(form, {lines(form)["missing"].pk: GOOD["missing"]})
        with pytest.raises(ValidationError) as wrong:
            send(form, declared_by="x")
        assert len(wrong.value.messages) == 2
        assert "Plans: no answer yet" in wrong.value.messages[0]
        with pytest.raises(ValidationError):  # nor by the page that every process has
            take_step(owed["council"], "send", sent_by="x")
        assert Return.objects.get(pk=form.record_id).state == "due"


def test_none_of_several_answers_is_kept_when_one_does_not_hold(world: World, owed: dict[str, Return]) -> None:
    form = owed["council"].form
    with world.acting("team_manager"):
        by_code = lines(form)
        bad = Given(numerator=Decimal(21), denominator=Decimal(20))
        checked = give_answers(form, {by_code["missing"].pk: GOOD["missing"], by_code["visits"].pk: bad})
        assert [p.text for p in checked.problems[by_code["visits"].pk]] == ["21 of 20 is more than the whole."]
        assert not any(line.answered for line in form.lines.all())


def test_a_query_opens_the_form_again_and_a_correction_after_acceptance_is_a_revision(
    world: World, owed: dict[str, Return]
) -> None:
    form = owed["council"].form
    with world.acting("team_manager"):
        answer_all(form)
        sent = send(form, declared_by="x")
        with pytest.raises(ValidationError, match="takes no answers now"):
            answer_all(form)
    with world.acting("manager"):
        assert standing(query(sent, questions={lines(form)["plans"].pk: "Does it hold the twins?"})).words == "Queried"
    with world.acting("team_manager"):
        asked = form.queries.get()
        assert reply(form, asked, text="It did not").replied_by == "Team Manager Person"
        answer_all(form, plans=Given(value=Decimal(42)))
        again = send(Form.objects.get(pk=form.pk), declared_by="x")
    with world.acting("manager"):
        accept(again)
        corrected = take_step(Return.objects.get(pk=again.pk), "correct", note="One child was counted twice")
    with world.acting("team_manager"):
        fresh = Form.objects.get(pk=form.pk)
        answer_all(fresh, missing=Given(value=Decimal(11)), plans=Given(value=Decimal(42)))
        send(fresh, declared_by="x")
    with world.acting("manager"):
        accept(Return.objects.get(pk=corrected.pk))
        said = Observation.objects.filter(measure=missing(world)).order_by("pk")
        assert [row.value for row in said] == [12, 11]
        assert Observation.objects.filter(measure__code="plans").count() == 1  # it had not changed


def test_silence_is_written_down_and_asks(world: World, owed: dict[str, Return]) -> None:
    with world.acting("team_manager"):
        say_why_not(owed["council"].form, reason="Our system is down")
    with world.acting("manager"):
        assert standing(Return.objects.get(pk=owed["council"].pk)).note == "Our system is down"
        assert standing(owed["health"]).note == "No reason given"
        assert note_silence(world.north) == []  # a person does not write silence down
    with acting_as(Actor.system(world.north)):
        assert len(note_silence(world.north)) == 2
        assert note_silence(world.north) == []
        count_in_time(world.north)
        assert count_in_time(world.north) == 0
    with world.acting("manager"):
        told = {row.symbol for row in Observation.objects.filter(measure__code__in=["missing", "plans", "visits"])}
        assert told == {"not_sent"}
        assert {q.lead_agency for q in Question.objects.all()} == {world.council, world.health}
        assert any("no reason given" in q.signal for q in Question.objects.all())
        in_time = Measure.objects.get(code="returns_in_time")
        assert series_of([in_time])[in_time.pk].latest.denominator == 2
        assert series_of([in_time], part=Part(agency=world.health))[in_time.pk].latest.value == 0
    with world.acting("nurse"):
        answer_all(owed["health"].form)
        late = send(owed["health"].form, declared_by="x")
        assert standing(late).words == "Received late"


def works(hashed: str) -> bool:
    found = find(hashed)
    return found is not None and found.works


def link(world: World, form: Form, caught: Any) -> str:
    with caught(execute=True), world.acting("manager"):
        send_link(form, name="Ottoline Marsh", email="Ottoline@health.example")
    found = re.search(r"/answering/([^/\s]+)/", mail.outbox[-1].body)
    assert found
    return token_hash(found[1])


def test_whoever_holds_the_link_sees_that_one_form_answers_and_sends_it(
    world: World, owed: dict[str, Return], django_capture_on_commit_callbacks: Any
) -> None:
    hashed = link(world, owed["health"].form, django_capture_on_commit_callbacks)
    key = find(hashed)
    assert key is not None
    assert mail.outbox[-1].to == ["ottoline@health.example"]
    with acting_as(holder(hashed, "Ottoline Marsh, by link")):
        assert [form.pk for form in Form.objects.all()] == [owed["health"].form.pk]
        assert (Return.objects.count(), Measure.objects.count(), Observation.objects.count()) == (0, 0, 0)
        form = Form.objects.get()
        answer_all(form)
        assert send(form, declared_by="Ottoline Marsh").state == "sent"
        assert Return.objects.count() == 0  # the seat was for that one step
    with world.acting("manager"):
        owed_now = Return.objects.get(pk=form.record_id)
        assert owed_now.events.filter(name="send").get().by == "Ottoline Marsh, by link"
        accept(owed_now)
    assert not works(hashed)


def test_a_link_sent_again_or_withdrawn_ends_the_one_before(
    world: World, owed: dict[str, Return], django_capture_on_commit_callbacks: Any
) -> None:
    form = owed["health"].form
    first = link(world, form, django_capture_on_commit_callbacks)
    second = link(world, form, django_capture_on_commit_callbacks)
    assert find(first) is None
    assert works(second)
    with world.acting("manager"):
        withdraw(Link.objects.get())
    assert not works(second)
    with acting_as(holder(second)):
        assert Form.objects.count() == 0
    assert find("no hash") is None


def test_the_worker_opens_sends_links_and_reminds_once_a_day(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    with world.acting("manager"):
        made = schedule(world)
        name_respondent(made, agency=world.health, name="Ottoline Marsh", email="o@health.example")
        name_respondent(made, agency=world.health, person=world.person("nurse"))
        with pytest.raises(ValidationError, match="does not owe"):
            name_respondent(made, agency=world.police, name="x", email="x@police.example")
    with django_capture_on_commit_callbacks(execute=True):
        assert keep_returns_of(world.north.pk) == (2, 2, 2)
    assert len(mail.outbox) == 2
    assert "It is due by 23 April 2026" in mail.outbox[0].body
    assert keep_returns_of(world.north.pk) == (0, 0, 0)
    with time_machine.travel("2026-07-17 06:00", tick=False):  # the next quarter's fall due on 21 July
        assert keep_returns_of(world.north.pk) == (2, 2, 0)
    with time_machine.travel("2026-07-21 06:00", tick=False):
        assert keep_returns_of(world.north.pk)[1] == 2
        assert keep_returns_of(world.north.pk)[1] == 0


def test_last_times_answer_stands_beside_and_a_great_change_asks(world: World, owed: dict[str, Return]) -> None:
    with world.acting("team_manager"):
        answer_all(owed["council"].form)
        send(owed["council"].form, declared_by="x")
    with time_machine.travel("2026-07-10 06:00", tick=False):
        with acting_as(Actor.system(world.north)):
            again = {one.lead_agency: one for one in open_due(world.north)}[world.council].form
        with world.acting("team_manager"):
            line = lines(again)["missing"]
            assert (line.before, line.before_label) == (12, "Quarter 4 2025-26")
            (asked,) = give_answers(again, {line.pk: Given(value=Decimal(60))}).problems[line.pk]
            assert asked.asks
            assert "It was 12 in Quarter 4 2025-26 and is 60 now" in asked.text
            assert give_answers(again, {line.pk: Given(value=Decimal(60), sure=True, note="A new way in")}).ok
            late = Given(value=Decimal(41), counted_on=date(2026, 7, 10) + timedelta(days=1))
            (wrong,) = give_answers(again, {lines(again)["plans"].pk: late}).problems.values()
            assert "lies ahead" in wrong[0].text
