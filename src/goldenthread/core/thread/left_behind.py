"""What stays without an owner when a group ends, an agency leaves the table or a person goes. Who answered for it stays
readable; who answers now must be said anew.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.models import Agency, Partnership, Person, Place
from goldenthread.kernel.now import today

from .models import Action, Priority, Recommendation


def agencies_gone(partnership: Partnership, on: date | None = None) -> QuerySet:
    """Keys of agencies whose place at the table ended before a day."""
    return Place.objects.filter(partnership=partnership, until__lt=on or today()).values("agency_id")


def groups_ended(on: date | None = None) -> QuerySet:
    return Group.objects.filter(ended_on__lt=on or today()).values("pk")


def people_gone(partnership: Partnership) -> QuerySet:
    return Person.objects.filter(partnership=partnership, left_on__isnull=False).values("pk")


def left(partnership: Partnership) -> Q:
    """Actions not closed whose owner, agency or group is there no more."""
    gone = (
        Q(owner__in=people_gone(partnership))
        | Q(owner_agency__in=agencies_gone(partnership))
        | Q(group__in=groups_ended(), owner__isnull=True, owner_agency__isnull=True)
    )
    return gone & ~Q(status=Action.Status.CLOSED)


def advice_left(partnership: Partnership) -> Q:
    """Open recommendations whose agency or group is there no more."""
    gone = Q(owner_agency__in=agencies_gone(partnership)) | Q(owner_group__in=groups_ended())
    return gone & Q(status=Recommendation.Status.OPEN)


def what_hangs_from(owner: Group | Agency | Person, partnership: Partnership) -> dict[str, int]:
    """What an owner still answers for at a partnership: words -> number above nought. Asked before they go."""
    actions = Action.objects.filter(partnership=partnership).exclude(status=Action.Status.CLOSED)
    open_ones = Recommendation.objects.filter(partnership=partnership, status=Recommendation.Status.OPEN)
    if isinstance(owner, Person):
        found = {"open actions": actions.filter(owner=owner).count()}
    elif isinstance(owner, Group):
        held = Priority.objects.filter(partnership=partnership, owner_group=owner, until__isnull=True)
        found = {
            "open actions": actions.filter(group=owner).count(),
            "open recommendations": open_ones.filter(owner_group=owner).count(),
            "priorities of the business plan": held.count(),
        }
    else:
        found = {
            "open actions": actions.filter(owner_agency=owner).count(),
            "open recommendations": open_ones.filter(owner_agency=owner).count(),
        }
    return {words: number for words, number in found.items() if number}
