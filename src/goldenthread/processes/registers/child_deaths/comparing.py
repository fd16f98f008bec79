"""Who the child is, as each agency says it, held against the case: another spelling, another day, another number.

Nothing is changed by it: what an agency wrote stays as it wrote it, and so does the case.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from .models import ChildDeath
from .naming import same_name, same_number, same_sound
from .told import Told

NOT_HERE = "The case does not say it yet."
SPELLING = "Another spelling, it seems, of the same name. Find out which is right; both stay as they were written."
NAME = "Another name. Check that this report is of this child, before anything of it is used."
DAY = "Another day. Check it with the agency, and that this report is of this child."
NUMBER = "Another number. Check that this report is of this child, before anything of it is used."
#: Several names in one line: "Kit, also Kitty Smyth".
_APART = re.compile(r"[,;/\n]|\bor\b|\balso\b")


@dataclass(frozen=True)
class Differs:
    """One agency says one thing of who the child is otherwise than the case. Within a reading."""

    agency: str
    asked_key: int | None
    what: str
    says: str
    case_says: str
    why: str


def differing(case: ChildDeath, told: list[Told]) -> list[Differs]:
    """What agencies say otherwise than the case, or what it does not say yet. Within a reading of it; no query."""
    return [one for row in told for one in _of(case, row)]


def _of(case: ChildDeath, row: Told) -> Iterator[Differs]:
    for key, what, compare in COMPARED:
        value = row.identity.get(key)
        why = compare(case, value) if value else ""
        if why:
            yield Differs(row.agency, row.asked_key, what, _shown(value), _shown(_held(case, KEPT_AS[key])), why)


def _name(case: ChildDeath, said: Any) -> str:
    known = [_held(case, "child_name"), *_APART.split(_held(case, "also_known_as") or "")]
    if same_name(str(said)) in {same_name(one) for one in known if one}:
        return ""
    alike = same_sound(str(said)) in {same_sound(one) for one in known if one}
    return SPELLING if alike else NAME


def _born(case: ChildDeath, said: Any) -> str:
    held = _held(case, "child_born")
    return NOT_HERE if held is None else DAY if held != said else ""


def _number(case: ChildDeath, said: Any) -> str:
    held = _held(case, "nhs_number")
    return NOT_HERE if not held else NUMBER if same_number(held) != same_number(str(said)) else ""


def _died(case: ChildDeath, said: Any) -> str:
    return DAY if case.died_on != said else ""


#: The question of the form -> the column of the case.
KEPT_AS = {"child_name": "child_name", "born_on": "child_born", "nhs_number": "nhs_number", "died_on": "died_on"}
COMPARED: tuple[tuple[str, str, Callable[[ChildDeath, Any], str]], ...] = (
    ("child_name", "Name", _name), ("born_on", "Born", _born), ("nhs_number", "NHS number", _number),
    ("died_on", "Date of death", _died),
)  # fmt: skip


def _held(case: ChildDeath, name: str) -> Any:
    """What a column of the case says; a sealed one while the case is being read."""
    value: Any = getattr(case, name)
    return value.value() if hasattr(value, "readable") else value


def _shown(value: Any) -> str:
    if not value:
        return "Not said"
    return f"{value:%-d %B %Y}" if isinstance(value, date) else str(value)
