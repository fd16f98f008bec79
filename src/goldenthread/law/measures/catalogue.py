"""Every measure that is shipped, in the order of the subjects."""

from __future__ import annotations

from goldenthread.law.measures.entry import MeasureEntry

CATALOGUE: tuple[MeasureEntry, ...] = ()
