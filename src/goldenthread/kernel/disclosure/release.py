"""One way out: `protect` gives a release as it may be published, or refuses it. Nothing else in between.

What the public gets (`Protected.outcomes`) carries no true count that is not shown, no reason and no trace of which
withheld counts are small. Why each was withheld, and the audit, are for the statistician (`Evidence`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from goldenthread.kernel.disclosure.audit import Finding, Unproved, attack
from goldenthread.kernel.disclosure.figures import Derived, Figure, Mean, half_up
from goldenthread.kernel.disclosure.primary import Need, figures_of_few, needs, sensitive
from goldenthread.kernel.disclosure.profiles import Profile
from goldenthread.kernel.disclosure.relations import Entry, Ledger
from goldenthread.kernel.disclosure.rounding import nearest
from goldenthread.kernel.disclosure.secondary import protect_others
from goldenthread.kernel.disclosure.symbols import NOT_APPLICABLE, Symbol
from goldenthread.kernel.disclosure.tables import Release
from goldenthread.kernel.disclosure.views import Facts


@dataclass(frozen=True)
class Outcome:
    """What is shown for one key: a number with its text, or a symbol in place of it."""

    key: str
    text: str
    value: int | Decimal | None = None
    symbol: Symbol | None = None


@dataclass(frozen=True)
class Evidence:
    """For the statistician alone. reasons: why a count or figure is not shown, by key; findings: how closely a reader
    can have each sensitive count; primary: those withheld for their own sake; added: those that protect them."""

    reasons: Mapping[str, str]
    findings: Mapping[str, Finding]
    primary: frozenset[str]
    added: frozenset[str]


@dataclass(frozen=True)
class Protected:
    """A release that may go out. outcomes: by key, counts and figures; notes: the symbols used, to print below.

    ledger: the ledger with this release in it, for the audit of the next.
    """

    release: str
    profile: str
    outcomes: Mapping[str, Outcome]
    notes: tuple[Symbol, ...]
    evidence: Evidence = field(repr=False)
    ledger: Ledger = field(repr=False)


@dataclass(frozen=True)
class Refused:
    """A release that must not go out, and why, in words for the statistician; the keys that could not be protected."""

    release: str
    profile: str
    reasons: tuple[str, ...] = field(repr=False)
    keys: tuple[str, ...] = ()


def protect(release: Release, ledger: Ledger, profile: Profile) -> Protected | Refused:
    """The release as it may be published under a profile, held against all that the ledger says is public already.

    Refused when figures contradict each other, when a sensitive count cannot be protected whatever is withheld, or
    when the audit cannot prove that it is.
    """
    facts = Facts(release, ledger if profile.public else Ledger(), profile)
    wrong = tuple(facts.contradictions())
    if wrong:
        return Refused(release.name, profile.name, wrong)
    found = sensitive(facts)
    needed = needs(facts, found)
    few = figures_of_few(facts)
    try:
        pattern = protect_others(facts, found, needed, few)
        view = facts.seen(pattern.withheld, found, pattern.withdrawn)
        findings = attack(view, needed, pattern.proofs)
    except Unproved as problem:
        return Refused(release.name, profile.name, (f"The audit could not be proved: {problem}",))
    failed = {need.key: need for need in (*pattern.stuck, *(n for n in needed if not findings[n.key].meets(n)))}
    if failed:
        said = tuple(_cannot(facts, need, findings[need.key]) for need in failed.values())
        return Refused(release.name, profile.name, said, tuple(failed))
    protected = _Writing(facts, found, pattern.withheld, pattern.withdrawn, few).protected(findings)
    return protected if profile.public else replace(protected, ledger=ledger)


def _cannot(facts: Facts, need: Need, finding: Finding) -> str:
    before = next((e.release for e in facts.ledger.entries if e.key == need.key and not e.withheld), "")
    public = f" It was published in {before}." if before else ""
    upper = "no upper end" if finding.high is None else str(finding.high)
    return (
        f"'{need.key}' cannot be protected: a reader can tell that it is {finding.low} to {upper}, whatever else "
        f"is withheld.{public} Merge categories, pool years or drop a table."
    )


class _Writing:
    """Turns a proved pattern into what is shown."""

    def __init__(
        self,
        facts: Facts,
        found: Mapping[str, str],
        withheld: frozenset[str],
        withdrawn: frozenset[str],
        few: Mapping[str, str],
    ):
        self.facts, self.profile = facts, facts.profile
        self.found, self.withheld, self.withdrawn, self.few = found, withheld, withdrawn, few
        self.figures = {figure.key for figure in facts.figures_shown(withheld, withdrawn)}

    def protected(self, findings: Mapping[str, Finding]) -> Protected:
        outcomes = {key: self._count(key) for key, cell in self.facts.release.cells.items() if cell.published}
        outcomes |= {figure.key: self._figure(figure) for figure in self.facts.release.all_figures}
        notes = tuple(dict.fromkeys(o.symbol for o in outcomes.values() if o.symbol))
        primary = frozenset(self.found)
        evidence = Evidence(dict(self._reasons()), dict(findings), primary, self.withheld - primary)
        return Protected(self.facts.release.name, self.profile.name, outcomes, notes, evidence, self._ledger())

    def _count(self, key: str) -> Outcome:
        cell, profile = self.facts.cells[key], self.profile
        if profile.nought_is_band and cell.count == 0:
            return Outcome(key, profile.symbol.text, symbol=profile.symbol)
        if key in self.withheld:
            symbol = profile.symbol if self.facts.is_small(key) else profile.symbol_of_others
            return Outcome(key, symbol.text, symbol=symbol)
        shown = self._shown(key)
        if cell.count and not shown and profile.rounds_to_nought:
            return Outcome(key, profile.rounds_to_nought.text, symbol=profile.rounds_to_nought)
        return Outcome(key, str(shown), shown)

    def _shown(self, key: str) -> int:
        cell = self.facts.cells[key]
        return cell.count if cell.fixed else nearest(cell.count, self.profile.base(cell.tier))

    def _figure(self, figure: Figure) -> Outcome:
        if figure.key not in self.figures:
            symbol = self.profile.symbol_of_others
            return Outcome(figure.key, symbol.text, symbol=symbol)
        if isinstance(figure, Derived):
            return Outcome(figure.key, figure.text)
        count = self._shown if self.facts.is_from_rounded(figure) else self.facts.counts.__getitem__
        if isinstance(figure, Mean):
            value = Fraction(sum(count(key) for key in figure.of), len(figure.of))
        else:
            below = figure.denominator if isinstance(figure.denominator, int) else count(figure.denominator)
            if not below:
                return Outcome(figure.key, NOT_APPLICABLE.text, symbol=NOT_APPLICABLE)
            value = Fraction(figure.per * count(figure.numerator), below)
        shown = half_up(value, figure.places)
        return Outcome(figure.key, str(shown), shown)

    def _reasons(self) -> Iterator[tuple[str, str]]:
        yield from self.found.items()
        for key in sorted(self.withheld - self.found.keys()):
            before = key in self.facts.withheld_before
            yield key, "It was withheld before." if before else "It protects others: without it they could be had."
        for figure in self.facts.release.all_figures:
            if figure.key in self.few:
                yield figure.key, self.few[figure.key]
            elif figure.key in self.withdrawn:
                yield figure.key, "It would give a withheld count away."
            elif figure.key not in self.figures:
                yield figure.key, "It is worked out from a withheld count."

    def _ledger(self) -> Ledger:
        facts = self.facts
        view = facts.seen(self.withheld, self.found, self.withdrawn)
        own = facts.release.cells.keys() | set(facts.complements.values())
        entries = (
            Entry(key, cell.count, *view.bounds[key], facts.release.name, key in self.withheld, key in self.found)
            for key, cell in facts.cells.items()
            if key in own
        )
        return facts.ledger.plus(entries, (replace(line, figure="") for line in view.relations))
