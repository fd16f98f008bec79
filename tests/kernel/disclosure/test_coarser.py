"""Rounding that adds up, and proposals to publish fewer counts."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.kernel.disclosure import PROFILES, Dimension, Release, ReleaseError, Sum, grid
from goldenthread.kernel.disclosure.controlled import controlled
from goldenthread.kernel.disclosure.figures import half_up
from goldenthread.kernel.disclosure.proposals import proposals
from goldenthread.kernel.disclosure.rounding import could_be, nearest

AGE, SEX = Dimension("Age", ("0-4", "5-9", "10-15", "16-17")), Dimension("Sex", ("F", "M"))
counts_of_grid = st.dictionaries(st.tuples(st.sampled_from(AGE.categories), st.sampled_from(SEX.categories)),
                                 st.integers(0, 60))  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(counts_of_grid, st.sampled_from((3, 5, 10)))
def test_controlled_rounding_adds_up_and_moves_no_count_past_its_neighbour(
    counts: dict[tuple[str, ...], int], base: int
) -> None:
    table = grid("T", (AGE, SEX), counts)
    before = {cell.key: cell.count for cell in table.cells}
    after = controlled(before, table.sums, base)
    assert all(after[s.total] == sum(after[part] for part in s.parts) for s in table.sums)
    assert all(n % base == 0 and abs(n - before[key]) < base for key, n in after.items())


def test_controlled_rounding_of_what_does_not_add_up_is_an_error() -> None:
    with pytest.raises(ReleaseError, match="does not add up"):
        controlled({"A": 3, "B": 4, "Total": 8}, [Sum("Total", ("A", "B"))])


@given(st.integers(0, 5000), st.sampled_from((5, 10)), st.integers(0, 7))
def test_a_rounded_count_could_be_just_those_that_round_to_it(count: int, base: int, withheld_to: int) -> None:
    shown = nearest(count, base)
    if 1 <= count <= withheld_to:
        return
    low, high = could_be(shown, base, withheld_to=withheld_to)
    same = [n for n in range(shown - base, shown + base + 1)
            if n >= 0 and nearest(n, base) == shown and not 1 <= n <= withheld_to]  # fmt: skip
    assert (low, high) == (same[0], same[-1])


@given(st.fractions(0, 1000, max_denominator=200), st.integers(0, 3))
def test_a_figure_is_shown_within_half_a_step_and_halves_go_up(value: object, places: int) -> None:
    from fractions import Fraction

    assert isinstance(value, Fraction)
    off = (Fraction(half_up(value, places)) - value) * 10**places
    assert Fraction(-1, 2) < off <= Fraction(1, 2)


def test_proposals_say_what_they_would_save() -> None:
    """Three small years by category: pooled, or with two categories merged, less is withheld."""
    kinds = Dimension("Category", ("Neglect", "Emotional", "Physical", "Sexual"))
    years = [
        grid(
            f"Plans {year}", (kinds, SEX), dict(zip(((k, s) for k in kinds.categories for s in "FM"), row, strict=True))
        )
        for year, row in ((2024, (30, 28, 22, 25, 9, 7, 4, 3)), (2025, (33, 31, 20, 24, 8, 9, 4, 3)))
    ]
    found = proposals(Release("R", tuple(years)), PROFILES["local"])
    pooled = next(one for one in found if one.text.startswith("Pool"))
    assert pooled.tables == ("Plans 2024", "Plans 2025")
    assert (pooled.now, pooled.then) == (8, 0)
    merged = next(one for one in found if one.text == "In 'Plans 2024' merge 'Sexual' with 'Physical'")
    assert (merged.now, merged.of_now, merged.then, merged.of_then) == (4, 15, 0, 12)
    assert str(merged) == "In 'Plans 2024' merge 'Sexual' with 'Physical': 4 of 15 withheld now, 0 of 12 then."
    assert [one.then / one.of_then for one in found] == sorted(one.then / one.of_then for one in found)


def test_a_table_that_loses_nothing_gets_no_proposal() -> None:
    assert proposals(Release("R", (grid("T", (SEX,), {("F",): 30, ("M",): 20}),)), PROFILES["local"]) == ()


def test_a_process_that_never_audits_never_loads_scipy() -> None:
    code = (
        "import sys; from goldenthread.kernel.disclosure import *; import goldenthread.kernel.disclosure.proposals\n"
        "table = grid('T', (Dimension('S', ('F', 'M')),), {('F',): 2})\n"
        "protect(Release('R', (table,)), Ledger(), PROFILES['internal'])\n"
        "sys.exit('scipy' in sys.modules or 'numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
