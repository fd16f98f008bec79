"""A register of child deaths kept in a spreadsheet comes in as it stands, with ages, reviews and clocks."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from goldenthread.core.casework.models import ClockRun
from goldenthread.processes.registers.child_deaths.counting import deaths_of
from goldenthread.processes.registers.child_deaths.models import ChildDeath
from goldenthread.processes.registers.child_deaths.twice import same_as_typed
from goldenthread.processes.registers.register_import.taking import checked, receive_register, take_register_in
from goldenthread.reading.trackers.opening import open_tracker
from tests.processes.registers.child_deaths.desk import Desk
from tests.world import World

HEADINGS = (
    "CDOP ID", "Name", "DOB", "Gender", "NHS no", "Date of death", "Date notified", "Notified by", "Place of death",
    "Expected or unexpected", "Panel date", "Category of death", "Modifiable factors", "Date closed",
    "Date transferred", "Status",
)  # fmt: skip
ROWS: dict[str, tuple[Any, ...]] = {
    "closed": (1, "Ottilie Fenn", date(2012, 3, 4), "F", None, date(2015, 6, 10), date(2015, 6, 11), "Hospital",
               "PICU", "Unexpected", date(2016, 1, 12), "Sepsis", "Yes", date(2016, 2, 1), None, "Closed"),
    "reviewed": (2, "Casper Rook", date(2023, 5, 1), "M", "943 476 5919", date(2023, 5, 20), date(2023, 5, 20),
                 "Hospital", "NICU", "Expected", date(2023, 11, 7), "8", "None", None, None, "Ongoing"),
    "ready": (3, "Ida Quill", date(2010, 1, 1), "F", None, date(2023, 6, 2), date(2023, 6, 5), "Police", "Road",
              "Unexpected", None, None, None, None, None, "Awaiting panel"),
    "elsewhere": (4, "Bram Sallow", date(2015, 1, 1), "M", None, date(2023, 7, 2), date(2023, 7, 5), "Coroner", "Home",
                  "Unexpected", None, None, None, None, date(2023, 7, 9), "Out of area"),
    "new": (5, "Effie Thorn", date(2021, 1, 1), "F", None, date(2023, 8, 2), date(2023, 8, 3), "GP", "Hospice",
            "Expected", None, None, None, None, None, "New"),
}  # fmt: skip


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def received(desk: Desk, *rows: tuple[Any, ...]) -> tuple[Any, Any, bytes]:
    made, out = Workbook(), BytesIO()
    for row in (HEADINGS, *rows):
        made.active.append(list(row))
    made.save(out)
    data = out.getvalue()
    with desk.world.acting("manager"):
        one = receive_register(
            partnership=desk.world.north, process="child-death", lead_agency=desk.world.office, name="cdop.xlsx",
            data=data, book=open_tracker(data),
        ).register_import  # fmt: skip
        return one, checked(one, open_tracker(data)), data


def test_every_death_arrives_as_it_stands(desk: Desk) -> None:
    one, found, data = received(desk, *ROWS.values())
    assert [(p.place, p.why) for p in found.problems] == []
    with desk.world.acting("manager"):
        take_register_in(one, open_tracker(data))
        rows = dict(zip(ROWS, ChildDeath.objects.order_by("pk"), strict=True))
        assert {name: (row.state, row.age_band, row.category, row.closed_on) for name, row in rows.items()} == {
            "closed": ("closed", "1 to 4 years", "infection", date(2016, 2, 1)),
            "reviewed": ("reviewed", "0 to 27 days", "perinatal", None),
            "ready": ("ready", "10 to 14 years", "", None),
            "elsewhere": ("transferred", "5 to 9 years", "", date(2023, 7, 9)),
            "new": ("notified", "1 to 4 years", "", None),
        }
        assert rows["elsewhere"].resident == "elsewhere"
        assert len({row.pseudonym for row in rows.values()}) == len(rows)
        assert {run.clock for run in ClockRun.objects.filter(record=rows["ready"].pk)} == {"CDR-N1", "CDR-M1"}
        again = same_as_typed(desk.world.north, {"child_name": "rook casper", "child_born": date(2023, 5, 1)})
        assert [same.case.pk for same in again] == [rows["reviewed"].pk], "the same child is found in what came in"
        assert len(deaths_of(desk.world.north).rows) == len(rows)


@pytest.mark.parametrize(
    ("row", "at", "value", "words"),
    [
        ("closed", "DOB", date(1995, 1, 1), "reached 18"),
        ("closed", "Category of death", None, "A closed review has its day, its category"),
        ("reviewed", "Date notified", date(2023, 5, 1), "It cannot be before 20 May 2023"),
    ],
)
def test_what_cannot_be_is_named_with_its_cell(desk: Desk, row: str, at: str, value: Any, words: str) -> None:
    cells = list(ROWS[row])
    cells[HEADINGS.index(at)] = value
    _, found, _ = received(desk, tuple(cells))
    assert any(words in problem.why for problem in found.problems), [p.why for p in found.problems]
