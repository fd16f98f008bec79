"""An inspection's report as the origin of recommendations: named when it is out, and what hangs from it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from goldenthread.core.thread.learning import recommend
from goldenthread.core.thread.models import Origin, Recommendation
from goldenthread.core.thread.plans import amend_origin, name_origin

from .models import Inspection


def after_a_step(inspection: Inspection, name: str) -> None:
    """The report is out: the whole board can name it as where a recommendation comes from."""
    if name != "report":
        return
    known = origin_of(inspection)
    said: dict[str, Any] = {"made_by": inspection.inspectorate, "made_on": inspection.reported_on}
    if known:
        amend_origin(known, **said)
        return
    title = inspection.title
    taken = Origin.objects.filter(
        partnership_id=inspection.partnership_id, kind=Origin.Kind.INSPECTION, title__iexact=title
    ).first()
    if taken and taken.record_id is None:  # its list came in before its report was written down here
        amend_origin(taken, record=inspection, **said)
        return
    if taken:
        title = f"{title} ({inspection.reference})"
    name_origin(
        partnership=inspection.partnership, kind=Origin.Kind.INSPECTION, title=title[:250], record=inspection, **said
    )


def origin_of(inspection: Inspection) -> Origin | None:
    """The origin that stands for this inspection, if its report is out."""
    return Origin.objects.filter(record_id=inspection.pk, kind=Origin.Kind.INSPECTION).first()


@transaction.atomic
def recommended(inspection: Inspection, *, number: str, text: str, **values: Any) -> Recommendation:
    """Write down one recommendation of the report, under its number there. `values`: owner_group, owner_agency, due_on.

    Raises ValidationError before the report is out, and for a number that was written down already.
    """
    origin = origin_of(inspection)
    if origin is None:
        raise ValidationError("Say first that the report is out.")
    if number and Recommendation.objects.filter(origin=origin, origin_number=number).exists():
        raise ValidationError({"number": f"Number {number} of this report is written down already."})
    return recommend(
        partnership=inspection.partnership,
        text=text,
        made_on=inspection.reported_on,
        origin=origin,
        origin_number=number.strip(),
        **values,
    )
