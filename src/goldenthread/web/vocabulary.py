"""The words of the law in the pages: what the body, its chair and its reviews are called here on a day.

A row of the past keeps the words of its day; today's pages use today's. Templates ask with `{% the_word "chair" %}`.
What a process or a model declares (steps, states, kinds) says "Board", and `here` says it in the words of the law.
"""

from __future__ import annotations

import re
from datetime import date

from django.http import HttpRequest

from goldenthread.core.tenancy.courses import course_of
from goldenthread.core.tenancy.models import Partnership, Seat
from goldenthread.core.tenancy.roles import Role
from goldenthread.kernel.now import today
from goldenthread.law.courses import Course

#: What declared words call the body that co-ordinates safeguarding: with its capital, as nothing else is written.
_BODY = re.compile(r"\bBoard\b")


def here(board: Partnership, words: str, on: date | None = None) -> str:
    """Words that the platform declares ("Take it to the Board") as they are said at a partnership on a day, or today.

    Never for what people wrote. The course is read once for each board in hand, and only where the words need it.
    """
    if not _BODY.search(words):
        return words
    course: Course | None = board.__dict__.get("course_in_hand")
    if course is None:
        course = board.__dict__.setdefault("course_in_hand", course_of(board))
    return _BODY.sub(course.word("body_said", on or today()), words)


def course_for(request: HttpRequest, board: Partnership) -> Course:
    """The partnership's course, read once for each request."""
    held: dict[int, Course] = request.__dict__.setdefault("courses", {})
    if board.pk not in held:
        held[board.pk] = course_of(board)
    return held[board.pk]


def role_word(course: Course, role: str, on: date | None = None) -> str:
    """A seat's role in the words of a day: whoever chairs and scrutinises was an Independent Chair, and is no more."""
    day = on or today()
    if role == Role.CHAIR:
        words = dict.fromkeys((course.word("chair", day), course.word("scrutiny", day)))
        return capital(" or ".join(words))
    if role == Role.MEMBER:
        return f"{course.word('body_said', day)} or group member"
    return str(Role(role).label)


def seat_word(course: Course, seat: Seat) -> str:
    """The role of a seat, as it was called on its last day, or is called today."""
    return role_word(course, seat.role, seat.until if seat.until and seat.until < today() else None)


def chair_word(course: Course, on: date) -> str:
    """Who chairs the body itself, in the words of a day. Every other group has a chair."""
    return capital(course.word("chair", on))


def capital(words: str) -> str:
    """The words as they begin a sentence or a heading."""
    return words[:1].upper() + words[1:]
