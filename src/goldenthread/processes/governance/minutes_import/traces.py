"""What an import found and what it left behind, kept when it is accepted so that it can be taken back whole."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from goldenthread.core.groups.models import Membership
from goldenthread.core.tenancy.models import Person
from goldenthread.core.thread.models import Action, Recommendation
from goldenthread.core.thread.taking_back import standing_of
from goldenthread.processes.governance.meetings.models import AgendaItem, Attendance, Decision, Meeting

from .plan import Plan

MEETING = (
    "state", "chair_id", "starts", "ends", "place", "minutes", "agreed_on", "agreed_at_id", "closed_on",
)  # fmt: skip
ITEM = (
    "number", "printed_number", "title", "kind", "presenter_id", "presenter_name", "minutes_allotted", "text",
    "restricted", "open_to_members",
)  # fmt: skip
ATTENDANCE = (
    "membership_id", "agency_id", "status", "part", "deputy_id", "deputy_name", "virtual", "note",
)  # fmt: skip
#: Name in `written` -> the model of what was added, for all that can be removed again.
ADDED: dict[str, Any] = {
    "people": Person,
    "members": Membership,
    "attendance": Attendance,
    "items": AgendaItem,
    "decisions": Decision,
    "actions": Action,
    "earlier_added": Action,
    "recommendations": Recommendation,
    "future_meetings": Meeting,
}
#: Names under which actions stand that were known before.
MOVED = ("closed", "deferred", "updated")


def found_by(plan: Plan) -> dict[str, Any]:
    """How things stood before an import was written, for what it may change."""
    known = {row.action_id for row in plan.of("previous_action") if row.action_id}
    actions = {str(row.pk): standing_of(row) for row in Action.objects.filter(pk__in=known)}
    if plan.meeting is None:
        return {"actions": actions}
    return {
        "actions": actions,
        "meeting": _values(plan.meeting, MEETING),
        "items": _kept(AgendaItem.with_taken_off.filter(record=plan.meeting), ITEM),
        "attendance": _kept(Attendance.objects.filter(record=plan.meeting), ATTENDANCE),
    }


def left_by(meeting: Meeting, written: dict[str, list[int]]) -> dict[str, dict[str, int]]:
    """Model -> id -> the version that each row was left at; whoever changes one later is found by it."""
    wanted: dict[Any, set[int]] = {Meeting: {meeting.pk}}
    for name, model in ADDED.items():
        wanted.setdefault(model, set()).update(written.get(name, []))
    for name in MOVED:
        wanted[Action].update(written.get(name, []))
    for model in (AgendaItem, Attendance):
        wanted[model].update(model.objects.filter(record=meeting).values_list("pk", flat=True))
    left = {}
    for model, keys in wanted.items():
        versions = list(model.objects.filter(pk__in=keys).values_list("pk", "version"))
        if versions:
            left[model._meta.label] = {str(pk): version for pk, version in versions}
    return left


def restored(row: Any, values: dict[str, Any]) -> Any:
    """Put kept values into a row, as the columns hold them."""
    for name, value in values.items():
        column = row._meta.get_field(name.removesuffix("_id"))
        setattr(row, name, value if column.is_relation else column.to_python(value))
    return row


def _kept(rows: Iterable[Any], names: Iterable[str]) -> dict[str, dict[str, Any]]:
    return {str(row.pk): _values(row, names) for row in rows}


def _values(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
