"""For those who keep the register: awareness weeks, and samples of assessments with what they came to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.processes.registers.private_fostering.campaigns import KIND, may_keep, tell_people
from goldenthread.processes.registers.private_fostering.models import QualityCheck
from goldenthread.processes.registers.private_fostering.quality import CRITERIA, GRADERS, draw_sample, grade, results
from goldenthread.web.components import Column, Link, Table
from goldenthread.web.dates import DateField
from goldenthread.web.pages.board import at_board, home_crumb, needs, record_address
from goldenthread.web.pages.forms import act, form_class

MOST = 200


class AwarenessForm(forms.Form):
    """When people were told, and what the spell was called."""

    name = forms.CharField(label="What was it called?", max_length=120)
    since = DateField(label="First day")
    until = DateField(label="Last day")


class DrawForm(forms.Form):
    """How many, of which days."""

    size = forms.IntegerField(label="How many assessments?", min_value=1, max_value=50)
    since = DateField(label="Decided from")
    until = DateField(label="Decided until")


@at_board
def awareness_page(request: HttpRequest, board: Partnership) -> HttpResponseBase:
    """Write down an awareness week."""
    may_keep(board, "write down an awareness week")
    there = reverse("private_fostering_year", args=[board.slug])
    context = {
        "title": "Add an awareness week",
        "crumbs": _crumbs(board),
        "cancel_url": there,
        "button": "Add it",
    }
    return act(
        request, AwarenessForm(request.POST or None), lambda said: tell_people(partnership=board, **said),
        lambda _: there, "web/pages/form.html", context,
    )  # fmt: skip


@at_board
def quality_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    """What the samples came to, without names; which assessments wait to be graded."""
    may_keep(board, "see samples of assessments")
    checks = list(
        QualityCheck.objects.filter(record__partnership=board).select_related("record").order_by("-drawn_on", "pk")
    )
    found = results(checks)
    columns = (Column("What was found"), Column("Assessments", numeric=True))
    context = {
        "found": found,
        "grades": Table("All in all", columns, found.by_grade, True),
        "holds": Table("What holds of them", columns, found.holds, True),
        "waiting": [(row, reverse("grade_private_fostering", args=[board.slug, row.pk]))
                    for row in checks[:MOST] if not row.grade],
        "draw_url": reverse("draw_private_fostering", args=[board.slug]) if _manages(board) else "",
        "crumbs": _crumbs(board),
    }  # fmt: skip
    return render(request, "private_fostering/quality.html", context)


@at_board
def draw_page(request: HttpRequest, board: Partnership) -> HttpResponseBase:
    """Draw a sample by chance."""
    needs(GRADERS, board, "draw a sample of assessments")
    may_keep(board, "draw a sample of assessments")
    there = reverse("private_fostering_quality", args=[board.slug])
    context = {
        "title": "Draw a sample of assessments",
        "crumbs": [*_crumbs(board), Link("Quality of assessments", there)],
        "cancel_url": there,
        "button": "Draw it",
    }
    return act(
        request, DrawForm(request.POST or None), lambda said: draw_sample(board, **said), lambda _: there,
        "web/pages/form.html", context,
    )  # fmt: skip


@at_board
def grade_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponseBase:
    """Grade one assessment."""
    needs(GRADERS, board, "grade an assessment")
    row: QualityCheck = get_object_or_404(
        QualityCheck.objects.select_related("record"), pk=pk, record__partnership=board
    )
    names = ("grade", *(code for code, _ in CRITERIA), "words")
    there = reverse("private_fostering_quality", args=[board.slug])
    context = {
        "title": "Grade an assessment",
        "caption": row.record.reference,
        "crumbs": [*_crumbs(board), Link("Quality of assessments", there)],
        "cancel_url": there,
        "button": "Save",
        "record_url": record_address(board, KIND, row.record_id),
    }
    form = form_class(QualityCheck, names, board)(request.POST or None)

    def verb(said: dict[str, Any]) -> QualityCheck:
        return grade(row, **said)

    return act(request, form, verb, lambda _: there, "web/pages/form.html", context)


def _manages(board: Partnership) -> bool:
    return bool(GRADERS & current_actor().roles(board.pk))


def _crumbs(board: Partnership) -> list[Link]:
    return [home_crumb(board), Link("Private fostering arrangements", reverse("records", args=[board.slug, KIND]))]
