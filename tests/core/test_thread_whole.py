"""Themes, origins, priorities, audit questions and outcomes: who may, what is refused, what is never lost."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.conflicts import StaleEdit
from goldenthread.core.tenancy.models import Person, Place
from goldenthread.core.thread.audits import asked_again, set_questions
from goldenthread.core.thread.impacts import plan_looks, record_impact
from goldenthread.core.thread.learning import close_recommendation, raise_finding, recommend
from goldenthread.core.thread.left_behind import advice_left, left, what_hangs_from
from goldenthread.core.thread.models import Action, Impact, Recommendation, Serves, Theme
from goldenthread.core.thread.outcomes import Outcome, outcome_of, outcomes
from goldenthread.core.thread.plans import end_priority, name_origin, priorities_in_force, serve, set_priority
from goldenthread.core.thread.services import add_action
from goldenthread.core.thread.themes import (
    adopt_themes,
    keep_theme,
    merge_themes,
    part_themes,
    put_themes,
    retire_theme,
    themes_in_use,
    themes_of,
)
from goldenthread.kernel.now import LONDON
from goldenthread.law.themes import THEMES
from tests.core.test_thread_learning import a_record
from tests.world import World, owner

DAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(datetime(2026, 3, 2, 9, tzinfo=LONDON), tick=False):
        yield


@pytest.fixture
def advice(world: World) -> Recommendation:
    with world.acting("manager"):
        return recommend(partnership=world.north, text="Ask the child", made_on=DAY, owner_agency=world.council)


def test_the_usual_themes_are_added_once_and_what_is_there_stays(world: World) -> None:
    with world.acting("manager"):
        mine = keep_theme(partnership=world.north, name="  neglect ", note="Ours")
        assert len(adopt_themes(world.north)) == len(THEMES) - 1
        assert adopt_themes(world.north) == []
        assert Theme.objects.get(pk=mine.pk).name == "neglect"
        with pytest.raises(ValidationError, match="already"):
            keep_theme(partnership=world.north, name="NEGLECT")
    with world.acting("nurse"), pytest.raises(PermissionDenied):
        keep_theme(partnership=world.north, name="Bruising")


def test_a_merge_counts_under_the_other_word_and_can_be_undone(world: World, advice: Recommendation) -> None:
    with world.acting("manager"):
        one, two, three = (
            keep_theme(partnership=world.north, name=name) for name in ("Curious", "Curiosity", "Asking")
        )
        put_themes(advice, [one])
        merge_themes(one, two)
        merge_themes(two, three)
        assert themes_of(advice) == [three]  # one step leads to the end, however often words were merged
        assert list(themes_in_use(world.north)) == [three]
        with pytest.raises(ValidationError, match="not in use"):
            merge_themes(three, one)
        with pytest.raises(ValidationError, match="itself"):
            merge_themes(three, three)
        part_themes(Theme.objects.get(pk=one.pk))
        assert themes_of(advice) == [one]
        with pytest.raises(StaleEdit):
            retire_theme(one, expected_version=1)
        retire_theme(Theme.objects.get(pk=one.pk))
        assert themes_of(advice) == [one]  # retired: offered no more, and still said


def test_a_finding_is_themed_by_whoever_may_change_its_record_and_seen_by_those_alone(world: World) -> None:
    record = a_record(world, "open", "agencies")
    with world.acting("manager"):
        theme = keep_theme(partnership=world.north, name="Neglect")
        finding = raise_finding(source=record, text="Nobody asked")
        put_themes(finding, [theme])
        put_themes(record, [theme])
        assert themes_of(finding) == themes_of(record) == [theme]
    with world.acting("nurse"):
        assert themes_of(finding) == []
        with pytest.raises(PermissionDenied):
            put_themes(finding, [])
    with world.acting("south_manager"):
        stranger = keep_theme(partnership=world.south, name="Neglect")
    with world.acting("manager"), pytest.raises(ValidationError, match="another partnership"):
        put_themes(finding, [stranger])


def test_an_origin_of_one_name_is_one_origin(world: World) -> None:
    with world.acting("chair"):
        first = name_origin(partnership=world.north, kind="inspection", title="Inspection of 2025", made_on=DAY)
        assert name_origin(partnership=world.north, kind="inspection", title=" inspection of 2025") == first
        assert name_origin(partnership=world.north, kind="audit", title="Inspection of 2025") != first
        with pytest.raises(ValidationError, match="not come"):
            name_origin(partnership=world.north, kind="audit", title="Later", made_on=date(2026, 3, 3))
    with world.acting("lay"), pytest.raises(PermissionDenied):
        name_origin(partnership=world.north, kind="audit", title="Mine")


def test_a_priority_holds_between_its_days_and_ends_with_a_reason(world: World, advice: Recommendation) -> None:
    plan = a_record(world, "plan")
    with world.acting("manager"):
        first = set_priority(plan=plan, number=1, title="Neglect", outcome="Seen sooner", owner_group=world.panel)
        second = set_priority(plan=plan, number=2, title="Voice", outcome="Heard")
        serve(advice, [first, second])
        serve(advice, [second])
        assert [link.priority for link in Serves.objects.filter(recommendation=advice)] == [second]
        with pytest.raises(ValidationError, match="why"):
            end_priority(first, why=" ")
        end_priority(first, why="Reached", until=DAY)
        assert list(priorities_in_force(world.north)) == [first, second]
        assert list(priorities_in_force(world.north, date(2026, 3, 3))) == [second]


def test_the_same_questions_are_asked_again_and_a_change_is_said_only_beyond_chance(
    world: World, advice: Recommendation
) -> None:
    with world.acting("manager"):
        one, two = set_questions(advice, ["Was the child seen alone?", "", "Is there a plan?"])
        look = record_impact(recommendation=advice, result="no_change", found="Few", measure="20 files", looked_on=DAY,
                             readings={one.pk: (20, 4), two.pk: (3, 1)})  # fmt: skip
        again = record_impact(recommendation=advice, result="partly", found="More", measure="20 files", looked_on=DAY,
                              readings={one.pk: (20, 15), two.pk: (3, 3)})  # fmt: skip
        seen = {asked.question.text: asked for asked in asked_again(advice, [again, look])}
        assert seen["Was the child seen alone?"].verdict == "Better by 55 points, more than chance"
        assert seen["Is there a plan?"].verdict == "Too few cases to judge"
        with pytest.raises(ValidationError, match="must stay"):
            set_questions(advice, ["Is there a plan?"])
        kept = set_questions(advice, ["Is there a plan?", "Was the child seen alone?", "A new one?"])
        assert [question.pk for question in kept[:2]] == [two.pk, one.pk]
        with pytest.raises(ValidationError, match="cannot have met"):
            record_impact(recommendation=advice, result="partly", found="x", measure="x", readings={one.pk: (3, 4)})
        with pytest.raises(ValidationError, match="twice"):
            set_questions(advice, ["Was the child seen alone?", "was the child  seen alone?", "Is there a plan?"])
        assert Impact.objects.filter(recommendation=advice).count() == 2  # nothing half written


def test_what_is_found_embedded_is_asked_again_a_year_on(world: World, advice: Recommendation) -> None:
    with world.acting("manager"):
        record_impact(recommendation=advice, result="embedded", found="All", measure="Files", looked_on=DAY)
        again = Impact.objects.get(recommendation=advice, looked_on__isnull=True)
        assert (again.asks, again.review_on) == ("sustained", date(2027, 3, 2))
        assert outcomes(world.north) == {advice.pk: Outcome.EMBEDDED}
    with time_machine.travel(datetime(2027, 3, 2, 9, tzinfo=LONDON), tick=False), world.acting("manager"):
        record_impact(recommendation=advice, planned=again, result="embedded", found="Still", measure="Files")
        assert outcomes(world.north) == {advice.pk: Outcome.SUSTAINED}
        assert not Impact.objects.filter(recommendation=advice, looked_on__isnull=True).exists()
        record_impact(recommendation=advice, result="worse", found="Not any more", measure="Files")
        assert outcomes(world.north) == {advice.pk: Outcome.SLIPPED}


def test_looks_are_planned_after_three_six_and_twelve_months(world: World, advice: Recommendation) -> None:
    with world.acting("manager"):
        planned = plan_looks(recommendation=advice, measure="Files", since=date(2025, 11, 30))
    assert [look.review_on for look in planned] == [date(2026, 5, 30), date(2026, 11, 30)]


def test_done_without_a_look_is_impact_unknown(world: World, advice: Recommendation) -> None:
    with world.acting("manager"):
        assert outcomes(world.north) == {advice.pk: Outcome.NOT_LOOKED}
        close_recommendation(advice, reason="done", text="We said so")
        assert outcomes(world.north) == {advice.pk: Outcome.UNKNOWN}


@given(
    st.sampled_from(["open", "closed"]),
    st.sampled_from(["done", "not_accepted", "overtaken"]),
    st.sampled_from([None, *Impact.Result.values]),
    st.sampled_from(Impact.Asks.values),
    st.booleans(),
)
def test_nothing_is_called_embedded_that_no_look_found_so(
    status: str, reason: str, result: str | None, asks: str, before: bool
) -> None:
    found = outcome_of(status=status, reason=reason if status == "closed" else "", result=result, asks=asks,
                       was_embedded=before)  # fmt: skip
    if found in (Outcome.EMBEDDED, Outcome.SUSTAINED):
        assert result == Impact.Result.EMBEDDED
    if result is None:
        assert found in (Outcome.UNKNOWN, Outcome.NOT_LOOKED, Outcome.NOT_PURSUED)
    if found is Outcome.SUSTAINED:
        assert asks == Impact.Asks.SUSTAINED


def test_what_a_person_an_agency_and_a_group_leave_behind_is_found_and_not_lost(
    world: World, advice: Recommendation
) -> None:
    nurse = world.person("nurse")
    with world.acting("manager"):
        hers = add_action(partnership=world.north, text="Train", made_on=DAY, owner=nurse)
        theirs = add_action(partnership=world.north, text="Share", made_on=DAY, owner_agency=world.police)
        group = add_action(partnership=world.north, text="Meet", made_on=DAY, group=world.panel)
        add_action(partnership=world.north, text="Stays", made_on=DAY, owner_agency=world.council)
        assert what_hangs_from(nurse, world.north) == {"open actions": 1}
        assert what_hangs_from(world.council, world.north) == {"open actions": 1, "open recommendations": 1}
        assert what_hangs_from(world.panel, world.north) == {"open actions": 1}
    with owner():
        Person.unguarded.filter(pk=nurse.pk).update(left_on=date(2026, 3, 1))
        Place.unguarded.filter(agency__in=[world.police, world.council]).update(until=date(2026, 3, 1))
        Group.unguarded.filter(pk=world.panel.pk).update(ended_on=date(2026, 3, 1))
    with world.acting("manager"):
        found = set(Action.objects.filter(left(world.north)).values_list("text", flat=True))
        assert found == {hers.text, theirs.text, group.text, "Stays"}
        assert list(Recommendation.objects.filter(advice_left(world.north))) == [advice]
        assert Action.objects.get(pk=hers.pk).owner == nurse  # who answered stays answerable
