"""Rating: each rater alone, kept as it is typed, until they hand it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from goldenthread.core.casework.services import tell
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.conflicts import Difference, StaleEdit
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import MEMBERS, UNIT, Role
from goldenthread.core.thread.models import Evidence
from goldenthread.kernel.now import now

from .models import CANNOT_SAY, Asked, Exercise, Rater, Rating

#: Who may rate for an agency: those who speak for it at the table.
FOR_AN_AGENCY = MEMBERS | UNIT | {Role.ANALYST, Role.TEAM_MANAGER}


@dataclass(frozen=True)
class Given:
    """What is said of one statement. `grade`: 1 is the best, 0 that one cannot say, None nothing yet."""

    grade: int | None = None
    why: str = ""
    evidence: str = ""
    shown_by: Evidence | None = None


SAID = tuple(column.name for column in fields(Given))


def answers_for(rater: Rater) -> bool:
    """Whether whoever acts rates as this rater: in person, or with a seat of the agency. The unit does for no one."""
    actor = current_actor()
    if rater.person_id:
        return rater.person_id in actor.claim("persons")
    return any(
        at == rater.partnership_id and agency == rater.agency_id and role in FOR_AN_AGENCY
        for at, agency, role in actor.seats
    )


def raters_of_mine(board: Partnership, exercise: Exercise | None = None) -> list[Rater]:
    """The raters as whom whoever acts may rate. One query."""
    rows = Rater.objects.filter(partnership=board).select_related("record", "agency", "person")
    rows = rows.filter(record=exercise) if exercise else rows.filter(record__state=Exercise.State.RATING)
    return [row for row in rows if answers_for(row)]


@transaction.atomic
def rate(rater: Rater, given: Mapping[int, Given], *, expected_version: int | None = None) -> Rater:
    """Keep what a rater says, by the key of what is asked. All or none; nothing counts until it is handed in.

    Raises PermissionDenied for another's rating, ValidationError when the exercise takes none, StaleEdit with both
    texts where a colleague of the same agency saved the same statement since.
    """
    rater = _mine(rater)
    asked = {row.pk: row for row in Asked.objects.filter(record=rater.record_id, pk__in=given)}
    if set(asked) != set(given):
        raise ValidationError("This exercise asks no such statement.")
    known = {row.asked_id: row for row in Rating.objects.filter(rater=rater, asked__in=given)}
    _refuse_what_a_colleague_saved(rater, known, given, expected_version)
    changed = [(pk, one) for pk, one in given.items() if pk not in known or _said(known[pk]) != one]
    if not changed:
        return rater
    rater.version += 1
    for pk, one in changed:
        _keep(rater, asked[pk], known.get(pk), one)
    rater.save()
    return rater


@transaction.atomic
def hand_in(rater: Rater) -> Rater:
    """Say that the rating is finished. Every statement needs a grade (or "cannot say") and why."""
    rater = _mine(rater)
    said = {row.asked_id: row for row in Rating.objects.filter(rater=rater)}
    missing = [
        str(one.number)
        for one in Asked.objects.filter(record=rater.record_id)
        if one.pk not in said or said[one.pk].grade is None or not said[one.pk].why.strip()
    ]
    if missing:
        raise ValidationError(f"Give a grade and say why for each statement. Still open: {', '.join(missing)}.")
    rater.handed_in_at, rater.handed_in_by = now(), current_actor().name
    rater.version += 1
    rater.save()
    tell(rater.record, "hand_in", f"Rated by {rater}")
    return rater


@transaction.atomic
def take_back(rater: Rater) -> Rater:
    """Go on rating after it was handed in, as long as the rating is open."""
    rater = _mine(rater, handed_in=True)
    rater.handed_in_at, rater.handed_in_by = None, ""
    rater.version += 1
    rater.save()
    tell(rater.record, "take_back", f"Rating taken back by {rater}")
    return rater


def _mine(rater: Rater, *, handed_in: bool = False) -> Rater:
    """The rater's sheet, held until the transaction ends, if whoever acts rates as them and the exercise takes it."""
    exercise = Exercise.objects.select_for_update(of=("self",)).get(pk=rater.record_id)
    row: Rater = Rater.objects.select_for_update(of=("self",)).get(pk=rater.pk)
    if not answers_for(row):
        raise PermissionDenied("Each rates alone: this is another's rating.")
    if exercise.state != Exercise.State.RATING:
        raise ValidationError("This exercise is not open for rating now.")
    if bool(row.handed_in_at) is not handed_in:
        words = "It is handed in. Take it back to change it." if row.handed_in_at else "It is not handed in."
        raise ValidationError(words)
    row.record = exercise
    return row


def _refuse_what_a_colleague_saved(
    rater: Rater, known: Mapping[int, Rating], given: Mapping[int, Given], expected: int | None
) -> None:
    if expected is None or expected == rater.version:
        return
    differences = tuple(
        Difference(f"{name}_{pk}", _label(row, name), getattr(row, name), getattr(given[pk], name))
        for pk, row in known.items()
        if row.saved_in > expected
        for name in SAID
        if getattr(row, name) != getattr(given[pk], name)
    )
    if differences:
        raise StaleEdit(rater, differences)


def _label(row: Rating, name: str) -> str:
    return f"{Rating._meta.get_field(name).verbose_name} ({row.asked.number})"  # type: ignore[union-attr]  # no relation


def _said(row: Rating) -> Given:
    return Given(row.grade, row.why, row.evidence, row.shown_by)


def _keep(rater: Rater, asked: Asked, row: Rating | None, one: Given) -> None:
    of = rater.record.words.grades
    if one.grade is not None and not CANNOT_SAY <= one.grade <= len(of):
        raise ValidationError({f"grade_{asked.pk}": "Choose one of the grades."})
    row = row or Rating(
        record_id=rater.record_id, partnership_id=rater.partnership_id, rater=rater, asked=asked,
        agency_id=rater.agency_id, person_id=rater.person_id,
    )  # fmt: skip
    for name in SAID:
        setattr(row, name, getattr(one, name))
    row.saved_in, row.by, row.at = rater.version, current_actor().name, now()
    row.save()
