"""The values that the components draw: small, immutable, made by pages, never by templates."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.http import QueryDict

from goldenthread.kernel.now import now, today

COLOURS = frozenset({"grey", "green", "teal", "blue", "purple", "magenta", "red", "orange", "yellow"})


@dataclass(frozen=True, slots=True)
class Tag:
    """A state in words on a colour. The words carry the meaning; the colour only helps. ValueError if unknown."""

    text: str
    colour: str = "grey"

    def __post_init__(self) -> None:
        if self.colour not in COLOURS:
            raise ValueError(f"no tag colour {self.colour!r}: one of {', '.join(sorted(COLOURS))}")
        if not self.text.strip():
            raise ValueError("a tag needs words: colour alone says nothing")


@dataclass(frozen=True, slots=True)
class Link:
    """A link; ``hidden`` is read out after the text and not shown ("Change" + "date of visit")."""

    text: str
    href: str
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column heading. ``sort_href`` makes it a link; ``sort`` is none, ascending or descending."""

    label: str
    numeric: bool = False
    sort_href: str = ""
    sort: str = "none"


@dataclass(frozen=True, slots=True)
class Cell:
    """One value in a table: any of text, link, tag, a second line. ``value`` may be safe HTML made by a component.

    A ``quiet`` one (a nought among many) is left out of the card that its row becomes on a phone.
    """

    value: Any = ""
    href: str = ""
    tag: Tag | None = None
    note: str = ""
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table. On a phone each row becomes a card (``phone="cards"``) or the table scrolls (``phone="scroll"``).

    Each row is a sequence as long as ``columns`` of Cell or plain values; the first cell is the row's heading.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    caption_hidden: bool = False
    phone: str = "cards"

    def __post_init__(self) -> None:
        if self.phone not in {"cards", "scroll"}:
            raise ValueError("phone is cards or scroll")
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"a row of {len(row)} cells under {len(self.columns)} columns")

    def lines(self) -> list[list[tuple[Column, Cell]]]:
        """Each row as pairs of its column and its cell, plain values wrapped."""
        return [
            [
                (column, cell if isinstance(cell, Cell) else Cell(cell))
                for column, cell in zip(self.columns, row, strict=True)
            ]
            for row in self.rows
        ]


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """A line of a summary list or of "check your answers"."""

    key: str
    value: Any
    actions: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """A line of a task list: what is to be done, and how far it has come."""

    title: str
    status: Tag
    href: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of a history: what happened, when, by whom, and the words that were written."""

    when: date | datetime
    title: str
    by: str = ""
    text: str = ""
    tag: Tag | None = None
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of which two people saved different text; ``name`` is the form field's name."""

    label: str
    yours: str
    theirs: str
    name: str = ""

    @property
    def same(self) -> bool:
        """Whether both wrote the same, but for space around it."""
        return self.yours.strip() == self.theirs.strip()


@dataclass(frozen=True, slots=True)
class Badge:
    """How a clock stands, in words and as a tag."""

    tag: Tag
    words: str
    due: date | datetime | None = field(default=None)


def count(number: int, one: str, many: str = "") -> str:
    """``1 day``, ``2 days``."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def clock_badge(
    due: date | datetime | None, finished: date | datetime | None = None, soon: int = 7, paused: bool = False
) -> Badge:
    """How a clock stands against ``kernel.now``: calendar days, or hours if ``due`` has a time and is within two days.

    ``finished`` is when it was met, if it was. ``soon`` is the number of days before the date from which it is said.
    ``paused``: without a date it is said to stand still.
    """
    if finished is not None:
        return _finished(due, finished)
    if due is None and paused:
        return Badge(Tag("Paused", "yellow"), "It stands still, and is due again once what it waits for is over")
    if due is None:
        return Badge(Tag("No date"), "No date set")
    if isinstance(due, datetime) and abs(due - now()) < timedelta(hours=48):
        return _in_hours(due)
    days = (_day(due) - today()).days
    if days < 0:
        return Badge(Tag("Overdue", "red"), f"Overdue by {count(-days, 'day')}", due)
    words = "Due today" if days == 0 else "Due tomorrow" if days == 1 else f"Due in {days} days"
    return Badge(Tag("Due soon", "orange") if days <= soon else Tag("On time", "blue"), words, due)


def _day(moment: date | datetime) -> date:
    return moment.astimezone(now().tzinfo).date() if isinstance(moment, datetime) else moment


def _in_hours(due: datetime) -> Badge:
    minutes = int((due - now()).total_seconds() // 60)
    hours = abs(minutes) // 60
    span = count(hours, "hour") if hours else "less than an hour"
    if minutes < 0:
        return Badge(Tag("Overdue", "red"), f"Overdue by {span}", due)
    return Badge(Tag("Due soon", "orange"), f"Due in {span}", due)


def _finished(due: date | datetime | None, finished: date | datetime) -> Badge:
    if due is None:
        return Badge(Tag("Done", "green"), "Done", due)
    if isinstance(due, datetime) and isinstance(finished, datetime):
        late, days = finished > due, (_day(finished) - _day(due)).days
    else:
        days = (_day(finished) - _day(due)).days
        late = days > 0
    if not late:
        return Badge(Tag("Done", "green"), "Done in time", due)
    return Badge(Tag("Done late", "yellow"), f"Done {count(days, 'day')} late" if days else "Done later that day", due)


def sort_column(query: QueryDict, label: str, key: str, *, numeric: bool = False, default: str = "") -> Column:
    """A heading that sorts by ``key`` through ``?sort=key`` (``-key`` is descending) and goes back to page 1.

    ``default`` is the order of the list when the address names none.
    """
    current = query.get("sort") or default
    sort = {key: "ascending", f"-{key}": "descending"}.get(current, "none")
    following = query.copy()
    following["sort"] = f"-{key}" if sort == "ascending" else key
    following.pop("page", None)
    return Column(label, numeric, f"?{following.urlencode()}", sort)
