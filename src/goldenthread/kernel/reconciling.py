"""What came in is what came of it and what is pending, always; and what does not add up is named.

A tracker is read over a period: pending at its start, notified in it, or settled before and opened again in it, are
decided or pending at its end. Each is counted once, as it stood on the period's last day: what is done with it later
does not change a period that was reported. One pure function does it for rows, another for the totals that a report
prints.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from goldenthread.kernel.periods import Stretch, label

PENDING = "pending"


@dataclass(frozen=True)
class Before:
    """What a notification had come to, and on which day, before it was opened again on another."""

    outcome: str
    decided_on: date
    again_on: date


@dataclass(frozen=True)
class Tracked:
    """One notification as it stands. `outcome` and `decided_on` go together: nothing while it is pending.

    `before`: each end that it had reached and was opened again after, the first first.
    """

    ref: str
    notified_on: date | None
    outcome: str | None = None
    decided_on: date | None = None
    before: tuple[Before, ...] = ()

    def stood(self, day: date) -> tuple[str | None, date | None]:
        """(outcome, decided on) as at the end of a day; both nothing where it was pending then."""
        for one in self.before:
            if day < one.again_on:
                return (one.outcome, one.decided_on) if one.decided_on <= day else (None, None)
        over = self.decided_on is not None and self.decided_on <= day
        return (self.outcome, self.decided_on) if over else (None, None)

    def waits_since(self, day: date) -> date | None:
        """From when it waited as it did at the end of a day: its notification, or the last opening again."""
        return max((one.again_on for one in self.before if one.again_on <= day), default=self.notified_on)


@dataclass(frozen=True)
class Trouble:
    """One thing that does not add up: which notifications (none for a total), and what is wrong, in words."""

    refs: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class Reconciled:
    """A tracker over a period. `outcomes`: how many decided in it came to each, in the order they were given.

    brought: pending at the start; notified: in the period; again: settled before it, and opened again in it; pending:
    at the end. `troubles`: every row that is counted nowhere, or would be counted twice.
    """

    period: Stretch
    brought: tuple[str, ...]
    notified: tuple[str, ...]
    outcomes: Mapping[str, tuple[str, ...]]
    pending: tuple[str, ...]
    troubles: tuple[Trouble, ...]
    again: tuple[str, ...] = ()

    @property
    def came_in(self) -> int:
        """Pending at the start, notified in the period, and opened again in it."""
        return len(self.brought) + len(self.notified) + len(self.again)

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
        came = [
            *([f"{len(self.brought)} brought forward"] if self.brought else []),
            *([f"{len(self.again)} opened again"] if self.again else []),
            f"{len(self.notified)} notified",
        ]
        sign = "=" if self.came_in == self.came_of_it else "is not"
        return f"{label(self.period)}: {' and '.join(came)} {sign} {parts}."


def reconcile(rows: Iterable[Tracked], outcomes: Sequence[str], period: Stretch) -> Reconciled:
    """The tracker over a period. A row that contradicts itself is a trouble, and is still counted once, as pending.

    `outcomes`: the codes that a decision may come to. Rows notified after the period, or settled before it and not
    opened again by its end, are of other periods.
    """
    given = list(rows)
    troubles = list(_troubles(given, outcomes))
    wrong = {ref for trouble in troubles for ref in trouble.refs}
    once = list({row.ref: row for row in reversed(given)}.values())[::-1]
    standing = [_plain(row, row.ref in wrong, period) for row in once]
    found: dict[str, list[str]] = {"brought": [], "notified": [], "again": []}
    came = []
    for row in standing:
        how = _came(row, period)
        if how:
            found[how].append(row.ref)
            came.append((row.ref, row.stood(period.last)[0]))
    return Reconciled(
        period,
        brought=tuple(found["brought"]),
        notified=tuple(found["notified"]),
        outcomes={name: tuple(ref for ref, end in came if end == name) for name in outcomes},
        pending=tuple(ref for ref, end in came if end is None),
        troubles=tuple(troubles),
        again=tuple(found["again"]),
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


def _came(row: Tracked, period: Stretch) -> str:
    """How it came into the period: brought, notified or again; "" where it is of others."""
    if row.notified_on is None or row.notified_on > period.last:
        return ""
    if row.notified_on >= period.first:
        return "notified"
    if row.stood(period.first - timedelta(days=1))[0] is None:
        return "brought"
    return "again" if any(period.first <= one.again_on <= period.last for one in row.before) else ""


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
    return _out_of_order(row, row.notified_on, outcomes)


def _out_of_order(row: Tracked, began: date, outcomes: Sequence[str]) -> str:
    words = "was notified"
    for one in row.before:
        if one.outcome not in outcomes:
            return f"had come to '{one.outcome}' before it was opened again, which is no outcome: mend the reopening."
        if not began <= one.decided_on <= one.again_on:
            return f"was decided before it {words}, or opened again before that: one of the dates is wrong."
        began, words = one.again_on, "was opened again"
    if row.decided_on and row.decided_on < began:
        return f"was decided before it {words}: one of the two dates is wrong."
    return ""
