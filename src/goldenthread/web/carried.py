"""What goes on from the year before, with an honest status: rooms say what, the business plan shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from goldenthread.core.tenancy.models import Partnership
from goldenthread.web.components import Tag


@dataclass(frozen=True)
class Carried:
    """One thing that was asked before a year began and was not over by then, as it stands today.

    `about`: in a few words. `with_whom`: who answers for it. `open_to_all`: whether everyone at the partnership reads
    it, so that it may stand in a document that leaves the house.
    """

    reference: str
    about: str
    href: str
    with_whom: str
    since: date
    stands: Tag
    why: str = ""
    over: bool = False
    open_to_all: bool = False


@dataclass(frozen=True)
class FromBefore:
    """All of one kind, under its heading, and the page that has them whole."""

    heading: str
    href: str
    rows: tuple[Carried, ...]


Provider = Callable[[Partnership, date], FromBefore]
_PROVIDERS: list[Provider] = []


def brings_carried(provider: Provider) -> Provider:
    """Register a function (partnership, first day of the year) -> what goes on from before, within the sight of whoever
    acts. One query each.
    """
    if provider not in _PROVIDERS:
        _PROVIDERS.append(provider)
    return provider


def carried_into(board: Partnership, start: date) -> list[FromBefore]:
    """Every room's, in the order in which the rooms are installed; those that have none are left out."""
    return [found for provider in _PROVIDERS if (found := provider(board, start)).rows]
