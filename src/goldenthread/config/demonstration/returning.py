"""Returns in every state: received, late, queried, accepted, not sent with a reason, and not sent without one."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from goldenthread.analytics.models import Measure
from goldenthread.analytics.series import by_agency
from goldenthread.core.casework.services import project, take_step
from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.kernel.periods import Every, before, period
from goldenthread.processes.measures.returns.answering import Given, accept, give_answers
from goldenthread.processes.measures.returns.keepers import let_keepers_in
from goldenthread.processes.measures.returns.measuring import count_in_time, note_silence
from goldenthread.processes.measures.returns.models import Return, Roll
from goldenthread.processes.measures.returns.opening import open_due
from goldenthread.processes.measures.returns.scheduling import Asked, make_schedule, name_respondent

from .stage import Stage

#: So long after a quarter silence is a finding: twenty working days, and a fortnight more.
SILENT = timedelta(days=47)
ALLOWED = 20  # working days
#: Agency -> days after the end of the quarter on which its return came, and what became of it.
CAME = {"council": (18, "accept"), "icb": (21, ""), "police": (41, "accept"), "community": (24, "query")}
NOT_SENT = {"ambulance": "The trust's learning system cannot say who came."}
SILENT_ONES = ("castlebourne",)

#: The step by which a return came to stand so.
STEPS = {Return.State.ACCEPTED: "accept", Return.State.QUERIED: "query", Return.State.NOT_SENT: "say_why_not"}


def ask_for_returns(stage: Stage, measures: dict[str, Measure]) -> None:
    """A quarter's training, asked of each agency for itself, as it stood weeks after it was due."""
    quarter = before(period(Every.QUARTER, stage.today), Every.QUARTER)
    if stage.today - quarter.last < SILENT:
        quarter = before(quarter, Every.QUARTER)  # the newest is still open
    owing = [*CAME, *NOT_SENT, *SILENT_ONES]
    with stage.acting("business.manager"):
        made = make_schedule(
            partnership=stage.board, title="Training and safeguarding leads", every=Every.QUARTER, since=quarter.first,
            days_allowed=ALLOWED, measures=[Asked(measures["trn_attend"], "Training", of_each=True)],
            agencies=[stage.agencies[key] for key in owing],
            words="Count a place as attended when the person stayed to the end.",
        )  # fmt: skip
        lead = stage.person_of("agency.lead.health")
        name_respondent(made, agency=stage.agencies["icb"], person=lead)
    with acting_as(Actor.system(stage.board)):
        open_due(stage.board)
        let_keepers_in(stage.board)
    with stage.acting("business.manager"):
        rows = Return.objects.filter(schedule=made, last=quarter.last).select_related("form", "lead_agency")
        owed = {one.lead_agency_id: one for one in rows}
        known = by_agency(measures["trn_attend"], quarter)
        for key, (days, then) in CAME.items():
            agency = stage.agencies[key]
            said = known[agency.pk].value if agency.pk in known else Decimal(stage.luck.randrange(12, 90))
            _send(owed[agency.pk], said, quarter.last + timedelta(days=days), then)
        for key, reason in NOT_SENT.items():
            take_step(owed[stage.agencies[key].pk], "say_why_not", reason=reason)
    with acting_as(Actor.system(stage.board)):
        note_silence(stage.board)
        count_in_time(stage.board)


def _send(owed: Return, said: Decimal | None, came: date, then: str) -> None:
    line = owed.form.lines.get()
    give_answers(owed.form, {line.pk: Given(value=said, sure=True)})
    owed = take_step(owed, "send", sent_by=f"{owed.lead_agency}'s safeguarding lead")
    Return.objects.filter(pk=owed.pk).update(sent_on=came)
    Roll.objects.filter(record=owed).update(sent_on=came)
    owed.refresh_from_db()
    project(owed)
    if then == "accept":
        accept(owed)
    elif then == "query":
        take_step(owed, "query", note="Twice as many as the quarter before. Does it hold the places of two trusts?")


def call_the_roll(stage: Stage) -> None:
    """How each return stood from which day on, as if each step had been taken on its day."""
    lines = list(Roll.objects.filter(partnership=stage.board).select_related("record"))
    for line in lines:
        owed, asked, sent = line.record, Return.State.DUE, Return.State.SENT
        begun = [(asked, days_of_a_return(owed, "open"))]
        begun += [(sent, line.sent_on)] if line.sent_on else []
        begun += [(line.state, days_of_a_return(owed, STEPS[line.state]))] if line.state in STEPS else []
        line.stood = [
            line.says(on) | {"state": state} | ({"sent": "", "reason": ""} if state == asked else {})
            for state, on in begun
        ]
    Roll.objects.bulk_update(lines, ["stood"])


def days_of_a_return(owed: Return, name: str) -> date:
    """When each step of a return would have been taken."""
    sent = owed.sent_on or owed.due_on
    return {
        "open": owed.last + timedelta(days=1),
        "send": sent,
        "accept": sent + timedelta(days=6),
        "query": sent + timedelta(days=3),
        "say_why_not": owed.due_on - timedelta(days=2),
        "silent": owed.due_on + timedelta(days=15),
    }.get(name, sent)
