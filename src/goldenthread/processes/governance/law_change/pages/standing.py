"""Under which framework the partnership works, since when, what is planned, and all that was ever written down."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from goldenthread.core.tenancy.models import Move, Partnership
from goldenthread.kernel.calendars import say
from goldenthread.kernel.now import today
from goldenthread.law.courses import Course, course_of_moves
from goldenthread.law.eras import CDR_2018, Era, era
from goldenthread.web.components import Cell, Column, Table, Tag
from goldenthread.web.pages.board import at_board, home_crumb, is_unit

from ..holding import Filled, filled_on
from ..moving import planned
from .ahead import needs_seat, to_come


@require_safe
@at_board
def law_change_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    needs_seat(board)
    moves = list(Move.objects.filter(partnership=board).select_related("instead_of"))
    standing = {move.era: move for move in moves if move.withdrawn_on is None}
    course = course_of_moves(board.era, {key: move.on for key, move in standing.items()})
    unit, day = is_unit(board), today()
    ahead = sorted((move for move in standing.values() if planned(move)), key=lambda move: move.on)
    roles = filled_on(board, course, day)
    context = {
        "board": board,
        "now": course.on(day),
        "since": _since(course, course.on(day).key, standing),
        "ahead": [(move, era(move.era)) for move in ahead],
        "eras": _eras(board, course, standing, unit=unit),
        "roles": _roles(board, roles, unit=unit),
        "holes": sum(not one.holders for one in roles),
        "written": _written(moves) if moves else None,
        "unit": unit,
        "may_plan": unit and any(key not in standing for key, _ in to_come(course)),
        "not_written": unit and any(key not in standing for _, key in _gone(course)),
        "crumbs": [home_crumb(board)],
    }
    return render(request, "law_change/standing.html", context)


def _gone(course: Course) -> list[tuple[date, str]]:
    """The moves that have happened, written down or not, with their days."""
    found = [(since, one.key) for since, one in course.stages[1:] if since <= today()]
    if course.child_deaths is not None and course.child_deaths <= today():
        found.append((course.child_deaths, CDR_2018.key))
    return found


def _since(course: Course, key: str, standing: dict[str, Move]) -> str:
    first = course.first_day(key)
    if first is None or first == date.min:
        return "since it began"
    return f"since {say(first)}" + ("" if key in standing else ", the day on which it became law")


def _eras(board: Partnership, course: Course, standing: dict[str, Move], *, unit: bool) -> Table:
    """The frameworks in their order: from when to when, and where that is known from."""
    days = [since for since, _ in course.stages]
    rows = []
    for place, (since, one) in enumerate(course.stages):
        until = days[place + 1] - timedelta(days=1) if place + 1 < len(days) else None
        rows.append(_era(board, one, since, until, standing.get(one.key), unit=unit))
    if course.child_deaths is not None:
        rows.append(_era(board, CDR_2018, course.child_deaths, None, standing.get(CDR_2018.key), unit=unit))
    labels = ("Framework", "From", "Until", "Known from", "What you can do")
    return Table(
        "Frameworks of this partnership", tuple(map(Column, labels if unit else labels[:-1])), tuple(rows), True
    )


def _era(
    board: Partnership, one: Era, since: date, until: date | None, move: Move | None, *, unit: bool
) -> tuple[Any, ...]:
    day = today()
    if since > day:
        tag: Tag | None = Tag("Planned", "blue")
    else:
        tag = Tag("In force", "green") if until is None or day <= until else None
    first = "" if since == date.min else since
    known = f"Written down by {move.made_by}" if move else "" if since == date.min else "The day on which it became law"
    cells = (Cell(one.title, tag=tag, note=f"{one.body}. {one.guidance}"), first, until or "", Cell(known))
    if not unit:
        return cells
    return (*cells, _to_do(board, one, since, move))


def _to_do(board: Partnership, one: Era, since: date, move: Move | None) -> Cell:
    if move is not None:
        words = "Move or cancel" if planned(move) else "Correct"
        return Cell(hinted(words, one.title), href=reverse("change_law_move", args=[board.slug, move.pk]))
    if since == date.min:
        return Cell("")
    address = f"{reverse('write_down_law_move', args=[board.slug])}?era={one.key}"
    return Cell(hinted("Write down when", f"it moved to {one.title}"), href=address)


def hinted(words: str, which: str) -> SafeString:
    """A link's words, and for those who hear the page which of many such links it is."""
    return format_html('{}<span class="govuk-visually-hidden"> {}</span>', words, which)


def _roles(board: Partnership, rows: list[Filled], *, unit: bool) -> Table:
    lines = []
    for one in rows:
        names = ", ".join(f"{held.person} ({held.agency}), from {say(held.since)}" for held in one.holders)
        cells: list[Any] = [
            Cell(one.office.title, note=f"{one.office.source}; {one.office.confidence}"),
            Cell(names, tag=None if names else Tag("Nobody", "orange")),
        ]
        if unit:
            address = f"{reverse('name_law_holder', args=[board.slug])}?office={one.office.key}"
            cells += [Cell(hinted("Name someone", one.office.title), href=address), _ends(board, one)]
        lines.append(tuple(cells))
    labels = ("Role", "Who", "Name", "End")
    headings = tuple(map(Column, labels if unit else labels[:2]))
    return Table("Roles that the law asks for today", headings, tuple(lines), True)


def _ends(board: Partnership, one: Filled) -> Cell:
    """The way to end the first of those who are named; the next is offered when that is done."""
    if not one.holders:
        return Cell("")
    first = one.holders[0]
    return Cell(
        hinted("End", f"{first.person}: {one.office.title}"),
        href=reverse("end_law_holder", args=[board.slug, first.pk]),
    )


def _written(moves: list[Move]) -> Table:
    """Every row that was ever written, the newest first: what was corrected stays beside its correction."""
    lines = []
    for move in sorted(moves, key=lambda one: one.pk, reverse=True):
        tag = Tag("Withdrawn", "grey") if move.withdrawn_on else Tag("Planned", "blue") if planned(move) else None
        why = move.why if move.instead_of is None else f"In place of {say(move.instead_of.on)}. {move.why}"
        gone = f"{move.withdrawn_because} ({move.withdrawn_by}, {say(move.withdrawn_on)})" if move.withdrawn_on else ""
        published = f"Arrangements published on {say(move.published_on)}. " if move.published_on else ""
        lines.append((
            Cell(era(move.era).title, tag=tag), move.on, Cell(why, note=f"{published}{move.arrangements}"),
            Cell(f"{move.made_by}, {say(move.made_on)}"), Cell(gone),
        ))  # fmt: skip
    labels = ("Framework", "From", "Why", "Written down", "Why it no longer stands")
    return Table("Everything that was written down", tuple(map(Column, labels)), tuple(lines), True)
