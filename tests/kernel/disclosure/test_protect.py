"""Whatever the counts, a reader of what is published cannot have a small one; and no more is taken than must be."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
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
    secondary,
)
from tests.kernel.disclosure.reader import Print, in_reach

#: A threshold of 2 keeps the tables small enough to try them all.
LOW = replace(PROFILES["local"], threshold=2)
ROWS, COLUMNS = Dimension("Area", ("A", "B", "C")), Dimension("Sex", ("F", "M"))
counts_of_grid = st.dictionaries(
    st.tuples(st.sampled_from(ROWS.categories), st.sampled_from(COLUMNS.categories)), st.integers(0, 5), min_size=3
)


def seen_by_a_reader(release: Release, result: Protected, *, most: int) -> set[str]:
    """Sensitive counts of the release that the reader can have exactly."""
    return in_reach(Print(release, result, most), result.evidence.primary & release.cells.keys())


@settings(max_examples=60, deadline=None)
@given(counts_of_grid)
def test_no_small_count_of_a_table_is_within_reach(counts: dict[tuple[str, ...], int]) -> None:
    release = Release("Table", (grid("T", (ROWS, COLUMNS), counts),))
    result = protect(release, Ledger(), LOW)
    assume(isinstance(result, Protected))
    assert isinstance(result, Protected)
    assert seen_by_a_reader(release, result, most=11) == set()


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
    assert seen_by_a_reader(release, result, most=12) == set()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(counts_of_grid, st.sampled_from((1, 4, 9)))
def test_a_web_searched_in_pieces_is_as_safe(
    monkeypatch: pytest.MonkeyPatch, counts: dict[tuple[str, ...], int], largest: int
) -> None:
    """However small the pieces: what no piece can protect is left to its neighbours, and then to the whole."""
    monkeypatch.setattr(secondary, "LARGEST_WHOLE", largest)
    release = Release("Table", (grid("T", (ROWS, COLUMNS), counts),))
    result = protect(release, Ledger(), LOW)
    monkeypatch.setattr(secondary, "LARGEST_WHOLE", 1200)
    assert isinstance(result, type(protect(release, Ledger(), LOW))), "nothing is refused for being searched in pieces"
    if isinstance(result, Protected):
        assert seen_by_a_reader(release, result, most=11) == set()


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


lists = st.lists(st.integers(0, 16), min_size=3, max_size=4)


def listed(counts: list[int], *figures: Ratio) -> Release:
    """A list, two of its counts added up, and all of them."""
    cells = [Cell(f"N{n}", count) for n, count in enumerate(counts)]
    cells += [Cell("Two", sum(counts[:2])), Cell("All", sum(counts))]
    sums = (Sum("Two", ("N0", "N1")), Sum("All", ("Two", *(f"N{n}" for n in range(2, len(counts))))))
    return Release("List", (Table("L", tuple(cells), sums, figures),))


@settings(max_examples=50, deadline=None)
@given(lists)
def test_no_count_of_a_rounded_list_is_within_reach(counts: list[int]) -> None:
    """Not the small ones, and not the rounded ones either; a percentage comes from what is shown."""
    release = listed(counts, Ratio("Percent", "N0", "All", part_of=False))
    result = protect(release, Ledger(), PROFILES["local_rounded"])
    assume(isinstance(result, Protected))
    assert isinstance(result, Protected)
    bare = replace(release, tables=(replace(release.tables[0], figures=()),))
    printed = Print(bare, result, 30, base=5, above=5)
    assert in_reach(printed, [key for key, cell in release.cells.items() if cell.count]) == set()


@settings(max_examples=50, deadline=None)
@given(lists)
def test_no_small_count_is_within_reach_where_the_symbol_names_its_band(counts: list[int]) -> None:
    """As health services do it: 1 to 7 as a star, others to the nearest 5, and nothing more withheld."""
    release = listed(counts)
    result = protect(release, Ledger(), PROFILES["nhs"])
    assume(isinstance(result, Protected))
    assert isinstance(result, Protected)
    assert result.evidence.added == set()
    small = [key for key, cell in release.cells.items() if 1 <= cell.count <= 7]
    assert in_reach(Print(release, result, 7, base=5, above=7, band=True), small) == set()


@settings(max_examples=40, deadline=None)
@given(lists, st.integers(0, 1))
def test_percentages_of_counts_as_they_are_bring_nothing_within_reach(counts: list[int], places: int) -> None:
    """Where a publisher works percentages out before rounding, those that undo it are withdrawn."""
    release = listed(counts, *(Ratio(f"Percent {n}", f"N{n}", "All", places=places, part_of=False) for n in (0, 1)))
    result = protect(release, Ledger(), replace(PROFILES["local_rounded"], rates_from="exact"))
    assume(isinstance(result, Protected))
    assert isinstance(result, Protected)
    printed = Print(release, result, 30, base=5, above=5)
    assert in_reach(printed, [key for key, cell in release.cells.items() if cell.count]) == set()
