"""A child's death, from the notification to the end of its review. Who the child was, and what happened, is sealed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from goldenthread.core.casework.models import Record
from goldenthread.core.sealing.fields import BlindIndex, SealedDate, SealedText
from goldenthread.kernel.identities import is_nhs_number
from goldenthread.kernel.now import LONDON, today
from goldenthread.kernel.spans import Moment, day_of
from goldenthread.law.deaths.values import NotAChild

from ..naming import same_name, same_number, same_person, same_sound, same_sound_and_birth
from . import choices
from .ages import band_of, new_pseudonym
from .areas import Area
from .panels import PanelMeeting

#: A day, and what it cannot come before.
AFTER = {
    "died_on": "", "known_at": "died_on", "notified_at": "died_on", "checked_on": "notified_at",
    "handed_on": "notified_at", "accepted_on": "handed_on", "registered_on": "died_on",
    "registrar_told_on": "registered_on", "coroner_decided_on": "died_on", "coroner_told_on": "coroner_decided_on",
    "report_on": "died_on", "ready_on": "checked_on", "reviewed_on": "died_on", "family_told_on": "died_on",
    "sent_on": "reviewed_on", "ended_on": "reviewed_on",
}  # fmt: skip


class Resident(models.TextChoices):
    HERE = "here", "Yes, in this area"
    ELSEWHERE = "elsewhere", "No, in another area"
    NOT_KNOWN = "not_known", "Not known yet"


class ChildDeath(Record):
    class State(models.TextChoices):
        NOTIFIED = "notified", "Notified, to be checked"
        GATHERING = "gathering", "Gathering information"
        AWAITING = "awaiting", "Waiting for another process"
        READY = "ready", "Ready for the panel"
        REVIEWED = "reviewed", "Reviewed by the panel"
        CLOSED = "closed", "Closed"
        OUT_OF_SCOPE = "out_of_scope", "Not a death that is reviewed"
        TRANSFERRED = "transferred", "Handed over to another area"
        MISTAKE = "mistake", "Entered twice or by mistake"

    Resident = Resident

    state = models.CharField(choices=State, default=State.NOTIFIED, max_length=20, editable=False)
    pseudonym = models.CharField("pseudonym", max_length=12, editable=False, default=new_pseudonym)
    # the notification
    notified_at = models.DateTimeField("when the death was notified")
    known_at = models.DateTimeField(
        "when whoever notified it knew of the death", null=True, blank=True,
        help_text="If it was later than the death itself.",
    )  # fmt: skip
    notified_by = models.CharField("who notified it", choices=choices.NOTIFIED_BY, max_length=20)
    notifier = SealedText("their name, role and how to reach them", max_length=300, blank=True)
    # the child
    child_name = SealedText("child's full name", max_length=120)
    also_known_as = SealedText("also known as", max_length=120, blank=True)
    child_born = SealedDate("child's date of birth", blank=True)
    nhs_number = SealedText("NHS number", max_length=14, blank=True, help_text="Ten figures. It finds duplicates.")
    nhs_index = BlindIndex(of=("nhs_number",), by=same_number)
    name_index = BlindIndex(of=("child_name",), by=same_name)
    sound_index = BlindIndex(of=("child_name",), by=same_sound)
    person_index = BlindIndex(of=("child_name", "child_born"), by=same_person)
    sound_born_index = BlindIndex(of=("child_name", "child_born"), by=same_sound_and_birth)
    age_band = models.CharField("age at death", choices=choices.AGES, max_length=16, blank=True, editable=False)
    sex = models.CharField("sex", choices=choices.SEXES, max_length=20)
    ethnicity = models.CharField("ethnic group", choices=choices.ETHNICITIES, max_length=10, default="unknown")
    address = SealedText("address with postcode", max_length=300, blank=True)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="area of residence"
    )
    school = SealedText("school or nursery", max_length=160, blank=True)
    household = SealedText("who lives or lived in the household", blank=True)
    others_at_risk = models.CharField(
        "other children potentially at risk", choices=choices.KNOWN, max_length=4, blank=True
    )
    multiple = models.CharField("twin or other multiple birth", choices=choices.KNOWN, max_length=4, blank=True)
    gestation = models.PositiveSmallIntegerField("weeks of gestation, if under 28 days old", null=True, blank=True)
    birth_weight = models.PositiveSmallIntegerField("grams at birth, if under 28 days old", null=True, blank=True)
    protection_plan = models.CharField("child protection plan", choices=choices.KNOWN, max_length=4, blank=True)
    statutory_order = models.CharField("statutory order", choices=choices.KNOWN, max_length=4, blank=True)
    asylum_seeker = models.CharField("asylum seeker", choices=choices.KNOWN, max_length=4, blank=True)
    # the death
    died_on = models.DateField("date of death")
    died_at = models.TimeField("time of death", null=True, blank=True)
    place_of_death = models.CharField("place of death", choices=choices.PLACES, max_length=20)
    place_of_event = models.CharField(
        "place of the event that led to it", choices=choices.PLACES, max_length=20, blank=True
    )
    mode = models.CharField("mode of death", choices=choices.MODES, max_length=12, blank=True)
    expected = models.CharField(
        "expected or unexpected", choices=choices.EXPECTED, max_length=10, default="unknown",
        help_text="Unexpected: not foreseen as a significant possibility 24 hours before. If unsure: unexpected.",
    )  # fmt: skip
    expected_confirmed = models.BooleanField("confirmed by the designated doctor", default=False)
    circumstances = SealedText("circumstances", blank=True)
    senior_doctor = SealedText("senior doctor present", max_length=120, blank=True)
    # certificate, registrar, coroner
    certificate = models.CharField(
        "medical certificate of cause of death issued", choices=choices.KNOWN, max_length=4, blank=True
    )
    cause = SealedText("causes as certified: Ia, Ib, Ic, II", blank=True)
    registered_on = models.DateField("date the death was registered", null=True, blank=True)
    registrar_told_on = models.DateField("date the registrar told us", null=True, blank=True)
    coroner_decided_on = models.DateField(
        "date the coroner decided to investigate, or ordered a post-mortem", null=True, blank=True
    )
    coroner_told_on = models.DateField("date the coroner told us", null=True, blank=True)
    post_mortem = models.CharField("post-mortem required", choices=choices.KNOWN, max_length=4, blank=True)
    immediate_actions = SealedText("actions taken at once", blank=True)
    contacts = SealedText("who knew the child: agency, name, how to reach them", blank=True)
    # checked
    checked_on = models.DateField("date it was checked", null=True, blank=True)
    resident = models.CharField(
        "normally resident in this area", choices=Resident, max_length=10, default=Resident.NOT_KNOWN
    )
    joint_response = models.BooleanField("it calls for a response by agencies together", default=False)
    joint_reason = models.CharField("why", choices=choices.JOINT_RESPONSE, max_length=14, blank=True)
    visit_fitting = models.BooleanField("a visit to the home or scene is appropriate", default=False)
    not_in_scope = models.CharField("why it is not reviewed", choices=choices.OUT_OF_SCOPE, max_length=12, blank=True)
    other_area = SealedText("the other area, its panel and who takes it over", max_length=300, blank=True)
    handed_on = models.DateField("date it was handed over", null=True, blank=True)
    accepted_on = models.DateField("date the other area took it", null=True, blank=True)
    # processing
    waits_for = models.CharField("what it waits for", choices=choices.PARALLEL, max_length=12, blank=True)
    report_on = models.DateField("date the review meeting's report came", null=True, blank=True)
    ready_on = models.DateField("date the information was complete", null=True, blank=True)
    delay = SealedText("reason for delay", blank=True)
    # the panel
    panel_meeting = models.ForeignKey(
        PanelMeeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="panel meeting"
    )
    reviewed_on = models.DateField("date the panel completed its review", null=True, blank=True, editable=False)
    category = models.CharField(
        "category of death", choices=choices.CATEGORIES, max_length=12, blank=True, editable=False
    )
    modifiability = models.CharField(
        "modifiable factors", choices=choices.MODIFIABILITY, max_length=12, blank=True, editable=False
    )
    family_told_on = models.DateField("date the family was told of the outcome", null=True, blank=True)
    sent_on = models.DateField("date it was sent to the national database", null=True, blank=True)
    ended_on = models.DateField("date it was closed", null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = "child death"
        indexes: ClassVar[list[Any]] = [models.Index(fields=["state"])]  # what waits is asked for every first page
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["pseudonym"], name="death_pseudonym_once"),
            models.CheckConstraint(
                name="death_reviewed_with_its_findings",
                condition=(
                    Q(state__in=["reviewed", "closed"], reviewed_on__isnull=False)
                    & ~Q(category="") & ~Q(modifiability="")
                )
                | (~Q(state__in=["reviewed", "closed"]) & Q(reviewed_on__isnull=True, category="", modifiability="")),
                violation_error_message="A reviewed death has a day, a category and a word on modifiable factors.",
            ),
            models.CheckConstraint(
                name="death_closed_on_a_day",
                condition=Q(state="closed", ended_on__isnull=False) | (~Q(state="closed") & Q(ended_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="death_handed_over_on_a_day",
                condition=Q(state="transferred", handed_on__isnull=False)
                | (~Q(state="transferred") & Q(handed_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="death_closed_after_its_review",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("reviewed_on")),
                violation_error_message="It cannot be closed before the panel reviewed it.",
            ),
        ]  # fmt: skip

    @property
    def notified_on(self) -> Any:
        """The day in London on which the death was notified."""
        return day_of(self.notified_at)

    @property
    def died(self) -> Moment:
        """The moment of the death; its day, where the time is not known."""
        return self.died_on if self.died_at is None else datetime.combine(self.died_on, self.died_at, LONDON)

    def clean(self) -> None:
        problems = dict(self.wrong_days())
        if self.seal is not None or self._state.adding:
            try:
                self.age_band = band_of(self)
            except NotAChild as wrong:
                problems["child_born"] = str(wrong)
            number = self.__dict__.get("nhs_number")
            if isinstance(number, str) and number.strip() and not is_nhs_number(same_number(number)):
                problems["nhs_number"] = "This is no NHS number: it has ten figures, and the last checks the others."
        if self.notified_at:
            self.opened_on = self.notified_on
        if problems:
            raise ValidationError(problems)

    def wrong_days(self) -> Iterator[tuple[str, str]]:
        """Each day on or after the one before it, and none to come."""
        for name, before in AFTER.items():
            own, earlier = self._day_of(name), self._day_of(before)
            if own and own > today():
                yield name, "This day has not come yet."
            elif own and earlier and own < earlier:
                yield name, f"It cannot be before {earlier:%-d %B %Y}."
        if self.known_at and self.notified_at and self.known_at > self.notified_at:
            yield "known_at", "It was known at the latest when it was notified."

    def _day_of(self, name: str) -> Any:
        value = getattr(self, name) if name else None
        return day_of(value) if value else None
