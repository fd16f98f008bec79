"""Which framework a partnership works under on a day, and in which words: from its moves, as they now stand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from goldenthread.kernel.now import today
from goldenthread.law.courses import Course, course_of_moves

from .models import Move, Partnership


def course_of(partnership: Partnership) -> Course:
    """The partnership's course through the law. One query; two people who read it on one day read the same."""
    moves = Move.objects.filter(partnership=partnership, withdrawn_on__isnull=True)
    return course_of_moves(partnership.era, dict(moves.values_list("era", "on")))


def moves_beside(column: str) -> ArraySubquery:
    """The standing moves of the partnership in a column, to be read in one query with the row that is of it (see
    `course_beside`).
    """
    moves = Move.objects.filter(partnership=OuterRef(column), withdrawn_on__isnull=True)
    return ArraySubquery(moves.values(data=JSONObject(era="era", on="on")))


def course_beside(partnership: Partnership, moves: Iterable[dict[str, str]]) -> Course:
    """The course of a partnership whose moves were read beside a row (`moves_beside`). No query."""
    return course_of_moves(partnership.era, {row["era"]: date.fromisoformat(row["on"]) for row in moves})


def word_at(partnership: Partnership, concept: str, on: date | None = None) -> str:
    """The word for a concept (`goldenthread.law.eras.CONCEPTS`) as it was on a day; today by default. One query."""
    return course_of(partnership).word(concept, on or today())
