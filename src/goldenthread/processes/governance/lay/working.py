"""The verbs of lay members: follow, moderate; of the unit: ask them to. And what waits for whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from goldenthread.core.casework.services import allow
from goldenthread.core.notices.worklist import AHEAD, WorkItem, days_left, register_source, urgency_of
from goldenthread.core.tenancy.actor import Actor, current_actor
from goldenthread.core.tenancy.belonging import refuse_strangers
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.core.tenancy.models import Partnership, Person, Seat
from goldenthread.core.tenancy.roles import OVERSIGHT, Role
from goldenthread.kernel.now import today

from .models import Followed, Moderation


def lay_members(partnership: Partnership) -> QuerySet[Person]:
    """Everyone with a seat as a lay member today. One query."""
    day = today()
    seats = Seat.objects.filter(
        Q(until__isnull=True) | Q(until__gte=day), partnership=partnership, role=Role.LAY_MEMBER, since__lte=day
    )
    return Person.objects.filter(pk__in=seats.values("person_id"), left_on__isnull=True).order_by("name")


@transaction.atomic
def follow(person: Person, **what: Any) -> Followed:
    """Put a theme, a group or a measure into a portfolio: the lay member's own doing, or those who oversee.

    Raises PermissionDenied, ValidationError for none, several, or one that is followed already.
    """
    _own_or_oversees(person)
    refuse_strangers(person.partnership_id, **what)
    made = Followed(partnership_id=person.partnership_id, person=person, since=today(), **what)
    made.full_clean()
    made.save()
    return made


@transaction.atomic
def unfollow(row: Followed) -> None:
    _own_or_oversees(row.person)
    row.delete()


@transaction.atomic
def ask_to_moderate(*, person: Person, **values: Any) -> Moderation:
    """Those who oversee ask a lay member. Raises ValidationError where the person is none."""
    allow(OVERSIGHT, person.partnership_id, "ask a lay member to moderate")
    if not lay_members(person.partnership).filter(pk=person.pk).exists():
        raise ValidationError({"person": f"{person} is no lay member here."})
    made = Moderation(partnership_id=person.partnership_id, person=person, asked_on=today(), **values)
    made.full_clean()
    made.save()
    return made


@transaction.atomic
def moderate(row: Moderation, *, grade: int | None, note: str, expected_version: int | None = None) -> Moderation:
    """The lay member's own grade, and why; again, it is changed. Nobody grades in their name. Raises StaleEdit."""
    row = Moderation.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.person_id not in current_actor().claim("persons"):
        raise PermissionDenied("The lay member who was asked gives the grade.")
    refuse_if_stale(row, expected_version, {"grade": grade, "note": note})
    wrong = {"grade": "Give a grade."} if grade is None else {}
    wrong |= {} if note.strip() else {"note": "Say why."}
    if wrong:
        raise ValidationError(wrong)
    row.grade, row.note, row.done_on = grade, note.strip(), row.done_on or today()
    row.version += 1
    row.full_clean()
    row.save()
    return row


def to_moderate(actor: Actor, partnership: Partnership, on: date) -> Iterator[WorkItem]:
    """For a lay member: what they were asked to moderate. One query."""
    if Role.LAY_MEMBER not in actor.roles(partnership.pk):
        return
    rows = Moderation.objects.filter(partnership=partnership, person__in=actor.claim("persons"), done_on__isnull=True)
    for row in rows.filter(due_on__lte=on + AHEAD):
        yield WorkItem(
            kind="moderation",
            pk=row.pk,
            reference="Moderation",
            title=row.what,
            due=row.due_on,
            why="You are asked to moderate it",
            urgency=urgency_of(row.due_on, on),
            days_left=days_left(row.due_on, on),
            link=reverse("lay_moderation", args=[partnership.slug, row.pk]),
        )


register_source("lay", to_moderate)


def _own_or_oversees(person: Person) -> None:
    actor = current_actor()
    if person.pk not in actor.claim("persons") and not actor.oversees(person.partnership_id):
        raise PermissionDenied("A lay member keeps their own portfolio.")
    if person.pk in actor.claim("persons"):
        allow(frozenset({Role.LAY_MEMBER}) | OVERSIGHT, person.partnership_id, "keep a portfolio")
