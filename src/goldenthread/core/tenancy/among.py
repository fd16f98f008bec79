"""Rows by many keys at once: one parameter, however many the keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, F, Func


class Among(Func):
    """True where the column is one of these whole numbers: `Model.objects.filter(Among("pk", keys))`.

    `pk__in` makes a parameter of each key; two thousand of them took longer to send and to plan than their rows to find
    (docs/performance.md).
    """

    output_field = BooleanField()

    def __init__(self, column: str, keys: Iterable[int]) -> None:
        super().__init__(F(column))
        self.keys = sorted(set(keys))

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **context: Any) -> tuple[str, Any]:
        column, params = compiler.compile(self.source_expressions[0])
        return f"{column} = any(%s::bigint[])", [*params, self.keys]
