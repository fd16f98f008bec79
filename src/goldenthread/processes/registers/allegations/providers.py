"""What allegations bring to other pages: what needs an officer, and on a case's page who was referred before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce

from goldenthread.core.notices.waiting import Asked, Waiting, case_item, register_waiting, waits
from goldenthread.core.notices.worklist import WorkItem
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


def waiting(actor: Actor, partnership: Partnership, on: date) -> Iterable[Asked]:
    """Contacts to decide on, of one's own or nobody's; agreed outcomes to close. By reference alone."""
    roles = actor.roles(partnership.pk)
    states = [state for state, (_, role) in WAITS.items() if role in roles]
    if states:
        rows = Case.objects.filter(partnership=partnership, state__in=states)
        yield waits(rows, about=F("state"), day=Coalesce("outcome_on", "opened_on"), person="officer_id")


def in_line(row: Waiting, actor: Actor, partnership: Partnership, on: date) -> WorkItem | None:
    mine = row.person in actor.claim("persons")
    if row.about == State.RECEIVED and row.person is not None and not mine:
        return None
    why = "Yours to do" if mine else "Nobody's yet" if row.person is None else "Yours as their manager"
    return case_item(row, kind="allegations", title=WAITS[State(row.about)][0], why=why, on=on)


register_waiting("allegations", waiting, in_line)


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
