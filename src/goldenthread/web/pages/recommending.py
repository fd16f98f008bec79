"""What is done with a recommendation: made, changed, closed, opened again, tied to findings, turned into actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.core.thread.learning import (
    amend_recommendation,
    close_recommendation,
    link_finding,
    reopen_recommendation,
    unlink_finding,
)
from goldenthread.core.thread.models import Finding, Recommendation
from goldenthread.core.thread.repeats import recommend_again
from goldenthread.core.thread.services import add_action
from goldenthread.kernel.now import today
from goldenthread.web.components import Link
from goldenthread.web.dates import DateField
from goldenthread.web.forms import CheckboxSelectMultiple, RadioSelect

from .actions import COLUMNS as ACTION_COLUMNS
from .actions import action_form
from .actions import url_of as action_address
from .asking_again import chosen_ones, earlier_ones, numbers_sent, records_to_note_it_in
from .board import at_board, needs
from .forms import act, form_class, initial_from, version_of
from .recommendations import crumbs_above, get_recommendation, url_of

COLUMNS = ("text", "owner_group", "owner_agency", "due_on", "made_on")
FORM = "web/pages/form.html"
DRAFT = "web/pages/draft_recommendation.html"
OPEN_TO_ALL = "Everyone at the partnership will read this. Leave out whose case it comes from."
LINK_HINT = "Only those who may see the finding will see that it is linked."
#: As many findings as a form offers to be answered: the newest that nothing answers yet.
OFFERED = 40


@at_board
def add_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    needs(OVERSIGHT, board, "make a recommendation")
    asked = request.GET.get("finding", "")
    chosen = seen_findings(board).filter(pk=asked).first() if asked.isascii() and asked.isdecimal() else None
    form = _form(board, chosen)(
        request.POST or None, initial={"made_on": today(), "findings": [chosen.pk] if chosen else []}
    )
    form.fields["text"].widget.attrs |= _shows_earlier_ones(board)
    context = {
        "title": "Make a recommendation",
        "warning": OPEN_TO_ALL,
        "crumbs": crumbs_above(board),
        "cancel_url": reverse("recommendations", args=[board.slug]),
        "button": "Make the recommendation",
    }
    if request.method == "POST":
        context |= _beside(request, board)
        if context["earlier"]:
            form.fields["source"] = records_to_note_it_in(board)
        if "look" in request.POST or context["unread"]:
            form.errors.clear()  # nothing was asked to be made yet
            return render(request, DRAFT, {"form": form, **context})

    def make(values: dict[str, Any]) -> Recommendation:
        return recommend_again(partnership=board, earlier=chosen_ones(board, request), **values)

    return act(request, form, make, lambda row: url_of(board, row), DRAFT, context)


def _shows_earlier_ones(board: Partnership) -> dict[str, str]:
    """While it is typed, earlier ones close to it are shown below; without script a button does so."""
    return {
        "hx-get": reverse("asked_before", args=[board.slug]),
        "hx-trigger": "keyup changed delay:700ms, change",
        "hx-target": "#earlier",
        "hx-swap": "innerHTML",
    }


def _beside(request: HttpRequest, board: Partnership) -> dict[str, Any]:
    """The earlier ones close to what was sent, those ticked, and whether a very close one was not shown before."""
    close = earlier_ones(board, request.POST.get("text", ""), ticked=numbers_sent(request, "repeats"))
    shown = set(numbers_sent(request, "shown"))
    unread = any(one.very_close and one.row.pk not in shown for one in close)
    return {"earlier": close, "asked": True, "ticking": True, "unread": unread}


@at_board
def change_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    needs(OVERSIGHT, board, "change a recommendation")
    row = get_recommendation(board, pk)
    form = form_class(Recommendation, COLUMNS, board)(request.POST or None, initial=initial_from(row, COLUMNS))
    version = version_of(request)
    context = form_context(board, row, "Change the recommendation", "Save") | {"warning": OPEN_TO_ALL}
    return _act(request, form, lambda v: amend_recommendation(row, expected_version=version, **v), board, context)


@at_board
def close_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    needs(OVERSIGHT, board, "close a recommendation")
    row = get_recommendation(board, pk)
    hints = {"done": "Until someone has looked at what changed, it will read: done, impact unknown"}
    reasons = forms.ChoiceField(
        label="Why is it closed?", choices=Recommendation.Reason.choices, widget=RadioSelect(hints=hints)
    )
    text = forms.CharField(label="What was done, or why nothing is", widget=forms.Textarea, max_length=5000)
    fields = {"reason": reasons, "text": text, "on": DateField(label="Closed on")}
    form = type("CloseForm", (forms.Form,), fields)(request.POST or None, initial={"on": today()})
    version = version_of(request)
    context = form_context(board, row, "Close the recommendation", "Close it")
    return _act(request, form, lambda v: close_recommendation(row, expected_version=version, **v), board, context)


@at_board
def reopen_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    needs(OVERSIGHT, board, "open a recommendation again")
    row = get_recommendation(board, pk)
    form = forms.Form(request.POST if request.method == "POST" else None)
    version = version_of(request)
    context = form_context(board, row, "Open it again", "Open it again")
    return _act(request, form, lambda _: reopen_recommendation(row, expected_version=version), board, context)


@at_board
def link_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Say that it answers a finding which was there already."""
    needs(OVERSIGHT, board, "link a finding to a recommendation")
    row = get_recommendation(board, pk)
    rows = seen_findings(board).exclude(answered_by__recommendation=row)
    field = FindingField(rows, label="Which finding does it answer?", help_text=LINK_HINT)
    form = type("LinkForm", (forms.Form,), {"finding": field})(request.POST or None)
    context = form_context(board, row, "Link a finding", "Link it")
    return _act(request, form, lambda v: link_finding(row, v["finding"]).recommendation, board, context)


@at_board
def unlink_page(request: HttpRequest, board: Partnership, pk: int, finding: int) -> HttpResponse:
    needs(OVERSIGHT, board, "unlink a finding from a recommendation")
    row = get_recommendation(board, pk)
    linked = get_object_or_404(Finding, pk=finding, answered_by__recommendation=row)
    form = forms.Form(request.POST if request.method == "POST" else None)

    def unlink(_: dict[str, Any]) -> Recommendation:
        unlink_finding(row, linked)
        return row

    context = form_context(board, row, "Unlink a finding", "Unlink it")
    context["warning"] = f"It will no longer answer this finding: {linked.text[:300]}"
    return _act(request, form, unlink, board, context)


@at_board
def action_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Make an action from it: who does what by when."""
    needs(OVERSIGHT, board, "add an action")
    row = get_recommendation(board, pk)
    initial = {
        "audience": "partnership",
        "text": row.text,
        "group": row.owner_group_id,
        "owner_agency": row.owner_agency_id,
        "due_on": row.due_on,
    }
    form = action_form(board, ACTION_COLUMNS)(request.POST or None, initial=initial)
    context = form_context(board, row, "Make an action from it", "Add the action")
    del context["version"]  # an action of its own: nothing of the recommendation changes
    return act(
        request,
        form,
        lambda v: add_action(partnership=board, recommendation=row, **v),
        lambda action: action_address(board, action),
        FORM,
        context,
    )


def seen_findings(board: Partnership) -> QuerySet:
    """The findings of a partnership that the actor may see, the newest first; their records come with them."""
    rows = Finding.objects.filter(source__partnership=board).select_related("source")
    return rows.order_by("-found_on", "-pk")


def _form(board: Partnership, chosen: Finding | None) -> type[forms.Form]:
    open_ones = seen_findings(board).filter(answered_by__isnull=True)[:OFFERED]
    offered = {finding.pk: finding for finding in [*([chosen] if chosen else []), *open_ones]}
    if not offered:
        return form_class(Recommendation, COLUMNS, board)
    field = FindingsField(
        Finding.objects.filter(pk__in=offered).select_related("source").order_by("-found_on", "-pk"),
        label="Which findings does it answer?",
        required=False,
        widget=CheckboxSelectMultiple,
        help_text=LINK_HINT,
    )
    return form_class(Recommendation, COLUMNS, board, {"findings": field})


class FindingField(forms.ModelChoiceField):
    """One finding, by its words and the record that it came from."""

    def label_from_instance(self, finding: Any) -> str:
        return f"{finding} ({finding.source.reference})"


class FindingsField(forms.ModelMultipleChoiceField):
    """Findings by their words and the record that they came from."""

    def label_from_instance(self, finding: Any) -> str:
        return f"{finding} ({finding.source.reference})"


def _act(
    request: HttpRequest, form: forms.Form, verb: Any, board: Partnership, context: dict[str, Any]
) -> HttpResponse:
    return act(request, form, verb, lambda row: url_of(board, row), FORM, context)


def form_context(board: Partnership, row: Recommendation, title: str, button: str) -> dict[str, Any]:
    return {
        "title": title,
        "caption": f"{row.reference}: {row.text[:120]}",
        "version": row.version,
        "crumbs": [*crumbs_above(board), Link(row.reference, url_of(board, row))],
        "cancel_url": url_of(board, row),
        "button": button,
    }
