"""Answering from what was answered to another board: the two side by side, and asked where they differ."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse

from goldenthread.web.components import Cell, Column, Table, Tag
from goldenthread.web.pages.forms import act

from ..elsewhere import Elsewhere, answered_elsewhere, take_over
from ..models import Line
from .door import Desk
from .questions import answer_words


def elsewhere_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    lines = [line for line in desk.form.lines.all() if not line.answered]
    found = answered_elsewhere(desk.form, lines) if desk.form.open else {}
    if not found:
        raise Http404("Nothing was answered elsewhere.")
    made = {
        f"agreed_{line.pk}": forms.BooleanField(label=f"Take “{_name(line)}” all the same, and say so", required=False)
        for line in lines
        if line.pk in found and not found[line.pk].same
    }
    form = type("ElsewhereForm", (forms.Form,), made)(request.POST or None)
    rows = tuple(_row(line, found[line.pk]) for line in lines if line.pk in found)
    columns = (Column("Question"), Column("Answered to"), Column("Answer"), Column("Counted"))
    context = {
        "table": Table("Answered to another board", columns, rows, True),
        "desk": desk,
        "form_url": desk.address("form"),
        "crumbs": desk.crumbs,
    }

    def verb(values: dict[str, Any]) -> int:
        count, checked = take_over(desk.form, agreed=[line.pk for line in lines if values.get(f"agreed_{line.pk}")])
        if not checked.ok:
            raise ValidationError([one.text for problems in checked.problems.values() for one in problems])
        return count

    def done(count: int) -> str:
        messages.success(request, f"{count} answer{'' if count == 1 else 's'} taken over. Check them before you send.")
        return desk.address("form")

    return act(request, form, verb, done, "returns/elsewhere.html", context)


def _name(line: Line) -> str:
    return f"{line.title}, {line.part}" if line.part else line.title


def _row(line: Line, one: Elsewhere) -> tuple[Any, ...]:
    told = "; ".join(f"{d.name}: here “{d.here}”, there “{d.there}”" for d in one.differences)
    tag = Tag("The same", "green") if one.same else Tag("Counted otherwise", "orange")
    return (_name(line), one.board, answer_words(one.line), Cell("", tag=tag, note=told))
