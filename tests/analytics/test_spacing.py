"""Rare events are judged by how far apart they lie, and never by limits on how many there were."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal as D
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.analytics.drawing import gap_chart, icons, run_chart
from goldenthread.analytics.judging import Judgement, judge
from goldenthread.analytics.models import Measure
from goldenthread.analytics.observing import Figure, observe
from goldenthread.analytics.remarking import rebase
from goldenthread.analytics.spacing import Spacing
from goldenthread.kernel.periods import Stretch
from goldenthread.kernel.statistics.rare import g_chart
from goldenthread.kernel.statistics.values import Point
from goldenthread.publishing.charts.editions import draw
from tests.analytics.figures import measure, on
from tests.analytics.test_judging import fill, months
from tests.world import World

RARE = [1, 0, 0, 1, 0, 1, 0, 0, 2, 1, 0, 0, 1, 0, 1, 0, 0, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1]
BETWEEN = [2, 1, 2, 0, 2, 1, 3, 0, 1, 2, 1, 2, 2, 2]
GAPS = [31, 24, 40, 28, 35, 22, 38, 30, 27, 33, 41, 26, 29, 36]


def judged(one: Measure) -> Judgement:
    (found,) = judge([one]).values()
    return found


def spaced(one: Measure) -> Spacing:
    found = judged(one).spacing
    assert found is not None
    return found


def by_day(world: World, gaps: list[int], **values: str) -> Measure:
    """A measure counted by the day, with an event after each gap; the last on 17 May 2026."""
    one = measure(world, "notices", every="day", **values)
    day = date(2026, 5, 17) - timedelta(days=sum(gaps))
    events = [day]
    for gap in gaps:
        events.append(events[-1] + timedelta(days=gap))
    observe([Figure(one, Stretch(each, each), value=D(1)) for each in events], source="typed")
    return one


def test_of_events_by_the_month_the_months_without_one_are_counted(world: World) -> None:
    with world.acting("manager"):
        one = measure(world)
        fill(one, [*RARE, 0])
        found = judged(one)
    assert found.chart is None
    assert found.spacing is not None
    assert found.spacing.chart.judged
    assert [point.value for point in found.spacing.chart.points] == BETWEEN
    assert found.spacing.chart.latest.label == "March 2026"
    assert found.spacing.name == "months without an event between two with one"
    assert "two in one month count once" in found.spacing.how
    assert "G chart" in found.spacing.how
    assert "under 4 in a period" in found.verdict
    assert "1 month without an event since the last." in found.verdict


def test_where_most_months_have_one_there_are_no_gaps_to_judge_and_it_says_what_would_help(world: World) -> None:
    with world.acting("manager"):
        one = measure(world)
        fill(one, [2, 1, 0, 3, 2, 1, 4, 2, 0, 1, 2, 3, 2, 1, 3])
        found = judged(one)
        chart = run_chart(found)
    assert found.spacing is None
    assert found.signals == ()
    for words in (found.verdict, chart.unjudged):
        assert "limits would mislead. Written down by the day, they could be judged" in words


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_in_control_months_seldom_give_a_signal(seed: int) -> None:
    """Of 25 charts of chance alone no more than 6 hold one; with events spread over their month nearly all would."""
    luck = random.Random(seed)
    flagged = sum(any(point.special for point in g_chart(by_chance(luck)).points) for _ in range(25))
    assert flagged <= 6


def by_chance(luck: random.Random) -> list[Point]:
    """Months without an event between two with one, of 60 months with two in five having one."""
    with_one = [0, *(month for month in range(1, 60) if luck.random() < 0.4), 60]
    return [Point(date(2020, 1, 1) + timedelta(days=30 * b), b - a - 1) for a, b in pairwise(with_one)]


def test_events_by_the_day_lie_where_they_lay_and_the_open_gap_runs_to_today(world: World) -> None:
    with world.acting("manager"):
        found = spaced(by_day(world, GAPS))
    assert found.of_days
    assert [point.value for point in found.chart.points] == GAPS
    assert found.since is not None
    assert not found.since.beyond_upper
    assert "1 day since the last event" in found.verdict


def test_events_closer_together_than_chance_would_give_ask_once_for_an_answer(world: World) -> None:
    with world.acting("manager"):
        one = by_day(world, [*GAPS, 2, 1, 2, 1, 1, 2, 1])
        found = judged(one)
        (signal,) = found.signals
    assert signal.why == "special_cause"
    assert "concern, events come closer together" in signal.words
    assert signal.stretch == on(2026, 5, 17)
    assert "Concern: significantly higher" in icons(found)[0], "of the events, which is what a scorecard counts"


def test_events_further_apart_are_an_improvement_and_ask_for_nothing(world: World) -> None:
    with world.acting("manager"):
        found = judged(by_day(world, [*GAPS, 190]))
    assert found.signals == ()
    assert found.spacing is not None
    assert "improvement, events come further apart" in found.spacing.verdict


def test_where_more_is_better_it_is_the_other_way_about(world: World) -> None:
    with world.acting("manager"):
        found = judged(by_day(world, [*GAPS, 190], better="high"))
    assert [signal.why for signal in found.signals] == ["special_cause"]
    assert "concern, events come further apart" in found.signals[0].words


def test_a_month_that_nobody_sent_hides_the_gaps_that_meet_it(world: World) -> None:
    with world.acting("manager"):
        holed, absent, last = (measure(world, code) for code in ("holed", "absent", "last"))
        sent = months(len(RARE))
        for one in (holed, last):
            fill(one, RARE)
        observe([Figure(holed, sent[10], symbol="not_sent", note="Nobody in post")], source="typed")
        kept = [(s, v) for s, v in zip(sent, RARE, strict=True) if s != sent[10]]
        observe([Figure(absent, s, value=D(v)) for s, v in kept], source="typed")
        observe([Figure(last, sent[-1], symbol="not_sent")], source="typed")
        gaps = {one.code: [p.value for p in spaced(one).chart.points] for one in (holed, absent)}
        unsaid = spaced(last).since
    assert gaps["holed"] == gaps["absent"] == [*BETWEEN[:4], *BETWEEN[5:]]
    assert unsaid is None


@pytest.mark.parametrize(
    ("unit", "under"), [("percent", 50), ("per_10000", 60_000)], ids=("a share of nearly none", "a rate of few")
)
def test_shares_and_rates_of_rare_events_are_judged_by_their_gaps_too(world: World, unit: str, under: int) -> None:
    with world.acting("manager"):
        one = measure(world, "again", "ratio", better="low", unit=unit, denominator="children")
        parts = zip(months(len(RARE)), RARE, strict=True)
        observe([Figure(one, s, numerator=D(v), denominator=D(under)) for s, v in parts], source="typed")
        found = judged(one)
    assert found.chart is None
    assert found.spacing is not None
    assert [point.value for point in found.spacing.chart.points] == BETWEEN


@pytest.mark.parametrize("values", [{"kind": "stock"}, {"kind": "ratio", "unit": "percent"}])
def test_a_small_stock_and_a_share_of_few_have_no_events_between_which_there_are_gaps(
    world: World, values: dict[str, str]
) -> None:
    with world.acting("manager"):
        if values["kind"] == "stock":
            one = measure(world, "plans", "stock")
            ends = [Stretch(s.last, s.last) for s in months(len(RARE))]
            observe([Figure(one, s, value=D(v)) for s, v in zip(ends, RARE, strict=True)], source="typed")
        else:
            one = measure(world, "visits", "ratio")
            observe(
                [Figure(one, s, numerator=D(3), denominator=D(4 + n % 2)) for n, s in enumerate(months(24))],
                source="typed",
            )
        assert judged(one).spacing is None


def test_fewer_than_twelve_gaps_are_dots_and_not_judged(world: World) -> None:
    with world.acting("manager"):
        one = measure(world)
        fill(one, [0, 1, 0, 2, 0, 0, 1, 1, 0, 0, 1, 0, 0])
        found = judged(one)
        chart = gap_chart(found)
    assert chart is not None
    assert not chart.judged
    assert "Too few points to judge: 4, where 12 are needed." in draw(chart, "k")
    assert "too few points to judge (4)" in found.verdict
    assert found.signals == ()


def test_one_event_alone_has_no_gap(world: World) -> None:
    with world.acting("manager"):
        one = measure(world)
        fill(one, [0] * 11 + [1, 0, 0])
        found = judged(one)
    assert found.spacing is None
    assert gap_chart(found) is None
    assert found.no_chart


def test_the_chart_of_counts_says_why_it_has_no_limits_and_no_mark(world: World) -> None:
    with world.acting("manager"):
        one = measure(world)
        fill(one, RARE)
        chart = run_chart(judged(one))
    assert not chart.judged
    drawn = draw(chart, "k")
    assert "limits would mislead" in drawn
    assert "common cause" not in drawn.lower()
    assert "Too few points" not in drawn


def test_limits_set_anew_begin_at_the_first_gap_that_ends_after_the_day(world: World) -> None:
    with world.acting("manager"):
        one = by_day(world, [*GAPS, *[gap * 3 for gap in GAPS]])
        day = date(2026, 5, 17) - timedelta(days=sum(gap * 3 for gap in GAPS)) + timedelta(days=1)
        rebase(one, on=day, reason="A new threshold for notifying")
        chart = spaced(one).chart
    assert [segment.n for segment in chart.segments] == [len(GAPS), len(GAPS)]
    assert chart.segments[1].rebase is not None


def test_two_events_on_one_day_are_drawn_side_by_side_and_named_by_their_day(world: World) -> None:
    with world.acting("manager"):
        one = by_day(world, GAPS)
        observe([Figure(one, on(2026, 5, 16), value=D(3))], source="typed")
        chart = gap_chart(judged(one))
    assert chart is not None
    assert [point.label for point in chart.points].count("16 May 2026") == 3
