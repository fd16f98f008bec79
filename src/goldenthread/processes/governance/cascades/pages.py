"""One cascade with every agency, an agency's answer, and the register of agencies by cascade."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from goldenthread.core.casework.services import speaks_for
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.web.components import Cell, Column, Link, Table, Tag
from goldenthread.web.pages.board import at_board, home_crumb, is_unit, needs
from goldenthread.web.pages.forms import act, initial_from, version_of

from .answering import ANSWERING, FIELDS, answer
from .by_link import answer_form
from .links import links_of
from .models import Cascade, Reply
from .process import cascades

COLOURS = {"passed": "green", "partly": "yellow", "not": "orange", "waiting": "blue"}
#: So many cascades stand side by side on the register: the newest.
MOST = 8


@at_board
def cascade_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    cascade = get_object_or_404(Cascade, pk=pk, partnership=board)
    replies = list(cascade.replies.select_related("agency"))
    for reply in replies:
        reply.record = cascade
    roles = current_actor().roles(board.pk)
    asking = cascade.state == Cascade.State.ASKING
    context = {
        "cascade": cascade,
        "table": _table(board, replies, asking and bool(roles & ANSWERING)),
        "reached": (reached := sum(reply.reached or 0 for reply in replies)),
        "reached_words": f"{reached:,}",
        "counts": _counts(replies),
        "record_url": reverse("record", args=[board.slug, cascades.slug, pk]),
        "crumbs": _crumbs(board),
        "board": board,
        "links": links_of(cascade) if current_actor().oversees(board.pk) else [],
        "may_send": asking and is_unit(board),
        "to_ask": [one for one in replies if one.status == Reply.Status.WAITING] if asking and is_unit(board) else [],
        "steps": [
            (one, reverse("step", args=[board.slug, cascades.slug, pk, one.name]))
            for one in cascades.workflow.open_to(cascade.state, roles, cascade)
        ],
    }
    return render(request, "cascades/cascade.html", context)


@at_board
def answer_page(request: HttpRequest, board: Partnership, pk: int, reply: int) -> HttpResponse:
    cascade = get_object_or_404(Cascade, pk=pk, partnership=board)
    row = get_object_or_404(Reply.objects.select_related("agency"), pk=reply, record=cascade)
    needs(ANSWERING, board, "say what was passed on")
    initial = initial_from(row, FIELDS)
    initial["status"] = "" if row.status == Reply.Status.WAITING else row.status
    form = answer_form(board)(request.POST or None, initial=initial)

    def verb(values: dict[str, Any]) -> Reply:
        return answer(row, expected_version=version_of(request), **values)

    context = {
        "title": f"What did {row.agency} pass on?",
        "caption": str(cascade),
        "version": row.version,
        "crumbs": [*_crumbs(board), Link(cascade.reference, _address(board, cascade))],
        "cancel_url": _address(board, cascade),
        "button": "Save",
    }
    return act(request, form, verb, lambda _: _address(board, cascade), "web/pages/form.html", context)


@at_board
def register_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    """Agency by cascade, the newest first; an agency that was not asked is a dash."""
    rows = list(Cascade.objects.filter(partnership=board).order_by("-sent_on", "-pk")[:MOST])
    context = {
        "table": _register(board, rows),
        "most": MOST,
        "names": [Link(f"{one.reference}: {one.named}", _address(board, one)) for one in rows],
        "all_url": reverse("records", args=[board.slug, cascades.slug]),
        "crumbs": _crumbs(board),
    }
    return render(request, "cascades/register.html", context)


def _register(board: Partnership, rows: list[Cascade]) -> Table:
    by_key = {one.pk: one for one in rows}
    found: dict[str, dict[int, Reply]] = defaultdict(dict)
    for reply in Reply.objects.filter(record_id__in=by_key).select_related("agency").order_by("agency__name"):
        reply.record = by_key[reply.record_id]
        found[reply.agency.name][reply.record_id] = reply
    headings = (Column("Agency"), Column("Silent", True), *(Column(one.reference) for one in rows))
    lines = tuple(
        (
            Cell(agency),
            Cell(sum(reply.silent for reply in replies.values())),
            *(_short(replies.get(one.pk)) for one in rows),
        )
        for agency, replies in found.items()
    )
    return Table("Agencies by cascade", headings, lines, True, phone="scroll")


def _short(reply: Reply | None) -> Cell:
    return Cell("–", note="Not asked") if reply is None else Cell("", tag=_tag(reply))


def _tag(reply: Reply) -> Tag:
    if reply.silent:
        return Tag("Not sent", "red")
    return Tag(str(reply.get_status_display()), COLOURS[reply.status])


def _table(board: Partnership, replies: list[Reply], may: bool) -> Table:
    columns = ("Agency", "Passed on?", "To whom", "How many", "How", "By when", "Answered")
    headings = tuple(Column(label, label == "How many") for label in columns)
    return Table("What each agency passed on", headings, tuple(_row(board, one, may) for one in replies), True)


def _row(board: Partnership, reply: Reply, may: bool) -> tuple[Cell, ...]:
    mine = may and speaks_for(board.pk, reply.agency_id)
    href = reverse("answer_cascade", args=[board.slug, reply.record_id, reply.pk]) if mine else ""
    note = reply.reason if reply.reason else "No reason given" if reply.silent else ""
    return (
        Cell(str(reply.agency), href),
        Cell("", tag=_tag(reply), note=note),
        Cell(reply.teams or "–", quiet=not reply.teams),
        Cell("–" if reply.reached is None else reply.reached, quiet=reply.reached is None),
        Cell(reply.how or "–", quiet=not reply.how),
        Cell(f"{reply.done_on:%-d %b %Y}" if reply.done_on else "–", quiet=not reply.done_on),
        Cell(
            f"{reply.answered_on:%-d %b %Y}" if reply.answered_on else "–",
            note=reply.answered_by,
            quiet=not reply.answered_on,
        ),
    )


def _counts(replies: list[Reply]) -> list[tuple[Tag, int]]:
    silent = sum(reply.silent for reply in replies)
    found = [(Tag("Not sent", "red"), silent)]
    for status, label in Reply.Status.choices:
        number = sum(reply.status == status and not reply.silent for reply in replies)
        found.append((Tag(str(label), COLOURS[status]), number))
    return [one for one in found if one[1]]


def _crumbs(board: Partnership) -> list[Link]:
    return [home_crumb(board), Link(cascades.title, reverse("records", args=[board.slug, cascades.slug]))]


def _address(board: Partnership, cascade: Cascade) -> str:
    return reverse("cascade", args=[board.slug, cascade.pk])
