"""References that are unique for life: PREFIX-YEAR-NUMBER, such as A-2026-0042."""

from __future__ import annotations

from django.db import connection

from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership

from .models import Counter, Register


def next_reference(*, partnership: Partnership, prefix: str, year: int, register: Register | None = None) -> str:
    """Take the next number. Two people at once wait for each other; a rolled-back transaction gives its number back."""
    return next_references(partnership=partnership, prefix=prefix, year=year, count=1, register=register)[0]


def next_references(
    *, partnership: Partnership, prefix: str, year: int, count: int, register: Register | None = None
) -> list[str]:
    """`count` numbers in one statement (an import asks for all it needs at once). `register`: of sealed work."""
    current_actor()
    table = Counter._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {table} (partnership_id, prefix, year, last, register_id) values (%s, %s, %s, %s, %s) "  # noqa: S608 - our own table's name
            f"on conflict (partnership_id, prefix, year) do update set last = {table}.last + %s returning last",
            [partnership.pk, prefix, year, count, register.pk if register else None, count],
        )
        (last,) = cursor.fetchone()
    return [f"{prefix}-{year}-{number:04d}" for number in range(last - count + 1, last + 1)]
