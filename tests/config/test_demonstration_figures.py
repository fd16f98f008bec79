"""The demonstration's figures: three years of every kind, returns in every state, a release that is out and a draft."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from goldenthread.analytics.judging import judge
from goldenthread.analytics.models import Definition, Measure, Observation
from goldenthread.analytics.series import by_agency, series_of
from goldenthread.config.demonstration import cast
from goldenthread.core.tenancy.actor import acting_as
from goldenthread.core.tenancy.models import User
from goldenthread.core.tenancy.seats import actor_for
from goldenthread.kernel.periods import Every
from goldenthread.law.measures.entry import Kind
from goldenthread.processes.measures.questions.models import Question
from goldenthread.processes.measures.releases.models import Release
from goldenthread.processes.measures.returns.models import Return
from goldenthread.processes.measures.returns.standing import standing
from tests.databases import a_copy_of_the_demonstration

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A copy of the demonstration for all these tests."""
    with django_db_blocker.unblock(), a_copy_of_the_demonstration():
        yield


@pytest.fixture
def manager(loaded: None, db: None) -> Iterator[None]:
    with acting_as(actor_for(User.objects.get(email=f"business.manager@{cast.DOMAIN}"))):
        yield


def ours() -> Any:
    return Measure.objects.filter(partnership__slug=cast.WEALDSHIRE)


def test_every_kind_of_measure_has_figures_some_every_month_some_every_quarter(manager: None) -> None:
    counted = Observation.objects.filter(measure__in=ours(), value__isnull=False).values("definition")
    found = set(Definition.objects.filter(pk__in=counted).values_list("kind", "every"))
    assert {kind for kind, _ in found} == set(Kind)
    assert {every for _, every in found} >= {Every.MONTH, Every.QUARTER, Every.FINANCIAL_YEAR}


def test_a_monthly_count_goes_three_years_back_and_this_month_is_a_part(manager: None) -> None:
    one = ours().get(code="police_protection")
    series = series_of([one])[one.pk]
    assert len(series.figures) >= 36
    assert all(not part.stretch.is_whole(Every.MONTH) for part in series.parts)


def test_a_real_change_is_a_signal(manager: None) -> None:
    signalling = [found.series.measure for found in judge(list(ours())).values() if found.signals and found.chart]
    assert signalling
    assert Question.objects.filter(measure__in=signalling).exists()


def test_returns_stand_in_every_state_and_silence_asks_for_an_answer(manager: None) -> None:
    owed = Return.objects.filter(partnership__slug=cast.WEALDSHIRE).select_related("lead_agency")
    stands = {(standing(one).words, bool(one.reason)) for one in owed}
    assert {words for words, _ in stands} >= {"Accepted", "Accepted late", "Received", "Queried", "Not sent"}
    assert {("Not sent", True), ("Not sent", False)} <= stands
    asked = Question.objects.filter(partnership__slug=cast.WEALDSHIRE, why=Question.Why.NOT_SENT)
    assert asked.exists()


def test_who_paid_is_money_by_agency_and_who_did_not_says_why(manager: None) -> None:
    one = ours().get(code="contributions")
    last = series_of([one])[one.pk].figures[-1]
    paid = by_agency(one, last.stretch)
    assert sum(known.value or 0 for known in paid.values()) == last.value
    assert {known.symbol for known in paid.values()} == {"", "not_sent"}


def test_one_release_is_out_and_one_is_being_put_together(manager: None) -> None:
    states = list(Release.objects.filter(partnership__slug=cast.WEALDSHIRE).values_list("state", flat=True))
    assert sorted(states) == ["drafting", "released"]
