"""A form sent too late loses no text: it is kept for the person it was shown to, and no one else ever sees it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.views.csrf import csrf_failure as django_csrf_failure

from . import drafts

KEPT = "What you typed is kept. Sign in, and it is in the form again."
NOT_PLACES = ("/account/", "/drafts/", "/invitations/", "/demonstration/")


class KeepTypedText:
    """Sent without a session: kept, then sign-in, then the form again with the text. Sent and saved: the draft goes.

    Whose text it is comes from the session that has just run out, or from the signed key that the form carried:
    never from what
    the request says of itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and not request.path.startswith(NOT_PLACES):
            _after_post(request, response)
        return response


def owner_of(request: HttpRequest) -> int | None:
    """The id of the person this form was shown to, as far as that can be known for certain."""
    return getattr(request, "was_user", None) or drafts.whose_key(request.POST.get(drafts.KEY, ""), request.path)


def _after_post(request: HttpRequest, response: HttpResponse) -> None:
    target = urlsplit(response.headers.get("Location", "")).path if response.status_code in {301, 302, 303} else ""
    if target == resolve_url("account_login"):
        owner = owner_of(request)
        if owner and drafts.keep(owner, request.path, request.POST):
            messages.success(request, KEPT)
    elif target and request.user.is_authenticated and not target.startswith(NOT_PLACES):
        drafts.discard(request.user.pk, request.path)  # it was saved: pages redirect after a form went through


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long, or was never ours. Only a form that carries our own key has its text kept."""
    owner = drafts.whose_key(request.POST.get(drafts.KEY, ""), request.path)
    another = request.user.is_authenticated and request.user.pk != owner
    if owner is not None and not another and drafts.keep(owner, request.path, request.POST):
        return render(request, "signin/kept.html", {"path": request.path}, status=403)
    return django_csrf_failure(request, reason)
