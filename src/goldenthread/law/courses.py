"""The course of one partnership through the law: which framework it works under on each day, and in which words.

Everything here is a function of the days on which it moved. Nothing has to run on the day itself, and what a day in the
past was called does not change when a further move is planned.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from goldenthread.law.eras import CDR_2018, LSCB_2015, LSCP_2018, LSCP_2023, Era, EraError
from goldenthread.law.limits import LawClock

#: The frameworks of the board or partnership itself, in their order. Each area works under one of them at a time.
BODIES: tuple[Era, ...] = (LSCB_2015, LSCP_2018, LSCP_2023)
#: What is said in the words of child death review, once an area went over to it.
OF_CHILD_DEATHS = frozenset({"child_death_body", "child_death_response"})


@dataclass(frozen=True)
class Course:
    """`stages`: each framework with its first day, ascending; the first reaches back without end. `child_deaths`: the
    first day of the child death review partners, nothing while the board still reviews deaths.
    """

    stages: tuple[tuple[date, Era], ...]
    child_deaths: date | None = None

    def on(self, day: date) -> Era:
        """The framework of the board or partnership on a day."""
        return [era for since, era in self.stages if since <= day][-1]

    def keys_on(self, day: date) -> frozenset[str]:
        """The keys of every framework in force here on a day: the body's, and child death review's."""
        reviews = self.child_deaths is not None and self.child_deaths <= day
        return frozenset({self.on(day).key, *([CDR_2018.key] if reviews else [])})

    def word(self, concept: str, day: date) -> str:
        """The word for a concept on a day. Raises `EraError` for a concept that has none."""
        if concept in OF_CHILD_DEATHS:
            return (CDR_2018 if CDR_2018.key in self.keys_on(day) else LSCB_2015).word(concept, day)
        return self.on(day).word(concept, day)

    def first_day(self, key: str) -> date | None:
        """From when it works under a framework; nothing where it does not, `date.min` for the first of all."""
        if key == CDR_2018.key:
            return self.child_deaths
        return next((since for since, era in self.stages if era.key == key), None)

    def next_body(self) -> Era | None:
        """The framework after the last one that it works under or has planned."""
        later = BODIES[BODIES.index(self.stages[-1][1]) + 1 :]
        return later[0] if later else None


def course_of_moves(first: str, moves: Mapping[str, date]) -> Course:
    """The course of a partnership that said it works under `first`, and moved to further frameworks (key -> first day).

    Where nobody wrote down when it moved to `first` or to one before it, the day on which that became law is taken, so
    that what is older than the framework is never called by its words. Raises `EraError` for an unknown framework.
    """
    reached = _place(first)
    stages: list[tuple[date, Era]] = [(date.min, BODIES[0])]
    for place, body in enumerate(BODIES[1:], 1):
        day = moves.get(body.key) or (body.in_force_from if place <= reached else None)
        if day is not None:
            stages.append((max(day, stages[-1][0]), body))
    own = moves.get(CDR_2018.key)
    went_over = next((since for since, era in stages if era is LSCP_2018), None)
    deaths = own or (max(went_over, CDR_2018.in_force_from) if went_over else None)
    return Course(tuple(stages), deaths)


def runs_here(clock: LawClock, course: Course, begun: date, started: date) -> bool:
    """Whether a clock runs for a record that began on one day, for a run that starts on another (see `Crossing`)."""
    crossing = clock.crossing
    if crossing is None or (clock.eras & course.keys_on(started) and not crossing.keeps):
        return True
    if not crossing.keeps or not clock.eras & course.keys_on(begun):
        return False
    return bool(crossing.finish_by is None or started <= crossing.finish_by or clock.eras & course.keys_on(started))


def _place(key: str) -> int:
    for place, body in enumerate(BODIES):
        if body.key == key:
            return place
    raise EraError(f"No partnership works under '{key}' as a whole; there are {', '.join(e.key for e in BODIES)}.")
