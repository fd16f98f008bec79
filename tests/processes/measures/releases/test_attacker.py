"""An attacker who has every release that ever went out, and an integer programme of his own: he shares no code with us.

He knows how many children there could be in each quarter of each part: a whole number, none below nought; that what is
shown is true; and that what is withheld is at least one. He wants a count of 1 to 5: one that was printed as a symbol,
one that the figures of two releases leave between them, or those of whom nobody says to which part they belong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from goldenthread.kernel.disclosure import PROFILES, Ledger
from goldenthread.kernel.periods import Stretch
from goldenthread.processes.measures.releases.auditing import judge_release
from goldenthread.processes.measures.releases.figures import Gathered, Line, Sheet, Slot
from goldenthread.processes.measures.releases.identities import Identity
from goldenthread.processes.measures.releases.ledgers import from_data
from goldenthread.processes.measures.releases.models import ReleaseTable

from .made import QUARTERS

PARTS, NOBODY_KNOWS = (1, 2), 3
SPANS = [(a, b) for a in range(4) for b in range(a + 1, 5)]
Target = tuple[frozenset[int], tuple[int, int]]
"""The parts and the quarters of a count that he would like to have."""
Counts = dict[tuple[int, int], int]
"""How many, by part (3: nobody says which) and quarter: the truth."""


@dataclass(frozen=True)
class Asked:
    """One release: which spans of quarters it shows, whether by part, which parts are known, whether with totals."""

    spans: frozenset[tuple[int, int]]
    by_part: bool
    known: frozenset[int]
    totals: bool
    profile: str = "local"


@dataclass(frozen=True)
class Printed:
    """One cell: the parts and the quarters that it counts, and its text."""

    parts: frozenset[int]
    span: tuple[int, int]
    text: str
    rounded: bool = False

    @property
    def ends(self) -> tuple[float, float]:
        """What the text says: to the nearest five, and more than five, where it is rounded."""
        if self.text == "c":
            return 1.0, np.inf
        count = float(self.text)
        return (max(count - 2, 6), count + 2) if self.rounded and count else (count, count)


releases = st.builds(
    Asked, st.frozensets(st.sampled_from(SPANS), min_size=1, max_size=3), st.booleans(),
    st.frozensets(st.sampled_from(PARTS), min_size=1), st.booleans(), st.sampled_from(("local", "local_rounded")),
)  # fmt: skip
truths = st.lists(st.integers(0, 9), min_size=12, max_size=12)


@settings(max_examples=60, deadline=None)
@given(truths, st.lists(releases, min_size=1, max_size=3))
def test_nobody_who_has_every_release_can_tell_a_small_count(numbers: list[int], asked: list[Asked]) -> None:
    counts = dict(zip(product((*PARTS, NOBODY_KNOWS), range(4)), numbers, strict=True))
    printed = [cell for cells in published(counts, asked) for cell in cells]
    assert [target for target in targets(counts, asked, printed) if told(counts, printed, target)] == []


def published(counts: Counts, asked: list[Asked]) -> Iterator[list[Printed]]:
    """What is printed of each release that the audit lets out, one after another."""
    ledger = Ledger()
    for n, one in enumerate(asked):
        figures, cells = gathered(counts, one)
        verdict = judge_release(figures, ledger, PROFILES[one.profile], f"REL-{n}")
        if verdict.passed and verdict.ledger is not None:
            ledger = ledger.plus(from_data([verdict.ledger]).entries, from_data([verdict.ledger]).relations)
            texts = [cell["t"] for row in verdict.frozen[0]["rows"] for cell in row["cells"]]
            yield [
                Printed(parts, span, text, one.profile != "local")
                for (parts, span), text in zip(cells, texts, strict=True)
            ]


def gathered(counts: Counts, one: Asked) -> tuple[Gathered, list[Target]]:
    """As the pages gather it: the whole is always known to us, and stands in the table where totals are asked for."""
    found, cells = Gathered(), []
    everyone = frozenset((*PARTS, NOBODY_KNOWS))
    lines = [(f"Part {p}", frozenset({p}), p) for p in sorted(one.known) if one.by_part]
    lines += [("Total", everyone, 0)]
    made = []
    for label, parts, part in lines:
        slots = []
        for span in sorted(one.spans):
            stretch = Stretch(QUARTERS[span[0]].first, QUARTERS[span[1] - 1].last)
            key = Identity(7, 1, "num", True, "agency" if part else "", part, stretch).key()
            found.counts[key] = total(counts, parts, span)
            found.names[key] = f"{label}, {stretch}"
            if part or one.totals or not one.by_part:
                found.shown.add(key)
            slots.append((Slot(key), (parts, span)))
        if part or one.totals or not one.by_part:
            made.append(Line(label, "", tuple(slot for slot, _ in slots)))
            cells += [cell for _, cell in slots]
    columns = tuple(Stretch(QUARTERS[a].first, QUARTERS[b - 1].last) for a, b in sorted(one.spans))
    found.sheets.append(Sheet(ReleaseTable(title="Episodes"), "Agency", columns, tuple(made)))
    return found, cells


def total(counts: Counts, parts: frozenset[int], span: tuple[int, int]) -> int:
    return sum(counts[part, quarter] for part in parts for quarter in range(*span))


def targets(counts: Counts, asked: list[Asked], printed: list[Printed]) -> Iterator[Target]:
    """Small counts that he would like to have: spans that no printed one cuts in two, and those printed as they are."""
    never = frozenset((*PARTS, NOBODY_KNOWS)) - frozenset[int]().union(*(one.known for one in asked if one.by_part))
    groups = {frozenset({1}), frozenset({2}), frozenset((*PARTS, NOBODY_KNOWS)), never}
    ends = {end for cell in printed for end in cell.span}
    spans = {span for span in SPANS if not any(span[0] < end < span[1] for end in ends)}
    for parts, span in product(groups, spans):
        if 1 <= total(counts, parts, span) <= 5:
            yield parts, span
    yield from ((cell.parts, cell.span) for cell in printed if 1 <= total(counts, cell.parts, cell.span) <= 5)


def told(counts: Counts, printed: list[Printed], target: Target) -> bool:
    """Whether only one number is possible."""
    rows = [indicator(cell.parts, cell.span) for cell in printed]
    low, high = [cell.ends[0] for cell in printed], [cell.ends[1] for cell in printed]
    cost = indicator(*target)
    lines = [LinearConstraint(np.array(rows), np.array(low), np.array(high))] if rows else []
    ends = []
    for way in (1, -1):
        found = milp(way * cost, constraints=lines, bounds=Bounds(0, 60), integrality=np.ones(12))
        assert found.success, "the truth is always possible"
        ends.append(way * found.fun)
    assert ends[0] - 0.5 <= total(counts, *target) <= ends[1] + 0.5
    return bool(ends[1] - ends[0] < 0.5)


def indicator(parts: frozenset[int], span: tuple[int, int]) -> np.ndarray:
    cells = product((*PARTS, NOBODY_KNOWS), range(4))
    return np.array([float(part in parts and span[0] <= quarter < span[1]) for part, quarter in cells])


def one_release(*spans: tuple[int, int], by_part: bool = False, known: tuple[int, ...] = PARTS) -> Asked:
    return Asked(frozenset(spans), by_part, frozenset(known), True)


@pytest.mark.parametrize(
    ("numbers", "asked"),
    [
        ([9, 4, 20, 20, *[0] * 8], [one_release((0, 1)), one_release((0, 2))]),
        ([9, 20, 20, 4, *[0] * 8], [one_release((0, 4)), one_release((0, 3))]),
        ([9, 9, 9, 9, 8, 8, 8, 8, 3, 0, 0, 0], [one_release((0, 1), by_part=True)]),
        ([9, 9, 9, 9, 4, 8, 8, 8, 0, 0, 0, 0], [one_release((0, 1), by_part=True, known=(1,))]),
        ([9, 2, 9, 1, *[0] * 8], [one_release((0, 4), (0, 1)), one_release((2, 3))]),
    ],
    ids=["the half-year less its first quarter", "the year less the year to date", "those of no known part",
         "an agency that sent nothing",
         "the year less what lies apart in it"],
)  # fmt: skip
def test_what_two_figures_leave_between_them_is_not_told(numbers: list[int], asked: list[Asked]) -> None:
    """Each was once within reach: no count printed was small, and the one between them was."""
    counts = dict(zip(product((*PARTS, NOBODY_KNOWS), range(4)), numbers, strict=True))
    printed = [cell for cells in published(counts, asked) for cell in cells]
    assert any(cell.text == "c" for cell in printed), "something must have been withheld"
    assert [target for target in targets(counts, asked, printed) if told(counts, printed, target)] == []


def test_the_attacker_is_worth_his_salt() -> None:
    """Given the same figures without an audit he has the small one at once."""
    counts = dict(zip(product((*PARTS, NOBODY_KNOWS), range(4)), [9, 4, 20, 20, *[0] * 8], strict=True))
    everyone = frozenset((*PARTS, NOBODY_KNOWS))
    naive = [Printed(everyone, span, str(total(counts, everyone, span))) for span in ((0, 1), (0, 2))]
    assert told(counts, naive, (everyone, (1, 2)))
    assert not any(told(counts, naive, (everyone, span)) for span in combinations(range(2, 5), 2))
