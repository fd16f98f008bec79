"""What every page of a partnership shares: which partnership, who is acting there, what surrounds the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, reverse

from goldenthread.core.casework.process import Process, all_processes, process_named
from goldenthread.core.tenancy.actor import Actor, actor_or_none, current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.web.chrome import Chrome, NavLink
from goldenthread.web.components import Link

View = Callable[..., HttpResponseBase]


def at_board(view: View) -> View:
    """`view(request, board, ...)`: turns the slug in the address into a partnership that the actor is known at, or 404.

    Not 403: whether a partnership uses this installation is nobody else's business.
    """

    @wraps(view)
    def page(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        board = Partnership.objects.filter(slug=slug, pk__in=current_actor().claim("known_at")).first()
        if board is None:
            raise Http404("There is no such partnership, or you have no seat there.")
        request.board = board  # type: ignore[attr-defined]  # the chrome reads it
        return view(request, board, *args, **kwargs)

    return page


def for_unit(doing: str) -> Callable[[View], View]:
    """As `at_board`, for the partnership's own staff: others who are known there get 403, strangers 404."""

    def decorate(view: View) -> View:
        @at_board
        @wraps(view)
        def page(request: HttpRequest, board: Partnership, **kwargs: Any) -> HttpResponseBase:
            needs(UNIT, board, doing)
            return view(request, board, **kwargs)

        return page

    return decorate


def needs(by: frozenset[str], board: Partnership, doing: str) -> None:
    """Raises PermissionDenied unless the actor holds one of the roles here."""
    if not by & current_actor().roles(board.pk):
        raise PermissionDenied(f"Your seat at {board} does not let you {doing}. Ask the business manager if it should.")


def is_unit(board: Partnership, actor: Actor | None = None) -> bool:
    return bool((actor or current_actor()).roles(board.pk) & UNIT)


def record_address(board: Partnership, kind: str, pk: int) -> str:
    """Where a record is read: its process's own front page, or the generic one."""
    process = process_named(kind)
    if process and process.front:
        return reverse(process.front, args=[board.slug, pk])
    return reverse("record", args=[board.slug, kind, pk])


def known_links(board: Partnership, names: Iterable[tuple[str, str]], *args: Any) -> list[Link]:
    """Pages that other packages bring, by (label, url name); those not installed are left out."""
    found = []
    for label, name in names:
        try:
            found.append(Link(label, reverse(name, args=[board.slug, *args])))
        except NoReverseMatch:
            continue
    return found


def home_crumb(board: Partnership) -> Link:
    return Link(board.short_name or board.name, reverse("home", args=[board.slug]))


def _footer() -> tuple[NavLink, ...]:
    """The licence asks that whoever uses a changed version over a network is offered its source."""
    return (*FOOTER, NavLink("Source code", settings.SOURCE_URL)) if settings.SOURCE_URL else FOOTER


def chrome(request: HttpRequest) -> Chrome:
    """Header and footer for a request (settings.GOLDENTHREAD_CHROME)."""
    note = "Everything here is made up, and no email leaves this machine." if settings.DEMONSTRATION else ""
    board: Partnership | None = getattr(request, "board", None)
    actor = actor_or_none()
    if actor is None or not getattr(request, "user", None) or not request.user.is_authenticated:
        return Chrome(note=note, sign_in_url=reverse("account_login"), footer=_footer())
    return Chrome(
        home_url=reverse("home", args=[board.slug]) if board else reverse("front"),
        partnership=board.name if board else "",
        switch_url=reverse("front") if len(actor.claim("known_at")) > 1 else "",
        person=actor.name,
        account_url=reverse("your_account"),
        sign_out_url=reverse("account_logout"),
        links=_links(board, actor) if board else (),
        footer=(*_footer(), NavLink("Mailbox", reverse("mailbox"))) if settings.DEMONSTRATION else _footer(),
        note=note,
    )


def _links(board: Partnership, actor: Actor) -> tuple[NavLink, ...]:
    seated = board.pk in actor.partnerships
    kinds = [_link_of(board, process) for process in all_processes()] if seated else []
    return (
        NavLink("Home", reverse("home", args=[board.slug])),
        NavLink("Actions", reverse("actions", args=[board.slug])),
        *([NavLink("Recommendations", reverse("recommendations", args=[board.slug]))] if seated else []),
        *kinds,
        *(_brought(board) if seated else ()),
        NavLink("Groups", reverse("groups", args=[board.slug])),
        *([NavLink("Clocks", reverse("clocks", args=[board.slug]))] if seated else []),
        *([NavLink("People", reverse("people", args=[board.slug]))] if is_unit(board, actor) else []),
        *([NavLink("Administration", reverse("admin", args=[board.slug]))] if is_unit(board, actor) else []),
    )


def _brought(board: Partnership) -> list[NavLink]:
    """Pages of more than one kind of work, where the package that brings them is installed."""
    measures = tuple(link.href for link in known_links(board, [("Measures", "measures")]))
    links = known_links(board, BROUGHT)
    return [NavLink(link.text, link.href, covers=measures if link.text == "Scorecards" else ()) for link in links]


def _link_of(board: Partnership, process: Process) -> NavLink:
    """A kind of work, current on its own pages too: on the front page of a record and what lies below it."""
    covers = [reverse(name, args=[board.slug]) for name in process.also_at]
    if process.front:
        covers.append(reverse(process.front, args=[board.slug, 0]).removesuffix("0/"))
    return NavLink(process.title, reverse("records", args=[board.slug, process.slug]), covers=tuple(covers))


BROUGHT = (("Scorecards", "scorecards"), ("Does it add up?", "check_figures"))
FOOTER = (NavLink("Help", "/help/"), NavLink("Accessibility", "/accessibility/"), NavLink("Privacy", "/privacy/"))
