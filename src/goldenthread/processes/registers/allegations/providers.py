"""What allegations bring to other pages: what needs an officer, and on a case's page who was referred before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from goldenthread.core.notices.worklist import WorkItem, days_left, register_source, urgency_of
from goldenthread.core.tenancy.actor import Actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import Role
from goldenthread.web.components import Cell, Column, Table
from goldenthread.web.pages.board import record_address
from goldenthread.web.pages.panels import shows_on_record

from .models import Case
from .subjects import Before, before_case, in_words

State = Case.State
#: What waits without a clock: state -> in a few words why, for whom.
WAITS = {
    State.RECEIVED: ("Decide what the contact is", Role.DESIGNATED_OFFICER),
    State.CONCLUDED: ("The outcome is agreed: check it and close it", Role.DESIGNATED_MANAGER),
}


def waiting(actor: Actor, partnership: Partnership, on: date) -> Iterable[WorkItem]:
    """Contacts to decide on, of one's own or nobody's; agreed outcomes to close. By reference alone. One query."""
    roles = actor.roles(partnership.pk)
    states = [state for state, (_, role) in WAITS.items() if role in roles]
    if not states:
        return
    mine = actor.claim("persons")
    rows = Case.objects.filter(partnership=partnership, state__in=states).order_by("opened_on", "pk")
    for pk, reference, state, officer, outcome_on, opened_on in rows.values_list(
        "pk", "reference", "state", "officer_id", "outcome_on", "opened_on"
    ):
        if state == State.RECEIVED and officer is not None and officer not in mine:
            continue
        since = outcome_on or opened_on
        yield WorkItem(
            kind="record",
            pk=pk,
            reference=reference,
            title=WAITS[state][0],
            due=since,
            why="Yours to do" if officer in mine else "Nobody's yet" if officer is None else "Yours as their manager",
            urgency=urgency_of(since, on),
            days_left=days_left(since, on),
            record_kind="allegations",
        )


register_source("allegations", waiting)


def referred_before(board: Partnership, case: Any) -> Mapping[str, Any]:
    found = before_case(case)
    return {"before_words": in_words(found), "before": before_table(board, found) if found else None}


def before_table(board: Partnership, found: list[Before]) -> Table:
    columns = (Column("Contact"), Column("Made on"), Column("Kind"), Column("State"), Column("How sure"))
    rows = tuple(
        (
            Cell(one.case.reference, record_address(board, "allegations", one.case.pk)),
            Cell(one.case.referred_on),
            one.case.get_contact_display(),
            one.case.get_state_display(),
            "Same name and date of birth" if one.sure else "Same name; a date of birth is missing",
        )
        for one in found
    )
    return Table("Referred before", columns, rows, True)


shows_on_record("allegations", "allegations/_before.html", referred_before)
