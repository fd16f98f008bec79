"""The tree of groups, read: who reports to whom, who chairs, who sits, whose terms are due to be looked at."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Q

from goldenthread.core.tenancy.models import Partnership

from .models import Group, GroupLink, Membership, TermsOfReference


def ancestors(group: Group) -> list[Group]:
    """Every group that this one reports to, nearest first, each once. Two queries."""
    return _reached(group, "child_id", "parent_id")


def descendants(group: Group) -> list[Group]:
    """Every group that reports to this one, directly or through others, nearest first. Two queries."""
    return _reached(group, "parent_id", "child_id")


def would_circle(child: Group, parent: Group) -> bool:
    """Would `child` come to report to itself by reporting to `parent`?"""
    return child.pk == parent.pk or child in ancestors(parent)


def chairs_of(group: Group) -> Any:
    """Who has chaired, first to last, with their dates."""
    return Membership.objects.filter(group=group, role=Membership.Role.CHAIR).order_by("since", "pk")


def chair_on(group: Group, day: date) -> Membership | None:
    return members_on(group, day).filter(role=Membership.Role.CHAIR).first()


def members_on(group: Group | None, day: date) -> Any:
    """The seats held on a day, both ends included."""
    return Membership.objects.filter(group=group, since__lte=day).filter(Q(until__isnull=True) | Q(until__gte=day))


def terms_on(group: Group, day: date) -> TermsOfReference | None:
    """The version of the terms of reference in force on a day."""
    return TermsOfReference.objects.filter(group=group, agreed_on__lte=day).order_by("-agreed_on", "-pk").first()


def terms_to_review(partnership: Partnership, day: date) -> list[TermsOfReference]:
    """The terms in force of each group that were to be looked at by a day, longest waiting first."""
    agreed = TermsOfReference.objects.filter(
        group__partnership=partnership, group__ended_on__isnull=True, agreed_on__lte=day
    )
    latest = agreed.order_by("group_id", "-agreed_on", "-pk").distinct("group_id")
    due = [terms for terms in latest if terms.review_on and terms.review_on <= day]
    return sorted(due, key=lambda terms: (terms.review_on, terms.pk))


def _reached(group: Group, near: str, far: str) -> list[Group]:
    links = defaultdict(list)
    for start, end in GroupLink.objects.order_by("pk").values_list(near, far):
        links[start].append(end)
    found: dict[int, None] = {}
    edge = [group.pk]
    while edge:
        edge = list(dict.fromkeys(end for start in edge for end in links[start] if end not in found))
        found |= dict.fromkeys(edge)
    groups = Group.objects.in_bulk(list(found))
    return [groups[key] for key in found if key in groups]
