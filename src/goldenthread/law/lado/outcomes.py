"""Outcomes of an allegation by edition of Keeping children safe in education, and how far its targets were met.

The year in which "unfounded" came into the guidance is not certain: it is offered under every edition as a local value
until the one that is taken to have it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from goldenthread.kernel.spans import add_months
from goldenthread.law.limits import Confidence

GUIDANCE = "Keeping children safe in education, part four"
UNFOUNDED_FROM = date(2021, 9, 1)


@dataclass(frozen=True)
class Outcome:
    """One outcome with its test. `in_references`: whether it may be named in an employer's reference."""

    code: str
    title: str
    test: str
    in_references: bool
    source: str
    confidence: Confidence
    from_: date | None = None
    local_before: bool = False


@dataclass(frozen=True)
class Edition:
    """One edition: when it came into force, and what of it matters here."""

    key: str
    from_: date
    note: str
    confidence: Confidence


EDITIONS: tuple[Edition, ...] = (
    Edition("KCSIE 2014", date(2014, 4, 1), "Targets of 80% in one month, 90% in three.", Confidence.MEDIUM),
    Edition("KCSIE 2015", date(2015, 7, 1), "The same targets.", Confidence.MEDIUM),
    Edition("KCSIE 2016", date(2016, 9, 5), "The same targets.", Confidence.MEDIUM),
    Edition("KCSIE 2018", date(2018, 9, 3), "The same targets.", Confidence.MEDIUM),
    Edition("KCSIE 2019", date(2019, 9, 2), "The last edition in which the targets were read.", Confidence.LOW),
    Edition("KCSIE 2020", date(2020, 9, 1), "The fourth criterion.", Confidence.MEDIUM),
    Edition("KCSIE 2021", date(2021, 9, 1), "Low-level concerns; unfounded.", Confidence.LOW),
    Edition("KCSIE 2022", date(2022, 9, 1), "As before.", Confidence.MEDIUM),
    Edition("KCSIE 2023", date(2023, 9, 1), "As before.", Confidence.MEDIUM),
    Edition("KCSIE 2024", date(2024, 9, 2), "As before. Later editions are not described.", Confidence.MEDIUM),
)
OUTCOMES: tuple[Outcome, ...] = (
    Outcome("substantiated", "Substantiated", "There is sufficient evidence to prove the allegation.", True, GUIDANCE,
            Confidence.SOURCE),
    Outcome("malicious", "Malicious", "There is sufficient evidence to disprove the allegation, and there was a "
            "deliberate act to deceive.", False, GUIDANCE, Confidence.SOURCE),
    Outcome("false", "False", "There is sufficient evidence to disprove the allegation.", False, GUIDANCE,
            Confidence.SOURCE),
    Outcome("unsubstantiated", "Unsubstantiated", "There is insufficient evidence either way: it implies neither guilt "
            "nor innocence.", False, GUIDANCE, Confidence.SOURCE),
    Outcome("unfounded", "Unfounded", "No evidence or proper basis supports the allegation.", False, GUIDANCE,
            Confidence.LOW, UNFOUNDED_FROM, local_before=True),
)  # fmt: skip
#: Closures that are no outcome: they are counted beside the outcomes, never among them.
CLOSED_WITHOUT = (
    ("below_threshold", "Found to be below the threshold"),
    ("left", "The person left before the end: the process should still be concluded"),
)
#: How one is referred on; who must is the employer, where the person was or would have been removed.
REFERRALS = (
    ("dbs", "Disclosure and Barring Service"), ("tra", "Teaching Regulation Agency"), ("ofsted", "Ofsted"),
    ("swe", "Social Work England"), ("nmc", "Nursing and Midwifery Council"), ("gmc", "General Medical Council"),
    ("fostering", "Fostering service"), ("cqc", "Care Quality Commission"), ("other", "Another regulator"),
)  # fmt: skip
SUSPENSION = (
    ("none", "None"), ("restricted", "Duties restricted"), ("moved", "Moved to other duties"),
    ("suspended", "Suspended"),
)  # fmt: skip
#: The targets for resolving allegations: months, and the percentage aimed at (read in an edition of the guidance).
TARGETS: tuple[tuple[int, int], ...] = ((1, 80), (3, 90), (12, 100))


def edition_on(on: date) -> Edition:
    """The edition in force on a day. LookupError before the first."""
    found = [one for one in EDITIONS if one.from_ <= on]
    if not found:
        raise LookupError(f"No edition is described for {on:%-d %B %Y}; the first is of {EDITIONS[0].from_:%-d %B %Y}.")
    return found[-1]


def outcomes_on(on: date, *, with_local: bool = True) -> tuple[Outcome, ...]:
    """The outcomes of the edition in force; `with_local` keeps those that areas used before the guidance had them."""
    return tuple(one for one in OUTCOMES if one.from_ is None or one.from_ <= on or (with_local and one.local_before))


@dataclass(frozen=True)
class Timeliness:
    """How many of the allegations closed were resolved within so many months of the referral."""

    months: int
    aimed: int
    within: int
    closed: int

    @property
    def share(self) -> float | None:
        """Per cent; nothing where none was closed."""
        return 100 * self.within / self.closed if self.closed else None

    @property
    def met(self) -> bool | None:
        return None if self.share is None else self.share >= self.aimed


def timeliness(allegations: Iterable[tuple[date, date | None]]) -> tuple[Timeliness, ...]:
    """For each target, of allegations as (referred, closed or nothing). Consultations are no part of it.

    A month ends on the same day of the next, or that month's last day. An open one is in no denominator.
    """
    closed = [(referred, ended) for referred, ended in allegations if ended is not None]
    return tuple(
        Timeliness(months, aimed, sum(ended <= add_months(referred, months) for referred, ended in closed), len(closed))
        for months, aimed in TARGETS
    )
