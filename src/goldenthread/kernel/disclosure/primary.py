"""Which counts are sensitive for their own sake, and why. The reasons are for the statistician alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from goldenthread.kernel.disclosure.figures import Mean, Ratio
from goldenthread.kernel.disclosure.tables import Sum
from goldenthread.kernel.disclosure.views import Facts

MORE_THAN_ONE = 2


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
    profile, others = facts.profile, set(_others_of_a_group(facts))
    small = [
        Need(
            key,
            profile.width,
            max(
                profile.limit(facts.cells[key].tier) + 1 if profile.above_threshold else 0,
                MORE_THAN_ONE if key in others else 0,
            ),
        )
        for key in found
    ]
    return (*small, *(Need(key) for key in _rounded(facts) if key not in found and profile.protect_rounded))


def figures_of_few(facts: Facts) -> dict[str, str]:
    """Ratios and means of fewer events than the profile gives one of, and why; none where it sets no least number."""
    least, in_mean = facts.profile.least_events, facts.profile.least_in_mean
    found = {}
    for figure in facts.release.all_figures:
        if isinstance(figure, Ratio) and 0 < facts.counts[figure.numerator] < least:
            found[figure.key] = f"It is a rate of fewer than {least} events."
        if isinstance(figure, Mean) and 0 < sum(facts.counts[key] for key in figure.of) < in_mean:
            found[figure.key] = f"It is a mean of fewer than {in_mean}."
    return found


def _small(facts: Facts) -> Iterator[tuple[str, str]]:
    others = set(facts.complements.values())
    of_release = facts.release.cells.keys() | others
    for key, cell in facts.cells.items():
        if key in of_release and facts.is_small(key):
            limit, least = facts.profile.limit(cell.tier), 0 if facts.profile.noughts else 1
            left = " It is what a published ratio leaves over." if key in others else ""
            yield key, f"It is {cell.count}, from {least} to {limit}.{left}"


def _told_of_a_group(facts: Facts) -> Iterator[tuple[str, str]]:
    """A line whose people are all, or all but one, in one group tells everyone who is in the line what they are."""
    for line in facts.sums if facts.profile.attribute and facts.profile.threshold else ():
        if line.attribute and _is_telling(facts, line):
            for key in line.parts:
                yield key, f"All, or all but one, of '{line.total}' are in one group."


def _is_telling(facts: Facts, line: Sum) -> bool:
    total, most = facts.counts[line.total], max(facts.counts[key] for key in line.parts)
    return total > 0 and len(line.parts) > 1 and total - most <= 1


def _others_of_a_group(facts: Facts) -> Iterator[str]:
    """Of each line that tells of a group, the largest count outside of it: it must seem possibly two.

    Were it known to be none or one, so would be that all, or all but one, are in the group.
    """
    for line in facts.sums if facts.profile.attribute and facts.profile.threshold else ():
        if line.attribute and _is_telling(facts, line):
            group = max(line.parts, key=lambda key: facts.counts[key])
            yield max((key for key in line.parts if key != group), key=lambda key: facts.counts[key])


def _withheld_before(facts: Facts) -> Iterator[tuple[str, str]]:
    for entry in facts.ledger.entries:
        if entry.sensitive:
            yield entry.key, f"It was withheld in {entry.release}."


def _rounded(facts: Facts) -> Iterator[str]:
    """Counts that rounding hides, but for those that an earlier release showed as they are: no secret is left."""
    for key in facts.release.cells:
        shown, known = facts.as_shown(key), facts.known.get(key, (0, None))
        if shown[0] != shown[1] and known[0] != known[1]:
            yield key
