"""Changing a group, ending it, and saying goodbye to a person who sat on groups."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q

from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.core.tenancy.models import Partnership, Person
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.core.tenancy.services import mark_as_left

from .models import Group, JointPartnership, Membership
from .services import end_membership, report_to, serve_also, stop_reporting


@transaction.atomic
def amend_group(
    group: Group,
    *,
    parents: Iterable[Group] | None = None,
    also_serves: Iterable[Partnership] | None = None,
    **values: Any,
) -> Group:
    """Change a group that the caller holds locked. `parents` and `also_serves`, where given, are all of them.

    Its slug stays: addresses were sent out with it. Raises ValidationError for a circle or what does not hold.
    """
    _for_the_unit(group)
    for name, value in values.items():
        setattr(group, name, value)
    group.version += 1
    group.full_clean()
    group.save()
    if parents is not None:
        _report_to_just(group, list(parents))
    if also_serves is not None:
        _serve_just(group, list(also_serves))
    return group


@transaction.atomic
def end_group(group: Group, *, on: date, expected_version: int | None = None) -> Group:
    """A group's last day: its seats end with it. Raises ValidationError while another group reports to it."""
    _for_the_unit(group)
    group = Group.objects.select_for_update(of=("self",)).get(pk=group.pk)
    refuse_if_stale(group, expected_version, {"ended_on": on})
    standing = [link.child for link in group.hears_from.select_related("child") if not link.child.ended_on]
    if standing:
        names = ", ".join(str(child) for child in standing)
        raise ValidationError({"ended_on": f"{names} still reports to it. Give that group another parent first."})
    group.ended_on = on
    group.version += 1
    group.full_clean()
    group.save()
    _end_seats(Membership.objects.filter(group=group), on)
    return group


@transaction.atomic
def say_goodbye(person: Person, *, on: date, expected_version: int | None = None) -> Person:
    """A person left on a day: they are marked as left, and their seats on groups end that day."""
    person = mark_as_left(person, on=on, expected_version=expected_version)
    _end_seats(Membership.objects.filter(person=person, partnership_id=person.partnership_id), on)
    return person


def _end_seats(seats: Any, on: date) -> None:
    """A seat that was to begin later ends on the day it was to begin: it is kept, and gives nothing."""
    for seat in seats.filter(Q(until__isnull=True) | Q(until__gt=on)):
        end_membership(seat, until=max(on, seat.since))


def _report_to_just(group: Group, parents: list[Group]) -> None:
    for link in group.reports_to.select_related("parent"):
        if link.parent not in parents:
            stop_reporting(group, link.parent)
    for parent in parents:
        report_to(group, parent)


def _serve_just(group: Group, partnerships: list[Partnership]) -> None:
    JointPartnership.objects.filter(group=group).exclude(partnership__in=partnerships).delete()
    for partnership in partnerships:
        serve_also(group, partnership)


def _for_the_unit(group: Group) -> None:
    if not UNIT & current_actor().roles(group.partnership_id):
        raise PermissionDenied("Groups and their members are changed by the business unit of their partnership.")
