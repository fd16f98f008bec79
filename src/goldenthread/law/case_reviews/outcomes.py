"""What may become of a notification under each framework, and what the regulators and the national panel are told."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.law.eras import LSCB_2015, LSCP_2018, LSCP_2023
from goldenthread.law.limits import Confidence

LSCB = frozenset({LSCB_2015.key})
LSCP = frozenset({LSCP_2018.key, LSCP_2023.key})
PENDING = "pending"


@dataclass(frozen=True)
class Outcome:
    """One outcome. `is_review`: work follows that has a scope, a reviewer and a report."""

    code: str
    title: str
    eras: frozenset[str]
    is_review: bool
    source: str
    confidence: Confidence


OUTCOMES: tuple[Outcome, ...] = (
    Outcome("scr", "Serious case review", LSCB, True, "LSCB Regulations 2006", Confidence.SOURCE),
    Outcome("local_review", "Local case review", LSCB, True, "a board's published report", Confidence.PUBLISHED),
    Outcome("learning_event", "Learning event", LSCB, False, "a board's published report", Confidence.PUBLISHED),
    Outcome("none", "No review", LSCB, False, "a board's published report", Confidence.PUBLISHED),
    Outcome("lcspr", "Local child safeguarding practice review", LSCP, True, "SI 2018/789", Confidence.HIGH),
    Outcome("local_learning", "Local learning without a review", LSCP, False, "Working Together 2018",
            Confidence.MEDIUM),
    Outcome("national", "National review suggested to the Panel", LSCP, True, "SI 2018/789", Confidence.MEDIUM),
    Outcome("no_further_review", "No further review after the rapid review", LSCP, False, "Working Together 2018",
            Confidence.MEDIUM),
    Outcome("not_serious", "Not a serious incident: no rapid review", LSCP, False, "practice of partnerships",
            Confidence.MEDIUM),
)  # fmt: skip
"""Every notification ends in one of these, or is pending. A rapid review is a stage, and no outcome."""

#: Why a review waits (recalled, high confidence). Each pause has a first day and, once it is over, a last.
PAUSES = (
    ("criminal", "Criminal investigation or proceedings"),
    ("coroner", "Coroner's investigation or inquest"),
    ("care", "Care proceedings"),
)
#: What goes between the partnership and the national panel: (code, what, from us, frameworks).
CORRESPONDENCE: tuple[tuple[str, str, bool, frozenset[str]], ...] = (
    ("decision", "Decision on a serious case review, with reasons", True, LSCB),
    ("no_review", "Decision not to review, with the reasons and the incident form", True, LSCB),
    ("reviewers", "Names of the reviewers, for information", True, LSCB),
    ("rapid_review", "The rapid review", True, LSCP),
    ("reply", "The Panel's reply", False, LSCB | LSCP),
    ("delay", "Reasons for a delay", True, LSCB | LSCP),
    ("report", "The report before it is published", True, LSCB | LSCP),
    ("not_published", "Reasons for not publishing", True, LSCB | LSCP),
)
METHODS = ("Systems methodology", "Significant incident learning process", "Hybrid", "Appreciative", "Other")


def outcomes_of(era: str) -> tuple[Outcome, ...]:
    """The outcomes of a framework, in order. LookupError for one that has none."""
    found = tuple(one for one in OUTCOMES if era in one.eras)
    if not found:
        raise LookupError(f"'{era}' has no outcomes of case reviews.")
    return found


def outcome(code: str) -> Outcome:
    """LookupError for a code there is not."""
    for one in OUTCOMES:
        if one.code == code:
            return one
    raise LookupError(f"There is no outcome '{code}'; there are {', '.join(o.code for o in OUTCOMES)}.")
