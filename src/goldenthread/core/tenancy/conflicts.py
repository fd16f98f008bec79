"""Two people, one form: the second is told and shown both texts, and nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Difference:
    """One field as it now stands and as the second editor typed it."""

    field: str
    label: str
    theirs: Any
    yours: Any


class StaleEdit(Exception):
    """Someone else saved since the form was opened. Carries the row as it stands and what differs."""

    def __init__(self, row: Any, differences: tuple[Difference, ...]) -> None:
        super().__init__("Someone else saved this while you were writing.")
        self.row = row
        self.version = row.version
        self.differences = differences


def refuse_if_stale(row: Any, expected_version: int | None, values: Mapping[str, Any]) -> None:
    """Raise StaleEdit when the row has moved on since `expected_version` and the second editor's values differ from it.

    No expected version (a job, an import) means the caller has just read the row under lock.
    """
    if expected_version is None or expected_version == row.version:
        return
    differences = tuple(
        Difference(name, str(row._meta.get_field(name).verbose_name), getattr(row, name), value)
        for name, value in values.items()
        if getattr(row, name) != value
    )
    raise StaleEdit(row, differences)
