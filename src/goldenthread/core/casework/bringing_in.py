"""Records that were kept elsewhere, brought in as they truly stand; and taken back whole while nothing was done since.

No step is taken on the way: a case that ended in 2024 is ended, and its history says that it was brought in, by whom,
from which file and row, with a line for each day that the register gave.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import prefetch_related_objects

from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Agency, Partnership
from goldenthread.kernel.now import LONDON, now, today

from .clocks import runs_of
from .models import ClockRun, Event, Record, Register
from .process import Process, tables_of
from .references import next_references
from .registering import enter_register, refuse_bringing_in, register_kept

#: Lines of history that a bringing in writes. The database lets a record go only while it has no others.
BROUGHT_IN = "bring_in"
#: So many rows are written at a time.
BATCH = 500
#: `told(done, of)`: so many of so many.
HowMany = Callable[[int, int], None]


def _unheard(_done: int, _of: int) -> None:
    """Nobody waits to be told."""


@dataclass(frozen=True)
class Brought:
    """One record as it stands. `reached` are (day, label, state before, state after); `below` the rows under it.

    `origin` says where it was: "register.xlsx, sheet 'Cases', row 7". `closed_on`: in a final state today where it is
    not known; in any other the case is closed only with such a day.
    """

    values: Mapping[str, Any]
    state: str
    origin: str
    closed_on: date | None = None
    reached: Sequence[tuple[date, str, str, str]] = ()
    below: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)


def built(process: Process, partnership: Partnership, lead_agency: Agency, one: Brought) -> Any:
    """The record as it would be written, not yet written, without a reference."""
    values = dict(one.values)
    values.setdefault("audience", process.audience)
    opened = process.opened_on(values) if process.opened_on else today()
    closed = one.closed_on or (today() if process.workflow.is_final(one.state) else None)
    record = process.model(
        kind=process.slug,
        state=one.state,
        partnership=partnership,
        lead_agency=lead_agency,
        opened_on=opened,
        closed_on=max(closed, opened) if closed else None,
        opened_by_id=current_actor().user,
        **values,
    )
    record.title = "" if process.sealed else (record.title or process.describe(record))[:250]
    return record


@transaction.atomic
def bring_records(
    process: Process,
    *,
    partnership: Partnership,
    lead_agency: Agency,
    rows: Sequence[Brought],
    written: HowMany = _unheard,
    timed: HowMany = _unheard,
) -> list[Any]:
    """Write every record with its rows, its history and its clocks; all, or none.

    `written` and `timed` are told how many records of how many are written, and have their clocks. Raises
    PermissionDenied for who may not (`may_bring_in`), ValidationError (naming the row) for what does not hold.
    """
    refuse_bringing_in(process, partnership, f"bring {process.title.lower()} in")
    register = register_kept(partnership, process.slug) if process.sealed else None
    made = [built(process, partnership, lead_agency, one) for one in rows]
    for record, reference in zip(made, _references(process, partnership, made, register), strict=True):
        record.reference = reference
        if register:
            enter_register(record, register)
    try:
        with transaction.atomic():
            _write(process, made, rows, written)
    except IntegrityError:
        _name_the_row(process, made, rows)
        raise
    for record in made:
        if process.on_open:
            process.on_open(record)
    Event.objects.bulk_create(
        [event for record, one in zip(made, rows, strict=True) for event in _events(process, record, one)],
        batch_size=BATCH,
    )
    _run_clocks(process, partnership, made, rows, timed)
    return made


def _references(
    process: Process, partnership: Partnership, made: Sequence[Any], register: Register | None
) -> Iterator[str]:
    """A reference for each in turn, of the year in which it was opened."""
    wanted: dict[int, int] = {}
    for record in made:
        wanted[record.opened_on.year] = wanted.get(record.opened_on.year, 0) + 1
    taken = {
        year: iter(
            next_references(partnership=partnership, prefix=process.prefix, year=year, count=count, register=register)
        )
        for year, count in sorted(wanted.items())
    }
    for record in made:
        yield next(taken[record.opened_on.year])


def _write(process: Process, made: Sequence[Any], rows: Sequence[Brought], written: HowMany = _unheard) -> None:
    """The records, then what hangs from them: of each table so many rows at a time."""
    shared = [field for field in Record._meta.local_concrete_fields if not field.primary_key]
    heads = [Record(**{field.attname: getattr(one, field.attname) for field in shared}) for one in made]
    for record, head in zip(made, Record.objects.bulk_create(heads, batch_size=BATCH), strict=True):
        record.pk = record.record_ptr_id = record.id = head.pk
        record._state.adding, record._state.db = False, head._state.db
    own = process.model._meta.local_concrete_fields
    for at in range(0, len(made), BATCH):  # bulk_create knows no table that extends another
        process.model._base_manager._insert(made[at : at + BATCH], fields=own, using=made[0]._state.db)
        written(min(at + BATCH, len(made)), len(made))
    for name in dict.fromkeys(name for one in rows for name in one.below):
        model = process.model._meta.get_field(name).related_model
        hung = [
            model(record=record, **values)
            for record, one in zip(made, rows, strict=True)
            for values in one.below.get(name, ())
        ]
        model._default_manager.bulk_create(hung, batch_size=BATCH)


def _name_the_row(process: Process, made: Sequence[Any], rows: Sequence[Brought]) -> None:
    """Which row the database refuses: each tried alone, and none kept. Raises ValidationError for the first."""
    for record, one in zip(made, rows, strict=True):
        try:
            with transaction.atomic():
                _write(process, [record], [one])
                transaction.set_rollback(True)
        except IntegrityError as error:
            words = f"{one.origin}: The database refused this: one of its own rules does not hold."
            raise ValidationError(words) from error


def _run_clocks(
    process: Process, partnership: Partnership, made: Sequence[Any], rows: Sequence[Brought], timed: HowMany
) -> None:
    """Every clock of every record; what hangs from them is read once for all."""
    hanging = [model._meta.get_field(str(model.governed_by)).remote_field.name for model in tables_of(process)
               if model is not process.model]  # fmt: skip
    prefetch_related_objects(made, *hanging)
    for record in made:
        record.partnership = partnership  # one row for all: what is read of it is kept on it
    try:
        ClockRun.objects.bulk_create(runs_of(_each_told(made, timed), process.clocks, partnership), batch_size=BATCH)
    except ValidationError as wrong:
        raise _placed(process, made, rows) or wrong from wrong


def _each_told(made: Sequence[Any], told: HowMany) -> Iterator[Any]:
    for number, record in enumerate(made, 1):
        yield record
        told(number, len(made))


def _placed(process: Process, made: Sequence[Any], rows: Sequence[Brought]) -> ValidationError | None:
    """What is wrong with the clocks of one record, with the row it came from."""
    for record, one in zip(made, rows, strict=True):
        try:
            runs_of([record], process.clocks, record.partnership)
        except ValidationError as wrong:
            return ValidationError([f"{one.origin}: {words}" for words in wrong.messages])
    return None


def _events(process: Process, record: Any, one: Brought) -> list[Event]:
    """The days on the way, then that it was brought in. Only what this writes may hang there if it is taken back."""
    actor = current_actor()
    words = "sealed_note" if record.register_id else "note"  # a file may be called by a child's name
    note = {words: f"From {one.origin}."}
    also = {words: f"From {one.origin}. Brought in by {actor.name}."}
    lines = [
        Event(
            record=record, name=BROUGHT_IN, label=label[:200], user_id=actor.user, by="As the register says",
            at=datetime.combine(day, time(12), tzinfo=LONDON), before=before, after=after, **also,
        )
        for day, label, before, after in one.reached
    ]  # fmt: skip
    label = f"Brought in from a register: {process.singular.lower()}"
    return [
        *lines,
        Event(
            record=record, name=BROUGHT_IN, label=label[:200], user_id=actor.user, by=actor.name, at=now(),
            before="", after=record.state, **note,
        ),
    ]  # fmt: skip


@transaction.atomic
def take_records_back(process: Process, partnership: Partnership, keys: Iterable[int]) -> int:
    """Remove records that were brought in, with all that was written with them. References are never given twice.

    The database itself holds that nothing but the bringing in is in their history. Raises ValidationError where one is
    out of sight, was worked on, or where anything else hangs on one; then nothing is removed.
    """
    refuse_bringing_in(process, partnership, f"take {process.title.lower()} back")
    wanted = sorted(set(keys))
    rows = Record.objects.filter(pk__in=wanted, partnership=partnership, kind=process.slug)
    try:
        with transaction.atomic():
            done: int = rows._raw_delete(rows.db)
    except IntegrityError as error:
        raise ValidationError("Something hangs on these records by now: they cannot be taken back.") from error
    if done != len(wanted):
        raise ValidationError("Some of these records are gone or out of your sight: none was taken back.")
    return done
