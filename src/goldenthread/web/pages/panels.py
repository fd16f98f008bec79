"""What a kind of work shows on its record's page beside what is declared: a trend, what is done about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from goldenthread.core.tenancy.models import Partnership

#: (partnership, record) -> what the template reads; in a number of queries that does not grow with the rows.
Find = Callable[[Partnership, Any], Mapping[str, Any]]
_PANELS: dict[str, tuple[str, Find]] = {}


def shows_on_record(kind: str, template: str, find: Find) -> None:
    """Have records of a kind show a panel after their facts. Registered again, it replaces the one before."""
    _PANELS[kind] = (template, find)


def panel_of(board: Partnership, record: Any) -> dict[str, Any]:
    """The context of the record's panel; {"panel": ""} where its kind has none."""
    template, find = _PANELS.get(record.kind, ("", None))
    return {"panel": template, **(find(board, record) if find else {})}
