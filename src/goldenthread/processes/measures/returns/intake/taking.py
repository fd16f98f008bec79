"""From cells to answers: every row is understood and checked before any is kept, and each message names its cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from goldenthread.web.dates import read_date

from ..answering import Given, give_answers
from ..models import Form, Line
from ..numbers import NotANumber, read_number
from .rows import COLUMNS, GAP_WORDS, HEADINGS, Cells, IntakeRefused, identity

YES, NO = {"yes", "y", "true", "1"}, {"no", "n", "false", "0", ""}
FIELD_OF = {"numerator": "value"}


@dataclass(frozen=True)
class Entry:
    """One answer that came in. `where` says where each of its fields stood, or under "" where all of it did."""

    code: str
    part: str
    values: Mapping[str, Any]
    where: Mapping[str, str]

    def place(self, name: str) -> str:
        return self.where.get(name) or self.where.get("", "")


def take_cells(form: Form, cells: Cells) -> int:
    """Take a table as answers; how many rows had one. Raises IntakeRefused with every message, and nothing is kept."""
    if cells.merged:
        raise IntakeRefused([(f"Cells {one}", "These cells are merged. Unmerge them, so that each figure has one cell.")
                             for one in cells.merged])  # fmt: skip
    start, columns = _headings(cells)
    _is_for(form, cells.rows[: start - 1], cells)
    entries = []
    for number, row in enumerate(cells.rows[start:], start):
        said = {name: row[at] for name, at in columns.items() if at < len(row)}
        if any(not _empty(value) for value in said.values()):
            where = {name: cells.where(number, at) for name, at in columns.items()}
            code, part = _words(said.pop("code", "")), _words(said.pop("part", ""))
            entries.append(Entry(code, part, said, where | {"": where["code"]}))
    return take(form, entries)


def take(form: Form, entries: Sequence[Entry]) -> int:
    """Keep answers, all or none; how many. An entry without figure, reason or note leaves its question as it is.

    Raises IntakeRefused with every message by place; ValidationError when the form takes no answers now.
    """
    lines = {(line.code, line.part.casefold()): line for line in form.lines.all()}
    problems: list[tuple[str, str]] = []
    given: dict[int, Given] = {}
    came: dict[int, Entry] = {}
    for one in entries:
        line = lines.get((one.code, one.part.casefold()))
        if line is None:
            problems.append((one.place("code"), _unknown(form, one, lines)))
        elif line.pk in came:
            problems.append((one.place("code"), f"'{one.code}' stands here a second time."))
        else:
            came[line.pk] = one
            answer, wrong = _answer(line, one)
            problems += wrong
            if answer:
                given[line.pk] = answer
    checked = give_answers(form, given, keep=not problems) if given else None
    for pk, found in (checked.problems if checked else {}).items():
        problems += [(came[pk].place(FIELD_OF.get(p.field, p.field)), p.text) for p in found]
    if problems:
        raise IntakeRefused(problems)
    return len(given)


def _headings(cells: Cells) -> tuple[int, dict[str, int]]:
    """The number of the first row of answers, and column name -> its place."""
    names = {text.casefold(): name for text, name in zip(HEADINGS, COLUMNS, strict=True)} | {n: n for n in COLUMNS}
    for number, row in enumerate(cells.rows[:30]):
        found = {names[key]: at for at, cell in enumerate(row) if (key := _words(cell).casefold()) in names}
        if "code" in found and "value" in found:
            return number + 1, found
    raise IntakeRefused(
        [("", f"No row of headings with '{HEADINGS[0]}' and '{HEADINGS[4]}'. Use the template of this return.")]
    )


def _is_for(form: Form, rows: Sequence[Sequence[Any]], cells: Cells) -> None:
    """A file that says of itself that it is for another return is refused; one that says nothing is taken."""
    wanted = dict(identity(form))
    problems = []
    for number, row in enumerate(rows):
        label = _words(row[0]) if row else ""
        said = _words(row[1]) if len(row) > 1 else ""
        if said and label in wanted and said != _words(wanted[label]):
            problems.append(
                (cells.where(number, 1), f"This file is for '{said}', and this return is for '{wanted[label]}'.")
            )
    if problems:
        raise IntakeRefused(problems)


def _unknown(form: Form, one: Entry, lines: Mapping[tuple[str, str], Line]) -> str:
    if not one.code:
        return "There is a figure here but no code that says what it is of."
    parts = [line.part for (code, _), line in lines.items() if code == one.code]
    if parts:
        return f"'{one.code}' has no part '{one.part}'. Its parts: {', '.join(part or 'the whole' for part in parts)}."
    return f"'{one.code[:60]}' is not asked of {form.agency} in this return."


def _answer(line: Line, one: Entry) -> tuple[Given | None, list[tuple[str, str]]]:
    problems: list[tuple[str, str]] = []
    found: dict[str, Any] = {}
    for name, read in READERS.items():
        try:
            found[name] = read(one.values.get(name))
        except ValueError as wrong:
            problems.append((one.place(name), str(wrong)))
    if problems or not any(found[name] not in (None, "", False) for name in ("value", "denominator", "symbol", "note")):
        return None, problems
    if line.per:
        found["numerator"] = found.pop("value")
    if not line.per and found["denominator"] is not None:
        return None, [(one.place("denominator"), f"{line.title} is a plain number: it is not out of anything.")]
    return Given(**found), []


def _symbol(value: Any) -> str:
    text = _words(value)
    known = {words.casefold(): key for key, words in GAP_WORDS.items()} | {key: key for key in GAP_WORDS}
    if text and text.casefold() not in known:
        raise ValueError(f"'{text[:60]}' is none of: {', '.join(GAP_WORDS.values())}.")
    return known.get(text.casefold(), "")


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date) or value is None:
        return value
    if isinstance(value, (int, float)):
        raise ValueError(
            f"{value:g} is the number by which a spreadsheet stores a date. Give the cell the format of a date."
        )
    text = _words(value)
    if text.isdecimal() and len(text) == 5:
        raise ValueError(
            f"{text} is the number by which a spreadsheet stores a date. Write the date, such as 31 March 2026."
        )
    found = read_date(text) if text else None
    if text and found is None:
        raise ValueError(f"'{text[:40]}' is not a date. Write one such as 31 March 2026.")
    return found


def _yes(value: Any) -> bool:
    text = _words(value).casefold()
    if text not in YES | NO:
        raise ValueError(f"'{text[:40]}' is neither yes nor no.")
    return text in YES


def _note(value: Any) -> str:
    text = _words(value)
    if len(text) > 500:
        raise ValueError(f"The note has {len(text)} characters, and may have 500.")
    return text


def _number(value: Any) -> Decimal | None:
    try:
        return read_number(value)
    except NotANumber as wrong:
        raise ValueError(str(wrong)) from wrong


def _words(value: Any) -> str:
    return " ".join(str(value).replace("\0", "").split()) if value is not None else ""


def _empty(value: Any) -> bool:
    return value is None or not str(value).strip()


READERS: dict[str, Any] = {
    "value": _number, "denominator": _number, "symbol": _symbol, "counted_on": _day, "provisional": _yes, "sure": _yes,
    "note": _note,
}  # fmt: skip
