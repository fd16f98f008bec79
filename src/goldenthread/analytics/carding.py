"""A group's scorecard for its papers: what its readers may see of it, judged and drawn. Plain values from here on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q

from goldenthread.core.groups.models import Group, JointPartnership
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.publishing.charts.values import FEWEST, RunChart

from .drawing import gap_chart, run_chart
from .judging import Judgement, judge
from .models import Measure, Remark, Scorecard, ScorecardLine

#: A chart on paper shows the last so many points; the limits are those of all.
SHOWN = 24


@dataclass(frozen=True)
class Readers:
    """Who will read a paper. Someone who sees much makes papers for those who see less: what these may not see stays
    out, whoever makes it.

    `joint`: some members sit at another partnership, where what everyone here may see is not theirs to see.
    `oversight`: they are the business unit, and see every measure.
    """

    group: Group
    joint: bool = True
    oversight: bool = False

    @classmethod
    def members(cls, group: Group) -> Readers:
        """All who sit in a group."""
        return cls(group, joint=JointPartnership.objects.filter(group=group).exists())

    @classmethod
    def maker(cls, group: Group) -> Readers:
        """Whoever acts, alone: all measures where they oversee the partnership, else what any member sees.

        What they see only because their own agency answers for it stays out: a paper outlives a seat.
        """
        found = cls.members(group)
        return replace(found, oversight=current_actor().oversees(group.partnership_id))

    def may_see(self, measure: Measure) -> bool:
        """Whether every one of them may see a measure."""
        if measure.partnership_id != self.group.partnership_id:
            return False
        if self.oversight:
            return True
        if measure.audience == Measure.Audience.PARTNERSHIP:
            return not self.joint or measure.group_id == self.group.pk
        return measure.audience == Measure.Audience.GROUP and measure.group_id == self.group.pk

    def may_read(self, remark: Remark) -> bool:
        """Whether every one of them may read a remark: on a measure that they see, or on all at the partnership."""
        return remark.measure_id is not None or self.oversight or not self.joint


@dataclass(frozen=True)
class LineRead:
    """One measure as it stands, with its chart and, where events are rare, the chart of the gaps between them."""

    heading: str
    found: Judgement
    chart: RunChart
    gaps: RunChart | None


@dataclass(frozen=True)
class CardRead:
    title: str
    lines: tuple[LineRead, ...]


def cards_of(readers: Readers, as_known: datetime | None = None) -> tuple[CardRead, ...]:
    """The scorecards put before a group, with what all their readers and whoever acts may see; none that would be
    empty; as it was known at a moment, where one is named. Eight queries, however many measures.
    """
    group = readers.group
    whose = Q(audience=Scorecard.For.GROUP, group=group)
    if group.kind == Group.Kind.BOARD:
        whose |= Q(audience=Scorecard.For.BOARD)
    cards = list(
        Scorecard.objects.filter(whose, partnership=group.partnership_id, retired_on__isnull=True).order_by("title")
    )
    rows = ScorecardLine.objects.filter(scorecard__in=cards, measure__retired_on__isnull=True)
    rows = rows.select_related("measure__owner_agency").order_by("order", "pk")
    lines = [one for one in rows if readers.may_see(one.measure)]
    found = judge(list({one.measure_id: one.measure for one in lines}.values()), as_known=as_known)
    beside = _remarks(readers, found, as_known)
    made = (CardRead(card.title, tuple(_lines(card, lines, found, beside))) for card in cards)
    return tuple(card for card in made if card.lines)


def _remarks(readers: Readers, found: dict[int, Judgement], as_known: datetime | None) -> list[Remark]:
    rows = Remark.objects.filter(partnership=readers.group.partnership_id, withdrawn=False)
    rows = rows.filter(on__lte=as_known.date()) if as_known else rows
    kept = [one for one in rows if one.measure_id is None or one.measure_id in found]
    return [one for one in kept if readers.may_read(one)]


def _lines(
    card: Scorecard, lines: Iterable[ScorecardLine], found: dict[int, Judgement], remarks: list[Remark]
) -> Iterable[LineRead]:
    for line in lines:
        judged = found.get(line.measure_id)
        if line.scorecard_id != card.pk or judged is None:
            continue
        own = [one for one in remarks if one.measure_id in (None, line.measure_id)]
        gaps = gap_chart(judged, remarks=own)
        yield LineRead(
            line.heading, judged, latest(run_chart(judged, remarks=own)), latest(gaps) if gaps is not None else None
        )


def latest(chart: RunChart, most: int = SHOWN) -> RunChart:
    """The last points of a chart, and what happened since the first of them; limits and findings stay as they were."""
    if len(chart.points) <= most:
        return chart
    kept = chart.points[-most:]
    if chart.judged and sum(point.value is not None and not point.part for point in kept) < FEWEST:
        return chart  # so many gaps among the last that what is left would look as if it could not be judged
    return replace(
        chart,
        points=kept,
        limits=tuple(one for one in chart.limits if one.last >= kept[0].day),
        annotations=tuple(one for one in chart.annotations if one.day >= kept[0].day),
        source=f"The last {most} of {len(chart.points)}; limits are those of all. {chart.source}".strip(),
    )
