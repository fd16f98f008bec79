"""Private fostering: someone else's child, cared for 28 days or more. The council must be told, and must visit."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from goldenthread.core.casework.models import Record, filled_only_when
from goldenthread.core.sealing.fields import BlindIndex, Sealed, SealedDate, SealedText
from goldenthread.core.tenancy.models import Person

from .ages import AgeOn, next_31_march, when_it_began
from .choices import (
    AFTERCARE,
    APPEALS,
    CARERS,
    ENDINGS,
    ETHNICITIES,
    EXEMPTIONS,
    FACTORS,
    NOT_BECAUSE,
    NOTIFIED_BY,
    REGIONS,
    SEXES,
)
from .coming import TooOldIn


def plainly(*values: Any) -> str:
    """One text of what two spellings share: letters and figures, small; nothing where nothing is known."""
    return " ".join("".join(c for c in str(value).casefold() if c.isalnum()) for value in values if value)


class Arrangement(Record):
    """One child with one carer. What says who they are is sealed; dates, codes and ages that counts need are not."""

    class State(models.TextChoices):
        NOTIFIED = "notified", "Notified"
        SUITABLE = "suitable", "Suitable, being visited"
        REQUIREMENTS = "requirements", "Suitable with requirements"
        PROHIBITED = "prohibited", "Prohibited"
        NOT_FOSTERING = "not_fostering", "Not private fostering"
        ENDED = "ended", "Ended"

    state = models.CharField(choices=State, default=State.NOTIFIED, max_length=20, editable=False)
    child_ref = SealedText("child's case reference", max_length=40, help_text="The number in the council's own system.")
    child_name = SealedText("child's name", max_length=120, blank=True)
    born_on = SealedDate("child's date of birth", blank=True)
    nhs_number = SealedText("NHS number", max_length=20, blank=True)
    birthplace = SealedText("where the child was born", max_length=120, blank=True)
    culture = SealedText("religion, racial origin, culture and language", max_length=500, blank=True)
    carer_name = SealedText("carer's name", max_length=120, blank=True)
    addresses = SealedText("carer's addresses in the last five years", blank=True)
    household = SealedText("who lives in the household", blank=True)
    parents = SealedText("parents and others with parental responsibility", blank=True)
    siblings = SealedText("brothers and sisters and who cares for them", blank=True)
    arranged_by = SealedText("who notified it and who arranged it", max_length=300, blank=True)
    reason = SealedText("why it was arranged", blank=True)
    offences = SealedText("offences, disqualification, court proceedings", blank=True)
    moved_to = SealedText("which area or country they moved to, and who was told there", max_length=300, blank=True)
    ref_index = BlindIndex(of=("child_ref",), by=plainly)
    child_index = BlindIndex(of=("child_name", "born_on"), by=plainly)
    nhs_index = BlindIndex(of=("nhs_number",), by=plainly)

    sex = models.CharField("sex", choices=SEXES, max_length=10, blank=True)
    ethnicity = models.CharField("ethnicity", choices=ETHNICITIES, max_length=10, blank=True)
    origin = models.CharField("region of birth", choices=REGIONS, max_length=20, blank=True)
    disabled = models.BooleanField("the child is disabled", default=False)
    age_begun = AgeOn("age when it began", of="born_on", on=when_it_began)
    age_march = AgeOn("age on the 31 March after it began", of="born_on", on=next_31_march)
    too_old_in = TooOldIn("too old in the month that begins on", of="born_on")
    notified_by = models.CharField("who told the council", choices=NOTIFIED_BY, max_length=20)
    notified_on = models.DateField("date the council was told")
    aware_on = models.DateField(
        "date the council became aware", null=True, blank=True, help_text="Only if it was not the day it was told."
    )
    arranged_on = models.DateField(
        "date the arrangement was made", null=True, blank=True, help_text="When carer and parents agreed to it."
    )
    began_on = models.DateField("date the arrangement began", help_text="If it has not begun, the date planned.")
    meant_until = models.DateField(
        "meant to last until", null=True, blank=True, help_text="Leave it empty if no end is in sight."
    )
    carer_is = models.CharField("who the carer is to the child", choices=CARERS, max_length=20, blank=True)
    lives_there = models.BooleanField("the child sleeps there", default=True)
    boards = models.BooleanField("a boarding pupil who stays at school in a holiday", default=False)
    exempt = models.CharField("exempt, because", choices=EXEMPTIONS, max_length=20, blank=True)
    factor = models.CharField("kind of arrangement (census)", choices=FACTORS, max_length=4, blank=True)
    allocated_to = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="social worker"
    )
    decided_on = models.DateField("date of the decision", null=True, blank=True)
    appeal = models.CharField("appeal against the prohibition", choices=APPEALS, max_length=10, blank=True)
    not_because = models.CharField("why it is not private fostering", choices=NOT_BECAUSE, max_length=20, blank=True)
    ended_on = models.DateField("date the arrangement ended", null=True, blank=True)
    ended_because = models.CharField("why it ended", choices=ENDINGS, max_length=20, blank=True)
    aftercare = models.CharField("advice after care", choices=AFTERCARE, max_length=10, blank=True)

    class Meta(Record.Meta):
        verbose_name = "private fostering arrangement"
        indexes = [models.Index(fields=["too_old_in"])]  # who turns 16 or 18 soon is asked for every first page
        constraints = [
            models.CheckConstraint(
                name="pf_ends_after_it_began",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")),
                violation_error_message="The arrangement cannot end before it began.",
            ),
            models.CheckConstraint(
                name="pf_meant_to_end_after_it_began",
                condition=Q(meant_until__isnull=True) | Q(meant_until__gte=F("began_on")),
                violation_error_message="It cannot be meant to end before it begins.",
            ),
            filled_only_when("ended", "ended_on"),
        ]

    def clean(self) -> None:
        """A child is born before they are cared for, as far as the day of birth was just typed."""
        super().clean()
        born, began = self.born_on, self.began_on
        if born and began and not isinstance(born, (Sealed, str)) and born > began:
            raise ValidationError(
                {"born_on": "The child was born after the arrangement began: one of the two is wrong."}
            )
