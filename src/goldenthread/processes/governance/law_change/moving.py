"""The verbs of a change of law: plan a move, write down one that has happened, give it another day, withdraw it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from goldenthread.core.casework.clocks import bound_by_law
from goldenthread.core.casework.process import all_processes
from goldenthread.core.casework.services import allow, project
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.core.tenancy.models import Move, Partnership
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.kernel.calendars import say
from goldenthread.kernel.now import today
from goldenthread.law.courses import BODIES, Course, course_of_moves

from .checking import check_happened, check_planned, framework


@transaction.atomic
def plan_move(*, partnership: Partnership, era: str, on: date, why: str, **published: Any) -> Move:
    """The partnership goes over to a framework on a day from today on. On the day it follows by itself.

    `published`: `published_on` and `arrangements`, the day and place of the published arrangements. Raises
    PermissionDenied, and ValidationError with the cure for a day that cannot be, or a move that is there already.
    """
    _hold(partnership)
    _refuse_a_second(partnership, era)
    check_planned(_course(partnership), framework(era), on)
    return _write(partnership, era=era, on=on, why=why, **published)


@transaction.atomic
def write_down_move(*, partnership: Partnership, era: str, on: date, why: str, **published: Any) -> Move:
    """A move that has happened and was not written down. Until then the day on which it became law was taken.

    Raises as `plan_move`.
    """
    _hold(partnership)
    _refuse_a_second(partnership, era)
    check_happened(_course(partnership), framework(era), on)
    return _write(partnership, era=era, on=on, why=why, **published)


@transaction.atomic
def give_another_day(move: Move, *, on: date, because: str, expected_version: int | None = None) -> Move:
    """Another day for a planned move, or a correction of one that has happened. Both rows stay, with the reason.

    Raises StaleEdit when someone else changed it first, ValidationError without a reason or for a day that cannot be.
    """
    move = _standing(move, expected_version, {"on": on})
    if on == move.on:
        raise ValidationError({"on": f"That is its day already. Give another than {say(on)}."})
    check = check_planned if planned(move) else check_happened
    check(_course(move.partnership, without=move), framework(move.era), on)
    _withdraw(move, because)
    return _write(
        move.partnership,
        era=move.era,
        on=on,
        why=move.why,
        published_on=move.published_on,
        arrangements=move.arrangements,
        instead_of=move,
    )


@transaction.atomic
def withdraw_move(move: Move, *, because: str, expected_version: int | None = None) -> Move:
    """Cancel a planned move, or say that one which was written down did not happen. All is as if it had not been
    written, but that it stays to be read, with the reason. Raises as `give_another_day`, and where a later move rests
    on it.
    """
    move = _standing(move, expected_version, {"withdrawn_because": because})
    _refuse_to_leave_a_gap(move)
    _withdraw(move, because)
    project_again(move.partnership)
    return move


def planned(move: Move) -> bool:
    """Whether its day has not come yet."""
    return move.on > today()


def project_again(partnership: Partnership) -> None:
    """Compute anew the clocks of open records whose kind has a clock that not every framework has. What is closed stays
    as it was.
    """
    for process in all_processes():
        if any(bound_by_law(clock.id) for clock in process.clocks):
            for record in process.model.objects.filter(partnership=partnership, closed_on__isnull=True):
                project(record)


def _write(partnership: Partnership, **values: Any) -> Move:
    actor = current_actor()
    made = Move(partnership=partnership, made_on=today(), made_by=actor.name, **values)
    made.full_clean()
    if made.published_on and made.published_on > made.on:
        raise ValidationError(
            {"published_on": "Arrangements are published before the day from which they are worked by."}
        )
    made.save()
    project_again(partnership)
    return made


def _withdraw(move: Move, because: str) -> None:
    if not because.strip():
        raise ValidationError({"because": "Say why. Both the day that was written down and the reason are kept."})
    move.withdrawn_on, move.withdrawn_by, move.withdrawn_because = today(), current_actor().name, because.strip()
    move.version += 1
    move.save()


def _standing(move: Move, expected_version: int | None, values: dict[str, Any]) -> Move:
    """The move as it now stands, held until the transaction ends."""
    _hold(move.partnership)
    move = Move.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=move.pk)
    refuse_if_stale(move, expected_version, values)
    if move.withdrawn_on:
        raise ValidationError(f"This was withdrawn on {say(move.withdrawn_on)}.")
    return move


def _hold(partnership: Partnership) -> None:
    allow(UNIT, partnership.pk, "say when the partnership moves")
    Partnership.objects.select_for_update().get(pk=partnership.pk)


def _refuse_a_second(partnership: Partnership, era: str) -> None:
    there = Move.objects.filter(partnership=partnership, era=era, withdrawn_on__isnull=True).first()
    if there is not None:
        raise ValidationError(
            {"era": f"This move is written down for {say(there.on)}. Give that another day, or withdraw it."}
        )


def _refuse_to_leave_a_gap(move: Move) -> None:
    """A later move rests on this one, unless the partnership was set up under its framework in any case."""
    keys = [body.key for body in BODIES]
    if move.era not in keys or keys.index(move.era) <= keys.index(move.partnership.era):
        return
    later = Move.objects.filter(partnership=move.partnership, withdrawn_on__isnull=True, on__gt=move.on, era__in=keys)
    if (rests := later.first()) is not None:
        raise ValidationError(f"The move on {say(rests.on)} rests on this one. Withdraw that first.")


def _course(partnership: Partnership, without: Move | None = None) -> Course:
    """The course as it would be without a move; what the law implies is in no way of what is written down."""
    moves = Move.objects.filter(partnership=partnership, withdrawn_on__isnull=True)
    if without is not None:
        moves = moves.exclude(pk=without.pk)
    return course_of_moves(partnership.era, dict(moves.values_list("era", "on")))
