"""The checks of a table asked of a row in memory: thousands of rows, and not one question to the database.

What cannot be told here is left to the database, which holds every check again when the row is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.db.models import CheckConstraint, F, Q

_WHEN = re.compile(r"(?P<field>.+)_only_when_(?P<state>.+)")
LOOKUPS: dict[str, Callable[[Any, Any], bool]] = {
    "exact": lambda a, b: a == b,
    "in": lambda a, b: a in b,
    "gt": lambda a, b: a > b,
    "gte": lambda a, b: a >= b,
    "lt": lambda a, b: a < b,
    "lte": lambda a, b: a <= b,
}


class CannotTell(Exception):
    """The check asks for something that only the database can say."""


def broken_checks(record: Any) -> list[tuple[CheckConstraint, list[str]]]:
    """The checks of the record's own table that do not hold, each with the columns it is about."""
    found = []
    for one in record._meta.constraints:
        if not isinstance(one, CheckConstraint):
            continue
        try:
            holds = _holds(one.condition, record)
        except (CannotTell, TypeError, AttributeError):
            continue
        if holds is False:
            found.append((one, _columns(one.condition)))
    return found


def in_words(one: CheckConstraint, record: Any) -> str:
    """What a broken check says: its own words, or that a column is filled when, and only when, the case stands so."""
    if one.violation_error_message and one.violation_error_message != CheckConstraint.default_violation_error_message:
        return str(one.violation_error_message)
    found = _WHEN.fullmatch(one.name.removeprefix(f"{record._meta.model_name}_"))
    states = dict(record._meta.get_field("state").choices)
    if found is None or found["state"] not in states:
        return "These cells do not go together."
    label, state = record._meta.get_field(found["field"]).verbose_name, states[found["state"]]
    if record.state == found["state"]:
        return f"A case that stands as “{state}” must have: {label}. Fill it in, or say that it stands otherwise."
    return f"There is a {label}, and the case does not stand as “{state}”. Mend one of the two."


def _holds(condition: Any, record: Any) -> bool | None:
    """Whether it holds, as the database counts: nothing (unknown) where a value is missing."""
    if not isinstance(condition, Q):
        if isinstance(condition, tuple):
            return _leaf(condition[0], condition[1], record)
        raise CannotTell
    parts = [_holds(child, record) for child in condition.children]
    found = _joined(condition.connector, parts)
    return (None if found is None else not found) if condition.negated else found


def _joined(connector: str, parts: list[bool | None]) -> bool | None:
    if connector == Q.XOR:
        return None if None in parts else sum(map(bool, parts)) % 2 == 1
    decided = connector == Q.OR
    if decided in parts:
        return decided
    return None if None in parts else not decided


def _leaf(path: str, wanted: Any, record: Any) -> bool | None:
    name, _, lookup = path.partition("__")
    value = getattr(record, name)
    if isinstance(wanted, F):
        wanted = getattr(record, wanted.name)  # type: ignore[attr-defined]  # no stub
    if lookup == "isnull":
        return (value is None) == bool(wanted)
    if (lookup or "exact") not in LOOKUPS or hasattr(wanted, "resolve_expression"):
        raise CannotTell
    return None if value is None or wanted is None else LOOKUPS[lookup or "exact"](value, wanted)


def _columns(condition: Any) -> list[str]:
    if isinstance(condition, Q):
        return list(dict.fromkeys(name for child in condition.children for name in _columns(child)))
    path, wanted = condition
    return [path.partition("__")[0], *([wanted.name] if isinstance(wanted, F) else [])]  # type: ignore[attr-defined]  # no stub
