"""What risks bring to other pages: the Board's agenda, the chair's page, the front page, their own record's page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.safestring import mark_safe

from goldenthread.core.casework.models import Audience
from goldenthread.core.casework.owning import unowned
from goldenthread.core.groups.matters import Matter, brings_matters
from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.thread.models import Action
from goldenthread.kernel.now import today
from goldenthread.publishing.charts.editions import on_page
from goldenthread.publishing.charts.units import Unit
from goldenthread.publishing.charts.values import Point, RunChart
from goldenthread.web.components import Cell, Column, Link, SummaryRow, Table, Tag
from goldenthread.web.concerns import MOST_NAMED, Concern, Concerns, Worry, brings_concerns
from goldenthread.web.overview import brings_overview
from goldenthread.web.pages.action_parts import status_tag
from goldenthread.web.pages.board import record_address
from goldenthread.web.pages.panels import shows_on_record

from .appetite import above, appetites, is_above
from .models import Candidate, Risk
from .standing import trend_words

State = Risk.State
LIVE = (State.OPEN, State.ESCALATED, State.TOLERATED)
#: Early warnings wait so long before a chair asks why nobody looked.
PATIENCE = timedelta(days=14)


@brings_matters
def on_the_agenda(group: Group) -> list[Matter]:
    """Before the Board: what was taken there. Before any group: its own that nobody looked at in time."""
    late = Q(group=group) & (Q(review_on__lt=today()) | Q(tolerated_until__lt=today()))
    wanted = Q(state=State.ESCALATED, partnership=group.partnership_id) | late if _is_board(group) else late
    rows = Risk.objects.filter(wanted, state__in=LIVE).select_related("lead_agency")
    return [
        Matter(
            "risks",
            row.pk,
            row.reference,
            row.title,
            f"{row.get_state_display()}. Score {row.score}, {row.get_trend_display().lower()}. {row.lead_agency}.",
            row.escalated_on or row.review_on,
            restricted=not (row.audience == Audience.PARTNERSHIP or _read_by(row, group)),
        )
        for row in rows
    ]


@brings_concerns
def what_a_chair_asks(board: Partnership) -> list[Concerns]:
    rows = Risk.objects.filter(partnership=board, state__in=LIVE).select_related("lead_agency").order_by("review_on")
    href = reverse("records", args=[board.slug, "risks"])
    return [
        _concerns(board, Worry.UNOWNED, "risks that nobody answers for any more", rows.filter(unowned()), href),
        _concerns(
            board, Worry.STALLED, "risks not looked at in time", rows.filter(review_on__lt=today()),
            f"{href}?sort=review_on",
        ),
    ]  # fmt: skip


@brings_overview
def how_risks_stand(board: Partnership) -> list[SummaryRow]:
    """Three queries: the appetite, the risks, the early warnings."""
    rows = Risk.objects.filter(partnership=board, state__in=LIVE)
    found = rows.aggregate(
        above=Count("pk", filter=above(appetites(board))), late=Count("pk", filter=Q(review_on__lt=today()))
    )
    waiting = Candidate.objects.filter(partnership=board, state="offered", ceased_on__isnull=True).count()
    there, warnings = (reverse(name, args=[board.slug]) for name in ("risk_map", "risk_candidates"))
    return [
        SummaryRow("Risks above the appetite", found["above"], (Link("See them", there, "risks above the appetite"),)),
        SummaryRow("Risks not looked at in time", found["late"], (Link("See them", there, "risks not looked at"),)),
        SummaryRow("Early warnings to decide on", waiting, (Link("See them", warnings, "early warnings"),)),
    ]


def on_the_record(board: Partnership, risk: Risk) -> Mapping[str, Any]:
    """Its trend in words and as a drawing, its appetite, its mitigations with how they stand."""
    rows = list(risk.assessments.all())
    limits = appetites(board)
    actions = Action.objects.filter(record=risk.pk).select_related("owner_agency").order_by("due_on", "pk")
    by_day = {row.on: row for row in rows}  # the last of a day is that day's
    points = tuple(Point(day, f"{day:%-d %B %Y}", row.score, note=row.why) for day, row in sorted(by_day.items()))
    chart = RunChart(
        "Score over time", points, unit=Unit("Score, 1 to 25", most=25), step="event",
        target=risk.likelihood_target * risk.impact_target, better="low",
        not_judged="A score is a judgement and no measurement: no limits are drawn.",
    )  # fmt: skip
    return {
        "trend": trend_words([row.score for row in rows]),
        "chart": mark_safe(on_page(chart, f"risk{risk.pk}")) if len(points) > 1 else "",  # noqa: S308 - drawn by us; its words are escaped there
        "before_score": risk.likelihood_before * risk.impact_before,
        "target_score": risk.likelihood_target * risk.impact_target,
        "appetite": limits[risk.kind_of_risk],
        "is_above": is_above(risk, limits),
        "mitigations": _mitigations(board, list(actions)),
    }


shows_on_record("risks", "risks/_panel.html", on_the_record)


def _mitigations(board: Partnership, rows: list[Action]) -> Table | None:
    columns = (Column("Mitigation"), Column("Agency"), Column("Due"), Column("How it stands"))
    lines = tuple(
        (
            Cell(row.reference, reverse("action", args=[board.slug, row.pk]), note=row.text),
            str(row.owner_agency or "Nobody"),
            Cell(f"{row.due_on:%-d %B %Y}" if row.due_on else "No date", tag=_late(row)),
            Cell("", tag=status_tag(row)),
        )
        for row in rows
    )
    return Table("What is done about it", columns, lines, True) if lines else None


def _late(row: Action) -> Tag | None:
    late = row.due_on is not None and row.due_on < today() and row.status != Action.Status.CLOSED
    return Tag("Overdue", "red") if late else None


def _concerns(board: Partnership, worry: Worry, what: str, found: QuerySet[Risk], href: str) -> Concerns:
    rows = list(found)
    named = [
        Concern(
            f"{row.reference}: {row.title}", record_address(board, "risks", row.pk), row.review_on, str(row.lead_agency)
        )
        for row in rows[:MOST_NAMED]
    ]
    return Concerns(worry, what, len(rows), named, href)


def _read_by(row: Risk, group: Group) -> bool:
    return row.audience == Audience.GROUP and row.group_id == group.pk


def _is_board(group: Group) -> bool:
    return group.kind == Group.Kind.BOARD
