"""The return from the side of whoever answers: what is asked, one question at a time, check, send, or say why not."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from goldenthread.web.components import Link, SummaryRow, Tag, Task
from goldenthread.web.pages.forms import act

from ..answering import give_answers, keep_all_typed, reply, say_why_not, send
from ..models import Line, Query
from ..moves import incomplete
from .door import Desk, taking_answers
from .questions import QuestionForm, answer_words, before_words, initial_of, typed_in
from .sums import answer_tables

FORM = "web/pages/form.html"
ANSWERED, STARTED, NOT_YET = Tag("Answered", "green"), Tag("Not finished", "yellow"), Tag("Not answered", "grey")


def form_page(request: HttpRequest, desk: Desk, **more: Any) -> HttpResponse:
    """What is asked and how far it has come, by heading."""
    lines = list(desk.form.lines.select_related("subgroup"))
    open_ = desk.form.open and desk.answers
    parts = [
        (heading, list(rows), f"task{place}")
        for place, (heading, rows) in enumerate(groupby(lines, key=lambda line: line.heading))
    ]
    context = {
        "desk": desk,
        "form_": desk.form,
        "tasks": [(heading, _tasks(desk, rows), prefix) for heading, rows, prefix in parts] if open_ else [],
        "answers": [] if open_ else [(heading, [_row(desk, line) for line in rows]) for heading, rows, _ in parts],
        "tables": answer_tables(lines),
        "queries": _queries(desk),
        "open": open_,
        "check_url": desk.address("check"),
        "why_url": desk.address("why_not"),
        "file_url": desk.address("file"),
        "crumbs": desk.crumbs[:-1],
        **more,
    }
    return render(request, "returns/return.html", context)


def question_page(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """One question, with every part of it. What is typed is kept as it is typed; what holds is kept as the answer."""
    taking_answers(desk)
    lines = list(desk.form.lines.filter(number=number).select_related("subgroup"))
    if not lines:
        raise Http404("There is no such question.")
    if not desk.form.open:
        return redirect(desk.address("form"))
    form = QuestionForm(lines, request.POST or None, initial=initial_of(lines))
    context = {"desk": desk, "form": form, "line": lines[0], "crumbs": desk.crumbs, **_place(desk, number)}
    if request.method != "POST":
        return render(request, "returns/question.html", context)
    if request.headers.get("HX-Request"):
        return _told(request, desk, form)
    keep_all_typed(desk.form, typed_in(lines, request.POST))
    if form.is_valid():
        checked = give_answers(desk.form, form.given())
        if checked.ok:
            last = number >= context["of"]
            return redirect(desk.address("check") if last else desk.address("question", number + 1))
        form.show(checked)
    return render(request, "returns/question.html", context, status=422)


def check_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Every answer on one page, what still stands against sending, and the declaration."""
    taking_answers(desk)
    if not desk.form.open:
        return redirect(desk.address("form"))
    lines = list(desk.form.lines.select_related("subgroup"))
    label = "Your name and role. By sending it you say that these figures are right as far as you know."
    made = {"declared_by": forms.CharField(label=label, max_length=200)}
    initial = {"declared_by": desk.key.name if desk.key else ""}
    form = type("DeclarationForm", (forms.Form,), made)(request.POST or None, initial=initial)
    wrong = [] if request.method == "POST" else incomplete(desk.form)
    context = {
        "desk": desk,
        "rows": [_row(desk, line) for line in lines],
        "tables": answer_tables(lines),
        "wrong": [(line, text, desk.address("question", line.number)) for line, text in wrong],
        "crumbs": desk.crumbs,
    }

    def verb(values: dict[str, Any]) -> Any:
        return send(desk.form, **values)

    def done(sent: Any) -> str:
        messages.success(request, f"Sent to {desk.form.partnership}. You may be asked about it until it is accepted.")
        return desk.address("form")

    return act(request, form, verb, done, "returns/check.html", context)


def why_not_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    taking_answers(desk)
    made = {"reason": forms.CharField(label="Why is it not sent?", max_length=500, widget=forms.Textarea)}
    form = type("WhyNotForm", (forms.Form,), made)(request.POST or None)
    context = {
        "title": "Say why it is not sent",
        "caption": str(desk.form),
        "warning": "It stays owed, and the board sees the reason.",
        "crumbs": desk.crumbs,
        "cancel_url": desk.address("form"),
        "button": "Say so",
    }
    return act(
        request, form, lambda v: say_why_not(desk.form, **v), lambda _: desk.address("form"), FORM, context
    )  # fmt: skip


def reply_page(request: HttpRequest, desk: Desk, query: int) -> HttpResponse:
    taking_answers(desk)
    asked = get_object_or_404(desk.form.queries.select_related("line"), pk=query)
    made = {"text": forms.CharField(label=asked.text, max_length=2000, widget=forms.Textarea)}
    form = type("ReplyForm", (forms.Form,), made)(request.POST or None, initial={"text": asked.reply})
    context = {
        "title": "Answer a query",
        "caption": asked.line.title if asked.line else str(desk.form),
        "crumbs": desk.crumbs,
        "cancel_url": desk.address("form"),
        "button": "Answer",
    }
    return act(
        request, form, lambda v: reply(desk.form, asked, **v), lambda _: desk.address("form"), FORM, context
    )  # fmt: skip


def _told(request: HttpRequest, desk: Desk, form: QuestionForm) -> HttpResponse:
    """While it is being typed: keep it, and say what does not hold so far. Nothing counts as answered by it."""
    keep_all_typed(desk.form, typed_in(form.lines, request.POST))
    if form.is_valid():
        form.show(give_answers(desk.form, form.given(), keep=False))
    return render(request, "returns/_told.html", {"told": form.told()})


def _queries(desk: Desk) -> list[Query]:
    found = list(desk.form.queries.select_related("line"))
    for one in found:
        one.reply_url = desk.address("reply", one.pk)  # type: ignore[attr-defined]  # for the template
    return found


def _tasks(desk: Desk, lines: list[Line]) -> list[Task]:
    return [_task(desk, list(of_one)) for _, of_one in groupby(lines, key=lambda line: line.number)]


def _task(desk: Desk, lines: list[Line]) -> Task:
    first = lines[0]
    done = sum(line.answered for line in lines)
    started = done or any(line.typed for line in lines)
    status = ANSWERED if done == len(lines) else STARTED if started else NOT_YET
    href = desk.address("question", first.number)
    parts = f" (and {len(lines) - 1} parts)" if len(lines) > 1 else ""
    return Task(first.title, status, href, f"{answer_words(first) if first.answered else first.question}{parts}")


def _row(desk: Desk, line: Line) -> SummaryRow:
    title = f"{line.title}, {line.part}" if line.part else line.title
    said = [
        answer_words(line),
        line.answered and line.counted_on and f"Counted on {line.counted_on:%-d %B %Y}",
        line.answered and line.provisional and "Provisional",
        line.note,
        line.before_label and f"Last time ({line.before_label}): {before_words(line)}",
    ]
    change = Link("Change", desk.address("question", line.number), title)
    words = ". ".join(str(one).rstrip(".") for one in said if one)
    return SummaryRow(title, words, (change,) if desk.form.open and desk.answers else ())


def _place(desk: Desk, number: int) -> dict[str, Any]:
    of = desk.form.lines.order_by("-number").values_list("number", flat=True).first() or number
    back = desk.address("question", number - 1) if number > 1 else desk.address("form")
    return {"number": number, "of": of, "back_url": back, "form_url": desk.address("form")}
