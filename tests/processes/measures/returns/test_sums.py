"""Beside a return's answers stands whether they add up, asked of it as of any report."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.analytics.models import Subgroup
from goldenthread.kernel.now import now
from goldenthread.processes.measures.returns.answering import Given, give_answers
from goldenthread.processes.measures.returns.models import Form, Line
from goldenthread.processes.measures.returns.pages.sums import answer_tables
from goldenthread.web.adding_up import adds_up
from tests.web.test_access import client_for
from tests.world import World

from .test_parts import by_part, form, planned

__all__ = ["form", "planned"]  # the board with two districts, and its return by district

COUNTS = st.integers(0, 400)


def line(part: str = "", cut: str = "age", **values: Any) -> Line:
    asked = {"title": "Children missing", "unit": "count", "counted": "found", "out_of": "sought", "answered_at": now()}
    exact = {name: Decimal(value) if isinstance(value, int) else value for name, value in values.items()}
    subgroup = Subgroup(pk=len(part), cut=cut, label=part) if part else None
    return Line(measure_id=1, subgroup=subgroup, part=part, **(asked | exact))


@given(counts=st.lists(COUNTS, min_size=2, max_size=5))
def test_parts_that_are_the_whole_raise_nothing(counts: list[int]) -> None:
    parts = [line(f"Group {'abcde'[place]}", value=count) for place, count in enumerate(counts)]
    found = adds_up(*answer_tables([line(value=sum(counts)), *parts]))
    assert found.findings == ()
    assert found.figures >= len(counts)


@given(counts=st.lists(COUNTS, min_size=2, max_size=5), wrong=st.integers(1, 50))
def test_a_whole_that_is_not_its_parts_is_named_whatever_was_explained(counts: list[int], wrong: int) -> None:
    parts = [line(f"Group {'abcde'[place]}", value=count) for place, count in enumerate(counts)]
    whole = line(value=sum(counts) + wrong, sure=True, note="Two moved in")
    assert "total" in {one.kind for one in adds_up(*answer_tables([whole, *parts])).findings}


@given(parts=st.lists(st.tuples(st.integers(0, 40), st.integers(41, 90)), min_size=2, max_size=4))
def test_shares_are_summed_by_what_they_are_made_of(parts: list[tuple[int, int]]) -> None:
    lines = [
        line(f"Group {'abcd'[n]}", unit="percent", numerator=over, denominator=under)
        for n, (over, under) in enumerate(parts)
    ]
    over, under = (sum(one) for one in zip(*parts, strict=True))
    sound = [line(unit="percent", numerator=over, denominator=under), *lines]
    assert adds_up(*answer_tables(sound)).findings == ()
    wrong = [line(unit="percent", numerator=over, denominator=under + 7), *lines]
    assert "total" in {one.kind for one in adds_up(*answer_tables(wrong)).findings}


@pytest.mark.parametrize(
    ("cut", "values"),
    [
        ("cohort", {"value": 30}),  # some are in two cohorts, most in none
        ("age", {"symbol": "x"}),
        ("age", {"value": 3, "answered_at": None}),
    ],
)
def test_no_sum_is_made_of_what_is_no_division_or_not_all_known(cut: str, values: dict[str, Any]) -> None:
    lines = [line(value=40), line("Girls", cut, value=12), line("Boys", cut, **values)]
    assert adds_up(*answer_tables(lines)).findings == ()
    assert len(answer_tables(lines)) == 1


def test_a_percentage_with_another_under_it_is_not_what_it_was_the_last_time() -> None:
    before = {"before_value": None, "before_numerator": Decimal(9), "before_denominator": Decimal(20)}
    (table,) = answer_tables([line(unit="percent", numerator=18, denominator=20, **before)])
    (row,) = table.rows
    assert [(cell.value, cell.note) for cell in row[1:]] == [("90.0%", "18 of 20"), ("45.0%", "9 of 20")]


def test_the_unit_and_whoever_answers_read_it_beside_the_answers(world: World, form: Form) -> None:
    sure = {"sure": True, "note": "One is counted in neither"}
    with world.acting("team_manager"):
        lines = by_part(form)
        given = {"": Given(value=Decimal(12), **sure), "Upper Dale": Given(value=Decimal(7)),
                 "Lower Dale": Given(value=Decimal(4))}  # fmt: skip
        assert give_answers(form, {lines[part].pk: one for part, one in given.items()}).ok
    for who, name in (("team_manager", "return_check"), ("team_manager", "return"), ("manager", "return")):
        client = client_for(world, who)
        with CaptureQueriesContext(connection) as queries:
            shown = client.get(reverse(name, args=["north", form.record_id])).content.decode()
        assert len(queries) <= 15
        assert "Does it add up? 1 thing to look at" in shown
        assert "add up to 11" in shown


def test_a_return_without_an_answer_says_nothing_of_sums(world: World, form: Form) -> None:
    shown = client_for(world, "manager").get(reverse("return", args=["north", form.record_id])).content.decode()
    assert "gt-adds-up" not in shown
