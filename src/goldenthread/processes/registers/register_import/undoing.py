"""Take a register back: every record that it wrote, in one transaction, while nothing was done with them since."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast
from django.db.utils import IntegrityError

from goldenthread.core.casework.bringing_in import BROUGHT_IN, take_records_back
from goldenthread.core.casework.models import ClockRun, Event, Participant, Record
from goldenthread.core.tenancy.access import Governed
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.kernel.now import now

from .models import HeldFile, RegisterImport
from .taking import importable_at

State = RegisterImport.State
#: As many records are named as hinder; more are counted.
NAMED = 10


def hindrances(one: RegisterImport) -> list[str]:
    """In words, what was done with the records since; empty when the whole can be taken back."""
    keys = [int(pk) for pk in one.written]
    rows = {row.pk: row for row in Record.objects.filter(pk__in=keys)}
    worked_on = {pk for pk, row in rows.items() if row.version != one.written[str(pk)]}
    events = Event.objects.filter(record__in=keys).exclude(name=BROUGHT_IN)
    worked_on |= set(events.values_list("record_id", flat=True))
    told = [f"{rows[pk].reference} was worked on since" for pk in sorted(worked_on)[:NAMED]]
    if len(worked_on) > NAMED:
        told.append(f"{len(worked_on) - NAMED} more were worked on since")
    if len(rows) < len(keys):
        told.append(f"{len(keys) - len(rows)} of them are gone, or out of your sight")
    return [*told, *_hanging(one, keys)]


def _hanging(one: RegisterImport, keys: list[int]) -> list[str]:
    """What points at the records and is none of what the import wrote: findings, files, people let in. One query."""
    process = importable_at(one.partnership, one.process).of
    entries = {process.model._meta.get_field(name).related_model for name in process.entries}
    own = {process.model, Event, ClockRun, *entries}
    asked = []
    for relation in [*Record._meta.related_objects, *process.model._meta.related_objects]:
        near: Any = relation.related_model
        if near in own or not issubclass(near, Governed) or issubclass(near, Record):
            continue
        words = "people and agencies let in" if near is Participant else str(near._meta.verbose_name_plural)
        rows = near._base_manager.filter(**{f"{relation.field.name}__in": keys}).order_by()
        said = Value(words, output_field=CharField())
        asked.append(rows.annotate(what_it_is=said).values_list("what_it_is", Cast("pk", CharField())))
    counted: dict[str, int] = {}
    for words, _ in asked[0].union(*asked[1:], all=True):
        counted[words] = counted.get(words, 0) + 1
    return [f"{words[:1].upper()}{words[1:]} hang on them by now: {n}" for words, n in sorted(counted.items())]


@transaction.atomic
def undo_register(register_import: RegisterImport) -> RegisterImport:
    """Remove all that was written, whole or not at all. The history of each row stays; references are not given again.

    Raises ValidationError, in words, while anything hinders; then nothing is changed.
    """
    row: RegisterImport = RegisterImport.objects.select_for_update(of=("self",)).get(pk=register_import.pk)
    if row.state == State.UNDONE:
        return row
    process = importable_at(row.partnership, row.process).of
    if row.state != State.ACCEPTED:
        raise ValidationError(f"This register is {row.get_state_display().lower()}: there is nothing to take back.")
    problems = hindrances(row)
    if problems:
        raise ValidationError(problems)
    take_records_back(process, row.partnership, [int(pk) for pk in row.written])
    _hold_links()
    HeldFile.objects.filter(register_import=row).delete()
    row.state, row.settled_by, row.settled_at = State.UNDONE, current_actor().name, now()
    row.version += 1
    row.save()
    return row


def _hold_links() -> None:
    """Ask the database now, and not at the end of the request, whether something out of sight hangs on what went."""
    try:
        connection.check_constraints()
    except IntegrityError as broken:
        raise ValidationError(
            "Something that you cannot see hangs on what was taken in. Ask whoever runs the installation."
        ) from broken
