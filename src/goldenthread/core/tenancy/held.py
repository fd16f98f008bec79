"""The one word of access rules that depends on who is acting, and the three ways in which it is compiled."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db.models import BooleanField, F, Func

from .actor import CLAIMS, current_actor


class Compiling(Enum):
    """What a rule is being compiled to."""

    QUERY = "a query of the current actor"
    SIGHT = "SQL kept for every actor's queries (sight)"
    POLICY = "a policy of the database"


@dataclass(frozen=True)
class Claimed:
    """Stands among the parameters of kept SQL where the ids of a claim are to go."""

    claim: str


_now: ContextVar[Compiling] = ContextVar("what rules are compiled to", default=Compiling.QUERY)


@contextmanager
def compiling(to: Compiling) -> Iterator[None]:
    """Inside, rules are made and compiled for this."""
    token = _now.set(to)
    try:
        yield
    finally:
        _now.reset(token)


def compiling_policies() -> bool:
    """Whether the database itself will hold the rows of a sub-query to their own policy: then no rule repeats it."""
    return _now.get() is Compiling.POLICY


def compiling_for_all() -> bool:
    """Whether the SQL is kept, and the ids of whoever asks are put in later."""
    return _now.get() is Compiling.SIGHT


class Held(Func):
    """True where the column is among the ids the actor holds: `Held("partnership_id", "partnerships")`.

    Two columns make one key, an agency at a table: `Held(("partnership_id", "owner_agency_id"), "places")`.
    """

    output_field = BooleanField()

    def __init__(self, columns: str | tuple[str, str], claim: str) -> None:
        if claim not in CLAIMS:
            raise ValueError(f"{claim} is not one of the claims {CLAIMS}")
        names = (columns,) if isinstance(columns, str) else columns
        super().__init__(*(F(name) for name in names))
        self.claim = claim

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **context: Any) -> tuple[str, Any]:
        parts = [compiler.compile(expression) for expression in self.source_expressions]
        column = parts[0][0] if len(parts) == 1 else f"(({parts[0][0]}::bigint << 32) | {parts[1][0]})"
        params = [value for _, held in parts for value in held]
        if _now.get() is Compiling.POLICY:
            # a scalar sub-select is evaluated once per query; the cast inside it, so that rows pay nothing for it
            ids = f"(select string_to_array(current_setting('app.{self.claim}', true), ',')::bigint[])::bigint[]"
            return f"{column} = any({ids})", params
        claimed = Claimed(self.claim) if compiling_for_all() else current_actor().ids(self.claim)
        return f"{column} = any(%s::bigint[])", [*params, claimed]
