"""How a reader could be kept guessing: another set of counts, as likely as the true one, at the least price.

To protect one count is to find counts that differ from the true ones in that count, agree with everything published,
and would have to be withheld for it: those that differ. The cheapest is one linear programme. What it gives is a
proof as well: the other counts are there to see.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from goldenthread.kernel.disclosure.audit import NO_END, Programme
from goldenthread.kernel.disclosure.presolve import Component
from goldenthread.kernel.disclosure.relations import Interval

NEXT_TO_NOTHING = 1e-5
FURTHEST = 50
"""How far a count is shaken when looking for proofs that cost nothing."""


@dataclass(frozen=True)
class Proof:
    """Other counts that a reader cannot rule out: by how much each differs, and what must be withheld for that."""

    moves: Mapping[str, int]
    pays: frozenset[str]


@dataclass(frozen=True)
class _Column:
    """One way to move: a count up or down, or a figure's line bent. `pays`: what must go for it, or nothing.

    part: of its price that one step costs; a line is bent by as many steps as the coefficients of its counts.
    """

    of: str
    sign: int
    most: float
    pays: str = ""
    part: float = 1.0


class Cover:
    """One web of linked counts. free: how far each can go as things stand; paid: how far if it is withheld as well.

    prices: of withholding a count, or of withdrawing a figure (by its key).
    """

    def __init__(
        self,
        truth: Mapping[str, int],
        part: Component,
        free: Mapping[str, Interval],
        paid: Mapping[str, Interval],
        prices: Mapping[str, float],
    ):
        self.part, self.prices = part, prices
        self.columns = [
            *(column for key in part.keys for column in _columns(key, _room(truth[key], free[key]), "")),
            *(
                column
                for key in part.keys
                if key in paid
                for column in _columns(key, _room(truth[key], paid[key]), key, _room(truth[key], free[key]))
            ),
        ]
        places: dict[str, list[int]] = {}
        for n, column in enumerate(self.columns):
            places.setdefault(column.of, []).append(n)
        rows: list[dict[int, int]] = []
        low, high = [], []
        for line in part.relations:
            row = {n: a * self.columns[n].sign for key, a in line.terms for n in places.get(key, ())}
            if line.figure:
                step = 1 / max(abs(a) for _, a in line.terms)
                for sign in (1, -1):
                    row[len(self.columns)] = sign
                    self.columns.append(_Column(line.figure, sign, NO_END, line.figure, step))
            rows.append(row)
            at = sum(a * truth[key] for key, a in line.terms)
            low.append(float("-inf") if line.low is None else line.low - at)
            high.append(float("inf") if line.high is None else line.high - at)
        self.programme = Programme(rows, low, high, len(self.columns))
        self._first = {(c.of, c.sign): n for n, c in reversed(list(enumerate(self.columns))) if not c.pays}

    def move(self, key: str, by: int, withheld: Collection[str], *, only_these: bool = False) -> Proof | None:
        """The cheapest proof that a count could be `by` more (or less); nothing where there is none.

        withheld: what is withheld or withdrawn already and costs nothing more; only_these: nothing else may be.
        """
        target = self._first.get((key, 1 if by > 0 else -1))
        if target is None or self.columns[target].most < abs(by):
            return None
        lower = [0.0] * len(self.columns)
        lower[target] = abs(by)
        upper = self._upper(withheld if only_these else None, NO_END)
        for n, column in enumerate(self.columns):
            if column.of == key and column.sign != self.columns[target].sign:
                upper[n] = 0.0
        return self._solved(self._cost(withheld), lower, upper)

    def shake(self, ways: Sequence[int], withheld: Collection[str]) -> Proof | None:
        """A proof that moves many counts at once and costs nothing: each pushed up or down by the sign of its way."""
        cost = [-float(ways[n % len(ways)] * column.sign) for n, column in enumerate(self.columns)]
        return self._solved(cost, [0.0] * len(self.columns), self._upper(withheld, FURTHEST), branch=False)

    def _solved(
        self, cost: list[float], lower: list[float], upper: list[float], *, branch: bool = True
    ) -> Proof | None:
        point = self.programme.solve(cost, lower, upper, branch=branch)
        if point is None:
            return None
        moves: dict[str, int] = {}
        pays = set()
        for column, x in zip(self.columns, point, strict=True):
            if x:
                moves[column.of] = moves.get(column.of, 0) + x * column.sign
                pays.add(column.pays)
        return Proof({key: by for key, by in moves.items() if by}, frozenset(pays - {""}))

    def _cost(self, withheld: Collection[str]) -> list[float]:
        return [
            self.prices[c.pays] * c.part if c.pays and c.pays not in withheld else NEXT_TO_NOTHING for c in self.columns
        ]

    def _upper(self, withheld: Collection[str] | None, furthest: int) -> list[float]:
        return [
            0.0 if withheld is not None and c.pays and c.pays not in withheld else min(c.most, furthest)
            for c in self.columns
        ]


def _room(count: int, interval: Interval) -> tuple[int, int]:
    """How far up and how far down."""
    low, high = interval
    return NO_END if high is None else high - count, count - low


def _columns(key: str, room: tuple[int, int], pays: str, less: tuple[int, int] = (0, 0)) -> list[_Column]:
    """Ways to move within the room that there is, less the room that is had already."""
    return [
        _Column(key, sign, most - had, pays) for sign, most, had in zip((1, -1), room, less, strict=True) if most > had
    ]
