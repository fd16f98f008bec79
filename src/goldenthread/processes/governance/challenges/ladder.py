"""The ladder: what each step does to a challenge, which clock runs on which rung, and who may judge it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError

from goldenthread.core.casework.clocks import calendar_of, limits_of
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.kernel.clocks import Clock, Counted, Limit, Period, clock, due
from goldenthread.kernel.now import today
from goldenthread.kernel.spans import day_of, days

from .models import Challenge, Ladder, Rung

State, Outcome, Source = Challenge.State, Challenge.Outcome, Challenge.Source
ORDER = list(Ladder)
#: A step that asks for an answer -> the rung on which it does so; nothing: where it stands.
ASKS = {
    "to_group": Ladder.GROUP,
    "to_board": Ladder.BOARD,
    "to_chiefs": Ladder.CHIEFS,
    "ask_again": None,
    "reopen": None,
}
#: What is business as usual is looked at again after half a year, unless a day is given.
HALF_A_YEAR = timedelta(days=182)
SENIOR = frozenset({"agency_lead", "member", "team_manager", "business_manager", "administrator"})
INFORMAL = "informal"


def before(challenge: Challenge, name: str, note: str) -> None:
    """What follows from a step, in the columns that lists and clocks ask."""
    if name in ASKS:
        _ask(challenge, ASKS[name])
    elif name == "answer":
        _answer(challenge)
    elif name == "keep":
        _said(note)
        challenge.look_again_on = challenge.look_again_on or today() + HALF_A_YEAR
        _must_lie_ahead(challenge.look_again_on, "look_again_on", today())
    elif name == "decide":
        judged = challenge.judgements.latest("pk")
        _over(challenge, judged.outcome, judged.why)
        challenge.closed_on = today()
    elif name == "withdraw":
        _over(challenge, Outcome.WITHDRAWN, note)
    elif name == "carry":
        challenge.outcome, challenge.outcome_why = Outcome.UNRESOLVED, _said(note)
    if challenge.state != State.KEPT:
        challenge.look_again_on = None


def put(challenge: Challenge, rung: Rung) -> None:
    """Ask for an answer on a rung: its due date is the one given, or the limit in force."""
    if rung.due_on:
        _must_lie_ahead(rung.due_on, "due_on", rung.on)
    rung.own_date = rung.due_on is not None
    rung.due_on = rung.due_on or limit_day(challenge, rung.rung, rung.on)
    rung.save()
    challenge.rung, challenge.answer_due_on, challenge.answered_on = rung.rung, rung.due_on, None


def limit_day(challenge: Challenge, rung: str, on: date) -> date:
    """The last day for an answer on a rung that is asked for on a day."""
    limit = limits_of(challenge.partnership)("CHL-1", on, part_of(challenge, rung))
    return day_of(due(limit, on, calendar_of(challenge.partnership)) or on)


def part_of(challenge: Challenge, rung: str) -> str:
    """The part of the clock that runs on a rung: an officer's informal dispute has its own on the lowest."""
    return INFORMAL if challenge.source == Source.IRO_INFORMAL and rung == Ladder.AGENCY else str(rung)


def may_judge(challenge: Any) -> bool:
    """For those who run the partnership, and whoever challenges."""
    actor = current_actor()
    if actor.oversees(challenge.partnership_id):
        return True
    theirs = challenge.challenger_agency_id != challenge.lead_agency_id and challenge.challenger_agency_id in (
        actor.agencies_at(challenge.partnership_id)
    )
    raised = challenge.opened_by_id is not None and challenge.opened_by_id == actor.user
    return theirs or raised or challenge.challenger_id in actor.claim("persons")


def may_answer(challenge: Any) -> bool:
    """For those who speak for the agency; of another body's answer, for whoever wrote to it."""
    actor = current_actor()
    roles = actor.roles(challenge.partnership_id)
    if roles & UNIT:
        return True
    return bool(challenge.other_body) or (bool(roles & SENIOR) and not _raised_by_them(challenge))


def above(rung: Ladder) -> Callable[[Any], bool]:
    """A condition: the challenge stands below a rung, and whoever asks may judge it."""

    def below(challenge: Any) -> bool:
        if rung == Ladder.GROUP and challenge.group_id is None:
            return False
        return ORDER.index(Ladder(challenge.rung)) < ORDER.index(rung) and may_judge(challenge)

    below.__doc__ = f"When it stands below the {rung.label.lower()}, by those who may judge it."
    return below


def clocks() -> tuple[Clock, ...]:
    """One clock for each rung, and the whole of a formal dispute."""
    rungs = [
        clock("CHL-1", part=part, periods=_asked_at(part), within=_allowed(part), label=f"Answer due ({label})")
        for part, label in ((INFORMAL, "agency, informal"), *((rung.value, rung.label.lower()) for rung in ORDER))
    ]
    return (*rungs, clock("IRO-2", periods=_whole, label="The whole of the formal dispute"))


def _asked_at(part: str) -> Callable[[Any], Iterable[Period]]:
    def periods(challenge: Any) -> Iterable[Period]:
        gone = challenge.decided_on if challenge.state == State.WITHDRAWN else None
        for rung in challenge.rungs.all():
            if part_of(challenge, rung.rung) == part:
                yield rung.on, rung.answered_on or gone

    return periods


def _allowed(part: str) -> Callable[[Any, date], Limit]:
    def allowed(challenge: Any, on: date) -> Limit:
        asked = [r for r in challenge.rungs.all() if r.on == on and part_of(challenge, r.rung) == part and r.own_date]
        if asked:
            return Counted(days((asked[-1].due_on - on).days))
        return limits_of(challenge.partnership)("CHL-1", on, part)

    return allowed


def _whole(challenge: Any) -> Iterable[Period]:
    if challenge.source == Source.IRO_FORMAL:
        yield challenge.opened_on, challenge.decided_on


def _ask(challenge: Challenge, target: Ladder | None) -> None:
    rung = challenge.rungs.latest("pk")
    rung.why = _said(rung.why, "why")
    rung.rung = target or challenge.rung
    put(challenge, rung)
    challenge.decided_on = challenge.closed_on = None
    if challenge.outcome != Outcome.UNRESOLVED:
        challenge.outcome = challenge.outcome_why = ""


def _answer(challenge: Challenge) -> None:
    """An answer meets every time that it was asked for and had not come; who gave it, and for whom, is kept."""
    given = challenge.answers.latest("pk")
    given.text = _said(given.text, "text")
    given.agency = challenge.other_body or str(challenge.lead_agency)
    given.save()
    for rung in challenge.rungs.filter(answered_on__isnull=True):
        rung.answered_on = given.on
        rung.save()
    challenge.answered_on = given.on


def _over(challenge: Challenge, outcome: str, why: str) -> None:
    challenge.outcome, challenge.outcome_why, challenge.decided_on = outcome, _said(why), today()


def _said(why: str, name: str = "note") -> str:
    if not why.strip():
        raise ValidationError({name: "Say why." if name != "text" else "Write the answer."})
    return why.strip()


def _must_lie_ahead(day: date, name: str, since: date) -> None:
    if day < since:
        raise ValidationError({name: "Give a day that lies ahead."})


def _raised_by_them(challenge: Any) -> bool:
    """Nobody answers their own challenge, though officer and manager may be of one agency."""
    actor = current_actor()
    return challenge.opened_by_id is not None and challenge.opened_by_id == actor.user
