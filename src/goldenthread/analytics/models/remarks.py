"""What happened beside the figures: remarks on the time line, and limits computed anew from a day."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Partnership

from .measures import Measure


class Remark(Governed):
    """Something that happened on a day and bears on figures: of one measure, or of all at the partnership."""

    class Kind(models.TextChoices):
        POLICY = "policy", "Change of policy or law"
        AUDIT = "audit", "Audit or inspection"
        PROCESS = "process", "Change of practice or recording"
        CAMPAIGN = "campaign", "Campaign or awareness week"
        OTHER = "other", "Something else"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="remarks")
    on = models.DateField("on")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField("what happened", max_length=200)
    by = models.CharField("who wrote it", max_length=200, editable=False)
    withdrawn = models.BooleanField(default=False, editable=False)

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["on", "pk"]

    @classmethod
    def rule(cls) -> Q:
        """A remark on one measure is seen by who sees the measure; one on all by the whole partnership."""
        on_all = Q(Held("partnership_id", "partnerships")) & Q(measure__isnull=True)
        of_one = Q(models.Exists(Measure.unguarded.filter(Measure.rule(), pk=models.OuterRef("measure_id"))))
        return on_all | of_one


class Rebase(Governed):
    """From this day a chart's limits are computed anew, because a person knows that the process changed."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="rebases")
    on = models.DateField("from")
    reason = models.CharField("what changed, and how that is known", max_length=300)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.CharField("who", max_length=200)
    at = models.DateTimeField()
    withdrawn = models.BooleanField(default=False)

    governed_by = "measure"
    immutable = ("measure_id", "on", "reason")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["on"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["measure", "on"], condition=Q(withdrawn=False), name="rebase_once")
        ]
