"""What a step on a case brings with it: what must be there before, what it sets, what a reopening undoes.

`before` is called within the step, before the case is checked and saved; `after` once it is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.core.exceptions import ValidationError

from goldenthread.core.casework.models import Hold
from goldenthread.core.casework.sealed import lift_hold, place_hold
from goldenthread.law.deaths.notification import PARALLEL

from .models import Analysis, ChildDeath, Consideration, Parallel, Response
from .quorum import standing_of
from .standing import HOLDING, by_the_partners, going_on

NAMES = {one.code: one.label for one in PARALLEL}


def before(case: ChildDeath, name: str, note: str) -> None:
    if name in _STEPS:
        _STEPS[name](case)


def after(case: ChildDeath, name: str) -> None:
    """An inquest or a criminal case holds the file for as long as it goes on."""
    if name == "parallel":
        newest = case.parallels.latest("pk")
        reason = HOLDING.get(newest.process)
        if reason and newest.what == Parallel.What.STARTED:
            place_hold(case, reason=reason, since=newest.happened_on)
        elif reason:
            for hold in Hold.objects.filter(record=case.pk, reason=reason, lifted_on__isnull=True):
                lift_hold(hold)
    if name == "review":
        Consideration.objects.create(record=case, meeting=case.panel_meeting, result=Consideration.Result.COMPLETED)
        Analysis.objects.filter(record=case.pk).update(agreed_on=case.reviewed_on)


def _check(case: ChildDeath) -> None:
    _needs(case.checked_on, "checked_on")
    if case.resident == ChildDeath.Resident.NOT_KNOWN:
        raise ValidationError(
            {"resident": "Find out where the child normally lived: that says whose panel reviews it."}
        )
    if case.resident == ChildDeath.Resident.ELSEWHERE:
        raise ValidationError({"resident": "Another area's panel reviews it: hand it over."})
    if not case.age_band:
        raise ValidationError("Give the date of birth first: without it nobody can say that it was a child.")
    if case.area_id is None:
        raise ValidationError({"area": "Say in which area the child lived: rates are counted by it."})
    if case.joint_response and not case.joint_reason:
        raise ValidationError({"joint_reason": "Say why it calls for a response by agencies together."})


def _out_of_scope(case: ChildDeath) -> None:
    _needs(case.checked_on, "checked_on")
    if not case.not_in_scope:
        raise ValidationError({"not_in_scope": "Say why it is not reviewed."})
    case.closed_on = case.checked_on


def _transfer(case: ChildDeath) -> None:
    _needs(case.handed_on, "handed_on")
    if not case.__dict__.get("other_area"):
        raise ValidationError({"other_area": "Say which area takes it over."})
    case.resident, case.closed_on = ChildDeath.Resident.ELSEWHERE, case.handed_on


def _accepted(case: ChildDeath) -> None:
    _needs(case.accepted_on, "accepted_on")


def _await(case: ChildDeath) -> None:
    if not case.waits_for:
        raise ValidationError({"waits_for": "Say what it waits for."})
    if case.waits_for not in going_on(case):
        raise ValidationError({"waits_for": "It is not going on: record first that it started."})


def _resume(case: ChildDeath) -> None:
    case.waits_for = ""


def _ready(case: ChildDeath) -> None:
    _needs(case.ready_on, "ready_on")
    running = going_on(case) & set(HOLDING)
    if running:
        raise ValidationError(f"This is going on still: {', '.join(sorted(NAMES[one] for one in running))}.")
    if by_the_partners(case):
        if not case.responses.filter(kind=Response.Kind.REVIEW_MEETING).exists():
            raise ValidationError("Record the child death review meeting first: it drafts the analysis.")
        _needs(case.report_on, "report_on")


def _back(case: ChildDeath) -> None:
    case.ready_on = None


def _put_off(case: ChildDeath) -> None:
    row = case.considerations.latest("pk")
    if not row.__dict__.get("why"):
        raise ValidationError({"why": "Say why it was put off."})


def _review(case: ChildDeath) -> None:
    if case.panel_meeting is None:
        raise ValidationError({"panel_meeting": "Say at which meeting of the panel."})
    stands = standing_of(case.panel_meeting)
    if not stands.quorate:
        raise ValidationError({"panel_meeting": f"The meeting was not quorate: {stands.why}"})
    found = Analysis.objects.filter(record=case.pk).first()
    missing = missing_in(found, case.scores.exists())
    if found is None or missing:
        raise ValidationError(f"The analysis is not complete. Missing: {', '.join(missing)}.")
    wanted = "CDR" if by_the_partners(case) else "C"
    if not found.template.startswith(wanted):
        raise ValidationError("The analysis is on another version of the form than this review is held under.")
    case.reviewed_on = case.panel_meeting.held_on
    case.category, case.modifiability = found.category, found.modifiability


def missing_in(found: Analysis | None, scored: bool) -> list[str]:
    """What the panel must say before its review is complete."""
    if found is None:
        return ["all of it"]
    said = {"category of death": found.category, "a word on modifiable factors": found.modifiability,
            "a score for any factor": scored}  # fmt: skip
    return [words for words, given in said.items() if not given]


def _close(case: ChildDeath) -> None:
    _needs(case.ended_on, "ended_on")
    case.closed_on = case.ended_on


def _reopen(case: ChildDeath) -> None:
    """Keep what it had come to with the reopening, and take it off the case."""
    entry = case.reopenings.latest("pk")
    entry.was = _stood(case)
    entry.category, entry.reviewed_on, entry.ended_on = case.category, case.reviewed_on, case.closed_on
    last = case.closed_on or case.reviewed_on
    if last and entry.reopened_on < last:
        raise ValidationError({"reopened_on": f"It ended on {last:%-d %B %Y}: give that day or a later."})
    entry.save()
    case.category = case.modifiability = ""
    case.reviewed_on = case.ended_on = case.handed_on = case.accepted_on = case.ready_on = case.closed_on = None
    case.panel_meeting, case.not_in_scope = None, ""
    Analysis.objects.filter(record=case.pk).update(agreed_on=None)


def _stood(case: ChildDeath) -> str:
    if case.handed_on:
        return ChildDeath.State.TRANSFERRED
    if case.not_in_scope:
        return ChildDeath.State.OUT_OF_SCOPE
    return ChildDeath.State.CLOSED if case.ended_on else ChildDeath.State.REVIEWED


def _mistake(case: ChildDeath) -> None:
    if case.papers.filter(withdrawn_on__isnull=True).exists():
        raise ValidationError("The panel has a paper of it: take that back first.")


def _needs(value: date | None, name: str) -> None:
    if value is None:
        raise ValidationError({name: "Give the date."})


_STEPS: dict[str, Callable[[ChildDeath], None]] = {
    "check": _check,
    "out_of_scope": _out_of_scope,
    "transfer": _transfer,
    "accepted": _accepted,
    "await_other": _await,
    "resume": _resume,
    "ready": _ready,
    "back": _back,
    "put_off": _put_off,
    "review": _review,
    "close": _close,
    "reopen": _reopen,
    "take_up": _reopen,
    "mistake": _mistake,
}
