"""What is kept of a release is plain data, read back as it was; and counts are tied only as they truly are."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.kernel.disclosure import PROFILES, Cell, Ledger, Release, Table, protect
from goldenthread.kernel.disclosure.release import Protected
from goldenthread.kernel.periods import Every, Stretch, period
from goldenthread.processes.measures.releases.identities import Identity, read_key
from goldenthread.processes.measures.releases.ledgers import LedgerDamaged, as_data, from_data
from goldenthread.processes.measures.releases.linking import link

from .made import QUARTERS

MONTHS = [period(Every.MONTH, date(2025 + (3 + n) // 12, (3 + n) % 12 + 1, 1)) for n in range(12)]


def key(stretch: Stretch, part: int = 0, revision: int = 1) -> str:
    return Identity(7, 1, "num", True, "agency" if part else "", part, stretch).key(revision)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 40), min_size=12, max_size=12),
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), min_size=1, max_size=10),
    st.data(),
)
def test_every_tie_is_true_of_the_counts(months: list[int], asked: list[tuple[int, int]], data: st.DataObject) -> None:
    counts = {}
    for a, b in asked:
        first, last = min(a, b), max(a, b)
        counts[key(Stretch(MONTHS[first].first, MONTHS[last].last))] = sum(months[first : last + 1])
    here = {k: n for k, n in counts.items() if data.draw(st.booleans())}
    links = link(here, counts)
    for left, count in links.left.items():
        if found := read_key(left):
            days = found[0].stretch
            assert count == sum(n for month, n in zip(MONTHS, months, strict=True) if month.within(days))
    counts |= links.left
    here |= links.left
    assert all(counts[one.total] == sum(counts[part] for part in one.parts) for one in links.sums)
    assert all({one.total, *one.parts} <= here.keys() for one in links.sums)
    assert all(line.holds(counts) for line in links.relations)


def test_what_can_be_reckoned_from_running_figures_is_tied() -> None:
    half = Stretch(QUARTERS[0].first, QUARTERS[1].last)
    links = link({key(half): 13}, {key(QUARTERS[0]): 9, key(QUARTERS[1]): 4})
    (line,) = links.relations
    assert dict(line.terms) == {key(half): 1, key(QUARTERS[0]): -1, key(QUARTERS[1]): -1}
    assert (line.low, line.high) == (0, 0)


def test_what_a_whole_has_beside_its_parts_is_a_count() -> None:
    quarter = QUARTERS[0]
    links = link({key(quarter): 20, key(quarter, 1): 9, key(quarter, 2): 4}, {})
    (rest,) = links.left
    assert links.left[rest] == 7
    (line,) = links.sums
    assert (line.total, set(line.parts)) == (key(quarter), {key(quarter, 1), key(quarter, 2), rest})
    assert links.relations == ()


def test_two_breakdowns_of_a_whole_that_nobody_knows_are_tied_by_it() -> None:
    """Of 34 by agency and 30 and 4 by category, either list gives the other's last count."""
    quarter = QUARTERS[0]
    category = {Identity(7, 1, "num", True, "category", n, quarter).key(): count for n, count in ((1, 30), (2, 4))}
    links = link({key(quarter, 1): 20, key(quarter, 2): 14, **category}, {})
    assert links.left == {key(quarter): 34}
    assert [line.total for line in links.sums] == [key(quarter)] * 2
    assert not link({key(quarter, 1): 20, key(quarter, 2): 14}, {}).left


def test_one_number_under_two_measures_is_one_number() -> None:
    quarter = QUARTERS[0]
    rate = Identity(8, 2, "num", True, "", 0, quarter).key()
    words = {(1, "num"): "Children  missing", (2, "num"): "children missing"}
    (line,) = link({key(quarter): 21, rate: 21}, {}, words).relations
    assert (dict(line.terms), line.low, line.high) == ({key(quarter): 1, rate: -1}, 0, 0)
    assert not link({key(quarter): 21, rate: 22}, {}, words).relations
    assert not link({key(quarter): 21, rate: 21}, {}, {(1, "num"): "children missing"}).relations


def test_what_was_written_down_late_is_no_count_of_its_own() -> None:
    """A half-year of 14 whose quarters are 9 and 4: nobody is left over; the tie is as loose as it truly is."""
    half = Stretch(QUARTERS[0].first, QUARTERS[1].last)
    links = link({key(half): 14, key(QUARTERS[0]): 9, key(QUARTERS[1]): 4}, {})
    assert (links.left, links.sums) == ({}, ())
    assert [(line.low, line.high) for line in links.relations] == [(-1, 1)]


def test_what_earlier_releases_left_between_them_is_not_left_again() -> None:
    """They are out, and nothing in this release can change what they say."""
    half = Stretch(QUARTERS[0].first, QUARTERS[1].last)
    before = {key(QUARTERS[0]): 9, key(half): 13}
    assert link({key(QUARTERS[2]): 8}, before).left == {}
    assert link({key(half): 13}, {key(QUARTERS[0]): 9}).left == {key(QUARTERS[1]): 4}
    assert link({key(half): 8}, {key(QUARTERS[0]): 9}).left == {}, "none below nought"


def test_a_revised_figure_stays_tied_to_what_it_was() -> None:
    quarter = QUARTERS[0]
    links = link({key(quarter, revision=2): 11}, {key(quarter): 9})
    assert [(line.low, line.high) for line in links.relations] == [(-2, 2)]
    assert read_key(key(quarter, revision=2)) == (read_key(key(quarter))[0], 2)  # type: ignore[index]  # it is ours


def test_a_ledger_read_back_is_the_ledger() -> None:
    cells = (Cell("a", 3), Cell("b", 12), Cell("t", 15))
    result = protect(Release("one", (Table("one", cells),)), Ledger(), PROFILES["local"])
    assert isinstance(result, Protected)
    kept = json.loads(json.dumps(as_data(result.ledger, Ledger())))
    assert set(from_data([kept]).entries) == set(result.ledger.entries)
    assert as_data(result.ledger, result.ledger) == {"entries": [], "relations": []}


@pytest.mark.parametrize(
    "kept",
    [{}, {"entries": [["a"]], "relations": []}, {"entries": [["a", "3", 0, None, "r", True, True]], "relations": []},
     {"entries": [["a", None, 0, None, "r", True, True]], "relations": []},
     {"entries": [], "relations": [[[["a", "x"]], 0, 0, "n"]]}],
)  # fmt: skip
def test_a_damaged_ledger_is_refused(kept: Any) -> None:
    with pytest.raises(LedgerDamaged):
        from_data([kept])
