"""What is asked, and of whom: statements of a partnership, raters of an exercise."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from goldenthread.core.casework.services import allow, tell
from goldenthread.core.tenancy.belonging import refuse_strangers
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.core.tenancy.models import Agency, Partnership, Person, Seat
from goldenthread.core.tenancy.roles import UNIT, Role
from goldenthread.kernel.now import today
from goldenthread.law.inspections import FRAMEWORKS

from .models import Asked, Exercise, Rater, Statement

State = Exercise.State
KINDS = {
    Role.CHAIR: Rater.Kind.CHAIR,
    Role.BUSINESS_MANAGER: Rater.Kind.UNIT,
    Role.LAY_MEMBER: Rater.Kind.LAY,
}


@transaction.atomic
def adopt_statements(partnership: Partnership, framework: str) -> int:
    """Take the statements of a framework into the partnership's list, once. Returns how many are new."""
    allow(UNIT, partnership.pk, "take statements into the list")
    shipped = FRAMEWORKS[framework]
    known = set(Statement.objects.filter(partnership=partnership, framework=framework).values_list("text", flat=True))
    new = [one for one in shipped.headings if one.statement not in known]
    Statement.objects.bulk_create(
        Statement(partnership=partnership, framework=framework, theme=one.theme, grade=shipped.good, text=one.statement,
                  source=f"{shipped.source} ({shipped.confidence})"[:200], own=False)
        for one in new
    )  # fmt: skip
    return len(new)


@transaction.atomic
def add_statement(*, partnership: Partnership, framework: str, text: str, theme: str, **values: Any) -> Statement:
    """Add a statement of the partnership's own. `values`: grade, source. Raises ValidationError for one it has."""
    allow(UNIT, partnership.pk, "add a statement")
    row = Statement(partnership=partnership, framework=framework, text=text.strip(), theme=theme.strip(), **values)
    return _kept(row)


@transaction.atomic
def amend_statement(statement: Statement, *, expected_version: int | None = None, **values: Any) -> Statement:
    """Correct a statement. Exercises in which it was rated keep the words that were rated. Raises StaleEdit."""
    row = Statement.objects.select_for_update(of=("self",)).get(pk=statement.pk)
    allow(UNIT, row.partnership_id, "change a statement")
    refuse_if_stale(row, expected_version, values)
    for name, value in values.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    row.version += 1
    return _kept(row)


@transaction.atomic
def retire_statement(statement: Statement, *, back: bool = False) -> Statement:
    """Use it no longer in new exercises, or (`back`) again."""
    row = Statement.objects.select_for_update(of=("self",)).get(pk=statement.pk)
    allow(UNIT, row.partnership_id, "retire a statement")
    row.retired_on = None if back else today()
    row.version += 1
    return _kept(row)


@transaction.atomic
def invite_raters(
    exercise: Exercise, *, kind: str, agencies: Iterable[Agency] = (), people: Iterable[Person] = ()
) -> list[Rater]:
    """Ask agencies or people to rate; who is asked already stays as they are. Returns those who are new."""
    exercise = _taking_raters(exercise)
    known = set(exercise.raters.values_list("agency_id", "person_id"))
    rows = []
    for agency in agencies:
        if agency.kind == Agency.Kind.BOARD:
            raise ValidationError({"agencies": "People of the board's own office rate each for themselves."})
        rows.append(Rater(kind=kind, agency=agency))
    for person in people:
        refuse_strangers(exercise.partnership_id, person=person)
        rows.append(Rater(kind=kind, person=person))
    new = [row for row in rows if (row.agency_id, row.person_id) not in known]
    for row in new:
        row.record, row.partnership_id = exercise, exercise.partnership_id
    Rater.objects.bulk_create(new)
    if new:
        tell(exercise, "invite_raters", f"Asked to rate: {', '.join(str(row) for row in new)}")
    return new


@transaction.atomic
def invite_everyone(exercise: Exercise) -> int:
    """Ask the chair, the business manager, the lay members, and every agency at the table. Returns how many are new."""
    allow(UNIT, exercise.partnership_id, "invite raters")
    day = today()
    seats = Seat.objects.filter(partnership_id=exercise.partnership_id, since__lte=day, role__in=list(KINDS))
    seats = seats.filter(Q(until__isnull=True) | Q(until__gte=day)).select_related("person")
    new = 0
    for seat in seats:
        new += len(invite_raters(exercise, kind=KINDS[Role(seat.role)], people=[seat.person]))
    places = exercise.partnership.places.filter(Q(until__isnull=True) | Q(until__gte=day)).select_related("agency")
    members = [place.agency for place in places if place.agency.kind != Agency.Kind.BOARD]
    return new + len(invite_raters(exercise, kind=Rater.Kind.MEMBER, agencies=members))


@transaction.atomic
def drop_rater(exercise: Exercise, rater: Rater) -> None:
    """Ask no longer, as long as the raters are not invited. Whoever was invited is not put off the list in silence."""
    exercise = _taking_raters(exercise)
    if exercise.state != State.PREPARED:
        raise ValidationError("The raters are invited. Who does not rate is shown as not having rated.")
    Rater.objects.filter(pk=rater.pk, record=exercise).delete()
    tell(exercise, "drop_rater", f"Not asked to rate: {rater}")


def after_a_step(exercise: Exercise, name: str) -> None:
    """What a step means for what hangs from the exercise; it raises ValidationError where it cannot be."""
    if name in ("invite", "extend") and exercise.invited_until < today():
        raise ValidationError({"invited_until": "Choose a day that lies ahead: raters need time."})
    if name == "invite":
        _ask(exercise)


def _ask(exercise: Exercise) -> None:
    """Freeze what is asked, so that later changes of the list change no rating."""
    rows = list(
        Statement.objects.filter(
            partnership_id=exercise.partnership_id, framework=exercise.framework, retired_on__isnull=True
        )
    )
    if not rows:
        raise ValidationError(
            "There is no statement for this framework yet. Add some, or take in those that are shipped."
        )
    if not exercise.raters.exists():
        raise ValidationError("Nobody is asked to rate yet. Choose the raters first.")
    themes = list(dict.fromkeys(row.theme for row in rows))
    rows.sort(key=lambda row: (themes.index(row.theme), row.pk))
    Asked.objects.bulk_create(
        Asked(record=exercise, statement=row, number=n, theme=row.theme, grade=row.grade, text=row.text)
        for n, row in enumerate(rows, 1)
    )


def _taking_raters(exercise: Exercise) -> Exercise:
    allow(UNIT, exercise.partnership_id, "invite raters")
    row: Exercise = Exercise.objects.select_for_update(of=("self",)).get(pk=exercise.pk)
    if row.state not in (State.PREPARED, State.RATING):
        raise ValidationError("The rating is closed: nobody can be asked any more.")
    return row


def _kept(row: Statement) -> Statement:
    if row.grade > len(FRAMEWORKS[row.framework].grades):
        raise ValidationError({"grade": "This framework has no such grade."})
    row.full_clean()
    row.save()
    return row
