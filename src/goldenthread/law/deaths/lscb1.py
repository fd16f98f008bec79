"""The yearly return on child death reviews (LSCB1): its cells as a pure function over plain rows.

It counts reviews *completed* in the year, not deaths in it (read in an official statistics release); the list of cells
is recalled (medium confidence). From April 2019 the national database completes it, of open cases too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from goldenthread.kernel.periods import Every, Stretch
from goldenthread.law.deaths.analysis import Modifiability
from goldenthread.law.deaths.rows import NOT_RECORDED, Basis, Death, DeathError, counted
from goldenthread.law.deaths.tables import (
    CATEGORY_WORDS,
    EXPECTED_WORDS,
    INTERVALS,
    PLACE_KINDS,
    SEX_WORDS,
    backlog,
)
from goldenthread.law.deaths.values import AGE_BANDS, EXPECTEDNESS, SEXES
from goldenthread.law.forms import Choice
from goldenthread.law.limits import Confidence

SOURCE = ("Department for Education, LSCB1 return on child death reviews", Confidence.MEDIUM)


@dataclass(frozen=True)
class Line:
    """One line of the return: reviews completed, and how many found modifiable factors, none, or cannot say."""

    section: str
    words: str
    completed: int
    modifiable: int
    none: int
    inadequate: int

    @property
    def not_recorded(self) -> int:
        """Completed without a word on modifiable factors: to be mended before it is sent."""
        return self.completed - self.modifiable - self.none - self.inadequate


@dataclass(frozen=True)
class Lscb1:
    """The return of a year. `problems`: what would be sent back."""

    year: Stretch
    lines: tuple[Line, ...]
    notified: int
    open: int
    problems: tuple[str, ...]

    def section(self, name: str) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.section == name)

    @property
    def total(self) -> Line:
        return self.lines[0]


def lscb1(rows: Iterable[Death], year: Stretch) -> Lscb1:
    """The return of a financial year. Raises `DeathError` for any other stretch."""
    if not year.is_whole(Every.FINANCIAL_YEAR):
        raise DeathError("The return is of a financial year.")
    given = list(rows)
    reviewed = counted(given, Basis.REVIEWED, year).rows
    lines = tuple(_lines(reviewed))
    return Lscb1(
        year, lines, len(counted(given, Basis.NOTIFIED, year)), backlog(given, year).open, tuple(_problems(reviewed))
    )


def _lines(rows: Sequence[Death]) -> Iterator[Line]:
    yield _line("Total", "Reviews completed", rows)
    cuts: tuple[tuple[str, Sequence[str], Callable[[Death], str]], ...] = (
        ("Age", AGE_BANDS, lambda row: row.age),
        ("Sex", SEX_WORDS, lambda row: _label(SEXES, row.sex)),
        ("Ethnicity", sorted({row.ethnicity or NOT_RECORDED for row in rows}), lambda r: r.ethnicity or NOT_RECORDED),
        ("Category", CATEGORY_WORDS, lambda row: row.cause),
        ("Place of death", PLACE_KINDS, lambda row: row.place),
        ("Expected", EXPECTED_WORDS, lambda row: _label(EXPECTEDNESS, row.expected)),
        ("Child protection plan", _YES_NO, lambda row: _said(row.protection_plan)),
        ("Statutory order", _YES_NO, lambda row: _said(row.statutory_order)),
        ("Asylum seeker", _YES_NO, lambda row: _said(row.asylum_seeker)),
        ("Death to review", [words for words, _ in INTERVALS], _interval),
    )
    for section, words, read in cuts:
        for word in words:
            yield _line(section, word, [row for row in rows if read(row) == word])


_YES_NO = ("Yes", "No", NOT_RECORDED)


def _line(section: str, words: str, rows: Sequence[Death]) -> Line:
    found = Counter(row.modifiable for row in rows)
    return Line(
        section, words, len(rows), found[Modifiability.MODIFIABLE], found[Modifiability.NONE],
        found[Modifiability.INADEQUATE],
    )  # fmt: skip


def _problems(rows: Sequence[Death]) -> Iterator[str]:
    for row in rows:
        missing = [
            what
            for what, known in (
                ("the category of death", row.category), ("modifiable factors", row.modifiable),
                ("the place of death", row.place_of_death), ("ethnicity", row.ethnicity),
            )
            if not known
        ]  # fmt: skip
        if missing:
            yield f"{row.ref}: {', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not recorded."


def _said(known: bool | None) -> str:
    return NOT_RECORDED if known is None else "Yes" if known else "No"


def _label(choices: Iterable[Choice], code: str) -> str:
    return next((one.label for one in choices if code in (one.code, one.label)), NOT_RECORDED)


def _interval(row: Death) -> str:
    days = row.days_to_review or 0
    return next(words for words, most in INTERVALS if days <= most)
