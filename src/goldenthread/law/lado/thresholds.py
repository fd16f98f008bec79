"""When a contact about someone who works with children is an allegation: the criteria by edition, and the triage.

Three criteria until about 2020, four since. A contact that meets none is a consultation, or information only where
another area's officer leads. The clocks and the percentage targets are those of allegations alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from goldenthread.law.limits import Confidence

#: The fourth criterion is first printed in Keeping children safe in education of September 2020 (recalled, medium).
FOURTH_FROM = date(2020, 9, 1)
LOW_LEVEL_FROM = date(2021, 9, 1)


class Contact(StrEnum):
    """What a contact is."""

    ALLEGATION = "allegation"
    CONSULTATION = "consultation"
    INFORMATION_ONLY = "information only, another area leads"


@dataclass(frozen=True)
class Criterion:
    """One criterion, from a day on (nothing: for as long as there are records)."""

    key: str
    words: str
    source: str
    confidence: Confidence
    from_: date | None = None

    def in_force(self, on: date) -> bool:
        return self.from_ is None or self.from_ <= on


CRITERIA: tuple[Criterion, ...] = (
    Criterion("harm", "Behaved in a way that has harmed a child, or may have harmed a child", "Working Together 2015",
              Confidence.SOURCE),
    Criterion("offence", "Possibly committed a criminal offence against or related to a child",
              "Working Together 2015", Confidence.SOURCE),
    Criterion("risk", "Behaved towards a child or children in a way that indicates a risk of harm to children",
              "Working Together 2015", Confidence.SOURCE),
    Criterion("suitability", "Behaved or may have behaved in a way that indicates that they may not be suitable to "
              "work with children", "Keeping children safe in education, about 2020", Confidence.MEDIUM, FOURTH_FROM),
)  # fmt: skip


@dataclass(frozen=True)
class Triage:
    """What a contact comes to, and why in words."""

    contact: Contact
    reason: str


def criteria_on(on: date) -> tuple[Criterion, ...]:
    """The criteria in force on the day of the contact."""
    return tuple(one for one in CRITERIA if one.in_force(on))


def triage(on: date, met: Iterable[str], *, another_area_leads: bool = False) -> Triage:
    """What a contact is, by the criteria that it meets. LookupError for a criterion that was not in force."""
    known = {one.key: one for one in criteria_on(on)}
    keys = list(dict.fromkeys(met))
    for key in keys:
        if key not in known:
            since = next((one for one in CRITERIA if one.key == key), None)
            why = f"it applies from {since.from_:%-d %B %Y}" if since and since.from_ else "there is none of that name"
            raise LookupError(f"The criterion '{key}' cannot be chosen for {on:%-d %B %Y}: {why}.")
    if another_area_leads:
        return Triage(Contact.INFORMATION_ONLY, "Another area's designated officer leads.")
    if keys:
        words = "; ".join(known[key].words.lower() for key in keys)
        return Triage(Contact.ALLEGATION, f"The threshold is met: {words}.")
    low = " Below the threshold the employer deals with it, as a low-level concern." if on >= LOW_LEVEL_FROM else ""
    return Triage(Contact.CONSULTATION, f"None of the {len(known)} criteria is met: advice is given.{low}")
