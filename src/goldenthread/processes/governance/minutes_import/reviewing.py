"""The review itself: each thing read beside its place in the source, and a verdict on each."""

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
from goldenthread.web.signin.drafts import restore

from .forms import FORMS
from .models import MinutesImport, ReadItem
from .pages import crumbs_of, for_the_unit, import_at, page_of
from .parts import BY_SLUG, SECTION_OF, Section, address_of, card_of, heading_of, next_section
from .plan import rows_of_import
from .verdicts import correct_row, decide_row, decide_section

Verdict = ReadItem.Verdict
MOVED = "Someone else changed this since you saw it. Here it is as it stands now: look at it again."


@require_safe
@for_the_unit
def section_page(request: HttpRequest, board: Partnership, pk: int, section: str) -> HttpResponse:
    """Everything of one kind: what was read beside the words it was read from."""
    return _section(request, board, import_at(board, pk), _named(section))


@require_POST
@for_the_unit
def section_verdict(request: HttpRequest, board: Partnership, pk: int, section: str) -> HttpResponse:
    """One verdict for all rows of a section that no one has looked at."""
    one, wanted = import_at(board, pk), _named(section)
    try:
        decided = decide_section(one, wanted.kinds, verdict=_verdict(request))
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
        return redirect(page_of(board, one))
    told = f"{count(decided.done, 'row')} decided."
    if decided.left:
        told += f" {count(decided.left, 'row')} may be something known already: look at each."
    messages.success(request, told)
    return redirect(address_of(board.slug, pk)(wanted))


@require_POST
@for_the_unit
def verdict(request: HttpRequest, board: Partnership, pk: int, row: int) -> HttpResponse:
    """A verdict on one row. With the script, its card alone comes back; without, the section does, at that row."""
    one = import_at(board, pk)
    read = _row(one, row)
    section, told, status = SECTION_OF[ReadItem.Kind(read.kind)], "", 200
    try:
        decide_row(read, verdict=_verdict(request), expected_version=version_of(request))
    except StaleEdit:
        told, status = MOVED, 409
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
        return redirect(page_of(board, one))
    if request.headers.get("HX-Request"):
        context = {"one": one, "board": board, "card": card_of(_row(one, row), told), **_counts(one, section)}
        return render(request, "minutes_import/_card_answer.html", context)
    if told:
        return _section(request, board, one, section, {row: told}, status)
    return redirect(f"{address_of(board.slug, pk)(section)}#row-{row}")


@for_the_unit
def correct_page(request: HttpRequest, board: Partnership, pk: int, row: int) -> HttpResponse:
    """Put a row right, with its place in the source beside the form."""
    one = import_at(board, pk)
    read = _row(one, row)
    if read.kind not in FORMS:
        raise Http404("This cannot be corrected.")
    section = SECTION_OF[ReadItem.Kind(read.kind)]
    form = FORMS[read.kind](read, request.POST or None)
    back = f"{address_of(board.slug, pk)(section)}#row-{row}"

    def verb(cleaned: dict[str, Any]) -> ReadItem:
        values, links = form.result()
        return correct_row(read, values=values, links=links, expected_version=version_of(request))

    context = {
        "one": one,
        "card": card_of(read),
        "title": f"Correct: {heading_of(read)}",
        "version": read.version,
        "draft": restore(request, form) if request.method == "GET" else None,
        "crumbs": crumbs_of(board, one),
        "cancel_url": back,
        "source_url": reverse("minutes_source", args=[board.slug, pk]),
    }
    return act(request, form, verb, lambda done: back, "minutes_import/correct.html", context)


def _section(
    request: HttpRequest,
    board: Partnership,
    one: MinutesImport,
    section: Section,
    told: dict[int, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    if one.state not in (MinutesImport.State.READY, MinutesImport.State.ACCEPTED):
        return redirect(page_of(board, one))
    rows = rows_of_import(one)
    mine = section.holds(rows)
    following = next_section(section, rows)
    context = {
        "one": one,
        "board": board,
        "section": section,
        "cards": [card_of(row, (told or {}).get(row.pk, "")) for row in mine],
        "following": following,
        "following_url": address_of(board.slug, one.pk)(following) if following else "",
        "back_url": page_of(board, one),
        "crumbs": crumbs_of(board, one),
        **_told_counts(mine),
    }
    return render(request, "minutes_import/section.html", context, status=status)


def _counts(one: MinutesImport, section: Section) -> dict[str, Any]:
    return _told_counts(list(ReadItem.objects.filter(minutes_import=one, kind__in=section.kinds)))


def _told_counts(rows: list[ReadItem]) -> dict[str, Any]:
    waiting = [row for row in rows if row.verdict == Verdict.UNDECIDED]
    return {"waiting": len(waiting), "total": len(rows)}


def _row(one: MinutesImport, pk: int) -> ReadItem:
    rows = ReadItem.objects.select_related(
        "minutes_import", "partnership", "group", "person__agency", "agency", "action"
    )
    found: ReadItem = get_object_or_404(rows, pk=pk, minutes_import=one)
    return found


def _named(slug: str) -> Section:
    if slug not in BY_SLUG:
        raise Http404("There is no such part of a review.")
    return BY_SLUG[slug]


def _verdict(request: HttpRequest) -> str:
    wanted = request.POST.get("verdict", "")
    if wanted not in (Verdict.ACCEPTED, Verdict.DISMISSED, Verdict.UNDECIDED):
        raise Http404("There is no such verdict.")
    return wanted
