"""What a rule of time is made of: a clock, its limits over the years, and what a partnership sets for itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from goldenthread.kernel.calendars import say
from goldenthread.kernel.clocks import Direction
from goldenthread.kernel.spans import Convention, Span, Unit

ALL_ERAS = frozenset({"LSCB_2015", "LSCP_2018", "LSCP_2023", "CDR_2018"})
LSCP = frozenset({"LSCP_2018", "LSCP_2023"})


class Confidence(StrEnum):
    """How far a limit is known to be right. Only `SOURCE` was read in a source outside; the rest await one."""

    SOURCE = "read in a source"
    PUBLISHED = "stated in a board's own published papers"
    HIGH = "recalled, high confidence"
    MEDIUM = "recalled, medium confidence"
    LOW = "recalled, low confidence: verify"


class LimitError(LookupError):
    """A clock that does not exist, or a limit that was not in force."""


@dataclass(frozen=True)
class Limit:
    """One limit of a clock, for the start events from `from_` to `until` (both included; nothing: open).

    `part` names which of several it is ("first", "later"). `share` is the percentage of cases aimed at, where it is a
    target for many rather than a limit for each. `local` marks one that a partnership set for itself.
    """

    span: Span
    source: str
    confidence: Confidence
    part: str | None = None
    from_: date | None = None
    until: date | None = None
    convention: Convention = Convention.EXCLUDE_START
    direction: Direction = Direction.FORWARDS
    share: int | None = None
    start_event: str | None = None
    note: str = ""
    local: bool = False

    def in_force(self, on: date) -> bool:
        return (self.from_ is None or self.from_ <= on) and (self.until is None or on <= self.until)

    def __str__(self) -> str:
        if self.span.unit is Unit.BY_TIME:
            return str(self.span)
        if self.span == Span(0, Unit.DAYS):
            return "before it happens" if self.direction is Direction.BACKWARDS else "at once"
        words = {
            Direction.FORWARDS: f"within {self.span}",
            Direction.BACKWARDS: f"at least {self.span} before",
            Direction.MINIMUM: f"not before {self.span}",
        }[self.direction]
        return f"{words} ({self.share}% of cases)" if self.share else words


@dataclass(frozen=True)
class Alternative:
    """Another reading of a rule that the sources leave open, or that some areas use."""

    reading: str
    span: Span | None = None
    start_event: str | None = None
    part: str | None = None
    source: str = ""


@dataclass(frozen=True)
class Crossing:
    """What becomes of a clock of some frameworks only, when a partnership moves to another.

    `keeps`: the framework of the day on which the record began rules to its end: what began under the old one is
    finished under it, until `finish_by` (the last day on which a further run may start; nothing: without end).
    Otherwise the framework of the day on which the run starts rules.
    """

    keeps: bool
    source: str
    confidence: Confidence
    finish_by: date | None = None
    note: str = ""


@dataclass(frozen=True)
class LawClock:
    """A rule of time: what starts it, and its limits. `local`: no national rule exists and each area sets its own.

    `crossing` is said of every clock that not all frameworks have.
    """

    id: str
    title: str
    start_event: str
    limits: tuple[Limit, ...]
    eras: frozenset[str] = ALL_ERAS
    local: bool = False
    note: str = ""
    alternatives: tuple[Alternative, ...] = ()
    crossing: Crossing | None = None

    def __post_init__(self) -> None:
        if (self.crossing is None) == self.bound:
            raise ValueError(
                f"{self.id}: what becomes of it in a change of law is said where not all frameworks have it."
            )
        for n, one in enumerate(self.limits):
            if any(one.part == other.part and _overlap(one, other) for other in self.limits[n + 1 :]):
                raise ValueError(f"{self.id} has two limits at once for {one.part or 'the whole'}.")

    @property
    def bound(self) -> bool:
        """Whether only some frameworks have it."""
        return not self.eras >= ALL_ERAS

    @cached_property
    def parts(self) -> tuple[str | None, ...]:
        """The names of its parts, in order; (None,) where it has one limit only."""
        return tuple(dict.fromkeys(one.part for one in self.limits))

    def starts_with(self, limit: Limit) -> str:
        """The event from which a limit of this clock is counted."""
        return limit.start_event or self.start_event

    def limit(self, on: date, part: str | None = None, local: tuple[LocalLimit, ...] = ()) -> Limit:
        """The limit in force for a start event on a day, with what the partnership set for itself in its place.

        `part` may be left out where there is only one. Raises `LimitError`, saying what there is instead.
        """
        part = self._part(part)
        ruling = [one for one in self.limits if one.part == part]
        national = next((one for one in ruling if one.in_force(on)), None)
        own = [one for one in local if one.clock_id == self.id and one.part in (part, None) and one.in_force(on)]
        if own:
            exact = next((one for one in own if one.part == part), own[0])
            return exact.applied_to(national or ruling[-1])
        if national is None:
            since = " or ".join(_spell(one) for one in ruling)
            raise LimitError(f"{self.id} ({self.title}): no limit was in force on {say(on)}; there is one {since}.")
        return national

    def on(self, on: date, local: tuple[LocalLimit, ...] = ()) -> LawClock | None:
        """The clock with only the limits in force on a day, local ones in place; nothing where there is none."""
        held = []
        for part in self.parts:
            try:
                held.append(self.limit(on, part, local))
            except LimitError:
                continue
        return replace(self, limits=tuple(held)) if held else None

    def _part(self, part: str | None) -> str | None:
        if part in self.parts:
            return part
        if part is None and len(self.parts) == 1:
            return self.parts[0]
        named = ", ".join(f"'{name}'" for name in self.parts if name)
        asked = f"no part '{part}'" if part else "several parts, and none was named"
        raise LimitError(f"{self.id} ({self.title}) has {asked}; its parts: {named or 'none'}.")


@dataclass(frozen=True)
class LocalLimit:
    """What a partnership set for itself, in place of a clock's limit, from a day (to a day) and for a reason.

    `part` left out applies to every part of the clock. The direction and the start event stay those of the law.
    """

    clock_id: str
    part: str | None
    span: Span
    convention: Convention = Convention.EXCLUDE_START
    from_: date | None = None
    until: date | None = None
    reason: str = ""

    def in_force(self, on: date) -> bool:
        return (self.from_ is None or self.from_ <= on) and (self.until is None or on <= self.until)

    def applied_to(self, limit: Limit) -> Limit:
        """The limit that results, saying which it stands in for."""
        return replace(
            limit,
            span=self.span,
            convention=self.convention,
            from_=self.from_,
            until=self.until,
            share=None,
            source="set by the partnership",
            note=f"{self.reason} In place of: {limit} ({limit.source}).".strip(),
            local=True,
        )


def _overlap(one: Limit, other: Limit) -> bool:
    first = max(one.from_ or date.min, other.from_ or date.min)
    return first <= min(one.until or date.max, other.until or date.max)


def _spell(limit: Limit) -> str:
    since = f"from {say(limit.from_)}" if limit.from_ else ""
    to = f"to {say(limit.until)}" if limit.until else ""
    return " ".join(filter(None, (since, to))) or "at all times"
