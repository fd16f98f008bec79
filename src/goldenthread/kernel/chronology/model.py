"""A row of a chronology: when, by whom, what; with its place in the file it came from. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from functools import cached_property

from goldenthread.kernel.calendars import say


class Precision(StrEnum):
    """How closely a date is known."""

    DAY = "day"
    RANGE = "several days"
    MONTH = "month"
    PART = "part of a year"
    YEAR = "year"
    NONE = "no date"


@dataclass(frozen=True)
class When:
    """When something happened, as far as it was said. `first` and `last` are both within; nothing where no date is.

    `about`: written as "circa", "around", with a question mark: it may lie somewhat beyond. `text` is as typed.
    """

    text: str
    first: date | None = None
    last: date | None = None
    at: time | None = None
    until: time | None = None
    precision: Precision = Precision.NONE
    about: bool = False

    def __post_init__(self) -> None:
        if (self.first is None) is not (self.last is None):
            raise ValueError("A date has both a first and a last day, or neither.")
        if self.first and self.last and self.last < self.first:
            raise ValueError(f"{say(self.last)} comes before {say(self.first)}.")

    @property
    def day(self) -> date | None:
        """The day, where it is known to the day."""
        return self.first if self.precision is Precision.DAY and not self.about else None

    @property
    def is_known(self) -> bool:
        return self.first is not None

    def may_be(self, day: date) -> bool:
        """Whether it may have been on a day; "about" gives a week more at either side, or a tenth of its length."""
        if self.first is None or self.last is None:
            return False
        slack = timedelta(days=max(7, (self.last - self.first).days // 10) if self.about else 0)
        return self.first - slack <= day <= self.last + slack

    @cached_property
    def order(self) -> tuple[date, int, time, date]:
        """Where it stands: a vague date at the first day it can be, after what is known to be of that day."""
        if self.first is None or self.last is None:
            return date.max, 1, time.max, date.max
        vague = 0 if self.day else 1
        return self.first, vague, self.at or time.max, self.last

    def in_words(self) -> str:
        """As a reader is told: "4 March 2016, 10:30"; "between 1 and 31 March 2016 (written: March 2016)"."""
        if self.first is None or self.last is None:
            return f"No date (written: {self.text})" if self.text else "No date"
        hours = f", {self.at:%H:%M}" if self.at else ""
        hours += f" to {self.until:%H:%M}" if self.at and self.until else ""
        if self.first == self.last:
            return f"{'About ' if self.about else ''}{say(self.first)}{hours}"
        about = "about " if self.about else ""
        return f"Some time from {about}{say(self.first)} to {about}{say(self.last)}{hours} (written: {self.text})"


class Seen(StrEnum):
    """Whether the child was seen."""

    ALONE = "seen alone"
    YES = "seen"
    NO = "not seen"
    NOT_SAID = "not said"

    @property
    def is_yes(self) -> bool:
        return self in (Seen.ALONE, Seen.YES)


@dataclass(frozen=True)
class Place:
    """Where a row stands: file, sheet or table, row as a reader counts it, and the cell of its event ("C12")."""

    file: str
    sheet: str
    row: int
    cell: str = ""

    def __str__(self) -> str:
        at = self.cell or f"row {self.row}"
        at = f"cell {at}" if self.cell and " " not in at else at  # "C12", or "line 4, column 1" in words already
        return ", ".join(filter(None, (self.file, self.sheet, at)))


@dataclass(frozen=True)
class Row:
    """One line of one agency. `other`: columns that no meaning was found for, heading and text, so nothing is lost."""

    agency: str
    when: When
    event: str
    place: Place
    action: str = ""
    comment: str = ""
    who: str = ""
    professional: str = ""
    seen: Seen = Seen.NOT_SAID
    other: tuple[tuple[str, str], ...] = ()

    @cached_property
    def words(self) -> str:
        """Everything that it says of what happened."""
        return " ".join(filter(None, (self.event, self.action)))


@dataclass(frozen=True)
class Unread:
    """A cell that could not be read, or was read with doubt: where, what stands there, why, and the cure."""

    place: Place
    text: str
    problem: str
    cure: str

    def __str__(self) -> str:
        said = f" ('{self.text[:60]}')" if self.text else ""
        return f"{self.place}{said}: {self.problem} {self.cure}"
