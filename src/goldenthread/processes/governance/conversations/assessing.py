"""Rating the board, and what the ratings say once enough members rated: this year beside the year before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F

from goldenthread.core.casework.services import allow, lock
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Person
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.core.thread.models import Action
from goldenthread.core.thread.services import add_action
from goldenthread.kernel.statistics.compare import difference
from goldenthread.kernel.statistics.intervals import Interval, wilson
from goldenthread.kernel.statistics.overdispersion import Tally as Share

from .models import Assessment, Rater, Statement, Tally
from .planning import members_of
from .process import effectiveness

CANNOT_SAY = 0
RATINGS = {1: "Not at all", 2: "A little", 3: "Partly", 4: "Mostly", 5: "Wholly", CANNOT_SAY: "Cannot say"}
#: Ratings that agree with the statement.
AGREES = (4, 5)
#: With fewer ratings than this in either year, the years are not held against each other.
FEWEST = 10


@dataclass(frozen=True)
class Result:
    """One statement: how many agree (mostly or wholly) of those who could say; what changed since the year before."""

    statement: Statement
    agree: int
    of: int
    cannot_say: int
    interval: Interval | None
    before: float | None = None
    change: str = "Not asked the year before"


def rater_of(assessment: Assessment) -> Person | None:
    """The member of the Board who acts; none where whoever acts is no member."""
    mine = current_actor().claim("persons")
    return members_of(assessment.partnership).filter(pk__in=mine).first()


@transaction.atomic
def rate(assessment: Assessment, ratings: Mapping[int, int]) -> None:
    """Give every statement (by key) a rating, once. It cannot be taken back: nobody knows which it was.

    Raises PermissionDenied for those who are no members, ValidationError for ratings that are not whole, a second time,
    or after it closed.
    """
    assessment = lock(effectiveness, assessment)
    person = rater_of(assessment)
    if person is None:
        raise PermissionDenied("The members of the Board rate it.")
    if assessment.state != Assessment.State.OPEN:
        raise ValidationError("The rating is closed.")
    statements = set(Statement.objects.filter(record=assessment).values_list("pk", flat=True))
    if set(ratings) != statements or not set(ratings.values()) <= set(RATINGS):
        raise ValidationError("Rate every statement, or say that you cannot.")
    try:
        with transaction.atomic():
            Rater.objects.create(record=assessment, partnership_id=assessment.partnership_id, person=person)
    except IntegrityError as twice:
        raise ValidationError("You have rated already. Ratings are added up at once and cannot be changed.") from twice
    for statement, rating in ratings.items():
        tally, _ = Tally.objects.get_or_create(statement_id=statement, rating=rating)
        Tally.objects.filter(pk=tally.pk).update(people=F("people") + 1)


def how_many_rated(assessment: Assessment) -> int:
    """As the tallies of any one statement add up: the raters themselves are not everyone's to see. One query."""
    of_first = Tally.objects.filter(statement__record=assessment, statement__number=1)
    return sum(of_first.values_list("people", flat=True))


def has_rated(assessment: Assessment) -> bool:
    mine = current_actor().claim("persons")
    return Rater.objects.filter(record=assessment, person__in=mine).exists()


def results(assessment: Assessment) -> list[Result]:
    """What members made of each statement; nothing while it is open, or where too few rated. Five queries at most."""
    now = _readable(assessment)
    if not now:
        return []
    earlier = Assessment.objects.filter(
        partnership_id=assessment.partnership_id, year__lt=assessment.year, state=Assessment.State.CLOSED
    )
    before = _readable(year_before) if (year_before := earlier.order_by("-year", "-pk").first()) else {}
    by_text = {statement.text.casefold(): tallies for statement, tallies in before.items()}
    return [_result(statement, tallies, by_text.get(statement.text.casefold())) for statement, tallies in now.items()]


def act_on(assessment: Assessment, **values: Any) -> Action:
    """An action that follows from the assessment: it hangs from it. Raises PermissionDenied."""
    allow(OVERSIGHT, assessment.partnership_id, "make an action")
    return add_action(partnership=assessment.partnership, record=assessment, **values)


def _readable(assessment: Assessment) -> dict[Statement, dict[int, int]]:
    """Statement -> rating -> people, in order; nothing where it may not be shown."""
    if assessment.state != Assessment.State.CLOSED or how_many_rated(assessment) < assessment.least:
        return {}
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for tally in Tally.objects.filter(statement__record=assessment):
        found[tally.statement_id][tally.rating] = tally.people
    return {one: found[one.pk] for one in Statement.objects.filter(record=assessment)}


def _result(statement: Statement, tallies: Mapping[int, int], before: Mapping[int, int] | None) -> Result:
    agree, of = _share(tallies)
    result = Result(statement, agree, of, tallies.get(CANNOT_SAY, 0), wilson(agree, of) if of else None)
    if before is None:
        return result
    agreed, said = _share(before)
    past = agreed / said if said else None
    if min(of, said) < FEWEST:
        words = f"Too few to judge: fewer than {FEWEST} could say in one of the years"
    else:
        words = difference(Share(agree, of), Share(agreed, said)).words
    return Result(statement, agree, of, result.cannot_say, result.interval, past, words[:1].upper() + words[1:])


def _share(tallies: Mapping[int, int]) -> tuple[int, int]:
    """How many agree, of how many who could say."""
    said = sum(people for rating, people in tallies.items() if rating != CANNOT_SAY)
    return sum(tallies.get(rating, 0) for rating in AGREES), said
