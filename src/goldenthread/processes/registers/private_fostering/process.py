"""How private fostering runs, as SI 2005/1533 and practice have it. Read it top to bottom."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from goldenthread.core.casework.process import Process
from goldenthread.kernel.clocks import clock
from goldenthread.kernel.workflow import Workflow, step

from .models import Arrangement

NOTIFIED, SUITABLE, PROHIBITED, ENDED = Arrangement.State.values


def visits(pf):
    return [visit.visited_on for visit in pf.visits.order_by("visited_on")]


def first_visit(pf):
    yield pf.notified_on, next(iter(visits(pf)), None)


def later_visits(pf):
    """Each visit starts the wait for the next, until the arrangement ends."""
    for this, following in pairwise([*visits(pf), None]):
        if following or not pf.ended_on:
            yield this, following


def year(pf, visited_on):
    """The first year is counted from the day the council became aware."""
    return "first year" if visited_on < pf.notified_on + timedelta(days=365) else "later"


private_fostering = Process(
    slug="private-fostering",
    title="Private fostering arrangements",
    singular="Private fostering arrangement",
    prefix="PF",
    summary="Children under 16 (18 if disabled) cared for by someone who is not a close relative for 28 days or more.",
    model=Arrangement,
    opened_by="duty_worker social_worker",
    amended_by="social_worker team_manager",
    opening_fields=("child_ref", "notified_by", "notified_on", "began_on"),
    opened_on=lambda values: values["notified_on"],
    describe=lambda pf: f"Child {pf.child_ref}",
    list_columns=("state", "notified_by", "notified_on", "began_on"),
    filters=("state", "notified_by"),
    search=("reference", "child_ref"),
    entries=("visits",),
    workflow=Workflow(
        initial=NOTIFIED,
        final={ENDED},
        steps=(
            step("visit", "Record a visit", (NOTIFIED, SUITABLE), by="social_worker",
                 adds="visits", fields=("visited_on", "child_seen_alone", "what_was_seen")),
            step("find_suitable", "Decide it is suitable", NOTIFIED, SUITABLE, by="team_manager",
                 asks="Why is it suitable?"),
            step("prohibit", "Prohibit it", (NOTIFIED, SUITABLE), PROHIBITED, by="team_manager",
                 asks="Why is it prohibited?",
                 confirm="The carer must be told in writing, with reasons and the right of appeal."),
            step("end", "End it", (NOTIFIED, SUITABLE, PROHIBITED), ENDED, by="social_worker team_manager",
                 fields=("ended_on",)),
        ),
    ),
    clocks=(
        clock("PF-3", periods=first_visit, label="First visit"),
        clock("PF-4", periods=later_visits, part=year, label="Next visit"),
    ),
)  # fmt: skip
