"""What links open: each room says of its own kind what that is, who sends it, what the letter says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from goldenthread.core.tenancy.access import Governed
from goldenthread.core.tenancy.roles import UNIT


def _nothing(thing: Any) -> str:
    return ""


@dataclass(frozen=True)
class Kind:
    """One kind of link. Its model's rule names `opened_by(slug)`, or the link opens a page with nothing on it."""

    slug: str
    model: type[Governed]
    #: The name of the first page behind the link: (partnership's slug, link's id).
    front: str
    #: (what it opens, the link, its address) -> the letter's subject and text; nothing where no letter takes it, and it
    #: is handed to the browser that asks for it alone.
    letter: Callable[[Any, Any, str], tuple[str, str]] | None
    #: The page on which whoever sends it sees what it opens: where they go back to.
    looked_after: Callable[[Any], str]
    #: The name of the page that takes the address in the letter: (partnership's slug, secret).
    follow: str = "follow_link"
    sent_by: frozenset[str] = UNIT
    #: Or what it opens and what is being done decide: raises PermissionDenied (sealed work: who keeps the register).
    may: Callable[[Any, str], None] | None = None
    #: It works for so many days; nothing: until it is withdrawn or its answer is sent.
    days: int | None = None
    #: Whether a code is mailed to the address before it opens.
    asks_code: bool = False
    #: Handed to whoever names an address, so that asking for a code proves nothing: few are mailed to one address in a
    #: day, and nobody is told whether one was.
    to_anyone: bool = False
    #: A link whose code was right -> the one that its holder goes on with: what they left at the same address.
    leads_to: Callable[[Any], Any] | None = None
    #: What it opens -> why a link to it would open nothing now, or nothing.
    why_not: Callable[[Any], str] = _nothing
    #: What it opens -> the record it answers for, where those who may not see that are to see no link.
    record: Callable[[Any], Any] | None = None
    #: Told to whoever holds a link that works no more, under "This link cannot be used".
    closed: str = ""


_KINDS: dict[str, Kind] = {}


def opens_by_link(kind: Kind) -> Kind:
    """Make it known. Raises ValueError for a name that another room uses."""
    if _KINDS.get(kind.slug, kind).model is not kind.model:
        raise ValueError(f"Two rooms call their links {kind.slug}.")
    _KINDS[kind.slug] = kind
    return kind


def kind_named(slug: str) -> Kind:
    """Raises KeyError for one that no installed room has."""
    return _KINDS[slug]
