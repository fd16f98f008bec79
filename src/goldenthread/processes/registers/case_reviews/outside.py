"""What people outside are asked about a review, and how a serious incident is notified without an account."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from goldenthread.core.casework.services import open_record
from goldenthread.core.contributions.asked import takes_contributions, takes_notices
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import today
from goldenthread.law.case_reviews.agency_report import AGENCY_REPORT
from goldenthread.law.case_reviews.criteria import SERIOUS_INCIDENT_2018
from goldenthread.law.case_reviews.notification import NOTIFICATION, rationale_fields
from goldenthread.law.forms import Form, Section

from .models import CaseReview
from .process import case_reviews

KIND = case_reviews.slug
#: The limbs that both frameworks have. The unit argues what a board's criteria ask for besides.
RATIONALE = Section(
    "rationale", "Why it meets the criteria", rationale_fields(SERIOUS_INCIDENT_2018), SERIOUS_INCIDENT_2018.source,
    SERIOUS_INCIDENT_2018.confidence,
)  # fmt: skip
FORM = Form(
    NOTIFICATION.set, NOTIFICATION.key, NOTIFICATION.title, (*NOTIFICATION.sections, RATIONALE), NOTIFICATION.source,
    NOTIFICATION.confidence,
)  # fmt: skip
#: A column of the case -> the field of the form that fills it as it stands.
AS_GIVEN = {
    "notifier_name": "notifier_name", "circumstances": "circumstances", "immediate_safety": "immediate_safety",
    "child_name": "child_name", "nhs_number": "nhs_number", "ethnicity": "ethnicity", "disability": "disability",
    "address": "address", "legal_status": "legal_status", "placement": "placement", "sex": "sex", "category": "kind",
}  # fmt: skip
#: Columns that hold several answers together.
TOGETHER = {
    "notifier_agency": ("notifier_agency", "notifier_role"), "notifier_reach": ("notifier_email", "notifier_phone"),
    "family": ("family",), "agencies_known": ("agencies",),
}  # fmt: skip


def begin(partnership: Partnership, said: Mapping[str, object]) -> CaseReview:
    """Open the case with what was notified. For the system, as somebody outside notifies.

    Raises ValidationError where a day is none, or no agency of the partnership's could lead the case.
    """
    agency = partnership.agencies.filter(kind="board").first() or partnership.agencies.order_by("pk").first()
    if agency is None:
        raise ValidationError("No agency here could lead this case. Telephone the partnership instead.")
    values: dict[str, Any] = {column: said[field] for column, field in AS_GIVEN.items() if said.get(field)}
    values |= {column: "; ".join(_words(said[one]) for one in fields if said.get(one))
               for column, fields in TOGETHER.items()}  # fmt: skip
    values |= {f"{limb.key}_why": str(said.get(f"because_{limb.key}") or "") for limb in SERIOUS_INCIDENT_2018.limbs}
    aware, born = _day(said.get("aware_on")), _day(said.get("born_on"))
    incident = _day(said.get("incident_on")) or aware or today()
    several = said.get("abuse")
    made: CaseReview = open_record(
        case_reviews, partnership=partnership, lead_agency=agency, source="other", incident_on=incident,
        aware_on=aware, notified_on=today(), child_born=born,
        abuse=str(several[0]) if isinstance(several, list) and several else "",
        **{"sex": "not_known", "category": "other", **values},
    )  # fmt: skip
    return made


def _words(said: object) -> str:
    """Rows as one line each; else the words as they stand."""
    if isinstance(said, list):
        return "\n".join(", ".join(map(str, row)) if isinstance(row, list) else _words(row) for row in said)
    return ", ".join(map(str, said.values())) if isinstance(said, Mapping) else str(said)


def _day(said: object) -> date | None:
    if isinstance(said, date) or not said:
        return said if isinstance(said, date) else None
    try:
        return date.fromisoformat(str(said))
    except ValueError as wrong:
        raise ValidationError(f"'{said}' is no day.") from wrong


def _about(case: CaseReview) -> str:
    """Within a reading: what an agency must know to find the child in its own records."""
    parts = (str(case.child_name), f"born {case.child_born}" if case.child_born else "", str(case.address or ""))
    return ", ".join(part for part in parts if part)


takes_contributions(KIND, {"agency-report": AGENCY_REPORT}, about=_about)
takes_notices(
    KIND,
    FORM,
    begin,
    title="Notify a serious incident",
    guidance="For a child who died or was seriously harmed, where abuse or neglect is known or suspected. If a child "
    "is in danger now, call the police first.",
    needed=("notifier_name", "notifier_agency", "incident_on", "kind", "circumstances", "child_name"),
)
