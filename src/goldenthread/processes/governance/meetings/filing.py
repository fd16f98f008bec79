"""The file that minutes came in, filed with the meeting that came of it: as secret as the minutes themselves."""

from __future__ import annotations

from goldenthread.core.files.models import StoredFile
from goldenthread.core.files.services import restrict_file, shred_file, store_file

from .models import AgendaItem, Meeting, MinutesFile

CLOSED_LATER = "An item of its meeting was closed to the group's members. The import keeps the file."


def file_minutes(meeting: Meeting, *, name: str, data: bytes) -> MinutesFile | None:
    """File the minutes as they came, seen by those who see the meeting; by the group alone where an item is restricted.

    None where an item is closed even to the group's members: they would read it in the file. Raises FileRefused.
    """
    restricted = AgendaItem.objects.filter(record=meeting, restricted=True)
    if restricted.filter(open_to_members=False).exists():
        return None
    stored = store_file(name=name, data=data, record=meeting, restricted=restricted.exists())
    return MinutesFile.objects.create(record=meeting, stored_file=stored)


def close_minutes_file(item: AgendaItem) -> None:
    """After an item was closed to some: the file that holds its words is closed as far, or taken out of the meeting."""
    files = StoredFile.objects.filter(minutes_file__record_id=item.record_id, shredded_at__isnull=True)
    for file in files:
        if item.open_to_members:
            restrict_file(file, restricted=True)
        else:
            shred_file(file, reason=CLOSED_LATER)
