"""What stands still of the plan in force, told to agendas, the chair, the risk register and the front page."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.urls import reverse

from goldenthread.core.casework.renaming import Spoken, brings_spoken, named_in
from goldenthread.core.casework.warnings import EarlyWarning, brings_warnings
from goldenthread.core.groups.addresses import slug_at
from goldenthread.core.groups.coming import Coming, brings_coming
from goldenthread.core.groups.matters import Matter, brings_matters
from goldenthread.core.groups.models import Group, JointPartnership
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import today
from goldenthread.web.components import Link, SummaryRow, count
from goldenthread.web.concerns import MOST_NAMED, Concern, Concerns, Worry, brings_concerns
from goldenthread.web.overview import brings_overview

from .models import BusinessPlan
from .standing import Stall, stalls_at


@brings_matters
def on_the_agenda(group: Group) -> list[Matter]:
    """Of a group the priorities of its workplan that stand still; of a board the plan itself, when it is due again."""
    found = []
    stalls = stalls_at(group.partnership, group=group)
    if stalls:
        plan = stalls[0].priority.plan
        found.append(
            Matter(
                "plans",
                plan.pk,
                plan.reference,
                f"{count(len(stalls), 'priority', 'priorities')} of the workplan standing still",
                "; ".join(in_words(one) for one in stalls),
                stalls[0].moved_on,
                # members of a joint group from next door do not read this partnership's plan
                restricted=JointPartnership.objects.filter(group=group).exists(),
            )
        )
    if group.kind == Group.Kind.BOARD:
        due = BusinessPlan.objects.filter(partnership_id=group.partnership_id, state=BusinessPlan.State.IN_FORCE)
        found += [
            Matter(
                "plans", plan.pk, plan.reference, f"Look again at {plan.title}", "Its review is due.", plan.review_on
            )
            for plan in due.filter(review_on__lte=today())
        ]
    return found


@brings_coming
def reviews_of_the_plan(group: Group, until: date) -> list[Coming]:
    """To a board: the plan is looked at again."""
    if group.kind != Group.Kind.BOARD:
        return []
    rows = BusinessPlan.objects.filter(partnership_id=group.partnership_id, state=BusinessPlan.State.IN_FORCE)
    return [
        Coming("plans", plan.pk, f"Look again at {plan.title}", plan.review_on, "Its review is due.")
        for plan in rows.filter(review_on__lte=until)
    ]


@brings_concerns
def what_stands_still(board: Partnership) -> list[Concerns]:
    stalls = stalls_at(board)
    oldest = [Concern(str(one.priority), _where(board, one), one.moved_on, _whose(one)) for one in stalls[:MOST_NAMED]]
    return [
        Concerns(
            Worry.STALLED,
            "Priorities of the business plan",
            len(stalls),
            oldest,
            reverse("workplans", args=[board.slug]),
        )
    ]


@brings_warnings
def workplans_standing_still(partnership: Partnership) -> list[EarlyWarning]:
    """One sign for each group: its workplan stands still, and what of it since when."""
    groups: dict[Group | None, list[Stall]] = defaultdict(list)
    for one in stalls_at(partnership):
        groups[one.priority.owner_group].append(one)
    return [
        EarlyWarning(
            key=f"workplan:{stalls[0].plan}:{group.pk if group else 0}",
            title=f"The workplan of {group} stands still" if group else "Priorities that no group owns stand still",
            cause="Nothing was said or done about them.",
            evidence="; ".join(in_words(one) for one in stalls),
            since=stalls[0].moved_on,
            link=_where(partnership, stalls[0]),
        )
        for group, stalls in groups.items()
    ]


@brings_overview
def how_the_plan_stands(board: Partnership) -> list[SummaryRow]:
    return [
        SummaryRow(
            "Priorities standing still",
            len(stalls_at(board)),
            (Link("See them", reverse("workplans", args=[board.slug]), "the workplans"),),
        )
    ]


@brings_spoken
def plans_over_the_day(board: Partnership, on: date, words: tuple[str, ...]) -> list[Spoken]:
    """A plan that covers the day of a change of law goes on; where it says a word that is no longer the law's, it is
    amended.
    """
    over = (BusinessPlan.State.CARRIED_OVER, BusinessPlan.State.CLOSED)
    plans = BusinessPlan.objects.filter(partnership=board, since__lte=on, until__gte=on).exclude(state__in=over)
    found = []
    for plan in plans.order_by("since", "pk"):
        said = named_in(f"{plan.title}\n{plan.purpose}", words)
        to_do = f"Says {', '.join(said)}: amend it." if said else "Goes on over the day; its words stay right."
        found.append(Spoken("plans", plan.pk, f"Plan: {plan.title}", to_do))
    return found


def in_words(stall: Stall) -> str:
    how = "nothing moved since" if stall.begun else "nothing begun since"
    return f"{stall.priority}: {how} {stall.moved_on:%-d %B %Y}"


def _whose(stall: Stall) -> str:
    return stall.priority.owner_group.name if stall.priority.owner_group else "No group owns it"


def _where(board: Partnership, stall: Stall) -> str:
    group = stall.priority.owner_group
    if group is None:
        return reverse("business_plan", args=[board.slug, stall.plan])
    return reverse("workplan", args=[board.slug, slug_at(board, group)])
