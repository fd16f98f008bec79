"""What was worked out from figures is kept by the very figures: never a word of it outlives what it was said of."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal as D
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.analytics.defining import set_standard
from goldenthread.analytics.drawing import dots, icons
from goldenthread.analytics.judging import Judgement, judge
from goldenthread.analytics.known import ANSWERS, Counted, counted_once
from goldenthread.analytics.models import Measure, Observation
from goldenthread.analytics.observing import withdraw
from goldenthread.kernel.now import now
from goldenthread.kernel.periods import Every
from tests.analytics.figures import measure, month, write
from tests.analytics.test_judging import STEADY, fill, months
from tests.world import World


def read(one: Measure, **how: Any) -> Judgement:
    (found,) = judge([one], told=False, **how).values()
    return found


def test_the_same_figures_read_again_are_judged_once_for_all_readers(world: World) -> None:
    with world.acting("manager"):
        one = measure(world)
        fill(one, STEADY)
        first = read(one)
    with world.acting("clerk"):
        again = read(one)
    assert again.chart is first.chart
    assert again.series.counted is first.series.counted


def test_a_revision_and_a_withdrawal_are_seen_by_the_next_reader(world: World) -> None:
    with world.acting("manager"):
        one = measure(world)
        fill(one, STEADY)
        before, was, moment = read(one), dots(read(one)), now()
        with time_machine.travel(moment + timedelta(hours=1), tick=False):
            write(one, months(1)[0], 70)
        after = read(one)
        assert after.latest is not None
        assert after.latest.value == 70
        assert [signal.why for signal in after.signals] == ["special_cause"]
        assert dots(after) != was
        assert dots(read(one, as_known=moment)) == was
        with time_machine.travel(moment + timedelta(hours=2), tick=False):
            withdraw(Observation.objects.filter(measure=one).order_by("-pk")[0], reason="Counted twice")
        assert read(one).series.figures == before.series.figures[:-1]


def test_a_new_standard_and_a_new_title_are_seen_by_the_next_reader(world: World) -> None:
    with world.acting("manager"):
        one = measure(world)
        fill(one, STEADY)
        assert icons(read(one))[1] == ""
        set_standard(one, since=date(2020, 4, 1), target=D(50), agreed="The Board")
        assert icons(read(one))[1] != ""
        one.title = "Children missing twice"
        assert "Children missing twice" in dots(read(one))


def test_who_when_and_why_is_an_error_where_it_was_not_read(world: World) -> None:
    with world.acting("manager"):
        one = measure(world)
        write(one, month(2026, 3), 4, note="Two of them twice")
        told, untold = next(iter(judge([one]).values())).latest, read(one).latest
    assert told is not None
    assert untold is not None
    assert (told.note, told.source) == ("Two of them twice", "typed")
    assert told[:-1] == untold[:-1]
    for name in ("note", "source", "by", "origin", "recorded_at", "as_at"):
        with pytest.raises(LookupError, match="told=True"):
            getattr(untold, name)


@given(values=st.lists(st.integers(0, 2), max_size=4), others=st.lists(st.integers(0, 2), max_size=4))
def test_only_the_same_rows_are_the_same_figures(values: list[int], others: list[int]) -> None:
    def counted(numbers: list[int]) -> Counted:
        rows = tuple(
            (n, 1, stretch.first, stretch.last, D(number), None, None, "", False, 1, None, None, None)
            for n, (number, stretch) in enumerate(zip(numbers, months(len(numbers)), strict=True))
        )
        return counted_once(rows, 1, Every.MONTH, False)

    assert (counted(values) is counted(others)) == (values == others)


def test_few_answers_are_kept_with_one_measure() -> None:
    kept = Counted(())
    for number in range(5 * ANSWERS):
        assert kept.once(number, lambda number=number: number * 2) == number * 2
    assert len(kept.kept) <= ANSWERS
    assert kept.once(number, lambda: -1) == 2 * number
