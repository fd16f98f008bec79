"""What comes to a group's meetings by its date: reviews, looks again. Rooms say what, the forward plan puts it at the
first meeting on or after its day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from .models import Group


@dataclass(frozen=True)
class Coming:
    """One thing with its day. `kind` and `pk` name the record it is, or "" and the key of a group's own terms.

    `restricted`: not everyone in the group may see it; it goes into no edition that all of them read.
    """

    kind: str
    pk: int
    title: str
    on: date
    why: str
    restricted: bool = False


Provider = Callable[[Group, date], Iterable[Coming]]
_PROVIDERS: list[Provider] = []


def brings_coming(provider: Provider) -> Provider:
    """Register a function that names what comes to a group up to a day (what is overdue too), within the sight of
    whoever acts, in a number of queries that does not grow with the rows.
    """
    if provider not in _PROVIDERS:
        _PROVIDERS.append(provider)
    return provider


def coming_to(group: Group, until: date) -> list[Coming]:
    """Everything that comes to the group up to a day, by its day."""
    found = [one for provider in _PROVIDERS for one in provider(group, until)]
    return sorted(found, key=lambda one: (one.on, one.title))
