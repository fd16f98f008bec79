"""The roles a seat can carry. A role says which steps a person may take; which rows they see is said by `access` rules
alone.
"""

from __future__ import annotations

from django.db import models


class Role(models.TextChoices):
    """What a person does at one partnership's table."""

    BUSINESS_MANAGER = "business_manager", "Business manager"
    ADMINISTRATOR = "administrator", "Administrator"
    CHAIR = "chair", "Independent chair or scrutineer"
    MEMBER = "member", "Board or group member"
    LAY_MEMBER = "lay_member", "Lay member"
    AGENCY_LEAD = "agency_lead", "Agency lead"
    DUTY_WORKER = "duty_worker", "Duty worker"
    SOCIAL_WORKER = "social_worker", "Social worker"
    TEAM_MANAGER = "team_manager", "Team manager"
    PRACTITIONER = "practitioner", "Practitioner"
    ANALYST = "analyst", "Analyst"
    DESIGNATED_OFFICER = "designated_officer", "Designated officer (LADO)"
    DESIGNATED_MANAGER = "designated_manager", "Manager of designated officers"
    DESIGNATED_DOCTOR = "designated_doctor", "Designated doctor for child deaths"


#: The board's own staff: they run meetings, people and imports.
UNIT = frozenset({Role.BUSINESS_MANAGER, Role.ADMINISTRATOR})
#: Those who see every row of their partnership that is not sealed to named people.
OVERSIGHT = UNIT | {Role.CHAIR}
#: Everyone who answers for an agency or the public at a table.
MEMBERS = frozenset({Role.MEMBER, Role.LAY_MEMBER, Role.AGENCY_LEAD, Role.CHAIR})


def roles(words: str) -> frozenset[str]:
    """`roles("chair member")` -> the set of those roles. Raises ValueError for a word that is no role."""
    return frozenset(Role(word).value for word in words.split())
