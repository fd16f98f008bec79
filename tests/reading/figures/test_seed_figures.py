"""A board's real report, where it is beside the checkout: each family of its figures is read. No name is kept."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from goldenthread.law.measures.entry import Cut, Kind, Unit
from goldenthread.reading.figures.model import FigureRow, FiguresRead
from goldenthread.reading.figures.reader import read_figures

SEEDS = sorted((Path(__file__).parents[4] / "shared" / "seeds").glob("000_*.txt"))
YEARS = {(date(2015, 4, 1), date(2016, 3, 31)), (date(2016, 4, 1), date(2017, 3, 31))}


@pytest.fixture(scope="module", params=SEEDS, ids=lambda path: path.stem[:3])
def read(request: pytest.FixtureRequest) -> FiguresRead:
    path: Path = request.param
    return read_figures(path.read_bytes(), path.name)


def table(read: FiguresRead, number: int) -> list[FigureRow]:
    return [row for row in read.rows if row.table == number]


def values(rows: list[FigureRow]) -> set[str]:
    return {figure.text for row in rows for figure in row.figures}


def spans(rows: list[FigureRow]) -> set[tuple[date, date]]:
    return {(f.span.first, f.span.last) for row in rows for f in row.figures if f.span}


def test_safeguarding_figures_stocks_on_their_day_and_flows_over_their_year(read: FiguresRead) -> None:
    rows = table(read, 1)
    assert len(rows) == 12
    assert sum(len(row.figures) for row in rows) == 24
    stocks = [row for row in rows if row.kind is Kind.STOCK]
    assert len(stocks) == 7
    assert {figure.on for row in stocks for figure in row.figures} == {date(2016, 3, 31), date(2017, 3, 31)}
    part = next(figure for row in rows for figure in row.figures if figure.value == 5067)
    assert part.span is not None
    assert (part.span.first, part.span.last) == (date(2015, 5, 5), date(2016, 3, 31))


def test_attendance_in_per_cent_for_each_agency_over_the_year(read: FiguresRead) -> None:
    rows = table(read, 2)
    assert len(rows) == 14
    assert {(row.cut, row.unit) for row in rows} == {(Cut.AGENCY, Unit.PERCENT)}
    assert spans(rows) == {(date(2016, 4, 1), date(2017, 3, 31))}
    assert sum("without a figure" in one.why for one in read.left) == 3


def test_contributions_are_money_for_each_agency_and_in_all(read: FiguresRead) -> None:
    rows = table(read, 3)
    assert {(row.kind, row.unit) for row in rows} == {(Kind.MONEY, Unit.POUNDS)}
    assert (len(rows), len([row for row in rows if row.cut is Cut.AGENCY])) == (12, 11)
    assert spans(rows) == YEARS
    assert Decimal("6951.85") in {figure.value for row in rows for figure in row.figures}


def test_training_by_type_by_district_and_by_agency(read: FiguresRead) -> None:
    kinds, districts, agencies = table(read, 4), table(read, 5), table(read, 6)
    assert (len(kinds), {row.kind for row in kinds}) == (8, {Kind.FLOW})
    assert {row.cut for row in districts} == {Cut.DISTRICT}
    assert len(districts) == 19  # fourteen districts and the totals of five groups of them
    assert len({row.part for row in districts}) == 19
    assert len([row for row in agencies if row.cut is Cut.AGENCY]) == 22
    assert values([row for row in agencies if row.cut is None]) == {"3289", "3447"}
    assert spans(kinds) == spans(districts) == spans(agencies) == YEARS


def test_e_learning_by_agency(read: FiguresRead) -> None:
    rows = table(read, 7)
    assert len([row for row in rows if row.cut is Cut.AGENCY]) == 20
    assert sum(f.value or 0 for row in rows if row.cut for f in row.figures) == 10330
    assert values([row for row in rows if row.cut is None]) == {"10330"}


@pytest.mark.parametrize(
    ("family", "wanted"),
    [
        ("early help", {"3,008", "77%", "79.6%", "83.4%", "5.5%", "8.3%", "19.8%", "22.7%"}),
        ("designated officer", {"1997", "656", "737", "1341", "1209"}),
        ("private fostering", {"90", "71", "91", "83.9%"}),
        ("conferences", {"2362", "433", "210", "48.5%", "100%"}),
        ("reviews", {"6081", "12%"}),
    ],
)
def test_figures_that_stand_in_sentences(read: FiguresRead, family: str, wanted: set[str]) -> None:
    said = [row for row in read.rows if row.table is None]
    assert wanted <= values(said), family


def test_the_year_before_is_read_where_a_sentence_names_it(read: FiguresRead) -> None:
    said = {f.text: f for row in read.rows if row.table is None for f in row.figures}
    assert {str(said[text].span) for text in ("737", "1209", "71", "22.7%")} == {"2015-16"}
    assert str(said["83.4%"].span) == "March 2016"
    assert str(said["8.3%"].span) == "March 2017"


def test_nothing_is_passed_over_every_figure_is_offered_or_listed(read: FiguresRead) -> None:
    assert len(read.rows) > 130
    assert all(one.why.endswith(".") and one.text for one in read.left)
    assert all(figure.value is not None or figure.symbol for row in read.rows for figure in row.figures)
