"""One notification of a serious incident, to what was learned from it. Who and what is sealed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from goldenthread.core.casework.models import Record
from goldenthread.core.sealing.fields import BlindIndex, SealedDate, SealedText
from goldenthread.core.tenancy.models import Person
from goldenthread.kernel.identities import is_nhs_number
from goldenthread.kernel.now import today

from ..naming import same_number, same_person
from . import choices
from .choices import Holds, Source, Withheld

#: A day, and what it cannot come before. Those in `TO_COME` may lie ahead.
AFTER = {
    "incident_on": "", "aware_on": "incident_on", "notified_on": "incident_on", "authority_on": "aware_on",
    "panel_on": "incident_on", "rapid_on": "notified_on", "decided_on": "notified_on", "told_on": "decided_on",
    "reviewer_on": "decided_on", "drafted_on": "decided_on", "accepted_on": "drafted_on", "planned_on": "accepted_on",
    "published_on": "accepted_on", "withheld_on": "accepted_on", "taken_down_on": "published_on",
    "handed_on": "notified_on", "ended_on": "decided_on",
}  # fmt: skip
TO_COME = frozenset({"planned_on"})
DECIDED = ("decided", "scoping", "under_way", "drafted", "accepted", "published", "withheld", "closed")


class CaseReview(Record):
    class State(models.TextChoices):
        NOTIFIED = "notified", "Notified, to be considered"
        RAPID_REVIEW = "rapid_review", "Rapid review"
        NOT_AGREED = "not_agreed", "Not agreed: extraordinary meeting"
        RECOMMENDED = "recommended", "Recommended, to be decided"
        DECIDED = "decided", "Decided without a review"
        SCOPING = "scoping", "Review: scope and reviewer"
        UNDER_WAY = "under_way", "Review under way"
        DRAFTED = "drafted", "Report drafted"
        ACCEPTED = "accepted", "Report accepted"
        PUBLISHED = "published", "Report published"
        WITHHELD = "withheld", "Report not published"
        CLOSED = "closed", "Closed"
        HANDED_OVER = "handed_over", "Handed over to another area"
        MISTAKE = "mistake", "Entered twice or by mistake"

    state = models.CharField(choices=State, default=State.NOTIFIED, max_length=20, editable=False)
    pseudonym = models.CharField("pseudonym", max_length=12, editable=False, default=choices.new_pseudonym)
    # who notifies
    source = models.CharField("who notifies", choices=Source, max_length=12)
    notifier_name = SealedText("name of who notifies", max_length=120)
    notifier_agency = SealedText("their agency and role", max_length=200, blank=True)
    notifier_reach = SealedText("their email and telephone", max_length=200, blank=True)
    notifier = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="who notifies, if they have an account here",
        help_text="They are told by email that it was decided, and nothing else.",
    )  # fmt: skip
    # the incident
    incident_on = models.DateField("date of the incident")
    aware_on = models.DateField("date the local authority became aware", null=True, blank=True)
    notified_on = models.DateField("date of this notification")
    authority_on = models.DateField(
        "date the local authority notified it nationally", null=True, blank=True,
        help_text="To Ofsted and the department until 2018, to the national Panel since.",
    )  # fmt: skip
    notifiable = models.CharField(
        "is it one that the local authority has to notify?", choices=Holds, max_length=10, default=Holds.NOT_KNOWN
    )
    category = models.CharField("what happened", choices=choices.KINDS, max_length=10)
    abuse = models.CharField("main kind of abuse or neglect", choices=choices.ABUSES, max_length=20, blank=True)
    circumstances = SealedText("circumstances")
    immediate_safety = SealedText("what was done at once to keep children safe", blank=True)
    same_incident = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="siblings",
        verbose_name="another child of the same incident",
    )  # fmt: skip
    # the child
    child_name = SealedText("child's full name", max_length=120)
    child_born = SealedDate("child's date of birth", blank=True)
    nhs_number = SealedText("NHS number", max_length=14, blank=True, help_text="Ten figures. It finds duplicates.")
    nhs_index = BlindIndex(of=("nhs_number",), by=same_number)
    person_index = BlindIndex(of=("child_name", "child_born"), by=same_person)
    sex = models.CharField("sex", choices=choices.SEXES, max_length=20)
    ethnicity = SealedText("ethnicity", max_length=80, blank=True)
    disability = SealedText("disability", max_length=200, blank=True)
    address = SealedText("address", blank=True)
    legal_status = models.CharField("legal status", choices=choices.STATUSES, max_length=60, blank=True)
    placement = SealedText("placement, where looked after", max_length=200, blank=True)
    family = SealedText("family and household", blank=True)
    agencies_known = SealedText("which agencies knew the child or family, and how", blank=True)
    # the rationale, limb by limb: those of the framework it was notified under are asked
    abuse_holds = models.CharField("abuse or neglect is known or suspected", choices=Holds, max_length=10, blank=True)
    abuse_why = SealedText("why it holds, or does not: abuse or neglect", blank=True)
    died_holds = models.CharField("the child died", choices=Holds, max_length=10, blank=True)
    died_why = SealedText("why it holds, or does not: the child died", blank=True)
    harmed_holds = models.CharField("the child was seriously harmed", choices=Holds, max_length=10, blank=True)
    harmed_why = SealedText("why it holds, or does not: seriously harmed", blank=True)
    together_holds = models.CharField(
        "there is cause for concern about how agencies worked together", choices=Holds, max_length=10, blank=True
    )
    together_why = SealedText("why it holds, or does not: how agencies worked together", blank=True)
    custody_holds = models.CharField(
        "the child died in custody, on remand, in a secure setting or detained under mental health law",
        choices=Holds, max_length=10, blank=True,
    )  # fmt: skip
    custody_why = SealedText("why it holds, or does not: custody or detention", blank=True)
    suicide_holds = models.CharField(
        "the child died by suspected suicide, and abuse or neglect is known or suspected",
        choices=Holds, max_length=10, blank=True,
    )  # fmt: skip
    suicide_why = SealedText("why it holds, or does not: suspected suicide", blank=True)
    # the rapid review
    panel_on = models.DateField("date the national Panel was notified", null=True, blank=True)
    rapid_on = models.DateField("date the rapid review was complete", null=True, blank=True)
    facts = SealedText("the facts, as far as they can be known", blank=True)
    safety = SealedText("action on children's safety, and sharing of learning at once", blank=True)
    potential = SealedText("what could be improved to safeguard children", blank=True)
    next_steps = SealedText("next steps", blank=True)
    # the decision
    outcome = models.CharField("outcome", choices=choices.OUTCOME, max_length=20, blank=True)
    decided_on = models.DateField("date of the decision", null=True, blank=True)
    reasons = SealedText("reasons for the decision", blank=True)
    told_on = models.DateField("date the notifier was told", null=True, blank=True)
    # the review
    review_from = SealedDate("period under review, from", blank=True)
    review_to = SealedDate("period under review, to", blank=True)
    terms = SealedText("scope and terms of reference", blank=True)
    method = models.CharField("method", choices=choices.METHOD, max_length=10, blank=True)
    reviewer = SealedText("reviewer, and their organisation", max_length=200, blank=True)
    reviewer_on = models.DateField("date the reviewer was appointed", null=True, blank=True)
    independent = models.BooleanField("independent of the board and of the agencies involved", default=False)
    drafted_on = models.DateField("date of the draft report", null=True, blank=True)
    accepted_on = models.DateField("date the report was accepted", null=True, blank=True)
    planned_on = models.DateField("date it is to be published", null=True, blank=True)
    published_on = models.DateField("date it was published", null=True, blank=True)
    withheld_on = models.DateField("date it was decided not to publish", null=True, blank=True)
    withheld_for = models.CharField("why it is not published", choices=Withheld, max_length=12, blank=True)
    withheld_why = SealedText("reasons for not publishing", blank=True)
    taken_down_on = models.DateField("date it was taken off the website", null=True, blank=True)
    # the end
    other_area = SealedText("the other area, and who takes it over", max_length=200, blank=True)
    handed_on = models.DateField("date it was handed over", null=True, blank=True)
    ended_on = models.DateField("date it was closed", null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = "case notified for review"
        indexes: ClassVar[list[Any]] = []
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["pseudonym"], name="review_pseudonym_once"),
            models.CheckConstraint(
                name="review_outcome_when_decided",
                condition=(Q(state__in=DECIDED, decided_on__isnull=False) & ~Q(outcome=""))
                | (~Q(state__in=DECIDED) & Q(outcome="", decided_on__isnull=True)),
                violation_error_message="A decided notification has an outcome and its date, and no other has one.",
            ),
            models.CheckConstraint(
                name="review_published_or_not_for_a_reason",
                condition=(Q(published_on__isnull=True) | Q(withheld_on__isnull=True, withheld_for=""))
                & (Q(withheld_on__isnull=True, withheld_for="") | (Q(withheld_on__isnull=False) & ~Q(withheld_for="")))
                & (~Q(state="published") | Q(published_on__isnull=False))
                & (~Q(state="withheld") | Q(withheld_on__isnull=False)),
                violation_error_message="A report is published on a day, or not published for a reason.",
            ),
            models.CheckConstraint(
                name="review_closed_on_a_day",
                condition=Q(state="closed", ended_on__isnull=False) | (~Q(state="closed") & Q(ended_on__isnull=True)),
                violation_error_message="A closed case has the date on which it was closed, and no other has one.",
            ),
            models.CheckConstraint(
                name="review_handed_over_on_a_day",
                condition=Q(state="handed_over", handed_on__isnull=False)
                | (~Q(state="handed_over") & Q(handed_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="review_not_its_own_sibling",
                condition=Q(same_incident__isnull=True) | ~Q(same_incident=models.F("record_ptr")),
                violation_error_message="Choose another child's notification.",
            ),
        ]  # fmt: skip

    def clean(self) -> None:
        problems = dict(self._wrong_days())
        number = self.__dict__.get("nhs_number")
        if isinstance(number, str) and number.strip() and not is_nhs_number(same_number(number)):
            problems["nhs_number"] = "This is no NHS number: it has ten figures, and the last checks the others."
        if self.notified_on:
            self.opened_on = self.notified_on
        if problems:
            raise ValidationError(problems)

    def _wrong_days(self) -> Iterator[tuple[str, str]]:
        """Each day on or after the one before it, and none to come but what is planned."""
        for name, before in AFTER.items():
            own, earlier = getattr(self, name), getattr(self, before) if before else None
            if own and own > today() and name not in TO_COME:
                yield name, "This day has not come yet."
            elif own and earlier and own < earlier:
                yield name, f"It cannot be before {earlier:%-d %B %Y}."
