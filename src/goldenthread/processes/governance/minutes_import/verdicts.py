"""The clerk's verdicts on what was read. Each is saved as it is given; the second of two clerks is told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, Sum

from goldenthread.core.casework.services import allow
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.conflicts import Difference, StaleEdit
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.kernel.now import now

from .models import MinutesImport, ReadItem

Verdict, Match = ReadItem.Verdict, ReadItem.Match
LINKS = ("group", "person", "agency", "action")


@dataclass(frozen=True)
class Decided:
    """How many rows of a section were decided at once, and how many wait for a look each because a match is unsure."""

    done: int
    left: int


@transaction.atomic
def decide_row(row: ReadItem, *, verdict: str, expected_version: int | None = None) -> ReadItem:
    """Accept a row as it stands, dismiss it, or take the verdict back ("undecided").

    Raises StaleEdit when someone else changed the row since it was seen.
    """
    row = _hold(row)
    wanted = Verdict(verdict)
    if wanted == Verdict.ACCEPTED and row.values != row.read:
        wanted = Verdict.CORRECTED
    if row.verdict == wanted:
        return row
    if expected_version is not None and row.version != expected_version:
        theirs, yours = Verdict(row.verdict).label, wanted.label
        raise StaleEdit(row, (Difference("verdict", "verdict", f"{theirs}: {row}", yours),))
    return _save(row, wanted)


@transaction.atomic
def correct_row(
    row: ReadItem, *, values: Mapping[str, Any], links: Mapping[str, Any], expected_version: int | None = None
) -> ReadItem:
    """Put a row right: `values` as they shall be written, `links` to what is known (group, person, agency, action).

    What the clerk linked, or left without a link, is sure from now on. Raises StaleEdit with both texts.
    """
    row = _hold(row)
    if expected_version is not None and row.version != expected_version:
        differences = _differences(row, values, links)
        if differences:
            raise StaleEdit(row, differences)
    row.values = {**row.values, **values}
    for name in LINKS:
        if name in links:
            setattr(row, name, links[name])
    row.unsure = []
    row.match = Match.SURE if any(getattr(row, f"{name}_id") for name in LINKS) else Match.NONE
    return _save(row, Verdict.CORRECTED)


@transaction.atomic
def decide_section(minutes_import: MinutesImport, kinds: Collection[str], *, verdict: str) -> Decided:
    """Give every row of some kinds that no one has looked at the same verdict; unsure matches are not accepted so."""
    _ready(minutes_import)
    wanted = Verdict(verdict)
    rows = ReadItem.objects.filter(minutes_import=minutes_import, kind__in=kinds, verdict=Verdict.UNDECIDED)
    unsure = Q(match=Match.LIKELY) if wanted == Verdict.ACCEPTED else Q(pk__in=[])
    left = rows.filter(unsure).count()
    done = rows.exclude(unsure).update(
        verdict=wanted, decided_by=current_actor().name, decided_at=now(), version=F("version") + 1
    )
    return Decided(done, left)


def seen_of(minutes_import: MinutesImport) -> int:
    """A number that changes with every verdict: whoever accepts says which state of the review they saw."""
    total = ReadItem.objects.filter(minutes_import=minutes_import).aggregate(total=Sum("version"))["total"]
    return int(total or 0)


def _differences(row: ReadItem, values: Mapping[str, Any], links: Mapping[str, Any]) -> tuple[Difference, ...]:
    told = [
        Difference(name, name.replace("_", " "), row.values.get(name), value)
        for name, value in values.items()
        if row.values.get(name) != value
    ]
    told += [
        Difference(name, f"known {name}", getattr(row, name), value)
        for name, value in links.items()
        if getattr(row, f"{name}_id") != (value.pk if value else None)
    ]
    return tuple(told)


def _hold(row: ReadItem) -> ReadItem:
    _ready(row.minutes_import)  # the import before the row, always: or two clerks could wait for each other
    held: ReadItem = ReadItem.objects.select_for_update(of=("self",)).get(pk=row.pk)
    return held


def _ready(minutes_import: MinutesImport) -> None:
    """For the business unit, while the import waits to be checked. Accepting waits for verdicts, and they for it."""
    allow(UNIT, minutes_import.partnership_id, "check what was read")
    state = MinutesImport.objects.select_for_update(of=("self",)).get(pk=minutes_import.pk).state
    if state != MinutesImport.State.READY:
        label = MinutesImport.State(state).label.lower()
        raise ValidationError(f"This import is {label}: what was read no longer changes.", code="not_ready")


def _save(row: ReadItem, verdict: str) -> ReadItem:
    row.verdict, row.decided_by, row.decided_at = verdict, current_actor().name, now()
    row.version += 1
    row.save()
    return row
