"""Our own figure and the published one: equal, rounded, or different by how much and why they may differ."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.analytics.defining import take_from_catalogue
from goldenthread.analytics.models import Area, Coverage, Measure, PublishedFigure, PublishedSet
from goldenthread.analytics.observing import Figure, observe
from goldenthread.analytics.reconciling import Outcome, Reconciled, _outcome, reconcile
from goldenthread.kernel.now import now
from goldenthread.kernel.periods import Every, Stretch, day, period, periods
from goldenthread.law.measures.catalogue import CATALOGUE
from tests.analytics.test_comparing import load
from tests.world import World, owner

YEAR = period(Every.FINANCIAL_YEAR, date(2025, 3, 31))


@pytest.fixture
def county(world: World, tmp_path: Path) -> Area:
    """Published: 100 plans started in 2024-25, 40 of them again (40%); the north covers the county."""
    with owner():
        area = load(tmp_path)
        Coverage.unguarded.create(partnership=world.north, area=area)
    return area


def taken(world: World, code: str) -> Measure:
    take_from_catalogue(world.north, [one for one in CATALOGUE if one.code == code])
    return Measure.objects.get(partnership=world.north, code=code)


def wrote(measure: Measure, stretch: Stretch, value: object = None, **more: object) -> None:
    exact = None if value is None else Decimal(str(value))
    parts = {k: Decimal(str(v)) if isinstance(v, int) and k != "provisional" else v for k, v in more.items()}
    observe([Figure(measure=measure, stretch=stretch, value=exact, **parts)], source="typed")  # type: ignore[arg-type]


def newest(measure: Measure, *areas: Area) -> Reconciled:
    return reconcile([measure], areas)[measure.pk][0]


def test_the_same_number_is_equal(world: World, county: Area) -> None:
    with world.acting("manager"):
        measure = taken(world, "cp_repeat_n")
        wrote(measure, YEAR, 40)
        one = newest(measure, county)
    assert (one.outcome, one.words, one.why, one.label) == (Outcome.EQUAL, "Equal", (), "2024-25")


def test_one_that_is_the_same_to_the_last_printed_digit_is_rounded(world: World, county: Area) -> None:
    with world.acting("manager"):
        measure = taken(world, "cp_repeat_pct")
        wrote(measure, YEAR, numerator=401, denominator=1000)
        one = newest(measure, county)
        assert (one.outcome, one.words) == (Outcome.ROUNDED, "Equal when rounded as it is published")


def test_a_difference_is_given_with_its_size_and_why_it_may_be(world: World, county: Area) -> None:
    with world.acting("manager"):
        measure = taken(world, "cp_repeat_pct")
        wrote(measure, YEAR, numerator=45, denominator=100, provisional=True)
        one = newest(measure, county)
    assert one.words == "Different: ours is 5.0 percentage points higher"
    said = " ".join(one.why)
    assert "ours is provisional" in said
    assert "counted 45 here, 40 in what is published" in said
    assert "out of" not in said.partition("Definition")[0]
    assert "flow" not in said
    assert "ratio, the year to 31 March" in said


def test_a_count_differs_by_a_number_and_a_share(world: World, county: Area) -> None:
    with world.acting("manager"):
        measure = taken(world, "cp_repeat_n")
        wrote(measure, YEAR, 30)
        assert newest(measure, county).words == "Different: ours is 10 lower (25.0%)"


def test_quarters_are_put_together_for_the_year_and_it_is_said(world: World, county: Area) -> None:
    with world.acting("manager"):
        measure = taken(world, "cp_repeat_n")
        quarters = list(periods(Every.QUARTER, YEAR.first, YEAR.last))
        for quarter in quarters[:3]:
            wrote(measure, quarter, 10)
        assert reconcile([measure], [county])[measure.pk] == []  # three quarters are no year
        wrote(measure, quarters[3], 13)
        one = newest(measure, county)
    assert (one.ours, one.outcome) == (43, Outcome.DIFFERENT)
    assert "put together from 4 shorter periods" in one.why[0]


def test_shares_of_quarters_are_put_together_from_their_parts_not_averaged(world: World, county: Area) -> None:
    with world.acting("manager"):
        measure = taken(world, "cp_repeat_pct")
        for quarter, (over, under) in zip(
            periods(Every.QUARTER, YEAR.first, YEAR.last), ((1, 10), (1, 10), (1, 10), (37, 70)), strict=True
        ):
            wrote(measure, quarter, numerator=over, denominator=under)
        assert newest(measure, county).outcome is Outcome.EQUAL


def test_a_stock_of_another_day_is_named_as_such(world: World, county: Area) -> None:
    text = "cla_number_and_rate_per_10k_children"
    with owner():
        from_file(county, f"{text}:children-looked-after-on-31-march-each-year:children_count", 200)
    with world.acting("manager"):
        measure = taken(world, "cic_n")
        wrote(measure, day(date(2025, 4, 2)), 190)
        one = newest(measure, county)
        assert one.why[0] == "Date: Ours is of 2 April 2025, not of 31 March 2025."
        wrote(measure, day(date(2025, 3, 31)), 200)
        assert newest(measure, county).outcome is Outcome.EQUAL


def from_file(area: Area, series: str, value: int) -> None:
    """One published figure on 31 March 2025, in an edition of its own."""
    edition = PublishedSet.objects.create(
        key="x", title="x", publisher="x", licence="x", sha256="x", loaded_at=now(), rows=1, figures=1
    )
    on = date(2025, 3, 31)
    PublishedFigure.objects.create(edition=edition, series=series, area=area, first=on, last=on, value=value)


def test_of_several_authorities_the_published_figures_are_put_together(world: World, county: Area) -> None:
    other = Area.objects.get(code="E10000902")
    with world.acting("manager"):
        count, share = taken(world, "cp_repeat_n"), taken(world, "cp_repeat_pct")
        wrote(count, YEAR, 60)
        wrote(share, YEAR, numerator=60, denominator=200)
        found = reconcile([count, share], [county, other])
    assert (found[count.pk][0].outcome, found[count.pk][0].theirs) == (Outcome.EQUAL, 60)
    assert (found[share.pk][0].outcome, found[share.pk][0].theirs) == (Outcome.EQUAL, 30)


def test_a_measure_that_is_not_published_or_an_area_not_covered_reconciles_nothing(world: World, county: Area) -> None:
    with world.acting("manager"):
        contacts, repeats = taken(world, "contacts"), taken(world, "cp_repeat_n")
        wrote(repeats, YEAR, 40)
        assert reconcile([contacts], [county]) == {contacts.pk: []}
        assert reconcile([repeats], []) == {repeats.pk: []}


def test_as_many_measures_as_there_are_cost_the_same_questions(world: World, county: Area) -> None:
    with world.acting("manager"):
        take_from_catalogue(world.north, CATALOGUE)
        measures = list(Measure.objects.filter(partnership=world.north).exclude(published=""))
        wrote(next(one for one in measures if one.code == "cp_repeat_n"), YEAR, 40)
        with CaptureQueriesContext(connection) as asked:
            reconcile(measures[:1], [county])
        with CaptureQueriesContext(connection) as all_asked:
            reconcile(measures, [county])
        assert len(all_asked) <= len(asked) + 1 <= 7


@given(st.decimals(0, 5000, places=3), st.integers(0, 2))
def test_a_figure_rounded_is_never_called_different(value: Decimal, places: int) -> None:
    rounded = round(value, places)
    assert _outcome(float(value), float(rounded), places) in (Outcome.EQUAL, Outcome.ROUNDED)
    off = float(rounded) + 10**-places
    assert _outcome(float(rounded), off, places) is Outcome.DIFFERENT
