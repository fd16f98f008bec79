"""What a move changes, as parts of rows that a page, a spreadsheet and a document show alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from goldenthread.law.asked import Asked, Kind
from goldenthread.law.changing import Change
from goldenthread.law.limits import LawClock

from .ahead import Ahead, Line, Where
from .holding import Filled

FALLS, BEGINS, CALLED, HERE = "Falls away", "Begins", "Called anew", "Here"
#: The headings of every part; a file has the part's title before them.
HEADINGS = ("Change", "What", "Where it is from, and how sure that is", "What becomes of it")


@dataclass(frozen=True)
class Row:
    """One thing that changes. `where` is the row of this partnership that it is."""

    change: str
    what: str
    law: str = ""
    becomes: str = ""
    where: Where = None

    @property
    def plain(self) -> tuple[str, str, str, str]:
        return self.change, self.what, self.law, self.becomes


@dataclass(frozen=True)
class Part:
    """One part of the report. `empty` is said where nothing changes."""

    key: str
    title: str
    rows: tuple[Row, ...]
    empty: str


def parts_of(ahead: Ahead) -> list[Part]:
    """Every part, in the order in which a board reads them: the law first, then what of its own is touched."""
    change = ahead.change
    return [
        Part("words", "Words", tuple(_words(change)), "Every word stays."),
        Part("duties", "Duties", tuple(_asked(change, Kind.DUTY)), "Every duty stays."),
        Part("roles", "Roles", (*_falling(change, Kind.OFFICE), *map(_to_fill, ahead.to_fill)), "Every role stays."),
        Part("clocks", "Clocks", tuple(_clocks(change)), "Both frameworks have the same clocks."),
        Part("forms", "Forms and outcomes", tuple(_asked(change, Kind.FORM)), "Every form stays."),
        _here("records", "Open on the day", ahead.records, "Nothing will be open."),
        _here("terms", "Groups whose terms speak of the old law", ahead.terms, "None does."),
        _here("people", "Seats and chairs whose role changes", ahead.people, "No seat's role changes."),
        _here("spoken", "Plans and boards beside this one", ahead.spoken, "None is touched."),
    ]


def _words(change: Change) -> Iterable[Row]:
    for word in change.renamed:
        yield Row(
            CALLED,
            f"{word.meaning[:1].upper()}{word.meaning[1:]}",
            change.after.guidance,
            f"“{word.before}” becomes “{word.after}”",
        )


def _asked(change: Change, kind: Kind) -> Iterable[Row]:
    yield from _falling(change, kind)
    yield from (Row(BEGINS, one.title, _law(one), one.note) for one in change.begins(kind))


def _falling(change: Change, kind: Kind) -> Iterable[Row]:
    return (Row(FALLS, one.title, _law(one), one.note) for one in change.falls_away(kind))


def _law(one: Asked) -> str:
    return f"{one.source}; {one.confidence}"


def _to_fill(one: Filled) -> Row:
    if one.holders:
        said = f"Named: {', '.join(f'{held.person} ({held.agency})' for held in one.holders)}."
    elif one.agencies:
        said = f"Nobody is named. To be filled by {' or '.join(one.agencies)}."
    elif one.office.agency:
        said = "Nobody is named, and no such agency is at the table."
    else:
        said = "Nobody is named."
    return Row(BEGINS, one.office.title, _law(one.office), f"{said} {one.office.note}".strip())


def _clocks(change: Change) -> Iterable[Row]:
    for clock in change.ending_clocks:
        yield Row(FALLS, _named(clock), _limits(clock), _crossing(clock, ending=True))
    for clock in change.beginning_clocks:
        yield Row(BEGINS, _named(clock), _limits(clock), _crossing(clock, ending=False))


def _named(clock: LawClock) -> str:
    limits = ", ".join(str(one) for one in clock.limits)
    return f"{clock.id}: {clock.title} ({limits} of {clock.start_event})"


def _limits(clock: LawClock) -> str:
    return "; ".join(dict.fromkeys(f"{one.source}; {one.confidence}" for one in clock.limits))


def _crossing(clock: LawClock, *, ending: bool) -> str:
    crossing = clock.crossing
    if crossing is None:
        return ""
    if not crossing.keeps:
        said = "From the day, for whatever starts on it or later."
    elif ending:
        said = "What began before the day keeps it to its end."
    else:
        said = "For what begins on the day or later."
    return f"{said} {crossing.note} ({crossing.source}; {crossing.confidence})"


def _here(key: str, title: str, lines: Iterable[Line], empty: str) -> Part:
    return Part(key, title, tuple(Row(HERE, line.what, "", line.becomes, line.where) for line in lines), empty)
