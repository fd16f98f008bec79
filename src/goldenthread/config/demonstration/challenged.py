"""Challenges in every state: open, overdue, on each rung of the ladder, answered, kept in view, with every outcome."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from goldenthread.core.casework.models import Event
from goldenthread.core.casework.services import project, take_step
from goldenthread.core.thread.models import Theme
from goldenthread.core.thread.themes import adopt_themes
from goldenthread.kernel.now import LONDON, now
from goldenthread.processes.governance.challenges.ladder import ASKS, limit_day
from goldenthread.processes.governance.challenges.models import Challenge
from goldenthread.processes.governance.challenges.raising import raise_challenge
from goldenthread.processes.governance.challenges.tallies import write_tally

from .stage import Stage

MANAGER, CHAIR, LAY, HEALTH, POLICE = "business.manager", "chair", "lay.member", "agency.lead.health", "member.police"
OFFICER = "social.worker"
Step = tuple[str, str, int, dict[str, Any]]


@dataclass(frozen=True)
class Told:
    """One challenge: who puts it, as what, to whom, how many days ago; then each step by whom, how many days ago."""

    by: str
    source: str
    to: str
    ago: int
    subject: str
    asks: str
    theme: str = ""
    group: str = ""
    steps: tuple[Step, ...] = field(default=())


def _answer(by: str, ago: int, text: str) -> Step:
    return (by, "answer", ago, {"text": text})


def _decide(by: str, ago: int, outcome: str, why: str) -> Step:
    return (by, "decide", ago, {"outcome": outcome, "why": why})


STORIES = (
    Told(CHAIR, "board", "police", 6, "Strategy discussions held without health",
         "Why were health not part of one in three of them last quarter?", "Strategy discussions", "board"),
    Told(CHAIR, "board", "ambulance", 70, "No safeguarding training figures",
         "When will the trust be able to say who has been trained?", "Training and learning", "board"),
    Told(MANAGER, "group", "ambulance", 50, "Section 11 returns without evidence",
         "What shows that the standards are met?", "Supervision and management oversight", "quality"),
    Told(LAY, "lay", "council", 12, "Letters that families cannot read",
         "How are families told, in plain words, what is asked of them?", "Voice of the child", "board",
         (_answer(MANAGER, 4, "A set of letters written with parents is tried in one district."),)),
    Told(OFFICER, "iro_informal", "council", 4, "A care plan that drifts",
         "When is the plan for permanence brought back to review?", "Children in care"),
    Told(OFFICER, "iro_formal", "council", 35, "Contact arrangements not kept",
         "What is done so that the arrangements of the review are kept?", "Children in care", "",
         ((OFFICER, "to_board", 10, {"why": "Twenty working days have gone by."}),)),
    Told(OFFICER, "conference", "mental", 60, "Reports to conference come on the day",
         "What is done so that parents have read the report before the conference?", "Parental mental health", "",
         (_answer(MANAGER, 41, "Reports are now sent three days before, and counted each month."),
          _decide(MANAGER, 30, "changed", "Nine of ten reports of the last month came in time."))),
    Told(OFFICER, "letter", "Fenmoor Council", 40, "Children placed here without notice",
         "Why was this area not told before three children were placed?", "Children in care", "",
         (_answer(OFFICER, 22, "Notices were sent to an address that is no longer read."),
          _decide(OFFICER, 18, "promised", "A new address is agreed; to be seen at the next placements."))),
    Told(MANAGER, "group", "icb", 130, "Initial health assessments too late",
         "What stands in the way of twenty working days?", "Children in care", "health-safeguarding",
         ((MANAGER, "to_board", 95, {"why": "The group was told twice that an answer would come."}),
          (CHAIR, "to_chiefs", 75, {"why": "The Board heard nothing either."}),
          _answer(HEALTH, 66, "Two more clinics are paid for from next month."),
          (MANAGER, "keep", 60, {"note": "The waiting time is read at each meeting.", "days": 30}))),
    Told(CHAIR, "board", "probation", 150, "Nobody came to four meetings",
         "Who will come, and who stands in?", "Escalation and challenge", "board",
         (_answer(MANAGER, 139, "A deputy has been named."), _decide(CHAIR, 120, "satisfied", "Both came in turn."))),
    Told(CHAIR, "board", "schools", 110, "Exclusions of children on plans",
         "Are children on plans excluded more often than others?", "Education and absence", "board",
         (_answer(MANAGER, 95, "No: the figures of the year were laid before the Board."),
          _decide(CHAIR, 88, "not_upheld", "The figures show no difference."))),
    Told(LAY, "lay", "downsley", 90, "Opening hours of the housing office",
         "Where do families go on a Friday afternoon?", "", "board",
         ((LAY, "withdraw", 80, {"note": "The hours were changed before an answer was due."}),)),
    Told(CHAIR, "board", "council", 400, "Caseloads above what is safe",
         "By when will no social worker hold more than twenty children?", "Capacity and workload", "board",
         (_answer(MANAGER, 380, "A recruitment plan runs until the summer."),
          (CHAIR, "ask_again", 260, {"why": "The plan has ended and caseloads are as they were."}),
          _answer(MANAGER, 240, "Pay was raised; a third of posts is still vacant."),
          (CHAIR, "carry", 236, {"note": "A third of posts is still vacant."}))),
    Told(MANAGER, "group", "police", 300, "Missing children graded as no risk",
         "How is the grading checked?", "Missing children", "exploitation",
         (_answer(POLICE, 290, "A supervisor checks each grading."),
          _decide(MANAGER, 270, "satisfied", "A dip sample was shown to the group."),
          (MANAGER, "reopen", 45, {"why": "The new sample found the same gradings."}),
          _answer(POLICE, 20, "The checking moved to another team; it starts again this month."))),
)  # fmt: skip


def challenge_each_other(stage: Stage) -> None:
    """Put every challenge, take its steps, and set all of it on the days when it would have happened."""
    with stage.acting(MANAGER):
        known = {theme.name: theme for theme in adopt_themes(stage.board)}
        known |= {theme.name: theme for theme in Theme.objects.filter(partnership=stage.board)}
    for story in STORIES:
        challenge = _put(stage, story, known)
        for by, name, _, values in story.steps:
            given = dict(values)
            ahead = given.pop("days", None)
            if ahead is not None:
                given["look_again_on"] = stage.today + timedelta(days=ahead)
            with stage.acting(by):
                challenge = take_step(challenge, name, **given)
        with stage.acting(MANAGER):
            _date_back(stage, challenge, story)


def _put(stage: Stage, story: Told, known: dict[str, Theme]) -> Challenge:
    to = stage.agencies.get(story.to)
    with stage.acting(story.by):
        return raise_challenge(
            partnership=stage.board,
            source=story.source,
            subject=story.subject,
            asks=story.asks,
            agency=to,
            other_body="" if to else story.to,
            group=stage.groups.get(story.group),
            themes=[known[story.theme]] if story.theme else [],
            opened_on=stage.today - timedelta(days=story.ago),
        )


def _date_back(stage: Stage, challenge: Challenge, story: Told) -> None:
    """The verbs write down the day on which they are taken; this was told over more than a year."""
    days = [(name, stage.today - timedelta(days=ago)) for _, name, ago, _ in story.steps]
    asks = [challenge.opened_on, *(day for name, day in days if name in ASKS)]
    answers = [day for name, day in days if name == "answer"]
    for rung, day in zip(challenge.rungs.all(), asks, strict=True):
        rung.on, rung.due_on = day, limit_day(challenge, rung.rung, day)
        rung.answered_on = min((one for one in answers if one >= day), default=None)
        rung.save()
    said: tuple[tuple[Any, str], ...] = ((challenge.answers, "answer"), (challenge.judgements, "decide"))
    for rows, name in said:
        for row, day in zip(rows.all(), (day for one, day in days if one == name), strict=True):
            row.on = day
            row.save()
    challenge.answer_due_on = rung.due_on or asks[-1]  # the last time that it was asked for
    if challenge.answered_on:
        challenge.answered_on = max(answers)
    if challenge.decided_on:
        challenge.decided_on = challenge.closed_on = days[-1][1]
    challenge.save()
    project(challenge)
    write_tally(challenge)
    _events(challenge, [challenge.opened_on, *(day for _, day in days)])


def _events(challenge: Challenge, days: list[date]) -> None:
    told = list(Event.objects.filter(record_id=challenge.pk).order_by("pk"))
    for event, day in zip(told, days, strict=True):
        event.at = min(datetime.combine(day, time(11), tzinfo=LONDON), now())
    Event.objects.bulk_update(told, ["at"])
