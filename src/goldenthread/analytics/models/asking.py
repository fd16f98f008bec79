"""So what? A signal asks the agency that owns a measure; the ask stays open until it has an answer and a decision."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.access import Governed
from goldenthread.core.tenancy.models import Agency

from .measures import Measure


class Ask(Governed):
    """One question put to an agency about a measure, and where it stands."""

    class Why(models.TextChoices):
        SPECIAL_CAUSE = "special_cause", "The figure moved beyond chance"
        MINIMUM = "minimum", "Below the minimum standard"
        NOT_SENT = "not_sent", "No figure was sent"
        ASKED = "asked", "Someone asked"

    class State(models.TextChoices):
        OPEN = "open", "Waiting for the agency's answer"
        ANSWERED = "answered", "Answered, waiting for the board's decision"
        DECIDED = "decided", "Decided"

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="asks")
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="agency asked"
    )
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="asks", verbose_name="on the agenda of"
    )
    why = models.CharField(max_length=14, choices=Why)
    signal = models.CharField("what was seen", max_length=300)
    first = models.DateField("first day of the figure", null=True, blank=True)
    last = models.DateField("last day of the figure", null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=200)
    due_on = models.DateField("answer due on")
    look_again_on = models.DateField("look again on", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    governed_by = "measure"
    immutable = ("measure_id", "why", "first", "last")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["due_on", "pk"]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["measure", "state"], name="ask_by_measure"),
            models.Index(fields=["group", "state"], name="ask_by_group"),
        ]
        constraints: ClassVar[list[Any]] = [
            # the same signal on the same figure asks once, however often the figures are looked through
            models.UniqueConstraint(
                fields=["measure", "agency", "why", "first", "last"],
                condition=~Q(why="asked"),
                nulls_distinct=False,
                name="ask_once",
            )
        ]

    def __str__(self) -> str:
        return self.signal


class Reply(Governed):
    """What was said to an ask: the agency's answer, the board's decision. Only ever added to."""

    class Kind(models.TextChoices):
        ANSWER = "answer", "Answer of the agency"
        DECISION = "decision", "Decision of the board"
        NOTE = "note", "Note"

    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, related_name="replies")
    kind = models.CharField(max_length=8, choices=Kind)
    means = models.TextField("what it means for children", blank=True)
    doing = models.TextField("what is being done, or what was decided", blank=True)
    look_again_on = models.DateField("look again on", null=True, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.CharField("who", max_length=200)
    at = models.DateTimeField()

    governed_by = "ask"
    append_only = True
    tracked = False  # it is its own history

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["at", "pk"]
        verbose_name_plural = "replies"
