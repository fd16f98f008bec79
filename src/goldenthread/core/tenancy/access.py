"""Access, written once as a Django Q and used twice: by every manager, and as a PostgreSQL row-security policy.

The two are compiled differently on purpose: the managers put the actor's ids into the query as parameters, the
policies read them from
the transaction's settings. Each is proved alone (tests/core/test_access.py), so that losing either still shows nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, ClassVar

from django.apps import apps
from django.db import models
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q

from .actor import CLAIMS, current_actor
from .validating import Sparing

_for_policy: ContextVar[bool] = ContextVar("compiling a policy", default=False)


@contextmanager
def compiling_policies() -> Iterator[None]:
    """Inside, `Held` compiles to the transaction's settings instead of the current actor's ids."""
    token = _for_policy.set(True)
    try:
        yield
    finally:
        _for_policy.reset(token)


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
        if _for_policy.get():
            # a scalar sub-select is evaluated once per query; the cast inside it, so that rows pay nothing for it
            ids = f"(select string_to_array(current_setting('app.{self.claim}', true), ',')::bigint[])::bigint[]"
            return f"{column} = any({ids})", params
        return f"{column} = any(%s::bigint[])", [*params, sorted(current_actor().claim(self.claim))]


class GovernedManager(models.Manager[Any]):
    """Shows what the actor may see, and refuses when no one is acting."""

    def get_queryset(self) -> models.QuerySet:
        current_actor()  # refuse, rather than return nothing or everything
        rows = super().get_queryset()
        rows.query = in_sight(self.model).chain()  # type: ignore[arg-type]  # a class can be a key
        return rows


@cache
def in_sight(model: type[Governed]) -> models.sql.Query:
    """The query of all that may be seen of a model, to be copied: putting the rule together costs more than asking.

    It holds no actor's ids. `Held` puts those in each time that a query is turned into SQL.
    """
    return models.QuerySet(model).filter(model.visible()).query


class Governed(Sparing):
    """Every table with a partnership's data is governed: by a `rule()` of its own, or by the row it hangs from
    (`governed_by`).
    """

    governed_by: ClassVar[str | None] = None
    #: May the app's database role delete rows? Almost nothing is ever deleted.
    deletable: ClassVar[bool] = False
    #: May it update them? Events may only be inserted and read.
    append_only: ClassVar[bool] = False
    #: Does a trigger keep every version of the row?
    tracked: ClassVar[bool] = True
    #: SQL of the row-security policy where the compiled rule would be too slow; the tests hold it to the rule.
    policy_sql: ClassVar[str] = ""
    #: Columns set once, on insert.
    immutable: ClassVar[tuple[str, ...]] = ("partnership_id", "record_id")

    objects = GovernedManager()
    #: For the policy compiler and the rules themselves; a lint test forbids it elsewhere.
    unguarded = models.Manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"  # following a foreign key is a read too
        default_manager_name = "objects"

    @classmethod
    def rule(cls) -> Q:
        """Which rows the actor may see, over the row's own columns (no joins)."""
        raise TypeError(f"{cls.__name__} needs a rule() or governed_by")

    @classmethod
    def narrower(cls) -> Q:
        """What must hold as well as sight of the row it hangs from, over the row's own columns (no joins). Nothing, by
        default.
        """
        return Q()

    @classmethod
    def visible(cls) -> Q:
        if not cls.governed_by:
            return cls.rule()
        link: Any = cls._meta.get_field(cls.governed_by)
        parent: type[Governed] = link.related_model
        return Q(Exists(parent.unguarded.filter(parent.visible(), pk=OuterRef(link.attname)))) & cls.narrower()


def governed_models() -> list[type[Governed]]:
    """Every concrete governed model, in a stable order."""
    found = [model for model in apps.get_models() if issubclass(model, Governed)]
    return sorted(found, key=lambda model: model._meta.db_table)
