"""What a count is: one key for the same figure in every release, so that releases can be held against each other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from goldenthread.kernel.periods import Stretch

_KEY = re.compile(
    r"^m(\d+)d(\d+)/(num|den|rest)\.(flow|stock)/([a-z]*):(\d*)/(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)(?:#(\d+))?$"
)


@dataclass(frozen=True)
class Identity:
    """One count of one measure under one definition.

    role: "num" what is counted, "den" out of what, "rest" those of "den" that are not in "num"; flow: counts of
    adjoining stretches add up; cut and part: which part of it, "" and 0 for the whole.
    """

    measure: int
    definition: int
    role: str
    flow: bool
    cut: str
    part: int
    stretch: Stretch

    def key(self, revision: int = 1) -> str:
        """Its key; a figure that was revised to another number is another count, with the number of the revision."""
        what = f"m{self.measure}d{self.definition}/{self.role}.{'flow' if self.flow else 'stock'}"
        part = f"{self.cut}:{self.part or ''}"
        when = f"{self.stretch.first.isoformat()}/{self.stretch.last.isoformat()}"
        return f"{what}/{part}/{when}" + (f"#{revision}" if revision > 1 else "")


def read_key(key: str) -> tuple[Identity, int] | None:
    """The identity and revision of a key of ours; nothing for what is none (a complement of a rate)."""
    found = _KEY.match(key)
    if found is None:
        return None
    measure, definition, role, how, cut, part, first, last, revision = found.groups()
    stretch = Stretch(date.fromisoformat(first), date.fromisoformat(last))
    identity = Identity(int(measure), int(definition), role, how == "flow", cut, int(part or 0), stretch)
    return identity, int(revision or 1)
