"""The register of linked boards by what is overdue; and a report written down with its file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from goldenthread.core.files.refusals import FileRefused
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.kernel.now import today
from goldenthread.web.components import Cell, Link, Tag
from goldenthread.web.pages.board import at_board, home_crumb, needs, record_address
from goldenthread.web.pages.files import FILE_HINT
from goldenthread.web.pages.forms import act, form_class
from goldenthread.web.pages.listing import Column, Filter, Listing, by_column, export, list_context

from .models import LinkedBoard, LinkedReport
from .reporting import write_report

STANDING = (("overdue", "Report overdue"), ("never", "No report yet"), ("gaps", "Gaps named"))


@require_safe
@at_board
def linked_boards_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    """Every board that is linked, the longest overdue first."""
    listing = _listing(board)
    file = export(request, listing)
    if file:
        return file
    context = {**list_context(request, listing), "crumbs": [home_crumb(board)]}
    template = "web/pages/_results.html" if request.headers.get("HX-Request") else "web/pages/list.html"
    return render(request, template, context)


@at_board
def report_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    link = get_object_or_404(LinkedBoard, pk=pk, partnership=board)
    needs(UNIT, board, "write down a report")
    extra = {"file": forms.FileField(label="File", required=False, help_text=FILE_HINT)}
    form = form_class(LinkedReport, ("way", "reported_on", "words", "came_of_it"), board, extra)(
        request.POST or None, request.FILES or None, initial={"reported_on": today()}
    )
    here = record_address(board, "linked", pk)

    def verb(values: dict[str, Any]) -> LinkedReport:
        values = dict(values)
        file, on = values.pop("file", None), values.pop("reported_on")
        try:
            return write_report(link, on=on, name=file.name if file else "", data=file or None, **values)
        except FileRefused as refused:
            raise ValidationError({"file": refused.messages}) from refused

    context = {
        "title": "Write down a report", "caption": link.name, "button": "Write it down", "cancel_url": here,
        "crumbs": [home_crumb(board), Link(link.name, here)],
    }  # fmt: skip
    return act(request, form, verb, lambda _: here, "web/pages/form.html", context)


def _listing(board: Partnership) -> Listing:
    rows = LinkedBoard.objects.filter(partnership=board, state=LinkedBoard.State.LINKED)
    return Listing(
        title="Linked boards",
        rows=rows.select_related("reporter", "group"),
        columns=(
            Column("Board", lambda r: Cell(r.name, record_address(board, "linked", r.pk), note=r.gaps),
                   lambda r: r.name, "name"),
            Column("Who reports", lambda r: Cell(str(r.reporter or "Nobody named"), note=_there(r)),
                   lambda r: str(r.reporter or "")),
            Column("Last report", lambda r: _day(r.last_on, "None yet"), lambda r: r.last_on or "", "last_on"),
            Column("Next due", lambda r: Cell(_day(r.next_due, ""), tag=_tag(r)), lambda r: r.next_due, "next_due"),
        ),
        filters=(
            Filter("standing", "How it stands", STANDING, _by_standing),
            Filter("kind", "Kind", tuple(LinkedBoard.Kind.choices), by_column("board_kind")),
        ),
        searched=("name", "contact", "gaps"),
        default_sort="next_due",
        empty=("No board is linked yet", "The business unit links a board by opening it.", "", ""),
        wide=(
            Column("Kind", lambda r: "", lambda r: str(r.get_board_kind_display())),
            Column("Who there", lambda r: "", lambda r: r.contact),
            Column("Our group", lambda r: "", lambda r: str(r.group)),
            Column("Gaps", lambda r: "", lambda r: r.gaps),
        ),
    )  # fmt: skip


def _there(row: LinkedBoard) -> str:
    return f"{row.contact} there" if row.contact else ""


def _day(day: Any, missing: str) -> str:
    return f"{day:%-d %b %Y}" if day else missing


def _tag(row: LinkedBoard) -> Tag | None:
    return Tag("Overdue", "red") if row.overdue else None


def _by_standing(rows: QuerySet, value: str) -> QuerySet:
    if value == "gaps":
        return rows.exclude(gaps="")
    return rows.filter(next_due__lt=today()) if value == "overdue" else rows.filter(last_on__isnull=True)
