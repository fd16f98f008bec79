"""A tracker reconciles: what came in is what came of it and what is pending, whatever is in the rows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.periods import Every, Stretch, period
from goldenthread.kernel.reconciling import Before, Tracked, reconcile, reconcile_totals

OUTCOMES = ("scr", "local_review", "none")
YEAR = period(Every.FINANCIAL_YEAR, date(2016, 12, 1))
DAYS = st.dates(date(2015, 1, 1), date(2018, 12, 31))
ENDS = st.sampled_from([*OUTCOMES, "maybe"])
#: Whatever stands in a tracker, in any order.
ROWS = st.lists(
    st.builds(
        Tracked, st.sampled_from([f"N{n}" for n in range(8)]), st.none() | DAYS, st.none() | ENDS, st.none() | DAYS,
        st.lists(st.builds(Before, ENDS, DAYS, DAYS), max_size=1).map(tuple),
    ),
    max_size=8,
)  # fmt: skip


@st.composite
def lives(draw: st.DrawFn) -> list[Tracked]:
    """Notifications as they are lived: decided and opened again some times, the days in order."""
    found = []
    for n in range(draw(st.integers(0, 4))):
        days = sorted(draw(st.lists(DAYS, min_size=1, max_size=6)))
        before = [Before("none", one, again) for one, again in zip(days[1::2], days[2::2], strict=False)]
        over = days[-1] if len(days) % 2 == 0 else None
        found.append(Tracked(f"N{n}", days[0], "scr" if over else None, over, tuple(before)))
    return found


@given(ROWS, DAYS, DAYS)
def test_what_came_in_always_equals_what_came_of_it_and_what_is_pending(rows, one, other) -> None:
    found = reconcile(rows, OUTCOMES, Stretch(min(one, other), max(one, other)))
    assert found.came_in == found.came_of_it
    counted = [*found.pending, *(ref for refs in found.outcomes.values() for ref in refs)]
    assert len(set(counted)) == len(counted)
    assert sorted(counted) == sorted((*found.brought, *found.notified, *found.again))


@given(ROWS)
def test_what_is_pending_at_the_end_of_a_year_is_brought_into_the_next(rows) -> None:
    this = reconcile(rows, OUTCOMES, YEAR)
    following = reconcile(rows, OUTCOMES, period(Every.FINANCIAL_YEAR, date(2017, 12, 1)))
    without_date = {row.ref for row in rows if row.notified_on is None}
    assert set(this.pending) - without_date == set(following.brought) - without_date


@given(lives(), DAYS)
def test_what_is_done_after_a_period_does_not_change_how_it_was_counted(rows, day) -> None:
    """A year that was reported stays as it was: of each case only what had happened by its last day counts."""
    period = Stretch(day - timedelta(days=365), day)
    found = reconcile(rows, OUTCOMES, period)
    assert found.adds_up, found.troubles
    assert found == reconcile([as_at(row, day) for row in rows if row.notified_on <= day], OUTCOMES, period)


def as_at(row: Tracked, day: date) -> Tracked:
    """The row as it would have been written on a day."""
    kept = [one for one in row.before if one.again_on <= day]
    following = row.before[len(kept)] if len(kept) < len(row.before) else None
    end, on = (following.outcome, following.decided_on) if following else (row.outcome, row.decided_on)
    over = on is not None and on <= day
    return Tracked(row.ref, row.notified_on, end if over else None, on if over else None, tuple(kept))


def test_a_case_opened_again_comes_in_again_in_the_year_in_which_it_is() -> None:
    row = Tracked("A", date(2015, 5, 1), None, None, (Before("none", date(2015, 6, 1), date(2016, 7, 1)),))
    years = [reconcile([row], OUTCOMES, period(Every.FINANCIAL_YEAR, date(year, 12, 1))) for year in (2015, 2016, 2017)]
    assert [str(one) for one in years] == [
        "2015-16: 1 notified = 1 none, 0 pending.",
        "2016-17: 1 opened again and 0 notified = 1 pending.",
        "2017-18: 1 brought forward and 0 notified = 1 pending.",
    ]
    assert all(one.adds_up for one in years)
    assert row.waits_since(date(2016, 6, 30)) == date(2015, 5, 1)
    assert row.waits_since(date(2016, 7, 1)) == date(2016, 7, 1)


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


def _again(end: str, decided: date, again: date, anew: date | None = None) -> Tracked:
    return Tracked("A", date(2016, 5, 1), "scr" if anew else None, anew, (Before(end, decided, again),))


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([Tracked("A", None)], "no date of notification"),
        ([Tracked("A", date(2016, 5, 1), "maybe", date(2016, 6, 1))], "no outcome of this framework"),
        ([Tracked("A", date(2016, 5, 1), "scr")], "without a date"),
        ([Tracked("A", date(2016, 5, 1), None, date(2016, 6, 1))], "without an outcome"),
        ([Tracked("A", date(2016, 5, 1), "scr", date(2016, 4, 1))], "before it was notified"),
        ([Tracked("A", date(2016, 5, 1)), Tracked("A", date(2016, 5, 2))], "2 times"),
        ([_again("maybe", date(2016, 6, 1), date(2016, 7, 1))], "which is no outcome: mend the reopening"),
        ([_again("none", date(2016, 7, 1), date(2016, 6, 1))], "opened again before that"),
        ([_again("none", date(2016, 6, 1), date(2016, 7, 1), date(2016, 6, 9))], "before it was opened again"),
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
