"""What child death review brings to other pages: what waits, who may be the same child, early warnings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce
from django.urls import reverse

from goldenthread.core.casework.warnings import EarlyWarning, brings_warnings
from goldenthread.core.notices.waiting import Asked, Waiting, case_item, register_waiting, waits
from goldenthread.core.notices.worklist import WorkItem
from goldenthread.core.tenancy.actor import Actor
from goldenthread.core.tenancy.models import Partnership, Seat
from goldenthread.core.tenancy.roles import Role
from goldenthread.kernel.now import today
from goldenthread.web.components import Cell, Column, Table
from goldenthread.web.pages.board import record_address
from goldenthread.web.pages.panels import shows_on_record

from .models import ChildDeath, PanelMeeting
from .process import child_deaths
from .quorum import standing_of
from .twice import Same, in_words, same_as

State = ChildDeath.State
#: What waits without a clock: state -> in a few words what.
WAITS = {
    State.NOTIFIED: "Check the notification",
    State.READY: "Ready for the panel",
    State.REVIEWED: "The panel has reviewed it: see to its actions and close it",
}
#: A designated doctor who leaves within so many days, with nobody after, is a risk.
AHEAD = timedelta(days=90)
#: So many meetings in a row without a quorum are a sign.
LAST_MEETINGS = 3


def waiting(actor: Actor, partnership: Partnership, on: date) -> Iterable[Asked]:
    """Cases that wait for those who keep the register. By reference alone."""
    if child_deaths.may_open & actor.roles(partnership.pk):
        rows = ChildDeath.objects.filter(
            partnership=partnership, state__in=list(WAITS), register__in=actor.claim("registers")
        )
        yield waits(rows, about=F("state"), day=Coalesce("reviewed_on", "ready_on", "opened_on"))


def in_line(row: Waiting, actor: Actor, partnership: Partnership, on: date) -> WorkItem:
    return case_item(row, kind="child-death", title=WAITS[State(row.about)], why="You keep the register", on=on)


register_waiting("child-death", waiting, in_line)


def who_else(board: Partnership, case: Any) -> Mapping[str, Any]:
    found = same_as(case)
    over = reverse("death_handover", args=[board.slug, case.pk]) if case.handed_on else ""
    return {"handover_url": over, "same_words": in_words(found), "same": same_table(board, found) if found else None}


def same_table(board: Partnership, found: list[Same]) -> Table:
    columns = (Column("Child death"), Column("Notified on"), Column("State"), Column("Why it may be the same child"))
    rows = tuple(
        (
            Cell(one.case.reference, record_address(board, "child-death", one.case.pk)),
            Cell(one.case.notified_on),
            one.case.get_state_display(),
            one.why,
        )
        for one in found
    )
    return Table("Notified already?", columns, rows, True)


shows_on_record("child-death", "child_deaths/_same.html", who_else)


@brings_warnings
def signs(partnership: Partnership) -> Iterable[EarlyWarning]:
    """The designated doctor who leaves with nobody to follow; the panel that is not quorate. Three queries."""
    if not partnership.registers.filter(kind="child-death").exists():
        return
    yield from _nobody_follows(partnership)
    yield from _not_quorate(partnership)


def _nobody_follows(partnership: Partnership) -> Iterable[EarlyWarning]:
    day = today()
    seats = Seat.objects.filter(partnership=partnership, role=Role.DESIGNATED_DOCTOR).select_related("person")
    last = max((_last_day(seat) for seat in seats), default=None)
    if last is not None and last > day + AHEAD:
        return
    gone = last is None or last < day
    said = "nobody ever had the seat" if last is None else f"the last seat ends on {last:%-d %B %Y}"
    yield EarlyWarning(
        key=f"designated-doctor-{last or 'never'}",
        title="There is no designated doctor for child deaths" if gone else "Nobody follows the designated doctor",
        cause="The designated doctor's seat is not filled, or will not be.",
        evidence=f"As of {day:%-d %B %Y}, {said}; nobody is seated after.",
        since=min(last, day) if last else day,
        link=reverse("death_panels", args=[partnership.slug]),
    )


def _last_day(seat: Seat) -> date:
    days = [day for day in (seat.until, seat.person.left_on) if day]
    return min(days) if days else date.max


def _not_quorate(partnership: Partnership) -> Iterable[EarlyWarning]:
    met = PanelMeeting.objects.filter(partnership=partnership, held_on__lte=today())
    last = list(met.select_related("group").prefetch_related("attendances")[:LAST_MEETINGS])
    short = [one for one in last if not standing_of(one).quorate]
    if len(short) >= 2:
        days = ", ".join(f"{one.held_on:%-d %B %Y}" for one in reversed(short))
        yield EarlyWarning(
            key=f"death-panel-not-quorate-{short[0].held_on}",
            title="The child death overview panel is often not quorate",
            cause="Too few members or agencies come to the panel.",
            evidence=f"Of its last {len(last)} meetings these were not quorate: {days}.",
            since=short[-1].held_on,
            link=reverse("death_panels", args=[partnership.slug]),
        )
