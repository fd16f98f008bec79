"""The log of readers looked through: what is new in it, by reader, and a signature; and who is reminded to do it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Min, OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from goldenthread.core.casework.log_reviews import by_reader, may_sign, not_signed, sign_log
from goldenthread.core.casework.models import LogReview, Reading
from goldenthread.core.casework.process import process_named
from goldenthread.core.notices.worklist import WorkItem, days_left, register_source, urgency_of
from goldenthread.core.tenancy.actor import Actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import LONDON, now
from goldenthread.web.components import Cell, Column, Table

from .board import at_board
from .forms import act
from .registers import found_register, register_crumbs

#: A look that nobody has signed for by then is late. Ours, not the law's: a quarter, as boards meet.
WITHIN = timedelta(days=92)


@at_board
def sign_page(request: HttpRequest, board: Partnership, kind: str) -> HttpResponseBase:
    """What is new in the log, by reader; and a signature for exactly that."""
    process, register = found_register(board, kind)
    if not may_sign(register):
        raise PermissionDenied("The log is signed by its reviewers, who read no case of this register themselves.")
    through = _shown(request) or now()
    looks = not_signed(register).filter(at__lte=through)
    there = reverse("register", args=[board.slug, kind])

    def verb(values: dict[str, Any]) -> None:
        sign_log(register, through=through, **values)

    context = {
        "title": "Sign for the log of readers",
        "caption": process.title,
        "table": _table(looks),
        "through": through,
        "log_url": reverse("register_readers", args=[board.slug, kind]),
        "crumbs": register_crumbs(board, process),
        "cancel_url": there,
        "button": "Sign for it",
    }
    return act(request, SignForm(request.POST or None), verb, lambda _: there, "web/pages/sign_log.html", context)


class SignForm(forms.Form):
    """What was found."""

    concern = forms.BooleanField(
        label="There is something to follow up", required=False,
        help_text="Such as a case read by someone who does not work on it, or a purpose that says too little.",
    )  # fmt: skip
    note = forms.CharField(
        label="What did you find?", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Everyone who keeps the register reads it. Do not name a child.",
    )  # fmt: skip


def _shown(request: HttpRequest) -> datetime | None:
    """The moment until which the form that was sent had shown the log; no later than now."""
    sent = parse_datetime(request.POST.get("through", "")[:40]) if request.method == "POST" else None
    return min(sent, now()) if sent and sent.tzinfo else None


def _table(looks: Any) -> Table:
    columns = (
        Column("Who"), Column("Looks", numeric=True), Column("Cases", numeric=True),
        Column("For something else", numeric=True), Column("Last"),
    )  # fmt: skip
    rows = [
        (Cell(one.by), Cell(str(one.looks)), Cell(str(one.cases)), Cell(str(one.other)),
         Cell(f"{one.last.astimezone(LONDON):%-d %B %Y, %H:%M}"))
        for one in by_reader(looks)
    ]  # fmt: skip
    return Table("Looks that nobody has signed for yet", columns, tuple(rows))


def to_sign(actor: Actor, board: Partnership, on: date) -> Iterable[WorkItem]:
    """Registers whose log the actor reviews and in which something is new. One query."""
    covered = LogReview.objects.filter(register=OuterRef("register")).order_by("-through").values("through")[:1]
    mine = [pk for pk in actor.claim("reviewed") if pk not in actor.claim("registers")]
    rows = (
        Reading.objects.filter(register__in=mine, register__partnership=board)
        .alias(covered=Subquery(covered))
        .filter(Q(covered=None) | Q(at__gt=Subquery(covered)))
        .order_by().values("register", "register__kind").annotate(first=Min("at"))
    )  # fmt: skip
    for row in rows:
        process = process_named(row["register__kind"])
        due = (row["first"] + WITHIN).astimezone(LONDON).date()
        yield WorkItem(
            "log", row["register"], process.title if process else "Register", "Sign for the log of readers",
            due, "You review who reads it", urgency_of(due, on), days_left(due, on),
            open_title=True, link=reverse("sign_log", args=[board.slug, row["register__kind"]]),
        )  # fmt: skip


register_source("log reviews", to_sign)
