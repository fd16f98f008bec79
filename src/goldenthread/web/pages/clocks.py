"""Every clock of the law for a partnership and a date, with what the partnership set for itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from goldenthread.core.casework.local import local_limits
from goldenthread.core.casework.models import LocalClock
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.kernel.now import today
from goldenthread.kernel.spans import Convention, Unit
from goldenthread.law.clocks import CLOCKS, clocks_on
from goldenthread.law.eras import ERAS, eras_on
from goldenthread.law.limits import LawClock, Limit
from goldenthread.web.components import Cell, Column, Link, Table, Tag
from goldenthread.web.dates import DateField
from goldenthread.web.vocabulary import course_for

from .board import at_board, home_crumb, is_unit, known_links, needs
from .forms import act, version_of

#: Those of every framework that is in force on the day, here or elsewhere.
ALL = "all"


class WhenForm(forms.Form):
    on = DateField(label="On which date?", required=False)
    era = forms.ChoiceField(
        label="Framework",
        required=False,
        choices=[("", "What this partnership works under"), (ALL, "All in force"), *((e.key, e.title) for e in ERAS)],
    )


@at_board
def clocks_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    form = WhenForm(request.GET or None)
    asked: dict[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else {}
    on, era = asked.get("on") or today(), asked.get("era")
    course = course_for(request, board)
    here = course.keys_on(on)
    clocks = clocks_on(on, None if era == ALL else era or here, local_limits(board))
    context = {
        "form": form,
        "on": on,
        "eras": eras_on(on),
        "here": [one for one in eras_on(on) if one.key in here] or [course.on(on)],
        "law_change": known_links(board, [("Change of law", "law_change")]),
        "table": _table(clocks),
        "local": LocalClock.objects.filter(partnership=board),
        "crumbs": [home_crumb(board)],
        "may_set": is_unit(board),
        "set_url": reverse("set_clock", args=[board.slug]),
    }
    return render(request, "web/pages/clocks.html", context)


class LocalForm(forms.Form):
    """A limit of one's own. Which clocks may have one, and what must hold, is checked by `set_local_clock`."""

    clock = forms.ChoiceField(label="Which clock?", choices=[(c.id, f"{c.id}: {c.title}") for c in CLOCKS.values()])
    part = forms.CharField(label="Part of the clock, if it has several", required=False, max_length=40)
    number = forms.IntegerField(label="Number", min_value=1, max_value=999)
    unit = forms.ChoiceField(label="Unit", choices=[(u.value, f"{u.value}s") for u in Unit if u is not Unit.BY_TIME])
    convention = forms.ChoiceField(
        label="How the first day counts", choices=[(c.value, str(c).capitalize()) for c in Convention]
    )
    since = DateField(label="In force from")
    until = DateField(label="In force until", required=False)
    reason = forms.CharField(label="Who decided it, when and why", max_length=300)


@at_board
def set_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    needs(UNIT, board, "set a local limit")
    form = LocalForm(request.POST or None)
    context = {
        "title": "Set a limit of your own",
        "crumbs": [home_crumb(board), Link("Clocks", reverse("clocks", args=[board.slug]))],
        "cancel_url": reverse("clocks", args=[board.slug]),
        "button": "Set the limit",
    }
    to = reverse("clocks", args=[board.slug])
    return act(request, form, lambda v: set_local_clock(board, **v), lambda _: to, "web/pages/form.html", context)


@at_board
def end_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    needs(UNIT, board, "end a local limit")
    row = get_object_or_404(LocalClock, pk=pk, partnership=board)
    form = type("EndForm", (forms.Form,), {"until": DateField(label="Last day in force")})(request.POST or None)
    to = reverse("clocks", args=[board.slug])

    version = version_of(request)
    context = {
        "version": row.version,
        "title": f"End the local limit for {row.clock}",
        "crumbs": [home_crumb(board)],
        "cancel_url": to,
        "button": "End it",
    }

    def end(values: dict[str, Any]) -> LocalClock:
        return end_local_clock(row, expected_version=version, **values)

    return act(request, form, end, lambda _: to, "web/pages/form.html", context)


@transaction.atomic
def end_local_clock(row: LocalClock, *, until: date, expected_version: int | None = None) -> LocalClock:
    """The last day of a local limit. Raises ValidationError before its first; StaleEdit when someone else ended it."""
    row = LocalClock.objects.select_for_update(of=("self",)).get(pk=row.pk)
    refuse_if_stale(row, expected_version, {"until": until})
    if until < row.since:
        raise ValidationError({"until": "It cannot end before it began."})
    row.until = until
    row.version += 1
    row.save()
    return row


@transaction.atomic
def set_local_clock(
    board: Partnership, *, clock: str, part: str, since: date, until: date | None, **values: Any
) -> LocalClock:
    """Write a local limit. Raises ValidationError for an unknown part, an end before the beginning, or two in force at
    once.
    """
    parts = [p for p in CLOCKS[clock].parts if p]
    if part and part not in parts:
        raise ValidationError(
            {"part": f"{clock} has no part '{part}'. It has: {', '.join(parts) or 'no parts; leave this empty'}."}
        )
    if until and until < since:
        raise ValidationError({"until": "It cannot end before it begins."})
    rows = LocalClock.objects.select_for_update().filter(partnership=board, clock=clock, part=part)
    if any((r.until or date.max) >= since and r.since <= (until or date.max) for r in rows):
        raise ValidationError({"since": "Another limit of yours is in force for part of that time. End it first."})
    row = LocalClock(partnership=board, clock=clock, part=part, since=since, until=until, **values)
    row.full_clean()
    row.save()
    return row


def _table(clocks: tuple[LawClock, ...]) -> Table:
    headings = tuple(Column(text) for text in ("Clock", "Starts with", "Limit", "How it counts", "Source"))
    return Table("Clocks in force", headings, tuple(_row(c, limit) for c in clocks for limit in c.limits), True)


def _row(clock: LawClock, limit: Limit) -> tuple[Any, ...]:
    part = f" ({limit.part})" if limit.part else ""
    tag = Tag("Set here", "teal") if limit.local else Tag("No national rule", "grey") if clock.local else None
    return (
        Cell(f"{clock.id}: {clock.title}{part}", tag=tag, note=limit.note or clock.note),
        Cell(clock.starts_with(limit)),
        Cell(str(limit)[:1].upper() + str(limit)[1:]),
        Cell(str(limit.convention)[:1].upper() + str(limit.convention)[1:]),
        Cell(limit.source, note=str(limit.confidence)),
    )
