"""So what? A figure asks the agency that owns it; the question stays open until it has an answer and a decision."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldenthread.analytics.models import Measure
from goldenthread.core.casework.models import Entry, Record


class Question(Record):
    class State(models.TextChoices):
        OPEN = "open", "Waiting for the agency's answer"
        ANSWERED = "answered", "Answered, waiting for the board's decision"
        DECIDED = "decided", "Decided, to be looked at again"
        CLOSED = "closed", "Closed"

    class Why(models.TextChoices):
        SPECIAL_CAUSE = "special_cause", "The figure moved beyond chance"
        MINIMUM = "minimum", "Below the minimum standard"
        NOT_SENT = "not_sent", "No figure was sent"
        ASKED = "asked", "Someone asked"

    state = models.CharField(choices=State, default=State.OPEN, max_length=20, editable=False)
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="questions")
    why = models.CharField("why it is asked", max_length=14, choices=Why, default=Why.ASKED)
    signal = models.CharField("what was seen, or what is asked", max_length=300)
    first = models.DateField("first day of the figure", null=True, blank=True)
    last = models.DateField("last day of the figure", null=True, blank=True)
    answered_on = models.DateField("answered on", null=True, blank=True, editable=False)
    look_again_on = models.DateField("look again on", null=True, blank=True, editable=False)
    #: The same signal about the same figure asks once, however often the figures are looked through.
    once = models.CharField(max_length=120, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = "question about a figure"
        indexes = [models.Index(fields=["measure", "state"], name="question_by_measure")]
        constraints = [models.UniqueConstraint(fields=["once"], condition=~Q(once=""), name="question_once")]


class Answer(Entry):
    record = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    means = models.TextField("what it means for children")
    doing = models.TextField("what is being done about it, or why nothing needs to be")

    class Meta(Entry.Meta):
        ordering = ["pk"]


class Decision(Entry):
    record = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="decisions")
    decided = models.TextField("what was decided")
    look_again_on = models.DateField("day on which it is looked at again")

    class Meta(Entry.Meta):
        ordering = ["pk"]
