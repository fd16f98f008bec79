"""The questions of a search, put together once: Django's own SQL of each kind, in which only what is asked, of which
partnership and by whom is filled in. To put two dozen of them together anew took longer than to ask them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Field, QuerySet, TextField
from django.db.models.expressions import RawSQL

from goldenthread.core.tenancy.held import Compiling, compiling


@dataclass(frozen=True)
class Blank:
    """Stands among the parameters of kept SQL where what is asked is to go."""

    name: str


@dataclass(frozen=True)
class Part:
    """The SQL of one kind of row. Its parameters hold Blank and Claimed, until someone asks."""

    sql: str
    params: tuple[Any, ...]


def blank(name: str, of: Field) -> Any:
    """What is not known yet, as an expression of a query."""
    return RawSQL("%s", [Blank(name)], output_field=of)


#: The partnership, and the words as they were typed.
BOARD, WORDS = blank("board", BigIntegerField()), blank("words", TextField())


def kept(rows: QuerySet) -> Part:
    """A query over governed managers as SQL for every actor. It may depend on nothing but its blanks and who asks."""
    with compiling(Compiling.SIGHT):
        sql, params = rows.query.sql_with_params()
    return Part(sql, tuple(params))


def together(parts: Iterable[Part]) -> Part:
    """The rows of all the parts, in no order. At least one part."""
    every = list(parts)
    return Part(" union all ".join(f"({one.sql})" for one in every), tuple(p for one in every for p in one.params))
