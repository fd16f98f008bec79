"""Case reviews: a serious incident from its notification to the report. A board's chair decides on serious case reviews
under Working together 2015, the safeguarding partners on practice reviews since. Read it top to bottom.

What was notified to the board is decided and finished as the board did it.
"""

from __future__ import annotations

from goldenthread.core.casework.chronologies import wants_chronology
from goldenthread.core.casework.learning import gives_learning
from goldenthread.core.casework.process import Keeping, Process
from goldenthread.core.casework.registering import keeping, seated
from goldenthread.kernel.clocks import clock
from goldenthread.kernel.workflow import Workflow, step

from .asking import asked, needed, offered
from .models import CaseReview
from .standing import (
    by_the_board,
    by_the_partners,
    completed,
    copied,
    decision,
    has_no_report,
    lcspr_on_show,
    not_told,
    notified,
    published,
    rapid_review,
    scr_on_show,
    told_of_a_review,
    told_of_none,
    waits,
)
from .stepping import after, before

(NOTIFIED, RAPID, NOT_AGREED, RECOMMENDED, DECIDED, SCOPING, UNDER_WAY, DRAFTED, ACCEPTED, PUBLISHED, WITHHELD, CLOSED,
 HANDED_OVER, MISTAKE) = CaseReview.State.values  # fmt: skip
UNIT = "business_manager administrator"
DECIDE = f"{UNIT} chair"
WITH_THE_GROUP = (NOTIFIED, RAPID)
UNDECIDED = (*WITH_THE_GROUP, NOT_AGREED, RECOMMENDED)
REVIEW = (SCOPING, UNDER_WAY, DRAFTED, ACCEPTED)
REPORTED = (PUBLISHED, WITHHELD)
AFTER_THE_DECISION = (DECIDED, *REVIEW, *REPORTED)
OPEN = (*UNDECIDED, *AFTER_THE_DECISION)
LOOK = ("held_on", "improvements", "themes", "bodies", "recommendation", "attended", "why", "dissent")


def kept_until(case: CaseReview) -> Keeping | None:
    """Its papers, counted from the day it was closed."""
    return Keeping("", case.closed_on) if case.closed_on else None


case_reviews = Process(
    slug="case-review",
    title="Case reviews",
    singular="Notification for a case review",
    prefix="CR",
    summary="Serious incidents that were notified, what was decided on each, and the reviews that were held.",
    model=CaseReview,
    sealed=True,
    in_the_clear=("pseudonym",),
    open_label="Enter a notification",
    opened_by=UNIT,
    amended_by=UNIT,
    opening_fields=(
        "source", "notifier_name", "notifier_agency", "notifier_reach", "notifier", "incident_on", "aware_on",
        "notified_on", "authority_on", "notifiable", "category", "abuse", "circumstances", "immediate_safety",
        "same_incident", "child_name", "child_born", "nhs_number", "sex", "ethnicity", "disability", "address",
        "legal_status", "placement", "family", "agencies_known",
    ),
    open_at="open_case_review",
    by_itself=True,
    opened_on=lambda values: values["notified_on"],
    list_columns=("state", "pseudonym", "category", "outcome", "notified_on", "decided_on"),
    filters=("state", "outcome", "category", "source"),
    search=("reference",),
    entries=("considerations", "decisions", "letters", "parallels", "panelists", "panel_meetings", "family_parts",
             "reopenings"),
    beside=(("Tracker", "case_review_tracker", keeping("case-review")), ("In numbers", "case_reviews_year", seated)),
    also_at=("open_case_review", "case_review_tracker", "case_reviews_year"),
    before=before,
    after=after,
    asked=asked,
    needed=needed,
    offered=offered,
    kept_until=kept_until,
    workflow=Workflow(
        initial=NOTIFIED,
        final={MISTAKE},
        steps=(
            step("argue", "Argue the criteria", UNDECIDED, by=UNIT, fields=(
                "abuse_holds", "abuse_why", "died_holds", "died_why", "harmed_holds", "harmed_why", "together_holds",
                "together_why", "custody_holds", "custody_why", "suicide_holds", "suicide_why",
            )),
            step("hold_rapid", "Begin the rapid review", NOTIFIED, RAPID, by=UNIT, when=by_the_partners,
                 fields=("panel_on", "authority_on")),
            step("rapid", "Record the rapid review", RAPID, by=UNIT,
                 fields=("rapid_on", "facts", "safety", "potential", "next_steps")),
            step("put_off", "Record that the group put it off", WITH_THE_GROUP, by=UNIT, adds="considerations",
                 fields=("held_on", "attended", "why")),
            step("recommend", "Record the group's recommendation", WITH_THE_GROUP, RECOMMENDED, by=UNIT,
                 adds="considerations", fields=LOOK),
            step("disagree", "Record that the group did not agree", WITH_THE_GROUP, NOT_AGREED, by=UNIT,
                 adds="considerations", fields=("held_on", "attended", "why", "dissent"),
                 tells="An extraordinary meeting considers it next."),
            step("extraordinary", "Record the extraordinary meeting", NOT_AGREED, RECOMMENDED, by=UNIT,
                 adds="considerations", fields=LOOK),
            step("chair_review", "Decide on a review", RECOMMENDED, SCOPING, by="chair", when=by_the_board,
                 fields=("outcome", "decided_on", "reasons")),
            step("chair_otherwise", "Decide without a review", RECOMMENDED, DECIDED, by="chair", when=by_the_board,
                 fields=("outcome", "decided_on", "reasons")),
            step("partner", "Record a safeguarding partner's decision", RECOMMENDED, by=DECIDE, when=by_the_partners,
                 adds="decisions", fields=("partner", "outcome", "decided_on", "by", "why")),
            step("partners_review", "Close the decision: a review is held", RECOMMENDED, SCOPING, by=DECIDE,
                 when=by_the_partners, fields=("reasons",)),
            step("partners_otherwise", "Close the decision: no review is held here", RECOMMENDED, DECIDED, by=DECIDE,
                 when=by_the_partners, fields=("reasons",)),
            step("ask_again", "Ask the group again", RECOMMENDED, NOTIFIED, by=DECIDE,
                 asks="What is the group to consider that it has not?"),
            step("tell", "Tell the notifier", (*AFTER_THE_DECISION, CLOSED), by=DECIDE, fields=("told_on",),
                 when=not_told,
                 tells="Whoever notified it and has an account here is sent an email, with the outcome and nothing "
                       "of the case. Tell others by telephone."),
            step("scope", "Set the scope and the reviewer", SCOPING, UNDER_WAY, by=UNIT,
                 fields=("terms", "review_from", "review_to", "method", "reviewer", "reviewer_on", "independent")),
            step("panelist", "Add someone to the panel", REVIEW, by=UNIT, adds="panelists",
                 fields=("who", "agency", "seat", "since")),
            step("panel_meeting", "Record a meeting of the panel", REVIEW, by=UNIT, adds="panel_meetings",
                 fields=("held_on", "attended", "decisions")),
            step("family", "Record how the family took part", AFTER_THE_DECISION, by=UNIT, adds="family_parts",
                 fields=("what", "happened_on", "who", "words")),
            step("draft", "Record the draft report", UNDER_WAY, DRAFTED, by=UNIT, fields=("drafted_on",)),
            step("revise", "Send the draft back", DRAFTED, UNDER_WAY, by=UNIT, asks="What is to be changed?"),
            step("accept", "Record that the report was accepted", DRAFTED, ACCEPTED, by=UNIT,
                 fields=("accepted_on", "planned_on")),
            step("publish", "Record the publication", (ACCEPTED, WITHHELD), PUBLISHED, by=UNIT,
                 fields=("published_on",)),
            step("withhold", "Record that it is not published", ACCEPTED, WITHHELD, by=DECIDE,
                 fields=("withheld_on", "withheld_for", "withheld_why")),
            step("letter", "Record a letter to or from the national panel", (*OPEN, CLOSED), by=UNIT, adds="letters",
                 fields=("what", "sent_on", "words")),
            step("parallel", "Record that proceedings began or ended", (*OPEN, CLOSED), by=UNIT, adds="parallels",
                 fields=("process", "what", "happened_on", "details")),
            step("take_down", "Record that it was taken off the website", (PUBLISHED, CLOSED), by=UNIT,
                 when=lambda case: case.published_on is not None, fields=("taken_down_on",)),
            step("close", "Close it", (DECIDED, *REPORTED), CLOSED, by=UNIT, fields=("ended_on",),
                 asks="What was checked: actions, learning, the family?"),
            step("reopen", "Consider it again", (DECIDED, CLOSED), NOTIFIED, by=UNIT, adds="reopenings",
                 when=has_no_report, fields=("reopened_on", "why"),
                 tells="The outcome is taken off the case and kept with this reopening."),
            step("hand_over", "Hand it over to another area", UNDECIDED, HANDED_OVER, by=UNIT,
                 fields=("handed_on", "other_area"), asks="Why does the other area lead?"),
            step("take_up", "Take it up after all", HANDED_OVER, NOTIFIED, by=UNIT, adds="reopenings",
                 fields=("reopened_on", "why")),
            step("mistake", "It was entered twice or by mistake", WITH_THE_GROUP, MISTAKE, by=UNIT,
                 asks="Which case is it twice, or what was the mistake?",
                 confirm="It cannot be opened again, and stays in the tracker as a mistake."),
        ),
    ),
    clocks=(
        clock("INC-1", periods=notified, label="The local authority notifies"),
        clock("SCR-1", periods=decision, label="The Chair decides"),
        clock("SCR-2", periods=told_of_a_review, label="Told of the decision to review"),
        clock("SCR-3", periods=told_of_none, label="Told of the decision not to review"),
        clock("SCR-4", periods=completed, pauses=waits, label="Serious case review completed"),
        clock("SCR-5", periods=scr_on_show, label="Report stays on the website"),
        clock("RR-1", periods=rapid_review, label="Rapid review sent to the Panel"),
        clock("LCSPR-1", periods=published, pauses=waits, label="Practice review published, or decided not to be"),
        clock("LCSPR-2", periods=copied, label="Copy to the Panel before publication"),
        clock("LCSPR-3", periods=lcspr_on_show, label="Report stays publicly available"),
    ),
)  # fmt: skip

wants_chronology(case_reviews.slug)
gives_learning(case_reviews.slug)
