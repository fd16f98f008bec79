"""What a meeting is made of: itself, its agenda with papers and decisions, who came, the packs made from it."""

from __future__ import annotations

from .agenda import AgendaItem, Decision, Paper
from .attendance import Attendance
from .feeds import CalendarFeed
from .gate import GateVerdict
from .links import ItemAction, MinutesFile
from .meeting import Meeting
from .packs import PackRun

__all__ = [
    "AgendaItem",
    "Attendance",
    "CalendarFeed",
    "Decision",
    "GateVerdict",
    "ItemAction",
    "Meeting",
    "MinutesFile",
    "PackRun",
    "Paper",
]
