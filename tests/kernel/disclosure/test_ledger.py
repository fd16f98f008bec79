"""What was published before can be held against what is published now: one ledger, one audit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from goldenthread.kernel.disclosure import (
    PROFILES,
    Cell,
    Ledger,
    Protected,
    Refused,
    Release,
    ReleaseError,
    Sum,
    Table,
    protect,
    published_before,
    within,
)

LOCAL = PROFILES["local"]
SUM = (Sum("Total", ("A", "B", "C")),)


def table(name: str = "T", sums: tuple[Sum, ...] = SUM, **counts: int) -> Table:
    return Table(name, tuple(Cell(key, count) for key, count in counts.items()), sums)


def released(ledger: Ledger, *tables: Table) -> Protected:
    result = protect(Release(f"Release of {tables[0].name}", tables), ledger, LOCAL)
    assert isinstance(result, Protected), result.reasons
    return result


def withheld(result: Protected) -> set[str]:
    return {key for key, outcome in result.outcomes.items() if outcome.symbol}


def test_a_total_published_before_opens_a_list_published_now() -> None:
    """The list alone is safe; with last month's total it is a subtraction."""
    now = table(sums=SUM, A=34, B=21, C=3, Total=58)
    listed = replace(now, cells=tuple(replace(c, published=c.key != "Total") for c in now.cells))
    assert withheld(released(Ledger(), listed)) == {"C"}
    assert withheld(released(published_before("Last month", {"Total": 58}), listed)) == {"B", "C"}


def test_a_count_withheld_once_is_withheld_everywhere() -> None:
    """B protects C in the first release; a second table in which B stands alone must not print it."""
    first = released(Ledger(), table(A=34, B=21, C=3, Total=58))
    assert withheld(first) == {"B", "C"}
    second = released(first.ledger, table("Second", (), B=21, D=40))
    assert withheld(second) == {"B"}
    assert second.evidence.reasons["B"] == "It was withheld before."
    assert second.evidence.findings["C"].low < 3 < (second.evidence.findings["C"].high or 99)


def test_a_release_that_would_open_an_earlier_one_withholds_its_own() -> None:
    """B and C were withheld; now B is cut by sex: the two parts would add up to B, and B gives C."""
    first = released(Ledger(), table(A=34, B=21, C=3, Total=58))
    cut = table("By sex", (Sum("B", ("B girls", "B boys")),), **{"B girls": 9, "B boys": 12, "B": 21})
    second = released(first.ledger, cut)
    assert withheld(second) == {"B", "B girls"}


def test_what_is_public_already_cannot_be_withheld_and_is_refused() -> None:
    result = protect(Release("R", (table("T", (), C=3),)), published_before("Last year's report", {"C": 3}), LOCAL)
    assert isinstance(result, Refused)
    assert "It was published in Last year's report." in result.reasons[0]


def test_a_revised_figure_needs_a_key_of_its_own() -> None:
    result = protect(Release("R", (table("T", (), C=40),)), published_before("Last year's report", {"C": 38}), LOCAL)
    assert isinstance(result, Refused)
    assert "'C' was 38 in Last year's report and is 40 now" in result.reasons[0]


def test_a_revision_ties_the_old_figure_to_the_new() -> None:
    """C (now 4) was 12 of a list of 46 before it was revised down; readers know that revisions are within 8."""
    old = published_before("Last year", {"C, first": 12})
    tied = old.plus((), [within("C, first", "C", -8, 8)])
    result = released(tied, table("T", (), C=4))
    assert (result.evidence.findings["C"].low, result.evidence.findings["C"].high) == (4, 20)
    tighter = old.plus((), [within("C, first", "C", -8, -8)])
    assert isinstance(protect(Release("R", (table("T", (), C=4),)), tighter, LOCAL), Refused)


def test_a_relation_to_what_nobody_has_is_refused() -> None:
    ledger = Ledger().plus((), [within("C, first", "C", -8, 8)])
    result = protect(Release("R", (table("T", (), C=14),)), ledger, LOCAL)
    assert isinstance(result, Refused)
    assert "needs 'C, first'" in result.reasons[0]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_tables_published_one_by_one_stay_safe_together(order: tuple[int, ...]) -> None:
    """Districts by quarter, quarters of the county, the county's year: whatever goes out first."""
    tables = (
        table("Districts", (Sum("Q1", ("North Q1", "South Q1")),), **{"North Q1": 4, "South Q1": 13, "Q1": 17}),
        table("Quarters", (Sum("Year", ("Q1", "Q2")),), Q1=17, Q2=20, Year=37),
        table("Years", (Sum("Year", ("North", "South")), Sum("North", ("North Q1", "North Q2"))),
              **{"North Q1": 4, "North Q2": 9, "North": 13, "South": 24, "Year": 37}),
    )  # fmt: skip
    ledger = Ledger()
    for n in order:
        result = released(ledger, tables[n])
        ledger = result.ledger
        assert all(f.high is None or f.high > f.low for f in result.evidence.findings.values())
    assert "North Q1" in result.evidence.findings


def test_a_release_that_cannot_be_read_says_where() -> None:
    with pytest.raises(ReleaseError, match="'A' is 3 in one table of 'R', 4 in another"):
        Release("R", (table("T", (), A=3), table("U", (), A=4)))
    with pytest.raises(ReleaseError, match=r"the sum 'Total = A \+ B \+ C' needs 'Total'"):
        Release("R", (table("T", SUM, A=3, B=1, C=1),))
    with pytest.raises(ReleaseError, match="'A' is -1: a count is a whole number"):
        Cell("A", -1)
