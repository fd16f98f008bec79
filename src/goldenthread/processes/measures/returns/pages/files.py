"""The return as a file: the template out, and a file or pasted cells in. All or nothing, with messages by cell."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify

from goldenthread.web.pages.forms import act

from ..answering import last_answered
from ..intake.reading import read_file, read_pasted
from ..intake.rows import IntakeRefused
from ..intake.taking import take_cells
from ..intake.template import to_template
from .door import Desk, taking_answers

WORDS_SHOWN = 50
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FileForm(forms.Form):
    """A file, or cells copied out of one."""

    file = forms.FileField(
        label="Excel or CSV file", required=False, help_text="The template of this return, filled in."
    )
    pasted = forms.CharField(
        label="Or paste the cells, with the row of headings",
        required=False,
        widget=forms.Textarea({"rows": "8"}),
        strip=False,
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if bool(values.get("file")) == bool((values.get("pasted") or "").strip()):
            raise ValidationError("Choose a file, or paste the cells: one of the two.")
        return values


def template_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The template, with what is answered already."""
    response = HttpResponse(to_template(desk.form, list(desk.form.lines.all())), content_type=EXCEL)
    name = slugify(f"{desk.form.title} {desk.form.agency} {desk.form.last}")
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def file_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    taking_answers(desk)
    if not desk.form.open:
        messages.warning(request, f"This return is {desk.form.get_stage_display().lower()}: it takes no answers now.")
        return redirect(desk.address("form"))
    form = FileForm(request.POST or None, request.FILES or None)
    context = {
        "desk": desk,
        "template_url": desk.address("template"),
        "form_url": desk.address("form"),
        "crumbs": desk.crumbs,
    }

    def verb(values: dict[str, Any]) -> tuple[int, bool]:
        file = values["file"]
        try:
            cells = read_file(file.name, file.read()) if file else read_pasted(values["pasted"])
            before = last_answered(desk.form)
            return take_cells(desk.form, cells), last_answered(desk.form) == before
        except IntakeRefused as refused:
            told = [f"{where}: {what}" if where else what for where, what in refused.problems]
            more = [f"And {len(told) - WORDS_SHOWN} more like these."] if len(told) > WORDS_SHOWN else []
            raise ValidationError(told[:WORDS_SHOWN] + more) from refused

    def done(found: tuple[int, bool]) -> str:
        count, known = found
        if known:
            messages.info(request, "It says what was answered already, or nothing at all: nothing has changed.")
        else:
            messages.success(
                request, f"{count} answer{'' if count == 1 else 's'} taken. Check them, then send the return."
            )
        return desk.address("check")

    return act(request, form, verb, done, "returns/file.html", context)
