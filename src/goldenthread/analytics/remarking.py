"""The verbs beside the figures: a remark on the time line, limits set anew, and taking either back."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from goldenthread.core.casework.services import allow
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.belonging import refuse_strangers
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import now, today

from .models import Measure, Rebase, Remark
from .roles import KEEPERS
from .series import series_of

FEWEST_BESIDE = 2


@transaction.atomic
def remark(*, partnership: Partnership, on: date, kind: str, text: str, measure: Measure | None = None) -> Remark:
    """Write on the time line of one measure, or of all. Raises PermissionDenied, ValidationError."""
    allow(KEEPERS, partnership.pk, "write on the time line")
    refuse_strangers(partnership.pk, measure=measure)
    row = Remark(partnership=partnership, measure=measure, on=on, kind=kind, text=text.strip(), by=current_actor().name)
    row.full_clean()
    row.save()
    return row


def withdraw_remark(row: Remark) -> None:
    allow(KEEPERS, row.partnership_id, "take a remark off the time line")
    row.withdrawn = True
    row.save(update_fields=["withdrawn"])


@transaction.atomic
def rebase(measure: Measure, *, on: date, reason: str) -> Rebase:
    """Compute limits anew from a day, because a person knows what changed. Never a default, never without a reason.

    Raises ValidationError where no figure lies on both sides of the day, or limits are set anew from it already.
    """
    allow(KEEPERS, measure.partnership_id, "set limits anew")
    if not reason.strip():
        raise ValidationError({"reason": "Say what changed, and how that is known."})
    if on > today():
        raise ValidationError({"on": "The day has not come yet."})
    figures = series_of([measure])[measure.pk].numbers
    before = [one for one in figures if one.stretch.last < on]
    since = [one for one in figures if one.stretch.last >= on]
    if len(before) < FEWEST_BESIDE or len(since) < FEWEST_BESIDE:
        raise ValidationError({"on": f"At least {FEWEST_BESIDE} figures must lie on either side of that day."})
    actor = current_actor()
    try:
        with transaction.atomic():
            return Rebase.objects.create(
                measure=measure, on=on, reason=reason.strip()[:300], user_id=actor.user, by=actor.name, at=now()
            )
    except IntegrityError as twice:
        raise ValidationError({"on": "Limits are set anew from that day already."}) from twice


def withdraw_rebase(row: Rebase) -> None:
    measure = Measure.objects.get(pk=row.measure_id)
    allow(KEEPERS, measure.partnership_id, "take limits back")
    row.withdrawn = True
    row.save(update_fields=["withdrawn"])
