"""Rare events are judged by how far apart they lie, and never by limits on how many there were."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from goldenthread.analytics.drawing import gap_chart, icons, run_chart
from goldenthread.analytics.judging import Judgement, judge
from goldenthread.analytics.models import Measure
from goldenthread.analytics.observing import Figure, observe
from goldenthread.analytics.remarking import rebase
from goldenthread.analytics.spacing import Spacing
from goldenthread.kernel.periods import Stretch
from goldenthread.publishing.charts.editions import draw
from tests.analytics.figures import measure, on
from tests.analytics.test_judging import fill, months
from tests.world import World

RARE = [1, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 1, 0, 1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 1]
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


def test_events_by_the_month_are_spread_over_it_and_the_chart_says_so(world: World) -> None:
    with world.acting("manager"):
        one = measure(world)
        fill(one, RARE)
        found = judged(one)
    assert found.chart is None
    assert found.spacing is not None
    assert found.spacing.estimated
    assert found.spacing.chart.judged
    assert len(found.spacing.chart.points) == sum(RARE) - 1
    assert "spread evenly over their period" in found.spacing.how
    assert "T chart" in found.spacing.how
    assert "under 4 in a period" in found.verdict


def test_events_by_the_day_lie_where_they_lay_and_the_open_gap_runs_to_today(world: World) -> None:
    with world.acting("manager"):
        found = spaced(by_day(world, GAPS))
    assert not found.estimated
    assert [point.value for point in found.chart.points] == GAPS
    assert found.since is not None
    assert found.since.days == 1
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
        whole, holed, absent = (measure(world, code) for code in ("whole", "holed", "absent"))
        fill(whole, RARE)
        fill(holed, RARE)
        sent = months(len(RARE))
        observe([Figure(holed, sent[10], symbol="not_sent", note="Nobody in post")], source="typed")
        kept = [(s, v) for s, v in zip(sent, RARE, strict=True) if s != sent[10]]
        observe([Figure(absent, s, value=D(v)) for s, v in kept], source="typed")
        gaps = {one.code: [p.value for p in spaced(one).chart.points] for one in (whole, holed, absent)}
    assert gaps["holed"] == gaps["absent"]
    assert len(gaps["whole"]) - len(gaps["holed"]) == 1, "the gap over the month without an event"


def test_a_share_that_is_rarely_anything_but_nought_is_counted_in_cases_between(world: World) -> None:
    with world.acting("manager"):
        one = measure(world, "again", "ratio", better="low")
        observe(
            [Figure(one, s, numerator=D(v), denominator=D(50)) for s, v in zip(months(len(RARE)), RARE, strict=True)],
            source="typed",
        )
        found = judged(one)
    assert found.chart is None
    assert found.spacing is not None
    assert "G chart" in found.spacing.how
    values = [point.value for point in found.spacing.chart.points]
    assert values[0] == 99, "one case in the middle of the 50 of each: 25 after, 50 of the month between, 24 before"
    assert len(values) == sum(RARE) - 1


def test_a_rate_of_rare_events_is_judged_by_days_between_them(world: World) -> None:
    with world.acting("manager"):
        one = measure(world, "deaths", "ratio", unit="per_10000", better="low", denominator="children")
        observe(
            [Figure(one, s, numerator=D(v), denominator=D(60000)) for s, v in zip(months(24), RARE, strict=True)],
            source="typed",
        )
        found = judged(one)
    assert found.chart is None
    assert found.spacing is not None
    assert "T chart" in found.spacing.how


@pytest.mark.parametrize("values", [{"kind": "stock"}, {"kind": "ratio", "unit": "percent"}])
def test_a_small_stock_and_a_share_of_few_have_no_events_between_which_there_are_gaps(
    world: World, values: dict[str, str]
) -> None:
    with world.acting("manager"):
        if values["kind"] == "stock":
            one = measure(world, "plans", "stock")
            observe(
                [Figure(one, Stretch(s.last, s.last), value=D(v)) for s, v in zip(months(24), RARE, strict=True)],
                source="typed",
            )
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
        fill(one, [0, 1, 0, 2, 0, 0, 1, 1, 0, 0, 1, 0, 2])
        found = judged(one)
        chart = gap_chart(found)
    assert chart is not None
    assert not chart.judged
    assert "Too few points to judge: 7, where 12 are needed." in draw(chart, "k")
    assert "too few points to judge (7)" in found.verdict
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
