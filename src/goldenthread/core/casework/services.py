"""The only code that changes a record. Views, imports, jobs and tests all come through here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.belonging import refuse_strangers
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.core.tenancy.models import Agency, Partnership, Person
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.kernel.now import now, today
from goldenthread.kernel.workflow import Step, StepRefused

from .clocks import project_clocks
from .models import Event, Participant, Record
from .process import Process, process_for
from .references import next_reference
from .registering import enter_register, register_kept


@transaction.atomic
def open_record(
    process: Process, *, partnership: Partnership, lead_agency: Agency, opened_on: date | None = None, **values: Any
) -> Any:
    """Open a record of a process. Raises PermissionDenied without a role for it, ValidationError for what does not
    hold.
    """
    if not (process.by_itself and is_the_system(partnership.pk)):
        allow(process.may_open, partnership.pk, f"open {process.singular.lower()}")
    values.setdefault("audience", process.audience)
    record = process.model(
        kind=process.slug,
        state=process.workflow.initial,
        partnership=partnership,
        lead_agency=lead_agency,
        opened_on=opened_on or (process.opened_on(values) if process.opened_on else today()),
        opened_by_id=current_actor().user,
        **values,
    )
    record.title = "" if process.sealed else (record.title or process.describe(record))[:250]
    record.full_clean(exclude=["reference", "record_ptr"])
    register = register_kept(partnership, process.slug) if process.sealed else None
    record.reference = next_reference(
        partnership=partnership, prefix=process.prefix, year=record.opened_on.year, register=register
    )
    if register:
        enter_register(record, register)
    _save(record)
    if process.on_open:
        process.on_open(record)
    tell(record, "open", f"Opened {process.singular.lower()}", after=record.state)
    project_clocks(record, process.clocks)
    return record


@transaction.atomic
def take_step(
    record: Any,
    name: str,
    *,
    note: str = "",
    expected_version: int | None = None,
    on: date | None = None,
    **values: Any,
) -> Any:
    """Take one step. `values` fill the step's fields, on the record or on the row it adds; `note` answers what the
    step asks.

    Raises PermissionDenied (no role), ValidationError (not open from here), StaleEdit (someone
    else saved since).
    """
    process = process_for(record)
    step = process.workflow[name]
    allow(step.by, record.partnership_id, step.label.lower())
    record = lock(process, record)
    before, after = record.state, _state_after(process, step, record)
    if step.adds:
        child = _entry_model(process, step.adds)(record=record, **values)
        child.full_clean()
        child.save()
    else:
        refuse_if_stale(record, expected_version, values)
        _set(record, values)
    record.state = after
    if process.workflow.is_final(after):
        record.closed_on = on or today()
    if process.before:
        process.before(record, name, note)
    record = _finish(process, record, name, step.label, before, note)
    if process.after:
        process.after(record, name)
    return record


def _state_after(process: Process, step: Step, record: Any) -> str:
    """The state that the step leads to; refused where it is another agency's, or not open now."""
    if step.own and not speaks_for(record.partnership_id, record.lead_agency_id):
        raise PermissionDenied(f"To {step.label.lower()}, you must speak for {record.lead_agency}.")
    try:
        after = process.workflow.follow(record.state, step.name)
    except StepRefused as refused:
        raise ValidationError(str(refused), code="step_refused") from refused
    if step.when and not step.when(record):
        raise ValidationError(f"'{step.label}' is not open now.", code="step_refused")
    return after


@transaction.atomic
def amend_record(record: Any, *, expected_version: int | None = None, note: str = "", **values: Any) -> Any:
    """Correct what a record says. Raises StaleEdit with both texts when someone else saved first."""
    process = process_for(record)
    allow(process.may_amend, record.partnership_id, f"change {process.singular.lower()}")
    record = lock(process, record)
    refuse_if_stale(record, expected_version, values)
    _set(record, values)
    return _finish(process, record, "amend", "Changed", record.state, note)


@transaction.atomic
def let_in(record: Record, *, agency: Agency | None = None, person: Person | None = None, why: str = "") -> Participant:
    """Let an agency or a person see a record. Only those who may open its kind may do so, or who keep its register.

    Why is told in the record's story: of sealed work it stands there alone, sealed. Raises ValidationError for a person
    of another partnership.
    """
    process = process_for(record)
    if record.register_id is None or record.register_id not in current_actor().claim("registers"):
        allow(process.may_open, record.partnership_id, "let someone in")
    if process.sealed and agency is not None:
        raise ValidationError("A sealed case is opened to people by name, never to all of an agency.", code="sealed")
    refuse_strangers(record.partnership_id, person=person)
    told = "" if record.register_id else why
    participant, made = Participant.objects.get_or_create(
        record_id=record.pk,
        partnership_id=record.partnership_id,
        agency=agency,
        person=person,
        defaults={
            "why": told,
            "added_by_id": current_actor().user,
            "register_id": record.register_id,
        },
    )
    if made:
        tell(record, "let_in", f"Let in {agency or person}", note=why)
    return participant


def project(record: Record) -> None:
    """Recompute a record's clocks after one of its entries changed."""
    project_clocks(record, process_for(record).clocks)


def tell(record: Record, name: str, label: str, *, before: str = "", after: str = "", note: str = "") -> Event:
    """Write one line of what was done, by whom, when. Of sealed work the note is sealed."""
    actor = current_actor()
    words = {"sealed_note": note} if record.register_id else {"note": note}
    return Event.objects.create(
        record=record,
        name=name,
        label=label[:200],
        user_id=actor.user,
        by=actor.name,
        at=now(),
        before=before,
        after=after,
        **words,
    )


def allow(by: frozenset[str], partnership_id: int, doing: str = "do this") -> None:
    """Raises PermissionDenied unless the actor holds one of the roles at the partnership."""
    if not by & current_actor().roles(partnership_id):
        raise PermissionDenied(f"To {doing}, you need one of these roles: {', '.join(sorted(by))}.")


def is_the_system(partnership_id: int) -> bool:
    """Whether a job acts for a partnership, and no person."""
    actor = current_actor()
    return actor.user is None and actor.oversees(partnership_id)


def speaks_for(partnership_id: int, agency_id: int | None) -> bool:
    """Whether the actor answers for an agency at a partnership: as one of its people there, or as the board's unit."""
    actor = current_actor()
    return agency_id in actor.agencies_at(partnership_id) or bool(actor.roles(partnership_id) & UNIT)


def lock(process: Process, record: Record) -> Any:
    """The record as it now stands, held until the transaction ends. A record out of sight does not exist."""
    return process.model.objects.select_for_update(of=("self",)).get(pk=record.pk)


def _entry_model(process: Process, related_name: str) -> Any:
    return process.model._meta.get_field(related_name).related_model


def _set(record: Any, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(record, name, value)


def _finish(process: Process, record: Any, name: str, label: str, before: str, note: str) -> Any:
    record.title = "" if process.sealed else (process.describe(record) or record.title)[:250]
    record.version += 1
    record.full_clean(exclude=["reference", "record_ptr"])
    _save(record)
    tell(record, name, label, before=before, after=record.state, note=note)
    project_clocks(record, process.clocks)
    return record


def _save(record: Any) -> None:
    """Save, and turn a broken database rule that full_clean could not see into a message."""
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError as error:
        raise ValidationError(f"The database refused this: {error}", code="integrity") from error
