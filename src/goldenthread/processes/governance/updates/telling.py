"""What the core knows of a group's days, for its update: actions, looks at what changed, what waits on its agenda."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q

from goldenthread.core.casework.models import Audience, Record
from goldenthread.core.groups.matters import matters_of
from goldenthread.core.groups.models import Group, JointPartnership
from goldenthread.core.groups.telling import Asked, Told, tells_of_groups
from goldenthread.core.thread.models import Action, Impact

AHEAD = timedelta(days=120)
GOOD = (Impact.Result.EMBEDDED, Impact.Result.PARTLY)


@tells_of_groups
def actions_of_the_days(group: Group, first: date, last: date) -> Iterable[Told]:
    """Closed with what shows it, closed on a promise, overdue, put off, due next. One query, and one for evidence.

    The words of those that the group alone reads stay with it, and they are counted: an update is read by everyone.
    """
    rows = Action.objects.filter(group=group, partnership_id=group.partnership_id).prefetch_related("evidence")
    rows = rows.filter(~Q(status="closed") | Q(closed_on__range=(first, last))).order_by("due_on", "pk")
    found = list(rows.filter(audience__in=[Audience.PARTNERSHIP, Audience.GROUP]))
    yield from _counted([action for action in found if action.audience == Audience.GROUP], last)
    for action in found:
        if action.audience == Audience.GROUP:
            continue
        if action.status == Action.Status.CLOSED:
            yield _closed(action)
        elif action.due_on and action.due_on < last:
            put_off = f", put off {action.deferrals} times" if action.deferrals > 1 else ""
            yield Told(Asked.WORRIES, f"Overdue since {action.due_on:%-d %B %Y}{put_off}: {action}")
        elif action.deferrals:
            times = "once" if action.deferrals == 1 else f"{action.deferrals} times"
            yield Told(Asked.WORRIES, f"Put off {times}: {action}")
        elif action.due_on and action.due_on <= last + AHEAD:
            yield Told(Asked.NEXT, f"Due on {action.due_on:%-d %B %Y}: {action}")


def _counted(actions: list[Action], last: date) -> Iterable[Told]:
    """How many of those that the group alone reads were closed, are overdue, are still to be done."""
    closed = [action for action in actions if action.status == Action.Status.CLOSED]
    late = [a for a in actions if a.status != Action.Status.CLOSED and a.due_on and a.due_on < last]
    others = len(actions) - len(closed) - len(late)
    for asked, number, stands in (
        (Asked.ACHIEVED, len(closed), "closed"),
        (Asked.WORRIES, len(late), "overdue"),
        (Asked.NEXT, others, "still to be done"),
    ):
        if number:
            yield Told(asked, f"{number} action{'' if number == 1 else 's'} for the group alone: {stands}")


@tells_of_groups
def looks_of_the_days(group: Group, first: date, last: date) -> Iterable[Told]:
    """What was found when someone looked whether it worked, and the looks to come. Of a joint group none: its members
    from next door do not read the partnership's recommendations.
    """
    if JointPartnership.objects.filter(group=group).exists():
        return
    rows = Impact.objects.filter(recommendation__owner_group=group, recommendation__partnership=group.partnership_id)
    taken = Q(looked_on__range=(first, last))
    planned = Q(looked_on__isnull=True, review_on__range=(last, last + AHEAD))
    for look in rows.filter(taken | planned).select_related("recommendation").order_by("looked_on", "review_on"):
        if look.planned:
            yield Told(Asked.NEXT, f"Look again on {look.review_on:%-d %B %Y}: {look.recommendation}")
            continue
        words = f"{look.recommendation}: {str(look.get_result_display()).lower()}. {look.found}".strip()
        if look.result == Impact.Result.EMBEDDED:
            yield Told(Asked.WORKS, words)
        yield Told(Asked.ACHIEVED if look.result in GOOD else Asked.WORRIES, words)


@tells_of_groups
def what_waits_on_its_agenda(group: Group, first: date, last: date) -> Iterable[Told]:
    """Questions without an answer, workplans standing still, challenges, risks: whatever any room keeps there, and
    everyone at the table may read.
    """
    matters = [matter for matter in matters_of(group) if not matter.restricted and not matter.says]
    of_records = Record.objects.filter(pk__in=[matter.pk for matter in matters])
    narrow = set(of_records.exclude(audience=Audience.PARTNERSHIP).values_list("kind", "pk"))
    for matter in matters:
        if (matter.kind, matter.pk) not in narrow:
            yield Told(Asked.WORRIES, f"{matter.reference} {matter.title.rstrip('.')}. {matter.stands}".strip())


def _closed(action: Action) -> Told:
    if action.reason == Action.Reason.DONE_EVIDENCE:
        shown = "; ".join(row.summary for row in action.evidence.all())
        return Told(Asked.ACHIEVED, f"{action} Shown by: {shown}")
    if action.reason == Action.Reason.DONE_NO_EVIDENCE:
        return Told(Asked.WORRIES, f"Done, impact unknown: {action}")
    return Told(Asked.ACHIEVED, f"Closed ({str(action.get_reason_display()).lower()}): {action}")
