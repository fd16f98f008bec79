"""A template with our own columns: whatever process it is of, each heading is known again when it comes in."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from goldenthread.core.casework.importable import importable_for, registers_taken
from goldenthread.processes.registers.private_fostering.models import Arrangement
from goldenthread.processes.registers.register_import.checking import Desk, check_register
from goldenthread.processes.registers.register_import.guessing import guess_way
from goldenthread.processes.registers.register_import.taking import take_register_in
from goldenthread.processes.registers.register_import.template import template_of
from goldenthread.processes.registers.register_import.vocabulary import OWN_NUMBER, vocabulary_of
from goldenthread.reading.trackers.opening import open_tracker
from tests.processes.registers.register_import.trackers import received, saved
from tests.world import World


@pytest.mark.parametrize("kind", [one.process for one in registers_taken()])
def test_every_heading_of_a_template_is_read_as_what_it_was_written_for(world: World, kind: str) -> None:
    importable = importable_for(kind)
    assert importable is not None
    with world.acting("worker"):
        words = vocabulary_of(importable, world.north)
        data = template_of(words)
    book = load_workbook(BytesIO(data))
    way = guess_way(open_tracker(data), words, {})
    assert way is not None
    headings = [cell.value for cell in book.worksheets[0][1]]
    wanted = {name for name in words.targets if name != OWN_NUMBER}
    assert set(way.main.columns.values()) == wanted, [h for n, h in enumerate(headings) if n not in way.main.columns]
    assert len(way.main.columns) == len(headings)
    assert len(list(book.worksheets[1].rows)) == len(headings) + 1


def test_a_template_that_was_filled_in_comes_in_as_it_stands(world: World) -> None:
    importable = importable_for("private-fostering")
    assert importable is not None
    with world.acting("worker"):
        book = load_workbook(BytesIO(template_of(vocabulary_of(importable, world.north))))
    sheet = book.worksheets[0]
    at = {cell.value: cell.column for cell in sheet[1]}
    told: dict[str, Any] = {
        "Child's case reference": "C-1", "Child's name": "Ottoline Fenwright", "Who told the council": "School",
        "Child's date of birth": date(2014, 5, 4), "Date the council was told": date(2025, 4, 3),
        "Date the arrangement began": date(2025, 4, 1), "Date of visit 1": date(2025, 4, 9),
        "Date of visit 2": date(2025, 5, 20), "The child was seen alone 1": "Yes",
    }  # fmt: skip
    for heading, value in told.items():
        sheet.cell(2, at[heading], value)
    data = saved(book)
    one = received(world, data)
    with world.acting("worker"):
        assert take_register_in(one, open_tracker(data)).counts["taken"] == 1
        row = Arrangement.objects.get()
        assert (row.state, row.age_begun, row.visits.count()) == ("notified", 10, 2)


@pytest.mark.parametrize("kind", [one.process for one in registers_taken()])
def test_every_row_of_an_example_comes_in_and_they_stand_apart(world: World, kind: str) -> None:
    importable = importable_for(kind)
    assert importable is not None
    with world.acting("worker"):
        words = vocabulary_of(importable, world.north)
        book = open_tracker(template_of(words, importable.example))
        way = guess_way(book, words, {})
        assert way is not None
        found = check_register(book, Desk(words, world.north, world.council, "example.xlsx"), way)
    assert [(p.place, p.read, p.why) for p in found.problems] == []
    assert found.counts == {"rows": len(importable.example), "taken": len(importable.example), "refused": 0, "here": 0,
                            "aside": 0, "no_case": 0}  # fmt: skip
    assert found.lacking == ()
    assert len({row.state for row in found.rows}) >= 3, "an example shows how several states are written"
