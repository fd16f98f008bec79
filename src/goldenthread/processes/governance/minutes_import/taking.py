"""The verbs that take a file in: receive it, read it, say why not, dismiss it. Nothing else changes by them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.db import transaction

from goldenthread.core.casework.services import allow
from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.actor import acting_as, current_actor
from goldenthread.core.tenancy.models import Partnership, User
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.core.tenancy.seats import actor_for
from goldenthread.kernel.now import now
from goldenthread.reading.blocks import Document
from goldenthread.reading.documents import open_document
from goldenthread.reading.errors import UnreadableDocument
from goldenthread.reading.minutes.model import Minutes
from goldenthread.reading.minutes.reader import read_minutes

from .models import ImportSource, MinutesImport, ReadItem
from .offering import Known, offer
from .rows import rows_of

State = MinutesImport.State


@dataclass(frozen=True)
class Received:
    """The import a file belongs to, and whether it is a new one."""

    minutes_import: MinutesImport
    new: bool


@transaction.atomic
def receive_minutes(*, partnership: Partnership, name: str, data: bytes, group: Group | None = None) -> Received:
    """Take a file in, to be read. The same file again is the same import, as long as that one stands: nothing changes.

    Raises PermissionDenied without a role for it; ValidationError for a group of another partnership. The file must
    have been opened before (`open_document`): what cannot be read is refused before anything is written.
    """
    allow(UNIT, partnership.pk, "import minutes")
    if group is not None and group.partnership_id != partnership.pk:
        raise ValidationError({"group": "This group belongs to another partnership."})
    digest = hashlib.sha256(data).hexdigest()
    Partnership.objects.select_for_update().get(pk=partnership.pk)  # two uploads of one file wait for each other
    there = MinutesImport.objects.filter(
        partnership=partnership, sha256=digest, state__in=MinutesImport.STANDING
    ).first()
    if there is not None:
        return Received(there, new=False)
    actor = current_actor()
    made = MinutesImport.objects.create(
        partnership=partnership,
        group=group,
        name=_file_name(name),
        sha256=digest,
        size=len(data),
        progress_words="Waiting to be read",
        uploaded_by_id=actor.user,
        uploaded_at=now(),
        by=actor.name,
    )
    ImportSource.objects.create(minutes_import=made, content=data)
    return Received(made, new=True)


def read_import(import_id: int, user_id: int) -> None:
    """Read a received file and make its rows, as the person who brought it in. Run again after a kill, it does no harm.

    The rows and the state "ready" are one write: whoever stops this half-way leaves an import that is still being read.
    """
    user = User.objects.get(pk=user_id)
    file = _say(user, import_id, 10, "Opening the file", fetch=True)
    if file is None:
        return
    try:
        document = open_document(*file)
    except UnreadableDocument as refused:
        _fail(user, import_id, refused.message)
        return
    _say(user, import_id, 40, "Reading the minutes")
    minutes = read_minutes(document)
    _say(user, import_id, 75, "Looking for people, agencies and actions that are known already")
    with acting_as(actor_for(user)):
        keep_reading(import_id, document, minutes)


@transaction.atomic
def keep_reading(import_id: int, document: Document, minutes: Minutes) -> MinutesImport:
    """Write what was read, once: an import that is not being read any more is left as it is."""
    row: MinutesImport = MinutesImport.objects.select_for_update(of=("self",)).get(pk=import_id)
    if row.state != State.READING:
        return row
    items = [
        ReadItem(
            minutes_import=row,
            partnership_id=row.partnership_id,
            kind=found.kind,
            order=order,
            line=found.where.line if found.where else None,
            last_line=found.where.last_line if found.where else None,
            page=found.where.page if found.where else None,
            source=found.where.text if found.where else "",
            read=found.values,
            values=found.values,
        )
        for order, found in enumerate(rows_of(minutes), 1)
    ]
    offer(items, Known(row.partnership, row.group))
    ReadItem.objects.bulk_create(items)
    ImportSource.objects.filter(minutes_import=row).update(lines=[[x.number, x.page, x.text] for x in document.lines])
    row.state, row.progress, row.progress_words = State.READY, 100, "Read"
    row.read, row.version = minutes.as_json(), row.version + 1
    row.save()
    return row


@transaction.atomic
def dismiss_import(minutes_import: MinutesImport) -> MinutesImport:
    """Put minutes aside that were not accepted. The file goes; what was read of it stays, to be looked up."""
    allow(UNIT, minutes_import.partnership_id, "dismiss an import")
    row: MinutesImport = MinutesImport.objects.select_for_update(of=("self",)).get(pk=minutes_import.pk)
    if row.state == State.ACCEPTED:
        raise ValidationError("These minutes were accepted: what was written is the partnership's own now.")
    ImportSource.objects.filter(minutes_import=row).delete()
    row.state, row.settled_by, row.settled_at = State.DISMISSED, current_actor().name, now()
    row.version += 1
    row.save()
    return row


def _say(user: User, import_id: int, percent: int, words: str, *, fetch: bool = False) -> tuple[bytes, str] | None:
    """Tell how far it is, in a transaction of its own. Returns the file and its name if asked and still to be read."""
    with acting_as(actor_for(user)):
        row = _wanted(import_id)
        if row is None:
            return None
        row.progress, row.progress_words = percent, words
        row.save(update_fields=["progress", "progress_words"])
        return (bytes(row.source.content), row.name) if fetch else None


def _fail(user: User, import_id: int, why: str) -> None:
    with acting_as(actor_for(user)):
        row = _wanted(import_id)
        if row is not None:
            ImportSource.objects.filter(minutes_import=row).delete()
            row.state, row.error = State.FAILED, why
            row.save(update_fields=["state", "error"])


def fail_import(import_id: int, user_id: int, why: str) -> None:
    """Say that an import could not be read, and why, where reading it ended in something nobody foresaw."""
    _fail(User.objects.get(pk=user_id), import_id, why)


def _wanted(import_id: int) -> MinutesImport | None:
    """The import, held, if it is still to be read and its reader may still see it."""
    rows = MinutesImport.objects.select_for_update(of=("self",)).filter(pk=import_id, state=State.READING)
    return rows.first()


def _file_name(name: str) -> str:
    last = PurePath(name.replace("\\", "/")).name.replace("\x00", "").strip() or "minutes"
    return last if len(last) <= 130 else f"{last[:100]}…{PurePath(last).suffix[:10]}"
