"""Rows of one partnership hang from each other. Whoever sits at two boards must not tie the one's to the other's."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError


def refuse_strangers(partnership_id: int, **rows: Any) -> None:
    """Raise ValidationError, by name, for each given row (or None) that belongs to another partnership.

    The database asks only that whoever ties two rows sees both; someone with seats at two boards sees both.
    """
    wrong = {name: row for name, row in rows.items() if row is not None and row.partnership_id != partnership_id}
    if wrong:
        raise ValidationError({name: f"{row} belongs to another partnership." for name, row in wrong.items()})
