"""Form A, notification of a child's death, and form A1, how the case is processed; and the later notification."""

from __future__ import annotations

from goldenthread.law.deaths.values import EXPECTEDNESS, PLACES, SEXES
from goldenthread.law.forms import Asks, Choice, Field, Form, Section, choices
from goldenthread.law.limits import Confidence

LSCB_SET, CDR_SET = "LSCB 2008 to 2019", "CDR 2018"
SOURCE = "National template for child death reviews, form A, in several areas' variants"
KNOWN = (Choice("yes", "Yes"), Choice("no", "No"), Choice("nk", "Asked, not known"))
#: Processes that may run beside the review; each may hold it up (recalled, medium confidence).
PARALLEL = (
    Choice("coroner", "Coroner's investigation or inquest"),
    Choice("police", "Police or Crown Prosecution Service"),
    Choice("case_review", "Serious case review or child safeguarding practice review"),
    Choice("nhs", "NHS serious incident or patient safety investigation"),
    Choice("maternity", "Maternity and newborn safety investigation"),
    Choice("pmrt", "Perinatal mortality review"),
    Choice("leder", "Learning disability mortality review (from 4 years of age)"),
    Choice("dhr", "Domestic homicide review"),
    Choice("custody", "Death in custody investigation"),
)
CONTACTS = (
    "General practitioner", "Midwife", "Health visitor or school nurse", "Obstetrician", "Paediatrician",
    "Child and adolescent mental health", "Ambulance service", "Police", "Social care", "School or nursery", "Other",
)  # fmt: skip


def _who(key: str, label: str, asks: Asks = Asks.LINE, help: str = "") -> Field:
    return Field(key, label, asks, names_a_person=True, help=help)


_CASE = Section(
    "case", "The notification",
    (
        Field("received_at", "Received", Asks.DATE), Field("received_time", "Time received", Asks.TIME),
        _who("received_by", "Received by"), _who("referrer_name", "Who notifies: name"),
        Field("referrer_role", "Role"), Field("referrer_agency", "Agency"), _who("referrer_address", "Address"),
        _who("referrer_phone", "Telephone"), _who("referrer_email", "Email"),
    ),
    SOURCE, Confidence.HIGH,
)  # fmt: skip
_CHILD = Section(
    "child", "The child",
    (
        _who("child_name", "Full name"), _who("also_known_as", "Also known as"), _who("born_on", "Born", Asks.DATE),
        Field("sex", "Sex", Asks.ONE_OF, SEXES), _who("nhs_number", "NHS number", help="Ten figures."),
        _who("address", "Address", Asks.TEXT), _who("postcode", "Postcode"), Field("ethnicity", "Ethnicity"),
        _who("school", "School or nursery"), _who("other_identifiers", "Other identifiers"),
    ),
    SOURCE, Confidence.HIGH,
)  # fmt: skip
_FAMILY = Section(
    "family", "Family and household",
    (
        Field(
            "household", "Who lives or lived in the household", Asks.ROWS, names_a_person=True,
            columns=("Name", "Born", "Sex", "Relationship", "Address if different", "Parental responsibility"),
        ),
        Field("others_at_risk", "Are other children potentially at risk?", Asks.ONE_OF, KNOWN),
    ),
    SOURCE, Confidence.HIGH,
)  # fmt: skip
_DEATH = Section(
    "death", "The death",
    (
        Field("died_on", "Date of death", Asks.DATE), Field("died_at", "Time of death", Asks.TIME),
        Field("place_of_death", "Place of death", Asks.ONE_OF, PLACES),
        Field("place_of_event", "Place of the event that led to it", Asks.ONE_OF, PLACES,
              help="Where it happened, which may not be where the child died."),
        Field("expected", "Expected, or unexpected?", Asks.ONE_OF, EXPECTEDNESS,
              help="Unexpected: not foreseen as a significant possibility 24 hours before. If unsure: unexpected."),
        Field("expected_confirmed", "Confirmed by the designated doctor?", Asks.YES_NO),
        _who("circumstances", "Circumstances", Asks.TEXT), _who("senior_doctor", "Senior doctor present"),
    ),
    SOURCE, Confidence.HIGH,
)  # fmt: skip
_LEGAL = Section(
    "medico_legal", "Certificate, coroner and reviews under way",
    (
        Field("certificate", "Was a medical certificate of cause of death issued?", Asks.ONE_OF, KNOWN),
        Field("cause_1a", "Cause Ia", Asks.TEXT), Field("cause_1b", "Cause Ib", Asks.TEXT),
        Field("cause_1c", "Cause Ic", Asks.TEXT), Field("cause_2", "Cause II", Asks.TEXT),
        Field("to_coroner", "Referred to the coroner?", Asks.ONE_OF, KNOWN),
        Field("post_mortem", "Is a post-mortem required?", Asks.ONE_OF, KNOWN),
        Field("registered", "Is the death registered?", Asks.ONE_OF, KNOWN),
        Field("parallel", "Other processes", Asks.SEVERAL_OF, PARALLEL),
        Field("immediate_actions", "Actions taken at once", Asks.TEXT),
    ),
    SOURCE, Confidence.HIGH,
)  # fmt: skip
_CONTACTS = Section(
    "contacts", "Who knew the child",
    (
        Field("contacts", "Professionals and agencies", Asks.ROWS, names_a_person=True,
              choices=choices(*CONTACTS), columns=("Agency", "Knew the child?", "Name", "Contact")),
    ),
    SOURCE, Confidence.HIGH,
)  # fmt: skip

FORM_A = Form(
    LSCB_SET, "A", "Form A: notification of a child's death", (_CASE, _CHILD, _FAMILY, _DEATH, _LEGAL, _CONTACTS),
    SOURCE, Confidence.HIGH, "A union of the local variants that were read; a national template was optional.",
)  # fmt: skip

FORM_A1 = Form(
    LSCB_SET, "A1", "Form A1: processing of the case",
    (
        Section(
            "dates", "Dates",
            (
                Field("notified_on", "Notified", Asks.DATE),
                Field("reports", "Agency reports", Asks.ROWS, columns=("Agency", "Asked", "Returned")),
                Field("visit_on", "Rapid response visit", Asks.DATE),
                Field("meetings", "Rapid response meetings", Asks.ROWS, columns=("Date", "What for")),
                Field("post_mortem_on", "Post-mortem result", Asks.DATE), Field("inquest_on", "Inquest", Asks.DATE),
                Field("case_review_on", "Case review decision", Asks.DATE), Field("panel_on", "Panel", Asks.DATE),
                Field("closed_on", "Closed", Asks.DATE), Field("delay", "Reason for delay", Asks.TEXT),
                Field("adjournments", "Adjournments", Asks.ROWS, columns=("Date", "Reason")),
            ),
            "National template for child death reviews, form A1", Confidence.MEDIUM,
        ),
    ),
    "National template for child death reviews, form A1", Confidence.MEDIUM,
)  # fmt: skip

NOTIFICATION_2018 = Form(
    CDR_SET, "notification", "Notification of a child's death (child death review)",
    (
        _CASE, _CHILD,
        Section(
            "infant", "Where the child was under 28 days old",
            (Field("gestation", "Gestation at birth, weeks", Asks.NUMBER),
             Field("birth_weight", "Weight at birth, grams", Asks.NUMBER)),
            "Child death review, notification form", Confidence.MEDIUM,
        ),
        _DEATH,
        Section(
            "response", "Response and investigations",
            (
                Field("joint_response", "Does the death call for a joint agency response?", Asks.YES_NO),
                Field("coroner_or_examiner", "Coroner, certificate or medical examiner", Asks.TEXT),
                Field("suspected_cause", "Suspected cause", Asks.TEXT),
                Field("parallel", "Other investigations", Asks.SEVERAL_OF, PARALLEL),
            ),
            "Child death review, notification form", Confidence.MEDIUM,
        ),
        _CONTACTS,
    ),
    "National Child Mortality Database, guidance on notification: NHS number, professionals; the rest recalled",
    Confidence.MEDIUM, "A valid NHS number prevents duplicates.",
)  # fmt: skip

#: When a joint agency response is called for (read in a partnership's procedures).
JOINT_RESPONSE = (
    Choice("external", "The death is or could be due to an external cause"),
    Choice("sudden", "It is sudden and there is no immediately apparent cause"),
    Choice("custody", "It occurred in custody, or while detained under the Mental Health Act"),
    Choice("not_natural", "The first circumstances suggest that it may not have been natural"),
    Choice("stillbirth", "A stillbirth that no health professional attended"),
    Choice("resuscitated", "The child was resuscitated near death and is expected to die"),
)
