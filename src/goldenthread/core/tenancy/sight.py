"""A model's rule as the managers use it: compiled to SQL once, and from then on only filled with the actor's ids.

A rule may be several sub-queries deep. To have Django put them together anew for every query of every page cost more
than all the rest of the page (docs/performance.md).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from django.db import connection, models
from django.db.models import BooleanField, Func
from django.db.models.expressions import Col
from django.db.models.sql.constants import INNER

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
    """True where the actor may see the row: the model's `visible()`, compiled once.

    Where the query has joined the row that this one hangs from, that row is asked as it stands there: looking it up
    once more for every row took a third of the time of a long list (docs/performance.md).
    """

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
        made, columns = kept(self.model), cast("list[Col]", self.source_expressions)
        above = _joined(compiler.query, columns[0].alias, self.model) if self.model.governed_by else None
        if above is None:
            return _filled(made, columns, compiler)
        parent, alias = above
        sql, params = _filled_at(kept(parent), alias, compiler)
        if not self.model.narrower():
            return sql, params
        more, more_params = _filled_at(kept_narrower(self.model), columns[0].alias, compiler)
        return f"({sql} AND {more})", [*params, *more_params]


def _filled_at(made: Kept, alias: str, compiler: Any) -> tuple[str, list[Any]]:
    return _filled(made, [column.get_col(alias) for column in made.columns], compiler)


def _filled(made: Kept, columns: list[Any], compiler: Any) -> tuple[str, list[Any]]:
    actor = current_actor()
    ids = _left_open if compiling_for_all() else lambda claimed: actor.ids(claimed.claim)
    first, *rest = made.texts
    names = [compiler.compile(column)[0] for column in columns]
    sql = first + "".join(name + text for name, text in zip(names, rest, strict=True))
    return f"({sql})", [ids(p) if isinstance(p, Claimed) else p for p in made.params]


def _joined(query: Any, alias: str, model: Any) -> tuple[Any, str] | None:
    """The model whose sight decides and its name in the query, where the query joins it to each of these rows."""
    below = model
    while True:
        link = below._meta.get_field(below.governed_by)
        above, name = link.related_model, _inner_join(query, alias, link)
        if name is None:
            return None
        if above.governed_by != above._meta.pk.name or above.narrower():
            return above, name
        below, alias = above, name


def _inner_join(query: Any, alias: str, link: Any) -> str | None:
    """The name under which the query has joined, for certain, the row that the link of `alias` points at."""
    columns = ((link.column, link.related_model._meta.pk.column),)
    for name, join in query.alias_map.items():
        if (
            getattr(join, "join_type", None) == INNER
            and join.parent_alias == alias
            and join.table_name == link.related_model._meta.db_table
            and join.join_cols == columns
            and query.alias_refcount[name]
        ):
            return str(name)
    return None


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
        return _compiled(model, model.visible())


@cache
def kept_narrower(model: Any) -> Kept:
    """What the model asks beside sight of the row it hangs from, compiled. Raises FieldError where it joins."""
    with compiling(Compiling.SIGHT):
        return _compiled(model, model.narrower())


def _compiled(model: Any, rule: models.Q) -> Kept:
    query = models.sql.Query(model)
    sql, params = query.get_compiler(connection=connection).compile(query.build_where(rule))
    own = {field.column: field for field in model._meta.local_concrete_fields}
    parts = re.split(rf'"{re.escape(model._meta.db_table)}"\."([^"]+)"', once_planned(sql))
    texts = tuple(ALIAS.sub(lambda found: f"seen_{found[1].lower()}", text) for text in parts[::2])
    return Kept(texts, tuple(own[name] for name in parts[1::2]), tuple(params))
