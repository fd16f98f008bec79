"""The traps by name: patterns that rules of thumb call safe, and figures that give away what the tables withhold."""

from __future__ import annotations

from dataclasses import replace

import pytest

from goldenthread.kernel.disclosure import (
    PROFILES,
    Cell,
    Derived,
    Dimension,
    Ledger,
    Mean,
    Profile,
    Protected,
    Ratio,
    Refused,
    Release,
    Sum,
    Table,
    grid,
    protect,
    published_before,
    year_to_date,
)
from goldenthread.kernel.disclosure.audit import attack
from goldenthread.kernel.disclosure.primary import Need
from goldenthread.kernel.disclosure.relations import of_figure, of_sum
from goldenthread.kernel.disclosure.views import View

LOCAL = PROFILES["local"]


def listed(name: str, counts: dict[str, int], total: str = "Total") -> Table:
    """A list with its total."""
    parts = tuple(Cell(key, count) for key, count in counts.items())
    return Table(name, (*parts, Cell(total, sum(counts.values()))), (Sum(total, tuple(counts)),))


def released(*tables: Table, profile: Profile = LOCAL, ledger: Ledger | None = None, **more: object) -> Protected:
    result = protect(Release("A release", tables, **more), ledger or Ledger(), profile)  # type: ignore[arg-type]  # sums or figures, as a release takes them
    assert isinstance(result, Protected), result.reasons
    return result


def texts(result: Protected) -> dict[str, str]:
    return {key: outcome.text for key, outcome in result.outcomes.items()}


def test_two_in_every_row_and_column_is_not_enough() -> None:
    """The peer's table: in each line at least two are withheld, and one of them is exactly 47 all the same."""
    rows, columns = "wxyz", "abcd"
    counts = [[30, 47, 64, 89], [90, 124, 5, 31], [92, 100, 59, 85], [800, 991, 651, 685]]
    table = grid(
        "", (Dimension("v1", tuple(rows)), Dimension("v2", tuple(columns))),
        {(r, c): counts[i][j] for i, r in enumerate(rows) for j, c in enumerate(columns)}, prefix="",
    )  # fmt: skip
    truth = {cell.key: cell.count for cell in table.cells}
    gone = {"w | a", "w | b", "w | c", "x | a", "x | c", "y | b", "y | d", "z | b", "z | d"}
    assert all(sum(key.startswith(row) for key in gone) >= 2 for row in rows)
    assert all(sum(key.endswith(column) for key in gone) >= 2 for column in columns)

    def reach(withheld: set[str]) -> tuple[int, int | None]:
        bounds = {key: (0, None) if key in withheld else (n, n) for key, n in truth.items()}
        found = attack(View(truth, bounds, tuple(map(of_sum, table.sums))), [Need("w | b")])["w | b"]
        return found.low, found.high

    assert reach(gone) == (47, 47)
    assert reach(gone | {"x | d"}) == (0, 78)


def test_two_ones_that_add_up_to_two_are_ones() -> None:
    shown = texts(released(listed("Plans", {"Neglect": 34, "Emotional": 27, "Physical": 1, "Sexual": 1})))
    assert shown == {"Neglect": "34", "Emotional": "c", "Physical": "c", "Sexual": "c", "Total": "63"}


def test_a_quarter_is_the_difference_of_two_running_totals() -> None:
    quarters, running = ("Q1", "Q2", "Q3", "Q4"), ("Q1", "To Q2", "To Q3", "To Q4")
    counts = {"Q1": 9, "Q2": 4, "Q3": 11, "Q4": 8, "To Q2": 13, "To Q3": 24, "To Q4": 32}
    table = Table("Plans", tuple(Cell(k, n) for k, n in counts.items()), year_to_date(quarters, running))
    assert {key for key, text in texts(released(table)).items() if text == "c"} == {"Q1", "Q2"}


def test_46_of_48_says_that_2_were_late() -> None:
    """The percentage goes with the count that it leaves over, and one of the two counts as well."""
    cells = (Cell("In time", 46), Cell("Conferences", 48))
    result = released(Table("Conferences", cells, figures=(Ratio("Percent", "In time", "Conferences"),)))
    assert texts(result) == {"In time": "c", "Conferences": "48", "Percent": "c"}
    assert "leaves over" in result.evidence.reasons["Conferences less In time"]
    assert "Conferences less In time" not in result.outcomes


def test_a_percentage_alone_gives_its_counts_away() -> None:
    """Only 48 and 95.8% are printed: 46 of 48 is the one fraction that rounds so."""
    cells = (Cell("In time", 46, published=False), Cell("Conferences", 48))
    result = released(Table("Conferences", cells, figures=(Ratio("Percent", "In time", "Conferences"),)))
    assert texts(result) == {"Conferences": "48", "Percent": "c"}


def test_a_percentage_that_leaves_few_over_goes_though_nothing_stands_beside_it() -> None:
    """95.8% alone could be 23 of 24 as well: not solved, but made from a withheld count all the same."""
    cells = (Cell("In time", 46, published=False), Cell("Conferences", 48, published=False))
    result = released(Table("Conferences", cells, figures=(Ratio("Percent", "In time", "Conferences"),)))
    assert texts(result) == {"Percent": "c"}


def test_all_in_time_leaves_nobody_over_and_is_shown() -> None:
    cells = (Cell("In time", 48), Cell("Conferences", 48))
    result = released(Table("Conferences", cells, figures=(Ratio("Percent", "In time", "Conferences"),)))
    assert texts(result) == {"In time": "48", "Conferences": "48", "Percent": "100.0"}


@pytest.mark.parametrize(("count", "rate"), [(43, "7.5"), (3, "0.5")])
def test_a_rate_to_one_decimal_undoes_rounding(count: int, rate: str) -> None:
    figure = Ratio("Rate", "Children", 57_312, per=10_000)
    lines = of_figure(figure, {"Children": count})
    found = attack(View({"Children": count}, {"Children": (0, None)}, lines), [Need("Children")])["Children"]
    assert (found.low, found.high) == (count, count)
    exact = replace(PROFILES["local_rounded"], rates_from="exact")
    shown = texts(released(Table("Plans", (Cell("Children", count),), figures=(figure,)), profile=exact))
    assert shown["Rate"] == "c", "worked out from the count as it is, it would give the count away"
    if count > 5:
        rounded = texts(released(Table("P", (Cell("Children", count),), figures=(figure,)), profile=LOCAL))
        assert rounded["Rate"] == rate


def test_a_rate_of_a_rounded_count_is_of_what_is_shown() -> None:
    figure = Ratio("Rate", "Children", 57_312, per=10_000)
    shown = texts(
        released(Table("Plans", (Cell("Children", 43),), figures=(figure,)), profile=PROFILES["local_rounded"])
    )
    assert shown == {"Children": "45", "Rate": "7.9"}


def test_everything_made_from_a_withheld_count_goes_with_it() -> None:
    """The rate, its interval, and the sentence that rests on the interval; a chart's limits too."""
    figures = (
        Ratio("Rate", "Neglect", 57_312, per=10_000),
        Derived("Interval of the rate", ("Rate",), "0.2 to 1.5"),
        Derived("Limits of the chart", ("Neglect", "Physical"), "0 to 40"),
        Derived("Headline", ("Interval of the rate",), "Lower than England"),
        Ratio("Rate of the other", "Physical", 57_312, per=10_000),
    )
    table = listed("Plans", {"Neglect": 4, "Physical": 34, "Sexual": 5})
    shown = texts(released(replace(table, figures=figures)))
    assert [shown[f.key] for f in figures] == ["c", "c", "c", "c", "5.9"]


def test_a_mean_goes_only_where_it_would_give_a_count_away() -> None:
    """The mean of five months with one withheld says their sum; of two withheld, only the sum of those two."""
    months = {"Apr": 12, "May": 3, "Jun": 14, "Jul": 12, "Aug": 11}
    cells = tuple(Cell(key, count) for key, count in months.items())
    alone = released(Table("M", cells, figures=(Mean("Mean", tuple(months)),)))
    assert texts(alone) == {"Apr": "12", "May": "c", "Jun": "14", "Jul": "12", "Aug": "11", "Mean": "c"}
    assert alone.evidence.reasons["Mean"] == "It would give a withheld count away."
    two = (*cells[:2], Cell("Jun", 4), *cells[3:])
    assert texts(released(Table("M", two, figures=(Mean("Mean", tuple(months)),))))["Mean"] == "8.4"


def test_a_line_all_in_one_group_tells_of_everyone_in_it() -> None:
    """Twelve children of the hostel, all twelve in one category: no count is small, and every one is told of."""
    dimensions = (Dimension("Place", ("Hostel", "Home")), Dimension("Category", ("Neglect", "Sexual"), attribute=True))
    counts = {("Hostel", "Sexual"): 12, ("Home", "Neglect"): 30, ("Home", "Sexual"): 25}
    result = released(grid("T", dimensions, counts, prefix=""))
    shown = texts(result)
    assert (shown["Hostel | Neglect"], shown["Hostel | Sexual"]) == ("c", "c")
    finding = result.evidence.findings["Hostel | Sexual"]
    assert finding.low < 12, "it may be that not all of them are"
    harmless = replace(LOCAL, attribute=False)
    assert texts(released(grid("T", dimensions, counts, prefix=""), profile=harmless))["Hostel | Neglect"] == "0"


def test_noughts_are_shown_and_never_protect() -> None:
    shown = texts(released(listed("L", {"A": 34, "B": 0, "C": 3})))
    assert shown == {"A": "c", "B": "0", "C": "c", "Total": "37"}


def test_a_figure_public_already_is_neither_withheld_nor_protected() -> None:
    table = listed("L", {"A": 34, "B": 21, "C": 3})
    fixed = replace(table, cells=tuple(replace(c, fixed=c.key in {"A", "Total"}) for c in table.cells))
    assert texts(released(fixed)) == {"A": "34", "B": "c", "C": "c", "Total": "58"}


def test_what_cannot_be_protected_is_refused_with_its_reason() -> None:
    """Nothing else may be withheld here: both lines are public already."""
    table = listed("L", {"A": 34, "C": 3})
    fixed = replace(table, cells=tuple(replace(c, fixed=c.key != "C") for c in table.cells))
    result = protect(Release("R", (fixed,)), Ledger(), LOCAL)
    assert isinstance(result, Refused)
    assert result.keys == ("C",)
    assert "'C' cannot be protected: a reader can tell that it is 3 to 3" in result.reasons[0]


def test_figures_that_contradict_each_other_are_refused() -> None:
    table = Table("L", (Cell("A", 34), Cell("B", 3), Cell("Total", 36)), (Sum("Total", ("A", "B")),))
    result = protect(Release("R", (table,)), Ledger(), LOCAL)
    assert isinstance(result, Refused)
    assert result.reasons == ("It does not add up: Total = A + B (Total is 36, A is 34, B is 3).",)


def test_an_audit_without_an_answer_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    """However it comes about: a solver that gives up must never let a release out."""
    from goldenthread.kernel.disclosure import audit

    def gives_up(*_: object, **__: object) -> None:
        raise audit.Unproved("it stopped")

    monkeypatch.setattr(audit.Programme, "solve", gives_up)
    result = protect(Release("R", (listed("L", {"A": 34, "B": 21, "C": 3}),)), Ledger(), LOCAL)
    assert isinstance(result, Refused)
    assert result.reasons == ("The audit could not be proved: it stopped",)


def test_a_death_is_not_known_to_be_few() -> None:
    """Two counts of 1 and 3: no reader may be sure of either that it is 5 or fewer."""
    result = released(listed("D", {"A": 1, "B": 3, "C": 9, "D": 20}), profile=PROFILES["deaths"])
    for key in ("A", "B"):
        finding = result.evidence.findings[key]
        assert finding.high is None or finding.high >= 6
        assert finding.high is None or finding.high - finding.low >= 5


def test_no_rate_of_fewer_than_ten_deaths() -> None:
    figures = (Ratio("Of A", "A", 57_312, per=10_000), Ratio("Of B", "B", 57_312, per=10_000))
    result = released(Table("D", (Cell("A", 9), Cell("B", 10)), figures=figures), profile=PROFILES["deaths"])
    assert [texts(result)[f.key] for f in figures] == ["c", "1.7"]


def test_where_the_symbol_names_its_band_nothing_else_may_carry_it() -> None:
    """'*' says 1 to 7: with the rest shown to the nearest 5, the audit must find it open within that band."""
    result = released(listed("L", {"A": 34, "B": 21, "C": 3}), profile=PROFILES["nhs"])
    assert texts(result) == {"A": "35", "B": "20", "C": "*", "Total": "60"}
    finding = result.evidence.findings["C"]
    assert 1 <= finding.low < finding.high <= 7  # type: ignore[operator]  # a band has an upper end


def test_a_band_is_said_only_of_counts_that_are_in_it() -> None:
    """'fewer than 5' must not stand for a percentage."""
    dimensions = (Dimension("Place", ("Hostel", "Home")), Dimension("Category", ("Neglect", "Sexual"), attribute=True))
    counts = {("Hostel", "Sexual"): 12, ("Hostel", "Neglect"): 9, ("Home", "Neglect"): 30, ("Home", "Sexual"): 3}
    figure = Ratio("Percent", "Home | Sexual", "Home | Total")
    table = replace(grid("T", dimensions, counts, prefix=""), figures=(figure,))
    shown = texts(released(table, profile=PROFILES["ofqual"]))
    assert [shown[k] for k in ("Home | Sexual", "Hostel | Sexual", "Percent")] == ["fewer than 5", "10", "c"]


@pytest.mark.parametrize("profile", ["ofqual", "nhs"])
def test_where_the_symbol_names_its_band_a_group_cannot_be_hidden_and_is_refused(profile: str) -> None:
    """Another symbol than that of the band says: not 1 to 4. Of twelve it leaves none, or all."""
    dimensions = (Dimension("Place", ("Hostel", "Home")), Dimension("Category", ("Neglect", "Sexual"), attribute=True))
    counts = {("Hostel", "Sexual"): 12, ("Home", "Neglect"): 30, ("Home", "Sexual"): 25}
    table = grid("T", dimensions, counts, prefix="")
    result = protect(Release("R", (table,)), Ledger(), PROFILES[profile])
    assert isinstance(result, Refused)
    assert "Hostel | Neglect" in result.keys


def test_that_all_or_all_but_one_are_in_a_group_is_not_told_either() -> None:
    """0 or 1 of twelve would say as much as 0: at least two must seem possible."""
    dimensions = (Dimension("Place", ("Hostel", "Home")), Dimension("Category", ("Neglect", "Sexual"), attribute=True))
    counts = {("Hostel", "Sexual"): 12, ("Home", "Neglect"): 1, ("Home", "Sexual"): 25}
    result = released(grid("T", dimensions, counts, prefix=""))
    finding = result.evidence.findings["Hostel | Neglect"]
    assert finding.high is None or finding.high >= 2


def test_a_rate_that_is_not_applicable_says_that_there_is_nothing_to_divide_by() -> None:
    """z of North says that it had no visits: with the total and the south's, the small one would be a subtraction."""
    visits = {"North": 0, "East": 3, "South": 37, "All": 40}
    cells = [Cell(key, count, published=key in {"South", "All"}) for key, count in visits.items()]
    cells += [Cell("North in time", 0, published=False)]
    figure = Ratio("Percent of North", "North in time", "North")
    table = Table("V", tuple(cells), (Sum("All", ("North", "East", "South")),), (figure,))
    result = released(table)
    shown = texts(result)
    assert shown["Percent of North"] == "c" or "c" in (shown["South"], shown["All"])
    assert result.evidence.findings["East"].low < (result.evidence.findings["East"].high or 99)


def test_a_count_that_was_public_as_it_is_may_be_shown_rounded() -> None:
    """Rounding hides no secret of it; it is neither small nor withheld."""
    before = published_before("Last year", {"A": 34})
    shown = texts(released(listed("L", {"A": 34, "B": 21}), profile=PROFILES["local_rounded"], ledger=before))
    assert shown["A"] == "35"


def test_an_audit_that_takes_too_long_refuses_and_says_what_to_do() -> None:
    from goldenthread.kernel.disclosure.audit import limited_to

    with limited_to(0):
        result = protect(Release("R", (listed("L", {"A": 34, "B": 21, "C": 3}),)), Ledger(), LOCAL)
    assert isinstance(result, Refused)
    assert "it took too long. Put fewer tables into one release" in result.reasons[0]
    assert texts(released(listed("L", {"A": 34, "B": 21, "C": 3})))["C"] == "c", "the limit ends with its block"


def test_independent_rounding_can_be_unpicked_and_is_then_refused() -> None:
    """7 one-child groups shown as '1 to 7' with a total of 8 or more would be opened; a base of 5 leaves 1 and 1."""
    counts = {"A": 1, "B": 7, "C": 8}
    profile = replace(PROFILES["nhs"], rounding=())
    refused = protect(Release("R", (listed("L", {"A": 7, "B": 7, "C": 8}),)), Ledger(), profile)
    assert isinstance(refused, Refused), "unrounded: the two that are left add up to 14, and no more than 7 each"
    assert texts(released(listed("L", counts), profile=PROFILES["nhs"])) == {
        "A": "*",
        "B": "*",
        "C": "10",
        "Total": "15",
    }


def test_inside_the_partnership_everything_is_shown_and_the_public_learns_nothing() -> None:
    before = published_before("Last year", {"A": 34})
    result = released(listed("L", {"A": 34, "C": 3}), profile=PROFILES["internal"], ledger=before)
    assert texts(result) == {"A": "34", "C": "3", "Total": "37"}
    assert result.ledger == before


def test_what_the_public_gets_carries_no_secret() -> None:
    """Neither the outcomes nor what a log would print of the whole say which counts are small, or how small."""
    result = released(listed("L", {"A": 34, "B": 21, "C": 3}))
    assert "3" not in repr(result).replace("34", "")
    assert result.outcomes["C"] == replace(result.outcomes["B"], key="C")
    assert [note.text for note in result.notes] == ["c"]
    assert "small" not in result.notes[0].meaning
