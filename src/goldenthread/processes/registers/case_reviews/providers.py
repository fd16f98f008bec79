"""What case reviews bring to other pages: what waits for somebody, and the other children of one incident."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from goldenthread.core.notices.waiting import Asked, Waiting, case_item, register_waiting, waits
from goldenthread.core.notices.worklist import WorkItem
from goldenthread.core.tenancy.actor import Actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import roles
from goldenthread.web.components import Cell, Column, Table
from goldenthread.web.pages.board import record_address
from goldenthread.web.pages.panels import shows_on_record

from .models import CaseReview
from .process import DECIDE, case_reviews

State = CaseReview.State
#: What waits without a clock: state -> in a few words what.
WAITS = {
    State.NOTIFIED: "The group is to consider a notification",
    State.NOT_AGREED: "Not agreed: call an extraordinary meeting",
    State.RECOMMENDED: "Recommended: it is to be decided",
    State.SCOPING: "Set the scope and the reviewer",
    State.ACCEPTED: "Publish the report, or say why not",
}


def waiting(actor: Actor, partnership: Partnership, on: date) -> Iterable[Asked]:
    """Cases that wait for those who keep the register. By reference alone."""
    if roles(DECIDE) & actor.roles(partnership.pk):
        rows = CaseReview.objects.filter(
            Q(state__in=list(WAITS)) | Q(decided_on__isnull=False, told_on__isnull=True),
            partnership=partnership,
            register__in=actor.claim("registers"),
        )
        yield waits(rows, about=F("state"), day=Coalesce("decided_on", "notified_on"))


def in_line(row: Waiting, actor: Actor, partnership: Partnership, on: date) -> WorkItem:
    title = WAITS.get(State(row.about), "Tell the notifier what was decided")
    return case_item(row, kind=case_reviews.slug, title=title, why="You keep the register", on=on)


register_waiting(case_reviews.slug, waiting, in_line)


def same_children(case: CaseReview) -> list[tuple[CaseReview, str]]:
    """Other notifications of the same child, or of the same incident, with why. One query."""
    head = case.same_incident_id or case.pk
    same = Q(same_incident=head) | Q(pk=head)
    for name in ("nhs_index", "person_index"):
        if getattr(case, name):
            same |= Q(**{name: getattr(case, name)})
    rows = CaseReview.objects.filter(same, partnership_id=case.partnership_id).exclude(pk=case.pk)
    return [(row, _why(row, case, head)) for row in rows.order_by("notified_on", "pk")]


def _why(row: CaseReview, case: CaseReview, head: int) -> str:
    alike = any(getattr(case, name) and getattr(row, name) == getattr(case, name)
                for name in ("nhs_index", "person_index"))  # fmt: skip
    return "It may be the same child" if alike else "Another child of the same incident"


def who_else(board: Partnership, case: Any) -> Mapping[str, Any]:
    found = same_children(case)
    if not found:
        return {"others": None}
    columns = (Column("Notification"), Column("Notified on"), Column("State"), Column("Why it is shown"))
    rows = tuple(
        (
            Cell(one.reference, record_address(board, case_reviews.slug, one.pk)),
            Cell(one.notified_on),
            one.get_state_display(),
            why,
        )
        for one, why in found
    )
    return {"others": Table("Notified with it", columns, rows, True)}


shows_on_record(case_reviews.slug, "case_reviews/_others.html", who_else)
