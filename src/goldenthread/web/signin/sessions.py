"""How long a session lasts: half an hour without use, twelve hours in all."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.backends.base import UpdateError
from django.http import HttpRequest, HttpResponse, JsonResponse

from goldenthread.kernel.now import now

SIGNED_IN, SEEN = "signed_in_at", "seen_at"
#: The session is written at most this often; reading pages otherwise costs no write.
SECONDS_BETWEEN_WRITES = 60


class SessionLimits:
    """Signs out a session past its limits before any page sees it; remembers whose it was as `request.was_user`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.was_user = None  # type: ignore[attr-defined]  # ours, beside Django's own attributes
        if request.user.is_authenticated:
            reason = _over(request)
            if reason:
                request.was_user = request.user.pk  # type: ignore[attr-defined]  # ours, beside Django's own attributes
                logout(request)
                messages.info(request, reason)
            elif request.headers.get("X-Session-Check") != "look":
                _touch(request)
        return self.get_response(request)


def seconds_left(request: HttpRequest) -> int:
    """Until the session ends if nothing is done; 0 where nobody is signed in."""
    if not request.user.is_authenticated:
        return 0
    moment = now().timestamp()
    idle = request.session.get(SEEN, moment) + settings.SESSION_IDLE_SECONDS
    longest = request.session.get(SIGNED_IN, moment) + settings.SESSION_LONGEST_SECONDS
    return max(0, int(min(idle, longest) - moment))


@login_not_required
def session_view(request: HttpRequest) -> HttpResponse:
    """`{"seconds_left": n}` for the warning. With the header `X-Session-Check: look` asking does not prolong it."""
    return JsonResponse({"seconds_left": seconds_left(request)})


def begin(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    """On signing in: both clocks start."""
    request.session[SIGNED_IN] = request.session[SEEN] = now().timestamp()


def _over(request: HttpRequest) -> str:
    moment = now().timestamp()
    if moment - request.session.get(SIGNED_IN, moment) >= settings.SESSION_LONGEST_SECONDS:
        hours = settings.SESSION_LONGEST_SECONDS // 3600
        return f"You were signed in for {hours} hours, so we signed you out. Sign in to go on."
    if moment - request.session.get(SEEN, moment) >= settings.SESSION_IDLE_SECONDS:
        minutes = settings.SESSION_IDLE_SECONDS // 60
        return f"You did nothing here for {minutes} minutes, so we signed you out. Sign in to go on."
    return ""


def _touch(request: HttpRequest) -> None:
    """Written at once and not as the page is done: a slow page would else put the session back to how it found it, over
    what another page of the same browser wrote meanwhile.
    """
    moment = now().timestamp()
    request.session.setdefault(SIGNED_IN, moment)
    if moment - request.session.get(SEEN, 0) >= SECONDS_BETWEEN_WRITES:
        request.session[SEEN] = moment
        with suppress(UpdateError):  # it was ended elsewhere a moment ago: the framework says so with the answer
            request.session.save()
            request.session.modified = False
