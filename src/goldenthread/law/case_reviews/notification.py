"""What a notification of a serious incident asks for. The rationale against each limb is asked beside these fields."""

from __future__ import annotations

from goldenthread.law.case_reviews.criteria import Criteria
from goldenthread.law.deaths.notification import PARALLEL
from goldenthread.law.deaths.values import SEXES
from goldenthread.law.forms import Asks, Choice, Field, Form, Section, choices
from goldenthread.law.limits import Confidence

SOURCE = "Fields that case review groups and the national incident form ask for"
LEGAL_STATUS = choices(
    "None", "Child in need", "Child protection plan", "Looked after, accommodated", "Looked after, care order",
    "Care leaver", "Special guardianship or child arrangements order", "Not known",
)  # fmt: skip
ABUSE = choices("Physical", "Sexual", "Emotional", "Neglect", "Exploitation", "Not known")
KIND = (Choice("death", "A child died"), Choice("harm", "A child was seriously harmed"), Choice("other", "Other"))

NOTIFICATION = Form(
    "Case reviews", "notification", "Notification of a serious incident",
    (
        Section(
            "notifier", "Who notifies",
            (
                Field("notifier_name", "Name", names_a_person=True), Field("notifier_agency", "Agency"),
                Field("notifier_role", "Role"), Field("notifier_email", "Email", names_a_person=True),
                Field("notifier_phone", "Telephone", names_a_person=True),
            ),
            SOURCE, Confidence.HIGH,
        ),
        Section(
            "incident", "The incident",
            (
                Field("incident_on", "Date of the incident", Asks.DATE),
                Field("aware_on", "Date the local authority became aware", Asks.DATE),
                Field("notified_on", "Date of this notification", Asks.DATE),
                Field("kind", "What happened", Asks.ONE_OF, KIND),
                Field("abuse", "Abuse or neglect known or suspected", Asks.SEVERAL_OF, ABUSE),
                Field("circumstances", "Circumstances", Asks.TEXT, names_a_person=True),
                Field("immediate_safety", "What was done at once to keep children safe", Asks.TEXT),
                Field("parallel", "Processes under way", Asks.SEVERAL_OF, PARALLEL),
            ),
            SOURCE, Confidence.HIGH,
        ),
        Section(
            "child", "The child",
            (
                Field("child_name", "Name", names_a_person=True),
                Field("born_on", "Born", Asks.DATE, names_a_person=True), Field("sex", "Sex", Asks.ONE_OF, SEXES),
                Field("nhs_number", "NHS number", names_a_person=True), Field("ethnicity", "Ethnicity"),
                Field("disability", "Disability"), Field("address", "Address", Asks.TEXT, names_a_person=True),
                Field("legal_status", "Legal status", Asks.ONE_OF, LEGAL_STATUS),
                Field("placement", "Placement, where looked after"),
                Field("family", "Family and household", Asks.ROWS, names_a_person=True,
                      columns=("Name", "Born", "Relationship")),
            ),
            SOURCE, Confidence.HIGH,
        ),
        Section(
            "agencies", "Agencies involved",
            (Field("agencies", "Which agencies knew the child or family", Asks.ROWS,
                   columns=("Agency", "How they were involved", "Contact")),),
            SOURCE, Confidence.HIGH,
        ),
    ),
    SOURCE, Confidence.HIGH,
)  # fmt: skip


def rationale_fields(criteria: Criteria) -> tuple[Field, ...]:
    """One text for each limb: why it holds or does not."""
    return tuple(
        Field(f"because_{limb.key}", limb.words, Asks.TEXT, help="Why it holds, or why it does not.")
        for limb in criteria.limbs
    )
