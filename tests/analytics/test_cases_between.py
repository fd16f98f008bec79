"""Where the cases are known, rare events are judged by how many cases lie from one to the next."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal as D

from goldenthread.analytics.drawing import gap_chart
from goldenthread.analytics.models import Measure
from goldenthread.analytics.observing import Figure, observe
from goldenthread.kernel.periods import Stretch
from goldenthread.kernel.statistics.charts import Method
from goldenthread.kernel.statistics.rare import g_chart
from goldenthread.kernel.statistics.values import Point
from tests.analytics.figures import measure
from tests.analytics.test_spacing import judged, spaced
from tests.world import World

LAST = date(2026, 5, 17)
#: Days from one event to the next, and on each day so many visits.
DAYS = [14, 11, 17, 12, 15, 10, 16, 13, 12, 14, 18, 11, 13, 15]


def by_day(world: World, gaps: list[int], visits: list[int], quiet: int = 0, **values: str) -> Measure:
    """Injuries among visits by the day: an event after each gap, then quiet days; the last on 17 May 2026."""
    one = measure(
        world, "injuries", "ratio", every="day", unit="percent", better="low", numerator="injuries",
        denominator="visits", **values,
    )  # fmt: skip
    count = sum(gaps) + quiet
    events = {sum(gaps[:place]) for place in range(len(gaps) + 1)}
    figures = []
    for place in range(count + 1):
        day = LAST - timedelta(days=count - place)
        out_of = visits[place % len(visits)]
        figures.append(Figure(one, Stretch(day, day), numerator=D(place in events), denominator=D(out_of)))
    observe(figures, source="typed")
    return one


def test_the_cases_from_one_event_to_the_next_are_counted(world: World) -> None:
    with world.acting("manager"):
        one = by_day(world, DAYS, [20], quiet=3)
        found, shown = spaced(one), gap_chart(judged(one))
    assert found.chart.method is Method.G
    assert [point.value for point in found.chart.points] == [20 * days for days in DAYS]
    assert found.name == "cases from one event to the next"
    assert found.since is not None
    assert found.since.words == "60 cases without an event since the last"
    assert shown is not None
    assert shown.unit.name == "Cases from one event to the next"


def test_busy_days_are_not_taken_for_safe_ones(world: World) -> None:
    """The same injuries a day, among ten times as many visits: fewer a visit, which days alone could not show."""
    with world.acting("manager"):
        one = by_day(world, [*DAYS, 12], [20])
        last = [figure.stretch for figure in judged(one).series.figures][-12:]
        observe([Figure(one, day, numerator=D(day == last[-1]), denominator=D(900)) for day in last], source="typed")
        found = spaced(one)
    assert found.chart.points[-1].value == 12 * 900
    assert found.chart.variation.kind.value == "improvement_high"
    assert "events come further apart" in found.verdict


def test_a_day_that_is_not_known_breaks_the_gap(world: World) -> None:
    with world.acting("manager"):
        one = by_day(world, DAYS, [20])
        unknown = LAST - timedelta(days=5)
        observe([Figure(one, Stretch(unknown, unknown), symbol="x")], source="typed")
        found = spaced(one)
    assert [point.value for point in found.chart.points] == [20 * days for days in DAYS[:-1]]


def test_where_many_figures_hold_an_event_or_cases_are_not_whole_no_cases_are_counted(world: World) -> None:
    with world.acting("manager"):
        often = by_day(world, [4] * 20, [40])
        found = judged(often).spacing
    assert found is None or not found.of_cases


def test_in_control_cases_seldom_signal() -> None:
    luck = random.Random(41)
    flagged = charts = 0
    for _ in range(40):
        gaps, since = [], 0
        for day in range(900):
            visits = luck.choice((2, 6, 12))
            since += visits
            if any(luck.random() < 0.006 for _ in range(visits)):
                gaps.append(Point(date(2020, 1, 1) + timedelta(day), since, str(day)))
                since = 0
        charts += 1
        flagged += g_chart(gaps).variation.kind.special
    assert flagged <= charts * 0.1
