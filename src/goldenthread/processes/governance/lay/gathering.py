"""What a lay member's page shows beside their own rows: where they sit, what they asked, what changed. All of it as far
as whoever reads the page may see it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from goldenthread.core.casework.models import Event, Record
from goldenthread.core.casework.process import process_named
from goldenthread.core.groups.models import Membership
from goldenthread.core.tenancy.models import Partnership, Person
from goldenthread.kernel.now import today

from .models import Followed, Moderation

#: As many records and changes as the page shows, the newest.
MOST = 20
#: What a lay member asks: kinds of work whose records are questions to somebody, by the name of their process.
ASKING = ("questions", "challenges", "voice")


@dataclass(frozen=True)
class Asked:
    """Something a lay member opened, and how it stands in words."""

    record: Record
    stands: str

    @property
    def open(self) -> bool:
        return self.record.closed_on is None


@dataclass(frozen=True)
class Workload:
    """One lay member in numbers."""

    person: Person
    panels: int
    chairs: int
    follows: int
    waiting: int
    late: int
    moderated: int
    asked: int
    unanswered: int


def panels_of(person: Person) -> list[Membership]:
    """Where they sit today. One query."""
    day = today()
    rows = Membership.objects.filter(Q(until__isnull=True) | Q(until__gte=day), person=person, since__lte=day)
    return list(rows.select_related("group").order_by("group__name"))


def asked_by(person: Person) -> list[Asked]:
    """What they asked, the newest first: one query, and one for each kind of work among it."""
    if person.user_id is None:
        return []
    mine = Record.objects.filter(partnership_id=person.partnership_id, opened_by_id=person.user_id, kind__in=ASKING)
    rows = list(mine.order_by("-opened_on", "-pk")[:MOST])
    by_kind: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row.pk)
    stands: dict[int, str] = {}
    for kind, keys in by_kind.items():
        if process := process_named(kind):
            states = process.model.objects.filter(pk__in=keys).values_list("pk", "state")
            stands |= {pk: process.state_label(state) for pk, state in states}
    return [Asked(row, stands.get(row.pk, "")) for row in rows]


def next_meetings(panels: Iterable[Membership]) -> list[Record]:
    """Of the groups in which they sit. One query."""
    rows = Record.objects.filter(kind="meetings", group__in=[one.group_id for one in panels], closed_on__isnull=True)
    return list(rows.filter(opened_on__gte=today()).order_by("opened_on")[:5])


def changed_since(partnership: Partnership, followed: Iterable[Followed], since: date) -> list[Event]:
    """What was done on records of the groups and about the themes they follow. One query."""
    groups = [one.group_id for one in followed if one.group_id]
    themes = [one.theme_id for one in followed if one.theme_id]
    about = Record.objects.filter(Q(group__in=groups) | Q(themed__theme__in=themes), partnership=partnership)
    rows = Event.objects.filter(record__in=about.values("pk"), at__date__gte=since).select_related("record")
    return list(rows.order_by("-at", "-pk")[:MOST])


def workload(partnership: Partnership, people: Iterable[Person]) -> list[Workload]:
    """Every lay member in numbers. Four queries."""
    rows, day = list(people), today()
    keys = [person.pk for person in rows]
    sitting = Membership.objects.filter(Q(until__isnull=True) | Q(until__gte=day), person__in=keys, since__lte=day)
    seats = Counter((one.person_id, one.role == Membership.Role.CHAIR) for one in sitting)
    follows = Counter(Followed.objects.filter(person__in=keys).values_list("person_id", flat=True))
    moderations: dict[int, list[Moderation]] = defaultdict(list)
    for row in Moderation.objects.filter(person__in=keys):
        moderations[row.person_id].append(row)
    users = [person.user_id for person in rows if person.user_id]
    opened = Record.objects.filter(partnership=partnership, opened_by__in=users, kind__in=ASKING)
    asked = {
        user: (every, still)
        for user, every, still in opened.values_list("opened_by_id")
        .annotate(every=Count("pk"), still=Count("pk", filter=Q(closed_on__isnull=True)))
        .order_by()
    }
    return [
        Workload(
            person,
            panels=seats[person.pk, False] + seats[person.pk, True],
            chairs=seats[person.pk, True],
            follows=follows[person.pk],
            waiting=sum(one.done_on is None for one in moderations[person.pk]),
            late=sum(one.done_on is None and one.due_on < day for one in moderations[person.pk]),
            moderated=sum(one.done_on is not None for one in moderations[person.pk]),
            asked=asked.get(person.user_id, (0, 0))[0],
            unanswered=asked.get(person.user_id, (0, 0))[1],
        )
        for person in rows
    ]
