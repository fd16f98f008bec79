"""Every version of every governed row, kept by a trigger that sees bulk and raw writes too."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from .access import Governed, governed_models


class History(Governed):
    """One insert, update or delete of one row: who, when, and each changed column's value before and after.

    Written by the trigger function alone (`policies.HISTORY_FUNCTION`, which runs as the owner); the app may only read,
    and only the history of rows that it may read.
    """

    table = models.CharField(max_length=80)
    row_id = models.BigIntegerField()
    operation = models.CharField(max_length=6)
    changes = models.JSONField()
    user_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    transaction = models.BigIntegerField()

    append_only = True
    tracked = False
    policy_sql = 'goldenthread_sees("table", row_id)'

    class Meta(Governed.Meta):
        indexes: ClassVar[list[Any]] = [models.Index(fields=["table", "row_id", "-id"])]
        verbose_name_plural = "history"

    @classmethod
    def rule(cls) -> Q:
        """You may read a row's history where you may read the row as it stands."""
        seen = Q(pk__in=[])
        for model in tracked_models():
            rows = model.unguarded.filter(model.visible(), pk=OuterRef("row_id"))
            seen |= Q(table=model._meta.db_table) & Q(Exists(rows))
        return seen


def tracked_models() -> list[type[Governed]]:
    return [model for model in governed_models() if model.tracked]


def history_of(row: models.Model) -> models.QuerySet:
    """The history of one row and, for a record, of the parent rows it extends: newest first. Nothing if it is out of
    sight.

    Sight of the row is asked once, not once a line: that is the rule, and the policy asks again.
    """
    seen = type(row)._default_manager.filter(pk=row.pk).exists()
    tables = [row._meta.db_table, *(parent._meta.db_table for parent in row._meta.get_parent_list())]
    lines = History.unguarded.filter(table__in=tables, row_id=row.pk).order_by("-id")
    return lines if seen else lines.none()
