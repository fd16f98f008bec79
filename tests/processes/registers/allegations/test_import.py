"""A register of contacts kept in a spreadsheet comes in as it truly stands: what each is, when it was over, in what."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from goldenthread.core.casework.models import ClockRun, Event
from goldenthread.core.casework.sealed import reading
from goldenthread.processes.registers.allegations.models import Case
from goldenthread.processes.registers.register_import.checking import Checked
from goldenthread.processes.registers.register_import.models import RegisterImport
from goldenthread.processes.registers.register_import.taking import checked, receive_register, take_register_in
from goldenthread.reading.trackers.opening import open_tracker
from tests.processes.registers.allegations.desk import Desk
from tests.world import World

HEADINGS = (
    "LADO ref", "Date of referral", "Name of professional", "DOB", "Type of contact", "Referred by", "Employer name",
    "Setting", "Job role", "Category of abuse", "Date of initial consideration", "Strategy meeting 1",
    "Strategy meeting 2", "Outcome", "Outcome date", "Date referred to DBS", "Date closed", "Status",
)  # fmt: skip
ROWS: dict[str, tuple[Any, ...]] = {
    "closed": (1, date(2023, 4, 12), "Ignatius Fell", date(1980, 5, 4), "Allegation", "School", "Hilltop Primary",
               "Academy", "Teacher", "Physical abuse", date(2023, 4, 13), date(2023, 4, 17), date(2023, 5, 15),
               "Substantiated", date(2023, 6, 1), date(2023, 6, 5), date(2023, 6, 9), "Closed"),
    "no outcome date": (2, date(2023, 5, 2), "Ottilie Marsh", None, "Met", "Police", "Marsh House", "Nursery",
                        "Leader", "Neglect", None, None, None, "Unfounded", None, None, date(2023, 7, 3), "Closed"),
    "advice": (3, date(2023, 5, 9), "Perdita Vane", None, "Consultation", "HR", "Vale Swimming", "Sports club",
               "Coach", "Conduct", None, None, None, "Advice given", None, None, date(2023, 5, 10), "Closed"),
    "information": (4, date(2023, 6, 6), "Casper Rook", None, "Info only", "Other LADO", None, "Faith", None,
                    "Sexual abuse", None, None, None, None, None, None, None, None),
    "running": (5, date(2023, 6, 20), "Ida Quill", None, "Allegation", "Parent", "Quill Taxis", "Taxi", "Driver",
                "Emotional abuse", date(2023, 6, 21), None, None, None, None, None, None, "Open"),
    "agreed": (6, date(2023, 7, 4), "Bram Sallow", None, "Allegation", "NHS", "North Clinic", "NHS", "Nurse",
               "Physical abuse", date(2023, 7, 5), None, None, "Malicious", date(2023, 8, 1), None, None, None),
    "new": (7, date(2023, 7, 11), "Effie Thorn", None, None, "Anonymous", None, "Other", None, "Online abuse", None,
            None, None, None, None, None, None, "New"),
}  # fmt: skip


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def book_of(*rows: tuple[Any, ...]) -> bytes:
    made = Workbook()
    for row in (HEADINGS, *rows):
        made.active.append(list(row))
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def received(desk: Desk, *rows: tuple[Any, ...]) -> tuple[RegisterImport, Checked, bytes]:
    data = book_of(*rows)
    with desk.world.acting("lado"):
        one = receive_register(
            partnership=desk.world.north, process="allegations", lead_agency=desk.world.council, name="lado.xlsx",
            data=data, book=open_tracker(data),
        ).register_import  # fmt: skip
        return one, checked(one, open_tracker(data)), data


def changed(row: str, **values: Any) -> tuple[Any, ...]:
    at = {name: n for n, name in enumerate(HEADINGS)}
    cells = list(ROWS[row])
    for name, value in values.items():
        cells[at[name.replace("_", " ")]] = value
    return tuple(cells)


def test_every_contact_arrives_as_it_stands_with_the_day_on_which_it_was_over(desk: Desk) -> None:
    one, found, data = received(desk, *ROWS.values())
    assert [(p.place, p.why) for p in found.problems] == []
    assert set(one.way["main"]["columns"].values()) >= {"contact", "outcome", "referrals.referred_on", "state"}
    with desk.world.acting("lado"):
        take_register_in(one, open_tracker(data))
        rows = dict(zip(ROWS, Case.objects.order_by("pk"), strict=True))
        stood = {name: (row.state, row.contact, row.closed_on, row.ended_on) for name, row in rows.items()}
        assert stood == {
            "closed": ("closed", "allegation", date(2023, 6, 9), date(2023, 6, 9)),
            "no outcome date": ("closed", "allegation", date(2023, 7, 3), date(2023, 7, 3)),
            "advice": ("consultation", "consultation", date(2023, 5, 10), None),
            "information": ("information", "information", date(2023, 6, 6), None),
            "running": ("considered", "allegation", None, None),
            "agreed": ("concluded", "allegation", None, None),
            "new": ("received", "waiting", None, None),
        }
        closed = rows["closed"]
        assert (closed.outcome, closed.sector, closed.subject_year, closed.opened_on) == (
            "substantiated", "employer-2", 1980, date(2023, 4, 12),
        )  # fmt: skip
        assert (rows["no outcome date"].outcome_on, rows["advice"].outcome) == (date(2023, 7, 3), "")
        assert [m.held_on for m in closed.meetings.all()] == [date(2023, 4, 17), date(2023, 5, 15)]
        assert [(r.to, r.duty, r.referred_on) for r in closed.referrals.all()] == [("dbs", "yes", date(2023, 6, 5))]
        with reading(closed, purpose="case", what="A test"):
            assert (str(closed.subject_name), str(closed.employer)) == ("Ignatius Fell", "Hilltop Primary")
        lines = Event.objects.filter(record=closed).order_by("at", "pk").values_list("after", flat=True)
        assert list(lines) == ["considered", "concluded", "closed", "closed"]
        assert ClockRun.objects.filter(record=rows["running"], met__isnull=True).exists()
        assert not ClockRun.objects.filter(record=rows["advice"]).exists(), "no target is a consultation's"


def test_the_same_contact_is_known_again_and_a_person_referred_before_is_no_duplicate(desk: Desk) -> None:
    one, _, data = received(desk, ROWS["closed"])
    with desk.world.acting("lado"):
        take_register_in(one, open_tracker(data))
    again = changed("closed", Name_of_professional="FELL, Ignatius")
    later = changed("running", Name_of_professional="Ignatius Fell")
    _, found, _ = received(desk, again, later)
    assert [(row.verdict, row.same) for row in found.rows] == [("here", "LADO-2023-0001"), ("taken", "")]


@pytest.mark.parametrize(
    ("row", "values", "at", "words"),
    [
        ("closed", {"Outcome": None}, "R2", "with an outcome"),
        ("closed", {"Status": "Open"}, "Q2", "It says that it is open"),
        ("advice", {"Outcome": "False"}, "N2", "Only an allegation"),
        ("agreed", {"Outcome_date": None}, "O2", "Fill in both"),
        ("running", {"Date_of_initial_consideration": date(2023, 6, 1)}, "K2", "before contact was made"),
        ("running", {"Category_of_abuse": None}, "J2", "Every case must have it"),
    ],
)
def test_what_cannot_be_of_one_contact_is_refused_where_it_stands(
    desk: Desk, row: str, values: dict[str, Any], at: str, words: str
) -> None:
    _, found, _ = received(desk, changed(row, **values))
    assert [row.verdict for row in found.rows] == ["refused"]
    assert any(problem.place.endswith(f"cell {at}") and words in problem.why for problem in found.problems), [
        (p.place, p.why) for p in found.problems
    ]
