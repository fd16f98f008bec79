"""Notifying without an account: prove a work address by a code, fill in the form, send it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from goldenthread.core.casework.models import Record
from goldenthread.core.contributions.answers import Answers
from goldenthread.core.contributions.asked import Notices, every_notice, notices_of
from goldenthread.core.contributions.models import NOTIFYING, Notification
from goldenthread.core.contributions.notifying import (
    begin_notification,
    keep_typed,
    send_notification,
    typed_so_far,
)
from goldenthread.core.links.models import Link
from goldenthread.core.links.opening import token_hash
from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.core.tenancy.models import Partnership
from goldenthread.web.pages.forms import put_errors
from goldenthread.web.security.limits import limited

from .door import by_link, remember, unseen_from_outside
from .sheets import Sheet, addresses, check_page, first_page, section_page


class AddressForm(forms.Form):
    """A work addresses("notifying", link), which a code then proves."""

    email = forms.EmailField(
        label="Your work email address", max_length=254,
        help_text="We send a code to it. Those who receive the notification answer to this address.",
    )  # fmt: skip


class NothingMore(forms.Form):
    """The last look asks nothing of its own."""


@login_not_required
@limited("notify", tries=60, seconds=600)
def notify_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What can be notified to a partnership by anyone who works with children."""
    board = get_object_or_404(Partnership, slug=slug)
    rows = [(one, reverse("notify", args=[slug, one.kind])) for one in every_notice()]
    return unseen_from_outside(render(request, "by_link/notify_list.html", {"board": board, "rows": rows}))


@login_not_required
@limited("notify", tries=60, seconds=600)
def notify(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Say which address is yours. One that has begun finds what it left."""
    board, notices = get_object_or_404(Partnership, slug=slug), _notices(kind)
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return unseen_from_outside(_begin(request, board, kind, form.cleaned_data["email"]))
        except ValidationError as refused:
            put_errors(form, refused)
    context = {"board": board, "notices": notices, "form": form}
    page = render(request, "by_link/notify.html", context, status=422 if form.errors else 200)
    return unseen_from_outside(page)


@limited("notify_begin", tries=10, seconds=600)
def _begin(request: HttpRequest, board: Partnership, kind: str, email: str) -> HttpResponse:
    with acting_as(Actor.system(board)):
        link, secret = begin_notification(board, kind=kind, email=email)
    remember(request, link, token_hash(secret))
    return redirect("link_code", board.slug, link.pk)


@by_link(NOTIFYING)
def notifying(request: HttpRequest, link: Link) -> HttpResponse:
    return first_page(request, _sheet(link)[1])


@by_link(NOTIFYING, keeps=True)
def notifying_section(request: HttpRequest, link: Link, section: str) -> HttpResponse:
    notification, sheet = _sheet(link)
    return section_page(request, sheet, section, lambda typed: keep_typed(notification, typed))


@by_link(NOTIFYING)
def notifying_check(request: HttpRequest, link: Link) -> HttpResponse:
    """The last look, and sending it: a case begins with it."""
    notification, sheet = _sheet(link)

    def send(answers: Answers) -> HttpResponse:
        case: Record = send_notification(notification, link, answers=answers)
        context = {"board": link.partnership, "reference": case.reference, "email": link.email}
        return render(request, "by_link/notified.html", context)

    return check_page(request, sheet, NothingMore(request.POST if request.method == "POST" else None), send)


def _notices(kind: str) -> Notices:
    found = notices_of(kind)
    if found is None:
        raise Http404("This cannot be notified here.")
    return found


def _sheet(link: Link) -> tuple[Notification, Sheet]:
    notification: Notification = Notification.objects.select_related("partnership").get(pk=link.opens)
    notices = _notices(notification.kind)

    words: dict[str, Any] = {"guidance": notices.guidance, "notifies": True}
    sheet = Sheet(
        notification.partnership, link, notices.form, notices.form.sections, typed_so_far(notification),
        addresses("notifying", link), notices.title, words, notices.needed,
    )  # fmt: skip
    return notification, sheet
