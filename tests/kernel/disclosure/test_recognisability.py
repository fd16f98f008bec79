"""The guard on tables of cases: nobody can be known in what it passes, and every proposal passes."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.kernel.disclosure.cases import Attribute, CaseTable, Role, Rules, banded, dated, nested
from goldenthread.kernel.disclosure.coarser_cases import guard
from goldenthread.kernel.disclosure.recognisability import Why, findings, passes
from goldenthread.kernel.disclosure.recognising import Texts
from goldenthread.kernel.disclosure.tables import ReleaseError

BANDS = ("0 to 27 days", "28 to 364 days", "1 to 4 years", "5 to 9 years", "10 to 14 years", "15 to 17 years")
DISTRICTS = {"Ashby": "Wealdshire", "Brookton": "Wealdshire", "Coldmere": "Wealdshire"}
CAUSES = {"Trauma": "External causes", "Suicide": "External causes", "Infection": "Illness", "Malignancy": "Illness"}
TEXTS = Texts(tuple(DISTRICTS.items()), frozenset(DISTRICTS), frozenset({"Wealdshire"}))


def table_of(rows: list[tuple[str, str, str, str]]) -> CaseTable:
    columns = (
        banded("age", BANDS, [row[0] for row in rows]), Attribute("sex"),
        nested("district", ("the county for the district", DISTRICTS)),
        nested("category", ("the group for the category", CAUSES), role=Role.TOLD),
    )  # fmt: skip
    return CaseTable("Deaths reviewed", columns, tuple(rows))


ROW = st.tuples(
    st.sampled_from(BANDS), st.sampled_from(["Female", "Male"]), st.sampled_from(sorted(DISTRICTS)),
    st.sampled_from(sorted(CAUSES)),
)  # fmt: skip
TABLES = st.lists(ROW, max_size=30).map(table_of)
KS = st.integers(2, 6)


def assert_alike(table: CaseTable, k: int) -> None:
    """Read from the lines as printed, without the guard's own code."""
    known = [n for n, column in enumerate(table.columns) if column.role is Role.KNOWN]
    counts = Counter(tuple(row[n] for n in known) for row in table.rows)
    assert all(count >= k for count in counts.values()), counts


@settings(max_examples=40, deadline=None)
@given(TABLES, KS)
def test_whatever_it_passes_has_every_combination_k_times_or_withheld_and_so_has_every_proposal(table, k) -> None:
    rules = Rules(k=k)
    verdict = guard(table, rules, TEXTS)
    if verdict.passes:
        assert_alike(table, k)
    for one in verdict.proposals:
        assert_alike(one.table, k)
        assert passes(one.table, rules, TEXTS)
        assert len(one.table.rows) == len(table.rows)
        assert sum(set(row) == {"c"} for row in one.table.rows) == one.withheld
    # What is refused comes with proposals, least loss first, or with the word that a total is all.
    assert verdict.passes or bool(verdict.proposals) != bool(verdict.only)
    assert [one.loss for one in verdict.proposals] == sorted(one.loss for one in verdict.proposals)
    if verdict.only:
        few = len(table.rows) < k
        assert ("fewer than" in verdict.only) == few
        assert few or str(len(table.rows)) in verdict.only


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((6, 1, 9, 0, 0, 0), "join '0 to 27 days' and '28 to 364 days'"),
        ((0, 0, 9, 0, 1, 0), "join '1 to 4 years' and '5 to 9 years' and '10 to 14 years'"),
        ((0, 0, 0, 0, 5, 2), "join '10 to 14 years' and '15 to 17 years'"),
    ],
)
def test_the_band_of_fewest_cases_is_joined_to_its_smaller_neighbour(counts, words) -> None:
    values = [band for band, count in zip(BANDS, counts, strict=True) for _ in range(count)]
    assert banded("age", BANDS, values).steps[0].words == words


@settings(max_examples=40, deadline=None)
@given(TABLES, KS)
def test_a_table_that_passes_still_passes_when_a_column_is_made_coarser(table, k) -> None:
    rules = Rules(k=k, different=1)
    if passes(table, rules, TEXTS):
        for n, column in enumerate(table.columns):
            steps = tuple(1 if m == n else 0 for m in range(len(table.columns)))
            assert passes(table.taken(steps), rules, TEXTS), column.name


def test_a_rare_combination_is_refused_with_its_line_and_the_least_merge_is_proposed() -> None:
    rows = [("1 to 4 years", "Male", "Ashby", "Infection")] * 4 + [("1 to 4 years", "Male", "Ashby", "Trauma")] * 5
    rows += [("5 to 9 years", "Male", "Ashby", "Infection")] * 2
    verdict = guard(table_of(rows), Rules(k=5), TEXTS)
    assert [(one.why, one.line) for one in verdict.findings if one.why is Why.RARE] == [(Why.RARE, 10), (Why.RARE, 11)]
    assert "Only 2 cases are age 5 to 9 years, sex Male, district Ashby; 5 are needed." in verdict.findings[0].words
    assert verdict.proposals[0].words == "show age as 1 to 9 years"
    assert {row[0] for row in verdict.proposals[0].table.rows} == {"1 to 9 years"}


def test_a_small_area_is_refused_and_the_larger_one_is_proposed() -> None:
    rows = [
        ("1 to 4 years", "Male", d, c) for d in ("Ashby", "Brookton") for c in ("Infection", "Trauma") for _ in "12345"
    ]
    rules = Rules(k=5, population={"Ashby": 900, "Brookton": 40_000})
    verdict = guard(table_of(rows), rules, TEXTS)
    assert {one.why for one in verdict.findings} == {Why.SMALL_AREA}
    assert "Ashby is 900 children; 5,000 are needed." in verdict.reasons[0]
    assert verdict.proposals[0].words == "in district the county for the district"


def test_an_unusual_cause_is_refused_and_its_group_is_proposed() -> None:
    rows = [("1 to 4 years", "Male", "Ashby", "Infection")] * 6 + [("1 to 4 years", "Male", "Ashby", "Trauma")] * 5
    rows += [("1 to 4 years", "Male", "Ashby", "Malignancy")]
    verdict = guard(table_of(rows), Rules(k=5), TEXTS)
    assert {one.why for one in verdict.findings} == {Why.CAUSE}
    assert any("the group for the category" in one.words for one in verdict.proposals)


def test_when_all_who_are_alike_died_of_the_same_it_tells_of_each_of_them() -> None:
    rows = [("1 to 4 years", "Male", "Ashby", "Infection")] * 6 + [("1 to 4 years", "Female", "Ashby", "Trauma")] * 6
    verdict = guard(table_of(rows), Rules(k=5), TEXTS)
    assert {one.why for one in verdict.findings} == {Why.ALL_ALIKE}
    assert "leave out sex" in {one.words for one in verdict.proposals}


def test_a_day_is_never_shown_however_many_share_it_and_the_quarter_is_proposed() -> None:
    days = ["2016-05-01"] * 6 + ["2016-06-30"] * 6
    table = CaseTable("Deaths", (dated("died", days),), tuple((day,) for day in days))
    verdict = guard(table, Rules(k=5))
    assert Why.DATE in {one.why for one in verdict.findings}
    assert {row[0] for row in verdict.proposals[0].table.rows} == {"2016-17 quarter 1"}


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("Jane Doe", Why.NAME), ("12 Acacia Avenue", Why.PLACE), ("died 4 March 2016", Why.DATE),
        ("17 days", Why.DATE), ("943 476 5919", Why.NUMBER), ("struck by lightning", Why.CAUSE),
        ("Ashby Primary School", Why.PLACE), ("the only child", Why.ROLE),
    ],
)  # fmt: skip
def test_what_names_dates_or_places_in_a_cell_is_refused_with_the_cell(value: str, why: Why) -> None:
    role = Role.SHOWN if why is Why.NAME else Role.KNOWN
    table = CaseTable("Cases", (Attribute("note", role), Attribute("sex")), ((value, "Male"),) * 6)
    found = [one for one in findings(table, Rules(k=5), TEXTS) if one.why is why]
    assert found[0].where == "line 1, note"
    assert guard(table, Rules(k=5), TEXTS).proposals[0].words == "leave out note"


def test_bands_and_areas_of_the_table_are_no_names_and_no_ages() -> None:
    rows = [(band, "Male", d, c) for band in BANDS for d in DISTRICTS for c in CAUSES for _ in "12345"]
    assert guard(table_of(rows), Rules(k=5), TEXTS).passes


def test_a_few_lines_that_stand_out_may_be_withheld_with_as_many_as_make_k() -> None:
    rows = [
        ("1 to 4 years", s, "Ashby", c) for s in ("Male", "Female") for c in ("Infection", "Trauma") for _ in range(20)
    ]
    rows += [("15 to 17 years", "Male", "Coldmere", "Infection")]
    verdict = guard(table_of(rows), Rules(k=5), TEXTS)
    withheld = [one for one in verdict.proposals if one.withheld]
    assert withheld[0].words == "withhold 5 of 81 lines"


@pytest.mark.parametrize("rows", [0, 1, 4])
def test_of_fewer_than_k_cases_not_even_the_total_is_told(rows: int) -> None:
    verdict = guard(table_of([("1 to 4 years", "Male", "Ashby", "Trauma")] * rows), Rules(k=5), TEXTS)
    assert verdict.passes == (rows == 0)
    assert verdict.only == ("Nothing can be shown, not the total either: say 'fewer than 5'." if rows else "")


def test_a_table_that_cannot_be_read_is_refused_in_words() -> None:
    with pytest.raises(ReleaseError, match="line 2 of 'Cases' has 1 cells; it has 2 columns"):
        CaseTable("Cases", (Attribute("a"), Attribute("b")), (("1", "2"), ("1",)))
    with pytest.raises(ReleaseError, match="at least 2 cases"):
        Rules(k=1)
