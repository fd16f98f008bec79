"""Invented registers of private fostering, in the shapes in which people keep them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from goldenthread.core.casework.importable import importable_for
from goldenthread.processes.registers.register_import.mapping import Way
from goldenthread.processes.registers.register_import.models import RegisterImport
from goldenthread.processes.registers.register_import.taking import read_so, receive_register, words_said
from goldenthread.processes.registers.register_import.vocabulary import vocabulary_of
from goldenthread.reading.trackers.opening import open_tracker
from tests.world import World

HEADINGS = ("Child ID", "Source of referral", "Date notified", "Start date", "Decision date", "Date closed", "Status",
            "Visit 1", "Visit 1 seen alone", "Visit 2")  # fmt: skip
PLAIN = (
    ("C-101", "School", date(2024, 4, 3), date(2024, 3, 20), date(2024, 5, 1), date(2024, 9, 30), "Closed",
     date(2024, 4, 10), "yes", date(2024, 5, 20)),
    ("C-102", "GP", "12/05/24", "1st May 2024", "", "", "Open", "20.05.2024", "no", ""),
    ("C-103", "Carer", 45444, "3 June 2024", "24-Jun-24", "", "Approved", "Mon 10 June 2024", "Y", "n/a"),
)  # fmt: skip

PRINTED = {
    "A3": "Case ref", "B3": "Notified by", "C3": "Notification", "E3": "Arrangement", "G3": "Visits",
    "C4": "Date notified", "D4": "Worker", "E4": "Start date", "F4": "End date", "G4": "Visit 1", "H4": "Visit 2",
}  # fmt: skip


def workbook(rows: Iterable[Sequence[Any]], title: str = "Cases") -> Workbook:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    return book


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def plain(*more: Sequence[Any], rows: Sequence[Sequence[Any]] = PLAIN) -> bytes:
    """One sheet, one row of headings, days in many shapes."""
    return saved(workbook([HEADINGS, *rows, *more]))


def printed() -> bytes:
    """As it is printed for a meeting: a title, merged headings over two rows, years between, a total, odd rows."""
    book = Workbook()
    sheet = book.active
    sheet.title = "PF 2024-25"
    sheet["A1"] = "Private fostering register"
    sheet.merge_cells("A1:H1")
    for place, words in PRINTED.items():
        sheet[place] = words
    for cells in ("A3:A4", "B3:B4", "C3:D3", "E3:F3", "G3:H3"):
        sheet.merge_cells(cells)
    rows = [
        ("2023-24",),
        ("C-201", "Parent", date(2023, 11, 6), "AB", date(2023, 10, 30), date(2024, 2, 29),
         date(2023, 11, 13), date(2023, 12, 20)),
        (),
        ("2024-25",),
        ("C-202", "Health visitor", date(2024, 4, 8), "CD", date(2024, 4, 1), None, date(2024, 4, 16), None),
        ("C-203", "School", date(2024, 6, 3), "AB", date(2024, 5, 20), None, None, None),
        ("C-204", "School", date(2024, 6, 3), "AB", date(2024, 5, 20), None, None, None),
        ("Total", 4),
    ]  # fmt: skip
    for row in rows:
        sheet.append(list(row))
    sheet.row_dimensions[10].hidden = True  # C-203
    for cell in sheet[11]:  # C-204
        cell.font = Font(strike=True)
    return saved(book)


def two_sheets() -> bytes:
    """Cases on one sheet, visits on another, tied by the register's own number."""
    book = workbook(
        [
            ("No", "LCS ID", "Referrer", "Date aware", "Commenced"),
            ("PF/01", "C-301", "Education", date(2024, 9, 2), date(2024, 8, 26)),
            ("PF/02", "C-302", "Mother", date(2024, 9, 16), date(2024, 9, 1)),
        ],
        "Register",
    )
    visits = book.create_sheet("Visits")
    for row in (
        ("Ref", "Date of visit", "Child seen alone", "Notes"),
        ("PF/01", date(2024, 9, 9), "Yes", "Settled.\nLikes the school."),
        ("pf/01 ", date(2024, 10, 14), "No", ""),
        ("PF/02", date(2024, 9, 24), "Yes", ""),
        ("PF/99", date(2024, 9, 25), "Yes", ""),
    ):
        visits.append(row)
    book.create_sheet("Guidance")["A1"] = "How to fill this in"
    return saved(book)


def received(world: World, data: bytes, *, who: str = "worker", name: str = "register.xlsx") -> RegisterImport:
    """What came of bringing a file in."""
    with world.acting(who):
        return receive_register(
            partnership=world.north, process="private-fostering", lead_agency=world.council, name=name, data=data,
            book=open_tracker(data),
        ).register_import  # fmt: skip


def saying(world: World, one: RegisterImport, **words: dict[str, str]) -> RegisterImport:
    """Say what words mean."""
    importable = importable_for("private-fostering")
    assert importable is not None
    way = Way.of(one.way)
    with world.acting("worker"):
        values = words_said(vocabulary_of(importable, world.north), words)
        return read_so(one, Way(way.main, way.below, values))
