"""The verbs of the analysis: score a domain, write down what the whole comes to. Open until the panel has agreed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from goldenthread.core.casework.services import allow, lock, tell
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.law.deaths.analysis import CDR_ANALYSIS, FORM_C, Domain, Version
from goldenthread.law.deaths.analysis import version as version_of

from .models import Analysis, ChildDeath, FactorScore
from .process import OPEN, child_deaths
from .standing import by_the_partners

#: What the page of the conclusions asks.
CONCLUSIONS = (
    "represented", "documents", "cause", "summary", "categories", "modifiability", "issues", "learning",
    "recommendations", "follow_up", "ticked",
)  # fmt: skip


@dataclass(frozen=True)
class Scored:
    """What is said of one factor: its influence, and whether it could be changed for other children."""

    score: str
    modifiable: bool = False


def template_for(case: ChildDeath) -> Version:
    """The version of the form that a case is analysed on: its own once it is begun, else that of its review."""
    return version_for(case, Analysis.objects.filter(record=case.pk).first())


def version_for(case: ChildDeath, row: Analysis | None) -> Version:
    """The same, of a case whose analysis was read already."""
    return version_of(row.template) if row else CDR_ANALYSIS if by_the_partners(case) else FORM_C


def domain_of(form: Version, key: str) -> Domain:
    """Raises LookupError where the version has no such domain."""
    return next(one for one in form.domains if one.key == key)


@transaction.atomic
def score_domain(case: ChildDeath, key: str, said: Mapping[str, Scored]) -> Analysis:
    """Keep the scores of one domain, in place of those before. A factor that is not said has none."""
    case = _open(case)
    row = _begun(case)
    FactorScore.objects.filter(record=case, domain=key).delete()
    for factor, one in said.items():
        score = FactorScore(record=case, template=row.template, domain=key, factor=factor, score=one.score,
                            modifiable=one.modifiable)  # fmt: skip
        score.full_clean()
        score.save()
    tell(case, "analyse", f"Scored domain {key} of the analysis")
    return row


@transaction.atomic
def conclude(case: ChildDeath, *, expected_version: int | None = None, **values: Any) -> Analysis:
    """Write down the conclusions. Raises ValidationError for factors called modifiable where the whole is not."""
    case = _open(case)
    row = _begun(case)
    refuse_if_stale(row, expected_version, values)
    for name, value in values.items():
        setattr(row, name, value)
    changeable = FactorScore.objects.filter(record=case, modifiable=True).exists()
    if changeable and row.modifiability not in ("", "modifiable"):
        raise ValidationError({"modifiability": "A factor is marked as one that could be changed: say so here, or "
                                                "take the mark away."})  # fmt: skip
    row.version += 1
    row.full_clean()
    row.save()
    tell(case, "analyse", "Wrote the conclusions of the analysis")
    return row


def _open(case: ChildDeath) -> ChildDeath:
    allow(child_deaths.may_amend, case.partnership_id, "write the analysis")
    locked: ChildDeath = lock(child_deaths, case)
    if locked.state not in OPEN:
        raise ValidationError("The panel has agreed the analysis, or nothing is reviewed here: open the case again.")
    return locked


def _begun(case: ChildDeath) -> Analysis:
    row = Analysis.objects.filter(record=case.pk).first()
    if row is None:
        row = Analysis(record=case, template=template_for(case).key)
        row.full_clean()
        row.save()
    return row
