"""What a group's meetings say of its days, for its update: what it decided, who came, and what it will meet on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from goldenthread.core.groups.models import Group
from goldenthread.core.groups.telling import Asked, Told, tells_of_groups

from .attendance import attendance_by_agency
from .models import Decision, Meeting

#: Below this share of those asked, attendance is a worry (no rule: what boards read out as poor).
ENOUGH = 75


@tells_of_groups
def what_was_decided(group: Group, first: date, last: date) -> Iterable[Told]:
    """Decisions that nothing restricts, by meeting: an update goes out to everyone at the table."""
    open_to_all = Q(restricted=False, item__restricted=False)
    rows = Decision.objects.filter(open_to_all, record__group=group, record__held_on__range=(first, last))
    for row in rows.select_related("record").order_by("record__held_on", "pk"):
        yield Told(Asked.ACHIEVED, f"Decided on {row.record.held_on:%-d %B %Y}: {row.text}")


@tells_of_groups
def who_came(group: Group, first: date, last: date) -> Iterable[Told]:
    """Attendance over the days, the agencies of which nobody came, and the meetings that were cancelled."""
    found = attendance_by_agency(group, first, last)
    asked = sum(row.tally.asked for row in found.lines)
    present = sum(row.tally.present for row in found.lines)
    if asked:
        percent = round(100 * present / asked)
        where = Asked.WORKS if percent >= ENOUGH else Asked.WORRIES
        yield Told(where, f"Attendance: {present} of {asked} seats that were asked ({percent}%).")
    silent = [row.line.name for row in found.lines if row.tally.asked and not row.tally.present]
    if silent:
        yield Told(Asked.WORRIES, f"Nobody came from: {', '.join(silent)}.")
    if found.cancelled:
        yield Told(Asked.WORRIES, f"{found.cancelled} of its meetings cancelled.")


@tells_of_groups
def when_it_meets_next(group: Group, first: date, last: date) -> Iterable[Told]:
    ahead = Meeting.objects.filter(group=group, held_on__gt=last, state__in=Meeting.AHEAD).order_by("held_on").first()
    if ahead is not None:
        yield Told(Asked.NEXT, f"Meets on {ahead.held_on:%-d %B %Y}.")
