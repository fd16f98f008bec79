"""The analysis form: domains and factors, influence scores by version of the template, category, modifiability.

The score vocabulary differs between versions: 1 means "none found" in one and "none, or none that mattered" in another.
A score is kept with its version and never carried into another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from goldenthread.law.forms import Choice, FormError, code_of
from goldenthread.law.limits import Confidence


@dataclass(frozen=True)
class Domain:
    """One domain with its factors; `parts` of a factor in brackets on the form ("chronic illness: asthma")."""

    key: str
    title: str
    factors: tuple[Choice, ...]
    source: str
    confidence: Confidence


@dataclass(frozen=True)
class Score:
    """One influence score: the sign that is kept, and what it says."""

    code: str
    words: str


@dataclass(frozen=True)
class Version:
    """One version of the template: which domains, and which scores with which words."""

    key: str
    title: str
    domains: tuple[Domain, ...]
    scores: tuple[Score, ...]
    source: str
    confidence: Confidence
    note: str = ""

    def score(self, code: str) -> Score:
        """Raises `FormError` for a score that this version lacks."""
        for one in self.scores:
            if one.code == code:
                return one
        raise FormError(f"{self.title} has no score '{code}'; it has {', '.join(s.code for s in self.scores)}.")


def _factors(*words: str) -> tuple[Choice, ...]:
    made = []
    for word in words:
        whole, _, part = word.partition(": ")
        made.append(Choice(code_of(word), part.capitalize() if part else whole, whole if part else ""))
    return tuple(made)


_INTRINSIC = Domain(
    "A", "Factors intrinsic to the child",
    _factors(
        "Acute or sudden illness", "Chronic illness: asthma", "Chronic illness: epilepsy", "Chronic illness: diabetes",
        "Chronic illness: other", "Disability: learning", "Disability: motor", "Disability: sensory",
        "Disability: other", "Emotional, behavioural or mental health", "Allergies",
        "Misuse of alcohol or substances by the child",
    ),
    "The English proforma as reused in a Scottish government report of 2016", Confidence.SOURCE,
)  # fmt: skip
_FAMILY = Domain(
    "B", "Factors in the family and environment",
    _factors(
        "Emotional, behavioural or mental health of a carer", "Misuse of alcohol or substances by a carer",
        "Smoking in the household", "Smoking in pregnancy", "Housing", "Domestic violence", "Co-sleeping", "Bullying",
        "Gang or knife crime", "Pets or animal assault", "Consanguinity",
    ),
    "The English proforma as reused in a Scottish government report of 2016", Confidence.SOURCE,
)  # fmt: skip
_PARENTING = Domain(
    "C", "Factors in the parenting capacity",
    _factors("Poor parenting or supervision", "Child abuse or neglect"), "Form C", Confidence.MEDIUM,
)  # fmt: skip
_SERVICES = Domain(
    "D", "Factors in relation to service provision",
    _factors("Access to health care", "Prior medical intervention", "Prior surgical intervention", "Other"),
    "Form C", Confidence.MEDIUM,
)  # fmt: skip
_LSCB_DOMAINS = (_INTRINSIC, _FAMILY, _PARENTING, _SERVICES)
_NO_INFORMATION = Score("0", "Information not available")
_MAY = Score("2", "Factors that may have contributed to vulnerability, ill health or death")
_SUFFICIENT = Score("3", "Factors that provide a complete and sufficient explanation for the death")

FORM_C_EARLY = Version(
    "C-early", "Form C, variant with 1*", _LSCB_DOMAINS,
    (
        _NO_INFORMATION, Score("1", "No factors identified"),
        Score("1*", "Factors identified, but unlikely to have contributed to the death"), _MAY, _SUFFICIENT,
    ),
    "Form C, one area's proforma", Confidence.SOURCE,
)  # fmt: skip
FORM_C = Version(
    "C", "Form C, 2010 to 2018", _LSCB_DOMAINS,
    (
        _NO_INFORMATION,
        Score("1", "No factors identified, or factors that are unlikely to have contributed to the death"),
        _MAY, _SUFFICIENT,
    ),
    "Form C, common wording of 2010 to 2018", Confidence.HIGH,
)  # fmt: skip
CDR_ANALYSIS = Version(
    "CDR", "Analysis form (child death review)",
    (
        Domain("A", "Characteristics of the child", _INTRINSIC.factors, "Child death review, analysis form",
               Confidence.MEDIUM),
        Domain("B", "Social environment, with family and parenting capacity",
               (*_factors(
                   "Emotional, behavioural or mental health of a carer", "Misuse of alcohol or substances by a carer",
                   "Domestic violence", "Bullying", "Gang or knife crime", "Consanguinity"), *_PARENTING.factors),
               "Child death review, analysis form", Confidence.MEDIUM),
        Domain("C", "Physical environment",
               _factors("Housing", "Sleeping arrangements", "Smoking in the household", "Smoking in pregnancy",
                        "Pets or animal assault", "Home safety", "Road or public place"),
               "Child death review, analysis form", Confidence.LOW),
        Domain("D", "Service delivery", _SERVICES.factors, "Child death review, analysis form", Confidence.MEDIUM),
    ),
    (
        Score("0", "Information not available, or no factor identified"),
        Score("1", "Identified, unlikely to have contributed"),
        Score("2", "Identified, may have contributed to vulnerability, ill health or death"),
    ),
    "Child death review, analysis form from 2018", Confidence.LOW,
    "That the score 3 was dropped is recalled with low confidence: verify before it is relied on.",
)  # fmt: skip
VERSIONS = (FORM_C_EARLY, FORM_C, CDR_ANALYSIS)


def version(key: str) -> Version:
    """Raises `FormError`."""
    for one in VERSIONS:
        if one.key == key:
            return one
    raise FormError(
        f"There is no version '{key}' of the analysis form; there are {', '.join(v.key for v in VERSIONS)}."
    )


@dataclass(frozen=True)
class Category:
    """One of the ten categories of death; `rank` 1 is the uppermost."""

    rank: int
    code: str
    title: str
    note: str = ""


CATEGORIES: tuple[Category, ...] = (
    Category(1, "inflicted", "Deliberately inflicted injury, abuse or neglect"),
    Category(2, "suicide", "Suicide or deliberate self-inflicted harm"),
    Category(3, "trauma", "Trauma and other external factors",
             "From 2018 with medical and surgical complications or error."),
    Category(4, "malignancy", "Malignancy"),
    Category(5, "acute", "Acute medical or surgical condition"),
    Category(6, "chronic", "Chronic medical condition"),
    Category(7, "congenital", "Chromosomal, genetic and congenital anomalies"),
    Category(8, "perinatal", "Perinatal or neonatal event"),
    Category(9, "infection", "Infection"),
    Category(10, "unexplained", "Sudden unexpected, unexplained death"),
)  # fmt: skip
CATEGORIES_SOURCE = (
    "Child death review, analysis form: category of death, the uppermost that applies",
    Confidence.HIGH,
)
#: What a category is shown as when ten are too many: external, or natural and unexplained.
EXTERNAL = frozenset({"inflicted", "suicide", "trauma"})
CATEGORY_PARENTS = {
    one.title: "External causes" if one.code in EXTERNAL else "Illness, birth and unexplained" for one in CATEGORIES
}


def category(code: str) -> Category:
    """Raises `FormError`."""
    for one in CATEGORIES:
        if one.code == code:
            return one
    raise FormError(f"There is no category of death '{code}'; there are {', '.join(c.code for c in CATEGORIES)}.")


def uppermost(codes: Iterable[str]) -> Category:
    """Of all that apply, the uppermost: the one that is counted. Raises `FormError` for none, or an unknown one."""
    found = [category(code) for code in codes]
    if not found:
        raise FormError("Choose at least one category of death: the uppermost that applies is the one counted.")
    return min(found, key=lambda one: one.rank)


class Modifiability(StrEnum):
    """Whether something could be changed for other children (2010 on; recalled, high confidence)."""

    MODIFIABLE = "Modifiable factors identified"
    NONE = "No modifiable factors identified"
    INADEQUATE = "Inadequate information to judge"


#: Before 2010 (read in an official statistics release of 2011). Not the same question: never added to the later one.
PREVENTABILITY_BEFORE_2010 = ("Preventable", "Potentially preventable", "Not preventable")
#: What follows from the analysis (recalled, medium confidence).
TICK_ACTIONS = (
    "Referred for a case review", "Police told", "Social care told (section 47)", "Coroner told", "Agency told",
)  # fmt: skip
AGENCIES_REPRESENTED = (
    "Primary care", "Paediatrics", "Hospital", "Mental health", "Ambulance", "Police", "Social care", "Schools",
    "Other",
)  # fmt: skip
