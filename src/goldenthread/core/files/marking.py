"""Marks on what leaves a sealed case as a file: whose copy it is, of what, and since when."""

from __future__ import annotations

from goldenthread.core.casework.models import Record
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.kernel.now import LONDON, now
from goldenthread.publishing.marking import MarkingTrouble, marked

__all__ = ["MarkingTrouble", "marked_copy", "whose_copy"]


def whose_copy(record: Record) -> str:
    """The words of the mark: for whom, when, of which case. Raises NoActor where no one is acting."""
    moment = now().astimezone(LONDON)
    who = current_actor().name or "someone without a name"
    return f"Copy for {who}, {moment:%-d %B %Y} at {moment:%H:%M}. {record.reference}, sealed: do not pass on."


def marked_copy(content: bytes, extension: str, *, record: Record) -> tuple[bytes, str]:
    """(the file with its mark on each page, its extension now: a picture becomes a PDF).

    For everything sealed that is given to a person as a file. MarkingTrouble where nothing can be written in it.
    """
    return marked(content, extension, whose_copy(record))
