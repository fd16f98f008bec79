"""Findings: what was learned from a record, as secret as the record that it came from."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership, User
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.core.thread.learning import amend_finding, link_finding, raise_finding, who_may_find
from goldenthread.core.thread.models import Finding, Recommendation
from goldenthread.core.thread.themes import themes_of
from goldenthread.core.thread.threads import strands
from goldenthread.kernel.now import today
from goldenthread.web.components import Link, SummaryRow

from .board import at_board, home_crumb, needs, record_address
from .finding_parts import as_secret_as, finding_listing, may_find
from .forms import act, form_class, initial_from, version_of
from .history import readable_history
from .listing import export, list_context
from .recommendation_parts import standing_tag
from .recommendations import url_of as recommendation_address
from .record_parts import change_lines
from .records import named, url_of

COLUMNS = ("text", "found_on")
FORM = "web/pages/form.html"


def address(board: Partnership, finding: Finding) -> str:
    return reverse("finding", args=[board.slug, finding.pk])


@at_board
def finding_list(request: HttpRequest, board: Partnership) -> HttpResponse:
    listing = finding_listing(board)
    file = export(request, listing)
    if file:
        return file
    above = Link("Recommendations", reverse("recommendations", args=[board.slug]))
    context = {**list_context(request, listing), "crumbs": [home_crumb(board), above]}
    partial = request.headers.get("HX-Request")
    return render(request, "web/pages/_results.html" if partial else "web/pages/list.html", context)


@at_board
def finding_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    finding = _get(board, pk)
    source = finding.source
    oversees = bool(current_actor().roles(board.pk) & OVERSIGHT)
    rows = strands(Recommendation.objects.filter(answers__finding=finding).order_by("pk"))
    answers = [(one.recommendation, one.looks) for one in rows]
    facts = [
        SummaryRow("From", str(source), (Link("Open", record_address(board, source.kind, source.pk), str(source)),)),
        SummaryRow("Found on", f"{finding.found_on:%-d %B %Y}"),
        SummaryRow("Raised by", finding.by or "Not known"),
        SummaryRow("Who may see it", as_secret_as(source)),
        SummaryRow(
            "About",
            ", ".join(theme.name for theme in themes_of(finding)) or "Nobody has said yet",
            (Link("Say what it is about", reverse("finding_themes", args=[board.slug, pk])),)
            if may_find(source)
            else (),
        ),
    ]
    context = {
        "finding": finding,
        "facts": facts,
        "answers": [(row, recommendation_address(board, row), standing_tag(row, looks)) for row, looks in answers],
        "change_url": reverse("change_finding", args=[board.slug, pk]) if may_find(source) else "",
        "answer_url": f"{reverse('add_recommendation', args=[board.slug])}?finding={pk}" if oversees else "",
        "link_url": reverse("answer_finding", args=[board.slug, pk]) if oversees else "",
        "thread_url": reverse("finding_thread", args=[board.slug, pk]),
        "history_url": reverse("finding_history", args=[board.slug, pk]),
        "crumbs": _crumbs(board),
    }
    return render(request, "web/pages/finding.html", context)


@at_board
def raise_page(request: HttpRequest, board: Partnership, kind: str, pk: int) -> HttpResponse:
    """Write down something learned from a record."""
    record: Any = get_object_or_404(named(kind).model, pk=pk, partnership=board)
    needs(who_may_find(record), board, "raise a finding")
    form = form_class(Finding, COLUMNS, board)(request.POST or None, initial={"found_on": today()})
    form.fields["text"].help_text = f"Who may see it: {as_secret_as(record)}."
    context = {
        "title": "Raise a finding",
        "caption": str(record),
        "crumbs": [home_crumb(board), Link(record.reference, url_of(board, record))],
        "cancel_url": url_of(board, record),
        "button": "Raise the finding",
    }
    return act(request, form, lambda v: raise_finding(source=record, **v), lambda f: address(board, f), FORM, context)


@at_board
def change_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    finding = _get(board, pk)
    needs(who_may_find(finding.source), board, "change a finding")
    form = form_class(Finding, COLUMNS, board)(request.POST or None, initial=initial_from(finding, COLUMNS))
    version = version_of(request)
    context = _context(board, finding, "Change the finding", "Save")

    def verb(values: dict[str, Any]) -> Finding:
        return amend_finding(finding, expected_version=version, **values)

    return act(request, form, verb, lambda done: address(board, done), FORM, context)


@at_board
def answer_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Say that a recommendation which is there already answers it."""
    needs(OVERSIGHT, board, "link a finding to a recommendation")
    finding = _get(board, pk)
    rows = (
        Recommendation.objects.filter(partnership=board).exclude(answers__finding=finding).order_by("-made_on", "-pk")
    )
    field = forms.ModelChoiceField(rows, label="Which recommendation answers it?")
    form = type("AnswerForm", (forms.Form,), {"recommendation": field})(request.POST or None)
    context = _context(board, finding, "Answer with a recommendation that exists", "Link it")
    del context["version"]  # nothing of the finding changes
    return act(
        request,
        form,
        lambda v: link_finding(v["recommendation"], finding),
        lambda _: address(board, finding),
        FORM,
        context,
    )


@at_board
def history_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    finding = _get(board, pk)
    lines = readable_history(finding, of=finding.source)
    names = dict(User.objects.filter(pk__in={line.user_id for line in lines}).values_list("pk", "name"))
    context = {
        "title": "Every change",
        "caption": f"A finding from {finding.source.reference}",
        "moments": change_lines(finding, lines, names),
        "crumbs": [*_crumbs(board), Link("The finding", address(board, finding))],
    }
    return render(request, "web/pages/history.html", context)


def _get(board: Partnership, pk: int) -> Finding:
    return get_object_or_404(Finding.objects.select_related("source"), pk=pk, source__partnership=board)


def _crumbs(board: Partnership) -> list[Link]:
    return [
        home_crumb(board),
        Link("Recommendations", reverse("recommendations", args=[board.slug])),
        Link("Findings", reverse("findings", args=[board.slug])),
    ]


def _context(board: Partnership, finding: Finding, title: str, button: str) -> dict[str, Any]:
    return {
        "title": title,
        "caption": str(finding),
        "version": finding.version,
        "crumbs": [*_crumbs(board), Link("The finding", address(board, finding))],
        "cancel_url": address(board, finding),
        "button": button,
    }
