"""Three measures that the partnership added itself: a survey, money, and a count that comes every month."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from goldenthread.analytics.defining import add_measure
from goldenthread.analytics.models import Measure
from goldenthread.analytics.observing import Figure
from goldenthread.kernel.periods import Every, Stretch, period, periods

from .stage import Stage

YEARS = 3
#: Agency -> what it pays in a year, in pounds.
PAID = {
    "council": 96_500, "icb": 62_000, "police": 48_250, "community": 9_000, "probation": 3_400, "fire": 5_000,
    "aldermere": 2_750, "brackwell": 2_750, "castlebourne": 4_100, "downsley": 2_750,
}  # fmt: skip
NOT_PAID = {"colleges": "Asked for in April; no answer.", "schools": "Pays in kind: rooms for training."}


def add_our_own(stage: Stage) -> dict[str, Measure]:
    """The measures by code; whoever acts keeps the figures."""
    wanted: dict[str, dict[str, Any]] = {
        "confidence": {
            "title": "Practitioners who are confident to challenge another agency", "subject": "Voice of practitioners",
            "question": "Do those who work with children dare to disagree?", "kind": "survey", "unit": "percent",
            "better": "high", "every": "half_year", "numerator": "those who answered “confident” or “very confident”",
            "denominator": "all who answered the question", "source": "The partnership's survey, May and November",
            "owner_agency": stage.agencies["office"], "group": stage.groups["learning"],
        },
        "contributions": {
            "title": "Contributions to the partnership", "subject": "Money", "kind": "money", "unit": "pounds",
            "question": "Who pays for the partnership, and is that still fair?", "better": "context",
            "every": "financial_year", "numerator": "money paid to the partnership in the year", "cuts": "agency",
            "source": "The partnership's accounts", "owner_agency": stage.agencies["office"],
            "group": stage.groups["board"],
        },
        "police_protection": {
            "title": "Children taken into police protection", "subject": "Police", "kind": "flow", "unit": "count",
            "question": "How often must a child be moved at once, and why at night?", "better": "context",
            "every": "month", "numerator": "times that police powers of protection were used",
            "source": "Police records", "owner_agency": stage.agencies["police"],
            "group": stage.groups["exploitation"],
        },
    }  # fmt: skip
    return {code: add_measure(partnership=stage.board, code=code, **values) for code, values in wanted.items()}


def count_our_own(stage: Stage, measures: dict[str, Measure]) -> list[Figure]:
    """Three years of each; of this month as far as it has gone."""
    return [
        *_asked(stage, measures["confidence"]),
        *_paid(stage, measures["contributions"]),
        *_monthly(stage, measures["police_protection"]),
    ]


def _over(stage: Stage, every: Every) -> list[Stretch]:
    first = period(every, stage.today - timedelta(days=365 * YEARS)).first
    return list(periods(every, first, stage.today - timedelta(days=1)))


def _asked(stage: Stage, measure: Measure) -> list[Figure]:
    found = []
    for number, half in enumerate(_over(stage, Every.HALF_YEAR)):
        answered = stage.luck.randrange(380, 460)
        confident = round(answered * (0.58 + 0.02 * number + stage.luck.uniform(-0.02, 0.02)))
        found.append(Figure(measure, half, numerator=Decimal(confident), denominator=Decimal(answered)))
    return found


def _paid(stage: Stage, measure: Measure) -> list[Figure]:
    found = []
    for number, year in enumerate(_over(stage, Every.FINANCIAL_YEAR)):
        paid = {key: round(amount * (1 + 0.02 * number)) for key, amount in PAID.items()}
        found.append(Figure(measure, year, value=Decimal(sum(paid.values()))))
        found += [Figure(measure, year, value=Decimal(n), agency=stage.agencies[key]) for key, n in paid.items()]
        found += [
            Figure(measure, year, symbol="not_sent", note=why, agency=stage.agencies[key])
            for key, why in NOT_PAID.items()
        ]
    return found


def _monthly(stage: Stage, measure: Measure) -> list[Figure]:
    found = [
        Figure(measure, month, value=Decimal(max(0, round(stage.luck.gauss(14, 3)))))
        for month in _over(stage, Every.MONTH)
    ]
    this = period(Every.MONTH, stage.today).first
    if this < stage.today:
        so_far = Stretch(this, stage.today - timedelta(days=1))
        if so_far.days > 1:
            found.append(Figure(measure, so_far, value=Decimal(max(0, so_far.days // 2)), provisional=True))
    return found
