"""A long register is taken in by the worker: the page that asks for it answers at once, and says when it is done."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from goldenthread.kernel.now import now
from goldenthread.reading.trackers.book import Book

from .models import RegisterImport
from .progress import telling
from .taking import book_of, checked, refuse, take_register_in, to_change

State = RegisterImport.State
#: So many cases are written while a person waits; more by the worker.
AT_ONCE = 500
GONE = "The file was held for a day and is gone. Choose it again."


@transaction.atomic
def hand_to_worker(
    register_import: RegisterImport, book: Book, *, seen: str, aside: frozenset[int], without_refused: bool
) -> RegisterImport:
    """Say that the worker takes it in. Raises ValidationError, as taking it in here would, for what can be told now."""
    row = to_change(register_import)
    refuse(checked(row, book, aside), seen, without_refused)
    row.state, row.begun_at, row.trouble = State.TAKING, now(), ""
    row.version += 1
    row.save()
    return row


def take_handed_over(import_id: int, *, aside: frozenset[int], without_refused: bool) -> None:
    """What the worker does, as the person who asked for it. Twice does no harm; what hinders it is written down."""
    one: Any = RegisterImport.objects.get(pk=import_id)
    if one.state != State.TAKING:
        return
    try:
        with telling(import_id) as told, transaction.atomic():
            book = book_of(one)
            if book is None:
                raise ValidationError(GONE)
            one.state = State.READY
            one.save(update_fields=["state"])
            take_register_in(one, book, aside=aside, without_refused=without_refused, told=told)
    except (ValidationError, PermissionDenied) as wrong:
        one.trouble = " ".join(getattr(wrong, "messages", [str(wrong)]))
        one.state, one.begun_at = State.READY, None
        one.save(update_fields=["state", "begun_at", "trouble"])
