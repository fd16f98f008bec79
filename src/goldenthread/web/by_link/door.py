"""The way in by a link. Its session holds hashes alone and is no sign-in: the pages behind it see one thing each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from goldenthread.core.links.kinds import Kind, kind_named
from goldenthread.core.links.models import Link
from goldenthread.core.links.opening import find, holder, note_opened, token_hash, token_key
from goldenthread.core.tenancy.actor import acting_as
from goldenthread.kernel.now import now
from goldenthread.web.security.limits import limited

from .typing import being_typed

SESSION = "links"
#: After a code: the browser is let in for so long, and then asked for a new one.
LET_IN = timedelta(hours=4)
Page = Callable[..., Any]


@dataclass(frozen=True)
class Held:
    """A link that this browser holds. `opening`: the hash of the secret that the right code gave; `lapsed`: the same
    when its hours are over, by which nothing is shown, and what was being typed is still taken.
    """

    link: Link
    hashed: str
    opening: str = ""
    lapsed: str = ""

    @property
    def kind(self) -> Kind:
        return kind_named(self.link.kind)

    @property
    def open(self) -> bool:
        return not self.kind.asks_code or (bool(self.opening) and self.link.open_key == token_key(self.opening))

    def actor(self) -> Any:
        name = f"{self.link.name}, by the link sent to them"
        return holder(self.hashed, name, [self.opening] if self.opening else [])


def remember(request: HttpRequest, link: Link, hashed: str, opening: str = "") -> None:
    """Keep a link for this browser's session: hashes, never the secret."""
    kept = {"link": hashed, "opening": opening, "until": (now() + LET_IN).isoformat()}
    request.session[SESSION] = {**request.session.get(SESSION, {}), str(link.pk): kept}


def held_by(request: HttpRequest, slug: str, key: int) -> Held | None:
    """The link of this id that this browser holds, whether or not it works; None where it holds none."""
    kept = request.session.get(SESSION, {}).get(str(key))
    link = find(kept["link"]) if kept else None
    if link is None or link.pk != key or link.partnership.slug != slug:
        return None
    fresh = datetime.fromisoformat(kept["until"]) > now()
    return Held(link, kept["link"], kept["opening"] if fresh else "", "" if fresh else kept["opening"])


def by_link(kind: str, *, keeps: bool = False) -> Callable[[Page], Page]:
    """`view(request, link, ...)` for whoever has opened a link of this kind in this browser, as its holder alone.

    `keeps`: by POST the view keeps what is typed, also when the hours since the code are over. Then a new one is asked
    for, and nothing is shown before.
    """

    def decorate(view: Page) -> Page:
        @login_not_required
        @limited("by_link", tries=600, seconds=600)
        @wraps(view)
        def page(request: HttpRequest, slug: str, key: int, **more: Any) -> HttpResponse:
            held = held_by(request, slug, key)
            if held is None or held.link.kind != kind or not held.link.works:
                return shut(request, held.link if held else None, kind)
            # whoever may be signed in beside it: nothing of theirs is kept or shown here
            request.user = AnonymousUser()
            if not held.open:
                before = replace(held, opening=held.lapsed)
                if keeps and request.method == "POST" and before.open:
                    return unseen_from_outside(_taken(request, before, view, more))
                return redirect("link_code", slug, key)
            with acting_as(held.actor()):
                note_opened(held.link)
                return unseen_from_outside(view(request, held.link, **more))

        return page

    return decorate


def _taken(request: HttpRequest, held: Held, view: Page, more: dict[str, Any]) -> HttpResponse:
    """What was typed until now is kept; to the script that is said, and a person is asked for a new code."""
    with acting_as(held.actor()):
        response: HttpResponse = view(request, held.link, **more)
    if being_typed(request):
        return response
    messages.success(request, "What you typed is kept. It is some hours since you gave a code: ask for a new one.")
    return redirect("link_code", held.link.partnership.slug, held.link.pk)


@login_not_required
@limited("follow_link", tries=30, seconds=600)
def follow_page(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The address in the letter. Only its hash goes on from here, in the session; to open it changes nothing."""
    response = _follow(request, slug, token_hash(token))
    response["Referrer-Policy"] = "no-referrer"  # this address holds the secret, and no form that would need it
    return response


def shut(request: HttpRequest, link: Link | None, kind: str = "") -> HttpResponse:
    """This link cannot be used, in the words of its kind; or it did its work: the answer is sent."""
    slug = link.kind if link else kind
    context = {"link": link, "words": kind_named(slug).closed if slug else ""}
    done = link is not None and link.spent_at is not None and link.revoked_at is None
    status = 410 if being_typed(request) else 200 if done else 404  # no script is to say that it was kept
    response = render(request, "links/closed.html", {**context, "done": done}, status=status)
    return cast(HttpResponse, unseen_from_outside(response))


def unseen_from_outside(response: Any) -> Any:
    """Kept in no cache, found by no search engine, its address told to no other site."""
    response["Referrer-Policy"] = "same-origin"  # less would have browsers send forms without their origin
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _follow(request: HttpRequest, slug: str, hashed: str) -> HttpResponse:
    link = find(hashed)
    if link is None or link.partnership.slug != slug or not link.works:
        return shut(request, link if link and link.partnership.slug == slug else None)
    remember(request, link, hashed)
    kind = kind_named(link.kind)
    to = reverse("link_code" if kind.asks_code else kind.front, args=[slug, link.pk])
    return cast(HttpResponse, unseen_from_outside(HttpResponseRedirect(to)))
