"""Attendance on a fair denominator, over plain values: who was asked to which meetings, and what came of it.

The rules, in the order in which they are applied:
1. Only meetings that took place count: one that was cancelled does not exist here.
2. A meeting whose attendance nobody wrote down is left out, and counted as unrecorded.
3. An agency is asked to a meeting when one of its members held a seat that day, from the day they were asked to attend.
   Deputies', virtual members' and advisers' seats ask nobody; nor is a member asked who gets papers only, or not yet.
4. An agency with several members counts once a meeting, by the best of what came of them.
5. A deputy counts for the agency, and is shown as a deputy.
6. A member of whom nothing was written down counts as unknown: asked, and not known to have come.
7. A meeting between two holders of an agency's seat is a vacancy: shown, and not in the denominator.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

ATTENDED, DEPUTY, APOLOGY, ABSENT, UNKNOWN = "attended", "deputy", "apology", "absent", "unknown"
NOT_ASKED, VACANT = "not_asked", "vacant"
#: Best first: what an agency with several members is counted by.
BEST_FIRST = (ATTENDED, DEPUTY, APOLOGY, ABSENT, UNKNOWN)
#: What a clerk may write that means the person was not expected.
UNASKED = frozenset({"papers_only", "not_invited"})


@dataclass(frozen=True)
class Line:
    """One line of the table: an agency, or those who answer for no agency (the lay members, an independent chair)."""

    name: str
    agency: int | None = None


@dataclass(frozen=True)
class Seat:
    """A membership of a group, both days included. `counts`: are they asked to attend? `deputy`: may they stand in?"""

    person: int
    line: Line
    since: date
    until: date | None = None
    counts: bool = True
    deputy: bool = False

    def in_force(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class Sitting:
    """A meeting that took place: person -> what was written down of them. Empty when nobody wrote anything down."""

    on: date
    written: Mapping[int, str]
    key: int = 0


@dataclass(frozen=True)
class Tally:
    """How often each thing happened. `asked` is the denominator, always the sum of its parts."""

    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def asked(self) -> int:
        return sum(self.counts.get(word, 0) for word in BEST_FIRST)

    @property
    def present(self) -> int:
        return self.counts.get(ATTENDED, 0) + self.counts.get(DEPUTY, 0)

    @property
    def percent(self) -> Decimal | None:
        """Present of asked, to one place, halves up; nothing where nobody was asked."""
        if not self.asked:
            return None
        return (Decimal(100 * self.present) / self.asked).quantize(Decimal("0.1"), ROUND_HALF_UP)

    def __getitem__(self, word: str) -> int:
        return self.counts.get(word, 0)


@dataclass(frozen=True)
class PersonLine:
    person: int
    tally: Tally


@dataclass(frozen=True)
class AgencyLine:
    """An agency's attendance, and each of its members' beneath."""

    line: Line
    tally: Tally
    people: tuple[PersonLine, ...]


@dataclass(frozen=True)
class Quorum:
    """Who was there at one meeting against what the group needs. `met` is nothing where the group set no quorum."""

    sitting: Sitting
    members: int
    deputies: int
    agencies: int
    met: bool | None


@dataclass(frozen=True)
class Picture:
    lines: tuple[AgencyLine, ...]
    quorums: tuple[Quorum, ...]
    counted: int
    unrecorded: int


def picture(
    seats: Sequence[Seat], sittings: Iterable[Sitting], *, quorum: int = 0, quorum_agencies: int = 0
) -> Picture:
    """The whole table. `sittings` are those of the period that took place."""
    every = sorted(sittings, key=lambda sitting: sitting.on)
    counted = [sitting for sitting in every if sitting.written]
    lines = sorted({seat.line for seat in seats if seat.counts}, key=lambda line: (line.agency is None, line.name))
    rows = [_agency_line(line, [seat for seat in seats if seat.line == line], counted) for line in lines]
    return Picture(
        lines=tuple(row for row in rows if row.tally.counts),
        quorums=tuple(quorum_at(sitting, seats, quorum, quorum_agencies) for sitting in counted),
        counted=len(counted),
        unrecorded=len(every) - len(counted),
    )


def outcome(seats: Sequence[Seat], sitting: Sitting) -> str | None:
    """What came of one line's seats at one meeting: of `BEST_FIRST`, vacant or not asked; None before its time."""
    asking = [seat for seat in seats if seat.counts and seat.in_force(sitting.on)]
    if not asking:
        return VACANT if any(seat.counts and seat.since <= sitting.on for seat in seats) else None
    words = {person_outcome(seat.person, sitting) for seat in asking}
    if words & {ATTENDED}:
        return ATTENDED
    if words == {NOT_ASKED}:
        return NOT_ASKED
    if _deputy_came(seats, sitting):
        return DEPUTY
    return next(word for word in BEST_FIRST if word in words)


def person_outcome(person: int, sitting: Sitting) -> str:
    word = sitting.written.get(person, UNKNOWN)
    return NOT_ASKED if word in UNASKED else word


def quorum_at(sitting: Sitting, seats: Sequence[Seat], quorum: int, quorum_agencies: int) -> Quorum:
    """Members present in person, deputies beside them, and the agencies that both speak for."""
    asked = {seat.person for seat in seats if seat.counts and seat.in_force(sitting.on)}
    words = Counter(person_outcome(person, sitting) for person in asked)
    by_line: dict[Line, list[Seat]] = {}
    for seat in seats:
        by_line.setdefault(seat.line, []).append(seat)
    there = {line for line, own in by_line.items() if outcome(own, sitting) in (ATTENDED, DEPUTY)}
    agencies = sum(line.agency is not None for line in there)
    standing_in = words[DEPUTY] + sum(
        outcome(own, sitting) == DEPUTY and not _deputy_named(own, sitting) for own in by_line.values()
    )
    enough = words[ATTENDED] + standing_in >= quorum and agencies >= quorum_agencies
    return Quorum(sitting, words[ATTENDED], standing_in, agencies, enough if quorum or quorum_agencies else None)


def _deputy_came(seats: Sequence[Seat], sitting: Sitting) -> bool:
    return _deputy_named(seats, sitting) or any(
        seat.deputy and seat.in_force(sitting.on) and sitting.written.get(seat.person) == ATTENDED for seat in seats
    )


def _deputy_named(seats: Sequence[Seat], sitting: Sitting) -> bool:
    return any(
        seat.counts and seat.in_force(sitting.on) and sitting.written.get(seat.person) == DEPUTY for seat in seats
    )


def _agency_line(line: Line, seats: Sequence[Seat], sittings: Sequence[Sitting]) -> AgencyLine:
    words = [word for sitting in sittings if (word := outcome(seats, sitting))]
    people = dict.fromkeys(seat.person for seat in seats if seat.counts)
    return AgencyLine(line, Tally(Counter(words)), tuple(_person_line(person, seats, sittings) for person in people))


def _person_line(person: int, seats: Sequence[Seat], sittings: Sequence[Sitting]) -> PersonLine:
    own = [seat for seat in seats if seat.person == person and seat.counts]
    asked = [sitting for sitting in sittings if any(seat.in_force(sitting.on) for seat in own)]
    return PersonLine(person, Tally(Counter(person_outcome(person, sitting) for sitting in asked)))
