"""The register of what could stop a partner from safeguarding children, and the early warnings that feed it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from goldenthread.core.casework.identity import NO_IDENTITY, refuse_identity
from goldenthread.core.casework.models import Entry, Record, filled_only_when
from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Agency, Partnership
from goldenthread.kernel.now import today

LIKELIHOOD = ((1, "1, rare"), (2, "2, unlikely"), (3, "3, possible"), (4, "4, likely"), (5, "5, almost certain"))
IMPACT = ((1, "1, negligible"), (2, "2, minor"), (3, "3, moderate"), (4, "4, major"), (5, "5, severe"))


def whoever_acts() -> str:
    """The name under which an entry is written."""
    return current_actor().name[:200]


def _scale(label: str, choices: tuple[tuple[int, str], ...], **options: Any) -> Any:
    limits = [MinValueValidator(1), MaxValueValidator(5)]
    return models.PositiveSmallIntegerField(label, choices=choices, validators=limits, **options)


def _held(name: str, *columns: str) -> models.CheckConstraint:
    condition = Q()
    for column in columns:
        condition &= Q(**{f"{column}__gte": 1, f"{column}__lte": 5})
    return models.CheckConstraint(name=name, condition=condition)


class Kind(models.TextChoices):
    """What stands in the way."""

    VACANCIES = "vacancies", "Vacancies"
    CASELOADS = "caseloads", "Caseloads"
    LOST_POSTS = "lost_posts", "Lost posts"
    FUNDING = "funding", "Funding withdrawn"
    ABSENCE = "absence", "Absence from a group or panel"
    PROVIDER = "provider", "A provider in trouble"
    WORKFORCE = "workforce", "Workforce"
    SYSTEMS = "systems", "Systems and information technology"
    DEMAND = "demand", "Demand"
    OTHER = "other", "Something else"


class Risk(Record):
    class State(models.TextChoices):
        OPEN = "open", "Open"
        ESCALATED = "escalated", "Before the Board"
        TOLERATED = "tolerated", "Tolerated"
        CLOSED = "closed", "Closed"
        MISTAKEN = "mistaken", "Written down by mistake"

    class Trend(models.TextChoices):
        NEW = "new", "New"
        RISING = "rising", "Rising"
        STEADY = "steady", "Steady"
        FALLING = "falling", "Falling"

    state = models.CharField(choices=State, default=State.OPEN, max_length=20, editable=False)
    kind_of_risk = models.CharField("kind of risk", max_length=12, choices=Kind)
    subject = models.CharField("risk in a few words", max_length=200, validators=[refuse_identity])
    cause = models.TextField("because of what", help_text=NO_IDENTITY, validators=[refuse_identity])
    event = models.TextField("what may happen", validators=[refuse_identity])
    effect = models.TextField("what that would mean for children", validators=[refuse_identity])
    likelihood_before = _scale("likelihood before mitigation", LIKELIHOOD)
    impact_before = _scale("impact before mitigation", IMPACT)
    likelihood = _scale("likelihood now", LIKELIHOOD, editable=False)
    impact = _scale("impact now", IMPACT, editable=False)
    likelihood_target = _scale("likelihood aimed at", LIKELIHOOD)
    impact_target = _scale("impact aimed at", IMPACT)
    score = models.PositiveSmallIntegerField("score now", editable=False)
    trend = models.CharField("trend", max_length=8, choices=Trend, default=Trend.NEW, editable=False)
    review_on = models.DateField("look at it again by", editable=False)
    escalated_on = models.DateField("before the Board since", null=True, blank=True, editable=False)
    tolerated_until = models.DateField(
        "tolerated until", null=True, blank=True, help_text="Leave it empty for a year from today."
    )
    tolerated_at = models.PositiveSmallIntegerField("score at which it is tolerated", null=True, editable=False)
    standing_why = models.TextField("why it stands so", blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = "risk"
        indexes = [models.Index(fields=["state", "score"], name="risk_by_score")]
        constraints = [
            _held("risk_before_on_the_scale", "likelihood_before", "impact_before"),
            _held("risk_now_on_the_scale", "likelihood", "impact"),
            _held("risk_target_on_the_scale", "likelihood_target", "impact_target"),
            models.CheckConstraint(
                name="risk_score_is_the_product", condition=Q(score=F("likelihood") * F("impact"))
            ),
            models.CheckConstraint(
                name="risk_stands_so_for_a_reason",
                condition=Q(state="open") | ~Q(standing_why=""),
            ),
            filled_only_when("escalated", "escalated_on"),
            filled_only_when("tolerated", "tolerated_until"),
            filled_only_when("tolerated", "tolerated_at"),
        ]  # fmt: skip


class Assessment(Entry):
    """How likely, how bad, and why it is thought so, on a day: only added to."""

    record = models.ForeignKey(Risk, on_delete=models.CASCADE, related_name="assessments")
    likelihood = _scale("likelihood now", LIKELIHOOD)
    impact = _scale("impact now", IMPACT)
    why = models.TextField("what that rests on", help_text=NO_IDENTITY, validators=[refuse_identity])
    review_on = models.DateField(
        "look at it again by", null=True, blank=True, help_text="Leave it empty for the limit that holds."
    )
    own_date = models.BooleanField("day to look again set by hand", default=False, editable=False)
    on = models.DateField("on", default=today, editable=False)
    by = models.CharField("by", max_length=200, default=whoever_acts, editable=False)
    agency = models.CharField("for", max_length=200, blank=True, editable=False)

    class Meta(Entry.Meta):
        ordering = ["on", "pk"]
        constraints = [
            _held("risk_assessment_on_the_scale", "likelihood", "impact"),
            models.CheckConstraint(name="risk_assessment_with_its_reason", condition=~Q(why="")),
        ]

    @property
    def score(self) -> int:
        return int(self.likelihood) * int(self.impact)


class Sign(Entry):
    """Evidence that came from an early warning: what was seen, and where."""

    record = models.ForeignKey(Risk, on_delete=models.CASCADE, related_name="signs")
    title = models.CharField("what was seen", max_length=250)
    evidence = models.TextField("evidence")
    since = models.DateField("since")
    on = models.DateField("taken up on", default=today)
    by = models.CharField("by", max_length=200, default=whoever_acts)

    class Meta(Entry.Meta):
        ordering = ["pk"]


class Appetite(Governed):
    """The highest score that a partnership lives with: of one kind of risk, or of all that have none of their own."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    kind_of_risk = models.CharField("kind of risk", max_length=12, choices=Kind, blank=True)
    highest = models.PositiveSmallIntegerField(
        "highest score we live with", validators=[MinValueValidator(1), MaxValueValidator(25)]
    )
    reason = models.CharField("who decided it, and why", max_length=300)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta(Governed.Meta):
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["partnership", "kind_of_risk"], name="risk_appetite_once"),
            models.CheckConstraint(
                name="risk_appetite_on_the_scale", condition=Q(highest__gte=1, highest__lte=25) & ~Q(reason="")
            ),
        ]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "partnerships"))

    def __str__(self) -> str:
        return f"{self.get_kind_of_risk_display() or 'All kinds'}: {self.highest}"


class Candidate(Governed):
    """An early warning offered as a risk, once for as long as the sign is seen: accepted or dismissed with a reason."""

    class State(models.TextChoices):
        OFFERED = "offered", "Waits for a decision"
        ACCEPTED = "accepted", "Taken up as a risk"
        DISMISSED = "dismissed", "Dismissed"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=200)
    title = models.CharField("what was seen", max_length=250)
    cause = models.TextField("cause")
    evidence = models.TextField("evidence")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    since = models.DateField("since")
    link = models.CharField(max_length=300, blank=True)
    first_seen = models.DateField("first seen")
    last_seen = models.DateField("last seen")
    ceased_on = models.DateField("no longer seen from", null=True)
    state = models.CharField(max_length=10, choices=State, default=State.OFFERED)
    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, null=True, related_name="candidates")
    reason = models.TextField("why", blank=True)
    decided_on = models.DateField("decided on", null=True)
    decided_by = models.CharField("decided by", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["since", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["partnership", "key"], condition=Q(ceased_on__isnull=True), name="risk_candidate_once"
            ),
            models.CheckConstraint(
                name="risk_candidate_decided_with_a_reason",
                condition=Q(state="offered", decided_on__isnull=True, reason="", risk__isnull=True)
                | Q(state="accepted", decided_on__isnull=False, risk__isnull=False) & ~Q(reason="")
                | Q(state="dismissed", decided_on__isnull=False, risk__isnull=True) & ~Q(reason=""),
            ),
        ]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "oversight"))

    def __str__(self) -> str:
        return self.title
