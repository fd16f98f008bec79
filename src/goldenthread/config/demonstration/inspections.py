"""Bench-marking in the demonstration: one agreed last year, one whose raters differ, and one open for rating."""

from __future__ import annotations

from datetime import timedelta

from goldenthread.core.casework.services import open_record, take_step
from goldenthread.processes.governance.inspections.benchmarking.agreeing import agree_grade, raise_gap
from goldenthread.processes.governance.inspections.benchmarking.asking import (
    add_statement,
    adopt_statements,
    invite_raters,
)
from goldenthread.processes.governance.inspections.benchmarking.models import Exercise, Rater
from goldenthread.processes.governance.inspections.benchmarking.process import benchmarking
from goldenthread.processes.governance.inspections.benchmarking.rating import Given, hand_in, rate

from .stage import Stage

#: Who rates in the demonstration: those who can sign in -> as what, and for which agency (nothing: for themselves).
RATERS = (
    ("chair", Rater.Kind.CHAIR, ""),
    ("business.manager", Rater.Kind.UNIT, ""),
    ("lay.member", Rater.Kind.LAY, ""),
    ("member.police", Rater.Kind.MEMBER, "police"),
    ("agency.lead.health", Rater.Kind.MEMBER, "icb"),
    ("team.manager", Rater.Kind.MEMBER, "council"),
)
#: What each says of the statements in turn, over and over: the chair and the office think better of it than members do.
SAYS = {
    "chair": (1, 2, 2, 2, 2),
    "business.manager": (2, 2, 2, 1, 2),
    "lay.member": (2, 0, 2, 3, 2),
    "member.police": (4, 2, 3, 2, 2),
    "agency.lead.health": (3, 2, 2, 4, 2),
}
AGREED_LAST_YEAR, AGREED_NOW = (2, 2, 3, 3, 2), (3, 2, 2)
WHY = ("The last audit shows it", "Members said so at the development day", "The dataset shows it", "Staff told us",
       "Seen in the minutes")  # fmt: skip


def benchmark(stage: Stage) -> None:
    """Three exercises, in every state that matters."""
    with stage.acting("business.manager"):
        adopt_statements(stage.board, "LSCB")
        adopt_statements(stage.board, "JTAI")
        add_statement(
            partnership=stage.board, framework="LSCB", theme="Governance", grade=2, source="Development day",
            text="Members speak for their agency and can commit its money.",
        )  # fmt: skip
    last = _rated(stage, "How good are we? Last year", None, ("chair", "business.manager", "member.police"))
    with stage.acting("chair"):
        _agree(last, AGREED_LAST_YEAR)
        take_step(last, "agree")
    with stage.acting("business.manager"):
        take_step(last, "close", note="Shown to the Board and taken into the business plan.")
        Exercise.objects.filter(pk=last.pk).update(opened_on=stage.today - timedelta(days=370))
    differing = _rated(stage, "How good are we? This year", last, tuple(SAYS))
    with stage.acting("chair"):
        rows = list(differing.asked.all())
        for asked, grade in zip(rows, AGREED_NOW, strict=False):
            agree_grade(asked, grade=grade, why="What members see outweighs what is written in the plan.")
        raise_gap(
            rows[0], becomes="recommendation", text="Every member names one challenge they put to another each quarter."
        )
    with stage.acting("business.manager"):
        _open(stage, "Are we ready for a joint inspection?", "JTAI", None)


def _rated(stage: Stage, title: str, before: Exercise | None, who: tuple[str, ...]) -> Exercise:
    with stage.acting("business.manager"):
        exercise = _open(stage, title, "LSCB", before)
        asked = list(exercise.asked.all())
        raters = {(one.agency_id, one.person_id): one for one in exercise.raters.all()}
    for address, _, agency in RATERS:
        if address not in who:
            continue
        person = stage.person_of(address)
        rater = raters[(stage.agencies[agency].pk, None) if agency else (None, person.pk)]
        with stage.acting(address):
            said = {row.pk: _given(address, place) for place, row in enumerate(asked)}
            hand_in(rate(rater, said))
    with stage.acting("business.manager"):
        return take_step(exercise, "close_rating")  # type: ignore[no-any-return]  # the service returns any process's record


def _given(address: str, place: int) -> Given:
    grades = SAYS[address]
    return Given(
        grades[place % len(grades)], f"{WHY[place % len(WHY)]}.", "Audit of decisions" if place % 3 == 0 else ""
    )


def _open(stage: Stage, title: str, framework: str, before: Exercise | None) -> Exercise:
    exercise: Exercise = open_record(
        benchmarking, partnership=stage.board, lead_agency=stage.agencies["office"], title=title, framework=framework,
        invited_until=stage.today + timedelta(days=10), before=before,
    )  # fmt: skip
    for address, kind, agency in RATERS:
        if agency:
            invite_raters(exercise, kind=kind, agencies=[stage.agencies[agency]])
        else:
            invite_raters(exercise, kind=kind, people=[stage.person_of(address)])
    return take_step(exercise, "invite", invited_until=exercise.invited_until)  # type: ignore[no-any-return]  # as above


def _agree(exercise: Exercise, grades: tuple[int, ...]) -> None:
    for place, asked in enumerate(exercise.asked.all()):
        agree_grade(asked, grade=grades[place % len(grades)], why="As most raters saw it, and as the audit shows.")
