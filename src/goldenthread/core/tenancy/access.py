"""Access, written once as a Django Q and used twice: by every manager, and as a PostgreSQL row-security policy.

The two are compiled differently on purpose: the managers put the actor's ids into the query as parameters (`sight`),
the policies read them from the transaction's settings (`policies`). Each is proved alone (tests/core/test_access.py),
so that losing either still shows nothing.
"""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from .actor import current_actor
from .held import Held, compiling_policies
from .sight import InSight
from .validating import Sparing

__all__ = ["Governed", "GovernedManager", "Held", "governed_models"]


class GovernedManager(models.Manager[Any]):
    """Shows what the actor may see, and refuses when no one is acting."""

    def get_queryset(self) -> models.QuerySet:
        current_actor()  # refuse, rather than return nothing or everything
        rows = super().get_queryset()
        rows.query = in_sight(self.model).chain()  # type: ignore[arg-type]  # a class can be a key
        return rows


@cache
def in_sight(model: type[Governed]) -> models.sql.Query:
    """The query of all that may be seen of a model, to be copied. It holds no actor's ids: `InSight` puts those in each
    time that a query is turned into SQL.
    """
    return models.QuerySet(model).filter(InSight(model)).query


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
    #: The link, set once, to the row whose partnership this row's is: the database sets `partnership_id` by it,
    #: whatever was said. Where all of that row's rule is its partnership, this row can ask its own and needs no chain.
    partnership_of: ClassVar[str] = ""
    #: Columns of text whose words search finds by an index. The table keeps `search_words`, and an index of
    #: `partnership_id` with them (by a migration, as no model knows that column).
    words_of: ClassVar[tuple[str, ...]] = ()

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
        """For queries and other models' rules: which rows are in sight. Nothing while policies are compiled, because
        PostgreSQL holds the rows of a sub-query to their own policy by itself.
        """
        if compiling_policies():
            return Q()
        if not cls.governed_by:
            return cls.rule()
        link, parent = hangs_from(cls)
        return Q(Exists(parent.unguarded.filter(parent.visible(), pk=OuterRef(link.attname)))) & cls.narrower()


def hangs_from(model: type[Governed]) -> tuple[Any, type[Governed]]:
    """The foreign key by which a row is governed, and the model whose sight decides.

    A meeting is in sight where the record is that it extends, under the same key: what hangs from the meeting asks
    the record at once.
    """
    link: Any = model._meta.get_field(str(model.governed_by))
    parent: Any = link.related_model
    while parent.governed_by == parent._meta.pk.name and not parent.narrower():
        parent = parent._meta.pk.related_model
    return link, parent


def governed_models() -> list[type[Governed]]:
    """Every concrete governed model, in a stable order."""
    found = [model for model in apps.get_models() if issubclass(model, Governed)]
    return sorted(found, key=lambda model: model._meta.db_table)
