"""Under which framework a notification is considered, which clocks run on it, and which proceedings go on beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from goldenthread.core.tenancy.courses import course_of
from goldenthread.kernel.clocks import Pause, Period
from goldenthread.law.case_reviews.criteria import Criteria, serious_case
from goldenthread.law.case_reviews.outcomes import OUTCOMES
from goldenthread.law.eras import LSCB_2015, Era

from .models import CaseReview, Parallel

State = CaseReview.State
#: Not this board's or partnership's to decide on.
ELSEWHERE = (State.HANDED_OVER, State.MISTAKE)
#: Outcomes after which a review is held here: a national one is held by the Panel.
REVIEWED_HERE = frozenset(one.code for one in OUTCOMES if one.is_review) - {"national"}


@dataclass(frozen=True)
class Spell:
    """From the notification, or a reopening, to the decision. Nothing decided yet: the last of a case that waits."""

    began: date
    decided: date | None
    outcome: str


def framework(case: CaseReview) -> Era:
    """The framework it was notified under: in it, it is argued, decided and finished."""
    if "framework" not in case.__dict__:  # asked by several steps and clocks of one page
        case.__dict__["framework"] = course_of(case.partnership).on(case.notified_on)
    found: Era = case.__dict__["framework"]
    return found


def criteria_of(case: CaseReview) -> Criteria:
    """The criteria that the notification is argued against, limb by limb."""
    return serious_case(framework(case))


def by_the_board(case: CaseReview) -> bool:
    """Where it was notified to a board, whose chair decides"""
    return framework(case) is LSCB_2015


def by_the_partners(case: CaseReview) -> bool:
    """Where it was notified to the safeguarding partners, each of whom decides"""
    return not by_the_board(case)


def not_told(case: CaseReview) -> bool:
    """Until the notifier was told"""
    return case.told_on is None


def has_no_report(case: CaseReview) -> bool:
    """Where no review was held on it"""
    return case.published_on is None and case.withheld_on is None


def not_before_it_was_opened_again(case: CaseReview, day: date, column: str) -> None:
    """Raises ValidationError for a day of what was done anew that is before the case was last opened again."""
    last = max((one.reopened_on for one in case.reopenings.all()), default=None)
    if last and day < last:
        raise ValidationError({column: f"It was opened again on {last:%-d %B %Y}: give that day or a later."})


def spells(case: CaseReview) -> list[Spell]:
    """Each time that it was decided, and the wait that goes on now."""
    began, found = case.notified_on, []
    for again in case.reopenings.all():
        if again.decided_on:
            found.append(Spell(began, again.decided_on, again.outcome))
        began = again.reopened_on
    if case.state not in ELSEWHERE:
        found.append(Spell(began, case.decided_on, case.outcome))
    return found


def notified(case: CaseReview) -> Iterator[Period]:
    """INC-1: from when the local authority knew to its national notification. Late whoever decides on it."""
    if case.state != State.MISTAKE and case.notifiable != "no":
        yield case.aware_on, case.authority_on


def decision(case: CaseReview) -> Iterator[Period]:
    """SCR-1: from the notification to the Chair's decision."""
    for spell in spells(case):
        yield spell.began, spell.decided


def told_of_a_review(case: CaseReview) -> Iterator[Period]:
    """SCR-2: from the decision on a serious case review to the letter about it."""
    for spell in spells(case):
        if spell.outcome == "scr":
            yield spell.decided, _letter(case, "decision", spell.decided)


def told_of_none(case: CaseReview) -> Iterator[Period]:
    """SCR-3: from a decision not to hold one to the letter with the reasons."""
    for spell in spells(case):
        if spell.outcome not in ("", "scr"):
            yield spell.decided, _letter(case, "no_review", spell.decided)


def completed(case: CaseReview) -> Iterator[Period]:
    """SCR-4: from the decision to the accepted report."""
    if case.outcome == "scr":
        yield case.decided_on, case.accepted_on


def scr_on_show(case: CaseReview) -> Iterator[Period]:
    """SCR-5: how long the report stays on the website."""
    if case.outcome == "scr":
        yield case.published_on, case.taken_down_on


def rapid_review(case: CaseReview) -> Iterator[Period]:
    """RR-1: from the notification to the Panel to the day on which the rapid review is sent to it."""
    if case.state not in ELSEWHERE:
        yield case.panel_on, _letter(case, "rapid_review", case.panel_on)


def published(case: CaseReview) -> Iterator[Period]:
    """LCSPR-1: from the decision to publication, or to the decision not to publish."""
    if case.outcome == "lcspr":
        yield case.decided_on, case.published_on or case.withheld_on


def copied(case: CaseReview) -> Iterator[Period]:
    """LCSPR-2: back from publication, planned or done, to the copy that goes before it."""
    if case.outcome == "lcspr" and case.withheld_on is None:
        yield case.published_on or case.planned_on, _letter(case, "report", case.accepted_on)


def lcspr_on_show(case: CaseReview) -> Iterator[Period]:
    """LCSPR-3: how long the report stays publicly available."""
    if case.outcome == "lcspr":
        yield case.published_on, case.taken_down_on


def waits(case: CaseReview) -> Iterator[Pause]:
    """While proceedings go on, a review's clocks stand still. What overlaps is one pause."""
    merged: list[tuple[date, date]] = []
    for since, until in sorted((since, until or date.max) for _, since, until in beside(case)):
        if merged and since <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], until)
        else:
            merged.append((since, until))
    for since, until in merged:
        yield since, None if until == date.max else until


def beside(case: CaseReview) -> list[tuple[str, date, date | None]]:
    """Each spell of each proceedings: (which, from, until or nothing)."""
    running: dict[str, date] = {}
    found: list[tuple[str, date, date | None]] = []
    for row in case.parallels.all():
        if row.what == Parallel.What.STARTED:
            running.setdefault(row.process, row.happened_on)
        elif row.process in running:
            found.append((row.process, running.pop(row.process), row.happened_on))
    return found + [(name, since, None) for name, since in running.items()]


def _letter(case: CaseReview, what: str, since: date | None) -> Any:
    """The first letter of a kind since a day."""
    sent = [row.sent_on for row in case.letters.all() if row.what == what and (since is None or row.sent_on >= since)]
    return min(sent, default=None)
