"""A mock of a joint inspection with a silent agency, the one before it, and an inspection whose report is out."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from goldenthread.core.casework.services import open_record, project, take_step
from goldenthread.core.thread.models import Recommendation
from goldenthread.core.thread.resembling import look_for_earlier
from goldenthread.kernel.now import LONDON, now
from goldenthread.processes.governance.inspections.readiness.answering import acknowledge, answer, learn, say_why_not
from goldenthread.processes.governance.inspections.readiness.models import Request, Run
from goldenthread.processes.governance.inspections.readiness.process import readiness
from goldenthread.processes.governance.inspections.readiness.running import ask_for
from goldenthread.processes.governance.inspections.reports.origins import recommended
from goldenthread.processes.governance.inspections.reports.process import inspections

from .stage import Stage, working_day

LIST, AUDIT, PLANS = "List of children within the theme", "Audit of six cases", "Plans and minutes on the theme"
#: What is asked of whom: agency, title, kind, working day, by which time.
ASKED = (
    ("council", LIST, "list", 3, time(12)),
    ("police", LIST, "list", 3, time(12)),
    ("icb", PLANS, "documents", 4, None),
    ("probation", PLANS, "documents", 4, None),
    ("community", AUDIT, "cases", 6, time(17)),
    ("mental", AUDIT, "cases", 6, time(17)),
    ("council", PLANS, "documents", 15, None),
)
#: How long after it was due each came, in hours (below nothing: before), this time and last time; None: never.
CAME: dict[tuple[str, str], tuple[int | None, int | None]] = {
    ("council", LIST): (-20, 30),
    ("police", LIST): (5, None),
    ("icb", PLANS): (-30, 52),
    ("community", AUDIT): (None, None),
    ("mental", AUDIT): (None, -6),
    ("probation", PLANS): (None, None),
}
REASON = "The two nurses who audit are on leave, and nobody stands in for them."
ON_REPORT = (
    ("Help and protection", "requires", "Children wait too long between referral and first visit."),
    ("Children in care", "good", "Children are heard, and most live where they are settled."),
    ("Leaders", "requires", "Leaders know what is weak; what they asked for has not all happened."),
)


def rehearse(stage: Stage) -> None:
    """Last spring's run, over; this one, in its eighth working day, with one reason given and one agency silent."""
    notice = stage.today - timedelta(days=14)
    with stage.acting("business.manager"):
        before = _run(stage, "Mock joint inspection, spring", stage.today - timedelta(days=210), None, 1)
        take_step(take_step(before, "end"), "close", note="Each agency names a lead and a deputy for it.")
        run = _run(stage, "Mock joint inspection, neglect", notice, before, 0)
        late = run.requests.get(agency=stage.agencies["police"])
        acknowledge(run.requests.get(agency=stage.agencies["mental"]))
        say_why_not(run.requests.get(agency=stage.agencies["community"]), reason=REASON)
    with stage.acting("chair"):
        learn(late, text="The police list came five hours late: nobody could run it on a day of leave.")
        brought = _report(stage)
    with stage.acting("business.manager"):
        look_for_earlier(stage.board, brought)


def _run(stage: Stage, title: str, notice_on: date, before: Run | None, which: int) -> Run:
    """Begun at half past nine on a working day; what came is put at its moment, as it could only be by those days."""
    day = working_day(notice_on)
    notice = datetime.combine(day, time(9, 30), LONDON)
    run: Run = open_record(
        readiness, partnership=stage.board, lead_agency=stage.agencies["office"], title=title, sort="mock",
        theme="Neglect", before=before, opened_on=day - timedelta(days=10),
    )  # fmt: skip
    for agency, asked, what, number, by in ASKED:
        owner = stage.people["mental", 1] if agency == "mental" else None
        ask_for(
            run, agency=stage.agencies[agency], title=asked, what=what, working_day=number, due_time=by, owner=owner
        )
    run = take_step(run, "begin", notified_at=notice)
    keys = {stage.agencies[agency].pk: agency for agency in stage.agencies}
    for row in run.requests.all():
        hours = CAME.get((keys[row.agency_id], row.title), (None, None))[which]
        if hours is not None and row.due_at is not None and row.due_at + timedelta(hours=hours) < now():
            answer(row, text="In the shared folder of the inspection; no names in it.")
            Request.objects.filter(pk=row.pk).update(answered_at=row.due_at + timedelta(hours=hours))
    project(run)
    return run


def _report(stage: Stage) -> list[Recommendation]:
    """An inspection whose report is out: some of what it recommends is owned by nobody, some was asked for before."""
    announced = stage.today - timedelta(days=160)
    inspection = open_record(
        inspections, partnership=stage.board, lead_agency=stage.agencies["council"], framework="ILACS",
        inspectorate="Ofsted", title=f"Inspection of children's services, {announced.year}", announced_on=announced,
        fieldwork_on=announced + timedelta(days=7),
    )  # fmt: skip
    take_step(inspection, "on_site", fieldwork_on=inspection.fieldwork_on)
    for heading, grade, text in ON_REPORT:
        take_step(inspection, "judge", heading=heading, grade=grade, text=text)
    inspection = take_step(inspection, "report", reported_on=announced + timedelta(days=60))
    first = recommended(
        inspection, number="1", text="See every child within the time that their need allows.",
        owner_group=stage.groups["quality"], owner_agency=stage.agencies["council"],
    )  # fmt: skip
    others = ("Tell children in care in writing what became of what they asked for.",
              "Agree one dataset of all agencies that answers what it means for children.")  # fmt: skip
    return [first, *(recommended(inspection, number=str(n), text=text) for n, text in enumerate(others, 2))]
