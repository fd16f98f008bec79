"""How a plan's work stands, read: a lane for each priority, with what moved last and what stands still."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import DateField, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Coalesce, Greatest

from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.thread.models import Action, ActionUpdate, Evidence, Priority, Recommendation, Serves
from goldenthread.kernel.now import today

from .models import BusinessPlan, PriorityMeasure


@dataclass(frozen=True)
class Work:
    """One action: the day on which anything was last said or done about it, and what is wanting."""

    action: Action
    moved_on: date
    still: bool
    overdue: bool

    @property
    def live(self) -> bool:
        return self.action.status != Action.Status.CLOSED


@dataclass(frozen=True)
class Lane:
    """A priority with what serves it, of what the reader may see."""

    priority: Priority
    work: tuple[Work, ...]
    recommendations: tuple[Recommendation, ...]
    measures: tuple[PriorityMeasure, ...]
    still_after: int

    @property
    def live(self) -> tuple[Work, ...]:
        return tuple(one for one in self.work if one.live)

    @property
    def closed(self) -> int:
        return len(self.work) - len(self.live)

    @property
    def shown(self) -> int:
        """Closed with evidence."""
        return sum(one.action.reason == Action.Reason.DONE_EVIDENCE for one in self.work)

    @property
    def unknown(self) -> int:
        """Closed as done, impact unknown."""
        return sum(one.action.reason == Action.Reason.DONE_NO_EVIDENCE for one in self.work)

    @property
    def overdue(self) -> int:
        return sum(one.overdue for one in self.live)

    @property
    def deferred(self) -> int:
        return sum(bool(one.action.deferrals) for one in self.live)

    @property
    def still(self) -> int:
        return sum(one.still for one in self.live)

    @property
    def moved_on(self) -> date:
        return max((one.moved_on for one in self.work), default=self.priority.since)

    @property
    def stands_still(self) -> bool:
        """Something is left to do, or nothing was ever begun, and nobody moved any of it for so long."""
        return bool(self.live or not self.work) and is_still(self.moved_on, self.still_after)


def is_still(moved_on: date, after: int) -> bool:
    return moved_on < today() - timedelta(days=after)


def lanes_of(plan: BusinessPlan, *, group: Group | None = None) -> list[Lane]:
    """The plan's priorities that have not ended (all of them, once the plan is over), or one group's. Four queries."""
    rows = Priority.objects.filter(plan_id=plan.pk).select_related("owner_group__partnership")
    rows = rows if plan.closed_on else rows.filter(until__isnull=True)
    rows = rows.filter(owner_group=group) if group else rows
    priorities = list(rows.order_by("number"))
    served: dict[int, dict[int, Recommendation]] = defaultdict(dict)
    for link in Serves.objects.filter(priority__in=priorities).select_related("recommendation"):
        served[link.priority_id][link.recommendation_id] = link.recommendation
    ties: dict[int, list[PriorityMeasure]] = defaultdict(list)
    for tie in PriorityMeasure.objects.filter(priority__in=priorities).select_related("measure"):
        ties[tie.priority_id].append(tie)
    answering = {key for recommendations in served.values() for key in recommendations}
    work = _work(Q(priority__in=priorities) | Q(recommendation__in=answering), plan.still_after)
    return [
        Lane(
            priority,
            tuple(one for one in work if _serves(one.action, priority, served[priority.pk])),
            tuple(served[priority.pk].values()),
            tuple(ties[priority.pk]),
            plan.still_after,
        )
        for priority in priorities
    ]


def work_without_priority(group: Group, partnership: Partnership) -> int:
    """How many open actions of a group serve no priority of the plan, directly or through a recommendation."""
    rows = Action.objects.filter(group=group, partnership=partnership, priority__isnull=True)
    served = Serves.objects.filter(recommendation=OuterRef("recommendation")).values("pk")[:1]
    rows = rows.exclude(status=Action.Status.CLOSED).annotate(served=Subquery(served))
    return int(rows.filter(served__isnull=True).count())


def plan_in_force(partnership: Partnership) -> BusinessPlan | None:
    return BusinessPlan.objects.filter(partnership=partnership, state=BusinessPlan.State.IN_FORCE).first()


@dataclass(frozen=True)
class Stall:
    """A priority in force of which nothing moved for longer than its plan allows; `begun`: it has open actions."""

    priority: Priority
    plan: int
    moved_on: date
    begun: bool


def stalls_at(partnership: Partnership, *, group: Group | None = None) -> list[Stall]:
    """What stands still of the plan in force, the longest first. One query."""
    serving = Q(priority=OuterRef("pk")) | Q(recommendation__serves__priority=OuterRef("pk"))
    told = Q(action__priority=OuterRef("pk")) | Q(action__recommendation__serves__priority=OuterRef("pk"))
    updates = ActionUpdate.objects.filter(told).order_by("-on").values("on")[:1]
    shown = Evidence.objects.filter(told).annotate(day=Cast("uploaded_at", DateField())).order_by("-day")
    actions = Action.objects.filter(serving)
    live = actions.exclude(status=Action.Status.CLOSED).order_by("pk").values("pk")
    rows = Priority.objects.filter(
        partnership=partnership, until__isnull=True, plan__businessplan__state=BusinessPlan.State.IN_FORCE
    ).select_related("owner_group__partnership", "plan__businessplan")
    rows = rows.filter(owner_group=group) if group else rows
    rows = rows.annotate(
        moved_on=Greatest(
            "since",
            Subquery(updates),
            Subquery(shown.values("day")[:1]),
            Subquery(actions.order_by("-made_on").values("made_on")[:1]),
        ),
        any_action=Subquery(actions.order_by("pk").values("pk")[:1]),
        any_live=Subquery(live[:1]),
    )
    found = [
        Stall(row, row.plan_id, row.moved_on, bool(row.any_live))
        for row in rows
        if (row.any_live or not row.any_action) and is_still(row.moved_on, row.plan.businessplan.still_after)
    ]
    return sorted(found, key=lambda one: (one.moved_on, one.priority.number))


def _work(which: Q, still_after: int) -> list[Work]:
    """In one query: overdue first, then by the day on which it is due."""
    updates = ActionUpdate.objects.filter(action=OuterRef("pk")).order_by("-on").values("on")[:1]
    shown = Evidence.objects.filter(action=OuterRef("pk")).annotate(day=Cast("uploaded_at", DateField()))
    rows = Action.objects.filter(which).select_related("owner", "owner_agency", "group")
    rows = rows.annotate(
        moved_on=Greatest(
            "made_on",
            Subquery(updates),
            Coalesce("closed_on", "made_on"),
            Subquery(shown.order_by("-day").values("day")[:1]),
        )
    )
    return [_one(action, still_after) for action in rows.order_by("status", "due_on", "pk").distinct()]


def _one(action: Action, still_after: int) -> Work:
    live = action.status != Action.Status.CLOSED
    late = live and action.due_on is not None and action.due_on < today()
    moved: date = action.moved_on  # type: ignore[attr-defined]  # annotated by `_work`
    return Work(action, moved, live and is_still(moved, still_after), late)


def _serves(action: Action, priority: Priority, recommendations: Iterable[int]) -> bool:
    return action.priority_id == priority.pk or action.recommendation_id in set(recommendations)
