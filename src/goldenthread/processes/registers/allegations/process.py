"""Allegations against people who work with children, as Working together and Keeping children safe in education have
it: from the first call to the learning. Read it top to bottom.

That someone left the work ends nothing: an allegation ends with an outcome.
"""

from __future__ import annotations

from datetime import date

from goldenthread.core.casework.process import Keeping, Process
from goldenthread.core.casework.registering import seated
from goldenthread.kernel.clocks import clock
from goldenthread.kernel.spans import day_of
from goldenthread.kernel.workflow import Workflow, step

from .models import Case
from .standing import clear_at_once, employer_acts, looked_at, next_step, told, which_look, within
from .stepping import asked, before

RECEIVED, ALLEGATION, CONSIDERED, CONCLUDED, CLOSED, CONSULTATION, INFORMATION, HANDED_OVER, MISTAKE = Case.State.values
RUNNING = (ALLEGATION, CONSIDERED)
OFFICER, MANAGER = "designated_officer", "designated_manager"
BOTH = f"{OFFICER} {MANAGER}"


def kept_until(case: Case) -> Keeping | None:
    """Which example of the retention rules it falls under. Of the person's birth only the year is in the clear: its
    last day is counted from, so that nothing goes too early.
    """
    if case.closed_on is None:
        return None
    if case.outcome in ("malicious", "false", "unfounded"):
        return Keeping("not upheld", case.closed_on)
    if case.outcome in ("substantiated", "unsubstantiated"):
        born = date(case.subject_year, 12, 31) if case.subject_year else case.closed_on
        return Keeping("upheld", born)
    return Keeping("consultation", case.closed_on)


allegations = Process(
    slug="allegations",
    title="Allegations",
    singular="Contact about someone who works with children",
    prefix="LADO",
    summary="Allegations against people who work with children, consultations, and information from other areas.",
    model=Case,
    sealed=True,
    opened_by=BOTH,
    amended_by=BOTH,
    opening_fields=(
        "referred_at", "source", "referrer_name", "referrer_agency", "employer", "sector", "known_on", "incident_on",
        "subject_name", "subject_born", "post", "regulated", "other_posts", "own_children", "harm", "context",
        "restraint", "account",
    ),
    open_at="open_allegation",
    opened_on=lambda values: day_of(values["referred_at"]),
    list_columns=("state", "contact", "sector", "harm", "opened_on", "officer"),
    filters=("state", "contact", "sector", "source", "harm", "officer"),
    search=("reference",),
    entries=("children", "meetings", "strands", "reviews", "referrals", "reopenings", "learning"),
    beside=(("Report to the board", "allegations_report", seated),),
    also_at=("allegations_report", "open_allegation"),
    before=before,
    asked=asked,
    open_label="Enter a contact",
    kept_until=kept_until,
    workflow=Workflow(
        initial=RECEIVED,
        final={MISTAKE},
        steps=(
            step("allegation", "Decide that it is an allegation", RECEIVED, ALLEGATION, by=BOTH,
                 fields=("triaged_on", "harmed", "offended", "risky", "unsuitable", "threshold_reason")),
            step("consultation", "Close as a consultation", RECEIVED, CONSULTATION, by=BOTH,
                 fields=("triaged_on", "threshold_reason", "advice")),
            step("information", "Keep as information only", RECEIVED, INFORMATION, by=BOTH,
                 fields=("triaged_on", "other_area", "threshold_reason")),
            step("consider", "Record the initial consideration", ALLEGATION, CONSIDERED, by=BOTH,
                 fields=("considered_on", "next_step", "clear_at_once"),
                 asks="Who considered it, and what was decided?"),
            step("meeting", "Record an allegations meeting", RUNNING, by=BOTH, adds="meetings",
                 fields=("held_on", "attended", "decisions")),
            step("strand", "Start or end a strand", (*RUNNING, CONCLUDED), by=BOTH, adds="strands",
                 fields=("strand", "what", "happened_on", "result", "details")),
            step("review", "Record a progress review", RUNNING, by=BOTH, adds="reviews",
                 fields=("reviewed_on", "progress")),
            step("suspension", "Record the decision on suspension", RUNNING, by=BOTH,
                 fields=("suspension", "suspension_on", "suspension_why")),
            step("employer", "Record what the employer did", (CONSIDERED, CONCLUDED), by=BOTH,
                 fields=("employer_acted_on", "sanction")),
            step("left", "Record that the person left the work", (*RUNNING, CONCLUDED), by=BOTH,
                 fields=("left_on", "left_how"),
                 tells="This does not end it: the allegation is looked into, and has an outcome."),
            step("child", "Add a child", (RECEIVED, *RUNNING, CONCLUDED), by=BOTH, adds="children",
                 fields=("child_name", "born", "relation")),
            step("allocate", "Give it to an officer", (RECEIVED, *RUNNING, CONCLUDED), by=BOTH, fields=("officer",)),
            step("conclude", "Agree the outcome", CONSIDERED, CONCLUDED, by=BOTH,
                 fields=("outcome", "outcome_on", "sanction", "support"), asks="What is the evidence for it?"),
            step("referral", "Record a referral, or why there is none", (CONSIDERED, CONCLUDED, CLOSED), by=BOTH,
                 adds="referrals", fields=("to", "duty", "referred_on", "why_not")),
            step("close", "Close it", CONCLUDED, CLOSED, by=MANAGER, fields=("ended_on",),
                 asks="What did you check before it is closed?"),
            step("learn", "Record a learning review", CLOSED, by=BOTH, adds="learning",
                 fields=("held_on", "attended", "learned")),
            step("reopen", "Open it again", (CONCLUDED, CLOSED), CONSIDERED, by=BOTH, adds="reopenings",
                 fields=("reopened_on", "why"),
                 tells="The outcome is taken off the case and kept with this reopening."),
            step("take_up", "Take it up again", (CONSULTATION, INFORMATION, HANDED_OVER), RECEIVED, by=BOTH,
                 adds="reopenings", fields=("reopened_on", "why")),
            step("hand_over", "Hand it over to another area", (RECEIVED, *RUNNING), HANDED_OVER, by=BOTH,
                 fields=("handed_on", "other_area"), asks="Why does the other area lead?",
                 confirm="Their designated officer takes it over. It stays in this register."),
            step("mistake", "It was entered by mistake", RECEIVED, MISTAKE, by=BOTH, asks="What was the mistake?",
                 confirm="It cannot be opened again, and stays in the register as a mistake."),
        ),
    ),
    clocks=(
        clock("LADO-1", periods=told, label="Told by the employer"),
        clock("LADO-2", periods=within("1 month"), part="1 month", label="Resolved within a month"),
        clock("LADO-2", periods=within("3 months"), part="3 months", label="Resolved within three months"),
        clock("LADO-2", periods=within("12 months"), part="12 months", label="Resolved within a year"),
        clock("LADO-3", periods=clear_at_once, label="Resolved, as it was clear at once"),
        clock("LADO-4", periods=employer_acts, part=next_step, label="The employer acts"),
        clock("LADO-5", periods=looked_at, part=which_look, label="Progress review"),
    ),
)  # fmt: skip
