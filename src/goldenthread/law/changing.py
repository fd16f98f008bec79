"""What a move from one framework to another takes away, brings and renames: computed from the law's own rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from goldenthread.law.asked import Asked, Kind
from goldenthread.law.clocks import CLOCKS
from goldenthread.law.courses import OF_CHILD_DEATHS, Course
from goldenthread.law.eras import CDR_2018, CONCEPTS, LSCB_2015, Era
from goldenthread.law.limits import LawClock
from goldenthread.law.offices import EVERYTHING

#: The clocks of child death review, which goes over on a day of its own.
DEATHS = "CDR-"


@dataclass(frozen=True)
class Renamed:
    """A concept, and the word for it until the move and from it on. The same word: it stays."""

    concept: str
    meaning: str
    before: str
    after: str

    @property
    def changes(self) -> bool:
        return self.before.casefold() != self.after.casefold()


@dataclass(frozen=True)
class Change:
    """Everything that one move changes. `words` are of every concept; see `Renamed.changes`."""

    before: Era
    after: Era
    on: date
    words: tuple[Renamed, ...]
    ending_clocks: tuple[LawClock, ...]
    beginning_clocks: tuple[LawClock, ...]
    ending: tuple[Asked, ...]
    beginning: tuple[Asked, ...]

    def falls_away(self, kind: Kind) -> tuple[Asked, ...]:
        return tuple(one for one in self.ending if one.kind is kind)

    def begins(self, kind: Kind) -> tuple[Asked, ...]:
        return tuple(one for one in self.beginning if one.kind is kind)

    @property
    def renamed(self) -> tuple[Renamed, ...]:
        return tuple(word for word in self.words if word.changes)


def change_to(course: Course, after: Era, on: date) -> Change:
    """What a move to `after` on a day changes for a partnership that works by `course` until the day before.

    Child death review is taken by itself: a move of the body does not change it, and it changes nothing else.
    """
    deaths = after is CDR_2018
    before = LSCB_2015 if deaths else _until(course, after, on)
    asked = [one for one in EVERYTHING if one.deaths is deaths]
    clocks = [one for one in CLOCKS.values() if one.bound and one.id.startswith(DEATHS) is deaths]
    return Change(
        before=before,
        after=after,
        on=on,
        words=_words(before, after, on),
        ending_clocks=tuple(c for c in clocks if before.key in c.eras and after.key not in c.eras),
        beginning_clocks=tuple(c for c in clocks if after.key in c.eras and before.key not in c.eras),
        ending=tuple(one for one in asked if before.key in one.eras and after.key not in one.eras),
        beginning=tuple(one for one in asked if after.key in one.eras and before.key not in one.eras),
    )


def _until(course: Course, after: Era, on: date) -> Era:
    """The framework before the move, as if the move were not written down yet."""
    return [era for since, era in course.stages if era is not after and since < on][-1]


def _words(before: Era, after: Era, on: date) -> tuple[Renamed, ...]:
    concepts = [key for key in CONCEPTS if (key in OF_CHILD_DEATHS) is (after is CDR_2018)]
    return tuple(Renamed(key, CONCEPTS[key], before.word(key, on), after.word(key, on)) for key in concepts)
