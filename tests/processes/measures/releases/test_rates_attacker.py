"""An attacker who tries every number there could be: percentages, what they are out of, and what they leave over.

Two measures in several releases: visits due, and the percentage of visits that were in time (in the same words). He
knows how percentages are worked out and rounded, and that what is withheld is at least one. He wants a count of 1 to 5:
of visits due, of those in time, of those that were late.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.kernel.disclosure import PROFILES, Ledger, Ratio
from goldenthread.kernel.periods import Stretch
from goldenthread.processes.measures.releases.auditing import judge_release
from goldenthread.processes.measures.releases.figures import Gathered, Line, Sheet, Slot
from goldenthread.processes.measures.releases.identities import Identity
from goldenthread.processes.measures.releases.ledgers import from_data
from goldenthread.processes.measures.releases.models import ReleaseTable

from .made import QUARTERS

SPANS = ((0, 1), (1, 2), (0, 2))
MOST = 31  # four times as many as there truly are: who assumed fewer would know more than is printed
#: Every pair of quarters: in time and late, of the first and of the second.
IN_TIME_1, LATE_1, IN_TIME_2, LATE_2 = (
    grid.ravel() for grid in np.meshgrid(*[np.arange(MOST + 1, dtype=np.int32)] * 4, indexing="ij")
)
WORDS = {(1, "num"): "visits due", (2, "num"): "visits in time", (2, "den"): "visits due"}
What = tuple[str, tuple[int, int]]
"""`due`, `in time` or `late`, and which quarters."""


@dataclass(frozen=True)
class Asked:
    """One release: the spans for which it prints the visits due, and those for which it prints the percentage."""

    due: frozenset[tuple[int, int]]
    percent: frozenset[tuple[int, int]]
    profile: str


spans = st.frozensets(st.sampled_from(SPANS), max_size=3)
asked_for = st.builds(Asked, spans, spans, st.sampled_from(("local", "local", "local_rounded", "dfe")))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 7), min_size=4, max_size=4), st.lists(asked_for, min_size=1, max_size=3))
def test_no_percentage_gives_a_small_count_away(numbers: list[int], asked: list[Asked]) -> None:
    possible = np.ones(len(IN_TIME_1), dtype=bool)
    printed: set[What] = set()
    for what, span, text, profile in published(numbers, asked):
        printed |= {(what, span)} if what == "due" else {(one, span) for one in ("due", "in time", "late")}
        possible &= agrees(what, span, text, profile)
    assert possible[index(numbers)], "the truth is always possible"
    told = [what for what in wanted(numbers, printed) if len(np.unique(amount(*what)[possible])) == 1]
    assert told == []


def published(numbers: list[int], asked: list[Asked]) -> Iterator[tuple[str, tuple[int, int], str, str]]:
    """What each release that is let out prints: visits due or a percentage, for which quarters, by which rules."""
    ledger = Ledger()
    for n, one in enumerate(asked):
        if not one.due | one.percent:
            continue
        figures, cells = gathered(numbers, one)
        verdict = judge_release(figures, ledger, PROFILES[one.profile], f"REL-{n}")
        if verdict.passed and verdict.ledger is not None:
            kept = from_data([verdict.ledger])
            ledger = ledger.plus(kept.entries, kept.relations)
            for (what, span), cell in zip(cells, verdict.frozen[0]["rows"][0]["cells"], strict=True):
                yield what, span, cell["t"], one.profile


def gathered(numbers: list[int], one: Asked) -> tuple[Gathered, list[What]]:
    found, slots, cells = Gathered(words=dict(WORDS), shares={2}), [], []
    for what, span in [*product(["due"], sorted(one.due)), *product(["percent"], sorted(one.percent))]:
        stretch = Stretch(QUARTERS[span[0]].first, QUARTERS[span[1] - 1].last)
        if what == "due":
            key = Identity(1, 1, "num", True, "", 0, stretch).key()
            found.counts[key] = true(numbers, "due", span)
            found.shown.add(key)
        else:
            above, below = (Identity(2, 2, role, True, "", 0, stretch).key() for role in ("num", "den"))
            found.counts |= {above: true(numbers, "in time", span), below: true(numbers, "due", span)}
            key = f"{above} rate"
            found.ratios[key] = Ratio(key, above, below)
        slots.append(Slot(key))
        cells.append((what, span))
    columns = tuple(QUARTERS[:1] * len(slots))
    found.sheets.append(Sheet(ReleaseTable(title="Visits"), "Measure", columns, (Line("Visits", "", tuple(slots)),)))
    return found, cells


def true(numbers: list[int], what: str, span: tuple[int, int]) -> int:
    pairs = [numbers[2 * quarter : 2 * quarter + 2] for quarter in range(*span)]
    return sum(sum(pair) if what == "due" else pair[what == "late"] for pair in pairs)


def amount(what: str, span: tuple[int, int]) -> np.ndarray:
    """The same, for every possibility."""
    quarters = [(IN_TIME_1, LATE_1), (IN_TIME_2, LATE_2)][span[0] : span[1]]
    found: np.ndarray = sum(pair[0] + pair[1] if what == "due" else pair[what == "late"] for pair in quarters)
    return found


def agrees(what: str, span: tuple[int, int], text: str, profile: str) -> np.ndarray:
    """Which possibilities would have printed this."""
    due, in_time = amount("due", span), amount("in time", span)
    if text == "c":  # a count that is withheld is one at least; a percentage may be so for a nought, too
        return due >= (1 if what == "due" else 0)
    if profile == "local_rounded":
        due, in_time = rounded(due), rounded(in_time)
    if what == "due":
        return due == int(text)
    if text == "z":
        return due == 0
    shown = round(float(text) * 10)
    return (due > 0) & ((2000 * in_time + due) // np.maximum(2 * due, 1) == shown)


def rounded(counts: np.ndarray) -> np.ndarray:
    return (2 * counts + 5) // 10 * 5


def wanted(numbers: list[int], printed: set[What]) -> Iterator[What]:
    """Small counts of what was printed, or lies between two that were."""
    for what, span in product(("due", "in time", "late"), SPANS):
        quarters = {one for name, one in printed if name == what}
        inside = span == (0, 2) and quarters & {(0, 1), (1, 2)} and span not in quarters
        if quarters and not inside and 1 <= true(numbers, what, span) <= 5:
            yield what, span


def test_those_late_in_a_quarter_that_no_percentage_was_printed_for_are_not_told() -> None:
    """Of 7 due in the first, 6 in time; 46.2% in the half-year and 0.0% in the second leave one who was late."""
    numbers = [6, 1, 0, 6]
    asked = Asked(frozenset({(0, 1)}), frozenset({(0, 2), (1, 2)}), "local")
    possible = np.ones(len(IN_TIME_1), dtype=bool)
    for what, span, text, profile in published(numbers, [asked]):
        possible &= agrees(what, span, text, profile)
    assert set(np.unique(amount("late", (0, 1))[possible])) > {1}


def index(numbers: list[int]) -> int:
    return int(np.ravel_multi_index(numbers, (MOST + 1,) * 4))
