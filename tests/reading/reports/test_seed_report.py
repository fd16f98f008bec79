"""A board's real report, where it is present beside the checkout: kinds and figures only; no name is kept here.

Every finding was looked at by hand: all are true of what is printed.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from goldenthread.reading.reports.checking import Checked, check_document

SEEDS = sorted((Path(__file__).parents[4] / "shared" / "seeds").glob("000_*.txt"))


@pytest.fixture(scope="module", params=SEEDS, ids=lambda path: path.stem[:3])
def checked(request: pytest.FixtureRequest) -> Checked:
    path: Path = request.param
    started = time.perf_counter()
    found = check_document(path.read_bytes(), path.name)
    assert time.perf_counter() - started < 5
    return found


def test_what_does_not_add_up_is_found(checked: Checked) -> None:
    found = {(str(f.kind), f.printed, f.computed, str(f.confidence)) for f in checked.findings if f.alarm}
    assert found == {
        ("change", "-13", "-11", "sure"),
        ("total", "£235,458", "£237,458", "sure"),
        ("parts_of_whole", "433", "432", "sure"),
        ("parts_of_whole", "16", "15", "sure"),
        ("percentage", "21.7%", "21.5%", "likely"),
        ("percentage_change", "25%", "27%", "likely"),
        ("part_year", "+277", "", "likely"),
        ("fewer_agencies", "20", "22", "likely"),
    }


def test_what_is_worth_a_look_is_a_note(checked: Checked) -> None:
    notes = {(str(f.kind), f.printed, f.computed) for f in checked.findings if not f.alarm}
    assert {
        ("truncation", "42.8%", "42.9%"),
        ("quoted_twice", "43.5%", "48.5%"),
        ("part_year", "5,067", ""),
    } <= notes
    assert len(notes) <= 6


def test_its_tables_are_read(checked: Checked) -> None:
    assert [(len(table.rows), len(table.columns)) for table in checked.tables] == [
        (12, 3),
        (14, 1),
        (12, 2),
        (8, 2),
        (19, 2),
        (23, 2),
        (21, 1),
    ]


def test_totals_that_hold_are_not_spoken_of(checked: Checked) -> None:
    """Subtotals by district, two unlabelled totals and a total of health contributions are right."""
    totals = [f for f in checked.findings if f.kind == "total"]
    assert {f.printed for f in totals} == {"£235,458"}
