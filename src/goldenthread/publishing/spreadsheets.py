"""Tables as files: Excel and CSV. Text is never a formula, whatever it begins with."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from goldenthread.kernel.now import LONDON
from goldenthread.publishing.wording import clean

#: How a spreadsheet recognises a formula at the beginning of a cell of a CSV file (OWASP's list).
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
WIDEST = 60


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name (made fit for Excel, and told apart from its neighbours), a heading row and rows."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Any]]


def to_xlsx(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """One sheet: a heading row that stays in view, filters, dates as dates, text as text even if it begins with "="."""
    return to_workbook(title, [Sheet(title, columns, rows)])


def to_workbook(title: str, sheets: Sequence[Sheet]) -> bytes:
    """Several sheets, each as `to_xlsx` makes one."""
    import xlsxwriter  # noqa: PLC0415 - loaded with the first export only, and not with every page

    out = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "d mmm yyyy",
    }
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": clean(title)})
        for number, one in enumerate(sheets, 1):
            name = _sheet_name(one.name if len(sheets) == 1 else f"{number} {one.name}")
            _fill(book, book.add_worksheet(name), one)
    return out.getvalue()


def _fill(book: Any, sheet: Any, one: Sheet) -> None:
    sheet.freeze_panes(1, 0)
    sheet.write_row(
        0, 0, map(_clean, one.columns), book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    )
    body = book.add_format({"text_wrap": True, "valign": "top"})
    day, moment = (
        book.add_format({"num_format": shown, "valign": "top", "align": "left"})
        for shown in ("d mmm yyyy", "d mmm yyyy hh:mm")
    )
    widths, last = [len(column) for column in one.columns], 0
    for last, row in enumerate(one.rows, 1):
        for index, value in enumerate(row):
            _write(sheet, last, index, value, body, day, moment)
            length = len("1 Jan 2026 12:00") if isinstance(value, datetime) else len(str(value))
            widths[index] = max(widths[index], min(length, WIDEST))
    for index, width in enumerate(widths):
        sheet.set_column(index, index, width + 2)
    sheet.autofilter(0, 0, max(last, 1), max(len(one.columns) - 1, 0))


def to_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """UTF-8 with the mark that Excel needs. ISO dates, moments as London's clocks showed them; text that could be a
    formula gets an apostrophe in front.
    """
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_harmless(column) for column in columns])
    for row in rows:
        writer.writerow([_harmless(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def _write(sheet: Any, row: int, column: int, value: Any, body: Any, day: Any, moment: Any) -> None:
    if isinstance(value, datetime):
        sheet.write_datetime(row, column, _in_london(value), moment)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        sheet.write_number(row, column, value, body)
    elif value not in (None, ""):
        sheet.write_string(row, column, _clean(str(value))[:32767], body)


def _harmless(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{_in_london(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return str(value)
    text = "" if value is None else _clean(str(value))
    return f"'{text}" if text.startswith(DANGEROUS) else text


def _in_london(moment: datetime) -> datetime:
    """As a clock on the wall showed it, to the minute: no spreadsheet knows of time zones."""
    local = moment.astimezone(LONDON) if moment.tzinfo else moment
    return local.replace(tzinfo=None, second=0, microsecond=0)


def _clean(text: str) -> str:
    """Without the control characters that neither format can hold."""
    return "".join(c for c in text if c >= " " or c in "\n\t\r")


def _sheet_name(title: str) -> str:
    """At most 31 letters as Excel counts them (UTF-16), none that it refuses, and not the name it keeps for itself."""
    kept = "".join(c for c in clean(title).replace("\n", " ") if c not in "[]:*?/\\'")
    short = kept.encode("utf-16-le")[:62].decode("utf-16-le", errors="ignore").strip()
    return short if short and short.lower() != "history" else "Sheet"
