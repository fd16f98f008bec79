"""Allegations in the demonstration: every state and outcome, one told late, one handed over, one whose person left, one
known from before, and the year before in counts. Nobody here exists, and nothing of it happened.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from goldenthread.core.casework.models import Event
from goldenthread.core.casework.registering import appoint_keeper, register_of
from goldenthread.core.casework.services import open_record, take_step
from goldenthread.core.thread.learning import raise_finding
from goldenthread.kernel.now import LONDON, now
from goldenthread.kernel.periods import Stretch
from goldenthread.processes.registers.allegations.counting import Counted, shown_of
from goldenthread.processes.registers.allegations.models import Case, YearCount
from goldenthread.processes.registers.allegations.process import allegations
from goldenthread.processes.registers.yearly import keep_shown, years_over

from .stage import Stage

OFFICER, MANAGER = "designated.officer", "designated.manager"
SCHOOL, ACADEMY, EARLY, CARER, HOME, HEALTH, SPORT, FAITH = (f"employer-{n}" for n in (1, 2, 4, 6, 7, 9, 13, 14))
PHYSICAL, SEXUAL, EMOTIONAL, NEGLECT, CONDUCT, ONLINE = (f"allegation-{n}" for n in range(1, 7))
KNOWN = "Peregrine Vexley"
#: A step: how many days after the contact, its name, what it says ("@" before the name of a date, of that day).
Steps = tuple[tuple[int, str, dict[str, Any]], ...]


@dataclass(frozen=True)
class Told:
    """One contact: days ago, sector, who made it, the kind of harm, the person, the steps since."""

    days: int
    sector: str
    source: str
    harm: str
    name: str
    steps: Steps = ()
    late: int = 0


def _met(*, on: int = 1) -> Steps:
    return ((on, "allegation", {"triaged_on": on, "harmed": True, "threshold_reason": "A child may have been hurt."}),)


def _looked_into(next_step: str = "investigation") -> Steps:
    considered = {"considered_on": 3, "next_step": next_step, "note": "With the employer, the police and social care."}
    return (*_met(), (3, "consider", considered))


def _ended(days: int, outcome: str, **more: Any) -> Steps:
    agreed = {"outcome": outcome, "outcome_on": days, "note": "What colleagues and the child said.", **more}
    return (
        *_looked_into(),
        (20, "meeting", {"held_on": 20, "attended": "Employer, police, social care", "decisions": "Go on."}),
        (days, "conclude", agreed),
    )


def _closed(days: int, outcome: str, **more: Any) -> Steps:
    return (*_ended(days, outcome, **more), (days + 5, "close", {"ended_on": days + 5, "note": "The file is whole."}))


DBS = (62, "referral", {"to": "dbs", "duty": "yes", "referred_on": 62})
POLICE = (4, "strand", {"strand": "police", "what": "started", "happened_on": 4})
POLICE_DONE = (55, "strand", {"strand": "police", "what": "ended", "happened_on": 55, "result": "proceeded"})
SUBSTANTIATED = _closed(60, "substantiated", sanction="dismissed")

TOLD = (
    Told(1, ACADEMY, "employer", CONDUCT, "Lysander Pell"),
    Told(2, SPORT, "parent_or_carer", EMOTIONAL, KNOWN),
    Told(3, FAITH, "police", SEXUAL, "Ottoline Crake", _met(on=0), late=4),
    Told(12, SCHOOL, "school", CONDUCT, "Barnabas Yate",
         ((1, "consultation", {"triaged_on": 1, "advice": "A low-level concern: speak to the person."}),)),
    Told(25, HEALTH, "another_area", SEXUAL, "Isolde Marchbanks",
         ((0, "information", {"triaged_on": 0, "other_area": "The designated officer of Medbourne"}),)),
    Told(75, EARLY, "ofsted", NEGLECT, "Tobias Wren", (*_looked_into(), POLICE)),
    Told(50, CARER, "social_care", PHYSICAL, "Rosamund Tye",
         (*_looked_into(), (6, "suspension", {"suspension": "moved", "suspension_on": 6, "suspension_why": "Neutral."}),
          (20, "meeting", {"held_on": 20, "attended": "Fostering service, police", "decisions": "See the child."}),
          (30, "left", {"left_on": 30, "left_how": "resigned"}), (44, "review", {"reviewed_on": 44}))),
    Told(90, HOME, "employer", PHYSICAL, "Cuthbert Lorne", _ended(80, "unsubstantiated")),
    Told(330, SCHOOL, "employer", SEXUAL, "Aurelia Finch",
         (*SUBSTANTIATED[:2], POLICE, SUBSTANTIATED[2], POLICE_DONE, SUBSTANTIATED[3], DBS, SUBSTANTIATED[4],
          (90, "learn", {"held_on": 90, "learned": "Visitors were let in without a look at who they were."}))),
    Told(300, ACADEMY, "employer", PHYSICAL, "Hector Sallow", _closed(24, "malicious")),
    Told(280, SPORT, "parent_or_carer", EMOTIONAL, KNOWN, _closed(40, "false")),
    Told(260, EARLY, "ofsted", PHYSICAL, "Mirabel Stroud", _closed(150, "unsubstantiated")),
    Told(240, HOME, "child", PHYSICAL, "Jocasta Blythe", _closed(28, "unfounded")),
    Told(210, HEALTH, "health", CONDUCT, "Leopold Gantry", _closed(15, "below_threshold")),
    Told(180, FAITH, "police", ONLINE, "Evander Holt",
         (*_met(), (9, "hand_over", {"handed_on": 9, "other_area": "Medbourne", "note": "The person works there."}))),
    Told(160, SCHOOL, "school", EMOTIONAL, "Wilhelmina Dray",
         (*_closed(21, "false"), (100, "reopen", {"reopened_on": 100, "why": "A second child has spoken."}))),
    Told(150, SCHOOL, "employer", CONDUCT, "Wilhelmina Dray", ((0, "mistake", {"note": "Entered twice."}),)),
)  # fmt: skip
DATES = {"triaged_on", "considered_on", "held_on", "happened_on", "outcome_on", "ended_on", "handed_on", "reviewed_on",
         "reopened_on", "suspension_on", "left_on", "referred_on"}  # fmt: skip


def keep_allegations(stage: Stage) -> None:
    """The officer and their manager keep the register; each contact goes its way; the year before in counts."""
    with stage.acting("chair"):
        register = register_of(stage.board, allegations.slug)
        for address in (OFFICER, MANAGER):
            appoint_keeper(register, stage.person_of(address), why="Works on allegations", since=stage.today)
    stage.forget()
    officer = stage.person_of(OFFICER)
    with stage.acting(OFFICER):
        cases = [_enter(stage, told, officer) for told in TOLD]
    for told, case in zip(TOLD, cases, strict=True):
        _walk(stage, told, case)
    _date(stage, dict(zip((case.pk for case in cases), TOLD, strict=True)))
    with stage.acting(OFFICER):
        learned = next(case for told, case in zip(TOLD, cases, strict=True) if told.name == "Aurelia Finch")
        raise_finding(source=learned, text="Visitors to schools are let in without a look at who they are.")
        year = years_over(1)[0]
        shown = shown_of(year, list(_of_last_year(year)), officers=4)
        keep_shown(YearCount, stage.board, year, shown, source="The tracker that was used before this register")


def _enter(stage: Stage, told: Told, officer: Any) -> Case:
    day = stage.today - timedelta(days=told.days)
    made: Case = open_record(
        allegations, partnership=stage.board, lead_agency=stage.agencies["council"], officer=officer,
        referred_at=datetime.combine(day, time(9, 30), LONDON), incident_on=day - timedelta(days=told.late + 1),
        known_on=day - timedelta(days=told.late) if told.source in ("employer", "police", "school") else None,
        source=told.source, sector=told.sector, context="work", harm=told.harm, employer="An employer in Aldermere",
        subject_name=told.name, subject_born=date(1979, 3, 14), post="Works with children", regulated="yes",
        account="A child said that they were hurt.",
    )  # fmt: skip
    return made


def _walk(stage: Stage, told: Told, case: Case) -> None:
    day = stage.today - timedelta(days=told.days)
    for after, name, said in told.steps:
        values: dict[str, Any] = {key: day + timedelta(days=one) if key in DATES else one for key, one in said.items()}
        with stage.acting(MANAGER if name == "close" else OFFICER):
            take_step(case, name, on=day + timedelta(days=after), **values)


def _date(stage: Stage, cases: dict[int, Told]) -> None:
    """What was done, on the days on which it would have been: by the database's owner, as the app's role could not."""
    with stage.acting(OFFICER):
        events = list(Event.objects.filter(record_id__in=cases).order_by("record_id", "pk"))
        seen: dict[int, int] = {}
        for event in events:
            told = cases[event.record_id]
            nth = seen[event.record_id] = seen.get(event.record_id, -1) + 1
            after = told.steps[nth - 1][0] if 0 < nth <= len(told.steps) else 0
            day = stage.today - timedelta(days=told.days - after)
            event.at = min(datetime.combine(day, time(11, nth), LONDON), now())
        Event.objects.bulk_update(events, ["at"], batch_size=200)


#: Sectors and outcomes as they come in a county: some often, some seldom.
SPREAD = (1, 1, 1, 1, 2, 2, 2, 4, 4, 4, 6, 6, 6, 7, 7, 8, 9, 9, 5, 12, 13, 14, 15, 16, 3, 10, 1, 2, 6)
CAME_TO = ("unfounded", "unsubstantiated", "substantiated", "unsubstantiated", "false", "substantiated", "unfounded",
           "below_threshold", "unsubstantiated", "false")  # fmt: skip


def _of_last_year(year: Stretch) -> list[Counted]:
    """224 allegations and 410 consultations of a year, spread as they are in a county; none of them a case."""
    found = []
    for n in range(666):
        kind = "allegation" if n < 224 else "consultation" if n < 634 else "information"
        made = year.first + timedelta(days=(n * 37) % 365)
        ended = made + timedelta(days=(12, 25, 60, 85, 140, 20, 28, 200)[n % 8])
        closed = kind == "allegation" and ended <= year.last
        found.append(
            Counted(
                kind,
                made,
                f"employer-{SPREAD[n * 7 % len(SPREAD)]}",
                ("employer", "police", "social_care", "school")[n % 4],
                f"allegation-{1 + n % 6}",
                CAME_TO[n // 3 % len(CAME_TO)] if closed else "",
                ended if closed else None,
                told_in_time=n % 5 != 0 if n % 4 in (0, 3) else None,
            )
        )
    return found
