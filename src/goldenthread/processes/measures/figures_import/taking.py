"""The verbs that take a report in: read it, put it aside. No figure is written by them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.db import transaction

from goldenthread.analytics.roles import KEEPERS
from goldenthread.core.casework.services import allow
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import now
from goldenthread.reading.figures.model import FigureRow, FiguresRead

from .models import FigureLine, FiguresImport
from .offering import Known, offer

State, Verdict = FiguresImport.State, FigureLine.Verdict


@dataclass(frozen=True)
class Received:
    """The import a file belongs to, and whether it is a new one."""

    figures_import: FiguresImport
    new: bool


@transaction.atomic
def receive_figures(*, partnership: Partnership, data: bytes, read: FiguresRead) -> Received:
    """Keep what was read in a file (`read_figures`), to be checked. The same file again is the same import, as long as
    that one stands: nothing changes. Raises PermissionDenied without a role for it, ValidationError where nothing was
    read.
    """
    allow(KEEPERS, partnership.pk, "bring figures in")
    digest = hashlib.sha256(data).hexdigest()
    Partnership.objects.select_for_update().get(pk=partnership.pk)  # two uploads of one file wait for each other
    there = FiguresImport.objects.filter(
        partnership=partnership, sha256=digest, state__in=FiguresImport.STANDING
    ).first()
    if there is not None:
        return Received(there, new=False)
    if not read.rows:
        raise ValidationError("No figures were found in it. Choose a report or a table with figures as text.")
    actor = current_actor()
    made = FiguresImport.objects.create(
        partnership=partnership,
        name=_file_name(read.name),
        sha256=digest,
        size=len(data),
        period=read.period.words[:120] if read.period else "",
        left=[one.as_json() for one in read.left],
        uploaded_by_id=actor.user,
        uploaded_at=now(),
        by=actor.name,
    )
    FigureLine.objects.bulk_create(_lines(made, read.rows))
    return Received(made, new=True)


def _lines(made: FiguresImport, rows: Iterable[FigureRow]) -> list[FigureLine]:
    known = Known(made.partnership)
    lines = []
    for order, row in enumerate(rows, 1):
        line = FigureLine(
            figures_import=made,
            partnership=made.partnership,
            brought_by_id=made.uploaded_by_id,
            order=order,
            section=row.section[:200],
            label=row.label[:300],
            source=row.source,
            where=row.where[:300],
            read=row.as_json() | {"context": row.context},
            figures=[figure.as_json() for figure in row.figures],
        )
        offer(line, row, known)
        lines.append(line)
    return lines


@transaction.atomic
def dismiss_import(figures_import: FiguresImport) -> FiguresImport:
    """Put a report aside that was not accepted. What was read of it stays, to be looked up."""
    allow(KEEPERS, figures_import.partnership_id, "dismiss an import")
    row: FiguresImport = FiguresImport.objects.select_for_update(of=("self",)).get(pk=figures_import.pk)
    if row.state != State.READY:
        raise ValidationError(f"This import is {row.get_state_display().lower()}: there is nothing to put aside.")
    row.state, row.settled_by, row.settled_at = State.DISMISSED, current_actor().name, now()
    row.version += 1
    row.save()
    return row


def _file_name(name: str) -> str:
    last = PurePath(name.replace("\\", "/")).name.replace("\x00", "").strip() or "figures"
    return last if len(last) <= 130 else f"{last[:100]}…{PurePath(last).suffix[:10]}"
