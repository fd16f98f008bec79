"""What every page of a partnership shares: which partnership, who is acting there, what surrounds the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from goldenthread.core.casework.process import Process, all_processes, process_named
from goldenthread.core.sealing.keyring import SealingTrouble
from goldenthread.core.tenancy.actor import Actor, actor_or_none, current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT, UNIT, Role
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
        try:
            return view(request, board, *args, **kwargs)
        except SealingTrouble as trouble:  # in words that quote nothing sealed; a 503 writes nothing (middleware)
            return render(request, "web/pages/sealing_trouble.html", {"why": str(trouble)}, status=503)

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
    if kind in BESIDE_RECORDS:
        return reverse(BESIDE_RECORDS[kind], args=[board.slug, pk])
    process = process_named(kind)
    if process and process.front:
        return reverse(process.front, args=[board.slug, pk])
    return reverse("record", args=[board.slug, kind, pk])


def is_about(request: HttpRequest, board: Partnership, record: Any) -> None:
    """Let the menu stand where the record does, on a page about it that lies elsewhere: in a room of many kinds."""
    request.about = record_address(board, record.kind, record.pk)  # type: ignore[attr-defined]  # the chrome reads it


#: What waits on an agenda and is no record: its kind, and the name of its page.
BESIDE_RECORDS = {"terms": "group_terms", "recommendation": "recommendation", "law_change": "law_move"}


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
        search_url=reverse("search", args=[board.slug]) if board else "",
        about=getattr(request, "about", ""),
    )


def _links(board: Partnership, actor: Actor) -> tuple[NavLink, ...]:
    """The parts of the site in order, each with its places; a part with one place is that place."""
    seated, unit = board.pk in actor.partnerships, is_unit(board, actor)
    may = {"anyone"} | ({"seat"} if seated else set()) | ({"unit"} if unit else set())
    may |= {"figures"} if unit or Role.ANALYST in actor.roles(board.pk) else set()
    may |= {"lay"} if actor.roles(board.pk) & LAY else set()
    parts: dict[str, list[NavLink]] = {part: [] for part in PARTS}
    for part, *place in FIRST:
        parts[part].extend(_place(board, may, *place))
    for process in all_processes() if seated else ():
        parts.setdefault(process.section, []).append(_link_of(board, process))
    for part, *place in LAST:
        parts[part].extend(_place(board, may, *place))
    home = NavLink("Home", reverse("home", args=[board.slug]), alone=True)
    return (home, *(_part(*part) for part in parts.items() if part[1]))


def _part(text: str, places: list[NavLink]) -> NavLink:
    return places[0] if len(places) == 1 else NavLink(text, places[0].href, under=tuple(places))


def _place(board: Partnership, may: set[str], text: str, name: str, who: str) -> list[NavLink]:
    """A page, where whoever asks may open it and the package that brings it is installed."""
    return [NavLink(link.text, link.href) for link in known_links(board, [(text, name)]) if who in may]


def _link_of(board: Partnership, process: Process) -> NavLink:
    """A kind of work, current on its own pages too: on the front page of a record and what lies below it."""
    covers = [reverse(name, args=[board.slug]) for name in process.also_at]
    if process.front:
        covers.append(reverse(process.front, args=[board.slug, 0]).removesuffix("0/"))
    if process.sealed:  # pages about one case, which lie beside its own
        covers += [reverse(name, args=[board.slug, 0]).partition("0/")[0] for _, name, _ in process.pages]
    return NavLink(process.title, reverse("records", args=[board.slug, process.slug]), covers=tuple(covers))


#: Lay members, and those who look after them.
LAY = OVERSIGHT | {Role.LAY_MEMBER}
#: The parts of the site in order; a process may name a further one, which stands at the end.
PARTS = ("Actions", "Assurance", "Inspection", "Meetings", "Figures", "Registers", "Administration")
#: Places that are no one kind of work: the part, the words, the page's name, who may open it. In their part these come
#: before the kinds of work...
FIRST = (
    ("Actions", "Actions", "actions", "anyone"),
    ("Actions", "Recommendations", "recommendations", "seat"),
    ("Actions", "Findings", "findings", "seat"),
    ("Actions", "Coverage", "coverage", "seat"),
    ("Actions", "What changed", "ledger", "seat"),
    ("Actions", "What to ask", "chair", "seat"),
    ("Actions", "Themes", "themes", "seat"),
    ("Figures", "Scorecards", "scorecards", "seat"),
    ("Figures", "Measures", "measures", "seat"),
)
#: ... and these after them.
LAST = (
    ("Assurance", "Lay members", "lay_members", "lay"),
    ("Meetings", "Groups", "groups", "anyone"),
    ("Meetings", "Decisions", "decisions", "seat"),
    ("Meetings", "Terms of reference", "terms_due", "seat"),
    ("Meetings", "Updates received", "updates_received", "seat"),
    ("Figures", "Does it add up?", "check_figures", "seat"),
    ("Figures", "Figures coming in", "figures_imports", "figures"),
    ("Administration", "Administration", "admin", "unit"),
    ("Administration", "People", "people", "unit"),
    ("Administration", "Change of law", "law_change", "unit"),
    ("Administration", "Clocks", "clocks", "seat"),
)
FOOTER = (NavLink("Help", "/help/"), NavLink("Accessibility", "/accessibility/"), NavLink("Privacy", "/privacy/"))
