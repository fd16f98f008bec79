"""Whatever the counts, a reader of what is published cannot have a small one; and no more is taken than must be."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from goldenthread.kernel.disclosure import (
    PROFILES,
    Cell,
    Dimension,
    Ledger,
    Mean,
    Protected,
    Ratio,
    Refused,
    Release,
    Sum,
    Table,
    grid,
    protect,
)
from tests.kernel.disclosure.reader import possible

#: A threshold of 2 keeps the tables small enough to try them all.
LOW = replace(PROFILES["local"], threshold=2)
ROWS, COLUMNS = Dimension("Area", ("A", "B", "C")), Dimension("Sex", ("F", "M"))
counts_of_grid = st.dictionaries(
    st.tuples(st.sampled_from(ROWS.categories), st.sampled_from(COLUMNS.categories)), st.integers(0, 5), min_size=3
)


def in_reach(release: Release, result: Protected, *, most: int) -> set[str]:
    """Sensitive counts of which the reader finds only one value possible."""
    seen: dict[str, set[int]] = {key: set() for key in result.evidence.primary}
    for counts in possible(release, result, most=most):
        for key in seen.keys() & counts.keys():
            seen[key].add(counts[key])
        if all(len(values) > 1 for values in seen.values()):
            return set()
    return {key for key, values in seen.items() if len(values) < 2 and key in release.cells}


@settings(max_examples=60, deadline=None)
@given(counts_of_grid)
def test_no_small_count_of_a_table_is_within_reach(counts: dict[tuple[str, ...], int]) -> None:
    release = Release("Table", (grid("T", (ROWS, COLUMNS), counts),))
    result = protect(release, Ledger(), LOW)
    assume(isinstance(result, Protected))
    assert isinstance(result, Protected)
    assert in_reach(release, result, most=11) == set()


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 6), min_size=4, max_size=4), st.integers(0, 5))
def test_no_small_count_of_quarters_with_their_mean_and_rates_is_within_reach(quarters: list[int], more: int) -> None:
    """Quarters, the running total and the mean; of each quarter a percentage of all that quarter."""
    keys = [f"Q{n}" for n in range(1, 5)]
    cells = [Cell(key, n) for key, n in zip(keys, quarters, strict=True)]
    cells += [Cell(f"All {key}", n + more, published=False) for key, n in zip(keys, quarters, strict=True)]
    cells += [Cell(f"Not {key}", more, published=False) for key in keys]
    cells += [Cell("Half", sum(quarters[:2])), Cell("Year", sum(quarters))]
    sums = [Sum("Half", ("Q1", "Q2")), Sum("Year", ("Half", "Q3", "Q4"))]
    sums += [Sum(f"All {key}", (key, f"Not {key}")) for key in keys[:1]]
    figures = (Mean("Average quarter", tuple(keys)), Ratio("Percent", "Q1", "All Q1", places=0))
    kept = {"Q1", "Q2", "Q3", "Q4", "All Q1", "Not Q1", "Half", "Year"}
    release = Release("Quarters", (Table("Q", tuple(c for c in cells if c.key in kept), tuple(sums), figures),))
    result = protect(release, Ledger(), LOW)
    assume(isinstance(result, Protected))
    assert isinstance(result, Protected)
    assert in_reach(release, result, most=12) == set()


@settings(max_examples=60, deadline=None)
@given(counts_of_grid)
def test_what_is_shown_is_true_and_what_is_not_has_one_symbol(counts: dict[tuple[str, ...], int]) -> None:
    release = Release("Table", (grid("T", (ROWS, COLUMNS), counts),))
    result = protect(release, Ledger(), LOW)
    if isinstance(result, Refused):
        assert result.reasons
        return
    withheld = {key for key, outcome in result.outcomes.items() if outcome.symbol}
    assert withheld == result.evidence.primary | result.evidence.added
    assert {result.outcomes[key].text for key in withheld} <= {"c"}
    assert all(result.outcomes[key].value is None for key in withheld)
    assert all(result.outcomes[key].value == c.count for key, c in release.cells.items() if key not in withheld)
    assert all(release.cells[key].count for key in withheld), "noughts are shown"
    assert {key for key, c in release.cells.items() if 1 <= c.count <= 2} == result.evidence.primary
    assert len(result.notes) == bool(withheld)


@settings(max_examples=40, deadline=None)
@given(counts_of_grid)
def test_nothing_that_protects_could_be_shown_after_all(counts: dict[tuple[str, ...], int]) -> None:
    """Taking any one protecting count back would put a small one within reach of the audit."""
    table = grid("T", (ROWS, COLUMNS), counts)
    result = protect(Release("Table", (table,)), Ledger(), LOW)
    assume(isinstance(result, Protected))
    assert isinstance(result, Protected)
    for back in result.evidence.added:
        fixed = tuple(replace(cell, fixed=cell.key == back) for cell in table.cells)
        others = result.evidence.added - {back}
        only = tuple(replace(c, fixed=c.fixed or c.key not in others | result.evidence.primary) for c in fixed)
        assert isinstance(protect(Release("Table", (replace(table, cells=only),)), Ledger(), LOW), Refused)


@settings(max_examples=40, deadline=None)
@given(counts_of_grid)
def test_a_second_release_of_the_same_table_says_the_same(counts: dict[tuple[str, ...], int]) -> None:
    release = Release("Table", (grid("T", (ROWS, COLUMNS), counts),))
    first = protect(release, Ledger(), LOW)
    if isinstance(first, Protected):
        again = protect(replace(release, name="Again"), first.ledger, LOW)
        assert isinstance(again, Protected)
        assert again.outcomes == first.outcomes
