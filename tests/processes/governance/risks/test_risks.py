"""Risks to the capacity to safeguard: scored, moved, taken to the Board, tolerated, closed, fed by early warnings."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.core.casework import warnings as early
from goldenthread.core.casework.models import ClockRun
from goldenthread.core.casework.owning import hand_over
from goldenthread.core.casework.services import take_step
from goldenthread.core.casework.warnings import EarlyWarning
from goldenthread.core.groups.matters import matters_of
from goldenthread.core.tenancy.conflicts import StaleEdit
from goldenthread.core.tenancy.models import Partnership, Place
from goldenthread.core.tenancy.services import end_place
from goldenthread.kernel.now import LONDON
from goldenthread.processes.governance.risks.appetite import set_appetite
from goldenthread.processes.governance.risks.candidates import accept, collect, collect_now, dismiss, join
from goldenthread.processes.governance.risks.models import Candidate, Risk
from goldenthread.processes.governance.risks.opening import mitigate
from goldenthread.processes.governance.risks.standing import trend_of, trend_words
from goldenthread.web.concerns import Worry, concerns_of
from tests.world import World, owner

from .written import WORDS, sign, written

TODAY = date(2026, 5, 18)


def assess(risk: Risk, likelihood: int, impact: int, **values: Any) -> Risk:
    done: Risk = take_step(risk, "assess", likelihood=likelihood, impact=impact, why="Looked at again.", **values)
    return done


def test_what_rises_above_the_appetite_goes_before_the_board_by_itself(world: World) -> None:
    risk = written(world)
    assert (risk.state, risk.score, risk.trend, risk.review_on) == ("open", 9, "new", date(2026, 8, 18))
    with world.acting("nurse"):
        risk = assess(risk, 4, 4)
    assert (risk.state, risk.trend, risk.escalated_on) == ("escalated", "rising", TODAY)
    assert risk.standing_why == "Its score of 16 is above the appetite of 9."
    with world.acting("chair"):
        assert [(m.reference, m.restricted) for m in matters_of(world.board)] == [(risk.reference, False)]
        risk = take_step(risk, "stand_down", note="A plan is in place.")
        assert (risk.state, risk.standing_why, risk.escalated_on) == ("open", "", None)


def test_a_partnership_sets_its_own_appetite_and_a_stale_form_is_told(world: World) -> None:
    with world.acting("chair"):
        row = set_appetite(world.north, kind_of_risk="vacancies", highest=4, reason="The Board, in May.")
        with pytest.raises(StaleEdit):
            set_appetite(world.north, kind_of_risk="vacancies", highest=6, reason="Later", expected_version=0)
    assert row.version == 1
    assert written(world).state == "escalated"
    assert written(world, kind_of_risk="demand").state == "open"
    with world.acting("nurse"), pytest.raises(PermissionDenied):
        set_appetite(world.north, highest=25, reason="Ours")


def test_tolerated_is_with_a_reason_and_a_last_day_until_it_gets_worse(world: World) -> None:
    risk = written(world, likelihood=4, impact=4)
    with world.acting("nurse"), pytest.raises(PermissionDenied):
        take_step(risk, "tolerate", note="We live with it.")
    with world.acting("manager"):
        with pytest.raises(ValidationError, match="Say why"):
            take_step(risk, "tolerate", note=" ")
        risk = take_step(risk, "tolerate", note="No money before April.", tolerated_until=date(2026, 9, 1))
        assert (risk.state, risk.tolerated_at, risk.tolerated_until) == ("tolerated", 16, date(2026, 9, 1))
        risk = assess(risk, 4, 4)
        assert risk.state == "tolerated"
        risk = assess(risk, 5, 4)
        assert (risk.state, risk.tolerated_until, risk.tolerated_at) == ("escalated", None, None)


def test_it_closes_with_a_reason_opens_again_and_each_assessment_starts_the_wait_for_the_next(world: World) -> None:
    risk = written(world)
    with time_machine.travel("2026-06-18 10:00", tick=False), world.acting("manager"):
        risk = assess(risk, 2, 3, review_on=date(2026, 7, 1))
        runs = [
            (run.started.astimezone(LONDON).date(), run.met is not None)
            for run in ClockRun.objects.filter(record=risk.pk)
        ]
        assert sorted(runs) == [(TODAY, True), (date(2026, 6, 18), False)]
        assert (risk.trend, risk.review_on) == ("falling", date(2026, 7, 1))
        closed = take_step(risk, "close", note="All posts are filled.")
        assert (closed.closed_on, closed.standing_why) == (date(2026, 6, 18), "All posts are filled.")
        assert ClockRun.objects.filter(record=risk.pk, met__isnull=True).count() == 0
        again = take_step(closed, "reopen", likelihood=3, impact=3, why="Two left.")
        assert (again.state, again.closed_on, again.trend) == ("open", None, "rising")


def test_the_database_itself_refuses_a_score_that_is_no_product_and_an_end_without_a_reason(world: World) -> None:
    risk = written(world)
    for values in ({"score": 25}, {"likelihood": 6, "score": 18}, {"state": "closed"}, {"state": "tolerated"}):
        with owner(), pytest.raises(IntegrityError), transaction.atomic():
            Risk.unguarded.filter(pk=risk.pk).update(**values)


def test_an_agency_writes_down_its_own_and_the_unit_anyones(world: World) -> None:
    with pytest.raises(PermissionDenied, match="your own agency"):
        written(world, "nurse", agency=world.police)
    assert written(world, "manager", agency=world.police).lead_agency == world.police
    with pytest.raises(PermissionDenied):
        written(world, "worker", agency=world.council)


def test_a_mitigation_is_an_action_of_the_agency_seen_by_those_who_see_the_risk(world: World) -> None:
    risk = written(world, audience="agencies")
    with world.acting("manager"):
        action = mitigate(risk, text="Recruit five", due_on=date(2026, 7, 1))
    assert (action.owner_agency, action.record_id, action.audience) == (world.health, risk.pk, "agencies")
    with world.acting("lay"):
        assert not Risk.objects.exists()
        assert not type(action).objects.filter(pk=action.pk).exists()


def test_an_agency_that_leaves_asks_for_a_new_owner_and_who_answered_stays_told(world: World) -> None:
    risk = written(world)
    with world.acting("manager"):
        end_place(Place.objects.get(partnership=world.north, agency=world.health), until=date(2026, 5, 1))
        assert [c.total for c in concerns_of(world.north)[Worry.UNOWNED]] == [1]
        risk = hand_over(risk, lead_agency=world.council, group=None, why="The council runs it now.")
        assert Worry.UNOWNED not in concerns_of(world.north)
        assert risk.events.filter(label__contains="from Northshire Health Trust to Northshire County Council").exists()
        assert risk.assessments.get().agency == "Northshire Health Trust"


@given(st.lists(st.integers(1, 25), min_size=1, max_size=8))
def test_the_trend_says_what_the_last_two_scores_say(scores: list[int]) -> None:
    word = trend_of(scores)
    assert trend_words(scores).lower().startswith(word)
    if len(scores) > 1:
        assert (word == "rising") == (scores[-1] > scores[-2])
        assert (word == "falling") == (scores[-1] < scores[-2])
    else:
        assert word == "new"


@pytest.fixture
def signs(world: World, monkeypatch: pytest.MonkeyPatch) -> list[EarlyWarning]:
    """What the other rooms see, as the test says it."""
    seen: list[EarlyWarning] = []
    monkeypatch.setattr(early, "_PROVIDERS", [lambda board: list(seen) if board == world.north else []])
    return seen


def test_a_sign_is_offered_once_however_often_it_is_seen_and_its_evidence_is_kept_fresh(
    world: World, signs: list[EarlyWarning]
) -> None:
    signs.append(sign(world, since=TODAY))
    assert (collect(world.north), collect(world.north)) == ((1, 0), (0, 0))
    signs[0] = sign(world, since=TODAY, evidence="0 of 4 meetings.")
    with time_machine.travel("2026-05-19 06:00", tick=False):
        collect(world.north)
    with world.acting("manager"):
        (row,) = Candidate.objects.all()
        assert (row.evidence, row.first_seen, row.last_seen) == ("0 of 4 meetings.", TODAY, date(2026, 5, 19))
    for name in ("nurse", "lay", "worker", "south_manager"):
        with world.acting(name):
            assert not Candidate.objects.exists(), name
    with world.acting("nurse"), pytest.raises(PermissionDenied):
        collect_now(world.north)


def test_what_was_dismissed_comes_back_only_when_it_ceased_and_came_anew(
    world: World, signs: list[EarlyWarning]
) -> None:
    signs.append(sign(world, since=TODAY))
    collect(world.north)
    with world.acting("chair"):
        row = Candidate.objects.get()
        with pytest.raises(ValidationError, match="Say why"):
            dismiss(row, reason=" ")
        dismiss(row, reason="Their deputy was ill.")
        with pytest.raises(ValidationError, match="decided on this already"):
            dismiss(row, reason="Again")
    assert collect(world.north) == (0, 0)
    gone = signs.pop()
    assert collect(world.north) == (0, 1)
    signs.append(gone)
    assert collect(world.north) == (1, 0)
    with world.acting("chair"):
        assert list(Candidate.objects.order_by("pk").values_list("state", flat=True)) == ["dismissed", "offered"]


def test_accepted_it_opens_a_risk_with_its_evidence_or_joins_one(world: World, signs: list[EarlyWarning]) -> None:
    signs += [sign(world, since=TODAY), sign(world, "seat:board", since=TODAY, title="A vacant seat")]
    collect(world.north)
    with world.acting("manager"):
        first, second = Candidate.objects.order_by("pk")
        risk = accept(first, agency=world.health, likelihood=3, impact=3, **WORDS)
        with pytest.raises(StaleEdit):
            join(second, risk=risk, expected_version=7)
        join(second, risk=risk)
        assert [one.title for one in risk.signs.all()] == ["The health trust does not come", "A vacant seat"]
        assert set(Candidate.objects.values_list("state", "risk_id")) == {("accepted", risk.pk)}
        take_step(risk, "close", note="They came.")
    assert collect(world.north) == (0, 0)


def test_a_partnership_collects_its_own_signs_alone(world: World, signs: list[EarlyWarning]) -> None:
    signs.append(sign(world, since=TODAY))
    assert collect(Partnership.objects.get(pk=world.south.pk)) == (0, 0)
