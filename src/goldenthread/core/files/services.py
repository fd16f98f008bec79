"""The verbs of files: keep one, open one, restrict one, destroy one."""

from __future__ import annotations

import hashlib
import uuid
from datetime import date
from functools import partial
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from goldenthread.core.casework.models import Record
from goldenthread.core.casework.process import process_named
from goldenthread.core.casework.services import allow, tell
from goldenthread.core.tenancy.actor import Actor, current_actor
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.core.thread.models import Evidence
from goldenthread.kernel.now import now

from .contents import identify
from .models import StoredFile
from .names import clean_name
from .refusals import FileGone, FileRefused
from .scanning import scan
from .sealed import mark_destroyed, opened_file, refuse_unread, seal_file
from .vault import Vault

MEGABYTE = 1024 * 1024
_UNIT_ROLES = frozenset(role.value for role in UNIT)


def vault() -> Vault:
    return Vault(Path(settings.MEDIA_ROOT))


def size_limit() -> int:
    """The largest file that is kept, in bytes."""
    return int(settings.FILE_SIZE_LIMIT)


@transaction.atomic
def store_file(
    *,
    name: str,
    data: bytes | BinaryIO,
    record: Record | None = None,
    evidence: Evidence | None = None,
    restricted: bool = False,
    keep_until: date | None = None,
) -> StoredFile:
    """Keep a file that hangs from a record or from evidence (exactly one: ValueError).

    `data` is bytes or a stream read to its end. Raises FileRefused with what is wrong and the cure, PermissionDenied
    for someone who may see the place and not add to it, DoesNotExist for a place out of sight. If the transaction
    fails, no row is left; what may be left on disk the sweep takes away.
    """
    partnership_id = _may_add(record, evidence)
    name = clean_name(name)
    content = read_within_limit(data, name)
    identified = identify(content, name)
    actor = current_actor()
    file = StoredFile(
        key=uuid.uuid4(),
        partnership_id=partnership_id,
        record_id=record.pk if record else None,
        evidence=evidence,
        name=identified.name,
        media_type=identified.media_type,
        size=len(content),
        scan=scan(content, name, settings.CLAMAV_SOCKET).value,
        restricted=restricted,
        keep_until=keep_until,
        uploaded_at=now(),
        uploaded_by_id=actor.user,
        by=actor.name,
    )
    _keep(file, seal_file(file, content) if record is not None and record.register_id is not None else content)
    if record:  # the name stays out of the record's story: a restricted file's is not for everyone
        tell(record, "store_file", "Added a file")
    return file


def _keep(file: StoredFile, content: bytes) -> None:
    file.sha256 = hashlib.sha256(content).hexdigest()
    try:
        vault().keep(file.partnership_id, file.sha256, file.key, content)
        with transaction.atomic():
            file.save(force_insert=True)
    except BaseException:
        vault().remove(file.partnership_id, file.sha256, file.key)
        raise


def open_file(file: StoredFile) -> BinaryIO:
    """The content, open for reading, its hash checked against the one taken when it was kept.

    Raises StoredFile.DoesNotExist for an actor who may not see it; FileGone when it was destroyed, is missing or was
    altered.
    """
    seen = StoredFile.objects.get(pk=file.pk)
    if seen.shredded_at:
        raise FileGone(f"“{seen.name}” was destroyed on {seen.shredded_at:%d/%m/%Y}: {seen.shred_reason}")
    if seen.sealed:
        refuse_unread(seen)
    path = vault().path(seen.partnership_id, seen.sha256, seen.key)
    try:
        stream = path.open("rb")
    except FileNotFoundError as missing:
        raise FileGone(f"The content of “{seen.name}” is missing on disk. Restore it from a backup.") from missing
    if hashlib.file_digest(stream, "sha256").hexdigest() != seen.sha256:
        stream.close()
        raise FileGone(f"The content of “{seen.name}” was altered on disk. Restore it from a backup.")
    stream.seek(0)
    return opened_file(seen, stream) if seen.sealed else stream


@transaction.atomic
def restrict_file(file: StoredFile, *, restricted: bool) -> StoredFile:
    """Make a file restricted, or open to all who see where it hangs. For the business unit and whoever uploaded it."""
    locked: StoredFile = StoredFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    if locked.uploaded_by_id is None or locked.uploaded_by_id != current_actor().user:
        allow(_UNIT_ROLES, locked.partnership_id, "change who may see a file")
    locked.restricted = restricted
    locked.save(update_fields=["restricted"])
    return locked


@transaction.atomic
def shred_file(file: StoredFile, *, reason: str) -> StoredFile:
    """Destroy the content and keep the row, with who, when and why. For the business unit. It cannot be undone.

    The content goes when the transaction is committed, and from no other file, even one of the same content.
    """
    reason = reason.strip()
    if not reason:
        raise ValidationError("Say why the file is destroyed: the reason is kept in its place.", code="required")
    locked: StoredFile = StoredFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    allow(_UNIT_ROLES, locked.partnership_id, "destroy a file")
    if locked.shredded_at:
        return locked
    locked.shredded_at, locked.shredded_by, locked.shred_reason = now(), current_actor().name, reason[:300]
    locked.save(update_fields=["shredded_at", "shredded_by", "shred_reason"])
    if locked.record_id:
        tell(Record.objects.get(pk=locked.record_id), "shred_file", "Destroyed a file")
    place, kept_in = (locked.partnership_id, locked.sha256, locked.key), vault()
    transaction.on_commit(lambda: kept_in.remove(*place))
    return locked


def destroy_files(case: Record) -> None:
    """The files of a case whose sealed part is destroyed: their rows stay, their contents go when it is committed."""
    kept_in = vault()
    for file in mark_destroyed(case):
        place = (file.partnership_id, file.sha256, file.key)
        transaction.on_commit(partial(kept_in.remove, *place))


def files_past_keeping(partnership_id: int, on: date) -> list[StoredFile]:
    """The partnership's files whose time to be kept has run out and that are still there, oldest first."""
    due = StoredFile.objects.filter(partnership_id=partnership_id, shredded_at__isnull=True, keep_until__lt=on)
    return list(due.order_by("keep_until", "pk"))


def read_within_limit(data: bytes | BinaryIO, name: str) -> bytes:
    """All of it, or FileRefused ("too_large") without having read more than one byte past the limit."""
    limit = size_limit()
    content = data if isinstance(data, bytes) else data.read(limit + 1)
    if len(content) <= limit:
        return content
    how = f"is {len(content) / MEGABYTE:.0f} MB" if isinstance(data, bytes) else "is larger than that"
    raise FileRefused(
        "too_large",
        f"Files of up to {limit / MEGABYTE:.0f} MB are kept, and “{name}” {how}. "
        "Make its pictures smaller, save it as PDF, or split it in two, and choose it again.",
    )


def _may_add(record: Record | None, evidence: Evidence | None) -> int:
    """The partnership of the place, if the actor may add to it."""
    if record is not None and evidence is None:
        seen: Record = Record.objects.only("pk", "kind", "partnership_id").get(pk=record.pk)
        process = process_named(seen.kind)
        allow((process.may_amend if process else frozenset()) | _UNIT_ROLES, seen.partnership_id, "add a file")
        return seen.partnership_id
    if evidence is not None and record is None:
        found: Evidence = Evidence.objects.select_related("action").get(pk=evidence.pk)
        if not _answers(current_actor(), found):
            raise PermissionDenied(
                "Evidence is added by whoever gave it, by those who answer for the action, and by the business unit."
            )
        return found.action.partnership_id
    raise ValueError("A file hangs from a record or from evidence: name one of them, and not both")


def _answers(actor: Actor, evidence: Evidence) -> bool:
    action = evidence.action
    return (
        bool(_UNIT_ROLES & actor.roles(action.partnership_id))
        or (actor.user is not None and evidence.uploaded_by_id == actor.user)
        or action.owner_agency_id in actor.agencies_at(action.partnership_id)
        or action.owner_id in actor.claim("persons")
    )
