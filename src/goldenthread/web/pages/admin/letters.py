"""Messages that could not be sent, with why; and sending one again once that is put right."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from goldenthread.core.notices.models import Notice
from goldenthread.core.notices.tasks import queue_notice
from goldenthread.core.notices.unsent import send_again, unsent, why_not_again
from goldenthread.core.tenancy.models import Partnership
from goldenthread.web.components import Cell, Column, Table, Tag

from .common import Part, ask, crumbs, for_the_unit, show

TITLE = "Messages not sent"
PAGE_SIZE = 50
TAGS = {"failed": Tag("Tried again", "orange"), "refused": Tag("Refused", "red"), "unsure": Tag("Perhaps sent", "grey")}
TWICE = "It may have been sent already: sending was cut off. If it was, they get it twice."


@for_the_unit
def letters(request: HttpRequest, board: Partnership) -> HttpResponse:
    page = Paginator(unsent(board), PAGE_SIZE).get_page(request.GET.get("page"))
    headings = tuple(Column(text) for text in ("To", "What", "Why it was not sent", "Tried", "What you can do"))
    table = Table(TITLE, headings, tuple(_row(board, notice) for notice in page), caption_hidden=True)
    text = "What the mail server does not take now is tried for about five hours. What it refuses is listed until sent."
    return show(request, board, TITLE, [Part("", "letters", table, "Every message was sent", text)], page=page)


@for_the_unit
def again(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    notice = get_object_or_404(unsent(board), pk=pk)
    back = reverse("admin_letters", args=[board.slug])
    return ask(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        lambda _: send_again(notice, queue_notice),
        title="Send the message again",
        button="Send it again",
        back=back,
        above=crumbs(board, (TITLE, back)),
        said=lambda _: f"The message to {notice.person} waits to be sent. If it fails again, it will be here again.",
        caption=f"{notice.get_kind_display()}, to {notice.person}",
        warning=TWICE if notice.status == Notice.Status.UNSURE else "",
    )


def _row(board: Partnership, notice: Notice) -> tuple[Any, ...]:
    address = notice.person.user.email if notice.person.user else "no address"
    what = Cell(str(notice.get_kind_display()), note=f"{notice.day:%-d %B %Y}")
    if notice.action is not None:
        link = reverse("action", args=[board.slug, notice.action_id])
        what = Cell(str(notice.get_kind_display()), link, note=f"{notice.action.reference}, {notice.day:%-d %B %Y}")
    no_use = why_not_again(notice)
    send = reverse("admin_send_again", args=[board.slug, notice.pk])
    return (
        Cell(notice.person.name, note=address),
        what,
        Cell(notice.error or str(notice.get_status_display()), tag=TAGS[notice.status]),
        Cell("once" if notice.attempts == 1 else f"{notice.attempts} times"),
        Cell(no_use) if no_use else Cell("Send again", send),
    )
