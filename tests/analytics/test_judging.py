"""Figures are judged by their own history and a stated standard, and what is seen is a signal."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from goldenthread.analytics.defining import set_standard
from goldenthread.analytics.judging import Standing, judge
from goldenthread.analytics.models import Measure, Rebase
from goldenthread.analytics.observing import Figure, observe
from goldenthread.analytics.reliability import shown
from goldenthread.analytics.saying import changes
from goldenthread.kernel.now import now
from goldenthread.kernel.periods import Every, Stretch, period
from goldenthread.kernel.statistics.values import Refused
from tests.analytics.figures import measure, month, on, write
from tests.world import World

STEADY = [40, 44, 41, 39, 43, 42, 38, 41, 44, 40, 42, 39, 43, 41, 40, 42]


def months(count: int) -> list[Stretch]:
    """The last so many whole months before May 2026."""
    last = 2026 * 12 + 3
    return [period(Every.MONTH, date(n // 12, n % 12 + 1, 1)) for n in range(last - count + 1, last + 1)]


def fill(one: Measure, values: list[float]) -> None:
    stretches = months(len(values))
    observe(
        [Figure(one, stretch, value=D(str(value))) for stretch, value in zip(stretches, values, strict=True)],
        source="typed",
    )


def test_a_steady_measure_asks_for_nothing(world: World) -> None:
    with world.acting("manager"):
        one = measure(world)
        fill(one, STEADY)
        (found,) = judge([one]).values()
    assert found.chart is not None
    assert found.signals == ()
    assert found.standing is Standing.NONE
    assert "Common cause" in found.verdict


def test_a_figure_beyond_its_limits_the_wrong_way_asks_and_the_right_way_does_not(world: World) -> None:
    with world.acting("manager"):
        worse, better = measure(world, "worse"), measure(world, "better")
        fill(worse, [*STEADY, 70])
        fill(better, [*STEADY, 12])
        found = judge([worse, better])
        assert [signal.why for signal in found[worse.pk].signals] == ["special_cause"]
        assert "April 2026" in found[worse.pk].signals[0].words
        assert found[better.pk].signals == ()


def test_fewer_than_twelve_figures_are_not_judged(world: World) -> None:
    with world.acting("manager"):
        one = measure(world)
        fill(one, [40, 41, 90])
        (found,) = judge([one]).values()
    assert "too few points" in found.verdict.lower()
    assert found.signals == ()


def test_rare_events_get_no_such_limits(world: World) -> None:
    with world.acting("manager"):
        one = measure(world)
        fill(one, [0, 1, 0, 2, 0, 0, 1, 1, 0, 0, 1, 0, 2])
        (found,) = judge([one]).values()
    assert found.chart is None
    assert found.no_chart


def test_a_share_of_few_is_judged_by_limits_of_its_own(world: World) -> None:
    with world.acting("manager"):
        one = measure(world, "visits", "ratio")
        parts = [(9, 10), (80, 100), (17, 20), (45, 50), (8, 10), (90, 100)] * 2
        observe(
            [Figure(one, s, numerator=D(a), denominator=D(b)) for s, (a, b) in zip(months(12), parts, strict=True)],
            source="typed",
        )
        (found,) = judge([one]).values()
    assert found.chart is not None
    assert "P′" in found.chart.rule_set


@pytest.mark.parametrize(
    ("better", "value", "target", "minimum", "standing"),
    [
        ("high", 90, 90, 80, Standing.MET),
        ("high", 85, 90, 80, Standing.ABOVE_MINIMUM),
        ("high", 79, 90, 80, Standing.BELOW_MINIMUM),
        ("high", 79, 90, None, Standing.MISSED),
        ("low", 12, 14, 20, Standing.MET),
        ("low", 15, 14, 20, Standing.ABOVE_MINIMUM),
        ("low", 21, 14, 20, Standing.BELOW_MINIMUM),
        ("context", 21, 14, None, Standing.NONE),
        ("high", 79, None, 80, Standing.BELOW_MINIMUM),
    ],
)
def test_a_standard_is_held_against_the_latest_figure_whichever_way_is_good(
    world: World, better: str, value: int, target: int | None, minimum: int | None, standing: Standing
) -> None:
    with world.acting("manager"):
        one = measure(world, better=better)
        set_standard(one, since=date(2020, 4, 1), agreed="Board, March 2020", target=target, minimum=minimum)
        write(one, month(2026, 3), value)
        (found,) = judge([one]).values()
        assert found.standing is standing
        assert ("minimum" in [s.why for s in found.signals]) is (standing is Standing.BELOW_MINIMUM)


def test_good_between_two_values_is_missed_on_either_side(world: World) -> None:
    with world.acting("manager"):
        one = measure(world, "caseload", "stock", better="band")
        set_standard(one, since=date(2020, 4, 1), agreed="Handbook", target=50, ceiling=70)
        seen = []
        for day, value in ((28, 49), (29, 50), (30, 71)):
            write(one, on(2026, 4, day), value)
            seen.append(judge([one])[one.pk].standing)
    assert seen == [Standing.MISSED, Standing.MET, Standing.MISSED]


def test_a_minimum_beyond_the_target_is_a_slip(world: World) -> None:
    with world.acting("manager"), pytest.raises(ValidationError, match="above the target"):
        set_standard(measure(world, better="high"), since=date(2020, 4, 1), agreed="x", target=80, minimum=90)
    with world.acting("manager"), pytest.raises(ValidationError, match="say why there is none"):
        set_standard(measure(world, "other"), since=date(2020, 4, 1), agreed="x")


def test_change_is_given_with_the_month_before_and_the_same_month_last_year(world: World) -> None:
    with world.acting("manager"):
        one = measure(world)
        fill(one, STEADY)
        (found,) = judge([one]).values()
    assert not isinstance(found.since_last, Refused)
    assert found.since_last is not None
    assert found.since_last_year is not None
    assert (found.since_last.before, found.since_last.after) == (40, 42)
    assert found.since_last_year.before == STEADY[-13]  # type: ignore[union-attr]


def test_a_stock_is_compared_with_the_stock_of_the_month_before_whatever_its_day(world: World) -> None:
    with world.acting("manager"):
        one = measure(world, "plans", "stock")
        for day, value in ((on(2025, 4, 28), 100), (on(2026, 3, 31), 120), (on(2026, 4, 29), 126)):
            write(one, day, value)
        (found,) = judge([one]).values()
    assert found.since_last.absolute == 6  # type: ignore[union-attr]
    assert found.since_last_year.absolute == 26  # type: ignore[union-attr]


def test_limits_are_computed_anew_from_a_day_that_a_person_gave_a_reason_for(world: World) -> None:
    with world.acting("manager"):
        one = measure(world)
        fill(one, [*STEADY, *[n + 60 for n in STEADY]])
        assert judge([one])[one.pk].chart.segments[0].centre == pytest.approx(71.2, abs=1)  # type: ignore[union-attr]
        Rebase.objects.create(measure=one, on=months(16)[0].first, reason="New recording rule", by="x", at=now())
        chart = judge([one])[one.pk].chart
    assert chart is not None
    assert [round(segment.centre or 0) for segment in chart.segments] == [41, 101]


def test_judging_many_measures_costs_four_queries(world: World, django_assert_num_queries: object) -> None:
    with world.acting("manager"):
        many = [measure(world, f"m{n}") for n in range(10)]
        for one in many:
            fill(one, STEADY)
        with django_assert_num_queries(4):  # type: ignore[operator]
            assert len(judge(many)) == 10
        assert connection.in_atomic_block


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (1893, "count", "1,893"),
        (D("95.833333"), "percent", "95.8%"),
        (D("57.7"), "per_10000", "57.7 per 10,000 children"),
        (18000, "pounds", "£18,000"),
        (D("22.5"), "mean", "22.5"),
        (None, "count", "no data"),
    ],
)
def test_values_are_shown_with_their_unit(value: float | None, unit: str, words: str) -> None:
    assert shown(value, unit) == words


def april_to_december(year: int) -> Stretch:
    return Stretch(date(year, 4, 1), date(year, 12, 31))


def in_years(one: Measure, **figures: float) -> None:
    """Whole financial years by their last year, `so_far` and `before` as the nine months of 2025 and of 2024."""
    spans = {"so_far": april_to_december(2025), "before": april_to_december(2024)}
    stretches = {name: spans.get(name) or period(Every.FINANCIAL_YEAR, date(int(name[1:]), 3, 31)) for name in figures}
    observe([Figure(one, stretches[name], value=D(str(value))) for name, value in figures.items()], source="typed")


def test_part_of_a_year_is_set_beside_the_same_part_of_the_year_before(world: World) -> None:
    with world.acting("manager"):
        one = measure(world, every="financial_year", seasonal=True)
        in_years(one, y2025=400, before=280, so_far=300)
        (found,) = judge([one]).values()
    (said,) = changes(found)
    assert said.endswith("Up 20 (+7.1%)")
    assert "Against 1 April 2024 to 31 December 2024" in said


def test_with_no_such_part_the_year_is_scaled_by_its_days_and_named_as_estimated(world: World) -> None:
    with world.acting("manager"):
        one = measure(world, every="financial_year")
        in_years(one, y2025=365, so_far=300)
        (found,) = judge([one]).values()
    (said,) = changes(found)
    assert "Against 2024-25: Estimated, per day: 275 days against 365: up 25" in said


def test_nine_months_of_what_has_seasons_are_not_compared_with_twelve(world: World) -> None:
    with world.acting("manager"):
        one = measure(world, every="financial_year", seasonal=True)
        in_years(one, y2025=365, so_far=300)
        (found,) = judge([one]).values()
    (said,) = changes(found)
    assert "Not compared with 2024-25. 275 days are not compared with 365: the seasons differ." in said


def test_a_part_that_a_whole_year_has_overtaken_is_no_news(world: World) -> None:
    with world.acting("manager"):
        one = measure(world, every="financial_year")
        in_years(one, y2025=365, so_far=300, y2026=410)
        (found,) = judge([one]).values()
    assert found.so_far is None


def test_a_measure_with_seasons_says_which_change_to_read(world: World) -> None:
    with world.acting("manager"):
        one = measure(world, seasonal=True)
        fill(one, STEADY)
        (found,) = judge([one]).values()
    assert changes(found)[-1] == "It rises and falls with the time of year: read the change since a year before."
