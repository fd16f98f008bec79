"""What surrounds every page: who is signed in, at which partnership, and where they may go.

``settings.GOLDENTHREAD_CHROME`` names a function ``HttpRequest -> Chrome`` of the pages; this module only carries
what it gives to the templates, so that the design system knows no page by name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class NavLink:
    """One place in the navigation or the footer; ``count`` is shown beside the words (items waiting, say).

    ``covers``: beginnings of further addresses whose pages belong to this place. ``under``: the places of a part of the
    site, shown in a second row while one is at any of them; the part itself leads to the first. ``alone``: it is
    current on its own page and on none below its address.
    """

    text: str
    href: str
    count: int | None = None
    covers: tuple[str, ...] = ()
    under: tuple[NavLink, ...] = ()
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Chrome:
    """The parts of header and footer that differ by person. Empty strings leave a part out.

    ``about``: the address of what the page is about, where that says better than its own which place it belongs to.
    """

    home_url: str = "/"
    partnership: str = ""
    switch_url: str = ""
    person: str = ""
    account_url: str = ""
    sign_in_url: str = ""
    sign_out_url: str = ""
    links: tuple[NavLink, ...] = ()
    footer: tuple[NavLink, ...] = ()
    note: str = ""
    search_url: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class ActiveLink:
    """A link and its ``aria-current`` value: ``page`` on that very page, ``true`` below it, else empty; and the places
    under it.
    """

    link: NavLink
    current: str
    under: tuple[ActiveLink, ...] = ()


def empty_chrome(request: HttpRequest) -> Chrome:
    """What is shown where no site function is named: the name of the service alone."""
    return Chrome()


def active_links(links: tuple[NavLink, ...], path: str) -> tuple[ActiveLink, ...]:
    """Mark the place of which an address is the longest beginning of the path, and the part of the site it is in; the
    front page matches only itself.
    """

    def reach(link: NavLink) -> int:
        within = not link.alone and link.href != "/"
        met = [href for href in (link.href, *link.covers) if path == href or (within and path.startswith(href))]
        return max(map(len, met), default=0)

    places = [place for link in links for place in (link.under or (link,))]
    nearest = max((place for place in places if reach(place)), key=reach, default=None)

    def marked(link: NavLink) -> ActiveLink:
        if link.under:
            under = tuple(marked(place) for place in link.under)
            return ActiveLink(link, "true" if any(place.current for place in under) else "", under)
        return ActiveLink(link, "" if link is not nearest else "page" if path == link.href else "true")

    return tuple(marked(link) for link in links)


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``chrome`` (Chrome), ``chrome_links`` (ActiveLink, in order) and ``chrome_part``, the one of
    them whose places are shown.
    """
    named = getattr(settings, "GOLDENTHREAD_CHROME", "goldenthread.web.chrome.empty_chrome")
    make: Callable[[HttpRequest], Chrome] = import_string(named)
    made = make(request)
    links = active_links(made.links, made.about or request.path)
    part = next((link for link in links if link.current and link.under), None)
    return {"chrome": made, "chrome_links": links, "chrome_part": part}
