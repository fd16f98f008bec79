"""Every update that a board and its groups were sent, a joint group's of another partnership too."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldenthread.core.tenancy.models import Partnership
from goldenthread.processes.governance.updates.models import SentUpdate
from goldenthread.web.components import Cell
from goldenthread.web.pages.board import at_board, home_crumb, record_address
from goldenthread.web.pages.listing import Column, Filter, Listing, export, list_context

from .update import tag_of

WIDE = ("achieved", "works", "worries", "comes_next", "gate_why", "heard_words")
HEARD = (("no", "Not heard yet"), ("gate", "Held back at the gate"), ("yes", "Heard"))


@require_safe
@at_board
def received_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    listing = _listing(board)
    file = export(request, listing)
    if file:
        return file
    context = {**list_context(request, listing), "crumbs": [home_crumb(board)]}
    template = "web/pages/_results.html" if request.headers.get("HX-Request") else "web/pages/list.html"
    return render(request, template, context)


def _listing(board: Partnership) -> Listing:
    return Listing(
        title="Updates received",
        rows=SentUpdate.objects.filter(partnership=board).select_related("to_group"),
        columns=(
            Column("Update", lambda r: Cell(r.title, record_address(board, "updates", r.update_id)), lambda r: r.title),
            Column("For", lambda r: str(r.to_group or board), lambda r: str(r.to_group or board)),
            Column("Submitted", lambda r: f"{r.sent_on:%-d %b %Y}", lambda r: r.sent_on, "sent_on"),
            Column("How it stands", lambda r: Cell(tag=tag_of(r)), lambda r: tag_of(r).text),
        ),
        filters=(Filter("heard", "Heard", HEARD, _by_heard),),
        searched=("group_name", "achieved", "works", "worries", "comes_next"),
        default_sort="-sent_on",
        empty=("No update yet", "What groups submit appears here, and on the agendas of those they report to.", "", ""),
        wide=tuple(_wide(name) for name in WIDE),
    )


def _wide(name: str) -> Column:
    label = str(SentUpdate._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # they are all columns
    return Column(label, lambda row: "", lambda row: getattr(row, name))


def _by_heard(rows: Any, value: str) -> Any:
    narrowed: dict[str, dict[str, Any]] = {
        "no": {"heard_on__isnull": True},
        "gate": {"gate__in": ["waiting", "turned_back"]},
        "yes": {"heard_on__isnull": False},
    }
    return rows.filter(**narrowed[value])
