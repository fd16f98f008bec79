"""The child process of ``apart``: a workbook on standard input, its sheets as JSON on standard output."""

from __future__ import annotations

import io
import json
import sys

import python_calamine

from goldenthread.reading.isolation import hold_back

MOST_CELLS = 1_000_000
_MOST_SHEETS = 60


def sheets_of(data: bytes) -> list[tuple[str, list[list[object]]]] | dict[str, str]:
    """Name and rows of each sheet; what JSON cannot say (dates) as text. A dict is a refusal."""
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        sheets: list[tuple[str, list[list[object]]]] = []
        cells = 0
        for name in book.sheet_names[:_MOST_SHEETS]:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            cells += sum(len(row) for row in rows)
            if cells > MOST_CELLS:
                return {
                    "code": "too_long",
                    "message": f"This workbook has more than {MOST_CELLS:,} cells. Save the sheets to check alone.",
                }
            sheets.append((name, [list(row) for row in rows]))
    except python_calamine.PasswordError:
        return {"code": "encrypted", "message": "This workbook has a password. Save it without one and try again."}
    except (python_calamine.CalamineError, OSError, ValueError):
        return {
            "code": "damaged",
            "message": "This workbook cannot be read: it is damaged. Open it in Excel and save it again.",
        }
    return sheets


def main() -> None:
    """Read standard input."""
    hold_back()
    try:
        answer = sheets_of(sys.stdin.buffer.read())
    except MemoryError:
        answer = {"code": "too_slow", "message": "This workbook takes too much memory to read. Save a part of it."}
    sys.stdout.write(json.dumps(answer, default=str))


if __name__ == "__main__":
    main()
