"""What an edition admits. Someone who sees much makes packs for those who see less, so the edition cuts first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from goldenthread.analytics.carding import Readers
from goldenthread.core.casework.models import Audience
from goldenthread.core.groups.models import Group
from goldenthread.core.thread.models import Action

from .models import PackRun

Edition = PackRun.Edition


@dataclass(frozen=True)
class Cut:
    """Which rows and actions of those the maker sees go into an edition."""

    edition: str
    row: Callable[[Any], bool]
    action: Callable[[Action, int | None], bool]

    @property
    def public(self) -> bool:
        return self.edition == Edition.PUBLIC

    def rows(self, found: Iterable[Any]) -> list[Any]:
        return [row for row in found if self.row(row)]


def _for_members(row: Any) -> bool:
    return not row.restricted or row.open_to_members


def _open(row: Any) -> bool:
    return not row.restricted


def _any(row: Any, group: int | None = None) -> bool:
    return True


def _groups_own(action: Action, group: int | None) -> bool:
    own = action.audience == Audience.GROUP and action.group_id == group
    return own or action.audience == Audience.PARTNERSHIP


def _everyones(action: Action, group: int | None) -> bool:
    return action.audience == Audience.PARTNERSHIP


CUTS = {
    Edition.FULL.value: Cut(Edition.FULL, _any, _any),
    Edition.MEMBERS.value: Cut(Edition.MEMBERS, _for_members, _groups_own),
    Edition.MINUTES.value: Cut(Edition.MINUTES, _for_members, _groups_own),
    Edition.PUBLIC.value: Cut(Edition.PUBLIC, _open, _everyones),
}


def readers_of(cut: Cut, group: Group) -> Readers | None:
    """For whose eyes an edition's scorecards are cut. Nobody's in the public edition and in minutes: figures leave the
    house in a release alone, where small numbers are protected.
    """
    if cut.edition == Edition.FULL:
        return Readers.maker(group)
    return Readers.members(group) if cut.edition == Edition.MEMBERS else None
