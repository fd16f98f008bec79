"""The quality of assessments: so many drawn by chance from those decided in a spell, graded by a manager, told without
names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from goldenthread.core.casework.services import allow, tell
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import Role
from goldenthread.kernel.now import today

from .campaigns import may_keep
from .models import Arrangement, QualityCheck
from .models.choices import QUALITY

GRADERS = frozenset({Role.TEAM_MANAGER.value})
CRITERIA = tuple(QUALITY)
GRADES = dict(QualityCheck.Grade.choices)


@transaction.atomic
def draw_sample(
    partnership: Partnership, *, size: int, since: date, until: date, seed: int | None = None
) -> list[QualityCheck]:
    """Draw so many assessments by chance from those decided in the spell that were not drawn before.

    For a manager who keeps the register. Raises ValidationError where there are none left to draw, or the spell is
    none. `seed` makes the same draw again.
    """
    allow(GRADERS, partnership.pk, "draw a sample of assessments")
    may_keep(partnership, "draw a sample of assessments")
    if size < 1 or since > until:
        raise ValidationError("Ask for one assessment at least, and a last day that is not before the first.")
    decided = Arrangement.objects.filter(partnership=partnership, decided_on__range=(since, until))
    there = list(decided.filter(checks__isnull=True).order_by("pk"))
    if not there:
        raise ValidationError(
            "Every assessment that was decided in these days has been drawn already, or there is none."
        )
    drawn = Random(seed).sample(there, min(size, len(there)))  # noqa: S311 - a fair draw, not a secret
    rows = QualityCheck.objects.bulk_create([QualityCheck(record=one, drawn_on=today()) for one in drawn])
    for row in rows:
        tell(row.record, "sample", "Drawn for a look at its quality")
    return rows


@transaction.atomic
def grade(check: QualityCheck, **values: Any) -> QualityCheck:
    """Say how good an assessment is: `grade`, each criterion of `CRITERIA`, and `words` on what to do better."""
    allow(GRADERS, check.record.partnership_id, "grade an assessment")
    row: QualityCheck = QualityCheck.objects.select_for_update(of=("self",)).get(pk=check.pk)
    if not values.get("grade"):
        raise ValidationError({"grade": "Say how good it is, all in all."})
    for name, value in values.items():
        setattr(row, name, value)
    row.graded_on = today()
    row.full_clean()
    row.save()
    tell(row.record, "grade", "Its quality was graded")
    return row


@dataclass(frozen=True)
class Found:
    """A sample's results without names: how many were drawn and graded, by grade and by what holds of them."""

    drawn: int
    graded: int
    by_grade: tuple[tuple[str, int], ...]
    holds: tuple[tuple[str, int], ...]


def results(checks: Iterable[QualityCheck]) -> Found:
    """What a sample came to."""
    rows = list(checks)
    graded = [row for row in rows if row.grade]
    counted = Counter(row.grade for row in graded)
    return Found(
        len(rows),
        len(graded),
        tuple((label, counted[code]) for code, label in GRADES.items()),
        tuple((label, sum(bool(getattr(row, code)) for row in graded)) for code, label in CRITERIA),
    )
