"""After the rating: where raters differ, the grade that is agreed, and what becomes of a gap."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from goldenthread.core.casework.services import allow, tell
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.core.thread.learning import raise_finding, recommend
from goldenthread.core.thread.models import Action, Origin, Recommendation
from goldenthread.core.thread.plans import name_origin
from goldenthread.core.thread.services import add_action
from goldenthread.kernel.now import today

from .divergence import Said, Spread, spread, widest_first
from .models import Asked, Exercise, Rating


@dataclass(frozen=True)
class Differing:
    """One statement and how far its raters are apart."""

    asked: Asked
    spread: Spread


def differing(exercise: Exercise) -> list[Differing]:
    """Every statement, the widest spread first. Before the rating is closed there is nothing to show. Two queries."""
    if not exercise.shown:
        return []
    said: dict[int, list[Said]] = defaultdict(list)
    ratings = Rating.objects.filter(record=exercise, rater__handed_in_at__isnull=False)
    for row in ratings.select_related("rater__agency", "rater__person"):
        said[row.asked_id].append(Said(str(row.rater), row.rater.kind, row.grade))
    asked = {row.pk: row for row in exercise.asked.all()}
    found = {pk: spread(said[pk]) for pk in asked}
    return [Differing(asked[pk], found[pk]) for pk in widest_first(list(found.items()))]


@transaction.atomic
def agree_grade(asked: Asked, *, grade: int, why: str, expected_version: int | None = None) -> Asked:
    """Agree one grade for a statement, and why. Raises StaleEdit with both texts, ValidationError."""
    row, exercise = _lock(asked)
    refuse_if_stale(row, expected_version, {"agreed": grade, "agreed_why": why.strip()})
    if exercise.state != Exercise.State.MODERATING:
        raise ValidationError("Grades are agreed once the rating is closed, and until all is agreed.")
    if not 1 <= grade <= len(exercise.words.grades):
        raise ValidationError({"grade": "Choose one of the grades."})
    if not why.strip():
        raise ValidationError({"why": "Say why this grade, and what was said by those who rated otherwise."})
    row.agreed, row.agreed_why = grade, why.strip()
    row.agreed_by, row.agreed_on = current_actor().name, today()
    row.version += 1
    row.full_clean()
    row.save()
    tell(
        exercise, "agree_grade", f"Agreed on statement {row.number}: {exercise.words.grade(grade)}", note=row.agreed_why
    )
    return row


@transaction.atomic
def raise_gap(asked: Asked, *, becomes: str, text: str, **values: Any) -> Action | Recommendation:
    """Turn a gap into an action or a recommendation, with the finding that it answers. `values`: owner_group,
    owner_agency, due_on.
    """
    row, exercise = _lock(asked)
    if not row.falls_short:
        raise ValidationError("There is no gap: a grade worse than the statement describes must be agreed first.")
    if row.action_id or row.recommendation_id:
        raise ValidationError("This gap has led to something already.")
    grade = exercise.words.grade(row.agreed)
    row.finding = raise_finding(source=exercise, text=f"{row.theme}: {grade}. {row.text} {row.agreed_why}")
    made: Action | Recommendation
    if becomes == "action":
        group = values.pop("owner_group", None)
        made = row.action = add_action(
            partnership=exercise.partnership, text=text, record=exercise, group=group, **values
        )
    else:
        origin = name_origin(
            partnership=exercise.partnership, kind=Origin.Kind.INSPECTION, title=exercise.title,
            made_by="The partnership itself", made_on=exercise.opened_on, record=exercise,
        )  # fmt: skip
        made = row.recommendation = recommend(
            partnership=exercise.partnership, text=text, findings=[row.finding], origin=origin,
            origin_number=str(row.number), **values,
        )  # fmt: skip
    row.version += 1
    row.save()
    tell(exercise, "raise_gap", f"The gap at statement {row.number} became {made.reference}")
    return made


@dataclass(frozen=True)
class YearOnYear:
    """One statement now and in the exercise before: agreed ranks, and which way it went."""

    asked: Asked
    was: Asked | None

    @property
    def went(self) -> str:
        if self.asked.agreed is None:
            return "Not agreed yet"
        if self.was is None:
            return "Not asked before"
        if self.was.agreed is None:
            return "Not agreed then"
        if self.asked.agreed == self.was.agreed:
            return "The same"
        return "Better" if self.asked.agreed < self.was.agreed else "Worse"


def year_on_year(exercise: Exercise) -> tuple[list[YearOnYear], list[Asked]]:
    """Each statement beside the one before, and those no longer asked. Two queries."""
    then = (
        {row.statement_id: row for row in Asked.objects.filter(record=exercise.before_id)} if exercise.before_id else {}
    )
    now_asked = list(exercise.asked.all())
    still = {row.statement_id for row in now_asked}
    return [YearOnYear(row, then.get(row.statement_id)) for row in now_asked], [
        row for key, row in then.items() if key not in still
    ]


def _lock(asked: Asked) -> tuple[Asked, Exercise]:
    exercise = Exercise.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=asked.record_id)
    allow(OVERSIGHT, exercise.partnership_id, "agree a grade")
    row: Asked = Asked.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    return row, exercise
