"""What of a year everyone at the table may see: small numbers withheld, with what would tell them.

The engine (kernel.disclosure) proves that no withheld number can be worked out from what is shown; where it cannot,
nothing is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from goldenthread.kernel.disclosure import PROFILES, Cell, Ledger, Refused, Release, Sum, Table, protect
from goldenthread.law.private_fostering.pf1 import AGE_BANDS

from .counts import Year

WITHHELD = "c"
#: Of these the rest is a number too, which a reader has by taking away: total -> part.
PARTS = (("notified", "visited"), ("visited", "visited_7"), ("begun", "begun_6"), ("continuing", "continuing_12"))
SPREAD = "visits_due"


def everyones(year: Year) -> Mapping[str, str]:
    """Key of a line -> what everyone may read of it: the number, or the sign that it is withheld."""
    counts = {**{line.key: line.count for line in (*year.cells, *year.sources, *year.reconciled)}, **_bands(year)}
    sums = [*_of_the_return(year, counts), *_rests(counts)]
    table = Table("return", tuple(Cell(key, count) for key, count in counts.items()), tuple(sums))
    found = protect(Release("private fostering", (table,)), Ledger(), PROFILES["local"])
    if isinstance(found, Refused):
        return dict.fromkeys(counts, WITHHELD)
    return {key: one.text if one.symbol is None else WITHHELD for key, one in found.outcomes.items()}


def _bands(year: Year) -> dict[str, int]:
    return {SPREAD: year.every.of, **{f"band_{words}": count for words, count in year.every.bands}}


def _of_the_return(year: Year, counts: dict[str, int]) -> Iterator[Sum]:
    """How the lines add up; a total that the return does not show is added to them."""
    for total in ("begun", "open"):
        ages = [f"{total}_age_{band}" for band, _ in AGE_BANDS] + [f"{total}_age_unknown"]
        for parts in (ages, *(_starting(counts, f"{total}_{cut}_") for cut in ("sex", "born"))):
            if parts and sum(counts[part] for part in parts) == counts[total]:
                yield Sum(total, tuple(parts), attribute=True)
    yield Sum("notified", tuple(line.key for line in year.sources))
    yield Sum(SPREAD, tuple(_starting(counts, "band_")))
    counts["moved"] = counts["before"] + counts["found"] + counts["began"]
    yield Sum("moved", ("before", "found", "began"))
    for same, as_in_the_return in (("began", "begun"), ("over", "ended"), ("after", "open")):
        if counts[same] == counts[as_in_the_return]:
            yield Sum(same, (as_in_the_return,))
    if year.gap == 0:
        yield Sum("moved", ("over", "after"))


def _rests(counts: dict[str, int]) -> Iterator[Sum]:
    for total, part in PARTS:
        counts[f"rest_{part}"] = counts[total] - counts[part]
        yield Sum(total, (part, f"rest_{part}"))


def _starting(counts: Mapping[str, int], start: str) -> list[str]:
    return [key for key in counts if key.startswith(start)]
