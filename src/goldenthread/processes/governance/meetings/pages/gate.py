"""The gate on pages: offering what needs it, what waits and why, passing, turning back, waiving; and all that was."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldenthread.core.files.refusals import FileRefused
from goldenthread.core.groups.addresses import slug_at
from goldenthread.core.groups.gates import HELD_BACK, block_in_words, end_gate, gate_of, may_keep, may_waive, set_gate
from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.kernel.now import today
from goldenthread.processes.governance.meetings.gate import kept_by, offer_item, pass_item, turn_item_back, waive_gate
from goldenthread.processes.governance.meetings.models import AgendaItem, GateVerdict, Meeting, Paper
from goldenthread.processes.governance.meetings.papers import add_paper
from goldenthread.web.components import Cell, Column, Link, Moment, Table, Tag
from goldenthread.web.pages.board import at_board, is_unit, needs
from goldenthread.web.pages.files import FILE_HINT
from goldenthread.web.pages.forms import act, form_class, version_of
from goldenthread.web.pages.groups import group_or_404

from .agenda import ITEM_FIELDS
from .groups import group_crumbs
from .shared import FORM, address, crumbs, for_clerks, form_context, item_at, meeting_at

COLOURS = {"waiting": "orange", "turned_back": "red", "passed": "green", "waived": "yellow"}
OFFERED = tuple(name for name in ITEM_FIELDS if name != "printed_number")


@at_board
def offer_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """An item for an agenda behind a gate, with its paper where there is one."""
    meeting = meeting_at(board, pk)
    for_clerks(board, "offer an item")
    extra = {"file": forms.FileField(label="Paper", required=False, help_text=FILE_HINT)}
    form = form_class(AgendaItem, OFFERED, board, extra)(
        request.POST or None, request.FILES or None, initial={"kind": "decision"}
    )

    context = form_context(board, meeting, "Offer an item that needs the gate", "Offer it")
    return act(request, form, lambda v: _offer(meeting, dict(v)), lambda item: _where(board, item), FORM, context)


@require_safe
@at_board
def gate_item_page(request: HttpRequest, board: Partnership, pk: int, item: int) -> HttpResponse:
    """What stands in its way, what lets it through, and what was decided before."""
    row = item_at(board, pk, item, AgendaItem.with_taken_off.exclude(gate="").select_related("gate_keeper"))
    held, keeper = row.number is None, kept_by(row)
    here = [board.slug, pk, item]
    verdicts = [
        ("Record that it passed", "pass", may_keep(keeper, board.pk)),
        ("Record that it was turned back", "turn-back", may_keep(keeper, board.pk)),
        ("Waive the gate", "waive", may_waive(row.group, board.pk)),
    ]
    waits = row.gate in HELD_BACK
    context = {
        "board": board,
        "item": row,
        "meeting": row.record,
        "state": Tag(str(row.get_gate_display()), COLOURS[row.gate]),
        "held_words": block_in_words(row.title, row.gate, keeper, row.record.title) if waits and held else "",
        "papers": list(Paper.objects.filter(item=row).order_by("order")),
        "add_paper": reverse("add_paper", args=here) if is_unit(board) and waits else "",
        "steps": [
            (label, reverse("gate_verdict", args=[*here, name])) for label, name, may in verdicts if may and waits
        ],
        "told": [_moment(verdict) for verdict in GateVerdict.objects.filter(item=row)],
        "crumbs": crumbs(board, row.record),
    }
    return render(request, "meetings/gate_item.html", context)


@at_board
def verdict_page(request: HttpRequest, board: Partnership, pk: int, item: int, verdict: str) -> HttpResponse:
    """One form for each verdict. The meetings offered are the keeper's, held or under way, the newest first."""
    row = item_at(board, pk, item, AgendaItem.with_taken_off.exclude(gate="").select_related("gate_keeper"))
    if verdict not in VERDICTS:
        raise Http404("It is passed, turned back or waived.")
    title, button, may, take = VERDICTS[verdict]
    if not may(row, board):
        raise PermissionDenied(f"Your seat at {board} does not let you do this at the gate.")
    form = _form(verdict, row.gate_keeper)(request.POST or None)
    context = form_context(board, row.record, title, button, version=row.version) | {"caption": row.title}
    context["cancel_url"] = _where(board, row)
    version = version_of(request)

    def verb(values: dict[str, Any]) -> AgendaItem:
        done: AgendaItem = take(row, expected_version=version, **values)
        return done

    return act(request, form, verb, lambda done: _where(board, done), FORM, context)


@require_safe
@at_board
def group_gate_page(request: HttpRequest, board: Partnership, group_slug: str) -> HttpResponse:
    """Who keeps a group's gate, what waits at it, and every verdict so far, waivers with their reasons."""
    group = group_or_404(board, group_slug)
    gate = gate_of(group)
    waiting = AgendaItem.objects.at_the_gate().filter(group=group).select_related("record", "gate_keeper")
    verdicts = GateVerdict.objects.filter(item__group=group).select_related("item__record", "item__gate_keeper")
    context = {
        "group": group,
        "keeper": gate.keeper if gate else None,
        "since": gate.since if gate else None,
        "waiting": _waiting(board, list(waiting.order_by("record__held_on", "pk"))),
        "verdicts": _verdicts(board, list(verdicts[:200])),
        "set_url": reverse("set_gate", args=[board.slug, group_slug]) if is_unit(board) else "",
        "crumbs": group_crumbs(board, group),
    }
    return render(request, "meetings/group_gate.html", context)


@at_board
def set_gate_page(request: HttpRequest, board: Partnership, group_slug: str) -> HttpResponse:
    """Which of the groups that report to it keeps its gate, or none."""
    group = group_or_404(board, group_slug)
    needs(UNIT, board, "say which group keeps a gate")
    rows = Group.objects.filter(reports_to__parent=group, ended_on__isnull=True).order_by("name")
    keeper = forms.ModelChoiceField(rows, label="Which group keeps the gate?", required=False, empty_label="No gate")
    gate = gate_of(group)
    form = type("GateForm", (forms.Form,), {"keeper": keeper})(
        request.POST if request.method == "POST" else None, initial={"keeper": gate.keeper_id if gate else None}
    )

    def verb(values: dict[str, Any]) -> Any:
        if values["keeper"] is not None:
            return set_gate(group, values["keeper"])
        return end_gate(gate, expected_version=version_of(request)) if gate else None

    here = reverse("group_gate", args=[board.slug, slug_at(board, group)])
    context = {
        "title": f"The gate before {group.name}", "crumbs": group_crumbs(board, group), "cancel_url": here,
        "button": "Save", "version": gate.version if gate else None,
        "warning": "What needs the gate comes to this group’s agenda only when the keeper passed it, or the chair "
        "waived that with a reason.",
    }  # fmt: skip
    return act(request, form, verb, lambda _: here, FORM, context)


@transaction.atomic
def _offer(meeting: Meeting, values: dict[str, Any]) -> AgendaItem:
    """The item with its paper, or neither."""
    file = values.pop("file", None)
    item = offer_item(meeting=meeting, **values)
    if file:
        try:
            add_paper(item=item, name=file.name, data=file)
        except FileRefused as refused:
            raise ValidationError({"file": refused.messages}) from refused
    return item


def gate_tag(state: str) -> Tag | None:
    """How an item stands at the gate; nothing for one that needs none."""
    return Tag(dict(AgendaItem._meta.get_field("gate").flatchoices)[state], COLOURS[state]) if state else None


#: Address part -> title, button, who may, the verb.
VERDICTS: dict[str, Any] = {
    "pass": ("It passed the gate", "Let it through", lambda row, board: may_keep(row.gate_keeper, board.pk), pass_item),
    "turn-back": ("It was turned back", "Turn it back", lambda row, board: may_keep(row.gate_keeper, board.pk),
                  turn_item_back),
    "waive": ("Waive the gate", "Waive the gate", lambda row, board: may_waive(row.group, board.pk), waive_gate),
}  # fmt: skip


def _form(verdict: str, keeper: Any) -> type[forms.Form]:
    rows = Meeting.objects.filter(group=keeper, held_on__lte=today()).exclude(state=Meeting.State.CANCELLED)
    fields: dict[str, forms.Field] = {}
    if verdict != "waive":
        fields["at"] = forms.ModelChoiceField(rows.order_by("-held_on"), label=f"At which meeting of {keeper}?")
    if verdict != "pass":
        fields["why"] = forms.CharField(label="Why?", widget=forms.Textarea, max_length=2000)
    return type("VerdictForm", (forms.Form,), fields)


def _where(board: Partnership, item: AgendaItem) -> str:
    """An item that is through is read on its meeting's page."""
    if item.number is None:
        return reverse("gate_item", args=[board.slug, item.record_id, item.pk])
    return address(board, item.record, f"item-{item.pk}")


def _moment(row: GateVerdict) -> Moment:
    words = str(row.get_verdict_display())
    return Moment(row.on, words, row.by, row.why, Tag(words, COLOURS[row.verdict]))


def _waiting(board: Partnership, items: list[AgendaItem]) -> Table | None:
    columns = tuple(Column(name) for name in ("Item", "For the meeting", "How it stands"))
    rows = tuple(
        (
            Cell(item.title, reverse("gate_item", args=[board.slug, item.record_id, item.pk])),
            item.record.title,
            Cell(tag=gate_tag(item.gate), note=f"Kept by {item.gate_keeper}"),
        )
        for item in items
    )
    return Table("What the gate holds back", columns, rows, True) if rows else None


def _verdicts(board: Partnership, rows: list[GateVerdict]) -> Table | None:
    columns = tuple(Column(name) for name in ("Item", "Decided", "On", "Why", "Written down by"))
    body = tuple(
        (
            Cell(row.item.title, reverse("gate_item", args=[board.slug, row.item.record_id, row.item_id])),
            Cell(tag=Tag(str(row.get_verdict_display()), COLOURS[row.verdict])),
            f"{row.on:%-d %b %Y}",
            row.why,
            row.by,
        )
        for row in rows
    )
    return Table("What was decided at the gate", columns, body, True) if body else None


def links_of(board: Partnership, meeting: Any) -> list[dict[str, Any]]:
    """What the gate holds back of a meeting, for its page: (`Meeting` annotated with `held_back`)."""
    return [
        {
            "link": Link(row["title"], reverse("gate_item", args=[board.slug, meeting.pk, row["pk"]])),
            "tag": gate_tag(row["gate"]),
            "keeper": row["keeper"],
        }
        for row in meeting.held_back
    ]
