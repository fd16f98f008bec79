"""From a measure to the returns that bring its figures, and how those stand: for its page and for scorecards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from goldenthread.analytics.models import Measure

from .models import Roll, stood_on
from .standing import counts


@dataclass
class Stands:
    """How one agency's latest return stands, as the roll has it."""

    state: str
    due_on: date
    sent_on: date | None
    reason: str


@dataclass(frozen=True)
class Feed:
    """A schedule that asks for a measure: how its latest round stands, a line for each agency.

    `on`: as it stood at the end of that day.
    """

    schedule: int
    title: str
    latest: tuple[Stands, ...]
    on: date | None = None

    @property
    def stands(self) -> str:
        """Such as "3 received, 1 not sent"."""
        return counts(self.latest, self.on)


def with_feeds(measures: QuerySet[Measure], on: date | None = None) -> QuerySet[Measure]:
    """The same measures, each with what `feeds` reads, in the same query; of the round that was the latest on a day."""
    rounds = Roll.objects.filter(schedule=OuterRef("schedule"))
    rounds = rounds.filter(stood__0__on__lte=on.isoformat()) if on else rounds
    newest = rounds.order_by("-last").values("last")[:1]
    lines = Roll.objects.filter(schedule__asked__measure=OuterRef("pk"), last=Subquery(newest))
    told = JSONObject(
        schedule="schedule_id", title="schedule__title", state="state", due_on="due_on", sent_on="sent_on",
        reason="reason", stood="stood",
    )  # fmt: skip
    return measures.annotate(rounds=ArraySubquery(lines.order_by("schedule__title", "pk").values(data=told)))


def feeds(measures: Iterable[Any], on: date | None = None) -> list[Feed]:
    """The schedules that bring any of these measures (read `with_feeds`), once a round of theirs was opened."""
    found: dict[tuple[int, str], dict[Any, Stands]] = {}
    for measure in measures:
        for place, one in enumerate(measure.rounds):
            now = (one["state"], _day(one["due_on"]), _day(one["sent_on"]), one["reason"])
            then = stood_on(one["stood"], on) if on else now
            if then is None:
                continue  # this agency was asked later
            stands = Stands(*then)
            found.setdefault((one["schedule"], one["title"]), {})[measure.pk, place] = stands
    firsts = {key: next(iter(lines))[0] for key, lines in found.items()}  # one measure tells of the whole round
    return [
        Feed(*key, tuple(line for (measure, _), line in lines.items() if measure == firsts[key]), on)
        for key, lines in found.items()
    ]


def feeds_of(measures: Iterable[Measure], on: date | None = None) -> list[Feed]:
    """The same for measures at hand. One query, however many."""
    rows: QuerySet[Any] = with_feeds(Measure.objects.filter(pk__in=[one.pk for one in measures]), on)
    return feeds(rows.values_list("pk", "rounds", named=True), on)


def _day(text: str | None) -> Any:
    return date.fromisoformat(text) if text else None
