"""What of other rooms speaks of a body by its name in law, or is told when that changes. A change of law lists it
before it happens, and neither side knows the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from goldenthread.core.tenancy.models import Partnership


@dataclass(frozen=True)
class Spoken:
    """One row that a change of law touches: what it is, what there is to do, and the record that it is."""

    kind: str
    pk: int
    title: str
    to_do: str


Provider = Callable[[Partnership, date, tuple[str, ...]], Iterable[Spoken]]
_PROVIDERS: list[Provider] = []


def brings_spoken(provider: Provider) -> Provider:
    """Register a function of a partnership, the day of the change and the old words, within the sight of whoever acts,
    in a number of queries that does not grow with the rows.
    """
    if provider not in _PROVIDERS:
        _PROVIDERS.append(provider)
    return provider


def spoken_at(partnership: Partnership, on: date, words: tuple[str, ...]) -> list[Spoken]:
    """Everything that any room names, in the order in which the rooms are installed."""
    return [one for provider in _PROVIDERS for one in provider(partnership, on, words)]


def named_in(text: str, words: Iterable[str]) -> list[str]:
    """Which of the words stand in a text as words of their own, in whatever letters."""
    return [word for word in words if re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE)]
