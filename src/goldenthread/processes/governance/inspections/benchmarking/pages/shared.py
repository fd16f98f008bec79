"""What the pages of bench-marking share."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.urls import reverse

from goldenthread.core.tenancy.models import Partnership
from goldenthread.web.components import Link
from goldenthread.web.pages.board import home_crumb

from ..models import CANNOT_SAY, Exercise

FORM = "web/pages/form.html"
CANNOT = (CANNOT_SAY, "Not enough is known to say")


def exercise_at(board: Partnership, pk: int) -> Exercise:
    rows = Exercise.objects.select_related("partnership", "lead_agency")
    found: Exercise = get_object_or_404(rows, pk=pk, partnership=board)
    return found


def list_crumbs(board: Partnership) -> list[Link]:
    return [home_crumb(board), Link("Bench-marking", reverse("records", args=[board.slug, "benchmarking"]))]


def crumbs(board: Partnership, exercise: Exercise) -> list[Link]:
    return [
        *list_crumbs(board),
        Link(exercise.title, reverse("record", args=[board.slug, "benchmarking", exercise.pk])),
    ]


def grades(exercise: Exercise) -> list[tuple[int, str]]:
    """The grades of the exercise's framework, as a form offers them."""
    return list(enumerate(exercise.words.grades, 1))
