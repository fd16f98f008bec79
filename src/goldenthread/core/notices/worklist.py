"""What needs me, and what is late: one list, from every kind of work, in a number of queries that does not grow with
it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from django.db.models import Q
from django.db.models.functions import TruncDate

from goldenthread.core.casework.models import Audience, ClockRun
from goldenthread.core.casework.process import Process, all_processes
from goldenthread.core.casework.services import speaks_for
from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.core.tenancy.among import Among
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.thread.models import Action
from goldenthread.kernel.clocks import Direction
from goldenthread.kernel.now import LONDON

AHEAD = timedelta(days=14)
WEEK = timedelta(days=7)


class Urgency(StrEnum):
    """In which part of the list a thing stands."""

    LATE = "late"
    THIS_WEEK = "this week"
    LATER = "later"
    NO_DATE = "no date"


_PLACES = {urgency: place for place, urgency in enumerate(Urgency)}


@dataclass(frozen=True)
class WorkItem:
    """One thing to do. `kind` says what `pk` is the key of ("action", "record"); `record_kind` is a record's process.

    `why` says in a few words why it is on this list; `open_title` whether the whole partnership may read its title.
    """

    kind: str
    pk: int
    reference: str
    title: str
    due: date | None
    why: str
    urgency: Urgency
    days_left: int | None
    open_title: bool = False
    record_kind: str = ""
    link: str = ""  # a path of its own, for a source whose items are neither actions nor records
    since: date | None = None  # from when it waits, where nothing set a day for it: then it is not late

    @property
    def in_words(self) -> str:
        """How it stands: "3 days late", "due today", "due in 5 days", "waiting since 4 May 2026", "no date"."""
        if self.days_left is None:
            return f"waiting since {self.since:%-d %B %Y}" if self.since else "no date"
        days = f"{abs(self.days_left)} day{'' if abs(self.days_left) == 1 else 's'}"
        if self.urgency is Urgency.LATE:
            return f"{days} late" if self.days_left else "late since today"
        return f"due in {days}" if self.days_left else "due today"


Source = Callable[[Actor, Partnership, date], Iterable[WorkItem]]
_sources: dict[str, Source] = {}


def register_source(name: str, source: Source) -> None:
    """Have a process add its own items (meetings to prepare, returns to send). Called while that actor acts.

    Each source must ask a constant number of queries. The same name again replaces the one before.
    """
    _sources[name] = source


def worklist(actor: Actor, partnership: Partnership, on: date) -> list[WorkItem]:
    """Everything at one partnership that needs the actor on a day, most urgent first.

    Open actions that they or their agency answer for (late, due within 14 days, or without a date); running clocks,
    late or due within 14 days, of records on which a role of theirs has a step to take now; and what the registered
    sources add.
    """
    with acting_as(actor):
        found = [*actions_of(actor, partnership, on), *clocks_of(actor, partnership, on)]
        for source in _sources.values():
            found += source(actor, partnership, on)
    return sorted(found, key=lambda item: (_PLACES[item.urgency], item.due or item.since or date.max, item.reference))


def grouped(items: Iterable[WorkItem]) -> dict[Urgency, list[WorkItem]]:
    """The items under late, this week, later and no date, in that order; every heading is there."""
    groups: dict[Urgency, list[WorkItem]] = {urgency: [] for urgency in Urgency}
    for item in items:
        groups[item.urgency].append(item)
    return groups


def counts(items: Iterable[WorkItem]) -> dict[Urgency, int]:
    """How many under each heading."""
    counted = Counter(item.urgency for item in items)
    return {urgency: counted[urgency] for urgency in Urgency}


def urgency_of(due: date | None, on: date) -> Urgency:
    """Late from the day after it was due; this week up to seven days ahead."""
    if due is None:
        return Urgency.NO_DATE
    if due < on:
        return Urgency.LATE
    return Urgency.THIS_WEEK if due <= on + WEEK else Urgency.LATER


def days_left(due: date | None, on: date) -> int | None:
    return None if due is None else (due - on).days


def actions_of(actor: Actor, partnership: Partnership, on: date) -> list[WorkItem]:
    """One query, for actions of the actor's persons and agencies at this partnership."""
    persons, agencies = actor.claim("persons"), actor.agencies_at(partnership.pk)
    mine = Q(owner_id__in=persons) | Q(owner_agency_id__in=agencies)
    near = Q(due_on__isnull=True) | Q(due_on__lte=on + AHEAD)
    open_ones = Action.objects.filter(partnership=partnership, status__in=[Action.Status.OPEN, Action.Status.DEFERRED])
    columns = open_ones.filter(mine, near).values_list("pk", "reference", "text", "due_on", "owner_id", "audience")
    return [
        WorkItem(
            kind="action",
            pk=pk,
            reference=reference,
            title=text,
            due=due,
            why="You own this action" if owner in persons else "Your agency answers for this action",
            urgency=urgency_of(due, on),
            days_left=days_left(due, on),
            open_title=audience == Audience.PARTNERSHIP,
        )
        for pk, reference, text, due, owner, audience in columns
    ]


def clocks_of(actor: Actor, partnership: Partnership, on: date) -> list[WorkItem]:
    """One query for the clocks, and one to ask in which states their records are."""
    roles = actor.roles(partnership.pk)
    mine = {p.slug: p for p in all_processes() if any(step.by & roles for step in p.workflow.steps)}
    last = on + AHEAD + timedelta(days=1)
    running = ClockRun.objects.filter(partnership=partnership, met__isnull=True, due__date__lt=last)
    running = running.filter(record__kind__in=mine, record__closed_on__isnull=True)
    running = running.exclude(direction=Direction.MINIMUM).order_by().annotate(day=TruncDate("due", tzinfo=LONDON))
    named = ("record_id", "day", "label", *(f"record__{one}" for one in ("kind", "reference", "title", "audience")))
    runs = list(running.values_list(*named, named=True))
    actionable = _with_a_step_to_take({run.record_id: run.record__kind for run in runs}, mine, roles)
    stands = cache(lambda due: (urgency_of(due, on), days_left(due, on)))  # thousands of clocks run out on few days
    return [_clock_item(run, *stands(run.day)) for run in runs if run.record_id in actionable]


def _with_a_step_to_take(kinds: dict[int, str], processes: dict[str, Process], roles: frozenset[str]) -> set[int]:
    """Those of the records (key -> kind) from whose state one of the roles may take a step. One query for all kinds."""
    wanted = sorted(set(kinds.values()))
    if not wanted:
        return set()
    columns = ("kind", "pk", "state", "partnership_id", "lead_agency_id")
    rows = [
        processes[kind]
        .model.objects.filter(Among("pk", [key for key, of in kinds.items() if of == kind]))
        .values_list(*columns)
        for kind in wanted
    ]

    @cache  # thousands of cases stand in a few states
    def open_to(kind: str, state: str, partnership: int, agency: int) -> bool:
        return bool(processes[kind].workflow.open_to(state, roles, own=speaks_for(partnership, agency)))

    return {pk for kind, pk, *stands in rows[0].union(*rows[1:], all=True) if open_to(kind, *stands)}


def _clock_item(run: Any, urgency: Urgency, left: int | None) -> WorkItem:
    return WorkItem(
        kind="record",
        pk=run.record_id,
        reference=run.record__reference,
        title=f"{run.label}: {run.record__title}" if run.record__title else run.label,
        due=run.day,
        why="A step is yours to take",
        urgency=urgency,
        days_left=left,
        open_title=run.record__audience == Audience.PARTNERSHIP,
        record_kind=run.record__kind,
    )
