"""Spreadsheets opened: cells as they stand, what a person sees of them, and files that cannot be read."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from goldenthread.reading.errors import UnreadableDocument
from goldenthread.reading.trackers.book import Failed, letters, shown
from goldenthread.reading.trackers.headings import guess_headings, headings_at, key_of, why_no_case
from goldenthread.reading.trackers.opening import open_tracker


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_hidden_struck_and_merged_rows_and_failed_formulas_are_told() -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Ref", "Date", None])
    sheet.append(["C-1", date(2024, 4, 3), "#N/A"])
    sheet.append(["C-2", "#REF!", 7])
    sheet.append(["C-3", "x", None])
    sheet.row_dimensions[3].hidden = True
    for cell in sheet[4][:2]:
        cell.font = Font(strike=True)
    sheet["A2"].font = Font(strike=True)  # one cell of a row alone strikes nothing out
    sheet.merge_cells("B1:C1")
    found = open_tracker(saved(book)).sheets[0]
    assert (found.hidden, found.struck) == (frozenset({2}), frozenset({3}))
    assert found.at(1, 1) in (date(2024, 4, 3),)
    assert (found.at(1, 2), found.at(2, 1)) == (Failed("#N/A"), Failed("#REF!"))
    assert headings_at(found, 0).words == ("Ref", "Date", "Date")
    assert found.place(2, 1) == "Sheet 'Sheet', cell B3"


def test_sheets_that_were_moved_keep_their_own_hidden_rows() -> None:
    book = Workbook()
    first, second = book.active, book.create_sheet("Second")
    for sheet in (first, second):
        for n in range(4):
            sheet.append([f"{sheet.title} {n}"])
    second.row_dimensions[2].hidden = True
    book.move_sheet("Second", -1)
    found = open_tracker(saved(book)).sheets
    assert [(one.name, one.hidden) for one in found] == [("Second", frozenset({1})), ("Sheet", frozenset())]


def test_text_with_commas_semicolons_or_tabs_is_one_sheet_with_lines_for_places() -> None:
    for mark in ",;\t":
        sheet = open_tracker(f"Ref{mark}Source\nC-1{mark}School\n".encode("cp1252")).sheets[0]
        assert sheet.rows == (("Ref", "Source"), ("C-1", "School"))
        assert sheet.place(1, 1) == "Line 2, column 2"


def cut_off() -> bytes:
    return saved(Workbook())[:-200]


BAD = {
    "empty": (b"", "empty"),
    "a sheet with nothing": (saved(Workbook()), "empty"),
    "cut off": (cut_off(), "damaged"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "wrong_type"),
    "a page": (b"<html><table><tr><td>1,2</td></tr></table></html>", "wrong_type"),
    "prose": (b"There is no table here", "wrong_type"),
    "a password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_format"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_file_that_cannot_be_read_says_why(what: str) -> None:
    data, code = BAD[what]
    with pytest.raises(UnreadableDocument) as refused:
        open_tracker(data)
    assert refused.value.code == code


def test_ten_thousand_rows_are_refused_in_words_that_say_what_to_do() -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("All years")
    for n in range(10_000):
        sheet.append([f"C-{n}", "School"])
    with pytest.raises(UnreadableDocument, match=r"At most 6,000 .* a file of their own"):
        open_tracker(saved(book))


def test_rows_that_are_no_cases_are_told_apart() -> None:
    rows = ("Ref,Date,Source", "C-1,3/4/2024,School", "2024-25,,", "Ref,Date,Source", "Total,1,", "Grand total: 4,,",
            ",,", "C-2,1/1/24,GP")  # fmt: skip
    text = "\n".join(rows)
    sheet = open_tracker(text.encode()).sheets[0]
    headings = guess_headings(sheet, lambda heading: key_of(heading) == "source")
    assert headings is not None
    why = [why_no_case(sheet, row, headings, {0, 1, 2}) for row in range(1, len(sheet.rows))]
    assert why == ["", "heading", "heading", "total", "total", "blank", ""]


def test_names_and_words_are_as_a_spreadsheet_has_them() -> None:
    assert [letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert [shown(v) for v in (None, 3.0, 2.5, True, date(2024, 4, 3), " a \n b ")] == [
        "", "3", "2.5", "yes", "03/04/2024", "a b",
    ]  # fmt: skip
    assert key_of("Date  Notified (LA): ") == key_of("date notified") == "date notified"
