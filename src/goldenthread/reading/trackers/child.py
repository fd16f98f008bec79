"""The child process of `opening`: a workbook on standard input, its sheets as JSON on standard output."""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.parsers import expat

import python_calamine

from goldenthread.reading.isolation import hold_back

MOST_ROWS = 6_000
MOST_CELLS = 600_000
MOST_SHEETS = 60
LINKS = "xl/_rels/workbook.xml.rels"
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def book_of(data: bytes) -> dict[str, Any]:
    """`{"sheets": [...]}`, or `{"code", "message"}` where it is refused."""
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        sheets, cells = [], 0
        for name in book.sheet_names[:MOST_SHEETS]:
            sheet = book.get_sheet_by_name(name)
            rows = [[_said(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
            used = sum(any(value not in (None, "") for value in row) for row in rows)
            cells += sum(map(len, rows))
            if used > MOST_ROWS or cells > MOST_CELLS:
                return _too_long(name, used)
            merged = [[a[0], a[1], b[0], b[1]] for a, b in sheet.merged_cell_ranges or ()]
            sheets.append({"name": name, "rows": rows, "merged": merged, "hidden": [], "struck": []})
        _as_seen(data, sheets)
    except python_calamine.PasswordError:
        return {"code": "encrypted", "message": "This workbook has a password. Save it without one and try again."}
    except (python_calamine.CalamineError, zipfile.BadZipFile, expat.ExpatError, OSError, ValueError, KeyError):
        return {
            "code": "damaged",
            "message": "This workbook cannot be read: it is cut off or damaged. Open it in Excel and save it again.",
        }
    return {"sheets": sheets}


def _too_long(name: str, used: int) -> dict[str, Any]:
    return {
        "code": "too_long",
        "message": f"Sheet '{name}' has {used:,} rows. At most {MOST_ROWS:,} are taken in at once: put the later rows "
        "into a file of their own, and bring the two in one after the other.",
    }


def _said(value: object) -> Any:
    """A value as JSON can say it: dates and moments are marked."""
    if isinstance(value, datetime):
        return {"m": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, (time, timedelta)):
        return str(value)
    return value


def _as_seen(data: bytes, sheets: list[dict[str, Any]]) -> None:
    """What calamine does not tell: hidden rows, rows struck out, formulas that failed. Excel's own format only."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        names = set(parts.namelist())
        if not {"xl/workbook.xml", LINKS} <= names:
            return
        struck = _struck_styles(parts.read("xl/styles.xml")) if "xl/styles.xml" in names else set()
        for sheet, part in zip(sheets, _parts_of(parts), strict=False):
            if part in names:
                _look(parts.read(part), sheet, struck)


def _parts_of(parts: zipfile.ZipFile) -> list[str]:
    """The name in the archive of each sheet, in the order of the workbook: sheets that were moved keep their file."""
    targets, found = dict[str, str](), list[str]()

    def link(tag: str, said: dict[str, str]) -> None:
        if tag.endswith("Relationship"):
            targets[said.get("Id", "")] = said.get("Target", "")

    def sheet(tag: str, said: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "sheet":
            target = targets.get(next((v for k, v in said.items() if k.endswith(":id")), ""), "")
            found.append(target.removeprefix("/") if target.startswith("/") else f"xl/{target}")

    _each(parts.read(LINKS), link)
    _each(parts.read("xl/workbook.xml"), sheet)
    return found


def _struck_styles(styles: bytes) -> set[str]:
    """The numbers of the cell formats whose font is struck through."""
    fonts: list[bool] = []
    formats: list[int] = []
    inside = {"fonts": False, "cellXfs": False}

    def tag(name: str, said: dict[str, str]) -> None:
        if name in inside:
            inside.update(dict.fromkeys(inside, False), **{name: True})
        elif name in ("fills", "cellStyles"):
            inside.update(dict.fromkeys(inside, False))
        elif name == "font" and inside["fonts"]:
            fonts.append(False)
        elif name == "strike" and inside["fonts"] and fonts:
            fonts[-1] = said.get("val", "1") not in ("0", "false")
        elif name == "xf" and inside["cellXfs"]:
            formats.append(int(said.get("fontId", "0")))

    _each(styles, tag)
    return {str(n) for n, font in enumerate(formats) if font < len(fonts) and fonts[font]}


class _Looking:
    """Walks a sheet's XML once: hidden rows, struck rows, and the words of failed formulas."""

    def __init__(self, sheet: dict[str, Any], struck: set[str]) -> None:
        self.sheet, self.struck_styles = sheet, struck
        self.row = -1
        self.written = self.struck = 0
        self.failed: tuple[int, int] | None = None
        self.words = ""
        self.reading = False

    def start(self, tag: str, said: dict[str, str]) -> None:
        if tag == "row":
            self._row(said)
        elif tag == "c":
            self.style = said.get("s", "")
            place = _PLACE.fullmatch(said.get("r", ""))
            self.failed = (int(place[2]) - 1, _column(place[1])) if place and said.get("t") == "e" else None
        elif tag in ("v", "t"):
            self.written += 1
            self.struck += self.style in self.struck_styles
            self.reading, self.words = self.failed is not None, ""

    def _row(self, said: dict[str, str]) -> None:
        self.row = int(said["r"]) - 1 if said.get("r", "").isdecimal() else self.row + 1
        self.written = self.struck = 0
        if said.get("hidden") in ("1", "true"):
            self.sheet["hidden"].append(self.row)

    def text(self, words: str) -> None:
        if self.reading:
            self.words += words

    def end(self, tag: str) -> None:
        if tag == "v" and self.failed and self.reading:
            row, column = self.failed
            rows = self.sheet["rows"]
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = {"e": self.words}
            self.reading = False
        elif tag == "row" and self.written and self.written == self.struck:
            self.sheet["struck"].append(self.row)


def _look(xml: bytes, sheet: dict[str, Any], struck: set[str]) -> None:
    looking = _Looking(sheet, struck)
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = looking.start, looking.end
    parser.CharacterDataHandler = looking.text
    parser.Parse(xml, True)


def _each(xml: bytes, handler: Any) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = handler
    parser.Parse(xml, True)


def _column(said: str) -> int:
    number = 0
    for letter in said:
        number = number * 26 + ord(letter) - 64
    return number - 1


def main() -> None:
    """Read standard input."""
    hold_back()
    try:
        answer = book_of(sys.stdin.buffer.read())
    except MemoryError:
        answer = {"code": "too_slow", "message": "This workbook takes too much memory to read. Save a part of it."}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
