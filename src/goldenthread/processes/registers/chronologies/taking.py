"""The verbs of an agency's chronology: bring one in, replace it by a newer one, read what stands in it."""

from __future__ import annotations

import hashlib

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from goldenthread.core.casework.chronologies import has_chronology
from goldenthread.core.casework.models import Record
from goldenthread.core.casework.registering import keeps
from goldenthread.core.casework.sealed import refuse_if_destroyed
from goldenthread.core.casework.services import tell
from goldenthread.core.files.models import StoredFile
from goldenthread.core.files.services import open_file, store_file
from goldenthread.core.sealing.keyring import the_ring
from goldenthread.core.sealing.opened import key_if_open
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Agency
from goldenthread.kernel.now import now
from goldenthread.reading.chronology.reader import ChronologyRead, read_chronology
from goldenthread.reading.errors import UnreadableDocument

from .models import AgencyChronology, Together
from .packing import packed_rows

#: Up to so many bytes a file is read at once; a larger one by the worker.
AT_ONCE = 400_000
State = AgencyChronology.State


def may_bring(record: Record) -> bool:
    """Those who keep the case's register, while it is there to be added to."""
    return record.register is not None and record.destroyed_on is None and keeps(record.register)


@transaction.atomic
def bring_in(
    record: Record,
    *,
    name: str,
    data: bytes,
    agency: Agency | None = None,
    named: str = "",
    replaces: AgencyChronology | None = None,
    also_of_this: bool = False,
) -> AgencyChronology:
    """Keep an agency's file with the case, sealed, and read it if it is small; a larger one is left to be read.

    Within a reading of the case. `also_of_this`: it is known that the very file belongs to another case too. Raises
    PermissionDenied for who does not keep the register, FileRefused for what is no file that is kept, ValidationError
    for an agency that is there already, a file that is, and one in which no chronology can be read.
    """
    case = _held(record)
    if replaces is not None:  # as it stands now that nobody else changes it
        replaces = AgencyChronology.objects.select_related("agency", "record").get(pk=replaces.pk)
    agency, named = _whose(case, agency, named, replaces)
    same = the_ring().fingerprint(case.partnership_id, "chronologies_file", hashlib.sha256(data).hexdigest())
    _refuse_known(case, same, also_of_this=also_of_this)
    read = None if len(data) > AT_ONCE else _read_or_refuse(data, name)
    file = store_file(name=name, data=data, record=case)
    if replaces is not None:
        AgencyChronology.objects.filter(pk=replaces.pk).update(current=False)
    made = AgencyChronology(
        record=case, agency=agency, named=named, file=file, number=replaces.number + 1 if replaces else 1,
        same=same, brought_at=now(), by=current_actor().name,
    )  # fmt: skip
    if read is not None:
        _fill(made, read)
    made.save()
    tell(case, "chronology", "Brought in a newer chronology" if replaces else "Brought in an agency's chronology")
    return made


def read_in(chronology: AgencyChronology) -> AgencyChronology:
    """Read a file that was left to be read. Within a reading of its case; what cannot be read is kept as refused."""
    held: AgencyChronology = AgencyChronology.objects.select_for_update(of=("self",)).get(pk=chronology.pk)
    if held.state != State.READING:
        return held
    file = StoredFile.objects.get(pk=held.file_id)
    try:
        with open_file(file) as stream:
            _fill(held, _read(stream.read(), file.shown_name))
    except UnreadableDocument as refused:
        held.state, held.problem = State.REFUSED, refused.message
    held.save()
    return held


@transaction.atomic
def take_out(chronology: AgencyChronology) -> None:
    """Leave an agency's chronology out of the whole (it was another child's); it and its file are kept."""
    case = _held(chronology.record)
    held: AgencyChronology = AgencyChronology.objects.select_for_update(of=("self",)).get(pk=chronology.pk, record=case)
    if held.current:
        held.current = False
        held.save(update_fields=["current"])
        Together.objects.filter(record=case).update(stamp="")
        tell(case, "chronology_out", "Left an agency's chronology out")


def _held(record: Record) -> Record:
    """The case, held until the transaction ends, so that two files of one agency come one after the other."""
    case: Record = Record.objects.select_for_update(of=("self",)).select_related("register").get(pk=record.pk)
    if not has_chronology(case.kind):
        raise ValidationError("No chronology is gathered for this kind of work.")
    refuse_if_destroyed(case)
    if not may_bring(case):
        raise PermissionDenied("Chronologies are brought in by those who keep the register of this case.")
    if key_if_open(case.pk) is None:
        raise PermissionDenied("This case is sealed. Open it, say why, and try again.")
    return case


def _whose(
    case: Record, agency: Agency | None, named: str, replaces: AgencyChronology | None
) -> tuple[Agency | None, str]:
    """The agency or the name that a file is of. Of one that replaces another: whose that is."""
    if replaces is not None:
        if replaces.record_id != case.pk:
            raise ValidationError("What it would replace belongs to another case.")
        if not replaces.current:
            raise ValidationError("A newer one of this agency has come in since. Go back and replace that one.")
        return replaces.agency, "" if replaces.agency else replaces.whose
    named = " ".join(named.split())
    if (agency is None) is not bool(named):
        raise ValidationError({"agency": "Choose the agency, or write who else wrote it: one of the two."})
    here = list(AgencyChronology.objects.filter(record=case, current=True).select_related("agency", "record"))
    whose = str(agency or named)
    if any(one.whose.casefold() == whose.casefold() for one in here):
        message = f"A chronology of {whose} is here already. Go back and replace that one: it is kept as it was."
        raise ValidationError({"agency" if agency else "named": message}, code="agency_twice")
    return agency, named


def _refuse_known(case: Record, same: str, *, also_of_this: bool) -> None:
    """The very same file again: under another agency, or in another case that the actor may see."""
    twins = AgencyChronology.objects.filter(same=same).select_related("agency", "record")
    here = next((one for one in twins if one.record_id == case.pk and one.current), None)
    if here is not None:
        raise ValidationError({"file": f"This very file is here already, as that of {here.whose}."}, code="file_twice")
    there = next((one for one in twins if one.record_id != case.pk), None)
    if there is not None and not also_of_this:
        message = (
            f"This very file was brought into another case, {there.record.reference}. Choose the file of this case; if "
            "it tells of this child too, say so below and choose it again."
        )
        raise ValidationError({"file": message}, code="another_case")


def _read_or_refuse(data: bytes, name: str) -> ChronologyRead:
    try:
        return _read(data, name)
    except UnreadableDocument as refused:
        raise ValidationError({"file": refused.message}, code=refused.code) from refused


def _read(data: bytes, name: str) -> ChronologyRead:
    """An agency whose name is set later: a column that names agencies is kept beside its row."""
    read = read_chronology(data, name, "This agency")
    if not read.rows:
        raise UnreadableDocument("no_rows", "No row under the headings says what happened. Write each event in a row.")
    return read


def _fill(chronology: AgencyChronology, read: ChronologyRead) -> None:
    chronology.rows = packed_rows(read.rows, read.unread)
    chronology.entries, chronology.doubts = len(read.rows), len(read.unread)
    chronology.undated = sum(not row.when.is_known for row in read.rows)
    chronology.state = State.READ
