"""What came in is what came of it and what is pending, always; and what does not add up is named.

A tracker is read over a period: pending at its start, and notified in it, are decided in it or pending at its end. One
pure function does it for rows, another for the totals that a report prints.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from goldenthread.kernel.periods import Stretch, label

PENDING = "pending"


@dataclass(frozen=True)
class Tracked:
    """One notification as it stands. `outcome` and `decided_on` go together: nothing while it is pending."""

    ref: str
    notified_on: date | None
    outcome: str | None = None
    decided_on: date | None = None


@dataclass(frozen=True)
class Trouble:
    """One thing that does not add up: which notifications (none for a total), and what is wrong, in words."""

    refs: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class Reconciled:
    """A tracker over a period. `outcomes`: how many decided in it came to each, in the order they were given.

    brought: pending at the start; notified: in the period; pending: at the end. `troubles`: every row that is counted
    nowhere, or would be counted twice.
    """

    period: Stretch
    brought: tuple[str, ...]
    notified: tuple[str, ...]
    outcomes: Mapping[str, tuple[str, ...]]
    pending: tuple[str, ...]
    troubles: tuple[Trouble, ...]

    @property
    def came_in(self) -> int:
        """Pending at the start and notified in the period."""
        return len(self.brought) + len(self.notified)

    @property
    def came_of_it(self) -> int:
        """Decided in the period, and pending at its end."""
        return sum(map(len, self.outcomes.values())) + len(self.pending)

    @property
    def adds_up(self) -> bool:
        return self.came_in == self.came_of_it and not self.troubles

    def __str__(self) -> str:
        parts = ", ".join(f"{len(refs)} {name}" for name, refs in self.outcomes.items() if refs)
        parts = f"{parts}, {len(self.pending)} pending" if parts else f"{len(self.pending)} pending"
        brought = f"{len(self.brought)} brought forward and " if self.brought else ""
        sign = "=" if self.came_in == self.came_of_it else "is not"
        return f"{label(self.period)}: {brought}{len(self.notified)} notified {sign} {parts}."


def reconcile(rows: Iterable[Tracked], outcomes: Sequence[str], period: Stretch) -> Reconciled:
    """The tracker over a period. A row that contradicts itself is a trouble, and is still counted once, as pending.

    `outcomes`: the codes that a decision may come to. Rows notified after the period, or decided before it, are of
    other periods.
    """
    given = list(rows)
    troubles = list(_troubles(given, outcomes))
    wrong = {ref for trouble in troubles for ref in trouble.refs}
    once = list({row.ref: row for row in reversed(given)}.values())[::-1]
    standing = [_plain(row, row.ref in wrong, period) for row in once]
    came = [row for row in standing if row.notified_on and row.notified_on <= period.last and not _over(row, period)]
    decided = [row for row in came if row.decided_on and row.decided_on <= period.last]
    return Reconciled(
        period,
        brought=tuple(row.ref for row in came if row.notified_on and row.notified_on < period.first),
        notified=tuple(row.ref for row in came if row.notified_on and row.notified_on >= period.first),
        outcomes={name: tuple(row.ref for row in decided if row.outcome == name) for name in outcomes},
        pending=tuple(row.ref for row in came if not row.decided_on or row.decided_on > period.last),
        troubles=tuple(troubles),
    )


def reconcile_totals(
    notified: int, outcomes: Mapping[str, int], *, pending: int = 0, brought: int = 0
) -> Trouble | None:
    """What is wrong with printed totals: nothing where they add up; else how many are unaccounted for."""
    came, of_it = notified + brought, sum(outcomes.values()) + pending
    if came == of_it:
        return None
    parts = " + ".join(f"{count} {name}" for name, count in (*outcomes.items(), (PENDING, pending)) if count)
    off = abs(came - of_it)
    more = f"{off} {'is' if off == 1 else 'are'} unaccounted for" if came > of_it else f"{off} too many"
    return Trouble((), f"{came} came in; {parts or '0'} = {of_it}: {more}.")


def _over(row: Tracked, period: Stretch) -> bool:
    """Decided before the period: it is of an earlier one."""
    return row.decided_on is not None and row.decided_on < period.first


def _plain(row: Tracked, wrong: bool, period: Stretch) -> Tracked:
    """A row that contradicts itself counts as pending, from the day it came or, without one, from the first day."""
    return Tracked(row.ref, row.notified_on or period.first) if wrong else row


def _troubles(rows: Sequence[Tracked], outcomes: Sequence[str]) -> Iterator[Trouble]:
    for ref, count in Counter(row.ref for row in rows).items():
        if count > 1:
            yield Trouble((ref,), f"{ref} stands in the tracker {count} times: it is counted once.")
    for row in rows:
        words = _wrong(row, outcomes)
        if words:
            yield Trouble((row.ref,), f"{row.ref} {words}")


def _wrong(row: Tracked, outcomes: Sequence[str]) -> str:
    if row.notified_on is None:
        return "has no date of notification: it cannot be counted in a year. Give the date."
    if row.outcome and row.outcome not in outcomes:
        return f"came to '{row.outcome}', which is no outcome of this framework: choose one of {', '.join(outcomes)}."
    if row.outcome and row.decided_on is None:
        return f"came to '{row.outcome}' without a date: it counts as pending. Give the date of the decision."
    if row.decided_on and not row.outcome:
        return "was decided without an outcome: it counts as pending. Say what was decided."
    if row.decided_on and row.decided_on < row.notified_on:
        return "was decided before it was notified: one of the two dates is wrong."
    return ""
