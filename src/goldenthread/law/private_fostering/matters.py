"""What an officer must look into at each visit (Schedule 2 and 3), what a notice must say (Schedule 1), how it ends."""

from __future__ import annotations

from goldenthread.law.forms import Asks, Choice, Field, Section
from goldenthread.law.limits import Confidence

REGULATIONS = "SI 2005/1533"

SCHEDULE_1 = Section(
    "schedule_1", "What a notice says",
    (
        Field("child_name", "Child's name", names_a_person=True), Field("sex", "Sex"),
        Field("born_on", "Born", Asks.DATE, names_a_person=True), Field("birthplace", "Where the child was born"),
        Field("religion", "Religion"), Field("origin", "Racial origin, culture and language"),
        Field("notifier", "Who notifies", names_a_person=True), Field("carer", "Carer", names_a_person=True),
        Field("addresses", "The carer's addresses in the last five years", Asks.ROWS, names_a_person=True,
              columns=("Address", "From", "To")),
        Field("parents", "Parents and others with parental responsibility", Asks.ROWS, names_a_person=True,
              columns=("Name", "Relationship", "Address")),
        Field("siblings", "Brothers and sisters and who cares for them", Asks.ROWS, names_a_person=True,
              columns=("Name", "Who cares for them")),
        Field("arrangers", "Who arranged it", names_a_person=True),
        Field("begins_on", "Date it begins or began", Asks.DATE), Field("duration", "How long it is meant to last"),
        Field("reasons", "Why"), Field("offences", "Offences or disqualification of the carer or household", Asks.TEXT),
        Field("proceedings", "Court proceedings", Asks.TEXT),
    ),
    f"{REGULATIONS}, Schedule 1; date, duration, reasons, offences and proceedings are recalled", Confidence.SOURCE,
)  # fmt: skip

_MATTERS = (
    ("duration", "The intended duration, understood and agreed by the parents and the carer"),
    ("wishes", "The child's wishes and feelings, according to age and understanding"),
    ("accommodation", "Whether the accommodation is suitable"),
    ("capacity", "The carer's capacity to look after the child"),
    ("household", "Whether others of the household are suitable"),
    ("contact", "Arrangements for contact with parents, brothers and sisters and others who matter"),
    ("finance", "Who pays for the child, and that it is agreed"),
    ("health", "Care for the child's health, with registration at a general practitioner"),
    ("education", "Arrangements for education"),
    ("decisions", "How decisions about the child's care are taken"),
    ("advice", "Whether the carer, the parents and the child need advice, and what was given"),
)
SCHEDULE_2 = Section(
    "schedule_2", "Before the child lives there",
    tuple(Field(key, words, Asks.TEXT) for key, words in _MATTERS), f"{REGULATIONS}, Schedule 2", Confidence.SOURCE,
)  # fmt: skip
SCHEDULE_3 = Section(
    "schedule_3", "Once the child lives there",
    (
        *(Field(key, words, Asks.TEXT) for key, words in _MATTERS),
        Field("development", "Physical, intellectual, emotional, social and behavioural development", Asks.TEXT),
        Field("needs", "Needs that follow from religion, racial origin, culture and language", Asks.TEXT),
        Field("standard", "The standard of care that the child is given", Asks.TEXT),
    ),
    f"{REGULATIONS}, Schedule 3: that it is as Schedule 2 with development, needs and care is recalled",
    Confidence.MEDIUM,
)  # fmt: skip

#: Who is seen at a visit (regulations 4 and 7, read in a source).
AT_A_VISIT = (
    Choice("premises", "The home was seen"),
    Choice("carer", "The carer was spoken to"),
    Choice("household", "Everyone in the household was spoken to"),
    Choice("alone", "The child was seen and spoken to alone, unless that was not fitting"),
    Choice("parents", "The parents were spoken to, where practicable"),
    Choice("report", "A written report was made"),
)
NOTIFIED_BY = (
    Choice("carer", "The carer"), Choice("parent", "A parent"), Choice("arranger", "Someone who arranged it"),
    Choice("school", "School"), Choice("health", "Health"), Choice("social_care", "Social care"),
    Choice("housing", "Housing"), Choice("border", "Border or immigration service"),
    Choice("language_school", "Language school or agency"), Choice("public", "Member of the public"),
    Choice("other", "Other"),
)  # fmt: skip
#: Powers, with where they come from (recalled, high confidence).
POWERS = (
    Choice("prohibit", "Prohibition (Children Act 1989 s69)"),
    Choice("require", "Requirements (Schedule 8)"),
    Choice("disqualified", "Disqualified: may not foster without consent (s68)"),
    Choice("consent", "Consent to someone disqualified (s68)"),
)
ENDINGS = (
    Choice("home", "Returned to parents"), Choice("relative", "Went to a close relative"),
    Choice("age", "Reached 16, or 18"), Choice("looked_after", "Became looked after"),
    Choice("abroad", "Left the country"), Choice("order", "Order that gives parental responsibility"),
    Choice("prohibited", "Prohibited"), Choice("moved", "Moved to another area"), Choice("other", "Other"),
)  # fmt: skip
#: How good an assessment is: asked of a sample (our own list, from what a published audit missed).
QUALITY = (
    Choice("checks", "Checks on the carer and every adult of the household are complete"),
    Choice("matters", "Every matter of the Schedule is answered with evidence"),
    Choice("child", "The child's own words are recorded"),
    Choice("parents", "The parents were spoken to, or why not is said"),
    Choice("analysis", "What is known is weighed, with strengths and risks"),
    Choice("decision", "A manager decided, with reasons, in time"),
)
#: Factors of the children in need census for private fostering (read in a source).
FACTORS = (
    Choice("8B", "From overseas, intends to return"), Choice("8C", "From overseas, intends to stay"),
    Choice("8D", "From the United Kingdom, educational placement"),
    Choice("8E", "From the United Kingdom, making alternative family arrangements"), Choice("8F", "Other"),
)  # fmt: skip
