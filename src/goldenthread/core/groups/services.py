"""The verbs of groups: found one, place it in the tree, seat its members, appoint its chair, agree its terms."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify

from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.belonging import refuse_strangers
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.core.tenancy.models import Agency, Partnership, Person
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.kernel.now import today

from .models import Group, GroupLink, JointPartnership, Membership, TermsOfReference
from .tree import would_circle


@transaction.atomic
def found_group(
    *,
    partnership: Partnership,
    name: str,
    parents: Iterable[Group] = (),
    also_serves: Iterable[Partnership] = (),
    **values: Any,
) -> Group:
    """Found a group under its parents. `also_serves` are the further partnerships of a joint group.

    `values` are columns of Group; the slug is made from the name where none is given. Raises PermissionDenied without a
    seat in the business unit, ValidationError for what does not hold.
    """
    _for_the_unit(partnership.pk)
    values.setdefault("slug", slugify(name)[:60])
    values.setdefault("began_on", today())
    group = Group(partnership=partnership, name=name, **values)
    group.full_clean()
    group.save()
    for parent in parents:
        report_to(group, parent)
    for other in also_serves:
        serve_also(group, other)
    return group


@transaction.atomic
def report_to(child: Group, parent: Group) -> GroupLink:
    """`child` reports to `parent` from now on; it may report to several. Raises ValidationError for a circle."""
    _for_the_unit(child.partnership_id)
    _hold_the_tree(child.partnership_id)
    if would_circle(child, parent):
        raise ValidationError(f"{parent} already reports to {child}, directly or through others.", code="circle")
    link, _ = GroupLink.objects.get_or_create(child=child, parent=parent)
    return link


@transaction.atomic
def stop_reporting(child: Group, parent: Group) -> None:
    _for_the_unit(child.partnership_id)
    GroupLink.objects.filter(child=child, parent=parent).delete()


@transaction.atomic
def serve_also(group: Group, partnership: Partnership) -> JointPartnership:
    """Make a group joint with a further partnership."""
    _for_the_unit(group.partnership_id)
    if partnership.pk == group.partnership_id:
        raise ValidationError(f"{group} belongs to {partnership} already.", code="its_own")
    joint, _ = JointPartnership.objects.get_or_create(group=group, partnership=partnership)
    return joint


@transaction.atomic
def seat_member(
    *,
    group: Group,
    person: Person,
    role: str = Membership.Role.MEMBER,
    agency: Agency | None = None,
    since: date | None = None,
    until: date | None = None,
    stands_in_for: Person | None = None,
) -> Membership:
    """Ask a person to a group from a day, for the agency they speak for (their own unless told).

    A deputy may name whom they stand in for; no one else may. Raises ValidationError where the seat overlaps one that
    the person holds in the same role, and for a person of another partnership: someone from next door who sits on a
    joint group is known at both.
    """
    _for_the_unit(group.partnership_id)
    refuse_strangers(group.partnership_id, person=person, stands_in_for=stands_in_for)
    _hold(group)
    seat = Membership(
        group=group,
        partnership_id=group.partnership_id,
        person=person,
        agency=agency or person.agency,
        role=Membership.Role(role),
        since=since or today(),
        until=until,
        stands_in_for=stands_in_for,
    )
    if stands_in_for and seat.role != Membership.Role.DEPUTY:
        raise ValidationError({"stands_in_for": "Only a deputy stands in for someone."})
    _refuse_overlap(seat)
    seat.full_clean()
    seat.save()
    return seat


@transaction.atomic
def end_membership(membership: Membership, *, until: date, expected_version: int | None = None) -> Membership:
    """The last day of a seat. What was, stays: the seat is ended, never removed. Raises StaleEdit as all verbs do."""
    _for_the_unit(membership.partnership_id)
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    refuse_if_stale(membership, expected_version, {"until": until})
    membership.until = until
    membership.version += 1
    membership.full_clean()
    membership.save(update_fields=["until", "version"])
    return membership


@transaction.atomic
def appoint_chair(
    *, group: Group, person: Person, since: date | None = None, agency: Agency | None = None
) -> Membership:
    """Someone takes the chair from a day; whoever held it holds it until the day before. Chairs follow each other.

    Raises ValidationError where a chair was appointed from that day or later.
    """
    _for_the_unit(group.partnership_id)
    _hold(group)
    day = since or today()
    chairs = Membership.objects.filter(group=group, role=Membership.Role.CHAIR)
    if (later := chairs.filter(since__gte=day).first()) is not None:
        raise ValidationError(f"{later.person} takes the chair from {later.since:%d/%m/%Y}.", code="later_chair")
    for standing in chairs.filter(Q(until__isnull=True) | Q(until__gte=day)):
        end_membership(standing, until=day - timedelta(days=1))
    return seat_member(group=group, person=person, role=Membership.Role.CHAIR, agency=agency, since=day)


@transaction.atomic
def agree_terms(
    *, group: Group, text: str, agreed_on: date | None = None, review_on: date | None = None
) -> TermsOfReference:
    """A new version of a group's terms of reference; earlier ones stay to be read."""
    _for_the_unit(group.partnership_id)
    day = agreed_on or today()
    terms = TermsOfReference(group=group, text=text, agreed_on=day, review_on=review_on)
    if review_on and review_on <= day:
        raise ValidationError({"review_on": "They are looked at again after they were agreed."})
    terms.full_clean()
    terms.save()
    return terms


def _refuse_overlap(seat: Membership) -> None:
    held = Membership.objects.filter(group=seat.group, person=seat.person, role=seat.role)
    held = held.filter(Q(until__isnull=True) | Q(until__gte=seat.since))
    if seat.until:
        held = held.filter(since__lte=seat.until)
    if (other := held.first()) is not None:
        raise ValidationError(
            f"{seat.person} holds this seat already, from {other.since:%d/%m/%Y}.", code="seated_already"
        )


def _for_the_unit(partnership_id: int) -> None:
    if not UNIT & current_actor().roles(partnership_id):
        raise PermissionDenied("Groups and their members are changed by the business unit of their partnership.")


def _hold(group: Group) -> None:
    Group.objects.select_for_update(of=("self",)).get(pk=group.pk)


def _hold_the_tree(partnership_id: int) -> None:
    """Two people placing groups at once wait for each other, so that no circle closes between them."""
    list(Group.objects.select_for_update(of=("self",)).filter(partnership_id=partnership_id).order_by("pk"))
