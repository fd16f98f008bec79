"""Which framework a partnership works under on a day, and in which words: from its moves, as they now stand."""

from __future__ import annotations

from datetime import date

from goldenthread.kernel.now import today
from goldenthread.law.courses import Course, course_of_moves

from .models import Move, Partnership


def course_of(partnership: Partnership) -> Course:
    """The partnership's course through the law. One query; two people who read it on one day read the same."""
    moves = Move.objects.filter(partnership=partnership, withdrawn_on__isnull=True)
    return course_of_moves(partnership.era, dict(moves.values_list("era", "on")))


def word_at(partnership: Partnership, concept: str, on: date | None = None) -> str:
    """The word for a concept (`goldenthread.law.eras.CONCEPTS`) as it was on a day; today by default. One query."""
    return course_of(partnership).word(concept, on or today())
