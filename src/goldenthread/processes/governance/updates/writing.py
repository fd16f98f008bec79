"""The verbs of an update beside its steps: begun from the group's own records, edited, heard; and its gate."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from goldenthread.core.casework.models import Record
from goldenthread.core.casework.services import allow, lock, open_record, tell
from goldenthread.core.groups.gates import (
    HELD_BACK,
    AtTheGate,
    checked_day,
    checked_reason,
    only_the_chair,
    only_the_keeper,
    refuse_at_the_gate,
)
from goldenthread.core.groups.models import Group
from goldenthread.core.groups.telling import Asked, told_of
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.core.tenancy.models import Agency
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.kernel.now import today

from .models import ANSWERS, GroupUpdate, SentUpdate
from .process import may_write_for, speaks_for_the_group, updates


@transaction.atomic
def begin_update(*, group: Group, first: date, last: date, lead_agency: Agency) -> GroupUpdate:
    """Begin a group's update of some days, its four answers drawn from the group's own records for someone to edit.

    Raises ValidationError where the group has one of these days, or they have not begun; PermissionDenied for someone
    who neither sits in the group nor works in the unit.
    """
    if not may_write_for(group):
        raise PermissionDenied(f"Only those who sit in {group}, or the business unit, write its update.")
    if first > today():
        raise ValidationError({"first": "These days have not begun."})
    drawn = told_of(group, first, last)
    answers: dict[str, Any] = {
        name: "\n".join(f"- {line}" for line in drawn[asked]) for name, asked in zip(ANSWERS, Asked, strict=True)
    }
    made: GroupUpdate = open_record(
        updates, partnership=group.partnership, lead_agency=lead_agency, group=group, first=first, last=last, **answers
    )
    return made


@transaction.atomic
def write_update(update: GroupUpdate, *, expected_version: int | None = None, **answers: str) -> GroupUpdate:
    """Edit the answers of a draft. Raises StaleEdit with both texts."""
    row: GroupUpdate = lock(updates, update)
    if not speaks_for_the_group(row):
        raise PermissionDenied(f"Only those who sit in {row.group}, or the business unit, write its update.")
    if row.state != GroupUpdate.State.DRAFT:
        raise ValidationError("It was submitted. Take it back to change it.", code="submitted")
    refuse_if_stale(row, expected_version, answers)
    for name, words in answers.items():
        setattr(row, name, words.strip())
    row.version += 1
    row.full_clean(exclude=["reference", "record_ptr"])
    row.save()
    tell(row, "write", "Changed what it says")
    return row


@transaction.atomic
def hear(sent: SentUpdate, *, words: str = "", expected_version: int | None = None) -> SentUpdate:
    """Write down that those it was sent to have heard it. Raises ValidationError while the gate holds it back."""
    row = _held(sent, expected_version)
    allow(OVERSIGHT, row.partnership_id, "say that an update was heard")
    _through(row)
    if row.heard_on:
        raise ValidationError("That it was heard is written down already.")
    row.heard_on, row.heard_by, row.heard_words = today(), current_actor().name, words.strip()
    return _keep(row)


@transaction.atomic
def pass_update(sent: SentUpdate, *, at: Record, expected_version: int | None = None) -> SentUpdate:
    """The keeper of the gate let it through, at one of its meetings."""
    row, keeper = _waiting(sent, expected_version)
    only_the_keeper(keeper, row.sender_id)
    _at_the_keepers(at, keeper)
    row.passed_at = at
    return _verdict(row, AtTheGate.PASSED, on=at.opened_on)


@transaction.atomic
def turn_update_back(sent: SentUpdate, *, at: Record, why: str, expected_version: int | None = None) -> SentUpdate:
    """The keeper did not let it through, and why. It can still be passed later, or waived."""
    row, keeper = _waiting(sent, expected_version)
    only_the_keeper(keeper, row.sender_id)
    _at_the_keepers(at, keeper)
    return _verdict(row, AtTheGate.TURNED_BACK, on=at.opened_on, why=checked_reason(why))


@transaction.atomic
def waive_for_update(sent: SentUpdate, *, why: str, expected_version: int | None = None) -> SentUpdate:
    """The chair lets it through without the gate, and says why."""
    row, _ = _waiting(sent, expected_version)
    only_the_chair(row.to_group, row.sender_id)
    return _verdict(row, AtTheGate.WAIVED, on=today(), why=checked_reason(why))


def _verdict(row: SentUpdate, state: AtTheGate, *, on: date, why: str = "") -> SentUpdate:
    """What was decided before stays in the update's own story."""
    row.gate, row.gate_on, row.gate_why, row.gate_by = state, on, why, current_actor().name
    tell(row.update, f"gate_{state.value}", f"{state.label}, on its way to {row.to_group}", note=why)
    return _keep(row)


def _waiting(sent: SentUpdate, expected_version: int | None) -> tuple[SentUpdate, Group]:
    row = _held(sent, expected_version)
    if row.gate not in HELD_BACK or row.gate_keeper is None:
        raise ValidationError("It is not held at the gate.", code="not_at_the_gate")
    return row, row.gate_keeper


def _through(row: SentUpdate) -> None:
    if row.gate_keeper is not None:
        refuse_at_the_gate(row.title, row.gate, row.gate_keeper, str(row.to_group))


def _at_the_keepers(at: Record, keeper: Group) -> None:
    if at.kind != "meetings" or at.group_id != keeper.pk:
        raise ValidationError({"at": f"Choose a meeting of {keeper}: it keeps the gate."})
    checked_day(at.opened_on)


def _held(sent: SentUpdate, expected_version: int | None) -> SentUpdate:
    row: Any = SentUpdate.objects.select_for_update(of=("self",)).get(pk=sent.pk)
    refuse_if_stale(row, expected_version, {})
    kept: SentUpdate = row
    return kept


def _keep(row: SentUpdate) -> SentUpdate:
    """The update itself may be out of the reader's sight: a board that a joint group serves has its words alone."""
    row.version += 1
    row.full_clean(exclude=["update", "to_group", "gate_keeper", "passed_at"])
    row.save()
    return row
