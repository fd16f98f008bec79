"""Typed tables: what is found in them, and what is left in peace."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.kernel.arithmetic.checking import check_table, check_tables
from goldenthread.kernel.arithmetic.findings import Confidence, Finding, Kind
from goldenthread.kernel.arithmetic.meetings import check_meetings
from goldenthread.kernel.arithmetic.roles import is_change, is_total, may_be_total, rounding_base, scale_of
from goldenthread.kernel.arithmetic.tables import Table
from tests.kernel.arithmetic.making import table


def told(found: list[Finding]) -> list[tuple[str, str, str, str]]:
    return [(str(f.kind), f.printed, f.computed, str(f.confidence)) for f in found]


def test_a_total_is_checked_against_its_lines_column_by_column() -> None:
    made = table("2022|2023", "Police|12|15", "Health|30|28", "Council|41|44", "Total|83|97")
    (found,) = check_table(made)
    assert told([found]) == [("total", "97", "87", "sure")]
    assert found.where == "Table 1, row “Total”, column “2023”"
    assert "3 lines add up to 87, a difference of 10" in found.text


def test_subtotals_stand_for_their_lines_and_each_is_checked() -> None:
    rows = ["A|6", "B|14", "Subtotal|20", "C|18", "D|8", "E|9", "Subtotal|35", "Grand total|55"]
    assert check_table(table("2023", *rows)) == []
    rows[6] = "Subtotal|36"
    assert told(check_table(table("2023", *rows))) == [("total", "36", "35", "sure")]
    rows[6], rows[7] = "Subtotal|35", "Grand total|65"
    assert told(check_table(table("2023", *rows))) == [("total", "65", "55", "sure")]


def test_a_total_may_stand_above_its_lines_or_at_the_right() -> None:
    assert check_table(table("2023", "All ages|60", "Under 5|20", "5 to 9|25", "10 to 17|15")) == []
    assert told(check_table(table("2023", "Total|61", "Under 5|20", "5 to 9|25", "10 to 17|15"))) == [
        ("total", "61", "60", "sure")
    ]
    across = table("Boys|Girls|Total", "North|10|12|22", "South|31|29|60", "East|8|8|18")
    assert told(check_table(across)) == [("total", "18", "16", "sure")]


def test_lines_that_count_several_times_and_a_total_of_the_last_few() -> None:
    rows = [
        "Council|40,000",
        "Groups (each)|6,951.85",
        "Trusts (each)|6,951.85",
        "Total health contributions|90,374.00",
        "Police|9,626",
    ]

    def contributions(total: str) -> Table:
        made = table("2023", *rows, f"Total|{total}")
        lines = [
            replace(row, times={"G": 7, "T": 6}.get(row.label[0], 1) if "each" in row.label else 1) for row in made.rows
        ]
        return replace(made, rows=tuple(lines))

    assert check_table(contributions("140,000")) == []
    assert told(check_table(contributions("138,000"))) == [("total", "138,000", "140,000", "sure")]


@pytest.mark.parametrize(
    "note",
    [
        "A child may be counted in more than one category.",
        "Categories overlap.",
        "The lines do not add up to the total.",
    ],
)
def test_a_table_that_says_its_lines_overlap_gets_a_note_at_most(note: str) -> None:
    made = table("2023", "Alcohol|30", "Drugs|25", "Mental health|40", "Total|61", notes=(note,))
    assert [f.confidence for f in check_table(made)] == [Confidence.NOTE]


def test_rounding_is_no_excuse_beyond_what_rounding_can_do() -> None:
    note = ("Percentages may not sum to 100 because of rounding.",)
    made = table("Number|Share of total", "A|30|33.3%", "B|30|33.3%", "C|30|33.3%", "Total|90|100%", notes=note)
    assert check_table(made) == []
    wrong = table("Number|Share of total", "A|30|33.3%", "B|30|33.3%", "C|30|43.3%", "Total|90|100%", notes=note)
    assert ("percentage", "43.3%", "33.3%", "sure") in told(check_table(wrong))


def test_figures_rounded_to_the_nearest_five_are_checked_as_such() -> None:
    made = table("2023", "A|1,245", "B|895", "C|615", "Total|2,760", notes=("Rounded to the nearest 5.",))
    assert rounding_base(made) == 5
    assert check_table(made) == []
    assert told(check_table(table("2023", "A|1,245", "B|895", "C|615", "Total|2,960", notes=made.notes))) == [
        ("total", "2,960", "2,755", "sure")
    ]


def test_changes_are_read_by_the_periods_whichever_stands_first() -> None:
    forth = table("2021/22|2022/23|Change", "A|32|27|-5", "B|40|52|+12", "C|9|9|0")
    back = table("2022/23|2021/22|Change", "A|27|32|-5", "B|52|40|+12", "C|9|9|0")
    assert check_table(forth) == check_table(back) == []
    wrong = table("2022/23|2021/22|Change", "A|27|32|+5", "B|52|40|+12", "C|9|8|+1")
    (found,) = check_table(wrong)
    assert told([found]) == [("change", "+5", "-5", "sure")]
    assert "Only its sign is wrong" in found.text


def test_percentage_changes_points_and_budgets() -> None:
    assert check_table(table("2022|2023|% change", "A|50|60|20.0%", "B|80|60|-25.0%")) == []
    assert told(check_table(table("2022|2023|% change", "A|50|60|20.0%", "B|80|60|-20.0%", "C|10|11|10%"))) == [
        ("percentage_change", "-20.0%", "-25.0%", "sure")
    ]
    assert check_table(table("2022|2023|Change (pp)", "A|82%|86%|4", "B|79%|77%|-2")) == []
    assert check_table(table("Budget|Actual|Variance", "A|100|90|10", "B|50|65|-15", "C|20|20|0")) == []


def test_a_change_on_the_row_before() -> None:
    rows = ["2020|2,604|-286", "2021|3,050|446", "2022|3,210|160", "2023|3,435|225"]
    assert check_table(table("Referrals|Change", "2019|2,890|-", *rows)) == []
    rows[2] = "2022|3,210|190"
    assert told(check_table(table("Referrals|Change", "2019|2,890|-", *rows))) == [("change", "190", "160", "sure")]


def test_percentages_of_another_column_of_the_total_and_of_a_row() -> None:
    attended = ["A|6|6|100%", "B|6|5|83%", "C|5|4|80%", "D|3|1|33%"]
    assert check_table(table("Invited|Attended|Attendance", *attended)) == []
    attended[1] = "B|6|5|73%"
    assert told(check_table(table("Invited|Attended|Attendance", *attended))) == [("percentage", "73%", "83%", "sure")]
    rows = ["Held|48|50|60", "On time|36|40|51", "Percentage on time|75%|80%|85%"]
    assert check_table(table("2021|2022|2023", *rows)) == []
    rows[2] = "Percentage on time|75%|70%|85%"
    assert told(check_table(table("2021|2022|2023", *rows))) == [("percentage", "70%", "80%", "sure")]


def test_rates_are_recomputed_with_their_population() -> None:
    rows = ["A|112|21,450|52.2", "B|64|18,920|33.8", "C|187|27,310|68.5"]
    heads = "Children|Population|Rate per 10,000"
    assert scale_of("Rate per 10,000") == 10_000
    assert check_table(table(heads, *rows)) == []
    rows[1] = "B|64|18,920|38.3"
    assert told(check_table(table(heads, *rows))) == [("rate", "38.3", "33.8", "sure")]


def test_a_part_is_never_greater_than_its_whole() -> None:
    made = table("2023", "Reviews|45", "of which late|54", "Visits|80")
    assert told(check_table(made)) == [("more_than_whole", "54", "at most 45", "sure")]


def test_averages() -> None:
    assert check_table(table("Days", "A|10", "B|20", "C|33", "Average|21")) == []
    assert told(check_table(table("Days", "A|10", "B|20", "C|33", "Average|34"))) == [("average", "34", "21", "sure")]
    assert told(check_table(table("Days", "A|10", "B|20", "C|33", "Average|25"))) == [("average", "25", "21", "likely")]


def test_opening_and_closing_balance() -> None:
    rows = ["Open at 1 April|371|389", "Started|402|441", "Ended|384|418", "Open at 31 March|389|412"]
    assert check_table(table("2022|2023", *rows)) == []
    rows[3] = "Open at 31 March|389|421"
    assert told(check_table(table("2022|2023", *rows))) == [("stock_flow", "421", "412", "sure")]


def test_part_of_a_year_beside_a_whole_one() -> None:
    title = "2021/22|2022/23 (April to December)|Change"
    found = check_table(table(title, "Contacts|1,200|950|-250"))
    assert [(f.kind, f.confidence) for f in found] == [(Kind.PART_YEAR, Confidence.LIKELY)]
    found = check_table(table("2021/22|2022/23 (April to December)", "Contacts|1,200|950"))
    assert [(f.kind, f.confidence) for f in found] == [(Kind.PART_YEAR, Confidence.NOTE)]


def test_a_stock_compared_with_a_flow() -> None:
    found = check_table(table("As at 31 March 2022|During 2022/23|Change", "Arrangements|31|52|21"))
    assert [(f.kind, f.confidence) for f in found] == [(Kind.STOCK_FLOW, Confidence.LIKELY)]


def test_attendance_at_a_known_number_of_meetings() -> None:
    made = table("Attendance", "Chair|100%", "Police|42.8%", "Health|71.4%", "Schools|85.7%", "Housing|90%")
    found = list(check_meetings(made, 7))
    assert told(found) == [("truncation", "42.8%", "42.9%", "note"), ("percentage", "90%", "86%", "likely")]


def test_one_measure_in_two_tables_with_two_values() -> None:
    one = table("Mar-22|Mar-23", "Number of children on a plan|389|412", "Number of visits made|80|90")
    other = table("Mar-23|Mar-24", "Number of children on a plan|421|440", "Number of visits made|90|95")
    (found,) = check_tables([one, other])
    assert told([found]) == [("quoted_twice", "421", "412", "likely")]


LINES = st.lists(st.integers(0, 5000), min_size=3, max_size=12)


@settings(max_examples=150, deadline=None)
@given(LINES, st.permutations(range(3)))
def test_a_right_total_is_silent_wherever_it_stands(lines: list[int], places: list[int]) -> None:
    rows = [f"Line {n}|{line}" for n, line in enumerate(lines)]
    rows.insert({0: 0, 1: len(rows), 2: len(rows)}[places[0]], f"Total|{sum(lines)}")
    assert check_table(table("2023", *rows)) == []


@settings(max_examples=150, deadline=None)
@given(LINES, st.integers(1, 400))
def test_a_wrong_total_is_found_whatever_the_order(lines: list[int], more: int) -> None:
    rows = [f"Line {n}|{line}" for n, line in enumerate(lines)]
    wrong = sum(lines) + more
    # a total may also be that of the last few lines alone
    tails = {sum(lines[start:]) for start in range(len(lines) - 1)}
    found = check_table(table("2023", *rows, f"Total|{wrong}"))
    assert wrong in tails or [(f.kind, f.computed) for f in found] == [(Kind.TOTAL, str(sum(lines)))]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 900), st.integers(1, 900)), min_size=2, max_size=8), st.integers(0, 2))
def test_right_changes_are_silent_to_any_number_of_places(pairs: list[tuple[int, int]], places: int) -> None:
    rows = [f"Measure {n}|{a}|{b}|{b - a:+d}|{100 * (b - a) / a:+.{places}f}%" for n, (a, b) in enumerate(pairs)]
    assert check_table(table("2021/22|2022/23|Change|% change", *rows)) == []


@pytest.mark.parametrize(
    "label", ["Total", "Grand total", "TOTAL:", "Sub-total", "Total (all agencies)", "All agencies"]
)
def test_labels_of_totals(label: str) -> None:
    assert is_total(label)


@pytest.mark.parametrize(
    "label", ["Total number of contacts", "Children", "Totalled by hand", "National Probation Service"]
)
def test_labels_of_measures(label: str) -> None:
    assert not is_total(label)
    assert not is_change(label)
    assert may_be_total(label) is label.startswith("Total number")
