"""What someone promised to do, what was said about it since, and what shows that it was done."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from goldenthread.core.casework.models import Audience, Record
from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Agency, Partnership, Person

from .learning import Recommendation
from .plans import Priority


class Action(Governed):
    """A promise with an owner and a date, under one reference for life, whatever number a meeting gave it."""

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        DEFERRED = "deferred", "Deferred"
        CLOSED = "closed", "Closed"

    class Reason(models.TextChoices):
        DONE_EVIDENCE = "done_evidence", "Done, with evidence"
        DONE_NO_EVIDENCE = "done_no_evidence", "Done, impact unknown (no evidence)"
        OVERTAKEN = "overtaken", "Overtaken by events"
        PASSED_ON = "passed_on", "Passed to another body"
        ON_AGENDA = "on_agenda", "On the agenda of a meeting"
        NOT_PURSUED = "not_pursued", "Not pursued"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=40, editable=False)
    text = models.TextField("action")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, null=True, blank=True, related_name="actions")
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, null=True, blank=True, related_name="actions"
    )
    priority = models.ForeignKey(
        Priority,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name="priority of the business plan",
    )
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="actions")
    audience = models.CharField("who may see it", max_length=12, choices=Audience, default=Audience.PARTNERSHIP)
    owner_agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="agency that answers for it",
    )
    owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="actions", verbose_name="owner"
    )
    owner_names = models.CharField("owners as written", max_length=300, blank=True)
    meeting_number = models.CharField("number in the minutes", max_length=20, blank=True)
    made_on = models.DateField("agreed on")
    due_on = models.DateField("due on", null=True, blank=True)
    due_meeting = models.ForeignKey(
        Record,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="actions_due",
        verbose_name="due at the meeting",
    )
    due_text = models.CharField("due, as written", max_length=200, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN, editable=False)
    reason = models.CharField("why it was closed", max_length=20, choices=Reason, blank=True)
    closed_on = models.DateField("closed on", null=True, blank=True)
    deferrals = models.PositiveSmallIntegerField("times deferred", default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    deletable = True  # with the import of minutes that wrote it (`taking_back`), and not otherwise
    immutable = ("partnership_id", "reference")
    words_of = ("text",)

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["due_on", "pk"]
        indexes: ClassVar[list[Any]] = [
            # the log as it is shown first: what is not closed, by date; the first fifty without sorting the rest
            models.Index(
                fields=["partnership", "due_on", "id"], condition=~Q(status="closed"), name="action_live_by_due"
            ),
            models.Index(fields=["partnership", "due_on", "id"], name="action_by_due"),
            models.Index(fields=["partnership", "status"], name="action_by_status"),
            models.Index(fields=["partnership", "owner_agency", "status"], name="action_by_agency"),
            models.Index(fields=["owner", "due_on"], condition=~Q(status="closed"), name="action_open_by_owner"),
            models.Index(fields=["group", "status"], name="action_by_group"),
            models.Index(fields=["priority", "status"], name="action_by_priority"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="action_reference_once"),
            models.CheckConstraint(
                name="action_closed_with_a_reason",
                condition=(Q(status="closed") & ~Q(reason="") & Q(closed_on__isnull=False))
                | (~Q(status="closed") & Q(reason="") & Q(closed_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="action_group_when_audience_is_group", condition=~Q(audience="group") | Q(group__isnull=False)
            ),
            models.CheckConstraint(
                name="action_closed_after_made", condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("made_on"))
            ),
        ]

    @classmethod
    def rule(cls) -> Q:
        """By audience, as records are; and always to the agency and the person who answer for it."""
        unit = Q(Held("partnership_id", "oversight")) & ~Q(audience=Audience.NAMED)
        at_the_table = Q(Held("partnership_id", "partnerships")) & Q(audience=Audience.PARTNERSHIP)
        sits = Q(audience__in=[Audience.GROUP, Audience.PARTNERSHIP]) & Q(Held("group_id", "groups"))
        answers = Q(Held(("partnership_id", "owner_agency_id"), "places")) & ~Q(audience=Audience.NAMED)
        return at_the_table | unit | sits | answers | Q(Held("owner_id", "persons"))

    def __str__(self) -> str:
        return f"{self.reference}: {self.text}"


class ActionUpdate(Governed):
    """What was said about an action, when and where: append-only."""

    #: Carried so that what was said at one partnership is found without going through its actions.
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+", blank=True, editable=False)
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    text = models.TextField("update")
    on = models.DateField("on")
    meeting = models.ForeignKey(Record, on_delete=models.PROTECT, null=True, blank=True, related_name="action_updates")
    status = models.CharField("status after", max_length=10, choices=Action.Status)
    due_on = models.DateField("due date after", null=True, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.CharField("who", max_length=200)
    at = models.DateTimeField()

    governed_by = partnership_of = "action"
    append_only = True
    tracked = False
    words_of = ("text",)

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["-on", "-pk"]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["action", "-on"])]


class Evidence(Governed):
    """What shows that an action was done: how strongly, true from one date, uploaded on another."""

    class Grade(models.TextChoices):
        SAID = "said", "Said: someone reports that it was done"
        DOCUMENTED = "documented", "Documented: a policy, minutes, a record of training"
        OBSERVED = "observed", "Observed in practice: files, visits, supervision"
        OUTCOMES = "outcomes", "Seen in outcomes for children"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+", blank=True, editable=False)
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="evidence")
    summary = models.TextField("what it shows")
    grade = models.CharField("how strong it is", max_length=10, choices=Grade, blank=True)
    effective_on = models.DateField("true from")
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.CharField("who", max_length=200)

    governed_by = partnership_of = "action"
    append_only = True
    words_of = ("summary",)

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["-effective_on", "-pk"]
        verbose_name_plural = "evidence"
