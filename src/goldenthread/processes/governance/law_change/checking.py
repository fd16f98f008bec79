"""Which day a partnership may move on: the law's own limits, and those of its own past."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError

from goldenthread.kernel.calendars import say
from goldenthread.kernel.now import today
from goldenthread.law.courses import BODIES, Course
from goldenthread.law.eras import CDR_2018, Era, era

#: Nobody plans further ahead; a year that is mistyped does.
AHEAD = timedelta(days=5 * 366)


def framework(key: str) -> Era:
    """The framework of a key that one can move to. Raises ValidationError for the first of all, and for none."""
    if key not in {one.key for one in (*BODIES[1:], CDR_2018)}:
        raise ValidationError({"era": "Choose one of the frameworks that a partnership moves to."})
    return era(key)


def check_planned(course: Course, to: Era, on: date) -> None:
    """Raises ValidationError, naming the cure, for a day that cannot be planned. `course` is without this move."""
    if on < today():
        ruled = course.on(on)
        raise ValidationError({"on": (
            f"{say(on)} has gone by. To plan a move on it would rewrite what was written since under {ruled.title}. "
            "If the partnership did move on that day, write it down as a move that has happened: that keeps both."
        )})  # fmt: skip
    if on > today() + AHEAD:
        raise ValidationError({"on": f"{say(on)} is more than five years ahead. Check the year."})
    check_order(course, to, on)


def check_happened(course: Course, to: Era, on: date) -> None:
    """Raises ValidationError for a day on which it cannot have happened."""
    if on > today():
        raise ValidationError({"on": f"{say(on)} has not come yet. Plan the move instead."})
    check_order(course, to, on)


def check_order(course: Course, to: Era, on: date) -> None:
    """Not before it is law, not after it ceased, and between the moves before and after it."""
    if on < to.in_force_from:
        first = say(to.in_force_from)
        raise ValidationError({"on": (
            f"{to.title} is law from {first}: nobody can work under it on {say(on)}. Give {first} or a later day."
        )})  # fmt: skip
    if to is CDR_2018:
        return
    place = BODIES.index(to)
    if to.in_force_to and on > to.in_force_to:
        raise ValidationError({"on": (
            f"{to.title} could be worked under until {say(to.in_force_to)}. Give an earlier day, or move to "
            f"{BODIES[place + 1].title}."
        )})  # fmt: skip
    _after_the_last(course, BODIES[place - 1], on)
    for later in BODIES[place + 1 :]:
        since = course.first_day(later.key)
        if since is not None and on >= since:
            raise ValidationError({"on": f"It works under {later.title} from {say(since)}. Give an earlier day."})


def late(before: Era, on: date) -> str:
    """What is said where the framework that is left could no longer be worked under; "" where it is in time."""
    if before.in_force_to is None or on <= before.in_force_to + timedelta(days=1):
        return ""
    return (
        f"{before.title} could be worked under until {say(before.in_force_to)}. This move is late: the reason says why."
    )


def _after_the_last(course: Course, before: Era, on: date) -> None:
    since = course.first_day(before.key)
    if since is None:
        raise ValidationError({"era": f"It has not moved to {before.title} yet, which comes first."})
    if on <= since:
        raise ValidationError({"on": (
            f"It works under {before.title} from {say(since)}. Give a later day, or correct that move first."
        )})  # fmt: skip
