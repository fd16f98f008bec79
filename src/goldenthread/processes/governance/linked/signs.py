"""Silence between boards, told to agendas, the chair, the front page and the forward plan."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from goldenthread.core.casework.renaming import Spoken, brings_spoken
from goldenthread.core.groups.coming import Coming, brings_coming
from goldenthread.core.groups.matters import Matter, brings_matters
from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import today
from goldenthread.web.components import Link, SummaryRow
from goldenthread.web.concerns import MOST_NAMED, Concern, Concerns, Worry, brings_concerns
from goldenthread.web.overview import brings_overview
from goldenthread.web.pages.board import record_address

from .models import LinkedBoard


def overdue(**where: Any) -> QuerySet[LinkedBoard]:
    """Boards with which a report is overdue, the longest first."""
    rows = LinkedBoard.objects.filter(state=LinkedBoard.State.LINKED, next_due__lt=today(), **where)
    return rows.order_by("next_due", "pk")


@brings_matters
def on_the_agenda(group: Group) -> list[Matter]:
    return [
        Matter("linked", link.pk, link.reference, f"Report overdue: {link.name}", in_words(link), link.next_due)
        for link in overdue(group=group)
    ]


@brings_coming
def reports_to_come(group: Group, until: date) -> list[Coming]:
    rows = LinkedBoard.objects.filter(group=group, state=LinkedBoard.State.LINKED, next_due__lte=until)
    return [
        Coming("linked", link.pk, f"Report between us and {link.name}", link.next_due, "It is due.") for link in rows
    ]


@brings_concerns
def silent_boards(board: Partnership) -> list[Concerns]:
    rows = list(overdue(partnership=board))
    oldest = [
        Concern(
            link.name,
            record_address(board, "linked", link.pk),
            link.last_on or link.opened_on,
            in_words(link).rstrip("."),
        )
        for link in rows[:MOST_NAMED]
    ]
    there = reverse("linked_boards", args=[board.slug]) + "?standing=overdue"
    return [Concerns(Worry.SILENT, "Linked boards", len(rows), oldest, there)]


@brings_overview
def how_links_stand(board: Partnership) -> list[SummaryRow]:
    there = reverse("linked_boards", args=[board.slug])
    see = (Link("See them", f"{there}?standing=overdue", "the linked boards"),)
    return [SummaryRow("Reports with linked boards overdue", overdue(partnership=board).count(), see)]


@brings_spoken
def told_of_a_change(board: Partnership, on: date, words: tuple[str, ...]) -> list[Spoken]:
    """Whoever reports to the body, or hears from it, is told what it is called from now on."""
    rows = LinkedBoard.objects.filter(partnership=board, state=LinkedBoard.State.LINKED).order_by("name")
    return [
        Spoken("linked", link.pk, f"Linked board: {link.name}", "Tell them who answers from that day.") for link in rows
    ]


def in_words(link: LinkedBoard) -> str:
    """How long both have been silent."""
    last = f"Last report on {link.last_on:%-d %B %Y}" if link.last_on else "No report yet"
    return f"{last}; the next was due on {link.next_due:%-d %B %Y}."
