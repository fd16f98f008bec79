"""The attacker: everything published, put into linear programmes, to see how closely each withheld count can be had.

An interval that it returns is proved, not trusted: its ends are whole-number tables that agree with everything
published, checked in whole-number arithmetic. What cannot be so proved raises `Unproved`, and nothing is released.

numpy and scipy are loaded when the first audit runs, so that a process that never audits never pays for them.
"""

from __future__ import annotations

import time
from collections import ChainMap, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from goldenthread.kernel.disclosure.presolve import Component, components, tighten
from goldenthread.kernel.disclosure.primary import Need
from goldenthread.kernel.disclosure.relations import Interval, Relation
from goldenthread.kernel.disclosure.views import View

NO_END = 10**7
"""Stands for 'no upper end' inside a programme: more children than there are in England."""
NEAR = 1e-6
MOST_BRANCHES = 2000
"""Nodes of a search for whole numbers before it is given up: counted, not timed, so that an audit repeats exactly."""
LARGEST_BRANCHED, LARGEST_EXACT = 60, 250
"""In a web of more linked counts than the first, an end that a linear programme does not give in whole numbers is
looked for only where a need is not proved yet; of more than the second, no more is worked out than proves the needs."""


_ends_at: ContextVar[float | None] = ContextVar("ends_at", default=None)


class Unproved(Exception):
    """The audit could not be finished: the release must not go out."""


class OutOfTime(Unproved):
    """It took longer than it was given: not proved, and so not to go out."""


@contextmanager
def limited_to(seconds: float) -> Iterator[None]:
    """Within, whatever asks the solver is given so long altogether; after that it raises `OutOfTime`."""
    token = _ends_at.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _ends_at.reset(token)


def _seconds_left() -> float | None:
    """Raises `OutOfTime` when there are none."""
    ends_at = _ends_at.get()
    if ends_at is None:
        return None
    if (left := ends_at - time.monotonic()) <= 0:
        raise OutOfTime("it took too long. Put fewer tables into one release, or break them down less")
    return left


@dataclass(frozen=True)
class Finding:
    """How closely a reader can have one count. `exact`: the ends are as wide as can be; otherwise at least so wide."""

    key: str
    low: int
    high: int | None
    exact: bool = True

    def meets(self, need: Need) -> bool:
        """Whether it stays as open as is needed."""
        return self.high is None or (self.high - self.low >= need.width and self.high >= need.reach)


class Programme:
    """low <= rows x columns <= high, columns whole numbers within bounds: the cheapest of all that fit.

    rows: column number to coefficient. Solved as a linear programme first, whose corners are mostly whole already,
    and by branching where they are not.
    """

    def __init__(self, rows: Sequence[Mapping[int, int]], low: Sequence[float], high: Sequence[float], width: int):
        import numpy  # noqa: PLC0415 - loaded with the first audit only
        from scipy import optimize, sparse  # noqa: PLC0415 - loaded with the first audit only

        self._numpy, self._optimize = numpy, optimize
        at = [(i, j, a) for i, row in enumerate(rows) for j, a in row.items()]
        values = numpy.array([a for _, _, a in at], dtype=numpy.int64)
        places = (numpy.array([i for i, _, _ in at]), numpy.array([j for _, j, _ in at]))
        self._matrix = sparse.csr_array((values, places), shape=(len(rows), width))
        self._low, self._high = numpy.array(low, dtype=float), numpy.array(high, dtype=float)
        self._lines = optimize.LinearConstraint(self._matrix.astype(float), self._low, self._high) if rows else ()

    def solve(
        self, cost: Sequence[float], lower: Sequence[float], upper: Sequence[float], *, branch: bool = True
    ) -> list[int] | None:
        """The cheapest whole-number point, or nothing where there is none. Raises `Unproved` when it cannot tell.

        Without `branch`, nothing as well where the linear programme's corner is not whole.
        """
        bounds = self._optimize.Bounds(lower, upper)
        found = self._run(cost, bounds, whole=False)
        if found is None:
            return None
        point = self._as_whole(found, bounds)
        if point is None and branch:
            found = self._run(cost, bounds, whole=True)
            point = None if found is None else self._as_whole(found, bounds)
            if found is not None and point is None:
                raise Unproved("A solution in whole numbers was not whole.")
        return point

    def _run(self, cost: Sequence[float], bounds: Any, *, whole: bool) -> Any:
        limits: dict[str, Any] = {"node_limit": MOST_BRANCHES, "mip_rel_gap": 0.0} if whole else {}
        if (left := _seconds_left()) is not None:
            limits["time_limit"] = left
        for presolve in (True, False):  # the solver's own presolve has been seen to lose its way on small programmes
            result = self._optimize.milp(
                cost,
                constraints=self._lines,
                bounds=bounds,
                integrality=int(whole),
                options={**limits, "presolve": presolve},
            )
            if result.status == 2:
                return None
            if result.status == 0 and result.x is not None:
                return result.x
            _seconds_left()
        raise Unproved(f"The solver stopped without an answer: {result.message}")

    def _as_whole(self, found: Any, bounds: Any) -> list[int] | None:
        """The point in whole numbers, if it is one and keeps to every line exactly; else nothing."""
        point = self._numpy.rint(found).astype(self._numpy.int64)
        if self._numpy.abs(point - found).max(initial=0) > NEAR:
            return None
        value = self._matrix @ point
        keeps = (value >= self._low).all() and (value <= self._high).all()
        within = (point >= bounds.lb).all() and (point <= bounds.ub).all()
        return [int(x) for x in point] if keeps and within else None


def attack(view: View, needs: Iterable[Need], suppose: Iterable[Mapping[str, int]] = ()) -> dict[str, Finding]:
    """How closely each needed count can be had, from everything that the view shows.

    suppose: other counts, as differences from the true ones, that a reader may not be able to rule out; each is looked
    through here, and those that do not agree with everything shown are left out. Raises `Unproved` when the solver
    cannot tell.
    """
    asked = {need.key: need for need in needs}
    _check(view)
    others = list(_possible(view, suppose))
    bounds = tighten(view.bounds, view.relations)
    found = {}
    for part in components(bounds, view.relations):
        here = [asked[key] for key in part.keys if key in asked]
        if here:
            found.update(_Attack(view.truth, part, others).run(here))
    for key in asked.keys() - found.keys():  # settled by simple sums, or tied to nothing
        low, high = bounds[key]
        found[key] = Finding(key, low, high)
    return found


def _check(view: View) -> None:
    """What a reader is taken to know must be true, or an interval would prove nothing."""
    for key, (low, high) in view.bounds.items():
        if not low <= view.truth[key] <= (NO_END if high is None else high):
            raise Unproved(f"'{key}' is {view.truth[key]}, which is not what is said of it.")
    for line in view.relations:
        if not line.holds(view.truth):
            raise Unproved(f"It does not add up: {line.name}.")


def _possible(view: View, suppose: Iterable[Mapping[str, int]]) -> Iterator[Mapping[str, int]]:
    lines_of: dict[str, list[Relation]] = defaultdict(list)
    for line in view.relations:
        for key, _ in line.terms:
            lines_of[key].append(line)
    truth = dict(view.truth)
    for moves in suppose:
        counts = ChainMap[str, int]({key: view.truth[key] + by for key, by in moves.items()}, truth)
        bounds = ((counts[key], *view.bounds[key]) for key in moves)
        lines = {id(line): line for key in moves for line in lines_of[key]}.values()
        if all(low <= n and (high is None or n <= high) for n, low, high in bounds) and all(
            line.holds(counts) for line in lines
        ):
            yield counts.maps[0]


class _Attack:
    """One component: its programme, and how far each count has been seen to go."""

    def __init__(self, truth: Mapping[str, int], part: Component, others: Iterable[Mapping[str, int]]):
        self.part = part
        self.place = {key: n for n, key in enumerate(part.keys)}
        self.outer: list[Interval] = [part.bounds[key] for key in part.keys]
        self.seen = [[truth[key], truth[key]] for key in part.keys]
        self.lower = [low for low, _ in self.outer]
        self.upper = [NO_END if high is None else high for _, high in self.outer]
        for counts in others:
            for key in counts.keys() & self.place.keys():
                self._see(self.place[key], counts[key])
        rows = [{self.place[key]: a for key, a in line.terms} for line in part.relations]
        low = [float("-inf") if line.low is None else line.low for line in part.relations]
        high = [float("inf") if line.high is None else line.high for line in part.relations]
        self.programme = Programme(rows, low, high, len(part.keys))

    def run(self, needs: Sequence[Need]) -> dict[str, Finding]:
        size = len(self.part.keys)
        if size <= LARGEST_EXACT:
            for way in (1.0, -1.0):
                self._push([way] * size, branch=False)
                self._push([way * (-1) ** n for n in range(size)], branch=False)
        for need in needs:
            n = self.place[need.key]
            if size <= LARGEST_EXACT:
                self._to_the_end(n, branch=size <= LARGEST_BRANCHED)
            if not self._finding(n).meets(need):
                self._to_the_end(n, branch=True)
        return {need.key: self._finding(self.place[need.key]) for need in needs}

    def _to_the_end(self, n: int, *, branch: bool) -> None:
        for way, end in ((1.0, 0), (-1.0, 1)):
            ends = (self.lower, self.upper)[end]
            if self.seen[n][end] != ends[n]:
                cost = [0.0] * len(self.lower)
                cost[n] = way
                if self._push(cost, branch=branch):
                    ends[n] = self.seen[n][end]

    def _push(self, cost: list[float], *, branch: bool) -> bool:
        """Looks at the counts that go furthest one way; whether they were found."""
        point = self.programme.solve(cost, self.lower, self.upper, branch=branch)
        if point is None and branch:
            raise Unproved("What is published contradicts itself, as far as the solver can tell.")
        for n, value in enumerate(point or ()):
            self._see(n, value)
        return point is not None

    def _see(self, n: int, value: int) -> None:
        seen = self.seen[n]
        seen[0], seen[1] = min(seen[0], value), max(seen[1], value)

    def _finding(self, n: int) -> Finding:
        low, high = self.seen[n]
        exact = self.seen[n] == [self.lower[n], self.upper[n]]
        return Finding(self.part.keys[n], low, None if high >= NO_END // 2 else high, exact)
