"""What the form of a step asks for: which columns, which it cannot go without, and which codes there are to choose."""

from __future__ import annotations

from goldenthread.kernel.workflow import Step
from goldenthread.law.case_reviews.outcomes import CORRESPONDENCE, outcomes_of

from .models import CaseReview
from .standing import REVIEWED_HERE, by_the_partners, criteria_of, framework

DECISION = ("outcome", "decided_on", "reasons")
#: Step -> the columns it is refused without.
NEEDED: dict[str, tuple[str, ...]] = {
    "hold_rapid": ("panel_on",), "rapid": ("rapid_on", "facts", "safety", "potential", "next_steps"),
    "put_off": ("why",), "recommend": ("recommendation",), "disagree": ("dissent",), "chair_review": DECISION,
    "chair_otherwise": DECISION, "partners_review": ("reasons",), "partners_otherwise": ("reasons",),
    "tell": ("told_on",), "scope": ("terms", "method", "reviewer", "reviewer_on"), "draft": ("drafted_on",),
    "accept": ("accepted_on",), "publish": ("published_on",),
    "withhold": ("withheld_on", "withheld_for", "withheld_why"), "take_down": ("taken_down_on",),
    "close": ("ended_on",), "hand_over": ("handed_on", "other_area"),
}  # fmt: skip
#: What regulation 11 has weighed where the partners decide.
WEIGHED = frozenset({"improvements", "themes", "bodies"})


def asked(case: CaseReview, one: Step) -> tuple[str, ...]:
    """Of the criteria, those of the framework it was notified under; the weighing, where the partners decide."""
    if one.name == "argue":
        return limb_fields(case)
    return tuple(name for name in one.fields if name not in WEIGHED or by_the_partners(case))


def needed(case: CaseReview, one: Step) -> tuple[str, ...]:
    """The columns without which a step is refused, whatever else stands in it."""
    return limb_fields(case) if one.name == "argue" else NEEDED.get(one.name, ())


def offered(case: CaseReview, one: Step, column: str) -> frozenset[str] | None:
    """The outcomes and letters of the framework it was notified under; of the chair's two steps, each its own."""
    era = framework(case).key
    if column == "what" and one.adds == "letters":
        return frozenset(code for code, _, _, eras in CORRESPONDENCE if era in eras)
    if column not in ("recommendation", "outcome"):
        return None
    codes = frozenset(found.code for found in outcomes_of(era))
    if one.name == "chair_review":
        return codes & REVIEWED_HERE
    return codes - REVIEWED_HERE if one.name == "chair_otherwise" else codes


def limb_fields(case: CaseReview) -> tuple[str, ...]:
    return tuple(f"{limb.key}_{part}" for limb in criteria_of(case).limbs for part in ("holds", "why"))
