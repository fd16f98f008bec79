"""What follows from the steps of private fostering: the day of a decision, prohibitions kept, the worker let in."""

from __future__ import annotations

from typing import Any

from goldenthread.core.casework.models import Participant
from goldenthread.core.casework.services import tell
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.kernel.now import today

from .models import Arrangement, Prohibition

DECISIONS = frozenset({"find_suitable", "suit_with_requirements", "prohibit", "not_fostering", "lift_prohibition"})
ALLOCATED = "The case is allocated to them"


def before_a_step(record: Arrangement, name: str, note: str) -> None:
    """Within the step, before it is saved."""
    if name in DECISIONS:
        record.decided_on = _day_of_decision(record)
    if name == "prohibit":
        Prohibition.objects.create(record=record, since=record.decided_on, reasons=note)
        record.appeal = ""
    if name == "appeal":
        _last(record, appeal=record.appeal)
    if name == "lift_prohibition":
        _last(record, lifted_on=record.decided_on, appeal=record.appeal)


def after_a_step(record: Arrangement, name: str) -> None:
    """The worker to whom a case is allocated sees it; the one before, if let in for that alone, no longer."""
    if name != "allocate" or record.allocated_to is None:
        return
    for former in Participant.objects.filter(record_id=record.pk, why=ALLOCATED).exclude(person=record.allocated_to):
        former.delete()
    _, made = Participant.objects.get_or_create(
        record_id=record.pk,
        partnership_id=record.partnership_id,
        agency=None,
        person=record.allocated_to,
        defaults={"why": ALLOCATED, "added_by_id": current_actor().user},
    )
    if made:
        tell(record, "let_in", f"Let in {record.allocated_to}", note=ALLOCATED)


def _day_of_decision(record: Arrangement) -> Any:
    """The day that was typed with this decision; today where none was, or what stands is the last one's."""
    stood = Arrangement.objects.filter(pk=record.pk).values_list("decided_on", flat=True).first()
    return today() if record.decided_on in (None, stood) else record.decided_on


def _last(record: Arrangement, **values: Any) -> None:
    last = Prohibition.objects.filter(record=record).last()
    if last is None:
        return
    for name, value in values.items():
        setattr(last, name, value)
    last.save(update_fields=list(values))
