"""Two business plans: the one that is over, carried over honestly, and the one in force, part of which stands still."""

from __future__ import annotations

from datetime import date, timedelta

from goldenthread.analytics.models import Measure
from goldenthread.core.casework.services import open_record, take_step
from goldenthread.core.thread.models import Action, Priority, Recommendation
from goldenthread.core.thread.plans import serve, set_priority
from goldenthread.core.thread.services import amend_action
from goldenthread.processes.governance.plans.models import BusinessPlan
from goldenthread.processes.governance.plans.planning import Verdict, bring_into_force, carry_over, measure_priority
from goldenthread.processes.governance.plans.process import plans

from .stage import Stage

#: The plan that is over: title, outcome, the group that owned it, how it stood at the end, and what shows it.
BEFORE = (
    ("Children at risk of exploitation", "Fewer children go missing, and each is spoken to within three days.",
     "exploitation", Verdict("still", words="More children went missing from placements than the year before.")),
    ("Neglect is seen early", "Neglect is named and acted on before it harms.", "quality",
     Verdict("in_progress", words="The tool is in use in four of seven teams.")),
    ("Every agency trains its staff", "Practitioners of every agency know what to do when they are worried.",
     "learning", Verdict("done", evidence="Attendance by agency: eleven of twelve send the staff they promised.")),
    ("Safer sleeping is talked about", "Every family hears about safer sleeping before the birth.", "case-review",
     Verdict("unknown", words="Leaflets went out. Nobody has asked families what they took from them.")),
)  # fmt: skip
#: What the plan in force adds; the last is owned by nobody.
ADDED = (
    ("Children are heard", "What children say changes what the Board decides.", "business-group"),
    ("Domestic abuse: children as victims", "Children who live with domestic abuse get help of their own.", ""),
)
MEASURES = ("mis_ep", "refs")


def plan_the_work(stage: Stage, measures: dict[str, Measure]) -> None:
    """Draw up both plans, carry the one into the other, and tie actions and recommendations to the priorities."""
    begins = date(stage.today.year - (stage.today.month < 4), 4, 1)
    with stage.acting("business.manager"):
        before = _plan(stage, begins.replace(year=begins.year - 2), begins - timedelta(days=1))
        for number, (title, outcome, group, _) in enumerate(BEFORE, 1):
            set_priority(plan=before, number=number, title=title, outcome=outcome, owner_group=stage.groups[group])
        before = _into_force(before, before.since)
        verdicts = {
            row.pk: verdict
            for row, (*_, verdict) in zip(Priority.objects.filter(plan_id=before.pk), BEFORE, strict=True)
        }
        plan = carry_over(
            before, verdicts, title=f"Business plan {begins.year} to {begins.year + 2}", since=begins,
            until=begins.replace(year=begins.year + 2) - timedelta(days=1), opened_on=begins - timedelta(days=60),
            purpose="Three things matter most: that children are seen, that they are heard, and that we can show it.",
        )  # fmt: skip
        for number, (title, outcome, group) in enumerate(ADDED, 3):
            owner = stage.groups[group] if group else None
            set_priority(plan=plan, number=number, title=title, outcome=outcome, owner_group=owner)
        plan = _into_force(plan, begins - timedelta(days=20), review=stage.today - timedelta(days=3))
        _tie(stage, plan, measures)
        later = begins.replace(year=begins.year + 2)
        open_record(
            plans, partnership=stage.board, lead_agency=stage.agencies["office"], title="What comes next",
            since=later, until=later.replace(year=later.year + 2), purpose="Words from the first workshop.",
        )  # fmt: skip


def _plan(stage: Stage, since: date, until: date) -> BusinessPlan:
    made: BusinessPlan = open_record(
        plans, partnership=stage.board, lead_agency=stage.agencies["office"], opened_on=since - timedelta(days=70),
        title=f"Business plan {since.year} to {until.year}", since=since, until=until,
        purpose="To see children sooner, and to learn from what went wrong.",
    )  # fmt: skip
    return made


def _into_force(plan: BusinessPlan, agreed: date, review: date | None = None) -> BusinessPlan:
    take_step(plan, "consult", note="Every group, the young people's panel, and the lay members.")
    plan = take_step(plan, "agree", agreed_on=agreed, review_on=review)
    return bring_into_force(plan)


def _tie(stage: Stage, plan: BusinessPlan, measures: dict[str, Measure]) -> None:
    """Open actions of the groups serve their priorities; those of one group were left alone for months."""
    rows = list(Priority.objects.filter(plan_id=plan.pk).select_related("owner_group"))
    for priority, code in zip(rows, MEASURES, strict=False):
        measure_priority(priority, measures[code])
    for priority in rows:
        if priority.owner_group is None or priority.owner_group.slug == "business-group":
            continue  # one that nobody owns, and one on which nothing was begun
        for action in Action.objects.filter(partnership=stage.board, group=priority.owner_group)[:6]:
            amend_action(action, priority=priority)
    advice = list(Recommendation.objects.filter(partnership=stage.board).order_by("pk")[:3])
    for recommendation, priority in zip(advice, rows, strict=False):
        serve(recommendation, [priority])
