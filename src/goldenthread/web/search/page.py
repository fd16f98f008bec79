"""The page of results: a plain GET, every hit with its kind, day, place and the words around it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.models import Partnership
from goldenthread.web.pages.board import at_board, home_crumb

from .finding import LONGEST, MOST, Found, Narrowing, by_reference, find, read
from .nearest import nearest_words
from .registry import every_kind

PAGE_SIZE = 20


@dataclass(frozen=True)
class Choice:
    """One line of a drop-down."""

    value: str
    text: str
    chosen: bool


@at_board
def search_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    words = request.GET.get("q", "").replace("\0", " ").strip()[:LONGEST]
    straight = by_reference(board, words)
    if straight:
        return redirect(straight)
    by = Narrowing(*(_number(request, name) for name in ("group", "agency", "year")))
    found, instead = _found(board, words, by)
    kind = request.GET.get("kind", "")
    of_kind = [one for one in found if one.kind == kind] if kind in {one.kind for one in found} else found
    page: Any = Paginator(of_kind, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "words": words,
        "instead": instead,
        "page": page,
        "hits": read(board, list(page.object_list), instead or words),
        "kinds": _kinds(found, kind),
        "groups": _choices(Group.objects.filter(partnership=board).values_list("pk", "name"), by.group),
        "agencies": _choices(board.agencies.order_by("name").values_list("pk", "name"), by.agency),
        "years": _years(found, by.year),
        "narrowed": any((by.group, by.agency, by.year)),
        "full": len(found) >= MOST,
        "most": MOST,
        "crumbs": [home_crumb(board)],
    }
    return render(request, "web/pages/search.html", context)


def _found(board: Partnership, words: str, by: Narrowing) -> tuple[list[Found], str]:
    """(what has the words, ""), or where nothing has them, what has the nearest words, and those."""
    if not words:
        return [], ""
    found = find(board, words, by)
    if found:
        return found, ""
    instead = nearest_words(board, words)
    found = find(board, instead, by) if instead else []
    return found, instead if found else ""


def _number(request: HttpRequest, name: str) -> int | None:
    sent = request.GET.get(name, "")
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) <= 9 else None


def _kinds(found: list[Found], kind: str) -> list[Choice]:
    counted = Counter(one.kind for one in found)
    return [
        Choice(one.kind, f"{one.label} ({counted[one.kind]})", one.kind == kind)
        for one in every_kind()
        if counted[one.kind]
    ]


def _choices(rows: Any, chosen: int | None) -> list[Choice]:
    return [Choice(str(pk), str(name), pk == chosen) for pk, name in rows]


def _years(found: list[Found], chosen: int | None) -> list[Choice]:
    years = {one.on.year for one in found if one.on} | ({chosen} if chosen else set())
    return [Choice(str(year), str(year), year == chosen) for year in sorted(years, reverse=True)]
