"""Is it the same child? By fingerprints alone: nothing sealed is read, and only cases in sight are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from goldenthread.core.tenancy.models import Partnership

from .models import ChildDeath

MOST = 20
INDEXES = ("nhs_index", "person_index", "sound_born_index", "name_index", "sound_index")


@dataclass(frozen=True)
class Same:
    """A case that may be of the same child. `sure`: the same NHS number, or the same name and date of birth."""

    case: ChildDeath
    why: str
    sure: bool


def same_as_typed(board: Partnership, said: Mapping[str, Any]) -> list[Same]:
    """Cases in sight of the child that somebody is typing in. One query."""
    columns: Any = ChildDeath._meta
    of = {name: [said.get(part) for part in columns.get_field(name).of] for name in INDEXES}
    prints = {
        name: columns.get_field(name).fingerprint(board.pk, *parts) if all(parts) else None
        for name, parts in of.items()
    }
    return _found(ChildDeath.objects.filter(partnership=board), prints, said.get("died_on"))


def same_as(case: ChildDeath) -> list[Same]:
    """Other cases in sight that may be of the same child. One query."""
    rows = ChildDeath.objects.filter(partnership=case.partnership_id).exclude(pk=case.pk)
    return _found(rows, {name: getattr(case, name) for name in INDEXES}, case.died_on)


def _found(rows: Any, prints: Mapping[str, str | None], died_on: date | None) -> list[Same]:
    asked = Q(pk__in=[])
    for name, value in prints.items():
        if value and name in ("nhs_index", "person_index", "sound_born_index"):
            asked |= Q(**{name: value})
        elif value and died_on:
            asked |= Q(**{name: value, "died_on": died_on})
    found = rows.exclude(state=ChildDeath.State.MISTAKE).filter(asked).order_by("-notified_at", "-pk")[:MOST]
    return [Same(case, *_why(case, prints)) for case in found]


def _why(case: ChildDeath, prints: Mapping[str, str | None]) -> tuple[str, bool]:
    for name, words, sure in (
        ("nhs_index", "Same NHS number", True),
        ("person_index", "Same name and date of birth", True),
        ("sound_born_index", "A name that sounds the same, and the same date of birth", False),
        ("name_index", "Same name and date of death", False),
    ):
        if prints[name] and getattr(case, name) == prints[name]:
            return words, sure
    return "A name that sounds the same, and the same date of death", False


def in_words(found: list[Same]) -> str:
    """'This child was notified already: 1 case.' or what is less sure; "" where there is none."""
    sure = sum(one.sure for one in found)
    said = [f"This child was notified already: {_cases(sure)}."] if sure else []
    if len(found) > sure:
        said.append(f"It may be the same child under another spelling: {_cases(len(found) - sure)}.")
    return " ".join(said)


def _cases(number: int) -> str:
    return f"{number} case{'' if number == 1 else 's'}"
