"""The forms: plan a move, write down one that happened, give it another day, withdraw it; name who fills a role."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from goldenthread.core.tenancy.models import Move, Partnership
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.kernel.calendars import say
from goldenthread.kernel.now import today
from goldenthread.law.courses import BODIES
from goldenthread.law.eras import CDR_2018, era
from goldenthread.law.offices import OFFICES
from goldenthread.web.dates import DateField
from goldenthread.web.pages.board import at_board, needs
from goldenthread.web.pages.forms import act, form_class, version_of
from goldenthread.web.vocabulary import course_for

from ..holding import end_holder, name_holder
from ..models import OfficeHolder
from ..moving import give_another_day, plan_move, planned, withdraw_move, write_down_move
from .ahead import crumbs, to_come

PUBLISHED = ("published_on", "arrangements", "why")
ON = "The date in the published arrangements."


@at_board
def plan_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    needs(UNIT, board, "plan a change of law")
    written = _written(board)
    choices = [one for one in to_come(course_for(request, board)) if one[0] not in written]
    if not choices:
        return _nothing(request, board, "Plan a change of law", "Every framework that follows is planned or in force.")
    form = _move_form(board, choices, ON)(
        request.POST or None, initial={"era": request.GET.get("era"), "on": request.GET.get("on")}
    )
    return _ask(
        request, board, form, lambda values: plan_move(partnership=board, **values), "Plan a change of law", "Plan it",
        lambda move: f"{era(move.era).title} from {say(move.on)} is planned. Nothing has to be done on the day itself.",
    )  # fmt: skip


@at_board
def past_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    needs(UNIT, board, "write down a change of law")
    written = _written(board)
    course = course_for(request, board)
    choices = [
        (one.key, one.title)
        for one in (*BODIES[1:], CDR_2018)
        if one.key not in written and ((course.first_day(one.key) or today()) <= today() or one is course.next_body())
    ]
    if not choices:
        title, text = "Write down a move that has happened", "Every move until today is written down."
        return _nothing(request, board, title, text)
    form = _move_form(board, choices, "The day on which the new arrangements began.")(
        request.POST or None, initial={"era": request.GET.get("era")}
    )
    return _ask(
        request, board, form, lambda values: write_down_move(partnership=board, **values),
        "Write down a move that has happened", "Write it down",
        lambda move: f"{era(move.era).title} from {say(move.on)} is written down.",
        warning="Rows from that day on are shown in its words. What was closed since stays as it was.",
    )  # fmt: skip


@at_board
def change_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    move = _move(board, pk)
    ahead = planned(move)
    fields = {
        "on": DateField(label="From which day", help_text=f"It is written down for {say(move.on)}."),
        "because": forms.CharField(label="Why it changes", widget=forms.Textarea, max_length=2000,
                                   help_text="The day that was written down and this reason are both kept."),
    }  # fmt: skip
    form = type("DayForm", (forms.Form,), fields)(request.POST or None, initial={"on": move.on})
    version = version_of(request)
    title = "Move it to another day" if ahead else "Correct the day"
    return _ask(
        request, board, form, lambda values: give_another_day(move, expected_version=version, **values),
        title, "Save", lambda done: f"{era(done.era).title} from {say(done.on)}. The day before it is kept.",
        caption=era(move.era).title, version=move.version,
        warning="" if ahead else "This has happened. Open records are counted anew; what was closed stays as it was.",
        beside=(("Cancel the move" if ahead else "It did not happen: withdraw it",
                 reverse("withdraw_law_move", args=[board.slug, pk])),),
    )  # fmt: skip


@at_board
def withdraw_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    move = _move(board, pk)
    question = forms.CharField(label="Why?", widget=forms.Textarea, max_length=2000)
    form = type("WithdrawForm", (forms.Form,), {"because": question})(request.POST or None)
    version = version_of(request)
    ahead = planned(move)
    return _ask(
        request, board, form, lambda values: withdraw_move(move, expected_version=version, **values),
        "Cancel the planned move" if ahead else "Withdraw the move", "Cancel the move" if ahead else "Withdraw it",
        lambda done: f"{era(done.era).title} from {say(done.on)} no longer stands. It and the reason are kept.",
        caption=f"{era(move.era).title}, from {say(move.on)}", version=move.version,
    )  # fmt: skip


@at_board
def name_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    needs(UNIT, board, "name who fills a role")
    course = course_for(request, board)
    keys = {one.key for since, one in course.stages if one is course.on(today()) or since > today()}
    keys |= {CDR_2018.key} if course.child_deaths is not None else set()
    choices = [(one.key, one.title) for one in OFFICES if one.eras & keys]
    role = forms.ChoiceField(label="Role", choices=choices)
    form = form_class(OfficeHolder, ("person", "since"), board, {"office": role})(
        request.POST or None,
        initial={"office": request.GET.get("office"), "since": request.GET.get("since") or today()},
    )
    form.order_fields(["office", "person", "since"])
    return _ask(
        request, board, form, lambda values: name_holder(partnership=board, **values), "Name who fills a role",
        "Name them",
        lambda held: f"{held.person} is named from {say(held.since)}: {held.get_office_display()}.",
    )  # fmt: skip


@at_board
def end_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    needs(UNIT, board, "name who fills a role")
    held = get_object_or_404(OfficeHolder.objects.select_related("person"), pk=pk, partnership=board)
    last = DateField(label="Last day in the role")
    form = type("EndForm", (forms.Form,), {"until": last})(request.POST or None, initial={"until": today()})
    version = version_of(request)
    return _ask(
        request, board, form, lambda values: end_holder(held, expected_version=version, **values),
        f"End: {held.person}", "End it", lambda done: f"{done.person}: until {say(done.until)}.",
        caption=held.get_office_display(), version=held.version,
    )  # fmt: skip


def _written(board: Partnership) -> set[str]:
    """The frameworks whose move is written down, planned ones too."""
    return set(Move.objects.filter(partnership=board, withdrawn_on__isnull=True).values_list("era", flat=True))


def _nothing(request: HttpRequest, board: Partnership, title: str, text: str) -> HttpResponse:
    """There is nothing that the form could offer: the page says so, and where a date is changed."""
    return render(
        request, "law_change/nothing.html", {"title": title, "text": text, "crumbs": crumbs(board), "board": board}
    )


def _move(board: Partnership, pk: int) -> Move:
    needs(UNIT, board, "change what is written of the law")
    return get_object_or_404(Move.objects.select_related("partnership"), pk=pk, partnership=board, withdrawn_on=None)


def _move_form(board: Partnership, choices: list[tuple[str, str]], hint: str) -> type[forms.Form]:
    fields: dict[str, forms.Field] = {
        "era": forms.ChoiceField(label="Framework", choices=choices),
        "on": DateField(label="Works under it from", help_text=hint),
    }
    made = form_class(Move, PUBLISHED, board, fields)
    return type("MoveForm", (made,), {"field_order": ["era", "on", *PUBLISHED]})


def _ask(
    request: HttpRequest,
    board: Partnership,
    form: forms.Form,
    verb: Callable[[dict[str, Any]], Any],
    title: str,
    button: str,
    said: Callable[[Any], str],
    **more: Any,
) -> HttpResponse:
    """Show a form; when the verb takes it, say what was done and go back to how it stands."""
    there = reverse("law_change", args=[board.slug])

    def act_and_say(values: dict[str, Any]) -> Any:
        done = verb(values)
        messages.success(request, said(done))
        return done

    context = {"title": title, "button": button, "cancel_url": there, "crumbs": crumbs(board), **more}
    return act(request, form, act_and_say, lambda _: there, "law_change/form.html", context)
