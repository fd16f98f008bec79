"""What was written, said with links: read from the rows themselves, so that it stays true when they change."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.models import Agency, Partnership, Person
from goldenthread.core.thread.models import Action, Recommendation, Resemblance
from goldenthread.processes.governance.meetings.models import Decision, Meeting
from goldenthread.web.components import Link
from goldenthread.web.pages.board import record_address

from .models import MinutesImport

ACTIONS = {
    "actions": "Actions added",
    "earlier_added": "Earlier actions added, that were not known here",
    "closed": "Actions closed",
    "deferred": "Actions deferred",
    "updated": "Actions given an update",
}
REMOVED = {
    "items": "Agenda items",
    "decisions": "Decisions",
    "attendance": "Attendances",
    "recommendations": "Recommendations",
    "members": "Memberships",
    "people": "People",
    "agencies": "Agencies at the table",
}
COUNTED = {"items": "Agenda items", "attendance": "Attendances", "members": "Members added"}


@dataclass(frozen=True)
class Written:
    """One kind of thing that was written: its lines, each with a link where there is a page for it."""

    title: str
    lines: tuple[Link, ...]


def written_sections(board: Partnership, one: MinutesImport) -> list[Written]:
    """All that an accepted import wrote, as far as the reader may see it. Seven queries at most."""
    written = one.written
    found = [*_people(board, written), *_actions(board, written), *_others(board, written)]
    counts = [Link(f"{words}: {len(written[name])}", "") for name, words in COUNTED.items() if written.get(name)]
    return [part for part in (Written("At the meeting", tuple(counts)), *found) if part.lines]


def lines_of(one: MinutesImport) -> list[str]:
    """The same in words alone, to be kept when the rows are gone."""
    parts = written_sections(one.partnership, one)
    return [line.text if part.title == "At the meeting" else f"{part.title}: {line.text}" for part in parts
            for line in part.lines]  # fmt: skip


def to_take_back(one: MinutesImport) -> list[str]:
    """What taking it back would do, counted. Asks the database nothing."""
    sizes = {name: len(pks) for name, pks in one.written.items()}
    added = sizes.get("actions", 0) + sizes.get("earlier_added", 0)
    moved = {pk for name in ("closed", "deferred", "updated") for pk in one.written.get(name, [])}
    known = len(moved - set(one.written.get("earlier_added", [])))
    meeting = "stands as it did before" if one.found.get("meeting") else "becomes cancelled, with nothing on its agenda"
    told = [
        (1, f"The meeting {one.meeting} {meeting}"),
        (added, f"Actions removed: {added}"),
        (known, f"Earlier actions that stand as they did before: {known}"),
        *((sizes.get(name, 0), f"{words} removed: {sizes.get(name, 0)}") for name, words in REMOVED.items()),
        (sizes.get("future_meetings", 0), f"Meetings to come that are cancelled: {sizes.get('future_meetings', 0)}"),
    ]
    return [line for number, line in told if number]


def summary_of(one: MinutesImport) -> dict[str, int]:
    """How many of each were written."""
    return {name: len(pks) for name, pks in one.written.items()}


def _people(board: Partnership, written: dict[str, list[int]]) -> list[Written]:
    groups = Group.objects.filter(pk__in=written.get("groups", []))
    people = Person.objects.filter(pk__in=written.get("people", []))
    agencies = Agency.objects.filter(pk__in=written.get("agencies", []))
    return [
        Written("Groups added", tuple(Link(g.name, reverse("group", args=[board.slug, g.slug])) for g in groups)),
        Written("People added", tuple(Link(person.name, "") for person in people)),
        Written("Agencies added", tuple(Link(agency.name, "") for agency in agencies)),
    ]


def _actions(board: Partnership, written: dict[str, list[int]]) -> list[Written]:
    wanted = {pk for name in ACTIONS for pk in written.get(name, [])}
    rows = {row.pk: row for row in Action.objects.filter(pk__in=wanted)}
    told = []
    for name, title in ACTIONS.items():
        seen = [rows[pk] for pk in written.get(name, []) if pk in rows]
        lines = [Link(f"{row.reference}: {row.text}", reverse("action", args=[board.slug, row.pk])) for row in seen]
        told.append(Written(title, tuple(lines)))
    return told


def _others(board: Partnership, written: dict[str, list[int]]) -> list[Written]:
    decisions = Decision.objects.filter(pk__in=written.get("decisions", []))
    recommendations = Recommendation.objects.filter(pk__in=written.get("recommendations", [])).order_by("pk")
    coming = Meeting.objects.filter(pk__in=written.get("future_meetings", [])).order_by("held_on")
    meetings = tuple(Link(str(one), record_address(board, "meetings", one.pk)) for one in coming)
    return [
        Written("Decisions added", tuple(Link(str(row), "") for row in decisions)),
        Written("Recommendations added", tuple(Link(f"{row.reference}: {row.text}", "") for row in recommendations)),
        Written("Recommendations that may have been made before", _asked_before(board, written)),
        Written("Meetings put in the calendar", meetings),
    ]


def _asked_before(board: Partnership, written: dict[str, list[int]]) -> tuple[Link, ...]:
    """Where a person says whether what the minutes recommend asks again for something earlier."""
    waiting = Resemblance.objects.filter(recommendation__in=written.get("recommendations", []), decision="")
    number = waiting.values("recommendation").distinct().count()
    return (Link(f"{number}: say whether it is the same again", reverse("like_earlier", args=[board.slug])),) * bool(
        number
    )
