"""A group's update: begun from its records, written, read; at a board that a joint group serves, its words alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldenthread.core.groups.gates import block_in_words, may_keep, may_waive
from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT, UNIT
from goldenthread.kernel.now import today
from goldenthread.processes.governance.updates.models import ANSWERS, GroupUpdate, SentUpdate
from goldenthread.processes.governance.updates.process import speaks_for_the_group, updates
from goldenthread.processes.governance.updates.writing import begin_update, write_update
from goldenthread.web.components import Link, Tag
from goldenthread.web.dates import DateField
from goldenthread.web.pages.board import at_board, home_crumb, needs
from goldenthread.web.pages.forms import act, form_class, initial_from, version_of
from goldenthread.web.pages.record_parts import state_tag

A_QUARTER = timedelta(days=91)
COLOURS = {"waiting": "orange", "turned_back": "red", "passed": "green", "waived": "yellow"}
FORM = "web/pages/form.html"


@at_board
def begin_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    """The groups offered are those that the reader may write for: their own, or for the unit all."""
    needs(updates.may_open, board, "begin an update")
    actor = current_actor()
    rows = Group.objects.filter(partnership=board, ended_on__isnull=True).order_by("name")
    if not UNIT & actor.roles(board.pk):
        rows = rows.filter(pk__in=actor.claim("groups"))
    fields: dict[str, forms.Field] = {
        "group": forms.ModelChoiceField(rows, label="Of which group?"),
        "first": DateField(label="From"),
        "last": DateField(label="To"),
    }
    initial = {"first": today() - A_QUARTER, "last": today(), "group": request.GET.get("group")}
    form = type("BeginForm", (forms.Form,), fields)(request.POST or None, initial=initial)

    def verb(values: dict[str, Any]) -> GroupUpdate:
        agency = board.agencies.filter(pk__in=actor.agencies_at(board.pk)).first()
        if agency is None:
            raise ValidationError("Your seat is for no agency here, so nobody would lead this record.")
        return begin_update(lead_agency=agency, **values)

    context = {
        "title": "Begin an update", "crumbs": crumbs_above(board), "button": "Begin it",
        "cancel_url": reverse("records", args=[board.slug, "updates"]),
    }  # fmt: skip
    return act(request, form, verb, lambda made: reverse("write_update", args=[board.slug, made.pk]), FORM, context)


@at_board
def write_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """The four questions, with what the group's own records say under each."""
    update = get_object_or_404(GroupUpdate.objects.select_related("group"), pk=pk, partnership=board)
    needs(updates.may_open, board, "write an update")
    form = form_class(GroupUpdate, ANSWERS, board)(request.POST or None, initial=initial_from(update, ANSWERS))
    for field in form.fields.values():
        field.widget.attrs["rows"] = "8"
    here = reverse("group_update", args=[board.slug, pk])
    context = {
        "title": "The four questions", "caption": update.title, "crumbs": crumbs_above(board), "cancel_url": here,
        "button": "Save", "version": update.version,
        "warning": "What stands here was drawn from the group’s own records. Edit it: once submitted, everyone at the "
        "partnership reads it.",
    }  # fmt: skip
    version = version_of(request)
    return act(
        request, form, lambda v: write_update(update, expected_version=version, **v), lambda _: here, FORM, context
    )


@require_safe
@at_board
def update_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Whoever sees the update reads it; a board it was sent to reads what it was sent, and nothing beside."""
    update = GroupUpdate.objects.filter(pk=pk, partnership=board).select_related("group").first()
    known = SentUpdate.objects.filter(update_id=pk).select_related("to_group", "gate_keeper", "partnership")
    rows = list(known if update else known.filter(partnership=board))
    if update is None and not rows:
        raise Http404("There is no such update, or you may not see it.")
    read: Any = update or rows[0]
    context = {
        "board": board,
        "title": read.title,
        "reference": update.reference if update else f"Sent on {rows[0].sent_on:%-d %B %Y}",
        "state": state_tag(updates, update) if update else Tag("Received", "blue"),
        "answers": read.answers,
        "sent": [_sent(board, pk, row) for row in rows],
        "steps": _steps(board, update) if update else [],
        "story": reverse("record", args=[board.slug, "updates", pk]) if update else "",
        "crumbs": crumbs_above(board),
    }
    return render(request, "updates/update.html", context)


def crumbs_above(board: Partnership) -> list[Link]:
    return [home_crumb(board), Link("Updates of groups", reverse("records", args=[board.slug, "updates"]))]


def _steps(board: Partnership, update: GroupUpdate) -> list[Link]:
    actor = current_actor()
    links = []
    if (
        update.state == GroupUpdate.State.DRAFT
        and speaks_for_the_group(update)
        and updates.may_open & actor.roles(board.pk)
    ):
        links.append(Link("Answer the four questions", reverse("write_update", args=[board.slug, update.pk])))
    open_now = updates.workflow.open_to(update.state, actor.roles(board.pk), update)
    links += [
        Link(step.label, reverse("step", args=[board.slug, "updates", update.pk, step.name])) for step in open_now
    ]
    return links


def _sent(board: Partnership, pk: int, row: SentUpdate) -> dict[str, Any]:
    """To whom it went, how it stands there, and what may be done with it by this reader."""
    here = [board.slug, pk, row.pk]
    to = row.to_group.name if row.to_group else row.partnership.name
    keeper = row.gate_keeper
    steps = []
    if row.held_back and keeper is not None:
        kept, waived = may_keep(keeper, row.sender_id), may_waive(row.to_group, row.sender_id)
        steps += [("It passed the gate", "pass"), ("It was turned back", "turn-back")] if kept else []
        steps += [("Waive the gate", "waive")] if waived else []
    elif not row.heard_on and row.partnership_id == board.pk and OVERSIGHT & current_actor().roles(board.pk):
        steps.append(("It was heard", "heard"))
    return {
        "to": to,
        "row": row,
        "tag": tag_of(row),
        "block": block_in_words(row.title, row.gate, keeper, to) if row.held_back and keeper else "",
        "steps": [Link(label, _address(here, name), f" by {to}") for label, name in steps],
    }  # fmt: skip


def _address(here: list[Any], name: str) -> str:
    return reverse("hear_update", args=here) if name == "heard" else reverse("update_verdict", args=[*here, name])


def tag_of(row: SentUpdate) -> Tag:
    """How an update stands where it was sent."""
    if row.heard_on:
        return Tag(f"Heard on {row.heard_on:%-d %B %Y}", "green")
    if row.gate in COLOURS and row.gate != "passed":
        return Tag(str(row.get_gate_display()), COLOURS[row.gate])
    return Tag("On its agenda", "blue")
