"""Sums of money that give one payer away: where few pay nearly all, the total says what each of them pays.

Magnitudes, not counts. The rules are those of research environments (ACRO's defaults): n-k, the largest `n` pay more
than `k` per cent; and p per cent, the second largest can work the largest out to within `p` per cent of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Dominance:
    """n, k: of the n-k rule; p: of the p per cent rule."""

    n: int = 2
    k: int = 90
    p: int = 10

    def gives_away(self, amounts: Iterable[int | Fraction]) -> str:
        """Why the sum of these amounts may not be shown; "" where it may. Amounts below nought count by their size."""
        sizes = sorted((abs(Fraction(amount)) for amount in amounts if amount), reverse=True)
        total = sum(sizes)
        if not sizes:
            return ""
        if len(sizes) == 1:
            return "it is one payer's alone"
        if sum(sizes[: self.n]) * 100 > self.k * total:
            return f"the largest {self.n} pay more than {self.k} per cent of it"
        if (total - sizes[0] - sizes[1]) * 100 < self.p * sizes[0]:
            return f"the second largest payer could tell the largest one's to within {self.p} per cent"
        return ""
