"""Where a person is signed in: the list of their browsers, and ending any of them."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.core.tenancy.models import User
from goldenthread.kernel.now import LONDON, now

from .models import OpenSession
from .sessions import SEEN, SIGNED_IN

log = logging.getLogger("goldenthread.security")
BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS X", "Mac"),
    ("CrOS", "Chromebook"), ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Browser:
    """One place where a person is signed in; `here` is the one that asks."""

    pk: int
    name: str
    began_at: datetime
    seen_at: datetime
    here: bool


def remember(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """On signing in, and where the session's key changed with the password: this browser is one of theirs."""
    if not request.session.session_key:
        request.session.save()
    named = {
        "user_id": user.pk,
        "browser": browser_in_words(request.META.get("HTTP_USER_AGENT", "")),
        "began_at": now(),
    }
    with acting_as(Actor(user.pk)):
        OpenSession.objects.update_or_create(key=request.session.session_key, defaults=named)


def browsers_of(user: User, current_key: str | None) -> list[Browser]:
    """Where they are signed in now, the one that asks first. What has ended meanwhile is forgotten."""
    with acting_as(Actor(user.pk)):
        rows = {row.key: row for row in OpenSession.objects.filter(user=user)}
        found = Session.objects.filter(session_key__in=rows, expire_date__gt=now())
        alive = {one.session_key: data for one in found if _lets_in(data := one.get_decoded(), user)}
        OpenSession.objects.filter(pk__in=[row.pk for key, row in rows.items() if key not in alive]).delete()
    browsers = [
        Browser(
            pk=rows[key].pk,
            name=rows[key].browser,
            began_at=rows[key].began_at,
            seen_at=datetime.fromtimestamp(data.get(SEEN, rows[key].began_at.timestamp()), LONDON),
            here=key == current_key,
        )
        for key, data in alive.items()
    ]
    return sorted(browsers, key=lambda one: (not one.here, -one.seen_at.timestamp()))


def end_session(user: User, pk: int, current_key: str | None) -> bool:
    """Sign one browser out, at once. Not the one that asks (signing out does that), nor anyone else's: False."""
    return _end(user, OpenSession.objects.filter(user=user, pk=pk).exclude(key=current_key or "")) == 1


def end_others(user: User, current_key: str | None) -> int:
    """Sign every other browser out; how many there were."""
    return _end(user, OpenSession.objects.filter(user=user).exclude(key=current_key or ""))


def end_all(user: User) -> int:
    """Sign a person out wherever they are: where what protects their account is gone."""
    with acting_as(Actor(user.pk)):
        return _end(user, OpenSession.objects.filter(user=user))


def _end(user: User, rows: Any) -> int:
    keys = list(rows.values_list("key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    if keys:
        log.info("sessions_ended user=%s number=%s", user.pk, len(keys))
    return len(keys)


def _lets_in(data: dict[str, Any], user: User) -> bool:
    """Whether a session with this in it would still let this person in."""
    moment = now().timestamp()
    mine = data.get(SESSION_KEY) == str(user.pk)
    current = constant_time_compare(data.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())
    used = moment - data.get(SEEN, moment) < settings.SESSION_IDLE_SECONDS
    young = moment - data.get(SIGNED_IN, moment) < settings.SESSION_LONGEST_SECONDS
    return mine and current and used and young


def browser_in_words(agent: str) -> str:
    """`Firefox on Windows`, as far as a browser says what it is."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "A browser")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return f"{browser} on {system}" if system else browser
