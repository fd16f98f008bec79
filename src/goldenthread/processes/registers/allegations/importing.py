"""What a register of contacts kept in a spreadsheet may fill, in the words that such registers use.

Most keep allegations and consultations in one list, with one column for the day on which either was closed. Here only
an allegation has an outcome and is closed; a consultation is over once its advice is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from goldenthread.core.casework.importable import Fills, FillsEntries, Importable, said, takes_registers
from goldenthread.kernel.spans import day_of
from goldenthread.law.lado.thresholds import FOURTH_FROM

from .example import EXAMPLE
from .models import Case

State = Case.State
NAME = said(
    "name, subject, subject name, name of subject, adult name, name of adult, professional, name of professional, "
    "staff name, staff member, employee, employee name, person of concern, alleged perpetrator, person"
)
REFERRED = said(
    "date of referral, referral date, date referred, referred on, date received, date of contact, contact date, "
    "date of notification, date notified, received, date, date of initial contact"
)
SOURCE = said("referrer, referred by, source of referral, referral source, source, who referred, referring agency")
SECTOR = said(
    "employer type, type of employer, employment sector, setting, type of setting, agency type, sector type, "
    "workforce, occupation group, employment type"
)
HARM = said("category, category of abuse, category of harm, abuse type, type of abuse, allegation type, nature of "
            "allegation, primary category, harm category")  # fmt: skip
KIND = said(
    "contact type, type of contact, referral type, type of referral, threshold, threshold met, threshold decision, "
    "lado threshold, enquiry type, category of contact"
)
ENDED = said("date closed, closed, closed on, closure date, case closed, end date, date of closure, closing date")
OUTCOME_ON = said("outcome date, date of outcome, date concluded, conclusion date, date outcome agreed, date resolved")
SECTORS = {
    "employer-1": said("school, primary school, secondary school, maintained school, schools, education, teacher"),
    "employer-2": said("academies, academy trust"),
    "employer-3": said("private school, independent"),
    "employer-4": said("early years, nursery, pre school, preschool, eyfs"),
    "employer-5": said("child minder, childminders"),
    "employer-6": said("foster carer, fostering, ifa, foster carers"),
    "employer-7": said("residential, childrens home, residential home"),
    "employer-8": said("childrens services, csc, social worker, local authority"),
    "employer-9": said("nhs, hospital, gp"),
    "employer-10": said("police officer"),
    "employer-11": said("yot, youth justice, yjs, secure"),
    "employer-12": said("taxi, taxi driver, bus, escort, transport provider"),
    "employer-13": said("sport, sports, sports club, leisure"),
    "employer-14": said("faith, church, mosque, faith group, madrassah"),
    "employer-15": said("voluntary, charity, vcs, scouts, guides, third sector"),
    "employer-16": said("other"),
}
SOURCES = {
    "employer": said("hr, human resources, manager"),
    "social_care": said("csc, childrens social care, mash, social worker, childrens services"),
    "health": said("nhs, hospital, gp"),
    "school": said("education, headteacher, head teacher, dsl, nursery, early years"),
    "parent_or_carer": said("parent, carer, mother, father, family"),
    "member_of_the_public": said("public, anonymous, neighbour"),
    "another_area": said("other lado, another lado, other local authority, other la, out of area"),
}
HARMS = {
    "allegation-1": said("physical abuse, physical harm, assault"),
    "allegation-2": said("sexual abuse, sexual harm"),
    "allegation-3": said("emotional abuse, emotional harm"),
    "allegation-4": said("neglectful"),
    "allegation-5": said(
        "conduct, suitability, professional conduct, behaviour, transferable risk, inappropriate conduct"
    ),
    "allegation-6": said("internet, online abuse, indecent images, iioc"),
}
KINDS = {
    "allegation": said("yes, y, met, threshold met, referral, section 47, lado referral, allegations, strategy"),
    "consultation": said("no, n, not met, threshold not met, advice, advice only, advice and guidance, enquiry, below "
                         "threshold, consultations, consult"),
    "information": said("info only, information, for information, other area, info, out of area"),
}  # fmt: skip
MEETING = said(
    "meeting, strategy meeting, lado meeting, asm, meeting date, pos meeting, allegations meeting, evaluation meeting, "
    "professionals meeting"
)
OUTCOMES = {
    "substantiated": said("founded, proven, upheld"),
    "unsubstantiated": said("not proven, inconclusive, unsubstantiated allegation"),
    "malicious": said("deliberately invented"),
    "unfounded": said("no evidence"),
    "below_threshold": said("below threshold, threshold not met"),
    "": said("advice given, advice only, advice and guidance, ongoing, open, pending"),
}
DAYS = (
    "referred_at", "incident_on", "known_on", "triaged_on", "considered_on", "outcome_on", "handed_on", "ended_on",
    "left_on",
)  # fmt: skip
#: No allegation: no outcome, no day on which it was closed; it is over with its advice.
ADVICE = (State.CONSULTATION, State.INFORMATION)
BEGUN = (State.RECEIVED, State.ALLEGATION, State.CONSIDERED)

#: The state -> the kind of contact. One that was handed over, or entered by mistake, may have been any.
KIND_OF = {
    "received": "waiting", "consultation": "consultation", "information": "information",
    **dict.fromkeys(("allegation", "considered", "concluded", "closed"), "allegation"),
}  # fmt: skip


def stands(values: Mapping[str, Any]) -> str:
    """How a contact stands by its row: what it is comes before the days, which registers keep for every contact."""
    own, kind = values["state"], values.get("contact") or ""
    if own in (*ADVICE, State.HANDED_OVER, State.MISTAKE):
        return str(own)
    if kind in ADVICE:
        return str(kind)
    reached = (
        (State.HANDED_OVER, ("handed_on",)),
        (State.CLOSED, ("ended_on",)),
        (State.CONCLUDED, ("outcome", "outcome_on")),
        (State.CONSIDERED, ("considered_on", "next_step")),
    )
    found = next((state for state, names in reached if any(values.get(name) for name in names)), own)
    return str(found or (State.ALLEGATION if kind else State.RECEIVED))


def follows(values: dict[str, Any], state: str) -> dict[str, Any]:
    """What the row does not say, and follows from it: the kind of contact, the year of birth, the day of an outcome."""
    found = dict(values)
    if state in KIND_OF:
        found["contact"] = KIND_OF[state]
    if state != State.CLOSED:
        found.pop("ended_on", None)
    elif found.get("outcome") and not found.get("outcome_on"):
        found["outcome_on"] = found.get("ended_on")  # agreed at the latest when it was closed
    if found.get("subject_born"):
        found["subject_year"] = found["subject_born"].year
    return found


def holds(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(a field, what is wrong and the cure) for what cannot be of one contact."""
    state = stands({"state": "", **values})
    if values.get("state") in BEGUN and values.get("ended_on"):
        yield "ended_on", "It says that it is open, and has a date on which it was closed. Mend one of the two."
    if state in (*ADVICE, *BEGUN) and values.get("outcome"):
        yield (
            "outcome",
            "Only an allegation that was looked into has an outcome. Mend the kind of contact, or empty it.",
        )
    if state == State.CONCLUDED and not (values.get("outcome") and values.get("outcome_on")):
        yield "outcome_on", "An outcome has the date on which it was agreed, and such a date an outcome. Fill in both."
    if values.get("unsuitable") and values.get("referred_at") and day_of(values["referred_at"]) < FOURTH_FROM:
        yield "unsuitable", f"This criterion applies from {FOURTH_FROM:%-d %B %Y}. Say no, or mend the date."
    yield from Case(**{name: values[name] for name in DAYS if values.get(name)}).wrong_days()


takes_registers(
    Importable(
        process="allegations",
        fields=(
            Fills("subject_name", words=NAME),
            Fills("subject_born", words=said("dob, date of birth, born, d o b"), earliest=date(1915, 1, 1)),
            Fills("referred_at", words=REFERRED),
            Fills("contact", words=KIND, values=KINDS),
            Fills("source", words=SOURCE, values=SOURCES),
            Fills("referrer_name", words=said("name of referrer, referrer name")),
            Fills("referrer_agency", words=said("referrer agency, referrer organisation, agency of referrer")),
            Fills("employer", words=said("name of employer, employer name, organisation, school name, workplace")),
            Fills("sector", words=SECTOR, values=SECTORS),
            Fills("post", words=said("job title, job, occupation, role, position, job role")),
            Fills("harm", words=HARM, values=HARMS),
            Fills("context", label="Where it happened", words=said("context, work or private, in work or private"),
                  needed=False),
            Fills("account", words=said("allegation, details, summary, nature of concern, concern, description")),
            Fills("incident_on", words=said("date of incident, incident date, date of allegation")),
            Fills("known_on", words=said("date employer aware, employer aware, date known, date employer knew")),
            Fills("restraint", words=said("restraint, physical intervention")),
            Fills("triaged_on", words=said("triage date, date of triage, threshold decision date, decision date")),
            Fills("harmed", words=said("harm criterion, criterion 1, criteria 1")),
            Fills("offended", words=said("offence criterion, criterion 2, criteria 2")),
            Fills("risky", words=said("risk criterion, criterion 3, criteria 3")),
            Fills("unsuitable", words=said("suitability criterion, criterion 4, criteria 4")),
            Fills("threshold_reason", words=said("threshold reason, rationale, reason for decision, lado rationale")),
            Fills("advice", words=said("advice, advice given, lado advice")),
            Fills("other_area", words=said("other area, other lado, area")),
            Fills("considered_on", words=said("date of initial consideration, initial evaluation"),
                  step="consider", reaches="considered"),
            Fills("next_step", words=said("next step, action needed, route")),
            Fills("suspension", words=said("suspended, suspension status")),
            Fills("outcome", words=said("final outcome, lado outcome, conclusion, finding, allegation outcome"),
                  values=OUTCOMES),
            Fills("outcome_on", words=OUTCOME_ON, step="conclude", reaches="concluded"),
            Fills("sanction", words=said("employer outcome, employer action, action by employer, disciplinary outcome"),
                  values={"dismissed": said("dismissal, sacked, no longer used"), "none": said("no action"),
                          "warning": said("written warning, final written warning"), "advice": said("training")}),
            Fills("left_on", words=said("resigned on, date resigned, date left, date of resignation")),
            Fills("handed_on", words=said("date transferred, transferred on, date handed over"), step="hand_over",
                  reaches="handed_over"),
            Fills("ended_on", words=ENDED, step="close", reaches="closed"),
        ),
        entries=(
            FillsEntries("meetings", words=MEETING,
                         fields=(Fills("held_on"), Fills("attended", words=said("attendees, attended, present")),
                                 Fills("decisions", words=said("minutes, decisions, meeting notes, actions")))),
            FillsEntries("referrals", words=said("dbs referral date, date referred to dbs, referred to dbs on, "
                                                 "dbs referral, referral to dbs"),
                         fields=(Fills("referred_on"), Fills("to", needed=False, words=said("regulator, referred to"))),
                         always={"to": "dbs", "duty": "yes"}),
            FillsEntries("children", words=said("child name, name of child, child, childs name, victim"),
                         fields=(Fills("child_name"), Fills("born", words=said("child dob, child date of birth")))),
        ),
        same_when=("name_index", "referred_at"),
        states={
            "received": said("new, to triage, awaiting triage, awaiting decision"),
            "considered": said("open, ongoing, active, being investigated, under investigation, in progress"),
            "concluded": said("concluded, outcome agreed, awaiting closure"),
            "closed": said("complete, completed, finished, case closed"),
            "consultation": said("advice, advice only, advice given"),
            "information": said("info only, for information"),
            "handed_over": said("transferred, passed to other area, transferred out"),
            "mistake": said("entered in error, duplicate"),
        },
        stands=stands,
        example=EXAMPLE,
        before=follows,
        holds=holds,
        closes={
            "closed": ("ended_on",),
            "handed_over": ("handed_on", "ended_on"),
            "consultation": ("ended_on", "triaged_on", "referred_at"),
            "information": ("ended_on", "triaged_on", "referred_at"),
        },
    )
)  # fmt: skip
