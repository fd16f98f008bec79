"""What one agency is asked for about a child and family under review: what it knew, did, and learned of itself."""

from __future__ import annotations

from goldenthread.law.forms import Asks, Field, Form, Section
from goldenthread.law.limits import Confidence

SOURCE = "Fields that boards' and partnerships' templates of agency reports ask for"

AGENCY_REPORT = Form(
    "Case reviews", "agency_report", "Agency report for a review",
    (
        Section(
            "contact", "Contact with the child and family",
            (
                Field("known", "Did the agency know the child or the family?", Asks.YES_NO),
                Field("first_contact", "First contact in the period", Asks.DATE),
                Field("last_contact", "Last contact in the period", Asks.DATE),
                Field("contact", "What the agency knew and did", Asks.TEXT, names_a_person=True),
                Field("voice", "What the child said, or was seen to feel", Asks.TEXT, names_a_person=True),
            ),
            SOURCE, Confidence.MEDIUM,
        ),
        Section(
            "analysis", "What the agency makes of it",
            (
                Field("well", "What was done well", Asks.TEXT),
                Field("better", "What could have been done better, and why it was not", Asks.TEXT),
                Field("together", "How agencies worked together", Asks.TEXT),
                Field("done", "What the agency has changed already", Asks.TEXT),
                Field("recommends", "What the agency recommends to itself and to others", Asks.TEXT),
            ),
            SOURCE, Confidence.MEDIUM,
        ),
    ),
    SOURCE, Confidence.MEDIUM,
)  # fmt: skip
