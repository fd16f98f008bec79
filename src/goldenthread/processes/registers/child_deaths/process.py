"""Child death review, as the board's panel did it under Working together 2015, and as child death review partners do it
since. Read it top to bottom. What was notified to the board is finished by its panel.
"""

from __future__ import annotations

from goldenthread.core.casework.chronologies import wants_chronology
from goldenthread.core.casework.learning import gives_learning
from goldenthread.core.casework.process import Keeping, Process
from goldenthread.core.casework.registering import keeping, seated
from goldenthread.kernel.clocks import clock
from goldenthread.kernel.spans import day_of
from goldenthread.kernel.workflow import Workflow, step

from .models import ChildDeath
from .needing import needed
from .quorum import sees_meetings
from .standing import coroner, notified, panel, registrar, review_meeting, visit, waits
from .stepping import after, before

NOTIFIED, GATHERING, AWAITING, READY, REVIEWED, CLOSED, OUT_OF_SCOPE, TRANSFERRED, MISTAKE = ChildDeath.State.values
UNIT = "business_manager administrator"
BOTH = f"{UNIT} designated_doctor"
UNDER_REVIEW = (GATHERING, AWAITING, READY)
OPEN = (NOTIFIED, *UNDER_REVIEW)
AFTER_THE_PANEL = (REVIEWED, CLOSED)

child_deaths = Process(
    slug="child-death",
    title="Child deaths",
    singular="Child death",
    prefix="CDR",
    summary="Every death of a child who lived here, from the notification to what was learned from it.",
    model=ChildDeath,
    sealed=True,
    in_the_clear=("pseudonym", "domain", "factor", "score"),
    open_label="Enter a notification",
    opened_by=BOTH,
    amended_by=BOTH,
    opening_fields=(
        "notified_at", "known_at", "notified_by", "notifier", "child_name", "also_known_as", "child_born", "nhs_number",
        "sex", "ethnicity", "address", "area", "school", "household", "others_at_risk", "multiple", "gestation",
        "birth_weight", "died_on", "died_at", "place_of_death", "place_of_event", "mode", "expected", "circumstances",
        "senior_doctor", "certificate", "cause", "post_mortem", "immediate_actions", "contacts",
    ),
    open_at="notify_child_death",
    by_itself=True,  # by a notification of somebody outside, who proved a work address
    opened_on=lambda values: day_of(values["notified_at"]),
    list_columns=("pseudonym", "state", "age_band", "expected", "opened_on", "area"),
    filters=("state", "age_band", "expected", "area", "category", "waits_for"),
    search=("reference", "pseudonym"),
    entries=("responses", "reports", "parallels", "considerations", "reopenings"),
    pages=(("Analysis (form C)", "death_analysis", ""), ("What agencies told", "death_reports", "")),
    beside=(("The panel's meetings", "death_panels", sees_meetings), ("The year in numbers", "deaths_year", seated),
            ("Check a text or a table", "deaths_guard", keeping("child-death"))),
    also_at=("notify_child_death", "death_panels", "deaths_year", "deaths_guard", "deaths_areas"),
    before=before,
    after=after,
    needed=needed,
    kept_until=lambda case: Keeping("", case.closed_on),
    workflow=Workflow(
        initial=NOTIFIED,
        final={MISTAKE},
        steps=(
            step("check", "Record the check", NOTIFIED, GATHERING, by=BOTH,
                 fields=("checked_on", "resident", "area", "expected", "expected_confirmed", "joint_response",
                         "joint_reason", "visit_fitting")),
            step("review", "Record the panel's review", READY, REVIEWED, by=BOTH, fields=("panel_meeting",),
                 tells="The category and the modifiable factors are taken from the analysis, and counted."),
            step("put_off", "Record that the panel put it off", READY, by=BOTH, adds="considerations",
                 fields=("meeting", "why")),
            step("out_of_scope", "Decide that it is not reviewed", (NOTIFIED, GATHERING), OUT_OF_SCOPE, by=BOTH,
                 fields=("checked_on", "not_in_scope"), asks="How do you know?"),
            step("transfer", "Hand it over to another area", (NOTIFIED, GATHERING), TRANSFERRED, by=BOTH,
                 fields=("handed_on", "other_area"), asks="Why does the other area review it?",
                 confirm="Their panel reviews it. It stays in this register, and is counted in no table of ours."),
            step("accepted", "Record that the other area took it", TRANSFERRED, by=BOTH, fields=("accepted_on",)),
            step("response", "Record a step of the joint response", OPEN, by=BOTH, adds="responses",
                 fields=("kind", "held_at", "attended", "notes")),
            step("report", "Record an agency's report", UNDER_REVIEW, by=BOTH, adds="reports",
                 fields=("kind", "form", "agency", "asked_on", "due_on", "outcome", "returned_on", "given", "not_known",
                         "blank", "words")),
            step("registered", "Record registrar and coroner", OPEN, by=BOTH,
                 fields=("registered_on", "registrar_told_on", "coroner_decided_on", "coroner_told_on")),
            step("parallel", "Start or end another process", (*OPEN, REVIEWED), by=BOTH, adds="parallels",
                 fields=("process", "what", "happened_on", "details")),
            step("details", "Record what was found out", UNDER_REVIEW, by=BOTH,
                 fields=("protection_plan", "statutory_order", "asylum_seeker", "report_on", "delay")),
            step("await_other", "Wait for another process", (GATHERING, READY), AWAITING, by=BOTH,
                 fields=("waits_for", "delay")),
            step("resume", "Go on", AWAITING, GATHERING, by=BOTH),
            step("ready", "Make it ready for the panel", GATHERING, READY, by=BOTH, fields=("ready_on", "report_on"),
                 asks="Has every agency answered? If not: which, and why does it not wait for them?"),
            step("back", "Gather more information", READY, GATHERING, by=BOTH, asks="What is missing?"),
            step("close", "Close it", REVIEWED, CLOSED, by=BOTH, fields=("ended_on", "family_told_on", "sent_on"),
                 asks="What was done about the actions and for the family?"),
            step("reopen", "Open it again", AFTER_THE_PANEL, GATHERING, by=BOTH, adds="reopenings",
                 fields=("reopened_on", "why"),
                 tells="The review's day and findings are taken off the case and kept with this reopening."),
            step("take_up", "Take it up after all", (OUT_OF_SCOPE, TRANSFERRED), NOTIFIED, by=BOTH, adds="reopenings",
                 fields=("reopened_on", "why")),
            step("mistake", "It was entered twice or by mistake", (NOTIFIED, GATHERING), MISTAKE, by=BOTH,
                 asks="Which case is it twice, or what was the mistake?",
                 confirm="It cannot be opened again, and stays in the register as a mistake."),
        ),
    ),
    clocks=(
        clock("CDR-N1", periods=notified, label="Death notified"),
        clock("CDR-N2", periods=registrar, label="The registrar tells"),
        clock("CDR-N3", periods=coroner, label="The coroner tells"),
        clock("CDR-R1", periods=visit, label="Visit to the home or scene"),
        clock("CDR-M1", periods=review_meeting, pauses=waits, label="Child death review meeting"),
        clock("CDR-P1", periods=panel, label="Review by the panel"),
    ),
)  # fmt: skip
wants_chronology(child_deaths.slug)
gives_learning(child_deaths.slug)
