"""The form of one return as an Excel file: headings locked, numbers and reasons checked while they are typed."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from goldenthread.publishing.wording import clean

from ..models import Form, Line
from .rows import COLUMNS, FIRST_ROW, GAP_WORDS, HEADINGS, SHEET, identity

WIDTHS = (18, 22, 44, 44, 16, 16, 26, 18, 12, 12, 50)


def to_template(form: Form, lines: list[Line]) -> bytes:
    """An .xlsx file to be filled in and sent back. Says itself of which agency and period it is."""
    import xlsxwriter  # noqa: PLC0415 - loaded with the first template only, and not with every page

    out = BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, {"in_memory": True, **plain}) as book:
        sheet = book.add_worksheet(SHEET)
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        fixed = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#f3f2f1"})
        free = book.add_format({"locked": False, "valign": "top"})
        words = book.add_format({"locked": False, "valign": "top", "num_format": "@", "text_wrap": True})
        day = book.add_format({"locked": False, "valign": "top", "num_format": "d mmm yyyy"})
        for row, (label, value) in enumerate(identity(form)):
            sheet.write_string(row, 0, label, bold)
            sheet.write_string(row, 1, clean(value), fixed)
        sheet.write_row(FIRST_ROW - 2, 0, HEADINGS, bold)
        formats = {"value": free, "denominator": free, "counted_on": day}
        for row, line in enumerate(lines, FIRST_ROW - 1):
            _line(sheet, row, line, fixed, {name: formats.get(name, words) for name in COLUMNS})
        _checks(sheet, len(lines))
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(FIRST_ROW - 1, 3)
        sheet.protect("", {"format_columns": True, "format_rows": True})
    return out.getvalue()


def _line(sheet: Any, row: int, line: Line, fixed: Any, formats: dict[str, Any]) -> None:
    for column, text in enumerate((line.code, line.part, line.title, counted(line))):
        sheet.write_string(row, column, clean(text), fixed)
    number = line.numerator if line.per else line.value
    said = {
        "value": None if number is None else float(number),
        "denominator": None if line.denominator is None else float(line.denominator),
        "symbol": GAP_WORDS.get(line.symbol, ""),
        "counted_on": line.counted_on,
        "provisional": "yes" if line.provisional else "",
        "sure": "yes" if line.sure else "",
        "note": clean(line.note),
    }
    for column, name in enumerate(COLUMNS):
        if name in said:
            sheet.write(row, column, said[name], formats[name])


def counted(line: Line) -> str:
    return f"{line.counted} / {line.out_of}" if line.per else line.counted


def _checks(sheet: Any, count: int) -> None:
    """What Excel itself refuses while it is typed."""
    first, last = FIRST_ROW - 1, FIRST_ROW + count - 2
    number = {
        "validate": "decimal", "criteria": "between", "minimum": -1e11, "maximum": 1e11,
        "error_title": "Not a number", "error_message": "Write a number, or leave it empty and say why.",
    }  # fmt: skip
    for column in (4, 5):
        sheet.data_validation(first, column, last, column, number)
    sheet.data_validation(first, 6, last, 6, {"validate": "list", "source": list(GAP_WORDS.values())})
    for column in (8, 9):
        yes_or_no = {"validate": "list", "source": ["yes", "no"]}
        sheet.data_validation(first, column, last, column, yes_or_no)
