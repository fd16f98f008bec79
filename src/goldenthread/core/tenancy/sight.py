"""A model's rule as the managers use it: compiled to SQL once, and from then on only filled with the actor's ids.

A rule may be several sub-queries deep. To have Django put them together anew for every query of every page cost more
than all the rest of the page (docs/performance.md).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.models import BooleanField, Func

from .actor import current_actor
from .held import Claimed, Compiling, compiling, compiling_for_all

#: Django calls the tables of sub-queries U0, V0, W1 and so on, each level after the one around it.
ALIAS = re.compile(r"\b([A-Z]{1,2}[0-9]+)\b")


@dataclass(frozen=True)
class Kept:
    """SQL in pieces: text, and between the texts the columns of the row itself. `params` hold Claimed where ids go."""

    texts: tuple[str, ...]
    columns: tuple[Any, ...]
    params: tuple[Any, ...]


class InSight(Func):
    """True where the actor may see the row: the model's `visible()`, compiled once."""

    output_field = BooleanField()

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def resolve_expression(self, query: Any = None, *args: Any, **kwargs: Any) -> InSight:
        """The row's own columns, under the name that its table has in this query (which may change it later)."""
        if self.source_expressions:
            return self  # a sub-query is resolved once more, for the query around it
        found: InSight = self.copy()
        alias = query.get_initial_alias()
        found.set_source_expressions([column.get_col(alias) for column in kept(self.model).columns])
        return found

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **context: Any) -> tuple[str, Any]:
        actor, made = current_actor(), kept(self.model)
        ids = _left_open if compiling_for_all() else lambda claimed: actor.ids(claimed.claim)
        columns = [compiler.compile(column)[0] for column in self.source_expressions]
        first, *rest = made.texts
        sql = first + "".join(column + text for column, text in zip(columns, rest, strict=True))
        return f"({sql})", [ids(p) if isinstance(p, Claimed) else p for p in made.params]


def _left_open(claimed: Claimed) -> Claimed:
    """For a query that is itself kept, to be filled for whoever asks (web.search)."""
    return claimed


def once_planned(sql: str) -> str:
    """The same, with every sub-query planned once.

    Of each EXISTS PostgreSQL makes two plans, to choose by the number of rows, and of each EXISTS inside it two more:
    planning took longer than asking, 35 ms against 11 for a meeting. OFFSET 0 has it make the one that looks by key.
    """
    return sql.replace(" LIMIT 1)", " OFFSET 0)")


@cache
def kept(model: Any) -> Kept:
    """The rule of a governed model, compiled. Raises FieldError for a rule that joins.

    Its sub-queries get names that no query gives its own tables, so that it can stand anywhere in one.
    """
    with compiling(Compiling.SIGHT):
        query = models.sql.Query(model)
        where = query.build_where(model.visible())
        sql, params = query.get_compiler(connection=connection).compile(where)
    sql = once_planned(sql)
    own = {field.column: field for field in model._meta.local_concrete_fields}
    parts = re.split(rf'"{re.escape(model._meta.db_table)}"\."([^"]+)"', sql)
    texts = tuple(ALIAS.sub(lambda found: f"seen_{found[1].lower()}", text) for text in parts[::2])
    return Kept(texts, tuple(own[name] for name in parts[1::2]), tuple(params))
