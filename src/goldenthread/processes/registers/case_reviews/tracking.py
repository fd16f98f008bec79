"""The tracker: what was notified is what came of it and what is pending, always; and the hours asked of each agency."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, Sum

from goldenthread.core.contributions.models import Contribution
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.periods import Stretch
from goldenthread.kernel.reconciling import Reconciled, Tracked, reconcile
from goldenthread.law.case_reviews.outcomes import OUTCOMES

from .models import CaseReview

State = CaseReview.State
#: Ends that are no outcome of the law, and count as one: else what was notified would be lost from the tracker.
WITHOUT_A_DECISION = {State.HANDED_OVER.value: "Handed over to another area",
                      State.MISTAKE.value: "Entered twice or by mistake"}  # fmt: skip
ENDS = {**{one.code: one.title for one in OUTCOMES}, **WITHOUT_A_DECISION}


@dataclass(frozen=True)
class Pending:
    """A notification that waits: by reference and stage only."""

    pk: int
    reference: str
    stage: str
    notified_on: date
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
    """One notification as it stands. One that was opened again is pending again."""
    if case.state == State.HANDED_OVER:
        return Tracked(case.reference, case.notified_on, State.HANDED_OVER.value, case.handed_on)
    if case.state == State.MISTAKE:
        return Tracked(case.reference, case.notified_on, State.MISTAKE.value, case.closed_on)
    return Tracked(case.reference, case.notified_on, case.outcome or None, case.decided_on)


def cases_of(board: Partnership) -> Sequence[CaseReview]:
    """Every notification within the sight of whoever acts, by reference. Nothing sealed is asked for. One query."""
    columns = ("reference", "kind", "state", "notified_on", "outcome", "decided_on", "handed_on", "closed_on", "source",
               "category", "opened_on", "partnership_id")  # fmt: skip
    return list(CaseReview.objects.filter(partnership=board).only(*columns).order_by("notified_on", "pk"))


def tracker_of(cases: Iterable[CaseReview], period: Stretch, on: date) -> Tracker:
    """The tracker of a period. What is pending at its end is named with the stage it is at on the day `on`."""
    rows = {case.reference: case for case in cases}
    given = [tracked(case) for case in rows.values()]
    named = [replace(one, outcome=ENDS.get(one.outcome, one.outcome) if one.outcome else None) for one in given]
    found = reconcile(named, tuple(ENDS.values()), period)
    last = min(period.last, on)
    pending = tuple(
        Pending(case.pk, ref, case.get_state_display(), case.notified_on, max((last - case.notified_on).days, 0))
        for ref in found.pending
        if (case := rows[ref])
    )
    return Tracker(found, pending)


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
