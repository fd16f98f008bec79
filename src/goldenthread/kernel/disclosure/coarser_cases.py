"""What to merge so that a table of cases passes: the ladders of its columns tried out, the least loss first.

Coarser never makes a combination rarer, so steps are taken from the finest on and what is coarser than a proposal is
not looked at. Where a few lines alone stand out, withholding them (at least k, so that they are alike) is tried too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from goldenthread.kernel.disclosure.cases import WITHHELD, CaseTable, Rules
from goldenthread.kernel.disclosure.recognisability import Recognised, Why, classes, findings, passes
from goldenthread.kernel.disclosure.recognising import Texts

MOST_PROPOSALS = 5
MOST_TRIED = 500
MOST_WITHHELD = 0.2  # of the lines; more, and the table is cut too fine

Steps = tuple[int, ...]


@dataclass(frozen=True)
class Merge:
    """A proposal that was tried and passes. loss: from 0 (as it stands) to 1 (nothing is told), of all its cells."""

    words: str
    table: CaseTable
    loss: float
    withheld: int = 0

    def __str__(self) -> str:
        return f"{self.words} ({self.loss:.0%} of what the table tells is lost)"


@dataclass(frozen=True)
class Verdict:
    """Whether it may be shown; if not why, and what would pass. `only`: what may be said where nothing passes."""

    passes: bool
    findings: tuple[Recognised, ...] = ()
    proposals: tuple[Merge, ...] = ()
    only: str = ""

    @property
    def reasons(self) -> tuple[str, ...]:
        """Each reason once, in the order it was met."""
        return tuple(dict.fromkeys(f"{one.why}: {one.words}" for one in self.findings))


def guard(table: CaseTable, rules: Rules | None = None, texts: Texts | None = None) -> Verdict:
    """The verdict on a table of cases, with up to five proposals. Every proposal passes, or there is none."""
    rules, texts = rules or Rules(), texts or Texts()
    found = findings(table, rules, texts)
    if not found:
        return Verdict(True)
    made = sorted(_proposals(table, rules, texts), key=lambda one: (one.loss, one.words))
    return Verdict(False, found, tuple(made[:MOST_PROPOSALS]), "" if made else _only(table, rules))


def _only(table: CaseTable, rules: Rules) -> str:
    if len(table.rows) >= rules.k:
        return f"Nothing can be shown but a total: {len(table.rows)} cases."
    return f"Nothing can be shown, not the total either: say 'fewer than {rules.k}'."


def _proposals(table: CaseTable, rules: Rules, texts: Texts) -> Iterator[Merge]:
    """From the least loss on; what is coarser than one that passes, or says the same, is left out."""
    losses = [
        [_column_loss(table, n, step) for step in range(column.last + 1)] for n, column in enumerate(table.columns)
    ]
    passed: list[Steps] = []
    said: set[tuple[tuple[str, ...], ...]] = set()
    for loss, steps in _in_order(table, losses, passed):
        made = table.taken(steps)
        if _says_something(table, steps) and passes(made, rules, texts):
            passed.append(steps)
            tried = [Merge(_words(table, steps), made, loss)]
        else:
            tried = [*_with_withheld(table, steps, made, loss, rules, texts)]
        yield from (one for one in tried if _told(one.table) not in said)
        said |= {_told(one.table) for one in tried}
    if not said:
        yield from _one_column(table, losses, rules, texts)


def _in_order(
    table: CaseTable, losses: Sequence[Sequence[float]], passed: Sequence[Steps]
) -> Iterator[tuple[float, Steps]]:
    """Ways to be coarser, the least loss first, none coarser than one that passed meanwhile; as many as are tried."""
    start = tuple(column.least for column in table.columns)
    waiting, seen = [(_loss(losses, start), start)], {start}
    for _ in range(MOST_TRIED):
        if not waiting or len(passed) >= MOST_PROPOSALS:
            return
        loss, steps = heappop(waiting)
        if _is_coarser(steps, passed):
            continue
        yield loss, steps
        for further in () if steps in passed else _further(table, steps):
            if further not in seen:
                seen.add(further)
                heappush(waiting, (_loss(losses, further), further))


def _is_coarser(steps: Steps, than: Sequence[Steps]) -> bool:
    return any(all(a >= b for a, b in zip(steps, other, strict=True)) for other in than)


def _told(table: CaseTable) -> tuple[tuple[str, ...], ...]:
    """What a table tells: its columns without those that say the same of everybody."""
    return tuple(column for column in zip(*table.rows, strict=True) if len(set(column) - {WITHHELD}) > 1)


def _one_column(table: CaseTable, losses: Sequence[Sequence[float]], rules: Rules, texts: Texts) -> Iterator[Merge]:
    """Where the search was given up: each column alone, as closely as it can be shown."""
    for n, column in enumerate(table.columns):
        for step in range(column.least, column.last):
            steps = tuple(step if m == n else other.last for m, other in enumerate(table.columns))
            made = table.taken(steps)
            if passes(made, rules, texts):
                yield Merge(_words(table, steps), made, _loss(losses, steps))
                break


def _with_withheld(
    table: CaseTable, steps: Steps, made: CaseTable, loss: float, rules: Rules, texts: Texts
) -> Iterator[Merge]:
    """The lines that stand out withheld, with as many others as make k of them; nothing where that is too many."""
    counts = classes(made)
    most = int(MOST_WITHHELD * len(made.rows))
    if most < rules.k or sum(count for count in counts.values() if count < rules.k) > most:
        return
    found = findings(made, rules, texts)
    lines = {one.line - 1 for one in found}
    if not lines or -1 in lines:
        return
    spare = [n for n, row in enumerate(made.rows) if n not in lines and counts[made.combination(row)] > rules.k]
    lines |= set(spare[: max(0, rules.k - len(lines))])
    if not rules.k <= len(lines) <= most:
        return
    hidden = made.without(frozenset(lines))
    if passes(hidden, rules, texts):
        words = "; ".join(filter(None, (_words(table, steps), f"withhold {len(lines)} of {len(made.rows)} lines")))
        yield Merge(words, hidden, loss + (1 - loss) * len(lines) / len(made.rows), len(lines))


def _further(table: CaseTable, steps: Steps) -> Iterator[Steps]:
    for n, (column, step) in enumerate(zip(table.columns, steps, strict=True)):
        if step < column.last:
            yield (*steps[:n], step + 1, *steps[n + 1 :])


def _says_something(table: CaseTable, steps: Steps) -> bool:
    """A table in which no column says anything is no table."""
    return any(step < column.last for column, step in zip(table.columns, steps, strict=True))


def _loss(losses: Sequence[Sequence[float]], steps: Steps) -> float:
    """Of each cell, how many of its column's other values it could as well be: 0 none, 1 all; the mean over all."""
    return sum(of_column[step] for of_column, step in zip(losses, steps, strict=True)) / len(steps)


def _column_loss(table: CaseTable, n: int, step: int) -> float:
    column, values = table.columns[n], [row[n] for row in table.rows]
    if step == 0 or not values:
        return 0.0
    if step >= column.last:
        return 1.0
    distinct = list(dict.fromkeys((*column.steps[0].of, *values)))
    joined: dict[str, int] = {}
    for value in distinct:
        joined[column.at(step, value)] = joined.get(column.at(step, value), 0) + 1
    most = max(1, len(distinct) - 1)
    return min(0.99, sum((joined[column.at(step, value)] - 1) / most for value in values) / len(values) + 0.001 * step)


def _words(table: CaseTable, steps: Sequence[int]) -> str:
    parts = []
    for n, (column, step) in enumerate(zip(table.columns, steps, strict=True)):
        if step >= column.last:
            parts.append(f"leave out {column.name}")
        elif step and column.ordered:
            bands = dict.fromkeys(column.at(step, band) for band in column.steps[0].of)
            held = {column.at(step, row[n]) for row in table.rows}
            parts.append(f"show {column.name} as {', '.join(band for band in bands if band in held)}")
        elif step:
            parts.append(f"in {column.name} {column.steps[step - 1].words}")
    return "; ".join(parts)


__all__ = ["Merge", "Verdict", "Why", "guard"]
