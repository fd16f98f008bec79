"""What a chair asks about: rooms say what of theirs is unowned, unanswered, silent or stalled; one page shows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from goldenthread.core.tenancy.models import Partnership

#: As many of a kind as the page names; it says how many more there are and where.
MOST_NAMED = 10


class Worry(Enum):
    """The questions of the page, in its order."""

    UNOWNED = "Nobody owns it"
    UNANSWERED = "Asked, and not answered"
    DEFERRED = "Put off three times or more"
    SILENT = "Silent agencies"
    STALLED = "Standing still"
    ON_A_PROMISE = "Closed on a promise"


@dataclass(frozen=True)
class Concern:
    """One thing to ask about: what, whose, since when, and the page that shows it."""

    text: str
    href: str
    since: date | None = None
    who: str = ""


@dataclass(frozen=True)
class Concerns:
    """All of one kind that a room knows of: how many, the oldest of them, and the list behind them ("" where none)."""

    worry: Worry
    what: str
    total: int
    oldest: Sequence[Concern] = ()
    href: str = ""


Provider = Callable[[Partnership], list[Concerns]]
_PROVIDERS: list[Provider] = []


def brings_concerns(provider: Provider) -> Provider:
    """Register a function that counts and names what a chair would ask about, within the sight of whoever acts, in a
    number of queries that does not grow with the rows (two at most). At most `MOST_NAMED` of each are named.
    """
    if provider not in _PROVIDERS:
        _PROVIDERS.append(provider)
    return provider


def concerns_of(board: Partnership) -> dict[Worry, list[Concerns]]:
    """Worry -> what each room knows of it; what nobody worries about is left out."""
    found: dict[Worry, list[Concerns]] = {}
    for provider in _PROVIDERS:
        for concerns in provider(board):
            if concerns.total:
                found.setdefault(concerns.worry, []).append(concerns)
    return {worry: found[worry] for worry in Worry if worry in found}
