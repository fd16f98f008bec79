"""The action log at a meeting: new, carried, deferred, overdue, and closed since the last one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.thread.models import Action
from goldenthread.processes.governance.meetings.carrying import ActionLine, ActionLog, actions_for
from goldenthread.web.components import Cell, Column, Table, Tag, count
from goldenthread.web.pages.action_parts import status_tag
from goldenthread.web.pages.board import at_board

from .shared import crumbs, meeting_at


@require_safe
@at_board
def log_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """The log as it stood on the meeting's day."""
    meeting = meeting_at(board, pk)
    log = actions_for(meeting)
    context = {
        "meeting": meeting,
        "log": log,
        "words": _words(log),
        "tables": _tables(board, log),
        "crumbs": crumbs(board, meeting),
    }
    return render(request, "meetings/log.html", context)


def action_table(
    board: Partnership, caption: str, rows: Iterable[Action], items: Mapping[int, Cell] | None = None
) -> Table:
    """Actions as they stand now, each a link to its own page; with `items` (action id -> cell) where it came from."""
    names = ("Action", "Who answers", "Due", "Standing", *(("Item",) if items is not None else ()))
    body = tuple(
        (_named(board, a), owner_of(a), due_of(a), Cell(tag=status_tag(a)), *((items[a.pk],) if items else ()))
        for a in rows
    )
    return Table(caption, tuple(Column(label) for label in names), body, caption_hidden=True)


def owner_of(action: Action) -> Cell:
    who = action.owner.name if action.owner else action.owner_names
    agency = action.owner_agency.name if action.owner_agency else ""
    return Cell(who or agency or "No owner", note=agency if who else "")


def due_of(action: Action) -> str:
    return f"{action.due_on:%-d %b %Y}" if action.due_on else action.due_text or "No date"


def _words(log: ActionLog) -> str:
    parts = [
        f"{len(log.new)} new",
        f"{len(log.carried)} carried",
        f"{len(log.deferred)} deferred",
        f"{len(log.overdue)} overdue",
        f"{len(log.closed)} closed since {_since(log)}",
    ]
    return ", ".join(parts)


def _since(log: ActionLog) -> str:
    return f"{log.since:%-d %B %Y}" if log.since else "the beginning"


def _tables(board: Partnership, log: ActionLog) -> list[tuple[str, str, Table]]:
    """(title, id, table) for each part that has a line."""
    parts = (
        ("Carried from earlier meetings", "carried", log.carried),
        ("New since the last meeting", "new", log.new),
    )
    found = [(title, key, _open(board, title, lines)) for title, key, lines in parts if lines]
    if log.closed:
        title = f"Closed since {_since(log)}"
        found.append((title, "closed", _closed(board, title, log.closed)))
    return found


def _open(board: Partnership, title: str, lines: Iterable[ActionLine]) -> Table:
    columns = (*(Column(label) for label in ("Action", "Who answers", "Due")), Column("Age in days", numeric=True))
    body = tuple(
        (
            Cell(_named(board, line.action).value, _named(board, line.action).href, note=_latest(line)),
            owner_of(line.action),
            Cell(due_of(line.action), tag=_standing(line), note=_notes(line)),
            line.age,
        )
        for line in lines
    )
    return Table(title, columns, body, caption_hidden=True)


def _closed(board: Partnership, title: str, lines: Iterable[ActionLine]) -> Table:
    columns = tuple(Column(label) for label in ("Action", "Who answered", "Closed", "Evidence"))
    body = tuple(
        (
            Cell(_named(board, line.action).value, _named(board, line.action).href, note=_latest(line)),
            owner_of(line.action),
            Cell(f"{line.action.closed_on:%-d %b %Y}", tag=status_tag(line.action)),
            "; ".join(one.summary for one in line.evidence) or "None",
        )
        for line in lines
    )
    return Table(title, columns, body, caption_hidden=True)


def _standing(line: ActionLine) -> Tag | None:
    if line.stranded:
        return Tag("Its meeting is cancelled", "red")
    if line.overdue:
        return Tag(f"Overdue by {count(line.overdue_by, 'day')}", "red")
    return Tag("Due here", "orange") if line.due_here else None


def _notes(line: ActionLine) -> str:
    return f"Deferred {count(line.action.deferrals, 'time')}" if line.action.deferrals else ""


def _latest(line: ActionLine) -> str:
    return f"{line.last_update.on:%-d %b %Y}: {line.last_update.text}" if line.last_update else ""


def _named(board: Partnership, action: Action) -> Cell:
    return Cell(f"{action.reference}: {action.text}", reverse("action", args=[board.slug, action.pk]))
