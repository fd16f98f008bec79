"""What people outside were asked about a case: ask, chase, move the day, ask someone else, withdraw, read answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from goldenthread.core.casework.models import Record
from goldenthread.core.casework.process import process_for
from goldenthread.core.casework.registering import keeps
from goldenthread.core.contributions import asking
from goldenthread.core.contributions.answers import Answers, in_words, stands
from goldenthread.core.contributions.asked import Takes, asked_of
from goldenthread.core.contributions.models import Contribution
from goldenthread.core.links.models import Link as MailedLink
from goldenthread.core.tenancy.models import Agency, Partnership
from goldenthread.kernel.now import today
from goldenthread.law.forms import Section
from goldenthread.web.components import Cell, Column, Link, SummaryRow, Table, Tag
from goldenthread.web.dates import DateField
from goldenthread.web.forms import CheckboxSelectMultiple

from .board import at_board, home_crumb, record_address
from .forms import act
from .unsealing import as_read, ask_why, is_shut, sealed_context, sealed_record

COLOURS = {"asked": "blue", "opened": "blue", "answered": "green", "withdrawn": "grey"}
#: As long as whoever is asked has, unless another day is said. Ours; no law sets it.
USUAL = timedelta(days=21)


@at_board
def asked_page(request: HttpRequest, board: Partnership, kind: str, pk: int) -> HttpResponse:
    """Everything that was asked about a case, what came back and what is missing. Names show within a reading."""
    record = _record(board, kind, pk)
    with as_read(request, record, what="What outside people were asked"):
        context = {
            **sealed_context(request, board, record),
            "title": "Asked of agencies",
            "record": record,
            "table": _table(board, record),
            "ask_url": _url("ask_outside", board, record) if _may(record) else "",
            "crumbs": _crumbs(board, record),
        }
        return render(request, "web/pages/asked.html", context)


@at_board
def asked_of_case(request: HttpRequest, board: Partnership, pk: int) -> HttpResponseBase:
    """The same, where the kind of case is not known to whoever leads there."""
    record = get_object_or_404(Record, pk=pk, partnership=board)
    return redirect(_url("asked_of_agencies", board, record))


@at_board
def ask_page(request: HttpRequest, board: Partnership, kind: str, pk: int) -> HttpResponseBase:
    """Ask one person. What is told them is filled in from the case, to be cut down to what they need."""
    record, there = _record(board, kind, pk), reverse("asked_of_agencies", args=[board.slug, kind, pk])
    asking.refuse_others(record, "ask")
    if is_shut(request, record):
        return ask_why(board, record, request.path)
    takes = _takes(kind)
    with as_read(request, record, what="To ask someone outside"):
        case = process_for(record).model.objects.get(pk=record.pk)
        fitting = [one for one, form in takes.forms.items() if takes.fits(case, form)] or list(takes.forms)
        key = request.POST.get("form") or request.GET.get("form") or fitting[0]
        form = _ask_form(takes, board, key)(request.POST or None, initial=_first(takes, case, key))

        def verb(values: dict[str, Any]) -> Contribution:
            return asking.ask_for(record, **_chosen(values))

        def done(asked: Contribution) -> str:
            messages.success(request, "The form is asked for, and the link sent.")
            return _url("ask_outside", board, record) if "more" in request.POST else there

        context = {
            "title": "Ask someone outside",
            "caption": record.reference,
            "warning": "They see what you tell them here and the form, and nothing of the case. Tell them no more than "
            "they need to find the child.",
            "crumbs": _crumbs(board, record),
            "cancel_url": there,
            "button": "Ask them",
            "chosen": takes.forms[key].title if key in takes.forms else "",
            "others": _offered(takes, [one for one in fitting if one != key]),
            "elsewhere": _offered(takes, [one for one in takes.forms if one not in {key, *fitting}]),
        }
        return act(request, form, verb, done, "web/pages/ask_outside.html", context)


@at_board
def answer_page(request: HttpRequest, board: Partnership, kind: str, pk: int, asked: int) -> HttpResponseBase:
    """One form: whom it was asked of, how it stands, and what they said."""
    record = _record(board, kind, pk)
    if is_shut(request, record):
        return ask_why(board, record, request.path)
    row = get_object_or_404(Contribution.objects.select_related("agency"), pk=asked, record=record)
    with as_read(request, record, what=f"{row.form.title}: the answer"):
        answers, waiting = row.answers, row.waiting and _may(record)
        parts = [
            (_how_far(row, one, answers), [SummaryRow(field.label, in_words(field, answers)) for field in one.fields])
            for one in row.asked_sections
        ]
        context = {
            **sealed_context(request, board, record),
            "title": row.form.title,
            "record": record,
            "rows": _facts(row, asking.link_of(row)),
            "parts": parts if row.answered_on else [],
            "verbs": [(label, _url(name, board, record, asked)) for label, name in _VERBS] if waiting else [],
            "chase_url": _url("chase_outside", board, record, asked) if waiting else "",
            "crumbs": [*_crumbs(board, record), Link("Asked of agencies", _url("asked_of_agencies", board, record))],
        }
        return render(request, "web/pages/asked_answer.html", context)


_VERBS = (("Move the day", "move_outside"), ("Ask someone else", "send_outside"), ("Withdraw it", "withdraw_outside"))


@require_POST
@at_board
def chase_page(request: HttpRequest, board: Partnership, kind: str, pk: int, asked: int) -> HttpResponseBase:
    record = _record(board, kind, pk)
    asking.chase(get_object_or_404(Contribution, pk=asked, record=record))
    messages.success(request, "The link is sent again. The one before works no more; what they typed is still there.")
    return redirect(_url("asked_answer", board, record, asked))


@at_board
def move_page(request: HttpRequest, board: Partnership, kind: str, pk: int, asked: int) -> HttpResponseBase:
    fields = {"due": DateField(label="By which day do you need it?")}
    return _change(request, board, (kind, pk, asked), "Move the day", fields, asking.move_day)


@at_board
def send_page(request: HttpRequest, board: Partnership, kind: str, pk: int, asked: int) -> HttpResponseBase:
    fields = {
        "name": forms.CharField(label="Full name", max_length=200),
        "email": forms.EmailField(label="Their work email address"),
    }
    return _change(request, board, (kind, pk, asked), "Ask someone else", fields, asking.send_elsewhere)


@at_board
def withdraw_page(request: HttpRequest, board: Partnership, kind: str, pk: int, asked: int) -> HttpResponseBase:
    fields = {"why": forms.CharField(label="Why is it not asked for any more?", max_length=300)}
    return _change(request, board, (kind, pk, asked), "Withdraw it", fields, asking.withdraw)


def _change(
    request: HttpRequest, board: Partnership, at: tuple[str, int, int], title: str, fields: dict[str, Any], verb: Any
) -> HttpResponseBase:
    """One of the small forms about what was asked."""
    kind, pk, asked = at
    record = _record(board, kind, pk)
    asking.refuse_others(record, "change what is asked")
    row = get_object_or_404(Contribution, pk=asked, record=record)
    there = _url("asked_answer", board, record, asked)
    form = type("ChangeForm", (forms.Form,), fields)(request.POST or None)
    context = {
        "title": title, "caption": row.form.title, "cancel_url": there, "button": title,
        "crumbs": [*_crumbs(board, record), Link("Asked of agencies", _url("asked_of_agencies", board, record))],
    }  # fmt: skip
    return act(request, form, lambda v: verb(row, **v), lambda _: there, "web/pages/form.html", context)


def _table(board: Partnership, record: Record) -> Table:
    columns = (
        Column("Form"), Column("Of whom"), Column("Due"), Column("How it stands"), Column("Answered", numeric=True),
        Column("Not known", numeric=True), Column("Empty", numeric=True), Column("Hours", numeric=True),
    )  # fmt: skip
    rows = []
    for one in asking.contributions_of(record):
        state = Tag("Late", "red") if one.late else Tag(one.state.capitalize(), COLOURS[one.state])
        chased = _chased(one)
        rows.append((
            Cell(one.form.title, _url("asked_answer", board, record, one.pk)), Cell(str(one.name), note=_agency(one)),
            Cell(one.due), Cell(tag=state, note=chased), Cell(one.given), Cell(one.not_known), Cell(one.blank_fields),
            Cell("" if one.hours is None else one.hours),
        ))  # fmt: skip
    return Table("What was asked", columns, tuple(rows))


def _chased(one: Contribution) -> str:
    if one.chased < 2:
        return f"Chased on {one.chased_on:%-d %B %Y}" if one.chased else ""
    return f"Chased {one.chased} times, last on {one.chased_on:%-d %B %Y}"


def _facts(row: Contribution, link: MailedLink | None) -> list[SummaryRow]:
    """How it stands, in the order in which it happened."""
    asked = f"{row.asked_on:%-d %B %Y}, by {row.asked_by}"
    facts = [
        ("Asked of", str(row.name)), ("At", _agency(row)), ("Address", link.email if link else ""), ("Asked on", asked),
        ("They were told", str(row.about or "")), ("Due", f"{row.due:%-d %B %Y}{' (late)' if row.late else ''}"),
        ("Opened on", _day(row.opened_on)), ("Last chased on", _day(row.chased_on)),
        ("Answered on", _day(row.answered_on)), ("Hours it took", "" if row.hours is None else str(row.hours)),
        ("Withdrawn on", _day(row.withdrawn_on)), ("Because", str(row.withdrawn_why or "")),
    ]  # fmt: skip
    return [SummaryRow(label, value) for label, value in facts if value]


def _ask_form(takes: Takes, board: Partnership, key: str) -> type[forms.Form]:
    """To ask for one form; its parts alone are offered. One that is not asked for is refused as it is sent."""
    asked = takes.forms.get(key)
    parts = [(one.key, one.title) for one in asked.sections] if asked else []
    agencies = forms.ModelChoiceField(
        Agency.objects.filter(pk__in=board.agencies.values("pk")).order_by("name"), required=False,
        label="Agency", empty_label="None of the partnership's",
    )  # fmt: skip
    fields = {
        "form": forms.ChoiceField(choices=[(one, one) for one in takes.forms], widget=forms.HiddenInput),
        "parts": forms.MultipleChoiceField(
            label="Which parts of it?", choices=parts, required=False, widget=CheckboxSelectMultiple,
            help_text="Ask for what they hold. All of it, if you choose none.",
        ),
        "name": forms.CharField(label="Full name", max_length=200),
        "email": forms.EmailField(label="Their work email address"),
        "agency": agencies,
        "about": forms.CharField(
            label="What do they need to know to find the child?", max_length=2000,
            widget=forms.Textarea(attrs={"rows": 4}),
        ),
        "note": forms.CharField(
            label="A word to them", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
        ),
        "due": DateField(label="By which day do you need it?"),
    }  # fmt: skip
    return type("AskForm", (forms.Form,), fields)


def _offered(takes: Takes, keys: list[str]) -> list[tuple[str, str]]:
    return [(f"?form={key}", takes.forms[key].title) for key in keys]


def _first(takes: Takes, case: Any, key: str) -> dict[str, Any]:
    """Filled in from the case as it is open now."""
    return {"form": key, "about": takes.about(case), "due": today() + USUAL}


def _chosen(values: dict[str, Any]) -> dict[str, Any]:
    """As `ask_for` takes them: the parts of a form are its sections."""
    return {"sections" if name == "parts" else name: value for name, value in values.items()}


def _record(board: Partnership, kind: str, pk: int) -> Record:
    _takes(kind)
    return sealed_record(board, kind, pk)


def _takes(kind: str) -> Takes:
    """Raises Http404 for a kind about which nothing is asked."""
    takes = asked_of(kind)
    if takes is None:
        raise Http404("Nothing is asked of others about such cases.")
    return takes


def _may(record: Record) -> bool:
    return record.register is not None and keeps(record.register) and record.destroyed_on is None


def _agency(row: Contribution) -> str:
    return str(row.agency) if row.agency else ""


def _how_far(row: Contribution, section: Section, answers: Answers) -> str:
    """A part's title, with how much of it is answered."""
    counted = stands(row.form, (section,), answers)
    return (
        f"{section.title}: {counted.given} of {len(section.fields)} answered, {counted.not_known} not known, "
        f"{len(counted.blank)} empty"
    )


def _day(day: Any) -> str:
    return f"{day:%-d %B %Y}" if day else ""


def _url(name: str, board: Partnership, record: Record, *more: int) -> str:
    return reverse(name, args=[board.slug, record.kind, record.pk, *more])


def _crumbs(board: Partnership, record: Record) -> list[Link]:
    return [home_crumb(board), Link(record.reference, record_address(board, record.kind, record.pk))]
