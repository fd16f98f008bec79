"""Which groups an actor sits in today: the claim "groups"."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from goldenthread.core.tenancy.actor import Actor

from .models import Membership


def groups_held(actor: Actor, on: date) -> frozenset[int]:
    """Ids of the groups in which one of the actor's persons has a membership on the day."""
    mine = Membership.objects.filter(person_id__in=actor.claim("persons"), since__lte=on)
    return frozenset(mine.filter(Q(until__isnull=True) | Q(until__gte=on)).values_list("group_id", flat=True))
