"""What a tracker of case reviews kept in a spreadsheet may fill, in the words that such trackers use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from goldenthread.core.casework.importable import Fills, Importable, said, takes_registers

from .example import EXAMPLE
from .models import CaseReview

State = CaseReview.State
NOTIFIED = said(
    "date notified, notification date, date of notification, notified, date of referral, referral date, date referred, "
    "date received"
)
DECIDED = said("decision date, date of decision, date decided, decided, decided on, chair decision date, date agreed")
OUTCOMES = {
    "scr": said("serious case review, yes scr"),
    "local_review": said("local review, partnership review, multi agency review, lower level review"),
    "learning_event": said("learning review, learning workshop, learning lessons"),
    "none": said("no scr, no further action, nfa, no action"),
    "lcspr": said("cspr, local csp review, practice review, child safeguarding practice review"),
    "local_learning": said("local learning, learning without review"),
    "national": said("national review"),
    "no_further_review": said("no further review, no lcspr"),
    "not_serious": said("not serious, criteria not met, did not meet criteria"),
    "": said("pending, ongoing, open, awaiting decision, tbc"),
}
SOURCES = {
    "social_care": said("csc, childrens services, social worker, local authority"),
    "health": said("nhs, ccg, icb, hospital, gp"),
    "education": said("academy, college"),
    "probation": said("yot, youth justice, crc"),
    "other_area": said("other la, another board, out of area"),
}
KINDS = {
    "death": said("death, child death, died, fatal"),
    "harm": said("serious harm, injury, serious injury, harmed, non fatal"),
}


def stands(values: Mapping[str, Any]) -> str:
    """How a notification stands by its row: the latest that it reached."""
    if values["state"] in (State.MISTAKE, State.HANDED_OVER) or values.get("handed_on"):
        return str(values["state"] or State.HANDED_OVER)
    reached = (
        (State.CLOSED, "ended_on"), (State.PUBLISHED, "published_on"), (State.ACCEPTED, "accepted_on"),
        (State.DRAFTED, "drafted_on"),
    )  # fmt: skip
    if not (values.get("outcome") and values.get("decided_on")):
        return str(State.NOTIFIED)
    found = next((state for state, name in reached if values.get(name)), None)
    review = values["outcome"] in ("scr", "local_review", "lcspr")
    return str(found or (State.SCOPING if review else State.DECIDED))


def holds(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(a field, what is wrong and the cure) for what cannot be of one notification."""
    found = []
    if bool(values.get("outcome")) is not bool(values.get("decided_on")):
        found.append(("decided_on", "An outcome has the date of its decision, and such a date an outcome. Fill both."))
    if values.get("ended_on") and not values.get("outcome"):
        found.append(
            ("ended_on", "It was closed without an outcome: it would be pending for ever. Say what it came to.")
        )
    return found


takes_registers(
    Importable(
        process="case-review",
        fields=(
            Fills("child_name", words=said("name, child, childs name, name of child, full name, subject")),
            Fills("child_born", words=said("dob, date of birth, born, d o b, child dob")),
            Fills("nhs_number", words=said("nhs no, nhs")),
            Fills("sex", words=said("gender"), values={"female": said("f, girl"), "male": said("m, boy"),
                                                       "not_known": said("u, not recorded")}),
            Fills("source", words=said("notified by, referred by, agency, referring agency, source"), values=SOURCES),
            Fills("notifier_name", words=said("notifier, referrer, name of referrer, name of notifier")),
            Fills("incident_on", words=said("incident date, date of incident, date of death, date of injury")),
            Fills("aware_on", words=said("date aware, date la aware, la aware")),
            Fills("notified_on", words=NOTIFIED),
            Fills("authority_on", words=said("date ofsted notified, ofsted notified, date panel notified")),
            Fills("category", words=said("type, type of incident, death or harm, incident type"), values=KINDS),
            Fills("circumstances", words=said("details, summary, brief details, case summary, background")),
            Fills("outcome", words=said("decision, chair decision, review type, type of review, result"),
                  values=OUTCOMES),
            Fills("decided_on", words=DECIDED),
            Fills("reasons", words=said("rationale, reason, reason for decision, chairs reasons")),
            Fills("told_on", words=said("date notifier told, notifier informed, referrer informed")),
            Fills("drafted_on", words=said("draft date, draft report, date of draft"), step="draft", reaches="drafted"),
            Fills("accepted_on", words=said("date accepted, board sign off, signed off, report accepted"),
                  step="accept", reaches="accepted"),
            Fills("published_on", words=said("publication date, date published, published"), step="publish",
                  reaches="published"),
            Fills("handed_on", words=said("date transferred, transferred on"), step="hand_over",
                  reaches="handed_over"),
            Fills("ended_on", words=said("date closed, closed, closed on, closure date, end date"), step="close",
                  reaches="closed"),
        ),
        same_when=("person_index", "incident_on"),
        states={
            "notified": said("new, pending, open, awaiting decision, to be considered"),
            "decided": said("no review, decided"),
            "scoping": said("scoping, commissioned"),
            "closed": said("complete, completed, finished"),
            "handed_over": said("transferred, passed to other area"),
            "mistake": said("entered in error, duplicate"),
        },
        stands=stands,
        example=EXAMPLE,
        holds=holds,
        closes={"closed": ("ended_on",), "handed_over": ("handed_on",)},
    )
)  # fmt: skip
