"""What one person is to be told today at one partnership, chosen as that person, so that nothing out of their sight
is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from goldenthread.core.casework.clocks import calendar_of
from goldenthread.core.groups.models import Membership
from goldenthread.core.tenancy.actor import Actor
from goldenthread.core.tenancy.models import Partnership, Person
from goldenthread.core.tenancy.roles import Role
from goldenthread.core.thread.models import Action
from goldenthread.kernel.now import now

from .deciding import digest_key, digest_wanted, escalation_key, horizon, is_late_by, reminder_due, reminder_key
from .models import Notice, Timing
from .preferences import preference_of, timing_of
from .worklist import worklist

Kind = Notice.Kind


@dataclass(frozen=True)
class Recipient:
    """What makes someone be told of an action: it is theirs; their agency's, which they lead; or their group's, or
    everyone's.
    """

    person: int
    leads: frozenset[int]
    chairs: frozenset[int]
    manages: bool

    def owns(self, action: Action) -> bool:
        """The owner is reminded; where no person owns it, the lead of the agency that answers for it."""
        if action.owner_id is not None:
            return action.owner_id == self.person
        return action.owner_agency_id in self.leads

    def oversees(self, action: Action) -> bool:
        return self.manages or action.group_id in self.chairs


def recipient(actor: Actor, person: Person, partnership: Partnership, on: date) -> Recipient:
    """One query, for the groups they chair."""
    seats = [(agency, role) for at, agency, role in actor.seats if at == partnership.pk]
    chairing = Membership.objects.filter(person=person, role=Membership.Role.CHAIR, since__lte=on)
    chairing = chairing.filter(Q(until__isnull=True) | Q(until__gte=on))
    return Recipient(
        person=person.pk,
        leads=frozenset(agency for agency, role in seats if role == Role.AGENCY_LEAD),
        chairs=frozenset(chairing.values_list("group_id", flat=True)),
        manages=any(role == Role.BUSINESS_MANAGER for _, role in seats),
    )


def keys_for(who: Recipient, action: Action, on: date, until: date, timing: Timing) -> Iterator[tuple[str, str]]:
    """(kind, key) of everything this action gives this person to be told on a working day. Nothing for a closed one."""
    if action.status == Action.Status.CLOSED or action.due_on is None:
        return
    if who.owns(action):
        lead = reminder_due(action.due_on, on, until, timing.remind_days)
        if lead is not None:
            yield Kind.REMINDER, reminder_key(action.pk, action.due_on, lead)
    if action.owner_agency_id in who.leads and is_late_by(action.due_on, on, timing.agency_after):
        yield Kind.AGENCY, escalation_key(Kind.AGENCY, action.pk, action.due_on)
    if who.oversees(action) and is_late_by(action.due_on, on, timing.chair_after):
        yield Kind.CHAIR, escalation_key(Kind.CHAIR, action.pk, action.due_on)


def candidates(who: Recipient, partnership: Partnership, on: date, until: date, timing: Timing) -> list[Action]:
    """One query: the open actions in sight that may give this person something to be told; `keys_for` decides."""
    ahead = until + timedelta(days=max(timing.remind_days, default=0))
    theirs = Q(owner_id=who.person) | Q(owner__isnull=True, owner_agency_id__in=who.leads)
    wanted = theirs & Q(due_on__gte=on, due_on__lte=ahead)
    wanted |= Q(owner_agency_id__in=who.leads, due_on__lte=on - timedelta(days=timing.agency_after))
    overseen = Q(partnership=partnership) if who.manages else Q(group_id__in=who.chairs)
    wanted |= overseen & Q(due_on__lte=on - timedelta(days=timing.chair_after))
    running = Action.objects.filter(partnership=partnership, status__in=[Action.Status.OPEN, Action.Status.DEFERRED])
    return list(running.filter(wanted))


def write_notices(actor: Actor, person: Person, partnership: Partnership, on: date) -> list[Notice]:
    """Write down, once, what the person is to be told on a working day; the rows that wait to be sent.

    Those are the new ones, and reminders and escalations of an earlier day that could not be sent then.

    Called while the person acts. Run again on the same day, or by two workers at once, it adds nothing.
    """
    preference, timing = preference_of(person), timing_of(partnership)
    calendar = calendar_of(partnership)
    until = horizon(on, calendar)
    who = recipient(actor, person, partnership, on)
    rows = [
        Notice(kind=kind, key=key, action=action, due_on=action.due_on)
        for action in candidates(who, partnership, on, until, timing)
        for kind, key in keys_for(who, action, on, until, timing)
    ]
    if preference.email and digest_wanted(preference.digest, on, calendar) and worklist(actor, partnership, on):
        rows.append(Notice(kind=Kind.DIGEST, key=digest_key(on)))
    status = Notice.Status.WAITING if preference.email else Notice.Status.SHOWN
    fresh = _insert(rows, person=person, partnership=partnership, day=on, status=status)
    left = Q(day__lt=on, status__in=[Notice.Status.WAITING, Notice.Status.FAILED]) & ~Q(kind=Kind.DIGEST)
    new = Q(key__in=fresh, status=Notice.Status.WAITING)
    return list(Notice.objects.filter(new | left, person=person).order_by("pk"))


def _insert(rows: list[Notice], **common: object) -> list[str]:
    """Insert those whose key the person has not had; the keys of these. Of two workers at once, one inserts."""
    keys = [row.key for row in rows]
    known = set(Notice.objects.filter(person=common["person"], key__in=keys).values_list("key", flat=True))
    fresh = [row for row in rows if row.key not in known]
    for row in fresh:
        row.made_at = now()
        for name, value in common.items():
            setattr(row, name, value)
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)
    return [row.key for row in fresh]


def notices_of(action: Action) -> list[Notice]:
    """Who was told about an action, newest first, for its page; the persons come with them."""
    return list(Notice.objects.filter(action=action).select_related("person").order_by("-made_at", "-pk"))


def unsent_notices(partnership: Partnership) -> list[Notice]:
    """What could not be sent at a partnership, or perhaps was not: for the business unit to see, newest first."""
    Status = Notice.Status
    troubled = [Status.FAILED, Status.REFUSED, Status.UNSURE]
    found = Notice.objects.filter(partnership=partnership, status__in=troubled)
    return list(found.select_related("person").order_by("-made_at", "-pk"))
