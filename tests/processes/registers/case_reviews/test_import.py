"""A tracker kept in a spreadsheet comes in as it stands, and reconciles as it did."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from goldenthread.core.casework.sealed import reading
from goldenthread.processes.registers.case_reviews.models import CaseReview
from goldenthread.processes.registers.register_import.taking import checked, receive_register, take_register_in
from goldenthread.reading.trackers.opening import open_tracker
from tests.processes.registers.case_reviews.desk import Desk
from tests.world import World

HEADINGS = ("Name of child", "DOB", "Gender", "Notified by", "Notifier", "Date of incident", "Date notified",
            "Type of incident", "Summary", "Decision", "Decision date", "Date closed")  # fmt: skip
ROWS = (
    ("Ottilie Fenn", date(2012, 2, 3), "F", "CSC", "P Quill", date(2016, 5, 2), date(2016, 5, 10), "Death", "Found ill",
     "SCR", date(2016, 6, 1), None),
    ("Isla Marsh", date(2013, 2, 3), "F", "NHS", "A Tarn", date(2016, 5, 9), date(2016, 5, 12), "Serious injury",
     "Hurt", "NFA", date(2016, 6, 1), date(2016, 7, 1)),
    ("Bram Sallow", date(2014, 2, 3), "M", "Police", "B Yate", date(2016, 6, 9), date(2016, 6, 12), "Serious harm",
     "Hurt", None, None, None),
)  # fmt: skip


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def received(desk: Desk, *rows: tuple[Any, ...]) -> tuple[Any, Any, bytes]:
    made = Workbook()
    for row in (HEADINGS, *rows):
        made.active.append(list(row))
    out = BytesIO()
    made.save(out)
    data = out.getvalue()
    with desk.world.acting("manager"):
        one = receive_register(
            partnership=desk.world.north, process="case-review", lead_agency=desk.world.office, name="tracker.xlsx",
            data=data, book=open_tracker(data),
        ).register_import  # fmt: skip
        return one, checked(one, open_tracker(data)), data


def test_every_notification_arrives_as_it_stands(desk: Desk) -> None:
    one, found, data = received(desk, *ROWS)
    assert [(p.place, p.why) for p in found.problems] == []
    with desk.world.acting("manager"):
        take_register_in(one, open_tracker(data))
        cases = list(CaseReview.objects.order_by("notified_on"))
        assert [(case.state, case.outcome) for case in cases] == [("scoping", "scr"), ("closed", "none"),
                                                                  ("notified", "")]  # fmt: skip
        with reading(cases[0], purpose="case", what="A test"):
            assert str(cases[0].child_name) == "Ottilie Fenn"


def test_an_outcome_without_its_day_is_refused_with_the_place_and_the_cure(desk: Desk) -> None:
    _, found, _ = received(desk, (*ROWS[0][:10], None, None))
    assert any("has the date of its decision" in problem.why for problem in found.problems)
