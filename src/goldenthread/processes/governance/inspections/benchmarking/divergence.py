"""How far raters are apart, as plain numbers: no row is read here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from .models import CANNOT_SAY


@dataclass(frozen=True)
class Said:
    """One rating: who, of which kind, and the grade (1 is the best; `CANNOT_SAY` where not enough is known)."""

    who: str
    kind: str
    grade: int | None


@dataclass(frozen=True)
class Spread:
    """What raters said of one statement. Grades are ranks: a spread of 2 is two grades from best to worst."""

    best: int | None
    worst: int | None
    by_kind: dict[str, float]  # kind -> median rank
    cannot_say: int
    furthest: tuple[tuple[str, float], ...]  # those furthest from the middle, and by how many grades (+ is worse)

    @property
    def width(self) -> int:
        return self.worst - self.best if self.best is not None and self.worst is not None else 0

    @property
    def between_kinds(self) -> float:
        """How far apart the middles of the kinds of rater are."""
        return max(self.by_kind.values()) - min(self.by_kind.values()) if self.by_kind else 0.0


def spread(said: Iterable[Said]) -> Spread:
    """How far these ratings are apart. Who cannot say counts as neither good nor bad."""
    rows = list(said)
    judged = [(one, one.grade) for one in rows if one.grade]
    if not judged:
        return Spread(None, None, {}, sum(one.grade == CANNOT_SAY for one in rows), ())
    ranks = [grade for _, grade in judged]
    middle = median(ranks)
    apart = max(abs(rank - middle) for rank in ranks)
    kinds = dict.fromkeys(one.kind for one, _ in judged)
    return Spread(
        best=min(ranks),
        worst=max(ranks),
        by_kind={kind: float(median(rank for one, rank in judged if one.kind == kind)) for kind in kinds},
        cannot_say=sum(one.grade == CANNOT_SAY for one in rows),
        furthest=tuple((one.who, rank - middle) for one, rank in judged if apart and abs(rank - middle) == apart),
    )


def widest_first(spreads: Sequence[tuple[int, Spread]]) -> list[int]:
    """The keys of statements, the widest spread first; then where the kinds are furthest apart; then as given."""
    order = sorted(enumerate(spreads), key=lambda one: (-one[1][1].width, -one[1][1].between_kinds, one[0]))
    return [key for _, (key, _) in order]
