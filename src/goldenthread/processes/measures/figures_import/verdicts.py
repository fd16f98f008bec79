"""What a person says of a line: yes, no, not yet, or how it should be. Each verdict is saved as it is given."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum

from goldenthread.analytics.roles import KEEPERS
from goldenthread.core.casework.services import allow
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.kernel.now import now

from .models import FigureLine, FiguresImport

Verdict = FigureLine.Verdict
CORRECTABLE = ("figures", "measure", "own", "agency", "area", "cut", "group")


@transaction.atomic
def decide(line: FigureLine, *, verdict: str, expected_version: int | None = None) -> FigureLine:
    """Accept or dismiss a line, or take the verdict back. Raises StaleEdit where someone else was quicker."""
    row = _held(line, expected_version, {"verdict": verdict})
    return _settle(row, Verdict(verdict))


@transaction.atomic
def correct(line: FigureLine, *, expected_version: int | None = None, **values: Any) -> FigureLine:
    """Say how a line should be: its measure, whose it is, its figures with their periods."""
    row = _held(line, expected_version, values)
    for name in CORRECTABLE:
        if name in values:
            setattr(row, name, values[name])
    return _settle(row, Verdict.CORRECTED)


@transaction.atomic
def decide_section(figures_import: FiguresImport, section: str, *, verdict: str) -> int:
    """One verdict for every line of a table that was not looked at yet. Returns how many."""
    allow(KEEPERS, figures_import.partnership_id, "check figures")
    _open(FiguresImport.objects.select_for_update(of=("self",)).get(pk=figures_import.pk))
    rows = FigureLine.objects.filter(figures_import=figures_import, verdict=Verdict.UNDECIDED)
    if section:
        rows = rows.filter(section=section)
    decided = [_marked(row, Verdict(verdict)) for row in rows]
    FigureLine.objects.bulk_update(decided, ["verdict", "decided_by", "decided_at", "version"])
    return len(decided)


def seen_of(figures_import: FiguresImport) -> int:
    """A number that changes with every verdict: what was checked is what is accepted."""
    total = FigureLine.objects.filter(figures_import=figures_import).aggregate(all=Sum("version"))
    return int(total["all"] or 0)


def _held(line: FigureLine, expected: int | None, values: dict[str, Any]) -> FigureLine:
    allow(KEEPERS, line.partnership_id, "check figures")
    rows = FigureLine.objects.select_for_update(of=("self",)).select_related("figures_import")
    row: FigureLine = rows.get(pk=line.pk)
    _open(row.figures_import)
    refuse_if_stale(row, expected, values)
    return row


def _open(figures_import: FiguresImport) -> None:
    if figures_import.state != FiguresImport.State.READY:
        raise ValidationError(f"This import is {figures_import.get_state_display().lower()}: nothing can be changed.")


def _settle(row: FigureLine, verdict: Verdict) -> FigureLine:
    _marked(row, verdict)
    row.save()
    return row


def _marked(row: FigureLine, verdict: Verdict) -> FigureLine:
    undecided = verdict == Verdict.UNDECIDED
    row.verdict = verdict
    row.decided_by, row.decided_at = ("", None) if undecided else (current_actor().name, now())
    row.version += 1
    return row
