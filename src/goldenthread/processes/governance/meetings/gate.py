"""The gate before an agenda: an item that needs it has no place there until it was passed, or the chair waived it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from goldenthread.core.casework.models import Audience
from goldenthread.core.casework.services import lock, tell
from goldenthread.core.groups.gates import (
    HELD_BACK,
    AtTheGate,
    checked_day,
    checked_reason,
    gate_of,
    only_the_chair,
    only_the_keeper,
)
from goldenthread.core.groups.matters import Matter, brings_matters
from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.kernel.now import today

from .agenda import place_for_new
from .changing import open_meeting, save_checked
from .models import AgendaItem, Decision, GateVerdict, Meeting
from .process import meetings


@transaction.atomic
def offer_item(*, meeting: Meeting, title: str, **values: Any) -> AgendaItem:
    """Offer an item that needs the gate before its meeting's group. It comes to the agenda when it is through.

    It may have papers while it waits. Raises ValidationError where the group has no gate, or the meeting was held.
    """
    meeting = open_meeting(meeting)
    gate = gate_of(meeting.group) if meeting.group else None
    if gate is None:
        raise ValidationError(
            f"{meeting.group} has no gate. Add the item to its agenda, or say first which group keeps the gate.",
            code="no_gate",
        )
    _ahead(meeting)
    item = AgendaItem(record=meeting, title=title, gate=AtTheGate.WAITING, gate_keeper=gate.keeper, **values)
    save_checked(item)
    tell(meeting, "offer_item", f"Offered an item, which waits for {gate.keeper}")
    return item


@transaction.atomic
def pass_item(
    item: AgendaItem, *, at: Meeting, decision: Decision | None = None, expected_version: int | None = None
) -> AgendaItem:
    """The keeper let it through at one of its meetings: it takes its place on the agenda, if that is still ahead."""
    item, meeting = _held(item, expected_version)
    keeper = kept_by(item)
    only_the_keeper(keeper, item.partnership_id)
    _at_the_keepers(at, keeper, decision)
    _decide(item, GateVerdict.Verdict.PASSED, on=checked_day(at.held_on), at=at, decision=decision)
    return _let_through(item, meeting, AtTheGate.PASSED)


@transaction.atomic
def turn_item_back(item: AgendaItem, *, at: Meeting, why: str, expected_version: int | None = None) -> AgendaItem:
    """The keeper did not let it through, and why. It can still be passed later, or waived."""
    item, meeting = _held(item, expected_version)
    keeper = kept_by(item)
    only_the_keeper(keeper, item.partnership_id)
    _at_the_keepers(at, keeper, None)
    _decide(item, GateVerdict.Verdict.TURNED_BACK, on=checked_day(at.held_on), at=at, why=checked_reason(why))
    item.gate = AtTheGate.TURNED_BACK
    item.version += 1
    save_checked(item)
    tell(meeting, "turn_item_back", f"{keeper} turned an item back")
    return item


@transaction.atomic
def waive_gate(item: AgendaItem, *, why: str, expected_version: int | None = None) -> AgendaItem:
    """The chair lets it through without the gate, and says why. The reason stays to be read."""
    item, meeting = _held(item, expected_version)
    only_the_chair(item.group, item.partnership_id)
    _decide(item, GateVerdict.Verdict.WAIVED, on=today(), why=checked_reason(why))
    return _let_through(item, meeting, AtTheGate.WAIVED)


@brings_matters
def at_this_groups_gate(group: Group) -> list[Matter]:
    """What waits for this group to pass it on. What not everyone may read is marked, and leaves with no edition."""
    rows = AgendaItem.objects.at_the_gate().filter(gate_keeper=group, record__state__in=Meeting.AHEAD)
    return [
        Matter(
            "meetings",
            item.record_id,
            item.record.reference,
            f"For the gate: {item.title}",
            f"{item.get_gate_display()}, on its way to {item.record.title}.",
            item.record.opened_on if item.record.opened_on < today() else today(),
            restricted=item.restricted or item.record.audience != Audience.PARTNERSHIP,
        )
        for item in rows.select_related("record").order_by("record__held_on", "pk")
    ]


def _held(item: AgendaItem, expected_version: int | None) -> tuple[AgendaItem, Any]:
    """The item and its meeting, locked: ValidationError unless the gate still holds it back."""
    item = AgendaItem.with_taken_off.select_for_update(of=("self",)).get(pk=item.pk)
    meeting = lock(meetings, item.record)
    refuse_if_stale(item, expected_version, {})
    if item.gate not in HELD_BACK:
        raise ValidationError("It is not held at the gate.", code="not_at_the_gate")
    return item, meeting


def kept_by(item: AgendaItem) -> Group:
    """Who keeps the gate that the item needs."""
    if item.gate_keeper is None:
        raise ValueError("The database holds that what needs the gate has a keeper.")
    return item.gate_keeper


def _at_the_keepers(at: Meeting, keeper: Group, decision: Decision | None) -> None:
    if at.group_id != keeper.pk:
        raise ValidationError({"at": f"Choose a meeting of {keeper}: it keeps the gate."})
    if at.state == Meeting.State.CANCELLED:
        raise ValidationError({"at": "This meeting was cancelled."})
    if decision is not None and decision.record_id != at.pk:
        raise ValidationError({"decision": "This decision was taken at another meeting."})


def _ahead(meeting: Meeting) -> None:
    if not meeting.ahead:
        raise ValidationError("The meeting was held: its agenda stays as it was.", code="not_ahead")


def _decide(item: AgendaItem, verdict: str, **values: Any) -> None:
    actor = current_actor()
    row = GateVerdict(item=item, verdict=verdict, user_id=actor.user, by=actor.name, **values)
    row.full_clean()
    row.save()


def _let_through(item: AgendaItem, meeting: Meeting, state: str) -> AgendaItem:
    """On the agenda, before any other business; off it where the meeting was held meanwhile."""
    item.gate = state
    item.version += 1
    if meeting.ahead:
        item.number = place_for_new(meeting)
        item.full_clean()
        item.save()
    else:
        item.save(update_fields=["gate", "version"])
    tell(meeting, "through_the_gate", f"{AtTheGate(state).label}: an item took its place on the agenda")
    return item
