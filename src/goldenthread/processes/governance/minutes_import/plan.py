"""Exactly what accepting would write, from the rows as they stand: counted and named before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from goldenthread.core.groups.models import Membership
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.thread.models import Action
from goldenthread.kernel.now import today
from goldenthread.processes.governance.meetings.models import Meeting
from goldenthread.processes.governance.meetings.process import meetings
from goldenthread.web.components import count

from .matching import person_key, words_key
from .models import MinutesImport, ReadItem

Kind, Verdict = ReadItem.Kind, ReadItem.Verdict
#: These must each have a verdict before anything is written.
MUST_DECIDE = (
    Kind.MEETING, Kind.ATTENDANCE, Kind.ITEM, Kind.DECISION, Kind.PREVIOUS, Kind.ACTION, Kind.RECOMMENDATION,
    Kind.FUTURE, Kind.UNPLACED,
)  # fmt: skip
#: What a text that could not be placed may become.
BECOMES = {"action": Kind.ACTION, "recommendation": Kind.RECOMMENDATION, "decision": Kind.DECISION}
PLANNED = "will be put in the calendar, if not there yet"
UNSETTLED = ("planned", "agenda_set", "papers_issued", "held")


@dataclass
class Plan:
    """What will be written, in words and counted; and why it cannot be, if it cannot."""

    rows: dict[str, list[ReadItem]] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    asides: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    meeting: Meeting | None = None

    def of(self, kind: str) -> list[ReadItem]:
        return self.rows.get(kind, [])

    @property
    def head(self) -> ReadItem | None:
        return next(iter(self.of(Kind.MEETING)), None)


def rows_of_import(minutes_import: MinutesImport) -> list[ReadItem]:
    """Every row with who and what it is linked to. One query."""
    links = ("group", "person", "person__agency", "agency", "action")
    return list(ReadItem.objects.filter(minutes_import=minutes_import).select_related(*links))


def plan_of(rows: Sequence[ReadItem]) -> Plan:
    """The plan for an import with these rows."""
    plan = Plan()
    for row in rows:
        if row.taken:
            kind = BECOMES.get(row.values.get("becomes", ""), row.kind)
            plan.rows.setdefault(kind, []).append(row)
    _problems(plan, rows)
    if plan.head:
        plan.lines = [line for line in (*_meeting_lines(plan), *_people_lines(plan), *_thread_lines(plan)) if line]
    plan.asides = _asides(rows)
    return plan


def _problems(plan: Plan, rows: Sequence[ReadItem]) -> None:
    waiting = Counter(row.get_kind_display() for row in rows if _waits(row))
    if waiting:
        told = ", ".join(f"{kind.lower()}: {number}" for kind, number in waiting.items())
        plan.problems.append(f"Not everything has a verdict yet ({told}). Accept, correct or dismiss each.")
    head = plan.head
    if head is None:
        plan.problems.append("The meeting itself is not accepted: without it there is nowhere to write.")
        return
    if not head.values.get("date"):
        plan.problems.append("The minutes do not say when the meeting was. Correct the meeting and give its date.")
        return
    if not head.group_id and not head.values.get("group"):
        plan.problems.append("The minutes do not say which group met. Correct the meeting and choose one.")
        return
    _meeting_there(plan, head)
    if head.values.get("standing") == "agreed" and not _may_agree(head):
        plan.problems.append("Only the business manager or the chair records that minutes were agreed. Choose “draft”.")


def _waits(row: ReadItem) -> bool:
    return row.verdict == Verdict.UNDECIDED and row.kind in MUST_DECIDE


def _meeting_there(plan: Plan, head: ReadItem) -> None:
    held = date.fromisoformat(head.values["date"])
    if held > today():
        plan.problems.append("The day of the meeting has not come yet. Correct the meeting and its date.")
    if not head.group_id:
        return
    there = Meeting.objects.filter(group_id=head.group_id, held_on=held).exclude(state="cancelled").first()
    if there is not None and there.state not in UNSETTLED:
        plan.problems.append(f"The minutes of this meeting are here already: {there}. Dismiss this import.")
    plan.meeting = there


def _may_agree(head: ReadItem) -> bool:
    return bool(meetings.workflow["agree"].by & current_actor().roles(head.partnership_id))


def _meeting_lines(plan: Plan) -> Iterable[str]:
    head = plan.head
    if head is None or not head.values.get("date"):
        return
    day = date.fromisoformat(head.values["date"])
    group = head.group.name if head.group else head.values.get("group")
    standing = "agreed" if head.values.get("standing") == "agreed" else "a draft"
    if not head.group:
        yield f"The group “{group}” will be added"
    verb = "found in the calendar" if plan.meeting else "added"
    yield f"The meeting of {group} on {day.day} {day:%B %Y} will be {verb}, with its minutes as {standing}"
    yield _many(plan.of(Kind.ITEM), "agenda item")
    yield _many(plan.of(Kind.DECISION), "decision")
    yield _many(plan.of(Kind.UNPLACED), "passage", "will be kept with the meeting’s minutes")


def _people_lines(plan: Plan) -> Iterable[str]:
    people = plan.of(Kind.ATTENDANCE)
    yield _many(people, "attendance", "will be recorded")
    new = {person_key(row.values["name"]): row.values["name"] for row in people if not row.person_id}
    if new:
        yield f"{_people(len(new))} will be added: {', '.join(sorted(new.values()))}"
    agencies = {
        words_key(row.values["agency"]): row.values["agency"]
        for row in people
        if row.values.get("agency") and not row.agency_id
    }
    if agencies:
        yield f"{count(len(agencies), 'agency', 'agencies')} will be added: {', '.join(sorted(agencies.values()))}"
    yield _many(_to_seat(plan), "person", "will be made a member of the group from that day", "people")


def _to_seat(plan: Plan) -> list[ReadItem]:
    """Members in the list who never sat on the group, once each."""
    if not plan.head or not plan.head.values.get("members"):
        return []
    seated = set(Membership.objects.filter(group_id=plan.head.group_id).values_list("person_id", flat=True))
    members = [row for row in plan.of(Kind.ATTENDANCE) if row.values["part"] == "member"]
    new = {row.person_id or person_key(row.values["name"]): row for row in members if row.person_id not in seated}
    return list(new.values())


def _thread_lines(plan: Plan) -> Iterable[str]:
    fresh = [*plan.of(Kind.ACTION), *plan.of(Kind.PROMISE)]
    previous = plan.of(Kind.PREVIOUS)
    unknown = [row for row in previous if not row.action_id]
    yield _many(fresh, "action")
    without = [row for row in fresh if not row.values.get("due")]
    if without:
        yield f"{len(without)} of these {'has' if len(without) == 1 else 'have'} no date"
    if unknown:
        yield f"{count(len(unknown), 'earlier action')} not known here will be added, with the day and number they had"
    how = Counter(_fate(row) for row in previous)
    told = (
        ("closed", "will be closed"), ("deferred", "will be deferred"), ("update", "will be given an update"),
        ("closed_before", "closed before will be given an update and stay closed"),
    )  # fmt: skip
    for fate, words in told:
        if how[fate]:
            yield f"{count(how[fate], 'earlier action')} {words}"
    yield _many(plan.of(Kind.RECOMMENDATION), "recommendation")
    yield _many(plan.of(Kind.FUTURE), "meeting to come", PLANNED, "meetings to come")


def _fate(row: ReadItem) -> str:
    if row.action and row.action.status == Action.Status.CLOSED:
        return "closed_before"
    return {"closed": "closed", "deferred": "deferred"}.get(row.values["status"], "update")


def _asides(rows: Sequence[ReadItem]) -> list[str]:
    dismissed = sum(row.verdict == Verdict.DISMISSED for row in rows)
    offered = sum(row.kind == Kind.PROMISE and row.verdict == Verdict.UNDECIDED for row in rows)
    told = []
    if dismissed:
        told.append(f"{count(dismissed, 'row')} you dismissed will not be written.")
    if offered:
        told.append(f"{count(offered, 'promise')} you did not look at will not be made into actions.")
    return told


def _many(rows: Sequence[ReadItem], one: str, will: str = "will be added", many: str = "") -> str:
    return f"{count(len(rows), one, many)} {will}" if rows else ""


def _people(number: int) -> str:
    return count(number, "person", "people")
