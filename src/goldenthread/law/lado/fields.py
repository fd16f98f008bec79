"""What is recorded of an allegation: sectors, kinds of harm, the form. Sectors and kinds are those of the measures."""

from __future__ import annotations

from goldenthread.law.forms import Asks, Choice, Field, Form, Section, choices
from goldenthread.law.lado.outcomes import REFERRALS, SUSPENSION
from goldenthread.law.limits import Confidence
from goldenthread.law.measures.parts import Parts, parts_of

SOURCE = "Records of allegations against people who work with children, local practice"


def _of(parts: Parts | None) -> tuple[Choice, ...]:
    """The labels and keys that the measures are broken down by, so that a count and its cases have the same words."""
    return tuple(Choice(key, label) for key, label in zip(parts.keys, parts.labels, strict=True)) if parts else ()


SECTORS = _of(parts_of("lado_alleg", "sector"))
HARMS = _of(parts_of("lado_alleg", "category"))
CONTEXTS = (Choice("work", "In the work with children"), Choice("private", "In private life"))
SOURCES = choices(
    "Employer", "Police", "Social care", "Health", "School", "Ofsted", "Parent or carer", "Child",
    "Member of the public", "Another area", "Other",
)  # fmt: skip
STRANDS = (
    Choice("police", "Police investigation"), Choice("section_47", "Social care enquiry (section 47)"),
    Choice("employer", "Employer's disciplinary process"), Choice("regulator", "Regulator"),
)  # fmt: skip

CASE = Form(
    "LADO", "case", "Contact about someone who works with children",
    (
        Section(
            "contact", "The contact",
            (
                Field("incident_on", "Date of what happened", Asks.DATE),
                Field("known_on", "Date the employer knew", Asks.DATE),
                Field("referred_on", "Date of the referral", Asks.DATE),
                Field("source", "Who made contact", Asks.ONE_OF, SOURCES),
                Field("referrer_name", "Name", names_a_person=True), Field("referrer_agency", "Agency"),
                Field("employer", "Employer", names_a_person=True), Field("sector", "Sector", Asks.ONE_OF, SECTORS),
                Field("context", "Where it happened", Asks.ONE_OF, CONTEXTS),
                Field("harm", "Kind of harm alleged", Asks.SEVERAL_OF, HARMS),
                Field("restraint", "Was physical intervention involved?", Asks.YES_NO),
                Field("account", "What is alleged", Asks.TEXT, names_a_person=True),
            ),
            SOURCE, Confidence.MEDIUM,
        ),
        Section(
            "person", "The person",
            (
                Field("person_name", "Name", names_a_person=True),
                Field("person_born", "Born", Asks.DATE, names_a_person=True), Field("person_role", "Role"),
                Field("regulated", "In regulated activity?", Asks.YES_NO),
                Field("other_posts", "Other work with children", Asks.TEXT, names_a_person=True),
                Field("own_children", "Own children", Asks.TEXT, names_a_person=True),
                Field("suspension", "Suspension", Asks.ONE_OF, tuple(Choice(*one) for one in SUSPENSION),
                      help="A neutral act, decided by the employer."),
                Field("suspension_why", "Why", Asks.TEXT),
            ),
            SOURCE, Confidence.MEDIUM,
        ),
        Section(
            "course", "What follows",
            (
                Field("strands", "Strands", Asks.SEVERAL_OF, STRANDS),
                Field("referrals", "Referred to", Asks.SEVERAL_OF, tuple(Choice(*one) for one in REFERRALS)),
                Field("sanctions", "Sanctions", Asks.TEXT), Field("support", "Support given", Asks.TEXT),
                Field("learning", "Learning", Asks.TEXT),
            ),
            SOURCE, Confidence.MEDIUM,
        ),
    ),
    SOURCE, Confidence.MEDIUM,
)  # fmt: skip
