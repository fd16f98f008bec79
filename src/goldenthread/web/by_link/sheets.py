"""A form of the law filled in by somebody without an account: what to do first, one section after another, a last look.

Both who answers what they were asked and who notifies fill in such a sheet; each says where it is kept and sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from goldenthread.core.contributions.answers import Answers, Typed, in_words, stands
from goldenthread.core.links.models import Link
from goldenthread.core.tenancy.models import Partnership
from goldenthread.law.forms import Form, Section
from goldenthread.web.components import Link as PageLink
from goldenthread.web.components import SummaryRow, Tag, Task, count
from goldenthread.web.law_forms import every_answer, section_form
from goldenthread.web.pages.forms import put_errors

from .typing import being_typed, kept, put_back, typed_in


@dataclass(frozen=True)
class Sheet:
    """What its holder sees. `address(section key)`: a section's page; of "": the first; of "check": the last look."""

    board: Partnership
    link: Link
    form: Form
    sections: tuple[Section, ...]
    typed: Typed
    address: Callable[[str], str]
    title: str
    words: Mapping[str, Any]
    #: The keys of questions without which it cannot be sent.
    needed: tuple[str, ...] = ()

    def section(self, key: str) -> Section:
        """Raises Http404 for one that was not asked for."""
        for one in self.sections:
            if one.key == key:
                return one
        raise Http404("There is no such part of this form.")

    def context(self, **more: Any) -> dict[str, Any]:
        return {"sheet": self, "board_name": str(self.board), **self.words, **more}


def addresses(name: str, link: Link) -> Callable[[str], str]:
    """`Sheet.address` for pages whose url names are `name`, `name_section` and `name_check`."""
    args = [link.partnership.slug, link.pk]

    def address(to: str) -> str:
        if to == "":
            return reverse(name, args=args)
        return reverse(f"{name}_check", args=args) if to == "check" else reverse(f"{name}_section", args=[*args, to])

    return address


def first_page(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """What it is about, and its sections with how far each has come."""
    answers, wrong = every_answer(sheet.sections, sheet.typed)
    tasks = [Task(one.title, _state(one, answers, one in wrong), sheet.address(one.key)) for one in sheet.sections]
    context = sheet.context(tasks=tasks, check_url=sheet.address("check"), begun=bool(answers))
    return render(request, "by_link/first.html", context)


def section_page(request: HttpRequest, sheet: Sheet, key: str, keep: Callable[[Typed], None]) -> HttpResponse:
    """One section. What is typed is kept as it is typed, right or not; the button goes on to the next."""
    section = sheet.section(key)
    if request.method == "POST":
        keep({**sheet.typed, section.key: typed_in(request)})
    if being_typed(request):
        return kept(request)
    if request.method == "POST":
        form = section_form(section)(request.POST)
        if form.is_valid() or "later" in request.POST:
            return redirect(sheet.address("" if "later" in request.POST else _next(sheet, section)))
    else:
        form = section_form(section)()
        put_back(form, sheet.typed.get(section.key, {}))
    number = sheet.sections.index(section) + 1
    context = sheet.context(form=form, section=section, number=number, of=len(sheet.sections), back=sheet.address(""))
    return render(request, "by_link/section.html", context, status=422 if form.errors else 200)


def check_page(
    request: HttpRequest, sheet: Sheet, extra: forms.Form, send: Callable[[Answers], HttpResponse]
) -> HttpResponse:
    """Everything that was answered, to look at once more; and the button that sends it."""
    answers, wrong = every_answer(sheet.sections, sheet.typed)
    stopped = list(_stopped(sheet, answers, wrong))
    if request.method == "POST" and extra.is_valid() and not stopped:
        try:
            return send(answers)
        except ValidationError as refused:
            put_errors(extra, refused)
    counted = stands(sheet.form, sheet.sections, answers)
    context = sheet.context(
        form=extra, parts=[_read(sheet, one, answers) for one in sheet.sections], counted=counted,
        blank=count(len(counted.blank), "question"), stopped=stopped, back=sheet.address(""),
    )  # fmt: skip
    return render(
        request,
        "by_link/check.html",
        context,
        status=422 if extra.errors or (stopped and request.method == "POST") else 200,
    )


def _stopped(sheet: Sheet, answers: Answers, wrong: list[Section]) -> Iterator[tuple[str, str]]:
    """What must be mended before it can be sent: (address of the part, words)."""
    for one in wrong:
        yield sheet.address(one.key), f"{one.title}: something is not right. Open it and mend what it says."
    for one in sheet.sections:
        for field in one.fields:
            if field.key in sheet.needed and "value" not in answers.get(field.key, {}):
                yield sheet.address(one.key), f"Answer this before you send it: {field.label}"


def _next(sheet: Sheet, section: Section) -> str:
    """The key of the section after this one; after the last, the last look."""
    after = sheet.sections.index(section) + 1
    return sheet.sections[after].key if after < len(sheet.sections) else "check"


def _state(section: Section, answers: Answers, wrong: bool) -> Tag:
    said = sum(field.key in answers for field in section.fields)
    if wrong:
        return Tag("Something is not right", "red")
    if not said:
        return Tag("Not started", "grey")
    return Tag("Complete", "green") if said == len(section.fields) else Tag(f"{said} of {len(section.fields)}", "blue")


def _read(sheet: Sheet, section: Section, answers: Answers) -> tuple[str, list[SummaryRow]]:
    change = sheet.address(section.key)
    rows = [
        SummaryRow(field.label, in_words(field, answers), (PageLink("Change", change, field.label.lower()),))
        for field in section.fields
    ]
    return section.title, rows
