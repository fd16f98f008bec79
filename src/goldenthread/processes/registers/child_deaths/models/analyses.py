"""Form C and its successor: each factor with its influence, the categories, what could be changed, the learning."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models

from goldenthread.core.casework.models import Entry
from goldenthread.core.sealing.fields import SealedText
from goldenthread.law.deaths.analysis import uppermost
from goldenthread.law.deaths.analysis import version as version_of
from goldenthread.law.forms import FormError

from . import choices
from .cases import ChildDeath


def _several(label: str, options: choices.Choices) -> Any:
    return ArrayField(models.CharField(choices=options, max_length=12), verbose_name=label, default=list, blank=True)


class Analysis(Entry):
    """The analysis of a case: drafted by those who knew the child, agreed by the panel. One to a case."""

    record = models.OneToOneField(ChildDeath, on_delete=models.CASCADE, related_name="analysis")
    template = models.CharField("version of the form", choices=choices.VERSIONS, max_length=8)
    represented = _several("agencies that were represented", choices.REPRESENTED)
    documents = SealedText("documents that were available", blank=True)
    cause = SealedText("cause of death as it is now understood", blank=True)
    summary = SealedText("summary of the case", blank=True)
    categories = _several("every category that applies", choices.CATEGORIES)
    category = models.CharField(
        "category: the uppermost of them", choices=choices.CATEGORIES, max_length=12, blank=True, editable=False
    )
    modifiability = models.CharField("modifiable factors", choices=choices.MODIFIABILITY, max_length=12, blank=True)
    issues = SealedText("issues", blank=True)
    learning = SealedText("learning points", blank=True)
    recommendations = SealedText("recommendations: to whom, local or national, by when", blank=True)
    follow_up = SealedText("follow-up for the family", blank=True)
    ticked = _several("what follows at once", choices.TICKED)
    agreed_on = models.DateField("agreed by the panel on", null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta(Entry.Meta):
        verbose_name_plural = "analysis"

    def clean(self) -> None:
        try:
            self.category = uppermost(self.categories).code if self.categories else ""
        except FormError as wrong:
            raise ValidationError({"categories": str(wrong)}) from wrong


class FactorScore(Entry):
    """One factor of one domain: how it influenced the death, in the words of that version of the form alone."""

    record = models.ForeignKey(ChildDeath, on_delete=models.CASCADE, related_name="scores")
    template = models.CharField("version of the form", choices=choices.VERSIONS, max_length=8)
    domain = models.CharField("domain", max_length=1)
    factor = models.CharField("factor", max_length=80)
    score = models.CharField("influence", max_length=2)
    modifiable = models.BooleanField("could be changed for other children", default=False)

    immutable = ("record_id", "template", "domain", "factor")
    deletable = True

    class Meta(Entry.Meta):
        ordering: ClassVar[list[str]] = ["domain", "pk"]
        verbose_name_plural = "factors"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["record", "template", "domain", "factor"], name="death_factor_once")
        ]

    def clean(self) -> None:
        """A score is of its version: 1 does not mean the same in all of them."""
        try:
            form = version_of(self.template)
            form.score(self.score)
        except FormError as wrong:
            raise ValidationError({"score": str(wrong)}) from wrong
        known = {(d.key, f.code) for d in form.domains for f in d.factors}
        if (self.domain, self.factor) not in known:
            raise ValidationError({"factor": f"{form.title} has no such factor in domain {self.domain}."})
        if self.modifiable and self.score not in ("2", "3"):
            raise ValidationError({"modifiable": "Only a factor that may have contributed can be a modifiable one."})
