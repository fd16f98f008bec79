"""The register of risks: rising, falling, tolerated, above the appetite, closed; early warnings decided on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from goldenthread.core.casework.services import project, take_step
from goldenthread.processes.governance.risks.appetite import set_appetite
from goldenthread.processes.governance.risks.candidates import accept, collect, dismiss, join
from goldenthread.processes.governance.risks.models import Candidate, Risk
from goldenthread.processes.governance.risks.opening import mitigate, open_risk
from goldenthread.processes.governance.risks.standing import next_look

from .stage import Stage

Scores = tuple[tuple[int, int, int, str], ...]


@dataclass(frozen=True)
class Told:
    """One risk: whose, what kind, in words; (days ago, likelihood, impact, why) each time; a last step; a promise."""

    agency: str
    kind: str
    subject: str
    cause: str
    event: str
    effect: str
    scores: Scores
    then: str = ""
    why: str = ""
    promise: str = ""
    group: str = "board"


RISKS = (
    Told("community", "vacancies", "Health visitors", "One post in three is vacant.",
         "Visits to new babies are missed.",
         "Babies at risk are not seen in their first weeks.",
         ((300, 3, 3, "One post in five vacant."), (200, 3, 4, "One in four."), (60, 4, 4, "One in three.")),
         promise="Recruit eight health visitors and keep those who are there"),
    Told("council", "caseloads", "Caseloads in the assessment teams", "Referrals rose and posts did not.",
         "Assessments are hurried.", "Signs of neglect are not put together.",
         ((280, 5, 4, "24 children to a social worker."), (150, 4, 4, "21."), (40, 3, 3, "18, and falling.")),
         promise="Two more teams from the summer"),
    Told("voluntary", "funding", "Young carers' service", "Its grant ends in March.", "The service closes.",
         "Children who care for a parent are not noticed.", ((50, 4, 3, "No new grant is in sight."),),
         "tolerate", "The Board has asked the districts; nothing can be done before the budget."),
    Told("ambulance", "systems", "No figures on training", "The learning system cannot count.",
         "Nobody knows who is trained.", "Crews may miss what they see in a home.",
         ((120, 3, 3, "No figure for a year."), (20, 3, 3, "Still none.")), group="learning"),
    Told("downsley", "lost_posts", "Housing safeguarding lead", "The post was cut.",
         "Nobody takes part in conferences.", "Families at risk of eviction are not known.",
         ((240, 3, 3, "Vacant."), (110, 1, 2, "Shared with a neighbour.")),
         "close", "Two districts share the post.", group="district-leads"),
    Told("youth", "demand", "Exploitation through the summer", "More children are groomed online.",
         "Workers have no time for visits.", "Children are drawn in without anyone seeing it.",
         ((400, 2, 3, "As every year."),), group="exploitation"),
)  # fmt: skip


def write_down_risks(stage: Stage) -> None:
    """Every risk with its assessments on the days when they would have been made; then the early warnings."""
    with stage.acting("chair"):
        set_appetite(stage.board, highest=9, reason="The Board, when the register was begun.")
        set_appetite(stage.board, kind_of_risk="vacancies", highest=8, reason="The Board: too many posts are empty.")
    with stage.acting("business.manager"):
        made = [_write(stage, told) for told in RISKS]
    collect(stage.board)
    with stage.acting("business.manager"):
        _decide(stage, made[3])


def _write(stage: Stage, told: Told) -> Risk:
    first, *later = told.scores
    risk = open_risk(
        partnership=stage.board, agency=stage.agencies[told.agency], group=stage.groups[told.group],
        kind_of_risk=told.kind, subject=told.subject, cause=told.cause, event=told.event, effect=told.effect,
        likelihood_before=5, impact_before=4, likelihood_target=2, impact_target=3,
        likelihood=first[1], impact=first[2], why=first[3], opened_on=stage.today - timedelta(days=first[0]),
    )  # fmt: skip
    for _, likelihood, impact, why in later:
        risk = take_step(risk, "assess", likelihood=likelihood, impact=impact, why=why)
    if told.promise:
        mitigate(risk, text=told.promise, due_on=stage.today + timedelta(days=90))
    if told.then:
        risk = take_step(risk, told.then, note=told.why)
    return _date_back(stage, risk, told)


def _date_back(stage: Stage, risk: Risk, told: Told) -> Risk:
    for row, (ago, *_) in zip(risk.assessments.order_by("pk"), told.scores, strict=True):
        row.on = stage.today - timedelta(days=ago)
        row.review_on = next_look(risk, row.on)
        row.save()
    risk.review_on = row.review_on or risk.review_on
    risk.save()
    project(risk)
    return risk


def _decide(stage: Stage, known: Risk) -> None:
    """One sign becomes a risk, one joins one that is there, one is none; the others wait."""
    waiting = list(Candidate.objects.filter(partnership=stage.board, agency__isnull=False).select_related("agency"))
    if len(waiting) < 3:
        return
    first, second, third = waiting[:3]
    scores: dict[str, Any] = {"likelihood_before": 4, "impact_before": 3, "likelihood_target": 1, "impact_target": 2}
    accept(
        first, agency=first.agency, kind_of_risk="other", subject=first.title[:200], cause=first.cause,
        event="What was agreed is not done.", effect="Children wait for what was promised to them.", likelihood=3,
        impact=3, why=first.evidence, **scores,
    )  # fmt: skip
    join(second, risk=known)
    dismiss(third, reason="A change of people, not of will: it is watched at the next meeting.")
