"""How private fostering runs, as SI 2005/1533 and practice have it. Read it top to bottom."""

from __future__ import annotations

from goldenthread.core.casework.process import Keeping, Process
from goldenthread.core.casework.registering import seated
from goldenthread.kernel.clocks import clock
from goldenthread.kernel.workflow import Workflow, step

from .clocking import first_visit, later_visits, notice, notices, told_of_it, year
from .deciding import after_a_step, before_a_step
from .models import Arrangement

NOTIFIED, SUITABLE, REQUIREMENTS, PROHIBITED, NOT_FOSTERING, ENDED = Arrangement.State.values
RUNNING = (NOTIFIED, SUITABLE, REQUIREMENTS)
OPEN = (*RUNNING, PROHIBITED)
WORKERS, MANAGERS = "social_worker team_manager", "team_manager"
VISIT = (
    "visited_on", "asked_by", "child_seen_alone", "not_alone", "saw_home", "saw_carer", "saw_household", "saw_parents",
    "what_was_seen", "reported_on",
)  # fmt: skip
NOTICE = (
    "birthplace", "culture", "addresses", "household", "parents", "siblings", "arranged_by", "reason", "offences",
)  # fmt: skip


def has_requirements(pf):
    """Where a requirement is to be met"""
    return pf.requirements.filter(standing="open").exists()


#: Step -> the columns that its form does not call optional.
NEEDED = {
    "end": ("ended_on",),
    "not_fostering": ("not_because",),
    "appeal": ("appeal",),
    "allocate": ("allocated_to",),
}

private_fostering = Process(
    slug="private-fostering",
    title="Private fostering arrangements",
    singular="Private fostering arrangement",
    prefix="PF",
    summary="Children under 16 (18 if disabled) cared for by someone who is not a close relative for 28 days or more.",
    model=Arrangement,
    sealed=True,
    kept_until=lambda pf: Keeping("", pf.ended_on or pf.closed_on),
    open_label="Enter a notification",
    opened_by="duty_worker social_worker",
    amended_by="social_worker team_manager",
    opening_fields=(
        "child_ref", "child_name", "born_on", "nhs_number", "sex", "ethnicity", "origin", "disabled", "notified_by",
        "notified_on", "aware_on", "arranged_on", "began_on", "meant_until", "carer_name", "carer_is", "lives_there",
        "boards", "exempt", "factor",
    ),
    opened_on=lambda values: values["notified_on"],
    list_columns=("state", "notified_by", "notified_on", "began_on", "allocated_to"),
    filters=("state", "notified_by", "origin", "carer_is", "ended_because"),
    search=("reference",),
    beside=(("The year in numbers", "private_fostering_year", seated),),
    also_at=("private_fostering_year", "private_fostering_quality", "private_fostering_awareness"),
    pages=(("Assessment, notices and decisions", "private_fostering_case", ""),),
    entries=("visits", "requirements"),
    before=before_a_step,
    after=after_a_step,
    needed=lambda pf, step: NEEDED.get(step.name, ()),
    workflow=Workflow(
        initial=NOTIFIED,
        final={NOT_FOSTERING, ENDED},
        steps=(
            step("visit", "Record a visit", OPEN, by="social_worker", adds="visits", fields=VISIT),
            step("notice", "Record a notice (48 hours)", OPEN, by="duty_worker social_worker team_manager",
                 adds="notices", fields=("of", "by", "happened_at", "told_at", "words")),
            step("write_down", "Write down what the notice says", OPEN, by="duty_worker social_worker team_manager",
                 fields=NOTICE),
            step("allocate", "Allocate it to a social worker", OPEN, by="duty_worker team_manager",
                 fields=("allocated_to",)),
            step("assess", "Assess a matter", OPEN, by=WORKERS, adds="matters",
                 fields=("matter", "grade", "looked_on", "words")),
            step("require", "Impose a requirement", RUNNING, by=MANAGERS, adds="requirements",
                 fields=("of", "words", "imposed_on", "due_on")),
            step("disqualify", "Record a disqualification", OPEN, by=WORKERS, adds="disqualifications",
                 fields=("who", "found_on", "consent", "decided_on", "words")),
            step("find_suitable", "Decide it is suitable", (NOTIFIED, REQUIREMENTS), SUITABLE, by=MANAGERS,
                 fields=("decided_on",), asks="Why is it suitable?"),
            step("suit_with_requirements", "Decide it is suitable with requirements", (NOTIFIED, SUITABLE),
                 REQUIREMENTS, by=MANAGERS, fields=("decided_on",), when=has_requirements,
                 asks="Why is it suitable with these requirements?"),
            step("prohibit", "Prohibit it", RUNNING, PROHIBITED, by=MANAGERS, fields=("decided_on",),
                 asks="Why is it prohibited?",
                 confirm="The carer must be told in writing, with reasons and the right of appeal."),
            step("appeal", "Record an appeal", PROHIBITED, by=WORKERS, fields=("appeal",)),
            step("lift_prohibition", "Lift the prohibition", PROHIBITED, NOTIFIED, by=MANAGERS,
                 fields=("decided_on", "appeal"), asks="Why is it lifted?"),
            step("not_fostering", "Decide it is not private fostering", RUNNING, NOT_FOSTERING, by=MANAGERS,
                 fields=("not_because", "decided_on"), asks="Why is it not private fostering?"),
            step("end", "End it", OPEN, ENDED, by=WORKERS,
                 fields=("ended_on", "ended_because", "aftercare", "moved_to")),
        ),
    ),
    clocks=(
        clock("PF-1", periods=told_of_it, part=notice, label="The council is told"),
        clock("PF-2", periods=notices, label="Notice within 48 hours"),
        clock("PF-3", periods=first_visit, label="First visit"),
        clock("PF-4", periods=later_visits, part=year, label="Next visit"),
    ),
)  # fmt: skip
