"""One case's chronologies of three agencies, with a conflict, a gap and a date that nobody can read; a briefing that
went out from it to every agency, and early learning that waits for the chair. All invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from goldenthread.core.casework.models import Record
from goldenthread.core.casework.sealed import reading
from goldenthread.core.casework.services import take_step
from goldenthread.core.thread.learning import raise_finding
from goldenthread.kernel.calendars import say
from goldenthread.processes.registers.chronologies.taking import bring_in
from goldenthread.processes.registers.chronologies.template_sheet import COLUMNS
from goldenthread.processes.registers.learning.models import Learning
from goldenthread.processes.registers.learning.writing import begin_learning
from goldenthread.publishing.spreadsheets import to_xlsx

from .stage import Stage

KEEPER = "business.manager"
#: Kinds of which one case is taken, the first that there is.
KINDS = ("child-death", "case-review")
#: Days before the case was opened (or words, where the agency wrote no day), time, event, action, who, by, child seen.
Line = tuple[int | str, str, str, str, str, str, str]
COUNCIL: tuple[Line, ...] = (
    (610, "", "Referral from the school about a bruise to the arm", "Assessment begun", "", "Duty social worker", ""),
    (598, "11:00", "Home visit for the assessment; the home was cold and the child quiet", "Plan for early help",
     "Mother", "Social worker", "Alone"),
    (570, "", "Case closed to social care; early help to follow", "Letter to the health visitor", "", "Team manager",
     ""),
    (214, "10:00", "Joint home visit with the health visitor after a call from a neighbour about shouting at night",
     "Strategy discussion", "Mother, her partner", "Social worker", "Yes"),
    (206, "14:00", "Strategy discussion with police and health", "Section 47 enquiry", "", "Team manager", ""),
    (120, "", "Mother's partner has moved in, the housing officer says", "None", "", "Social worker", ""),
    (31, "09:30", "Visit; no answer at the door", "Card left", "", "Social worker", "No"),
)  # fmt: skip
HEALTH: tuple[Line, ...] = (
    (612, "", "School nurse told of a bruise to the arm", "School to refer", "Child", "School nurse", "Yes"),
    (214, "15:30", "Joint home visit with the social worker after a call from a neighbour about shouting at night",
     "Growth to be checked", "Mother", "Health visitor", "No"),
    (206, "14:00", "Strategy discussion with social care and police", "Medical to be arranged", "", "Health visitor",
     ""),
    (190, "", "Child was not brought to the medical", "Letter sent", "", "Community paediatrician", "No"),
    ("In the spring", "", "Mother said that she was afraid of her partner", "Support offered", "Mother",
     "Health visitor", ""),
    (40, "", "Child seen at the clinic with a cough", "Medicine given", "Child, mother", "Practice nurse", "Yes"),
)  # fmt: skip
POLICE: tuple[Line, ...] = (
    (215, "23:10", "Neighbour called: shouting at night. Officers spoke to both adults at the door",
     "Notification sent to social care", "Mother, her partner", "Response officer", "No"),
    (206, "14:00", "Strategy discussion with social care and health", "Background checks", "", "Detective", ""),
    (88, "01:40", "Called to the address by the mother, who said that she had been hit", "Arrest, no charge", "Mother",
     "Response officer", "Yes"),
    (86, "", "Notification of the arrest sent to social care", "", "", "Safeguarding hub", ""),
)  # fmt: skip
FILES = (("council", "social care chronology", COUNCIL), ("community", "health chronology", HEALTH),
         ("police", "police chronology", POLICE))  # fmt: skip
BRIEFING = {
    "named": "When everyone knows a part",
    "happened": "Several services each knew something of how a child lived: a bruise, a cold home, shouting at night, "
    "an adult who had moved in. Each thought that another was looking after it. Nobody put the parts side by side.",
    "learned": "Visits made together were written down differently by each who was there.\n"
    "Not being brought to a medical was taken for a missed appointment.\n"
    "An adult who moves in is somebody to ask about.",
    "to_do": "Ask who lives there now, and who visits.\n"
    "When a child is not brought, ask why the same day, and tell social care.\n"
    "After a visit together, agree before you part what each will write.",
    "questions": "Who would you ask, if you knew only one of these things?\n"
    "How does your team notice that a child was not brought?",
    "further": "Working together to safeguard children, on sharing information",
}
EARLY = {
    "named": "Early learning: a child who is not brought",
    "happened": "A review that has just begun shows that a child was not brought to health appointments, and that "
    "this was written down as a missed appointment.",
    "learned": "A child does not miss an appointment: a child is not brought.",
    "to_do": "Write “was not brought”, ask why the same day, and tell the lead professional.",
}


def tell_together(stage: Stage) -> None:
    """Three agencies' chronologies of one case; then what was learned from it goes out."""
    with stage.acting(KEEPER):
        case = _a_case(stage)
        if case is None:
            return
        with reading(case, purpose="case", what="Bringing chronologies in"):
            for key, name, lines in FILES:
                bring_in(case, agency=stage.agencies[key], name=f"{name}.xlsx", data=_book(lines, case.opened_on))
            briefing = begin_learning(case, what=Learning.What.BRIEFING, **BRIEFING)
            early = begin_learning(case, what=Learning.What.EARLY, **EARLY)
        for one in (briefing, early):
            take_step(one, "put_forward")
    with stage.acting("chair"):
        take_step(briefing, "approve", note="It helps, and no child could be known by it.")
    with stage.acting(KEEPER):
        out = take_step(briefing, "publish", answer_by=stage.today + timedelta(days=21))
        raise_finding(source=out, text="Services that visit together write down different things of the visit.")


def _a_case(stage: Stage) -> Record | None:
    """The first open case that its keeper sees, of the first kind that there is."""
    for kind in KINDS:
        found = Record.objects.filter(partnership=stage.board, kind=kind, closed_on=None).order_by("pk").first()
        if found is not None:
            return found
    return None


def _book(lines: Sequence[Line], until: date) -> bytes:
    return to_xlsx("Chronology", COLUMNS, [_row(line, until) for line in lines])


def _row(line: Line, until: date) -> tuple[Any, ...]:
    when, at, event, action, who, by, seen = line
    day = when if isinstance(when, str) else say(until - timedelta(days=when))
    return day, "", at, event, action, "", who, by, seen
