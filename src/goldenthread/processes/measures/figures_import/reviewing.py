"""The review itself: each line beside the words it was read from, and a verdict on each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from goldenthread.core.tenancy.conflicts import StaleEdit
from goldenthread.core.tenancy.models import Partnership
from goldenthread.web.components import count
from goldenthread.web.pages.forms import act, version_of

from .forms import LineForm
from .models import FigureLine, FiguresImport
from .pages import crumbs_of, for_keepers, import_at, page_of
from .parts import cards_of, sections_of
from .planning import lines_of
from .verdicts import correct, decide, decide_section

Verdict = FigureLine.Verdict
MOVED = "Someone else changed this since you saw it. Here it is as it stands now: look at it again."


@require_safe
@for_keepers
def section_page(request: HttpRequest, board: Partnership, pk: int, number: int) -> HttpResponse:
    """One table, or the sentences: each line as it was read and what it is taken to be."""
    return _section(request, board, import_at(board, pk), number)


@require_POST
@for_keepers
def section_verdict(request: HttpRequest, board: Partnership, pk: int, number: int) -> HttpResponse:
    """One verdict for all lines of a table that no one has looked at."""
    one = import_at(board, pk)
    sections = sections_of(lines_of(one))
    if not 0 < number <= len(sections):
        raise Http404("There is no such part of this import.")
    try:
        done = decide_section(one, sections[number - 1], verdict=_verdict(request))
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
        return redirect(page_of(board, one))
    messages.success(request, f"{count(done, 'line')} decided.")
    return redirect(reverse("figures_section", args=[board.slug, pk, number]))


@require_POST
@for_keepers
def verdict(request: HttpRequest, board: Partnership, pk: int, line: int) -> HttpResponse:
    """A verdict on one line; back to its table, at that line."""
    one = import_at(board, pk)
    read = _line(one, line)
    number = _number(one, read)
    try:
        decide(read, verdict=_verdict(request), expected_version=version_of(request))
    except StaleEdit:
        return _section(request, board, one, number, {line: MOVED}, 409)
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
        return redirect(page_of(board, one))
    return redirect(f"{reverse('figures_section', args=[board.slug, pk, number])}#line-{line}")


@for_keepers
def correct_page(request: HttpRequest, board: Partnership, pk: int, line: int) -> HttpResponse:
    """Put a line right: which measure, whose it is, each figure with its period."""
    one = import_at(board, pk)
    read = _line(one, line)
    form = LineForm(board, read, request.POST or None)
    back = f"{reverse('figures_section', args=[board.slug, pk, _number(one, read)])}#line-{line}"
    context = {
        "one": one,
        "line": read,
        "title": f"Correct: {read.label}",
        "version": read.version,
        "crumbs": crumbs_of(board, one),
        "cancel_url": back,
    }

    def verb(_: dict[str, Any]) -> FigureLine:
        return correct(read, expected_version=version_of(request), **form.result())

    return act(request, form, verb, lambda _: back, "figures_import/correct.html", context)


def _section(
    request: HttpRequest,
    board: Partnership,
    one: FiguresImport,
    number: int,
    told: dict[int, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    if one.state not in (FiguresImport.State.READY, FiguresImport.State.ACCEPTED):
        return redirect(page_of(board, one))
    lines = lines_of(one)
    sections = sections_of(lines)
    if not 0 < number <= len(sections):
        raise Http404("There is no such part of this import.")
    mine = [line for line in lines if line.section == sections[number - 1]]
    context = {
        "one": one,
        "board": board,
        "title": sections[number - 1],
        "number": number,
        "cards": cards_of(mine, told),
        "waiting": sum(line.verdict == Verdict.UNDECIDED for line in mine),
        "next": sections[number] if number < len(sections) else "",
        "next_url": reverse("figures_section", args=[board.slug, one.pk, number + 1]),
        "back_url": page_of(board, one),
        "crumbs": crumbs_of(board, one),
    }
    return render(request, "figures_import/section.html", context, status=status)


def _line(one: FiguresImport, pk: int) -> FigureLine:
    rows = FigureLine.objects.select_related("figures_import", "measure", "agency", "area")
    found: FigureLine = get_object_or_404(rows, pk=pk, figures_import=one)
    return found


def _number(one: FiguresImport, line: FigureLine) -> int:
    rows = FigureLine.objects.filter(figures_import=one).values_list("section", flat=True)
    return list(dict.fromkeys(rows)).index(line.section) + 1


def _verdict(request: HttpRequest) -> str:
    wanted = request.POST.get("verdict", "")
    if wanted not in (Verdict.ACCEPTED, Verdict.DISMISSED, Verdict.UNDECIDED):
        raise Http404("There is no such verdict.")
    return wanted
