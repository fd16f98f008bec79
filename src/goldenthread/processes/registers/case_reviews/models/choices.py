"""The coded words of a case review, from the law's own lists."""

from __future__ import annotations

import secrets

from django.db import models

from goldenthread.law.case_reviews.notification import ABUSE, KIND, LEGAL_STATUS
from goldenthread.law.case_reviews.outcomes import CORRESPONDENCE, METHODS, OUTCOMES, PAUSES
from goldenthread.law.deaths.values import SEXES as OF_THE_LAW

KINDS = [(one.code, one.label) for one in KIND]
ABUSES = [(one.code, one.label) for one in ABUSE]
STATUSES = [(one.code, one.label) for one in LEGAL_STATUS]
SEXES = [(one.code, one.label) for one in OF_THE_LAW]
OUTCOME = [(one.code, one.title) for one in OUTCOMES]
LETTERS = [(code, what) for code, what, _, _ in CORRESPONDENCE]
PROCESSES = list(PAUSES)
METHOD = [(f"method-{place}", words) for place, words in enumerate(METHODS, 1)]
#: No letters or figures that are taken for one another.
ALPHABET = "BCDFGHJKLMNPQRSTVWXZ23456789"


class Holds(models.TextChoices):
    """How one limb of the criteria stands."""

    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_KNOWN = "not known", "Not known"


class Source(models.TextChoices):
    """Who notified, as counted."""

    SOCIAL_CARE = "social_care", "Children's social care"
    HEALTH = "health", "Health"
    POLICE = "police", "Police"
    EDUCATION = "education", "School, college or nursery"
    PROBATION = "probation", "Probation or youth justice"
    OTHER_AREA = "other_area", "Another area"
    VOLUNTARY = "voluntary", "Voluntary or faith organisation"
    OTHER = "other", "Someone else"


class Partner(models.TextChoices):
    """The safeguarding partners. Each decides; health speaks with one voice."""

    AUTHORITY = "authority", "Local authority"
    HEALTH = "health", "Health"
    POLICE = "police", "Police"


class Withheld(models.TextChoices):
    """Why a report is not published."""

    WELFARE = "welfare", "The welfare of a child or another person"
    KNOWN = "known", "The child or family could be known by it"
    PROCEEDINGS = "proceedings", "Proceedings that go on"
    NOT_REQUIRED = "not_required", "Publication is not required of this review"
    OTHER = "other", "Something else"


def new_pseudonym() -> str:
    """A name for use outside the register, that tells nothing: "Review K7WQ3"."""
    return "Review " + "".join(secrets.choice(ALPHABET) for _ in range(5))
