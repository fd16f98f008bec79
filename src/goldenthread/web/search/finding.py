"""How it is searched: one question that ranks every kind, one that reads what the page shows.

Both ask the governed managers, under row security. Where a table has many long texts an index says which rows may have
the words (`core.tenancy.words`); each is then asked for like any other row: in sight or not, and with the words or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    DateField,
    F,
    FloatField,
    Func,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Concat
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from goldenthread.core.tenancy.models import Partnership

from .kept import BOARD, WORDS, Part, blank, kept, together
from .prepared import asked
from .registry import ENGLISH, Hit, Searched, every_kind, left_out

#: As many hits as are ranked; beyond that whoever asks is told to narrow.
MOST = 1_000
LONGEST = 200
#: What marks the words found, until the text around them is made safe: no text that people write holds these.
OPEN, CLOSE = "\ue000", "\ue001"
MARKED = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")
#: What was typed: words, "in quotes" together, -not, or.
ASKED = SearchQuery(WORDS, config=ENGLISH, search_type="websearch")
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


#: Not narrowed.
EVERYTHING = Narrowing()


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


def find(board: Partnership, words: str, by: Narrowing = EVERYTHING) -> list[Found]:
    """What the actor sees of a partnership that has the words, the best first; at most `MOST`. One question.

    `words` as people type them into a search: "in quotes" together, -not, or. No text is an error.
    """
    ways = tuple(name for name in ("group", "agency", "year") if getattr(by, name))
    parts = [_ranked(one, ways, left_out()) for one in every_kind() if _can_narrow(one, ways)]
    if not parts:
        return []
    every = together(parts)
    sql = f"select * from ({every.sql}) as hit order by h_rank desc, h_on desc, h_pk desc limit {MOST}"  # noqa: S608 - Django's own questions
    given = {"board": board.pk, "words": _cut(words)} | {way: getattr(by, way) for way in ways}
    found: dict[tuple[str, int], Found] = {}
    for kind, pk, rank, on in asked(Part(sql, every.params), **given):
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
    if not wanted:
        return []
    every = together(_readable(kinds[kind], left_out()) for kind in wanted)
    given = {"board": board.pk, "words": _cut(words)} | {f"{kind} keys": keys for kind, keys in wanted.items()}
    rows = {(row[0], row[1]): row for row in asked(every, **given)}
    read = [rows[one.kind, one.pk] for one in found if (one.kind, one.pk) in rows]
    return [_shown(board, kinds[row[0]], row) for row in read]


def by_reference(board: Partnership, words: str) -> str:
    """The address of what has exactly this reference and is in sight, or nothing."""
    wanted = words.strip().upper()
    if not REFERENCE.fullmatch(wanted):
        return ""
    named = [one for one in every_kind() if one.reference]
    every = together(_named(one, left_out()) for one in named)
    row = next(iter(asked(every, board=board.pk, reference=wanted)), None)
    kinds = {one.kind: one for one in named}
    return _shown(board, kinds[row[0]], row).href if row else ""


def _cut(words: str) -> str:
    return words.replace("\0", " ")[:LONGEST]


def _can_narrow(one: Searched, ways: tuple[str, ...]) -> bool:
    """A kind that has no group is not of any group."""
    return all({"group": one.group, "agency": one.agency, "year": one.on}[way] for way in ways)


@cache
def _ranked(one: Searched, ways: tuple[str, ...], sealed: tuple[str, ...]) -> Part:
    rows = one.candidates(BOARD, ASKED).annotate(h_words=one.vector()).filter(h_words=ASKED)
    for way in ways:
        path = {"group": one.group, "agency": one.agency, "year": f"{one.on}__year"}[way]
        rows = rows.filter(**{path: blank(way, BigIntegerField())})
    return kept(
        rows.annotate(
            h_kind=Value(one.kind, CharField()),
            h_pk=Cast("pk", BigIntegerField()),
            h_rank=Cast(SearchRank(F("h_words"), ASKED), FloatField()),
            h_on=_day(one),
        ).values_list("h_kind", "h_pk", "h_rank", "h_on")
    )


@cache
def _readable(one: Searched, sealed: tuple[str, ...]) -> Part:
    marks: dict[str, Any] = {"start_sel": OPEN, "stop_sel": CLOSE, "max_words": 40, "min_words": 20}
    keys = Func(F("pk"), blank(f"{one.kind} keys", ArrayField(BigIntegerField())), template="%(expressions)s",
                arg_joiner=" = any", output_field=BooleanField())  # fmt: skip
    return kept(_told(one, one.rows(BOARD).filter(keys), SearchHeadline(joined(one), ASKED, config=ENGLISH, **marks)))


@cache
def _named(one: Searched, sealed: tuple[str, ...]) -> Part:
    rows = one.rows(BOARD).filter(**{one.reference: blank("reference", TextField())})
    return kept(_told(one, rows, joined(one)))


def _told(one: Searched, rows: QuerySet, text: Any) -> QuerySet:
    """What a page shows of a row."""
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
    return Cast(one.on or Value(None), DateField())


def _shown(board: Partnership, one: Searched, row: tuple[Any, ...]) -> Shown:
    _, pk, under, named, heading, where, on, text = row
    href = one.address(board, Hit(pk, under, named or ""))
    return Shown(one.kind, one.label, heading or "", href, (where or "")[:200], on, marked(text or ""))


def marked(text: str) -> SafeString:
    """A snippet as safe HTML. Everything is escaped first; only then do the marks become elements, always in pairs."""
    safe = MARKED.sub(r"<mark>\1</mark>", str(escape(text)))
    return mark_safe(safe.replace(OPEN, "").replace(CLOSE, ""))  # noqa: S308 - escaped above, marks in pairs
