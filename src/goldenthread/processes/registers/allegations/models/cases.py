"""One contact about someone who works with children, from the first call to the learning. Who, and what, is sealed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from goldenthread.core.casework.models import Record
from goldenthread.core.sealing.fields import BlindIndex, SealedDate, SealedText
from goldenthread.core.tenancy.models import Person
from goldenthread.kernel.now import today
from goldenthread.kernel.spans import day_of
from goldenthread.law.lado.fields import CONTEXTS, HARMS, SECTORS, SOURCES
from goldenthread.law.lado.outcomes import OUTCOMES, SUSPENSION

from ..naming import same_name, same_person

#: A closure that is no outcome of the guidance: counted beside the outcomes, never among them.
BELOW = ("below_threshold", "No outcome: found to be below the threshold")
OUTCOME_CHOICES = (*((one.code, one.title) for one in OUTCOMES), BELOW)


class Regulated(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_KNOWN = "not_known", "Not known"


class Case(Record):
    class State(models.TextChoices):
        RECEIVED = "received", "Contact received"
        ALLEGATION = "allegation", "Allegation, to be considered"
        CONSIDERED = "considered", "Allegation, looked into"
        CONCLUDED = "concluded", "Outcome agreed"
        CLOSED = "closed", "Closed"
        CONSULTATION = "consultation", "Consultation, advice given"
        INFORMATION = "information", "Information only"
        HANDED_OVER = "handed_over", "Handed over to another area"
        MISTAKE = "mistake", "Entered by mistake"

    class Contact(models.TextChoices):
        """What the contact is: said at the triage, and counted by."""

        WAITING = "waiting", "Not decided yet"
        ALLEGATION = "allegation", "Allegation"
        CONSULTATION = "consultation", "Consultation"
        INFORMATION = "information", "Information only, another area leads"

    class Next(models.TextChoices):
        """What the initial consideration comes to for the employer. The first two have a limit of their own."""

        NO_DISCIPLINE = "no formal discipline", "No formal disciplinary action is needed"
        HEARING = "hearing", "A hearing, and no further investigation"
        INVESTIGATION = "investigation", "Further investigation"

    class Sanction(models.TextChoices):
        NONE = "none", "None"
        ADVICE = "advice", "Advice or training"
        WARNING = "warning", "Warning"
        DISMISSED = "dismissed", "Dismissed or no longer used"
        DEREGISTERED = "deregistered", "Registration or approval ended"
        OTHER = "other", "Something else"

    class Left(models.TextChoices):
        RESIGNED = "resigned", "Resigned or retired"
        DISMISSED = "dismissed", "Dismissed"
        ENDED = "ended", "Contract or placement ended"
        OTHER = "other", "Something else"

    Regulated = Regulated

    state = models.CharField(choices=State, default=State.RECEIVED, max_length=20, editable=False)
    contact = models.CharField(
        "kind of contact", choices=Contact, default=Contact.WAITING, max_length=12, editable=False
    )
    officer = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="designated officer",
        help_text="Who works on it.",
    )  # fmt: skip
    # the contact
    referred_at = models.DateTimeField("when the contact was made")
    incident_on = models.DateField("date of what happened", null=True, blank=True)
    known_on = models.DateField("date the employer knew", null=True, blank=True)
    source = models.CharField("who made contact", choices=[(c.code, c.label) for c in SOURCES], max_length=30)
    referrer_name = SealedText("name of who made contact", max_length=120, blank=True)
    referrer_agency = SealedText("their organisation", max_length=120, blank=True)
    employer = SealedText("employer or body they work for", max_length=160, blank=True)
    sector = models.CharField("sector", choices=[(c.code, c.label) for c in SECTORS], max_length=20)
    context = models.CharField("where it happened", choices=[(c.code, c.label) for c in CONTEXTS], max_length=10)
    harm = models.CharField("main kind of harm alleged", choices=[(c.code, c.label) for c in HARMS], max_length=20)
    restraint = models.BooleanField("physical intervention was involved", default=False)
    account = SealedText("what is alleged", blank=True)
    # the person
    subject_name = SealedText("name of the person", max_length=120)
    subject_born = SealedDate("date of birth of the person", blank=True)
    subject_index = BlindIndex(of=("subject_name", "subject_born"), by=same_person)
    name_index = BlindIndex(of=("subject_name",), by=same_name)
    #: For how long the case is kept is counted from it; the day itself is sealed.
    subject_year = models.PositiveSmallIntegerField("year of birth", null=True, editable=False)
    post = SealedText("role or post", max_length=160, blank=True)
    regulated = models.CharField("in regulated activity", choices=Regulated, default=Regulated.NOT_KNOWN, max_length=10)
    other_posts = SealedText("other work with children", blank=True)
    own_children = SealedText("own children", blank=True)
    # the triage
    triaged_on = models.DateField("date of the decision", null=True, blank=True)
    harmed = models.BooleanField("has harmed a child, or may have", default=False)
    offended = models.BooleanField("has possibly committed an offence against or related to a child", default=False)
    risky = models.BooleanField("behaved in a way that indicates a risk of harm to children", default=False)
    unsuitable = models.BooleanField(
        "behaved in a way that indicates that they may not be suitable", default=False,
        help_text="A criterion for contacts from 1 September 2020 on.",
    )  # fmt: skip
    threshold_reason = SealedText("why the threshold is met, or not", blank=True)
    advice = SealedText("advice to the employer", blank=True)
    other_area = SealedText("the other area, and its designated officer", max_length=200, blank=True)
    # what follows
    considered_on = models.DateField("date of the initial consideration", null=True, blank=True)
    next_step = models.CharField("what is needed of the employer", choices=Next, max_length=20, blank=True)
    clear_at_once = models.BooleanField(
        "clearly unsubstantiated or malicious from the start", default=False,
        help_text="Then it is to be resolved within a week, where that target applies.",
    )  # fmt: skip
    employer_acted_on = models.DateField("date the employer acted, or held the hearing", null=True, blank=True)
    suspension = models.CharField(
        "suspension", choices=SUSPENSION, max_length=10, blank=True,
        help_text="A neutral act, decided by the employer.",
    )  # fmt: skip
    suspension_on = models.DateField("decided by the employer on", null=True, blank=True)
    suspension_why = SealedText("why the employer decided so", blank=True)
    left_on = models.DateField("date the person left the work", null=True, blank=True)
    left_how = models.CharField("how the person left", choices=Left, max_length=10, blank=True)
    outcome = models.CharField("outcome", choices=OUTCOME_CHOICES, max_length=20, blank=True)
    outcome_on = models.DateField("date of the outcome", null=True, blank=True)
    sanction = models.CharField("what the employer did", choices=Sanction, max_length=14, blank=True)
    support = SealedText("support given to the person and the child", blank=True)
    handed_on = models.DateField("date it was handed over", null=True, blank=True)
    ended_on = models.DateField("date it was closed", null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = "contact about someone who works with children"
        indexes: ClassVar[list[Any]] = []
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="lado_outcome_when_concluded",
                condition=(Q(state__in=["concluded", "closed"]) & ~Q(outcome="") & Q(outcome_on__isnull=False))
                | (~Q(state__in=["concluded", "closed"]) & Q(outcome="", outcome_on__isnull=True)),
                violation_error_message="An allegation is concluded and closed with an outcome, and no other has one.",
            ),
            models.CheckConstraint(
                name="lado_closed_on_a_day",
                condition=Q(state="closed", ended_on__isnull=False) | (~Q(state="closed") & Q(ended_on__isnull=True)),
                violation_error_message="A closed case has the date on which it was closed, and no other has one.",
            ),
            models.CheckConstraint(
                name="lado_closed_after_its_outcome",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("outcome_on")),
                violation_error_message="It cannot be closed before its outcome was agreed.",
            ),
            models.CheckConstraint(
                name="lado_contact_is_of_its_state",
                condition=Q(state__in=["handed_over", "mistake"])
                | Q(state="received", contact="waiting")
                | Q(state="consultation", contact="consultation")
                | Q(state="information", contact="information")
                | Q(state__in=["allegation", "considered", "concluded", "closed"], contact="allegation"),
            ),
        ]

    @property
    def referred_on(self) -> date:
        """The day in London on which contact was made."""
        return day_of(self.referred_at)

    def clean(self) -> None:
        born = self.__dict__.get("subject_born")  # as it was typed; sealed already, it is what it was
        if born is None or isinstance(born, date):
            self.subject_year = born.year if born else None
        if self.referred_at:
            self.opened_on = self.referred_on
        problems = dict(self.wrong_days())
        if problems:
            raise ValidationError(problems)

    def wrong_days(self) -> Iterator[tuple[str, str]]:
        """What happened, was known, referred, decided: each on or after the one before, and none to come."""
        referred = self.referred_on if self.referred_at else None
        for name, after, words in (
            ("known_on", self.incident_on, "It cannot be known before it happened."),
            ("triaged_on", referred, "It cannot be decided before contact was made."),
            ("considered_on", referred, "It cannot be considered before contact was made."),
            ("outcome_on", self.considered_on or referred, "There is no outcome before it was considered."),
            ("handed_on", referred, "It cannot be handed over before contact was made."),
        ):
            own = getattr(self, name)
            if own and after and own < after:
                yield name, words
        for name in ("incident_on", "triaged_on", "considered_on", "outcome_on", "handed_on", "ended_on", "left_on"):
            if getattr(self, name) and getattr(self, name) > today():
                yield name, "This day has not come yet."
        if referred and referred > today():
            yield "referred_at", "This moment has not come yet."
        if referred and self.known_on and self.known_on > referred:
            yield "known_on", "The employer knew it at the latest when contact was made."
