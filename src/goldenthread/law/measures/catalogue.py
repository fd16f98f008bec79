"""Every measure that is shipped, in the order of the subjects."""

from __future__ import annotations

from goldenthread.law.measures import deaths, front_door, in_care, protection, vulnerable, workforce
from goldenthread.law.measures.entry import MeasureEntry

CATALOGUE: tuple[MeasureEntry, ...] = (
    *front_door.ENTRIES,
    *protection.ENTRIES,
    *in_care.ENTRIES,
    *vulnerable.ENTRIES,
    *workforce.ENTRIES,
    *deaths.ENTRIES,
)
