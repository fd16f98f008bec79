"""A form sent too late loses no text: it is kept for the person it was shown to, and no one else ever sees it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.views.csrf import csrf_failure as django_csrf_failure

from goldenthread.core.casework.models import Draft
from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.core.tenancy.models import User
from goldenthread.kernel.now import now

from . import drafts

KEPT = "What you typed is kept. Sign in, and it is in the form again."
#: Somebody on long leave finds their words again; nobody's unfinished words are kept for ever.
KEPT_FOR = timedelta(days=60)
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


def forget_old() -> int:
    """Delete what was typed so long ago (KEPT_FOR) that nobody will send it: how many drafts.

    Acts for everybody at once, as no person ever does, and reads nothing: it deletes by date alone.
    """
    everybody = frozenset(User.objects.values_list("pk", flat=True))
    with acting_as(Actor(None, held={"users": everybody}, name="Upkeep")):
        gone, _ = Draft.objects.filter(saved_at__lt=now() - KEPT_FOR).delete()
    return gone


def owner_of(request: HttpRequest) -> int | None:
    """The id of the person this form was shown to, as far as that can be known for certain."""
    return getattr(request, "was_user", None) or drafts.whose_key(
        request.POST.get(drafts.KEY, ""), drafts.address_of(request)
    )


def _after_post(request: HttpRequest, response: HttpResponse) -> None:
    target = urlsplit(response.headers.get("Location", "")).path if response.status_code in {301, 302, 303} else ""
    if target == resolve_url("account_login"):
        owner = owner_of(request)
        if owner and drafts.keep(owner, drafts.address_of(request), request.POST):
            messages.success(request, KEPT)
    elif target and request.user.is_authenticated and not target.startswith(NOT_PLACES):
        drafts.discard(request.user.pk, drafts.address_of(request))  # saved: pages redirect after a form went through


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long, or was never ours. Only a form that carries our own key has its text kept."""
    owner = drafts.whose_key(request.POST.get(drafts.KEY, ""), drafts.address_of(request))
    another = request.user.is_authenticated and request.user.pk != owner
    if owner is not None and not another and drafts.keep(owner, drafts.address_of(request), request.POST):
        return render(request, "signin/kept.html", {"path": drafts.address_of(request)}, status=403)
    return django_csrf_failure(request, reason)
