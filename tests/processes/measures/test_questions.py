"""So what? A figure asks, the agency answers, the board decides, and it comes back on its day."""

from __future__ import annotations

import re
from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from goldenthread.analytics.defining import amend_measure
from goldenthread.analytics.models import Measure
from goldenthread.core.casework.models import ClockRun, Record
from goldenthread.core.casework.services import take_step
from goldenthread.core.groups.matters import matters_of
from goldenthread.core.notices.worklist import worklist
from goldenthread.core.tenancy.actor import Actor, acting_as, current_actor
from goldenthread.processes.governance.meetings.editions import CUTS
from goldenthread.processes.governance.meetings.gathering import read_pack
from goldenthread.processes.governance.meetings.pack import make_pack
from goldenthread.processes.governance.meetings.planning import plan_meeting
from goldenthread.processes.measures.questions.asking import ask, ask_by_signals, waiting
from goldenthread.processes.measures.questions.models import Question
from tests.analytics.figures import measure, month, write
from tests.analytics.test_judging import STEADY, fill
from tests.web.test_access import client_for
from tests.world import World, owner


def asked(world: World, **values: object) -> Question:
    with world.acting("manager"):
        one = measure(world, group=world.board, **values)
        question, new = ask(one, signal="Why do more children go missing from placements?")
    assert new
    return question


def answer(question: Question) -> Question:
    return take_step(question, "answer", means="More children are at risk", doing="Interviews within three days")


def test_the_same_signal_asks_once_however_often_it_is_seen(world: World) -> None:
    with world.acting("manager"):
        fill(measure(world, group=world.board), [*STEADY, 70])
        write(measure(world, "silent"), month(2026, 4), symbol="not_sent")
    with acting_as(Actor.system(world.north)):
        moved, silent = ask_by_signals(world.north)
        assert ask_by_signals(world.north) == []
    with world.acting("manager"):
        assert (moved.lead_agency, moved.group, moved.state, moved.why) == (
            world.council, world.board, "open", "special_cause",
        )  # fmt: skip
        assert "April 2026" in moved.signal
        assert silent.why == "not_sent"
        assert list(waiting(world.board)) == [moved]
        assert set(waiting(partnership=world.north)) == {moved, silent}


def test_the_worker_asks_only_where_it_acts(world: World) -> None:
    with world.acting("manager"):
        fill(measure(world), [*STEADY, 70])
    with acting_as(Actor.system(world.south)):
        assert ask_by_signals(world.north) == []


def test_it_stays_on_the_agenda_until_answer_and_decision_and_comes_back_on_its_day(world: World) -> None:
    question = asked(world)
    with world.acting("chair"), pytest.raises(ValidationError, match="not open from open"):
        take_step(question, "decide", decided="Accept", look_again_on=date(2026, 9, 1))
    with world.acting("team_manager"):
        answer(question)
    with world.acting("chair"):
        assert list(waiting(world.board)) == [question]
        with pytest.raises(ValidationError, match="lie ahead"):
            take_step(question, "decide", decided="Accept", look_again_on=date(2026, 5, 18))
        take_step(question, "decide", decided="Accept, and look again", look_again_on=date(2026, 9, 1))
        assert list(waiting(world.board)) == []
    with time_machine.travel("2026-09-01 09:00", tick=False), world.acting("chair"):
        assert list(waiting(world.board)) == [question]
        again = take_step(question, "look_again", note="Did it fall?")
        assert (again.state, again.answered_on, again.look_again_on) == ("open", None, None)


def test_the_answer_stops_its_clock_and_asking_again_starts_it(world: World) -> None:
    question = asked(world)
    with world.acting("team_manager"):
        assert ClockRun.objects.get(record=question).met is None
        assert question.pk in {item.pk for item in worklist(current_actor(), world.north, date(2026, 6, 20))}
        answer(question)
        assert ClockRun.objects.get(record=question).met is not None
    with world.acting("chair"):
        take_step(question, "ask_again", note="And in the districts?")
        assert ClockRun.objects.get(record=question).met is None


ANSWERS = {"team_manager": True, "manager": True, "worker": False, "nurse": False, "officer": False, "lay": False}


@pytest.mark.parametrize(("name", "may"), ANSWERS.items())
def test_who_may_answer_for_the_council(world: World, name: str, may: bool) -> None:
    question = asked(world)
    with world.acting(name):
        if may:
            assert answer(question).state == "answered"
        else:
            with pytest.raises(PermissionDenied):
                answer(question)


@pytest.mark.parametrize(("name", "may"), {"chair": True, "clerk": True, "team_manager": False, "lay": False}.items())
def test_only_the_chair_and_the_business_unit_decide(world: World, name: str, may: bool) -> None:
    question = asked(world)
    with world.acting("manager"):
        answer(question)
    with world.acting(name):
        if may:
            take_step(question, "decide", decided="Accept", look_again_on=date(2026, 9, 1))
        else:
            with pytest.raises(PermissionDenied):
                take_step(question, "decide", decided="Accept", look_again_on=date(2026, 9, 1))


SEES = {
    "partnership": {"manager", "clerk", "chair", "worker", "team_manager", "nurse", "officer", "lay"},
    "unit": {"manager", "clerk", "chair", "worker", "team_manager"},
}


@pytest.mark.parametrize(("audience", "who"), SEES.items())
def test_who_sees_the_measure_sees_the_question(world: World, audience: str, who: set[str]) -> None:
    question = asked(world, audience=audience)
    for name in world.everyone:
        with world.acting(name):
            assert Measure.objects.filter(pk=question.measure_id).exists() is (name in who), name
            assert Question.objects.filter(pk=question.pk).exists() is (name in who), name


def test_nothing_asked_is_no_question_and_without_an_owner_the_office_is_asked(world: World) -> None:
    with world.acting("manager"):
        one = measure(world)
        with pytest.raises(ValidationError, match="what you ask"):
            ask(one, signal="  ")
        Measure.objects.filter(pk=one.pk).update(owner_agency=None)
        question, _ = ask(Measure.objects.get(pk=one.pk), signal="Who counts this?")
        assert question.lead_agency == world.office


@pytest.mark.parametrize(
    ("name", "buttons"), {"team_manager": ["Answer"], "officer": [], "chair": ["Close it"]}.items()
)
def test_the_page_offers_each_only_their_own_steps(world: World, name: str, buttons: list[str]) -> None:
    question = asked(world)
    page = client_for(world, name).get(reverse("record", args=["north", "questions", question.pk])).content.decode()
    assert "Why do more children go missing" in page
    offered = [label for label in ("Answer", "Decide", "Close it") if f"step/{label.lower().split()[0]}/" in page]
    assert offered == buttons


def test_a_measure_out_of_sight_is_not_asked_about(world: World) -> None:
    question = asked(world, audience="unit")
    with owner():
        one = Measure.unguarded.get(pk=question.measure_id)
    with world.acting("lay"), pytest.raises(ValidationError, match="not a valid choice"):
        ask(one, signal="What is hidden?")


def test_what_waits_is_on_the_agenda_of_the_group_that_owns_it_and_of_no_other(world: World) -> None:
    question, hidden = asked(world), asked(world, code="hidden", audience="unit")
    with world.acting("manager"):
        assert [(m.reference, m.restricted) for m in matters_of(world.board)] == [
            (question.reference, False),
            (hidden.reference, True),
        ]
        assert matters_of(world.panel) == []
    with world.acting("lay"):
        assert [m.pk for m in matters_of(world.board)] == [question.pk]


def test_it_waits_in_the_packs_of_those_who_may_read_it_and_on_the_groups_page(world: World) -> None:
    question, hidden = asked(world), asked(world, code="hidden", audience="unit")
    with world.acting("manager"):
        meeting = plan_meeting(group=world.board, held_on=date(2026, 6, 11))
        found = {
            edition: {matter.reference for matter in read_pack(meeting, CUTS[edition]).matters}
            for edition in ("full", "members", "public")
        }
        document = make_pack(meeting)
    assert found == {"full": {question.reference, hidden.reference}, "members": {question.reference}, "public": set()}
    assert "Waiting on this agenda" in [section.title for section in document.sections]
    page = client_for(world, "lay").get(reverse("group_waiting", args=["north", "board"])).content.decode()
    assert "Why do more children go missing" in page
    assert "Hidden" not in page


def test_a_measure_that_fewer_may_see_takes_its_questions_with_it(world: World) -> None:
    question = asked(world)
    with world.acting("lay"):
        assert Question.objects.filter(pk=question.pk).exists()
    with world.acting("manager"):
        amend_measure(question.measure, audience="unit")
        assert Question.objects.get(pk=question.pk).audience == "agencies"
    for name in ("lay", "nurse", "officer"):
        with world.acting(name):
            assert not Record.objects.filter(pk=question.pk).exists(), name
    with world.acting("manager"):
        amend_measure(Measure.objects.get(pk=question.measure_id), audience="partnership")
    with world.acting("lay"):
        assert Question.objects.filter(pk=question.pk).exists()


def test_the_front_page_of_those_who_run_the_partnership_counts_what_waits(world: World) -> None:
    asked(world)
    home = reverse("standing", args=["north"])
    page = client_for(world, "manager").get(home).text
    assert "Questions without an answer" in page
    assert re.search(r"Questions without an answer</dt>\s*<dd[^>]*>\s*1\s*</dd>", page)
    listed = client_for(world, "manager").get(reverse("records", args=["north", "questions"]), {"state": "open"}).text
    assert "1 line" in listed
    assert "Questions without an answer" not in client_for(world, "nurse").get(home).text
