"""What lists of the thread can be narrowed by: the agencies, groups and themes of a partnership as (value, words)."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.thread.models import Recommendation, Theme

Choices = tuple[tuple[str, str], ...]


def agencies_of(board: Partnership) -> Choices:
    return tuple((str(pk), name) for pk, name in board.agencies.values_list("pk", "name"))


def groups_of(board: Partnership) -> Choices:
    return tuple((str(pk), name) for pk, name in Group.objects.filter(partnership=board).values_list("pk", "name"))


def themes_of_board(board: Partnership) -> Choices:
    """Those that stand for themselves: what a merged word tags is found under the one it leads to."""
    rows = Theme.objects.filter(partnership=board, merged_into__isnull=True)
    return tuple((str(pk), name) for pk, name in rows.values_list("pk", "name"))


def about(theme: str) -> QuerySet:
    """The recommendations tagged with a theme (its key), or with one merged into it."""
    meant = Theme.objects.filter(Q(pk=theme) | Q(merged_into=theme))
    return Recommendation.objects.filter(themed__theme__in=meant)
