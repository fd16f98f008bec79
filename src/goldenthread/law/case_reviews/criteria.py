"""The criteria of a serious case, limb by limb, under each framework; and what answering each limb comes to.

A notification is argued limb by limb. The result is what the criteria say, not a decision: the decision is a person's,
and where it differs, the reason is recorded. "Not known" is neither yes nor no: it leaves the result open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from goldenthread.law.eras import LSCB_2015, LSCP_2018, LSCP_2023, Era
from goldenthread.law.limits import Confidence

REGULATIONS_2006 = "LSCB Regulations 2006 (SI 2006/90), regulation 5"
ACT_2004 = "Children Act 2004, sections 16B and 16C, as inserted in 2017"


class Holds(StrEnum):
    """How one limb stands."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not known"


class Result(StrEnum):
    """What the answers come to."""

    MET = "The criteria are met"
    NOT_MET = "The criteria are not met"
    OPEN = "The criteria are open: not everything is known"


@dataclass(frozen=True)
class Limb:
    """One limb. `key` is what its rationale is kept under."""

    key: str
    words: str
    source: str
    confidence: Confidence


@dataclass(frozen=True)
class Criteria:
    """The limbs of one framework, and the ways in which they are met: each way is a set of limbs that all hold."""

    key: str
    title: str
    eras: frozenset[str]
    limbs: tuple[Limb, ...]
    ways: tuple[frozenset[str], ...]
    source: str
    confidence: Confidence
    note: str = ""

    def result(self, answers: Mapping[str, Holds]) -> Result:
        """What the answers come to; a limb without an answer is not known. KeyError for a limb there is not."""
        unknown = set(answers) - {limb.key for limb in self.limbs}
        if unknown:
            raise KeyError(f"{self.title} has no limb '{min(unknown)}'.")
        stands = [self._way(way, answers) for way in self.ways]
        if Holds.YES in stands:
            return Result.MET
        return Result.OPEN if Holds.NOT_KNOWN in stands else Result.NOT_MET

    def unanswered(self, rationale: Mapping[str, str]) -> tuple[Limb, ...]:
        """The limbs without a word of rationale, in order: each needs one, met or not."""
        return tuple(limb for limb in self.limbs if not rationale.get(limb.key, "").strip())

    @staticmethod
    def _way(way: frozenset[str], answers: Mapping[str, Holds]) -> Holds:
        held = {answers.get(limb, Holds.NOT_KNOWN) for limb in way}
        if Holds.NO in held:
            return Holds.NO
        return Holds.NOT_KNOWN if Holds.NOT_KNOWN in held else Holds.YES


_ABUSE = Limb("abuse", "Abuse or neglect of a child is known or suspected", REGULATIONS_2006, Confidence.SOURCE)
_DIED = Limb("died", "The child died", REGULATIONS_2006, Confidence.SOURCE)
_HARMED = Limb("harmed", "The child was seriously harmed", REGULATIONS_2006, Confidence.SOURCE)
_TOGETHER = Limb(
    "together", "There is cause for concern about how the authority, the Board's partners or others worked together",
    REGULATIONS_2006, Confidence.SOURCE,
)  # fmt: skip
_CUSTODY = Limb(
    "custody", "The child died in custody, on remand, in a secure setting or detained under mental health law",
    REGULATIONS_2006, Confidence.SOURCE,
)  # fmt: skip
_SUICIDE = Limb(
    "suicide", "The child died by suspected suicide, and abuse or neglect is known or suspected",
    "A board's published procedures on serious case reviews", Confidence.SOURCE,
)  # fmt: skip

SERIOUS_CASE_2006 = Criteria(
    key="scr", title="Serious case review", eras=frozenset({LSCB_2015.key}),
    limbs=(_ABUSE, _DIED, _HARMED, _TOGETHER, _CUSTODY, _SUICIDE),
    ways=(
        frozenset({"abuse", "died"}), frozenset({"abuse", "harmed", "together"}), frozenset({"custody"}),
        frozenset({"suicide"}),
    ),
    source=REGULATIONS_2006, confidence=Confidence.SOURCE, note="Where a way is met, a review is mandatory.",
)  # fmt: skip
SERIOUS_INCIDENT_2018 = Criteria(
    key="serious_incident", title="Serious child safeguarding case", eras=frozenset({LSCP_2018.key, LSCP_2023.key}),
    limbs=(
        Limb("abuse", "Abuse or neglect of a child is known or suspected", ACT_2004, Confidence.SOURCE),
        Limb("died", "The child died", ACT_2004, Confidence.SOURCE),
        Limb("harmed", "The child was seriously harmed", ACT_2004, Confidence.SOURCE),
    ),
    ways=(frozenset({"abuse", "died"}), frozenset({"abuse", "harmed"})),
    source=ACT_2004, confidence=Confidence.SOURCE,
    note="There is no limb on how agencies worked together. A rapid review follows; a review is not automatic.",
)  # fmt: skip
NOTIFIABLE_2015 = Criteria(
    key="notifiable", title="Notifiable incident", eras=frozenset({LSCB_2015.key}),
    limbs=(
        _ABUSE, _DIED, _HARMED,
        Limb("looked_after_died", "A looked-after child died, whatever the cause", "Working Together 2015",
             Confidence.SOURCE),
        Limb("regulated_died", "A child died in a regulated setting or service, whatever the cause",
             "Working Together 2015", Confidence.SOURCE),
    ),
    ways=(
        frozenset({"abuse", "died"}), frozenset({"abuse", "harmed"}), frozenset({"looked_after_died"}),
        frozenset({"regulated_died"}),
    ),
    source="Working Together 2015, chapter 4", confidence=Confidence.SOURCE,
    note="Every serious case is notifiable; not every notifiable incident is a serious case.",
)  # fmt: skip
LOCAL_REVIEW_2018 = Criteria(
    key="local_review", title="Local child safeguarding practice review: what is weighed",
    eras=frozenset({LSCP_2018.key, LSCP_2023.key}),
    limbs=tuple(
        Limb(key, words, "SI 2018/789, regulation 11", Confidence.HIGH)
        for key, words in (
            ("improvements", "The case highlights or may highlight improvements that are needed"),
            ("themes", "The case highlights or may highlight recurrent themes"),
            ("bodies", "There are concerns about two or more bodies working together"),
            ("panel", "The national Panel considers a local review more appropriate"),
        )
    ),
    ways=tuple(frozenset({key}) for key in ("improvements", "themes", "bodies", "panel")),
    source="SI 2018/789, regulation 11", confidence=Confidence.HIGH,
    note="These are to be considered: meeting one does not by itself bring about a review.",
)  # fmt: skip
NATIONAL_REVIEW_2018 = Criteria(
    key="national_review", title="National child safeguarding practice review: what the Panel weighs",
    eras=frozenset({LSCP_2018.key, LSCP_2023.key}),
    limbs=tuple(
        Limb(key, words, "SI 2018/789, regulation 3", Confidence.SOURCE)
        for key, words in (
            ("improvements", "Improvements are needed, with those identified before"),
            ("legislation", "Legislation or guidance may need to change"),
            ("themes", "The case highlights recurrent themes"),
        )
    ),
    ways=tuple(frozenset({key}) for key in ("improvements", "legislation", "themes")),
    source="SI 2018/789, regulation 3", confidence=Confidence.SOURCE,
)  # fmt: skip
CRITERIA = (SERIOUS_CASE_2006, NOTIFIABLE_2015, SERIOUS_INCIDENT_2018, LOCAL_REVIEW_2018, NATIONAL_REVIEW_2018)

#: What counts as serious harm (Working Together 2015; recalled, high confidence).
SERIOUS_HARM = (
    "A potentially life-threatening injury",
    "Serious or likely long-term impairment of physical or mental health",
    "Serious or likely long-term impairment of physical, intellectual, emotional, social or behavioural development",
)


def criteria_of(era: Era | str) -> tuple[Criteria, ...]:
    """Every set of criteria of a framework, that for a serious case first."""
    key = era if isinstance(era, str) else era.key
    return tuple(one for one in CRITERIA if key in one.eras)


def serious_case(era: Era | str) -> Criteria:
    """The criteria that a notification is argued against. Raises LookupError for child death review's own era."""
    for one in criteria_of(era):
        if one in (SERIOUS_CASE_2006, SERIOUS_INCIDENT_2018):
            return one
    raise LookupError(f"'{era}' has no criteria for serious cases.")


def must_notify_care_leaver(born: date, died: date, era: str) -> bool:
    """Working Together 2023: the death of a care leaver up to the 25th birthday is notified (an expectation).

    Recalled, medium confidence. `died` before the 25th birthday; the caller knows that it is a care leaver.
    """
    years = died.year - born.year - ((died.month, died.day) < (born.month, born.day))
    return era == LSCP_2023.key and years < 25
