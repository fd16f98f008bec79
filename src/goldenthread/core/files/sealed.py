"""Files of sealed cases: their content and their name are locked with the case's own key, and open while it is read."""

from __future__ import annotations

import io
from typing import BinaryIO

from django.core.exceptions import PermissionDenied

from goldenthread.core.casework.models import Record
from goldenthread.core.sealing.holders import case_key_of
from goldenthread.core.sealing.opened import key_if_open
from goldenthread.kernel.now import now

from .models import StoredFile
from .names import extension_of


def seal_file(file: StoredFile, content: bytes) -> bytes:
    """Lock a file that is about to be kept: its name goes into the sealed column, and what comes back goes on disk."""
    extension = extension_of(file.name)
    locked = case_key_of(file).close_bytes(content, _place(file))
    file.sealed_name = file.name
    file.name = f"sealed.{extension}" if extension else "sealed"
    return locked


def refuse_unread(file: StoredFile) -> None:
    """Raises PermissionDenied unless the file's case is being read."""
    if key_if_open(file.record_id) is None:
        raise PermissionDenied("This file is sealed with its case. Open the case, say why, and choose the file again.")


def opened_file(file: StoredFile, locked: BinaryIO) -> BinaryIO:
    """The content as it came. Raises SealingTrouble where it is not this file's."""
    with locked:
        return io.BytesIO(case_key_of(file).open_bytes(locked.read(), _place(file)))


def mark_destroyed(case: Record) -> list[StoredFile]:
    """Say of each file of a destroyed case that it is gone: the key went with the case's. Those that were there."""
    gone = list(StoredFile.objects.filter(record=case, shredded_at__isnull=True))
    for file in gone:
        file.shredded_at, file.shredded_by = now(), "Golden Thread"
        file.shred_reason = "The sealed part of its case was destroyed."
        file.save(update_fields=["shredded_at", "shredded_by", "shred_reason"])
    return gone


def _place(file: StoredFile) -> str:
    """What the content is bound to: another file's does not open as this one."""
    return f"files_storedfile.content {file.key.hex}"
