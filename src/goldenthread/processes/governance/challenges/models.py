"""The challenge log: who challenges whom about what, when an answer is due, what it was, and what came of it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from goldenthread.core.casework.identity import NO_IDENTITY, refuse_identity
from goldenthread.core.casework.models import Entry, Record, filled_only_when
from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Agency, Partnership, Person
from goldenthread.kernel.now import today

HINT = f"{NO_IDENTITY} A challenge needs no child's identity."


def whoever_acts() -> str:
    """The name under which an entry is written."""
    return current_actor().name[:200]


class Ladder(models.TextChoices):
    """From whom an answer is asked for, from the lowest rung up."""

    AGENCY = "agency", "Agency"
    GROUP = "group", "Group"
    BOARD = "board", "Board"
    CHIEFS = "chiefs", "Chief officers"


class Challenge(Record):
    class State(models.TextChoices):
        OPEN = "open", "Waiting for an answer"
        ANSWERED = "answered", "Answered, waiting for the outcome"
        KEPT = "kept", "Business as usual, kept in view"
        CLOSED = "closed", "Closed, with an outcome"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Source(models.TextChoices):
        BOARD = "board", "The Board"
        GROUP = "group", "A group"
        IRO_INFORMAL = "iro_informal", "Independent reviewing officer, informal"
        IRO_FORMAL = "iro_formal", "Independent reviewing officer, formal dispute"
        CONFERENCE_CHAIR = "conference", "Conference chair"
        PLACING_LETTER = "letter", "Letter to another placing authority"
        LAY_MEMBER = "lay", "Lay member"
        OTHER = "other", "Someone else"

    class Outcome(models.TextChoices):
        CHANGED = "changed", "Upheld: practice changed"
        PROMISED = "promised", "Upheld: change promised"
        SATISFIED = "satisfied", "Answered satisfactorily"
        NOT_UPHELD = "not_upheld", "Not upheld"
        UNRESOLVED = "unresolved", "Unresolved, carried to next year"
        WITHDRAWN = "withdrawn", "Withdrawn"

    state = models.CharField(choices=State, default=State.OPEN, max_length=20, editable=False)
    source = models.CharField("who challenges", max_length=12, choices=Source)
    challenger = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="person who challenges"
    )
    challenger_agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="for the agency"
    )
    challenger_group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="for the group"
    )
    other_body = models.CharField(
        "body challenged, where it has no seat here", max_length=200, blank=True, validators=[refuse_identity]
    )
    subject = models.CharField("what it is about", max_length=200, help_text=HINT, validators=[refuse_identity])
    asks = models.TextField("what is asked", help_text=NO_IDENTITY, validators=[refuse_identity])
    rung = models.CharField("rung of the ladder", max_length=8, choices=Ladder, editable=False)
    answer_due_on = models.DateField("answer due on", editable=False)
    answered_on = models.DateField("answered on", null=True, blank=True, editable=False)
    look_again_on = models.DateField(
        "look again on", null=True, blank=True, help_text="Leave it empty for half a year from today."
    )
    outcome = models.CharField("outcome", max_length=12, choices=Outcome, blank=True, editable=False)
    outcome_why = models.TextField("what the outcome rests on", blank=True, editable=False)
    decided_on = models.DateField("outcome decided on", null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = "challenge"
        indexes = [models.Index(fields=["state", "answer_due_on"], name="challenge_by_due")]
        constraints = [
            models.CheckConstraint(
                name="challenge_comes_from_somebody",
                condition=Q(challenger__isnull=False)
                | Q(challenger_agency__isnull=False)
                | Q(challenger_group__isnull=False),
            ),
            models.CheckConstraint(
                name="challenge_closed_with_its_outcome",
                condition=Q(state="closed", outcome__in=["changed", "promised", "satisfied", "not_upheld"])
                | Q(state="withdrawn", outcome="withdrawn")
                | Q(state__in=["open", "answered", "kept"], outcome__in=["", "unresolved"]),
            ),
            models.CheckConstraint(
                name="challenge_outcome_with_its_reason", condition=Q(outcome="") ^ ~Q(outcome_why="")
            ),
            models.CheckConstraint(
                name="challenge_decided_when_over",
                condition=Q(state__in=["closed", "withdrawn"]) ^ Q(decided_on__isnull=True),
            ),
            models.CheckConstraint(
                name="challenge_answered_when_it_says_so",
                condition=Q(state="withdrawn")
                | Q(state="open", answered_on__isnull=True)
                | Q(state__in=["answered", "kept", "closed"], answered_on__isnull=False),
            ),
            filled_only_when("kept", "look_again_on"),
        ]  # fmt: skip


class Rung(Entry):
    """One time that an answer was asked for: on which rung, why there, by when; and when the answer came."""

    record = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="rungs")
    rung = models.CharField("rung", max_length=8, choices=Ladder, default=Ladder.AGENCY, editable=False)
    why = models.TextField("why an answer is asked for here, now", validators=[refuse_identity])
    on = models.DateField("since", default=today, editable=False)
    due_on = models.DateField(
        "answer due on", null=True, blank=True, help_text="Leave it empty for the limit of this rung."
    )
    own_date = models.BooleanField("due date set by hand", default=False, editable=False)
    answered_on = models.DateField("answered on", null=True, editable=False)
    by = models.CharField("asked by", max_length=200, default=whoever_acts, editable=False)

    class Meta(Entry.Meta):
        ordering = ["pk"]
        verbose_name = "time it was asked"
        verbose_name_plural = "times it was asked"
        constraints = [
            models.CheckConstraint(name="challenge_rung_with_its_reason", condition=~Q(why="")),
            models.CheckConstraint(
                name="challenge_rung_due_ahead",
                condition=Q(due_on__isnull=True) | Q(due_on__gte=F("on")),
                violation_error_message="The answer cannot be due before it is asked for.",
            ),
        ]


class Answer(Entry):
    record = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="answers")
    text = models.TextField("the answer", help_text=NO_IDENTITY, validators=[refuse_identity])
    agency = models.CharField("for", max_length=200, editable=False)
    by = models.CharField("by", max_length=200, default=whoever_acts, editable=False)
    on = models.DateField("on", default=today, editable=False)

    class Meta(Entry.Meta):
        ordering = ["pk"]


class Judgement(Entry):
    """What came of it; a challenge opened again may have several."""

    record = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="judgements")
    outcome = models.CharField(max_length=12, choices=list(Challenge.Outcome.choices)[:4])
    why = models.TextField("what that rests on", help_text=NO_IDENTITY, validators=[refuse_identity])
    by = models.CharField("by", max_length=200, default=whoever_acts, editable=False)
    on = models.DateField("on", default=today, editable=False)

    class Meta(Entry.Meta):
        ordering = ["pk"]
        verbose_name = "outcome"


class Tally(Governed):
    """What the whole table may know of each challenge: against whom, from what source, how old, how it stands.

    No words of it stand here. A reviewing officer's dispute is for the two agencies and those who run the partnership;
    that there is one, and whether it was answered, is for the board.
    """

    record = models.OneToOneField(Challenge, on_delete=models.PROTECT, related_name="tally")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    body = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=12, choices=Challenge.Source)
    state = models.CharField(max_length=20, choices=Challenge.State)
    rung = models.CharField(max_length=8, choices=Ladder)
    raised_on_rung = models.CharField(max_length=8, choices=Ladder)
    outcome = models.CharField(max_length=12, choices=Challenge.Outcome, blank=True)
    opened_on = models.DateField()
    due_on = models.DateField()
    answered_on = models.DateField("first answered on", null=True)
    late = models.BooleanField("answered late", default=False)
    decided_on = models.DateField(null=True)
    themes = ArrayField(models.BigIntegerField(), default=list)

    immutable = ("record_id", "partnership_id", "opened_on")

    class Meta(Governed.Meta):
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["partnership", "opened_on"], name="challenge_tally_by_day")
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="challenge_tally_of_an_agency_or_a_body", condition=Q(agency__isnull=False) ^ ~Q(body="")
            )
        ]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "partnerships"))
