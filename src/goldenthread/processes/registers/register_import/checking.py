"""What would become of each row if the register were taken in now: taken, refused with the reason, or here already."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from goldenthread.core.casework.bringing_in import Brought, built
from goldenthread.core.tenancy.models import Agency, Partnership
from goldenthread.reading.trackers.book import Book, shown

from .mapping import Way
from .plain_checks import broken_checks, in_words
from .progress import LOOKED, Told, nobody
from .rows import Case, LeftOut, Problem, Read, read_rows
from .sameness import Sameness
from .standing import always, closed_on, reached_days, stand, steps_between
from .vocabulary import STATE, Target, Vocabulary

TAKEN, REFUSED, HERE, ASIDE = "taken", "refused", "here", "aside"
CANNOT_TELL = (
    "Without the {} nobody can tell whether this case is here already. Look for it before you take it in: taken in a "
    "second time, it stands here twice."
)


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
    same = Sameness.of_those_here(desk.words, desk.board)
    rows = []
    for number, case in enumerate(found.cases, 1):
        row = _look(desk, way, book, case) if case.row not in aside else Row(case, ASIDE)
        if row.verdict == TAKEN:
            _same(way, book, row, same)
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


def _same(way: Way, book: Book, row: Row, same: Sameness) -> None:
    """Whether the case is here already, or stood in the file before; a note where that cannot be told."""
    keys = same.keys(row.case.values)
    asked = list(keys.asked_as())
    here, stood = (next((known[key] for key in asked if key in known), None) for known in (same.here, same.stood))
    telling = same.words.telling()
    if not keys.tells:
        row.case.notes.append(
            f"{row.case.place}: {CANNOT_TELL.format(_labels(same.lacking(row.case.values) or telling))}"
        )
    elif here is not None:
        row.verdict, row.same = HERE, here
    elif stood is not None:
        why = f"The same case stands in {stood}. Take one of the two out; if they are two, mend: {_labels(telling)}."
        _refuse(row.case, way, book, [one.name for one in telling], "twice", why)
        row.verdict = REFUSED
    else:
        same.stood |= dict.fromkeys(keys.kept_as(), row.case.place)


def _labels(targets: list[Target]) -> str:
    return ", ".join(one.label[:1].lower() + one.label[1:] for one in targets)
