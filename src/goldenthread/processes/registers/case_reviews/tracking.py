"""The tracker: what was notified is what came of it and what is pending, always; and the hours asked of each agency."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Count, Prefetch, Q, Sum

from goldenthread.core.contributions.models import Contribution
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.periods import Stretch
from goldenthread.kernel.reconciling import Before, Reconciled, Tracked, reconcile
from goldenthread.law.case_reviews.outcomes import OUTCOMES

from .models import CaseReview, Reopening

State = CaseReview.State
#: Ends that are no outcome of the law, and count as one: else what was notified would be lost from the tracker.
WITHOUT_A_DECISION = {State.HANDED_OVER.value: "Handed over to another area",
                      State.MISTAKE.value: "Entered twice or by mistake"}  # fmt: skip
ENDS = {**{one.code: one.title for one in OUTCOMES}, **WITHOUT_A_DECISION}


@dataclass(frozen=True)
class Pending:
    """A notification that waits: by reference and stage only, since it was notified or opened again."""

    pk: int
    reference: str
    stage: str
    since: date
    days: int


@dataclass(frozen=True)
class Tracker:
    """A tracker over a period, and what is pending at its end."""

    found: Reconciled
    pending: tuple[Pending, ...]

    @property
    def lines(self) -> list[tuple[str, int]]:
        """What is shown, from top to bottom: what came in, each end that was reached, what is pending."""
        found = self.found
        ends = [(end, len(refs)) for end, refs in found.outcomes.items() if refs]
        return [
            ("Pending at the start", len(found.brought)),
            ("Notified", len(found.notified)),
            *([("Settled before, and opened again", len(found.again))] if found.again else []),
            ("Came in together", found.came_in),
            *ends,
            ("Pending at the end", len(found.pending)),
            ("Outcomes and pending together", found.came_of_it),
        ]


@dataclass(frozen=True)
class Burden:
    """What one agency was asked for in a period, and the hours that it says it took."""

    agency: str
    asked: int
    answered: int
    without_hours: int
    hours: Decimal


def tracked(case: CaseReview) -> Tracked:
    """One notification with its whole history: what it came to, and each end before that it was opened again after.

    A period is counted as it stood on its last day: a case opened again does not change a year that was reported.
    """
    before = tuple(
        Before(one.outcome or one.was, ended, one.reopened_on)
        for one in case.reopenings.all()
        if (ended := one.decided_on or one.ended_on)
    )
    if case.state == State.HANDED_OVER:
        return Tracked(case.reference, case.notified_on, State.HANDED_OVER.value, case.handed_on, before)
    if case.state == State.MISTAKE:
        return Tracked(case.reference, case.notified_on, State.MISTAKE.value, case.closed_on, before)
    return Tracked(case.reference, case.notified_on, case.outcome or None, case.decided_on, before)


def cases_of(board: Partnership) -> Sequence[CaseReview]:
    """Every notification within the sight of whoever acts, by reference. Nothing sealed is asked for. Two queries."""
    columns = ("reference", "kind", "state", "notified_on", "outcome", "decided_on", "handed_on", "closed_on", "source",
               "category", "opened_on", "partnership_id")  # fmt: skip
    again = Reopening.objects.only("record_id", "reopened_on", "was", "outcome", "decided_on", "ended_on")
    rows = CaseReview.objects.filter(partnership=board).only(*columns).order_by("notified_on", "pk")
    return list(rows.prefetch_related(Prefetch("reopenings", again)))


def tracker_of(cases: Iterable[CaseReview], period: Stretch, on: date) -> Tracker:
    """The tracker of a period. What is pending at its end is named with the stage it is at on the day `on`."""
    rows = {case.reference: case for case in cases}
    given = {ref: tracked(case) for ref, case in rows.items()}
    found = reconcile([_named(one) for one in given.values()], tuple(ENDS.values()), period)
    last = min(period.last, on)
    pending = tuple(
        Pending(rows[ref].pk, ref, rows[ref].get_state_display(), since, max((last - since).days, 0))
        for ref in found.pending
        if (since := given[ref].waits_since(last) or rows[ref].notified_on)
    )
    return Tracker(found, pending)


def _named(one: Tracked) -> Tracked:
    """With the words of its ends in place of their codes."""
    before = tuple(replace(end, outcome=ENDS.get(end.outcome, end.outcome)) for end in one.before)
    return replace(one, outcome=ENDS.get(one.outcome, one.outcome) if one.outcome else None, before=before)


def burden_of(board: Partnership, period: Stretch) -> list[Burden]:
    """What each agency was asked for in a period and not spared later, the most hours first. One query."""
    rows = Contribution.objects.filter(
        partnership=board,
        register__kind="case-review",
        asked_on__range=(period.first, period.last),
        withdrawn_on__isnull=True,
    )
    answered = Q(answered_on__isnull=False)
    counted = rows.order_by().values("agency__name").annotate(
        asked=Count("pk"), answered=Count("pk", filter=answered), silent=Count("pk", filter=answered & Q(hours=None)),
        took=Sum("hours"),
    )  # fmt: skip
    found = [
        Burden(row["agency__name"] or "No agency of this table", row["asked"], row["answered"], row["silent"],
               row["took"] or Decimal(0))
        for row in counted
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.hours, one.agency))
