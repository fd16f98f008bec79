"""What each step does to a risk, its clock, and how its score has moved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError

from goldenthread.core.casework.clocks import calendar_of, limits_of
from goldenthread.kernel.clocks import Counted, Limit, Period, due
from goldenthread.kernel.now import today
from goldenthread.kernel.spans import day_of, days

from .appetite import appetites, is_above
from .models import Assessment, Risk

State, Trend = Risk.State, Risk.Trend
OVER = (State.CLOSED, State.MISTAKEN)
A_YEAR = timedelta(days=365)


def before(risk: Risk, name: str, note: str) -> None:
    """What follows from a step, in the columns that lists and clocks ask."""
    if name in ("assess", "reopen"):
        take_in(risk, risk.assessments.latest("pk"))
    elif name == "tolerate":
        _tolerate(risk, note)
    elif name in ("escalate", "close", "mistake"):
        risk.standing_why = _said(note)
    if risk.state == State.OPEN:
        risk.standing_why = ""
    risk.escalated_on = (risk.escalated_on or today()) if risk.state == State.ESCALATED else None
    if risk.state != State.TOLERATED:
        risk.tolerated_until = risk.tolerated_at = None
    risk.closed_on = (risk.closed_on or today()) if risk.state in OVER else None


def take_in(risk: Risk, assessment: Assessment) -> None:
    """Make an assessment the one that holds. What rises above the appetite goes before the Board by itself.

    What is tolerated stays so, unless it got worse than it was when it was accepted.
    """
    if assessment.review_on and assessment.review_on < today():
        raise ValidationError({"review_on": "Give a day that lies ahead."})
    assessment.why = _said(assessment.why, "why")
    assessment.own_date = assessment.review_on is not None
    assessment.review_on = assessment.review_on or next_look(risk, assessment.on)
    assessment.agency = str(risk.lead_agency)
    assessment.save()
    risk.trend = trend_of([one.score for one in risk.assessments.all()])
    risk.likelihood, risk.impact, risk.score = assessment.likelihood, assessment.impact, assessment.score
    risk.review_on = assessment.review_on
    _escalate(risk)


def next_look(risk: Risk, on: date) -> date:
    """The day by which a risk assessed on a day is to be assessed again, by the limit that holds."""
    limit = limits_of(risk.partnership)("RSK-1", on)
    return day_of(due(limit, on, calendar_of(risk.partnership)) or on)


def trend_of(scores: list[int]) -> str:
    """Whether the last score is above, below or at the one before; new where there is only one."""
    if len(scores) < 2:
        return Trend.NEW
    earlier, latest = scores[-2:]
    return Trend.STEADY if latest == earlier else Trend.RISING if latest > earlier else Trend.FALLING


def trend_words(scores: list[int]) -> str:
    """How the score moved: "Rising: 8, then 12, now 16." """
    if not scores:
        return ""
    word = str(Trend(trend_of(scores)).label)
    shown = scores[-4:]
    path = ", then ".join(map(str, shown[:-1]))
    return f"{word}: {path}, now {shown[-1]}." if path else f"{word}: {shown[-1]}."


def assessed(risk: Any) -> Iterable[Period]:
    """Each assessment starts the wait for the next, until the risk is closed."""
    rows = list(risk.assessments.all())
    for this, following in pairwise([*rows, None]):
        if following or risk.state not in OVER:
            yield this.on, following.on if following else None


def wait(risk: Any, on: date) -> Limit:
    """The day set by hand where there is one; else the partnership's limit, or this platform's."""
    by_hand = [one for one in risk.assessments.all() if one.on == on and one.own_date]
    if by_hand:
        return Counted(days((by_hand[-1].review_on - on).days))
    return limits_of(risk.partnership)("RSK-1", on)


def _escalate(risk: Risk) -> None:
    limits = appetites(risk.partnership)
    worse = risk.state == State.TOLERATED and risk.score > (risk.tolerated_at or 0)
    if is_above(risk, limits) and (risk.state == State.OPEN or worse):
        risk.state = State.ESCALATED
        risk.standing_why = f"Its score of {risk.score} is above the appetite of {limits[risk.kind_of_risk]}."


def _tolerate(risk: Risk, note: str) -> None:
    risk.standing_why, risk.tolerated_at = _said(note), risk.score
    risk.tolerated_until = risk.tolerated_until or today() + A_YEAR
    if risk.tolerated_until <= today():
        raise ValidationError({"tolerated_until": "Give a day that lies ahead."})


def _said(note: str, name: str = "note") -> str:
    if not note.strip():
        raise ValidationError({name: "Say why."})
    return note.strip()
