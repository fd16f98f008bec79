"""A planned one-to-one goes on with whoever takes the chair, or the business manager's place, after those who had it.

What was held stays with those who held it. What a member has written already is read by nobody new unless that member
says so: theirs waits until they hand it on.
"""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from goldenthread.core.groups.models import Group, Membership
from goldenthread.core.tenancy.actor import Actor, acting_as, actor_or_none, current_actor
from goldenthread.core.tenancy.belonging import refuse_strangers
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.core.tenancy.models import Partnership, Person, Seat
from goldenthread.core.tenancy.roles import Role
from goldenthread.kernel.now import today

from .models import Answer, OneToOne


def holders_of(partnership: Partnership) -> tuple[Person | None, Person | None]:
    """Who takes the Board's chair today, and who is its business manager. None where nobody, or several, may be."""
    return _chair(partnership), _only(_seated(partnership, Role.BUSINESS_MANAGER))


def places_left(row: OneToOne) -> list[str]:
    """Of "chair" and "manager", whoever has the place no longer: they left, or someone else has it."""
    if row.held_on:
        return []
    chair, manager = holders_of(row.partnership)
    lost = _without_a_place(row.partnership, chair, manager)
    return [name for name, pk in (("chair", row.chair_id), ("manager", row.manager_id)) if pk in lost]


@transaction.atomic
def hand_on(row: OneToOne, *, expected_version: int | None = None) -> OneToOne:
    """Let those who have the two places now hold it. By one of the three; where words are written, by the member alone.

    Raises ValidationError where it was held, where nobody has the place, or where it would be with oneself.
    """
    row = OneToOne.objects.select_for_update(of=("self",)).get(pk=row.pk)
    mine = current_actor().claim("persons")
    if row.member_id not in mine and row.answers.exists():
        raise PermissionDenied("Words are written here: only the member who wrote them may hand them on.")
    refuse_if_stale(row, expected_version, {})
    if row.held_on:
        raise ValidationError("It was held: it stays with those who held it.")
    chair, manager = holders_of(row.partnership)
    if chair is None and manager is None:
        raise ValidationError("Nobody has the chair or is the business manager now. Ask the business unit.")
    lost = _without_a_place(row.partnership, chair, manager)
    with acting_as(_with_the_new(row.partnership, mine, chair, manager)):
        return _give(OneToOne.objects.get(pk=row.pk), chair, manager, lost)


@transaction.atomic
def hand_on_all(partnership: Partnership) -> int:
    """By the worker: all that are planned, in which nobody has written, with someone who has the place no longer.

    Acts with the claim of those who had the places and have them no more, and sees what they held; how many it handed.
    """
    with acting_as(Actor.system(partnership)):
        chair, manager = holders_of(partnership)
        lost = _without_a_place(partnership, chair, manager)
    with acting_as(_with_the_new(partnership, lost, chair, manager)):
        written = Answer.objects.filter(one_to_one=OuterRef("pk"))
        rows = OneToOne.objects.filter(Q(chair__in=lost) | Q(manager__in=lost), ~Exists(written))
        planned = rows.filter(partnership=partnership, held_on__isnull=True).select_related("chair", "manager")
        handed = 0
        for row in planned.order_by("pk"):
            was = row.chair_id, row.manager_id
            try:
                with transaction.atomic():
                    _give(row, chair, manager, lost)
            except ValidationError:
                continue  # with oneself: the member took the chair, and that year's is not held any more
            handed += was != (row.chair_id, row.manager_id)
    return handed


def _give(row: OneToOne, chair: Person | None, manager: Person | None, lost: frozenset[int]) -> OneToOne:
    """Raises ValidationError where it would be with oneself."""
    refuse_strangers(row.partnership_id, chair=chair, manager=manager)
    if chair and row.chair_id in lost:
        row.chair = chair
    if manager and row.manager_id in lost:
        row.manager = manager
    if len({row.chair_id, row.manager_id, row.member_id}) < 3:
        raise ValidationError("The three are three people: the chair, the member and the business manager.")
    row.version += 1
    row.full_clean()
    row.save()
    return row


def _with_the_new(
    partnership: Partnership, persons: frozenset[int], chair: Person | None, manager: Person | None
) -> Actor:
    """The same persons, and those who take over: a row may be written only as someone who sees it afterwards."""
    actor = actor_or_none()
    taking = frozenset(one.pk for one in (chair, manager) if one)
    system = Actor.system(partnership)
    held = {**system.held, "persons": persons | taking}
    return Actor(actor.user if actor else None, held=held, name=actor.name if actor else system.name)


def _chair(partnership: Partnership) -> Person | None:
    day = today()
    sitting = Membership.objects.filter(_in_force(day), group__partnership=partnership, group__kind=Group.Kind.BOARD)
    chairs = sitting.filter(role=Membership.Role.CHAIR, person__left_on__isnull=True)
    people = list(Person.objects.filter(pk__in=chairs.values("person_id")))
    return people[0] if len(people) == 1 else _only(_seated(partnership, Role.CHAIR))


def _seated(partnership: Partnership, role: Role) -> list[Person]:
    seats = Seat.objects.filter(_in_force(today()), partnership=partnership, role=role)
    return list(Person.objects.filter(pk__in=seats.values("person_id"), left_on__isnull=True))


def _without_a_place(partnership: Partnership, chair: Person | None, manager: Person | None) -> frozenset[int]:
    """Whoever had the chair, or a seat as chair or business manager, and has none now; and everyone who left."""
    chairs = Membership.objects.filter(
        group__partnership=partnership, group__kind=Group.Kind.BOARD, role=Membership.Role.CHAIR
    )
    seats = Seat.objects.filter(partnership=partnership, role__in=(Role.CHAIR, Role.BUSINESS_MANAGER))
    had = {*chairs.values_list("person_id", flat=True), *seats.values_list("person_id", flat=True)}
    left = Person.objects.filter(partnership=partnership, left_on__isnull=False).values_list("pk", flat=True)
    return frozenset({*had, *left} - {one.pk for one in (chair, manager) if one})


def _in_force(day: date) -> Q:
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))


def _only(people: list[Person]) -> Person | None:
    return people[0] if len(people) == 1 else None
