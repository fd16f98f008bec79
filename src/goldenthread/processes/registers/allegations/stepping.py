"""What a step on a case brings with it: the kind of contact, what must be there before an end, what a reopening undoes.

Called within the step, before the case is checked and saved.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.core.exceptions import ValidationError

from goldenthread.core.casework.registering import keepers_on
from goldenthread.kernel.now import today
from goldenthread.kernel.workflow import Step
from goldenthread.law.lado.fields import STRANDS
from goldenthread.law.lado.outcomes import outcomes_on
from goldenthread.law.lado.thresholds import Contact as Decided
from goldenthread.law.lado.thresholds import criteria_on, triage

from .models import Case, Strand
from .models.cases import BELOW

#: The column of each criterion -> what the law calls it.
CRITERIA = {"harmed": "harm", "offended": "offence", "risky": "risk", "unsuitable": "suitability"}
#: A regulator may go on after the outcome; the others come before it.
BEFORE_THE_OUTCOME = ("police", "section_47", "employer")
REMOVED = (Case.Sanction.DISMISSED, Case.Sanction.DEREGISTERED)


def asked(case: Case, one: Step) -> tuple[str, ...]:
    """The criteria of the day on which contact was made: the others are not shown."""
    in_force = {each.key for each in criteria_on(case.referred_on)}
    return tuple(name for name in one.fields if name not in CRITERIA or CRITERIA[name] in in_force)


def before(case: Case, name: str, note: str) -> None:
    if name in _STEPS:
        _STEPS[name](case)


def _allegation(case: Case) -> None:
    _needs(case.triaged_on, "triaged_on")
    met = [key for column, key in CRITERIA.items() if getattr(case, column)]
    try:
        decided = triage(case.referred_on, met)
    except LookupError as wrong:
        raise ValidationError({"unsuitable": str(wrong)}) from wrong
    if decided.contact is not Decided.ALLEGATION:
        raise ValidationError("Tick the criterion that it meets. If it meets none, close it as a consultation.")
    case.contact = Case.Contact.ALLEGATION


def _consultation(case: Case) -> None:
    _no_criterion(case)
    case.contact, case.closed_on = Case.Contact.CONSULTATION, case.triaged_on


def _information(case: Case) -> None:
    _no_criterion(case)
    case.contact, case.closed_on = Case.Contact.INFORMATION, case.triaged_on


def _no_criterion(case: Case) -> None:
    _needs(case.triaged_on, "triaged_on")
    for column in CRITERIA:
        setattr(case, column, False)


def _allocate(case: Case) -> None:
    keepers = keepers_on(case.register, today()) if case.register else []
    if case.officer_id not in {keeper.person_id for keeper in keepers if keeper.capacity == "keeper"}:
        raise ValidationError({"officer": "Give it to someone who keeps the register: others could not see it."})


def _consider(case: Case) -> None:
    _needs(case.considered_on, "considered_on")
    if not case.next_step:
        raise ValidationError({"next_step": "Say what is needed of the employer."})


def _left(case: Case) -> None:
    _needs(case.left_on, "left_on")


def _suspension(case: Case) -> None:
    if not case.suspension:
        raise ValidationError({"suspension": "Say what the employer decided."})


def _conclude(case: Case) -> None:
    _needs(case.outcome_on, "outcome_on")
    assert case.outcome_on  # noqa: S101 - for the type checker: refused above
    if not case.outcome:
        raise ValidationError({"outcome": "Say what it came to."})
    if case.outcome not in {one.code for one in outcomes_on(case.outcome_on)} | {BELOW[0]}:
        raise ValidationError({"outcome": f"The edition in force on {case.outcome_on:%-d %B %Y} has no such outcome."})
    running = _running(case) & set(BEFORE_THE_OUTCOME)
    if running:
        named = ", ".join(one.label for one in STRANDS if one.code in running)
        raise ValidationError(f"These are going on still: {named}. End them first, with what they came to.")


def _running(case: Case) -> set[str]:
    newest = {row.strand: row.what for row in case.strands.order_by("happened_on", "pk")}
    return {strand for strand, what in newest.items() if what == Strand.What.STARTED}


def _close(case: Case) -> None:
    _needs(case.ended_on, "ended_on")
    removed = case.sanction in REMOVED or case.left_how == Case.Left.DISMISSED
    if (case.outcome == "substantiated" or removed) and not case.referrals.filter(to="dbs").exists():
        raise ValidationError(
            "Say first whether it goes to the Disclosure and Barring Service, or why not: the person was removed, or "
            "the allegation was substantiated."
        )
    case.closed_on = case.ended_on


def _hand_over(case: Case) -> None:
    _needs(case.handed_on, "handed_on")
    if not case.__dict__.get("other_area"):
        raise ValidationError({"other_area": "Say which area takes it over."})
    case.closed_on = case.handed_on


def _reopen(case: Case) -> None:
    """Keep what it had come to with the reopening, and take it off the case."""
    entry = case.reopenings.latest("pk")
    entry.was = _stood(case)
    entry.outcome, entry.ended_on = case.outcome, case.closed_on or case.outcome_on
    if entry.ended_on and entry.reopened_on < entry.ended_on:
        raise ValidationError({"reopened_on": f"It ended on {entry.ended_on:%-d %B %Y}: give that day or a later."})
    entry.save()
    case.outcome, case.outcome_on, case.ended_on, case.handed_on, case.closed_on = "", None, None, None, None


def _take_up(case: Case) -> None:
    """As a reopening, from before the triage: what the contact is, is decided again."""
    _reopen(case)
    case.contact, case.triaged_on = Case.Contact.WAITING, None
    for column in CRITERIA:
        setattr(case, column, False)


def _stood(case: Case) -> str:
    if case.handed_on:
        return Case.State.HANDED_OVER
    if case.outcome:
        return Case.State.CLOSED if case.ended_on else Case.State.CONCLUDED
    return str(case.contact)


def _needs(value: date | None, name: str) -> None:
    if value is None:
        raise ValidationError({name: "Give the date."})


_STEPS: dict[str, Callable[[Case], None]] = {
    "allegation": _allegation,
    "consultation": _consultation,
    "information": _information,
    "allocate": _allocate,
    "consider": _consider,
    "suspension": _suspension,
    "left": _left,
    "conclude": _conclude,
    "close": _close,
    "hand_over": _hand_over,
    "reopen": _reopen,
    "take_up": _take_up,
}
