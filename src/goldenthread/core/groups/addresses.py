"""What a group is called in a partnership's addresses, where its own groups and joint ones of others meet."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from goldenthread.core.tenancy.models import Partnership

from .models import Group, JointPartnership

BETWEEN = "--"  # `slugify` never makes two in a row


def groups_at(board: Partnership, rows: QuerySet[Group] | None = None) -> QuerySet[Group]:
    """The partnership's own groups and those of others that serve it too."""
    joint = JointPartnership.objects.filter(partnership=board).values("group")
    found = Group.objects.all() if rows is None else rows
    return found.filter(Q(partnership=board) | Q(pk__in=joint))


def slug_at(board: Partnership, group: Group) -> str:
    """The group's slug in this partnership's addresses; with its own partnership's behind it where it is another's."""
    return group.slug if group.partnership_id == board.pk else f"{group.slug}{BETWEEN}{group.partnership.slug}"


def group_called(board: Partnership, slug: str, rows: QuerySet[Group] | None = None) -> Group:
    """The group at such an address. A joint one is also found by its plain slug, if nothing else here has that.

    Raises Group.DoesNotExist.
    """
    either = {slug, slug.rpartition(BETWEEN)[0]}
    found = list(groups_at(board, rows).filter(slug__in=either).select_related("partnership"))
    exact = [group for group in found if slug_at(board, group) == slug]
    plain = [group for group in found if group.slug == slug]
    if exact or len(plain) == 1:
        return (exact or plain)[0]
    raise Group.DoesNotExist(f"no group, or more than one, is called {slug}")
