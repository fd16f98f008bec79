"""How it is searched: one question that ranks every kind, one that reads what the page shows.

Both ask the governed managers. Under row security PostgreSQL uses no text index, because a function that may give away
what it is fed must not see a row before the policy has; so each kind is narrowed to one partnership by its own key
first, and the words kept beside the text are compared row by row (docs/performance.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import BigIntegerField, CharField, DateField, F, FloatField, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from goldenthread.core.tenancy.models import Partnership

from .registry import ENGLISH, Hit, Searched, every_kind

#: As many hits as are ranked; beyond that whoever asks is told to narrow.
MOST = 1_000
LONGEST = 200
#: What marks the words found, until the text around them is made safe: no text that people write holds these.
OPEN, CLOSE = "\ue000", "\ue001"
MARKED = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")
REFERENCE = re.compile(r"(?i)[a-z]{1,12}-\d{4}-\d{1,6}(/\d+)?")


@dataclass(frozen=True)
class Found:
    """One hit before it is read: what kind, which row, how well it fits, its day."""

    kind: str
    pk: int
    rank: float
    on: date | None


@dataclass(frozen=True)
class Narrowing:
    """What the reader narrows by: keys of a group and of an agency, a year."""

    group: int | None = None
    agency: int | None = None
    year: int | None = None


@dataclass(frozen=True)
class Shown:
    """One hit as the page shows it. `snippet` is safe HTML: the text escaped, the words found in <mark>."""

    kind: str
    label: str
    heading: str
    href: str
    where: str
    on: date | None
    snippet: SafeString


def find(board: Partnership, words: str, by: Narrowing | None = None) -> list[Found]:
    """What the actor sees of a partnership that has the words, the best first; at most `MOST`. One question.

    `words` as people type them into a search: "in quotes" together, -not, or. No text is an error.
    """
    asked = _query(words)
    parts = [_ranked(one, board, asked, by) for one in every_kind() if by is None or _can_narrow(one, by)]
    rows = together(parts).order_by("-h_rank", "-h_on", "-h_pk")[:MOST] if parts else []
    found: dict[tuple[str, int], Found] = {}
    for kind, pk, rank, on in rows:
        found.setdefault((_thing(kind), pk), Found(kind, pk, rank, on))
    return list(found.values())


def _thing(kind: str) -> str:
    """A record found by its title and by a column of its own is one hit."""
    return "record" if kind.startswith("in-") else kind


def read(board: Partnership, found: Iterable[Found], words: str) -> list[Shown]:
    """The hits of one page with their words, in the order given; one that is no longer in sight is left out."""
    wanted: dict[str, list[int]] = {}
    for one in found:
        wanted.setdefault(one.kind, []).append(one.pk)
    kinds = {one.kind: one for one in every_kind()}
    parts = [_readable(kinds[kind], board, keys, _query(words)) for kind, keys in wanted.items()]
    rows = {(row[0], row[1]): row for row in together(parts)} if parts else {}
    read = [rows[one.kind, one.pk] for one in found if (one.kind, one.pk) in rows]
    return [_shown(board, kinds[row[0]], row) for row in read]


def by_reference(board: Partnership, words: str) -> str:
    """The address of what has exactly this reference and is in sight, or nothing."""
    wanted = words.strip().upper()
    if not REFERENCE.fullmatch(wanted):
        return ""
    named = [one for one in every_kind() if one.reference]
    parts = [_readable(one, board, None, None).filter(**{one.reference: wanted}) for one in named]
    row = next(iter(together(parts)), None) if parts else None
    kinds = {one.kind: one for one in named}
    return _shown(board, kinds[row[0]], row).href if row else ""


def _query(words: str) -> Any:
    return SearchQuery(words.replace("\0", " ")[:LONGEST], config=ENGLISH, search_type="websearch")


def _can_narrow(one: Searched, by: Narrowing) -> bool:
    """A kind that has no group is not of any group."""
    return not ((by.group and not one.group) or (by.agency and not one.agency) or (by.year and not one.on))


def _ranked(one: Searched, board: Partnership, asked: Any, by: Narrowing | None) -> QuerySet:
    rows = one.candidates(board, asked).annotate(h_words=one.vector()).filter(h_words=asked)
    for name, value in (("group", by and by.group), ("agency", by and by.agency)):
        if value:
            rows = rows.filter(**{getattr(one, name): value})
    if by and by.year:
        rows = rows.filter(**{f"{one.on}__year": by.year})
    return rows.annotate(
        h_kind=Value(one.kind, CharField()),
        h_pk=Cast("pk", BigIntegerField()),
        h_rank=Cast(SearchRank(F("h_words"), asked), FloatField()),
        h_on=_day(one),
    ).values_list("h_kind", "h_pk", "h_rank", "h_on")


def _readable(one: Searched, board: Partnership, keys: list[int] | None, asked: Any) -> QuerySet:
    rows = one.rows(board) if keys is None else one.rows(board).filter(pk__in=keys)
    text = joined(one)
    if asked is not None:
        marks: dict[str, Any] = {"start_sel": OPEN, "stop_sel": CLOSE, "max_words": 40, "min_words": 20}
        text = SearchHeadline(text, asked, config=ENGLISH, **marks)
    return rows.annotate(
        h_kind=Value(one.kind, CharField()),
        h_pk=Cast("pk", BigIntegerField()),
        h_under=Cast(one.under, BigIntegerField()),
        h_named=_words_of(one.named),
        h_heading=_words_of(one.heading),
        h_where=_words_of(one.where),
        h_on=_day(one),
        h_text=text,
    ).values_list("h_kind", "h_pk", "h_under", "h_named", "h_heading", "h_where", "h_on", "h_text")


def _words_of(name: str) -> Any:
    return Cast(name, TextField()) if name else Value("", TextField())


def joined(one: Searched) -> Any:
    """Every searched column as one text. A column that is empty is an empty text, never nothing."""
    if len(one.words) == 1:
        return Cast(one.words[0], TextField())
    between = [part for name in one.words for part in (Value(" ", TextField()), Cast(name, TextField()))]
    return Concat(*between[1:], output_field=TextField())


def _day(one: Searched) -> Any:
    return Cast(one.on, DateField()) if one.on else Value(None, DateField())


def together(parts: list[QuerySet]) -> QuerySet:
    first, *rest = parts
    return first.union(*rest, all=True) if rest else first


def _shown(board: Partnership, one: Searched, row: tuple[Any, ...]) -> Shown:
    _, pk, under, named, heading, where, on, text = row
    href = one.address(board, Hit(pk, under, named or ""))
    return Shown(one.kind, one.label, heading or "", href, (where or "")[:200], on, marked(text or ""))


def marked(text: str) -> SafeString:
    """A snippet as safe HTML. Everything is escaped first; only then do the marks become elements, always in pairs."""
    safe = MARKED.sub(r"<mark>\1</mark>", str(escape(text)))
    return mark_safe(safe.replace(OPEN, "").replace(CLOSE, ""))  # noqa: S308 - escaped above, marks in pairs
