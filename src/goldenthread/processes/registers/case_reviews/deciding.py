"""Who decides, and on what: the chair of a board, or each of the safeguarding partners, who must come to one mind."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import ValidationError

from goldenthread.law.case_reviews.outcomes import outcome, outcomes_of

from .models import CaseReview, PartnerDecision
from .models.choices import Partner
from .standing import REVIEWED_HERE, by_the_board, framework, not_before_it_was_opened_again


def newest_decisions(case: CaseReview) -> dict[str, PartnerDecision]:
    """What each partner decided last since the case was last opened. Two queries."""
    again = case.reopenings.order_by("pk").last()
    rows = case.decisions.order_by("decided_on", "pk")
    return {row.partner: row for row in rows if again is None or row.decided_on >= again.reopened_on}


def _review(case: CaseReview) -> None:
    _decide(case, review=True)


def _otherwise(case: CaseReview) -> None:
    _decide(case, review=False)


def _decide(case: CaseReview, *, review: bool) -> None:
    if not by_the_board(case):
        _take_from_the_partners(case)
    if case.decided_on is None:
        raise ValidationError({"decided_on": "Give the date."})
    not_before_it_was_opened_again(case, case.decided_on, "decided_on")
    _possible(case, case.outcome, review=review)
    if not case.__dict__.get("reasons"):
        raise ValidationError({"reasons": "Give the reasons: the notifier and the national Panel ask for them."})
    last = case.considerations.filter(result="recommended").order_by("pk").last()
    if last and case.decided_on < last.held_on:
        raise ValidationError({"decided_on": f"It was recommended on {last.held_on:%-d %B %Y}: give that or later."})


def _take_from_the_partners(case: CaseReview) -> None:
    newest = newest_decisions(case)
    lacking = [one.label for one in Partner if one.value not in newest]
    if lacking:
        raise ValidationError(f"Record each safeguarding partner's decision first. Missing: {', '.join(lacking)}.")
    wanted = {row.outcome for row in newest.values()}
    if len(wanted) > 1:
        said = "; ".join(f"{row.get_partner_display()}: {row.get_outcome_display()}" for row in newest.values())
        raise ValidationError(f"The safeguarding partners are not of one mind. {said}. Record when one decides anew.")
    case.outcome, case.decided_on = wanted.pop(), max(row.decided_on for row in newest.values())


def _possible(case: CaseReview, code: str, *, review: bool | None = None) -> None:
    """Raises ValidationError for an outcome that is none here, needs a rapid review first, or is of the other step."""
    era = framework(case)
    if code not in {one.code for one in outcomes_of(era.key)}:
        named = ", ".join(one.title for one in outcomes_of(era.key))
        raise ValidationError({"outcome": f"Under {era.title} it is one of: {named}."})
    if not by_the_board(case) and code != "not_serious" and case.rapid_on is None:
        raise ValidationError("Hold the rapid review first: ask the group again.")
    if code == "not_serious" and case.panel_on:
        raise ValidationError("A rapid review was begun: choose what came of it.")
    if review is not None and review is not (code in REVIEWED_HERE):
        other = "a review is held here" if not review else "no review is held here"
        raise ValidationError(f"After '{outcome(code).title}', {other}: take the other step.")


def _partner(case: CaseReview) -> None:
    _possible(case, case.decisions.latest("pk").outcome)


DECISIONS: dict[str, Callable[[CaseReview], None]] = {
    "chair_review": _review,
    "chair_otherwise": _otherwise,
    "partners_review": _review,
    "partners_otherwise": _otherwise,
    "partner": _partner,
}
