"""What a group's own records say of a stretch of days, under the four questions of its update: rooms tell, one asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from .models import Group


class Asked(Enum):
    """The four questions that a group's update answers, in their order."""

    ACHIEVED = "What was achieved, and what difference did it make?"
    WORKS = "What works well?"
    WORRIES = "What worries the group?"
    NEXT = "What comes next?"


@dataclass(frozen=True)
class Told:
    """One line under a question. Everyone at the table may read it, for an update goes out to them all: rooms count
    what some of them may not read.
    """

    asked: Asked
    text: str


Provider = Callable[[Group, date, date], Iterable[Told]]
_PROVIDERS: list[Provider] = []


def tells_of_groups(provider: Provider) -> Provider:
    """Register a function that says what a group did from a day to a day, both included: only what everyone at the
    table may read, in a number of queries that does not grow with the rows.
    """
    if provider not in _PROVIDERS:
        _PROVIDERS.append(provider)
    return provider


def told_of(group: Group, first: date, last: date) -> dict[Asked, list[str]]:
    """Every question with the lines that the rooms tell under it."""
    found: dict[Asked, list[str]] = {asked: [] for asked in Asked}
    for provider in _PROVIDERS:
        for one in provider(group, first, last):
            found[one.asked].append(one.text)
    return found
