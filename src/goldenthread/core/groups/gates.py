"""The gate before a group: which group keeps it, and what is said of something that has not passed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction

from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.belonging import refuse_strangers
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.core.tenancy.roles import UNIT, Role
from goldenthread.kernel.now import today

from .models import Gate, Group, GroupLink
from .tree import chair_on


class AtTheGate(models.TextChoices):
    """How something stands that needs the gate."""

    WAITING = "waiting", "Waiting at the gate"
    TURNED_BACK = "turned_back", "Turned back at the gate"
    PASSED = "passed", "Passed the gate"
    WAIVED = "waived", "Gate waived by the chair"


#: With these it stays off the agenda.
HELD_BACK = (AtTheGate.WAITING.value, AtTheGate.TURNED_BACK.value)


@transaction.atomic
def set_gate(group: Group, keeper: Group) -> Gate:
    """From today `keeper` is the gate before `group`, in place of one that was. It must report to it, directly.

    Raises PermissionDenied without a seat in the business unit, ValidationError for a group that does not report.
    """
    _for_the_unit(group)
    refuse_strangers(group.partnership_id, keeper=keeper)
    Group.objects.select_for_update(of=("self",)).get(pk=group.pk)
    if not GroupLink.objects.filter(child=keeper, parent=group).exists():
        raise ValidationError({"keeper": f"{keeper} does not report to {group}. A gate is kept by a group that does."})
    standing = gate_of(group)
    if standing is not None and standing.keeper_id == keeper.pk:
        return standing
    if standing is not None:
        end_gate(standing)
    gate = Gate(partnership_id=group.partnership_id, group=group, keeper=keeper, since=today())
    gate.full_clean()
    gate.save()
    return gate


@transaction.atomic
def end_gate(gate: Gate, *, expected_version: int | None = None) -> Gate:
    """The gate is kept no longer. What waits at it still needs its keeper, or the chair."""
    _for_the_unit(gate.group)
    gate = Gate.objects.select_for_update(of=("self",)).get(pk=gate.pk)
    refuse_if_stale(gate, expected_version, {})
    gate.until = max(today(), gate.since)
    gate.version += 1
    gate.save(update_fields=["until", "version"])
    return gate


def gate_of(group: Group) -> Gate | None:
    """The gate before a group now, if it has one. One query."""
    return Gate.objects.filter(group=group, until__isnull=True).select_related("keeper").first()


def keepers_of(groups: Iterable[Group]) -> dict[int, Group]:
    """Group key -> the group that keeps the gate before it now; those without a gate are left out. One query."""
    rows = Gate.objects.filter(group__in=list(groups), until__isnull=True).select_related("keeper")
    return {row.group_id: row.keeper for row in rows}


def refuse_at_the_gate(title: str, state: str, keeper: Group, where: str) -> None:
    """Raise ValidationError, with the block and its cure, for what has not passed."""
    if state in HELD_BACK:
        raise ValidationError(block_in_words(title, state, keeper, where), code="at_the_gate")


def block_in_words(title: str, state: str, keeper: Group, where: str) -> str:
    """Why it does not come to `where`, and what lets it through."""
    how = "was turned back by" if state == AtTheGate.TURNED_BACK else "has not passed"
    return (
        f"“{title}” {how} {keeper}, so it cannot come to {where}. Record that {keeper} passed it at one of its "
        "meetings, or ask the chair to waive the gate with a reason."
    )


def may_keep(keeper: Group, partnership_id: int) -> bool:
    """Whether the actor may write down what the keeper decided: the unit, or whoever chairs the keeper today."""
    return bool(UNIT & current_actor().roles(partnership_id)) or _chairs(keeper)


def may_waive(group: Group | None, partnership_id: int) -> bool:
    """Whether the actor may waive the gate: the partnership's chair, or whoever chairs the group today."""
    return Role.CHAIR in current_actor().roles(partnership_id) or (group is not None and _chairs(group))


def only_the_keeper(keeper: Group, partnership_id: int) -> None:
    if not may_keep(keeper, partnership_id):
        raise PermissionDenied(f"What {keeper} decided is written down by its chair, or by the business unit.")


def only_the_chair(group: Group | None, partnership_id: int) -> None:
    if not may_waive(group, partnership_id):
        raise PermissionDenied("The gate is waived by the chair alone, with a reason.")


def checked_reason(why: str) -> str:
    """The reason in words; ValidationError where there is none."""
    if not why.strip():
        raise ValidationError({"why": "Say why."})
    return why.strip()


def checked_day(held_on: date) -> date:
    """The day of a meeting at which something was decided; ValidationError where it has not come."""
    if held_on > today():
        raise ValidationError({"at": "This meeting has not been held yet."})
    return held_on


def _chairs(group: Group) -> bool:
    seat = chair_on(group, today())
    return seat is not None and seat.person_id in current_actor().claim("persons")


def _for_the_unit(group: Group) -> None:
    if not UNIT & current_actor().roles(group.partnership_id):
        raise PermissionDenied("Which group keeps the gate is said by the business unit.")
