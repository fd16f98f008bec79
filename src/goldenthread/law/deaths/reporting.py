"""Form B: what agencies report, section by section; its supplements by set of templates; who is asked for what.

Each agency is asked only for what it holds. The numbers of the supplements differ between editions: B2 is a road
traffic collision in one and a newborn's death in another, so a supplement is always named by its set and its number.
"""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.law.deaths.notification import CDR_SET, KNOWN, LSCB_SET
from goldenthread.law.deaths.values import FORM_B as SOURCE
from goldenthread.law.deaths.values import MODES, PLACES, SEXES
from goldenthread.law.forms import Asks, Field, Form, FormError, Section
from goldenthread.law.limits import Confidence

SET_2008, SET_LATER = "LSCB 2008", "LSCB later"


def _texts(*pairs: tuple[str, str]) -> tuple[Field, ...]:
    return tuple(Field(key, label, Asks.TEXT) for key, label in pairs)


SECTIONS: tuple[Section, ...] = (
    Section(
        "A", "Identifying and reporting details",
        (
            Field("child_name", "Name", names_a_person=True),
            Field("born_on", "Born", Asks.DATE, names_a_person=True),
            Field("nhs_number", "NHS number", names_a_person=True), Field("died_on", "Date of death", Asks.DATE),
            Field("sex", "Sex", Asks.ONE_OF, SEXES), Field("address", "Address", Asks.TEXT, names_a_person=True),
            Field("reporter_agency", "Reporting agency"),
            Field("reporter_name", "Reported by", names_a_person=True),
            Field("reporter_contact", "Contact", names_a_person=True),
        ),
        f"{SOURCE}: the first page is taken off before the panel reads the rest", Confidence.SOURCE,
    ),
    Section(
        "B", "Summary of the case and circumstances",
        (
            Field("mode", "Mode of death", Asks.ONE_OF, MODES),
            Field("resuscitation", "Was resuscitation attempted?", Asks.ONE_OF, KNOWN),
            Field("place", "Place of death", Asks.ONE_OF, PLACES),
            *_texts(("events", "Events known before the death"), ("narrative", "Circumstances of the death")),
            Field("certificate", "Was a certificate of cause of death issued?", Asks.ONE_OF, KNOWN),
            Field("post_mortem", "Was there a post-mortem?", Asks.ONE_OF, KNOWN),
            Field("inquest", "Is there an inquest?", Asks.ONE_OF, KNOWN),
        ),
        SOURCE, Confidence.SOURCE,
    ),
    Section(
        "C", "The child",
        (
            Field("birth_weight", "Weight at birth, grams", Asks.NUMBER),
            Field("gestation", "Gestation at birth, weeks", Asks.NUMBER),
            Field("multiple", "Twin or other multiple birth?", Asks.ONE_OF, KNOWN),
            *_texts(
                ("growth", "Growth"), ("health", "Health"), ("disability", "Disability"),
                ("medication", "Medication"), ("immunisation", "Immunisation"),
                ("development", "Development and education"), ("behaviour", "Behaviour"),
                ("substances", "Use of alcohol or drugs"), ("social", "Friendships and social life"),
            ),
        ),
        SOURCE, Confidence.MEDIUM,
    ),
    Section(
        "D", "Family and environment",
        (
            *_texts(
                ("carers", "Parents and carers"), ("siblings", "Brothers and sisters"),
                ("housing", "Housing"), ("employment", "Work and income"),
                ("carer_health", "Physical and mental health of carers"),
            ),
            *(Field(key, label, Asks.ONE_OF, KNOWN) for key, label in (
                ("consanguinity", "Are the parents related to each other?"), ("smoking", "Smoking in the household?"),
                ("alcohol_drugs", "Misuse of alcohol or drugs by a carer?"), ("domestic_abuse", "Domestic abuse?"),
                ("asylum_or_traveller", "Asylum seeker, or of a travelling community?"),
                ("protection_plan", "Child protection plan, now or before?"),
                ("statutory_order", "Statutory order?"), ("looked_after", "Looked after?"),
            )),
        ),
        SOURCE, Confidence.MEDIUM,
    ),
    Section(
        "E", "Parenting capacity",
        _texts(
            ("basic_care", "Basic care"), ("safety", "Safety"), ("warmth", "Warmth"), ("stimulation", "Stimulation"),
            ("boundaries", "Boundaries"), ("stability", "Stability"), ("concerns", "Concerns that were known"),
        ),
        SOURCE, Confidence.MEDIUM,
    ),
    Section(
        "F", "Service provision",
        _texts(
            ("services", "Services involved"), ("contacts", "Contacts"), ("issues", "Issues"),
            ("good_practice", "Good practice"), ("not_received", "What was needed and not received"),
        ),
        SOURCE, Confidence.MEDIUM,
    ),
)  # fmt: skip

FORM_B = Form(
    LSCB_SET, "B", "Form B: agency report", SECTIONS, SOURCE, Confidence.SOURCE,
    "Six sections; each agency fills in only what it holds. 'Asked, not known' differs from blank.",
)  # fmt: skip
REPORTING_2018 = Form(
    CDR_SET,
    "reporting",
    "Reporting form (child death review)",
    SECTIONS,
    "Child death review, reporting form: the sections are those of form B until the current form is read",
    Confidence.LOW,
)


@dataclass(frozen=True)
class Supplement:
    """One supplementary form: the set of templates, its number in it, and for which deaths it is asked."""

    set: str
    code: str
    title: str
    source: str
    confidence: Confidence


def _supplements(set: str, source: str, confidence: Confidence, *pairs: tuple[str, str]) -> tuple[Supplement, ...]:
    return tuple(Supplement(set, code, title, source, confidence) for code, title in pairs)


SUPPLEMENTS: tuple[Supplement, ...] = (
    *_supplements(
        SET_2008, "National template for child death reviews, form B, edition of 2008", Confidence.SOURCE,
        ("B2", "Road traffic collision"), ("B3", "Drowning"), ("B4", "Fire and burns"), ("B5", "Poisoning"),
    ),
    *_supplements(
        SET_LATER, "National templates for child death reviews, later set (B2 was read, the others are recalled)",
        Confidence.MEDIUM,
        ("B2", "Neonatal death"), ("B3", "Life-limiting condition"), ("B4", "Sudden unexpected death in infancy"),
        ("B5", "Road traffic collision"), ("B6", "Drowning"), ("B7", "Fire and burns"), ("B8", "Poisoning"),
        ("B9", "Other non-intentional injury"), ("B10", "Substance misuse"), ("B11", "Apparent homicide"),
        ("B12", "Apparent suicide"), ("B13", "Summary of the post-mortem"),
    ),
    *_supplements(
        CDR_SET, "Child death review, supplementary reporting forms (asthma, cardiac, care pathway were read)",
        Confidence.MEDIUM,
        *((word.lower().replace(",", "").replace(" ", "_"), word) for word in (
            "Asthma and anaphylaxis", "Cardiac, congenital or acquired", "Care pathway",
            "Chromosomal, genetic or congenital anomaly", "Diabetic ketoacidosis", "Drowning", "Epilepsy",
            "Fire, burn or electrocution", "Infection", "Neonatal or perinatal", "Oncology", "Poisoning",
            "Substance misuse", "Sudden unexpected death", "Suicide or self-harm", "Trauma", "Traffic collision",
            "Violence or maltreatment",
        )),
    ),
)  # fmt: skip


def supplement(set: str, code: str) -> Supplement:
    """The supplement of that set and number. Raises `FormError`, naming what the set has."""
    of_set = [one for one in SUPPLEMENTS if one.set == set]
    for one in of_set:
        if one.code == code:
            return one
    known = ", ".join(one.code for one in of_set)
    raise FormError(
        f"The set '{set}' has no supplement '{code}'" + (f"; it has {known}." if known else ": no such set.")
    )


#: Kind of agency -> the sections of form B it is asked for. Our own default, to be changed by a partnership: a national
#: rule says only that each fills in what it holds.
HELD_BY: dict[str, tuple[str, ...]] = {
    "hospital": ("A", "B", "C", "F"),
    "ambulance": ("A", "B", "F"),
    "gp": ("A", "B", "C", "D", "F"),
    "midwifery": ("A", "C", "D", "F"),
    "health_visiting": ("A", "C", "D", "E", "F"),
    "mental_health": ("A", "B", "C", "D", "F"),
    "police": ("A", "B", "D", "E", "F"),
    "social_care": ("A", "B", "C", "D", "E", "F"),
    "education": ("A", "C", "D", "E", "F"),
    "coroner": ("A", "B"),
    "housing": ("A", "D", "F"),
    "other": ("A", "B", "C", "D", "E", "F"),
}
HELD_BY_SOURCE = "default of this platform; no national list was found"


def sections_for(kind: str) -> tuple[str, ...]:
    """Which sections of form B an agency of this kind is asked for. Raises `FormError` for an unknown kind."""
    try:
        return HELD_BY[kind]
    except KeyError:
        raise FormError(f"No kind of agency is called '{kind}'; there are {', '.join(HELD_BY)}.") from None
