"""A tracker reconciles: what came in is what came of it and what is pending, whatever is in the rows."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.periods import Every, Stretch, period
from goldenthread.kernel.reconciling import Tracked, reconcile, reconcile_totals

OUTCOMES = ("scr", "local_review", "none")
YEAR = period(Every.FINANCIAL_YEAR, date(2016, 12, 1))
DAYS = st.dates(date(2015, 1, 1), date(2018, 12, 31))
ROWS = st.lists(
    st.builds(
        Tracked, st.sampled_from([f"N{n}" for n in range(8)]), st.none() | DAYS,
        st.none() | st.sampled_from([*OUTCOMES, "maybe"]), st.none() | DAYS,
    ),
    max_size=12,
)  # fmt: skip


@given(ROWS, DAYS, DAYS)
def test_what_came_in_always_equals_what_came_of_it_and_what_is_pending(rows, one, other) -> None:
    found = reconcile(rows, OUTCOMES, Stretch(min(one, other), max(one, other)))
    assert found.came_in == found.came_of_it
    counted = [*found.pending, *(ref for refs in found.outcomes.values() for ref in refs)]
    assert len(set(counted)) == len(counted)
    assert sorted(counted) == sorted((*found.brought, *found.notified))


@given(ROWS)
def test_what_is_pending_at_the_end_of_a_year_is_brought_into_the_next(rows) -> None:
    this = reconcile(rows, OUTCOMES, YEAR)
    following = reconcile(rows, OUTCOMES, period(Every.FINANCIAL_YEAR, date(2017, 12, 1)))
    without_date = {row.ref for row in rows if row.notified_on is None}
    assert set(this.pending) - without_date == set(following.brought) - without_date


def test_a_year_reads_as_a_sentence() -> None:
    rows = [
        Tracked("A", date(2016, 2, 29), "scr", date(2016, 4, 1)),
        Tracked("B", date(2016, 4, 1), "none", date(2017, 3, 31)),
        Tracked("C", date(2017, 3, 31)),
        Tracked("D", date(2015, 1, 1), "none", date(2016, 3, 31)),
        Tracked("E", date(2017, 4, 1)),
    ]
    found = reconcile(rows, OUTCOMES, YEAR)
    assert str(found) == "2016-17: 1 brought forward and 2 notified = 1 scr, 1 none, 1 pending."
    assert found.adds_up


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([Tracked("A", None)], "no date of notification"),
        ([Tracked("A", date(2016, 5, 1), "maybe", date(2016, 6, 1))], "no outcome of this framework"),
        ([Tracked("A", date(2016, 5, 1), "scr")], "without a date"),
        ([Tracked("A", date(2016, 5, 1), None, date(2016, 6, 1))], "without an outcome"),
        ([Tracked("A", date(2016, 5, 1), "scr", date(2016, 4, 1))], "before it was notified"),
        ([Tracked("A", date(2016, 5, 1)), Tracked("A", date(2016, 5, 2))], "2 times"),
    ],
)
def test_what_does_not_add_up_is_named_and_counted_once_as_pending(rows, words) -> None:
    found = reconcile(rows, OUTCOMES, YEAR)
    assert [words in trouble.words and trouble.refs == ("A",) for trouble in found.troubles] == [True]
    assert not found.adds_up
    assert found.pending == ("A",)


def test_printed_totals_that_do_not_add_up_say_how_many_are_lost() -> None:
    trouble = reconcile_totals(16, {"serious case reviews": 2, "local reviews": 5, "none": 7}, pending=1)
    assert trouble is not None
    assert trouble.words.endswith("= 15: 1 is unaccounted for.")
    assert reconcile_totals(16, {"reviews": 8, "none": 7}, pending=1) is None
    over = reconcile_totals(3, {"none": 5})
    assert over is not None
    assert "2 too many" in over.words
