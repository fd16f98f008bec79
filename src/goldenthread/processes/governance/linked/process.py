"""How a link with another board runs: reports given and received, the next one due, and the end of the link."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Any

from goldenthread.core.casework.models import Audience
from goldenthread.core.casework.process import Process
from goldenthread.kernel.workflow import Workflow, step

from .models import LinkedBoard

LINKED, ENDED = LinkedBoard.State.values
UNIT = "business_manager administrator"


def months_on(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where that has no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def after(link: Any, name: str) -> None:
    """A report sets the day of the next. One written down late never brings it back."""
    if name != "report":
        return
    latest = link.reports.order_by("-reported_on", "-pk").first()
    if link.last_on is None or latest.reported_on >= link.last_on:
        link.last_on, link.next_due = latest.reported_on, months_on(latest.reported_on, link.every_months)
        link.save(update_fields=["last_on", "next_due"])


linked = Process(
    slug="linked",
    title="Linked boards",
    singular="Linked board",
    section="Assurance",
    prefix="L",
    summary="The boards beside this one: who reports to whom, how often, what was said last, and what falls between.",
    model=LinkedBoard,
    audience=Audience.PARTNERSHIP,
    opened_by=UNIT,
    opening_fields=(
        "name", "board_kind", "group", "reporter", "contact", "every_months", "next_due", "gaps",
    ),
    describe=lambda link: link.name,
    list_columns=("state", "board_kind", "reporter", "last_on", "next_due", "gaps"),
    filters=("state", "board_kind"),
    search=("reference", "name", "contact", "gaps"),
    entries=("reports",),
    also_at=("linked_boards",),
    pages=(("Write down a report with its file", "linked_report", UNIT),),
    after=after,
    workflow=Workflow(
        initial=LINKED,
        final={ENDED},
        steps=(
            step("report", "Write down a report", LINKED, by=UNIT, adds="reports",
                 fields=("way", "reported_on", "words", "came_of_it")),
            step("name_gaps", "Name the gaps", LINKED, by=f"{UNIT} chair", fields=("gaps",)),
            step("end", "End the link", LINKED, ENDED, by=UNIT, asks="Why is it no longer linked?"),
        ),
    ),
)  # fmt: skip
