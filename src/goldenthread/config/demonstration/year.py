"""A year of meetings behind and three months ahead, told through the same verbs that the clerk uses."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import pairwise
from typing import Any

from goldenthread.core.groups.models import Group, Membership
from goldenthread.core.tenancy.models import Person
from goldenthread.processes.governance.meetings.agenda import record_decision
from goldenthread.processes.governance.meetings.attending import Present, record_attendance
from goldenthread.processes.governance.meetings.minuting import (
    agree_minutes,
    draft_minutes,
    hold_meeting,
    issue_papers,
    publish_minutes,
    set_agenda,
)
from goldenthread.processes.governance.meetings.models import AgendaItem, Meeting
from goldenthread.processes.governance.meetings.papers import add_paper
from goldenthread.processes.governance.meetings.planning import cancel_meeting, plan_meeting

from .groups import GROUPS, Planned
from .papers import briefing, performance_report
from .stage import Stage, working_day
from .words import BOARD_ITEMS, DECISIONS, GROUP_ITEMS, RESTRICTED_DECISION

BEHIND, BRIEFLY, AHEAD = timedelta(days=365), timedelta(days=180), timedelta(days=90)
WHOLE_YEAR = ("board", "business-group", "case-review", "exploitation")  # the rest tell half of it: it must load fast
CANCELLED = {"case-review": 3, "district-leads": 0}  # which of the year's meetings, counted from the first
INQUORATE = {"exploitation": 2, "learning": 1}
ITEMS_EACH = 3
NOT_QUORATE = "The meeting was not quorate. Members talked; what needs a decision goes to the next meeting."
PLACES = ("Council Chamber, County Hall", "Online", "Fire and Rescue Headquarters", "Room 4, Weald House", "Online")


def plan_the_year(stage: Stage) -> None:
    """Every meeting of every group in the calendar, with an agenda of its own."""
    with stage.acting("clerk"):
        for n, plan in enumerate(GROUPS):
            group = stage.groups[plan.slug]
            days = meeting_days(plan, stage.today)
            made = [plan_meeting(group=group, held_on=day, **_where(plan, n + m)) for m, day in enumerate(days)]
            stage.meetings[plan.slug] = made
            for m, meeting in enumerate(made):
                _write_agenda(plan, meeting, m, past=meeting.held_on < stage.today)


def hold_the_meetings(stage: Stage) -> None:
    """Those behind are held, minuted and agreed by the next; two were cancelled, two lacked a quorum."""
    with stage.acting("business.manager"):
        for plan in GROUPS:
            behind = [m for m in stage.meetings[plan.slug] if m.held_on < stage.today]
            seats = list(Membership.objects.filter(group=stage.groups[plan.slug]).select_related("person", "agency"))
            for n, meeting in enumerate(behind):
                if CANCELLED.get(plan.slug) == n:
                    reason = "Too few members could come: a county-wide exercise was moved to that day."
                    stage.meetings[plan.slug][n], _ = cancel_meeting(meeting, reason=reason)
                else:
                    stage.meetings[plan.slug][n] = _hold(stage, plan, meeting, seats, n)


def agree_the_minutes(stage: Stage) -> None:
    """The minutes of each meeting are agreed at the next that took place; the board's are then published."""
    with stage.acting("business.manager"):
        for plan in GROUPS:
            held = [m for m in stage.meetings[plan.slug] if m.took_place]
            for this, following in pairwise(held):
                agreed = agree_minutes(this, at=following)
                if plan.open:
                    agreed = publish_minutes(agreed, on=min(stage.today, following.held_on + timedelta(days=5)))
                stage.meetings[plan.slug][stage.meetings[plan.slug].index(this)] = agreed


def prepare_the_next_board(stage: Stage) -> None:
    """This week's board: its agenda is set and its papers are out."""
    with stage.acting("clerk"):
        following = next(m for m in stage.meetings["board"] if m.held_on > stage.today)
        items = list(AgendaItem.objects.filter(record=following).order_by("number"))
        report = next(item for item in items if item.kind in ("report", "decision", "voice"))
        made = performance_report(stage.today)
        add_paper(item=report, name="performance-report.pdf", data=made, title="Performance report")
        lines = ("What changed since last time", "What is asked of each agency", "What the group should decide")
        add_paper(item=items[-2], name="briefing.docx", data=briefing("Briefing for members", lines))
        secret = next((item for item in items if item.restricted and item.open_to_members), None)
        if secret:
            add_paper(item=secret, name="case-summary.docx", data=briefing("Case summary", lines), restricted=True)
        issue_papers(set_agenda(following), on=stage.today)
        for slug in ("business-group", "case-review"):
            soon = next(m for m in stage.meetings[slug] if m.held_on > stage.today)
            set_agenda(soon)


def meeting_days(plan: Planned, today: date) -> list[date]:
    """The group's days from a year ago to three months ahead; its next is `plan.offset` weeks after the coming week."""
    coming = today + timedelta(days=2)
    following = coming + timedelta(days=(plan.weekday - coming.weekday()) % 7, weeks=plan.offset)
    step = timedelta(weeks=plan.weeks)
    days = [following]
    behind = BEHIND if plan.slug in WHOLE_YEAR else BRIEFLY
    while days[0] - step > today - behind:
        days.insert(0, days[0] - step)
    while days[-1] + step < today + AHEAD:
        days.append(days[-1] + step)
    return [working_day(day) for day in days]


def _where(plan: Planned, n: int) -> dict[str, Any]:
    place = PLACES[n % len(PLACES)]
    starts = time(9, 30) if plan.weekday % 2 else time(14)
    link = "https://meet.example/wscp" if place == "Online" else ""
    return {"starts": starts, "ends": time(starts.hour + 2, 30 if starts.minute else 0), "place": place, "link": link}


def _write_agenda(plan: Planned, meeting: Meeting, n: int, *, past: bool) -> None:
    """Items before any other business, in one write: the verb for one item at a time would take too long for eighty."""
    stock = BOARD_ITEMS if plan.slug == "board" else GROUP_ITEMS
    count = len(stock) if plan.slug == "board" else ITEMS_EACH
    chosen = [stock[(n * ITEMS_EACH + k) % len(stock)] for k in range(count)]
    if plan.slug == "case-review":
        chosen.append(("confidential", "Referrals for a review", "Two referrals were considered in confidence."))
    last = AgendaItem.objects.get(record=meeting, kind=AgendaItem.Kind.OTHER_BUSINESS)
    first = last.number
    last.number = first + len(chosen)
    last.save(update_fields=["number"])
    rows = [
        AgendaItem(
            record=meeting, number=first + k, kind=kind, title=title, minutes_allotted=10 + 5 * (k % 3),
            text=said if past else "", restricted=kind == "confidential", open_to_members=kind == "confidential",
        )
        for k, (kind, title, said) in enumerate(chosen)
    ]  # fmt: skip
    for row in rows:
        row.clean()
    AgendaItem.objects.bulk_create(rows)


def _hold(stage: Stage, plan: Planned, meeting: Meeting, seats: list[Membership], n: int) -> Meeting:
    if plan.open:
        meeting = issue_papers(set_agenda(meeting), on=meeting.held_on - timedelta(days=7))
    there = [seat for seat in seats if seat.since <= meeting.held_on <= (seat.until or meeting.held_on)]
    chair = next((seat.person for seat in there if seat.role == "chair"), None)
    meeting = hold_meeting(meeting, chair=chair)
    few = INQUORATE.get(plan.slug) == n
    record_attendance(meeting, _present(stage, there, stage.groups[plan.slug], few=few))
    _decide(meeting, n, quorate=not few)
    latest = meeting.held_on > stage.today - timedelta(days=8)
    return meeting if latest else draft_minutes(meeting, minutes=NOT_QUORATE if few else "The chair welcomed members.")


def _decide(meeting: Meeting, n: int, *, quorate: bool) -> None:
    if not quorate:
        return
    for item in AgendaItem.objects.filter(record=meeting):
        if item.kind == AgendaItem.Kind.DECISION:
            record_decision(item=item, text=DECISIONS[n % len(DECISIONS)])
        elif item.kind == AgendaItem.Kind.CONFIDENTIAL and n % 2:
            record_decision(item=item, text=RESTRICTED_DECISION, restricted=True, open_to_members=True)


def _present(stage: Stage, seats: list[Membership], group: Group, *, few: bool) -> list[Present]:
    """Most come; some send apologies or a deputy; now and then nobody says anything."""
    deputies = {seat.stands_in_for_id: seat.person for seat in seats if seat.role == "deputy"}
    members = {seat.person_id: seat for seat in sorted(seats, key=lambda seat: seat.role == "chair")}
    rows: list[Present] = []
    for seat in members.values():
        if seat.role != "deputy":
            rows.append(_one(stage, seat, deputies.get(seat.person_id), few=few and len(rows) > 1))
    if not few and stage.luck.random() < 0.4:
        guest = _guest(stage, {row.person.pk for row in rows} | {person.pk for person in deputies.values()})
        rows.append(Present(guest, "attended", part="presenter", note="For one item"))
    return rows


def _one(stage: Stage, seat: Membership, deputy: Person | None, *, few: bool) -> Present:
    if seat.role == "virtual":
        return Present(seat.person, "papers_only")
    chance = stage.luck.random() + (0.6 if few else 0)
    if seat.role == "adviser":
        return Present(seat.person, "attended", part="in_attendance")
    if chance < 0.74 or (seat.role == "chair" and chance < 0.95):
        return Present(seat.person, "attended", virtual=stage.luck.random() < 0.3)
    if deputy and chance < 0.9:
        return Present(seat.person, "deputy", deputy=deputy)
    return Present(seat.person, "apology" if chance < 0.95 else "absent")


def _guest(stage: Stage, there: set[int]) -> Person:
    others = [person for person in stage.people.values() if person.pk not in there]
    return stage.luck.choice(others)
