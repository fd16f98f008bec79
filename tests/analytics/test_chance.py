"""Beside a figure of our own stands how far chance alone could have moved it, where that can be worked out."""

from __future__ import annotations

from decimal import Decimal as D
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.analytics.chance import brief_chance, chance_words, interval_of
from goldenthread.analytics.judging import judge
from goldenthread.analytics.known import Known
from goldenthread.analytics.models import Definition
from goldenthread.analytics.observing import Figure, observe
from tests.analytics.figures import measure, month, on, write
from tests.world import World


def known(value: float | None = None, over: float | None = None, under: float | None = None) -> Known:
    exact = [None if one is None else D(str(one)) for one in (value, over, under)]
    return Known(1, month(2026, 3), *exact, "", False, 1)  # type: ignore[arg-type]  # three of them


def counted(kind: str = "ratio", unit: str = "percent") -> Definition:
    return Definition(kind=kind, unit=unit)


@pytest.mark.parametrize(
    ("figure", "definition", "words"),
    [
        ((95.8333, 46, 48), counted(), "between 86.0% and 98.8% (95% interval, Wilson)."),
        ((0, 0, 12), counted(), "between 0.0% and 24.2% (95% interval, Wilson)."),
        ((5, 3, 6000), counted(unit="per_10000"), "(95% interval, exact Poisson)."),
        ((20, 120, 60000), counted(unit="per_10000"), "between 16.6 per 10,000 children and 23.9"),
        ((12, None, None), counted("flow", "count"), "between 6.2 and 21.0 (95% interval, Byar)."),
        ((0, None, None), counted("flow", "count"), "between 0 and 3.7 (95% interval, exact Poisson)."),
    ],
)
def test_it_is_said_with_its_method(figure: tuple[Any, ...], definition: Definition, words: str) -> None:
    assert words in chance_words(known(*figure), definition)


@pytest.mark.parametrize(
    ("figure", "definition"),
    [
        ((None, None, None), counted()),
        ((91, None, None), counted()),
        ((120, 12, 10), counted()),
        ((12, None, None), counted("stock", "count")),
        ((1, None, None), Definition(kind="flow", unit="count", every="day")),
        ((12, 24, 2), counted(unit="mean")),
        ((1.5, None, None), counted("flow", "count")),
        ((18000, None, None), counted("money", "pounds")),
        ((60, 4.5, 7.5), counted()),
    ],
)
def test_it_is_left_out_where_it_cannot_be_worked_out(figure: tuple[Any, ...], definition: Definition) -> None:
    assert interval_of(known(*figure), definition) is None
    assert chance_words(known(*figure), definition) == ""
    assert brief_chance(known(*figure), definition) == ""


@given(st.integers(0, 400), st.integers(0, 400))
def test_it_holds_the_figure_itself_and_stays_within_what_a_share_can_be(over: int, more: int) -> None:
    under = over + more
    if under == 0:
        return
    found = interval_of(known(100 * over / under, over, under), counted())
    assert found is not None
    assert -1e-9 <= (found.lower or 0) <= 100 * over / under + 1e-9
    assert 100 * over / under - 1e-9 <= found.upper <= 100 + 1e-9


def test_real_figures_have_it_too(world: World) -> None:
    with world.acting("manager"):
        share, stock = measure(world, "visits", "ratio"), measure(world, "plans", "stock")
        observe([Figure(share, month(2026, 4), numerator=D(46), denominator=D(48))], source="typed")
        write(stock, on(2026, 4, 30), 12)
        found = judge([share, stock])
        said = {one.series.measure.code: chance_words(one.latest, one.series.definition) for one in found.values()}
    assert "Wilson" in said["visits"]
    assert said["plans"] == ""
