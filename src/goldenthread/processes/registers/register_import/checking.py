"""What would become of each row if the register were taken in now: taken, refused with the reason, or here already."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from goldenthread.core.casework.bringing_in import Brought, built
from goldenthread.core.sealing.fields import BlindIndex
from goldenthread.core.tenancy.models import Agency, Partnership
from goldenthread.kernel.now import LONDON
from goldenthread.reading.trackers.book import Book, shown
from goldenthread.reading.trackers.headings import key_of

from .mapping import Way
from .plain_checks import broken_checks, in_words
from .progress import LOOKED, Told, nobody
from .rows import Case, LeftOut, Problem, Read, read_rows
from .standing import always, closed_on, reached_days, stand, steps_between
from .vocabulary import STATE, Target, Vocabulary

TAKEN, REFUSED, HERE, ASIDE = "taken", "refused", "here", "aside"


@dataclass
class Row:
    """One case with what would become of it; `brought` is what would be written, where it is taken.

    `same` is the reference of the record that it is here already.
    """

    case: Case
    verdict: str
    state: str = ""
    brought: Brought | None = None
    same: str = ""


@dataclass(frozen=True)
class Checked:
    """The whole file looked at. Rows in = taken + refused + here already + left aside + no cases."""

    rows: tuple[Row, ...]
    left_out: tuple[LeftOut, ...]
    loose: tuple[Problem, ...]
    lacking: tuple[str, ...]

    def of(self, verdict: str) -> list[Row]:
        return [row for row in self.rows if row.verdict == verdict]

    @property
    def counts(self) -> dict[str, int]:
        named = {verdict: len(self.of(verdict)) for verdict in (TAKEN, REFUSED, HERE, ASIDE)}
        return {"rows": len(self.rows) + len(self.left_out), **named, "no_case": len(self.left_out)}

    @property
    def problems(self) -> list[Problem]:
        return [problem for row in self.rows for problem in row.case.problems if row.verdict == REFUSED]

    @property
    def seen(self) -> str:
        """A mark that changes with whatever would be written: what was checked is what is taken in."""
        said = [f"{row.case.row}:{row.verdict}:{row.state}:{row.brought and sorted(row.brought.values.items())!r}"
                for row in self.rows]  # fmt: skip
        return sha256("\n".join(said).encode()).hexdigest()[:24]


@dataclass(frozen=True)
class Desk:
    """Where the rows would go: which words fill what, whose they would be, what the file is called."""

    words: Vocabulary
    board: Partnership
    lead_agency: Agency
    name: str


def check_register(
    book: Book, desk: Desk, way: Way, aside: frozenset[int] = frozenset(), told: Told = nobody
) -> Checked:
    """Look at every row. `aside` are rows (from 0) that a person leaves out. One question to the database."""
    found: Read = read_rows(book, desk.words, way)
    lacking = lacking_columns(desk.words, way)
    known = _known(desk)
    stood: dict[tuple[Hashable, ...], str] = {}
    rows = []
    for number, case in enumerate(found.cases, 1):
        row = _look(desk, way, book, case) if case.row not in aside else Row(case, ASIDE)
        if row.verdict == TAKEN:
            _same(desk, way, book, row, known, stood)
        rows.append(row)
        told(LOOKED, number, len(found.cases))
    return Checked(tuple(rows), found.left_out, found.loose, tuple(lacking))


def lacking_columns(words: Vocabulary, way: Way) -> list[str]:
    """What every case must have and no column fills, by its label."""
    filled = set(way.main.columns.values())
    return [one.label for one in words.of_record() if one.needed and one.name not in filled]


def _look(desk: Desk, way: Way, book: Book, case: Case) -> Row:
    for target in desk.words.of_record():
        if target.needed and case.values.get(target.name) in (None, "") and not _failed(case, target.name):
            _refuse(case, way, book, [target.name], "needed", "Every case must have it. Fill it in.")
    if case.problems:
        return Row(case, REFUSED)
    state, problem = stand(desk.words, case.values)
    if problem:
        _refuse(case, way, book, [STATE, *problem.columns], "state", problem.words)
        return Row(case, REFUSED)
    brought = _brought(desk, case, state)
    record = built(desk.words.importable.of, desk.board, desk.lead_agency, brought)
    for check, columns in broken_checks(record):
        _refuse(case, way, book, columns, "holds", in_words(check, record))
    for name, why in desk.words.importable.holds(case.values) if desk.words.importable.holds else ():
        _refuse(case, way, book, [name], "holds", why)
    return Row(case, REFUSED if case.problems else TAKEN, state, brought)


def _brought(desk: Desk, case: Case, state: str) -> Brought:
    words = desk.words
    columns = {one.name: one for one in words.of_record() if one.column is not None}
    values = {
        _column(columns[name]): value for name, value in case.values.items() if name in columns and value is not None
    }
    given = set(values)
    if words.importable.before:
        values = words.importable.before(values, state)
    kept = {name: value for name, value in case.values.items() if name not in given - set(values)}
    days = reached_days(words, kept)
    return Brought(
        values=values,
        state=state,
        origin=f"{desk.name}, {case.place}",
        closed_on=closed_on(words, case.values, state, days),
        reached=steps_between(words, days),
        below={name: [{**always(words, name), **row} for row in rows] for name, rows in case.below.items()},
    )


def _column(target: Target) -> str:
    return f"{target.fills.name}_id" if target.kind == "agency" else target.fills.name


def _refuse(case: Case, way: Way, book: Book, columns: list[str], code: str, why: str) -> None:
    """A line among the case's problems, at the first of these columns that the file has."""
    at = next((places[0] for name in columns if (places := way.main.filling(name))), None)
    sheet = book.sheets[case.sheet]
    place = case.place if at is None else sheet.place(case.row, at)
    read = "" if at is None else shown(sheet.at(case.row, at))
    name = columns[0] if columns else ""
    case.problems.append(Problem(code, name, case.sheet, case.row, at, place, read, why))


def _failed(case: Case, name: str) -> bool:
    return any(problem.target == name for problem in case.problems)


def _same(
    desk: Desk, way: Way, book: Book, row: Row, known: Mapping[tuple[Hashable, ...], str],
    stood: dict[tuple[Hashable, ...], str],
) -> None:  # fmt: skip
    """Whether the case is here already, or stood in the file before."""
    key = _key(desk, row.case.values)
    if key is None:
        return
    if key in known:
        row.verdict, row.same = HERE, known[key]
    elif key in stood:
        names = [one.name for one in desk.words.telling()]
        _refuse(row.case, way, book, names, "twice", f"The same case stands in {stood[key]}. Take one of the two out.")
        row.verdict = REFUSED
    else:
        stood[key] = row.case.place


def _key(desk: Desk, values: Mapping[str, Any]) -> tuple[Hashable, ...] | None:
    """What tells a case apart; nothing where a part of it is not said."""
    model: Any = desk.words.importable.of.model
    parts: list[Hashable] = []
    for name in desk.words.importable.same_when:
        column = model._meta.get_field(name)
        if isinstance(column, BlindIndex):
            said = [values.get(one) for one in column.of]
            parts.append(_plain(column.fingerprint(desk.board.pk, *said)) if all(said) else None)
        else:
            parts.append(_plain(values.get(name)))
    return None if any(part in (None, "") for part in parts) else tuple(parts)


def _known(desk: Desk) -> dict[tuple[Hashable, ...], str]:
    """What tells each record here apart -> its reference, of those in sight."""
    process, names = desk.words.importable.of, desk.words.importable.same_when
    rows = process.model.objects.filter(partnership=desk.board, kind=process.slug).values_list("reference", *names)
    return {tuple(_plain(value) for value in values): reference for reference, *values in rows}


def _plain(value: Any) -> Hashable:
    if isinstance(value, datetime):
        return value.astimezone(LONDON).replace(tzinfo=None)
    return key_of(value) if isinstance(value, str) else value
