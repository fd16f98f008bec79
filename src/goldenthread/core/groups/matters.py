"""What waits on a group's agenda by itself: other rooms say what, meetings show it, and neither knows the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from .models import Group

#: The kind of matter that every agenda begins with.
VOICE = "voice"


@dataclass(frozen=True)
class Matter:
    """One matter that stays on the agenda until it is dealt with. `kind` and `pk` name the record it is.

    `restricted`: not everyone in the group may see it; it goes into no edition that all of them read. `says` is what
    the pack prints of it in full: pairs of a heading and its text.
    """

    kind: str
    pk: int
    reference: str
    title: str
    stands: str
    since: date
    restricted: bool = False
    says: tuple[tuple[str, str], ...] = ()


Provider = Callable[[Group], Iterable[Matter]]
_PROVIDERS: list[Provider] = []


def brings_matters(provider: Provider) -> Provider:
    """Register a function that names what waits on a group's agenda, within the sight of whoever acts."""
    if provider not in _PROVIDERS:
        _PROVIDERS.append(provider)
    return provider


def matters_of(group: Group) -> list[Matter]:
    """Everything that waits on the group's agenda; one query for each room that brings any.

    What children, families and staff said comes first, as it does at a meeting; then the oldest.
    """
    return sorted(
        (matter for provider in _PROVIDERS for matter in provider(group)),
        key=lambda m: (m.kind != VOICE, m.since, m.reference),
    )
