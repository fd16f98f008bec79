"""What a step on a notification brings with it: what must be there before, what it sets, what a reopening undoes.

`before` is called within the step, before the case is checked and saved; `after` once it is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.core.exceptions import ValidationError

from goldenthread.core.casework.models import Hold
from goldenthread.core.casework.sealed import lift_hold, place_hold
from goldenthread.kernel.now import today
from goldenthread.law.case_reviews.outcomes import outcomes_of

from .deciding import DECISIONS
from .models import CaseReview, Consideration, Parallel
from .standing import by_the_board, criteria_of, framework, not_before_it_was_opened_again
from .telling import tell_the_notifier

#: Proceedings -> why the file is held while they go on.
HOLDING = {"criminal": "criminal", "coroner": "inquest", "care": "family"}
#: Reviews whose reviewer is independent, and whose report is published or the Panel told why not.
STATUTORY = frozenset({"scr", "lcspr"})


def before(case: CaseReview, name: str, note: str) -> None:
    step = _STEPS.get(name)
    if step:
        step(case)


def after(case: CaseReview, name: str) -> None:
    """Proceedings hold the file for as long as they go on; the notifier is told by email."""
    if name == "parallel":
        newest = case.parallels.latest("pk")
        reason = HOLDING[newest.process]
        if newest.what == Parallel.What.STARTED:
            place_hold(case, reason=reason, since=newest.happened_on)
        else:
            for hold in Hold.objects.filter(record=case.pk, reason=reason, lifted_on__isnull=True):
                lift_hold(hold)
    if name == "tell":
        tell_the_notifier(case)


def unargued(case: CaseReview) -> dict[str, str]:
    """Each limb that is not answered, or has no word of rationale: its column, and what to do."""
    missing = {}
    for limb in criteria_of(case).limbs:
        if not getattr(case, f"{limb.key}_holds"):
            missing[f"{limb.key}_holds"] = "Say whether it holds, or is not known."
        if not case.__dict__.get(f"{limb.key}_why"):
            missing[f"{limb.key}_why"] = "Say why it holds, or does not."
    return missing


def _argue(case: CaseReview) -> None:
    missing = unargued(case)
    if missing:
        raise ValidationError(missing)


def _all_argued(case: CaseReview) -> None:
    if unargued(case):
        raise ValidationError("Argue each limb of the criteria first: the group considers the rationale.")


def _hold_rapid(case: CaseReview) -> None:
    _needs(case.panel_on, "panel_on")


def _rapid(case: CaseReview) -> None:
    _needs(case.rapid_on, "rapid_on")
    empty = [name for name in ("facts", "safety", "potential", "next_steps") if not case.__dict__.get(name)]
    if empty:
        raise ValidationError(dict.fromkeys(empty, "A rapid review says this."))


def _recommend(case: CaseReview) -> None:
    _all_argued(case)
    row = _looked(case, Consideration.Result.RECOMMENDED)
    if not row.recommendation:
        raise ValidationError({"recommendation": "Say what is recommended. If it is not agreed, record that."})
    _of_the_framework(case, row.recommendation, "recommendation")
    row.save()


def _disagree(case: CaseReview) -> None:
    _all_argued(case)
    row = _looked(case, Consideration.Result.NOT_AGREED)
    if not row.dissented:
        raise ValidationError({"dissent": "Say who was of which mind, and why."})
    row.save()


def _extraordinary(case: CaseReview) -> None:
    row = _looked(case, Consideration.Result.RECOMMENDED, extraordinary=True)
    if row.recommendation:
        _of_the_framework(case, row.recommendation, "recommendation")
    elif not row.dissented:
        raise ValidationError({"dissent": "It is put to who decides without a recommendation: say who wants what."})
    row.save()


def _put_off(case: CaseReview) -> None:
    row = _looked(case, Consideration.Result.PUT_OFF)
    if not row.__dict__.get("why"):
        raise ValidationError({"why": "Say which information is missing, and who brings it."})
    row.save()


def _looked(case: CaseReview, result: str, *, extraordinary: bool = False) -> Consideration:
    """The look that this step has added, with what it came to; saved by the caller, once that holds."""
    row: Consideration = case.considerations.latest("pk")
    row.result, row.extraordinary = result, extraordinary
    row.dissented = bool(row.__dict__.get("dissent"))
    not_before_it_was_opened_again(case, row.held_on, "held_on")
    if extraordinary:
        first = case.considerations.filter(result="not_agreed").order_by("pk").last()
        if first and row.held_on < first.held_on:
            raise ValidationError({"held_on": f"It was not agreed on {first.held_on:%-d %B %Y}: that comes first."})
    return row


def _of_the_framework(case: CaseReview, outcome: str, column: str) -> None:
    """Raises ValidationError for an outcome there is not under this framework, or before the rapid review."""
    era = framework(case)
    if outcome not in {one.code for one in outcomes_of(era.key)}:
        named = ", ".join(one.title for one in outcomes_of(era.key))
        raise ValidationError({column: f"Under {era.title} it is one of: {named}."})
    if by_the_board(case):
        return
    if outcome == "not_serious" and case.panel_on:
        raise ValidationError({column: "A rapid review was begun: choose what came of it."})
    if outcome != "not_serious" and case.rapid_on is None:
        raise ValidationError({column: "Hold the rapid review first, or say that it is not a serious incident."})


def _tell(case: CaseReview) -> None:
    _needs(case.told_on, "told_on")


def _scope(case: CaseReview) -> None:
    _needs(case.reviewer_on, "reviewer_on")
    for name, words in (("terms", "Give the scope."), ("reviewer", "Say who the reviewer is.")):
        if not case.__dict__.get(name):
            raise ValidationError({name: words})
    if not case.method:
        raise ValidationError({"method": "Say by which method it is reviewed."})
    if case.outcome in STATUTORY and not case.independent:
        raise ValidationError({"independent": "The reviewer of this kind of review is independent."})


def _publish(case: CaseReview) -> None:
    _needs(case.published_on, "published_on")
    if case.outcome in STATUTORY and not case.letters.filter(what="report").exists():
        raise ValidationError("Send the report to the national Panel first, and record the letter.")
    case.withheld_on, case.withheld_for, case.withheld_why = None, "", ""


def _withhold(case: CaseReview) -> None:
    _needs(case.withheld_on, "withheld_on")
    if not case.withheld_for:
        raise ValidationError({"withheld_for": "Say why it is not published."})
    if not case.__dict__.get("withheld_why"):
        raise ValidationError({"withheld_why": "Give the reasons: the national Panel asks for them."})
    if case.withheld_for == "not_required" and case.outcome in STATUTORY:
        raise ValidationError({"withheld_for": "The report of this kind of review is published: give the real reason."})


def _close(case: CaseReview) -> None:
    _needs(case.ended_on, "ended_on")
    if case.told_on is None:
        raise ValidationError("Tell the notifier what was decided first.")
    sent = set(case.letters.values_list("what", flat=True))
    missing = [words for what, words in _owed(case) if what not in sent]
    if missing:
        raise ValidationError(f"Record first when this went or came: {'; '.join(missing)}.")
    case.closed_on = case.ended_on


def _owed(case: CaseReview) -> list[tuple[str, str]]:
    """The letters without which a case is not closed: what, and its words."""
    owed = []
    if by_the_board(case):
        review = case.outcome == "scr"
        owed.append(("decision", "the decision to review") if review else ("no_review", "the decision not to review"))
    elif case.panel_on:
        owed.append(("rapid_review", "the rapid review, to the Panel"))
    if case.outcome == "national":
        owed.append(("reply", "the Panel's reply"))
    if case.withheld_on and case.outcome in STATUTORY:
        owed.append(("not_published", "the reasons for not publishing, to the Panel"))
    return owed


def _hand_over(case: CaseReview) -> None:
    _needs(case.handed_on, "handed_on")
    if case.handed_on:
        not_before_it_was_opened_again(case, case.handed_on, "handed_on")
    if not case.__dict__.get("other_area"):
        raise ValidationError({"other_area": "Say which area takes it over."})
    case.closed_on = case.handed_on


def _mistake(case: CaseReview) -> None:
    case.closed_on = today()


def _reopen(case: CaseReview) -> None:
    """Keep what it had come to with the reopening, and take it off the case."""
    entry = case.reopenings.latest("pk")
    entry.was = _stood(case)
    entry.outcome, entry.decided_on, entry.ended_on = case.outcome, case.decided_on, case.closed_on
    last = case.closed_on or case.decided_on
    if last and entry.reopened_on < last:
        raise ValidationError({"reopened_on": f"It ended on {last:%-d %B %Y}: give that day or a later."})
    entry.save()
    case.outcome, case.reasons = "", ""
    case.decided_on = case.told_on = case.ended_on = case.handed_on = case.closed_on = None


def _stood(case: CaseReview) -> str:
    if case.handed_on:
        return CaseReview.State.HANDED_OVER
    return CaseReview.State.CLOSED if case.ended_on else CaseReview.State.DECIDED


def _needs(value: date | None, name: str) -> None:
    if value is None:
        raise ValidationError({name: "Give the date."})


def _on(name: str) -> Callable[[CaseReview], None]:
    return lambda case: _needs(getattr(case, name), name)


_STEPS: dict[str, Callable[[CaseReview], None]] = {
    "argue": _argue,
    "hold_rapid": _hold_rapid,
    "rapid": _rapid,
    "recommend": _recommend,
    "disagree": _disagree,
    "extraordinary": _extraordinary,
    "put_off": _put_off,
    "tell": _tell,
    "scope": _scope,
    "draft": _on("drafted_on"),
    "accept": _on("accepted_on"),
    "publish": _publish,
    "withhold": _withhold,
    "take_down": _on("taken_down_on"),
    "close": _close,
    "hand_over": _hand_over,
    "mistake": _mistake,
    "reopen": _reopen,
    "take_up": _reopen,
    **DECISIONS,
}
