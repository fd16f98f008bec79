"""The plan on one page: its priorities, who owns each, how it stands; and the same as a document to take away."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.processes.governance.plans.document import FORMATS, plan_document
from goldenthread.processes.governance.plans.models import BusinessPlan, CarriedPriority
from goldenthread.processes.governance.plans.process import plans
from goldenthread.processes.governance.plans.standing import Lane, lanes_of
from goldenthread.web.carried import FromBefore, carried_into
from goldenthread.web.components import Cell, Column, Link, SummaryRow, Table, Tag, count
from goldenthread.web.pages.board import at_board
from goldenthread.web.pages.record_parts import state_tag
from goldenthread.web.signin.stepping_up import ask_before_export

from .shared import crumbs_above, lane_view, may_write, plan_at

COLOURS = {"still": "orange", "in_progress": "blue", "done": "green", "unknown": "yellow"}


@require_safe
@at_board
def plan_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Everyone at the partnership reads it; of actions and measures each sees what is in their sight."""
    plan = plan_at(board, pk)
    lanes = lanes_of(plan)
    writes = may_write(board) and plan.closed_on is None
    carried = list(CarriedPriority.objects.filter(record=plan).select_related("was", "into").order_by("was__number"))
    context = {
        "board": board,
        "plan": plan,
        "state": state_tag(plans, plan),
        "facts": _facts(board, plan),
        "summary": _summary(lanes),
        "lanes": [lane_view(board, plan, lane) for lane in lanes],
        "carried": _carried(carried) if carried else None,
        "before": [(one.heading, one.href, before_table(one)) for one in before_of(plan)],
        "writes": writes,
        "moves": _moves(board, plan),
        "links": [
            Link("Steps and history", reverse("record", args=[board.slug, "plans", plan.pk])),
            Link("Workplans by group", reverse("workplans", args=[board.slug])),
            *(Link(f"Take away as {words}", reverse("business_plan_file", args=[board.slug, pk, kind]))
              for kind, words in (("docx", "Word"), ("pdf", "PDF"))),
        ],
        "crumbs": crumbs_above(board),
    }  # fmt: skip
    return render(request, "plans/plan.html", context)


@require_safe
@at_board
def plan_file(request: HttpRequest, board: Partnership, pk: int, kind: str) -> HttpResponse:
    """The plan as Word, PDF or a web page, with those actions alone that everyone at the partnership may see."""
    plan = plan_at(board, pk)
    if kind not in FORMATS:
        raise Http404("A plan is given out as docx, pdf or html.")
    asked = ask_before_export(request)
    if asked:
        return asked
    write, media = FORMATS[kind]
    response = HttpResponse(write(plan_document(plan, lanes_of(plan))), content_type=media)
    name = slugify(f"{plan.reference} {plan.title}")[:100]
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _facts(board: Partnership, plan: BusinessPlan) -> list[SummaryRow]:
    before = plan.carried_from
    rows = [
        SummaryRow("Covers", f"{plan.since:%-d %B %Y} to {plan.until:%-d %B %Y}"),
        SummaryRow("Agreed", f"{plan.agreed_on:%-d %B %Y}" if plan.agreed_on else ""),
        SummaryRow("Looked at again", f"{plan.review_on:%-d %B %Y}" if plan.review_on else ""),
        SummaryRow("Work stands still after", f"{count(plan.still_after, 'day')} without a word"),
        SummaryRow(
            "Drawn up from",
            str(before or ""),
            (Link("Open", reverse("business_plan", args=[board.slug, before.pk]), str(before)),) if before else (),
        ),
    ]
    return [row for row in rows if row.value]


def _summary(lanes: list[Lane]) -> str:
    work = {one.action.pk: one for lane in lanes for one in lane.work}.values()
    still = sum(lane.stands_still for lane in lanes)
    unowned = sum(lane.priority.owner_group is None for lane in lanes)
    parts = [
        f"{count(len(lanes), 'priority', 'priorities')}, {still} standing still",
        f"{unowned} owned by no group" if unowned else "",
        f"{count(len(work), 'action')}, {sum(one.overdue for one in work)} of them overdue",
    ]
    return f"{'; '.join(part for part in parts if part)}."


def _carried(rows: list[CarriedPriority]) -> Table:
    names = ("Priority before", "How it stands", "What shows it", "Goes on as")
    body = tuple(
        (
            Cell(str(row.was), note=row.words),
            Cell(tag=Tag(str(row.get_status_display()), COLOURS[row.status])),
            row.evidence,
            str(row.into or "It does not"),
        )
        for row in rows
    )
    return Table("What became of the priorities before", tuple(Column(name) for name in names), body, True)


def before_of(plan: BusinessPlan) -> list[FromBefore]:
    """What other rooms carry into it; of a plan that is over it stands in the plan that followed."""
    return [] if plan.closed_on else carried_into(plan.partnership, plan.since)


def before_table(found: FromBefore) -> Table:
    columns = tuple(Column(name) for name in ("What", "With whom", "Since", "How it stands"))
    rows = tuple(
        (
            Cell(one.reference, one.href, note=one.about),
            one.with_whom,
            f"{one.since:%-d %B %Y}",
            Cell("", tag=one.stands, note=one.why),
        )
        for one in found.rows
    )
    return Table(found.heading, columns, rows, True)


def _moves(board: Partnership, plan: BusinessPlan) -> list[dict[str, Any]]:
    """The buttons: the plan's next steps for this reader, and what has a page of its own."""
    open_now = plans.workflow.open_to(plan.state, current_actor().roles(board.pk), plan)
    own = {"begin", "carry_over"}
    found = [
        {"label": step.label, "href": reverse("step", args=[board.slug, "plans", plan.pk, step.name])}
        for step in open_now
        if step.name not in own and not step.confirm
    ]
    if may_write(board) and plan.state == BusinessPlan.State.AGREED:
        found.append({"label": "Bring into force", "href": reverse("begin_plan", args=[board.slug, plan.pk])})
    if may_write(board) and plan.state == BusinessPlan.State.IN_FORCE:
        found.append({"label": "Carry over", "href": reverse("carry_over_plan", args=[board.slug, plan.pk])})
    return found
