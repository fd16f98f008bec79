"""Which counts are sensitive for their own sake, and why. The reasons are for the statistician alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from goldenthread.kernel.disclosure.figures import Ratio
from goldenthread.kernel.disclosure.tables import Sum
from goldenthread.kernel.disclosure.views import Facts


@dataclass(frozen=True)
class Need:
    """How open a sensitive count must stay: so many steps wide, and possibly as large as `reach`."""

    key: str
    width: int = 1
    reach: int = 0


def sensitive(facts: Facts) -> dict[str, str]:
    """Sensitive counts and why: small ones, what is left over by a ratio, groups that all belong to, earlier ones.

    A count that is public already by others' hand (`fixed`) is nobody's to protect.
    """
    found: dict[str, str] = {}
    for key, why in (*_small(facts), *_told_of_a_group(facts), *_withheld_before(facts)):
        if not facts.cells[key].fixed:
            found.setdefault(key, why)
    return found


def needs(facts: Facts, found: dict[str, str]) -> tuple[Need, ...]:
    """What the audit must prove of each sensitive count, and of rounded ones where the profile protects those."""
    profile = facts.profile
    small = [
        Need(key, profile.width, facts.profile.limit(facts.cells[key].tier) + 1 if profile.above_threshold else 0)
        for key in found
    ]
    return (*small, *(Need(key) for key in _rounded(facts) if key not in found and profile.protect_rounded))


def figures_of_few(facts: Facts) -> dict[str, str]:
    """Ratios of fewer events than the profile gives a rate of, and why; none where it sets no least number."""
    least = facts.profile.least_events
    ratios = (f for f in facts.release.all_figures if isinstance(f, Ratio))
    return {
        f.key: f"It is a rate of fewer than {least} events." for f in ratios if 0 < facts.counts[f.numerator] < least
    }


def _small(facts: Facts) -> Iterator[tuple[str, str]]:
    others = set(facts.complements.values())
    of_release = facts.release.cells.keys() | others
    for key, cell in facts.cells.items():
        if key in of_release and facts.is_small(key):
            limit = facts.profile.limit(cell.tier)
            left = " It is what a published ratio leaves over." if key in others else ""
            yield key, f"It is {cell.count}, from 1 to {limit}.{left}"


def _told_of_a_group(facts: Facts) -> Iterator[tuple[str, str]]:
    """A line whose people are all, or all but one, in one group tells everyone who is in the line what they are."""
    for line in facts.sums if facts.profile.attribute and facts.profile.threshold else ():
        if line.attribute and _is_telling(facts, line):
            for key in line.parts:
                yield key, f"All, or all but one, of '{line.total}' are in one group."


def _is_telling(facts: Facts, line: Sum) -> bool:
    total, most = facts.counts[line.total], max(facts.counts[key] for key in line.parts)
    return total > 0 and len(line.parts) > 1 and total - most <= 1


def _withheld_before(facts: Facts) -> Iterator[tuple[str, str]]:
    for entry in facts.ledger.entries:
        if entry.sensitive:
            yield entry.key, f"It was withheld in {entry.release}."


def _rounded(facts: Facts) -> Iterator[str]:
    for key in facts.release.cells:
        low, high = facts.as_shown(key)
        if high is None or high > low:
            yield key
