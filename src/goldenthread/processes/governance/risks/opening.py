"""Writing down a risk, and putting a mitigation under it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from goldenthread.core.casework.models import Audience, Participant
from goldenthread.core.casework.services import allow, open_record, project
from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.belonging import refuse_strangers
from goldenthread.core.tenancy.models import Agency, Partnership, Place
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.core.thread.models import Action
from goldenthread.core.thread.services import add_action
from goldenthread.kernel.now import today

from .models import Assessment, Risk
from .process import risks
from .standing import before, take_in

AUDIENCES = (Audience.PARTNERSHIP, Audience.GROUP, Audience.AGENCIES)


@transaction.atomic
def open_risk(
    *,
    partnership: Partnership,
    agency: Agency,
    likelihood: int,
    impact: int,
    why: str,
    group: Group | None = None,
    audience: str = Audience.PARTNERSHIP,
    review_on: date | None = None,
    opened_on: date | None = None,
    **values: Any,
) -> Risk:
    """Write down a risk with its first assessment; above the appetite it is before the Board from the start.

    `values`: the columns that the process asks for. Those who do not oversee write down their own agency's.
    Raises PermissionDenied, ValidationError by field.
    """
    allow(risks.may_open, partnership.pk, "write down a risk")
    _refuse(partnership, agency, group, audience)
    day = opened_on or today()
    risk: Risk = open_record(
        risks,
        partnership=partnership,
        lead_agency=agency,
        opened_on=day,
        group=group,
        audience=audience,
        likelihood=likelihood,
        impact=impact,
        score=likelihood * impact,
        review_on=review_on or day,
        **values,
    )
    first = Assessment(record=risk, likelihood=likelihood, impact=impact, why=why.strip(), review_on=review_on, on=day)
    return _begin(risk, first)


def _begin(risk: Risk, first: Assessment) -> Risk:
    """Its first assessment holds; its own agency reads it, whether it sits in the group or not; its clock runs."""
    first.full_clean()
    if risk.audience == Audience.GROUP:
        Participant.objects.create(
            record_id=risk.pk,
            partnership_id=risk.partnership_id,
            agency=risk.lead_agency,
            why="It owns the risk",
            added_by_id=current_actor().user,
        )
    take_in(risk, first)
    before(risk, "open", "")
    risk.full_clean(exclude=["reference", "record_ptr"])
    risk.save()
    project(risk)
    return risk


@transaction.atomic
def mitigate(risk: Risk, *, text: str, due_on: date | None = None, owner_agency: Agency | None = None) -> Action:
    """Promise something that makes a risk smaller: an action under it, owned by its agency unless another is named."""
    risk = Risk.objects.get(pk=risk.pk)
    if risk.state in (Risk.State.CLOSED, Risk.State.MISTAKEN):
        raise ValidationError("This risk is closed. Open it again first.")
    return add_action(
        partnership=risk.partnership,
        text=text.strip(),
        record=risk,
        owner_agency=owner_agency or risk.lead_agency,
        due_on=due_on,
        group=risk.group,
        audience=risk.audience,
    )


def _refuse(partnership: Partnership, agency: Agency, group: Group | None, audience: str) -> None:
    actor = current_actor()
    refuse_strangers(partnership.pk, group=group)
    if audience not in AUDIENCES:
        raise ValidationError({"audience": "Choose who may read it."})
    if not actor.roles(partnership.pk) & OVERSIGHT and agency.pk not in actor.agencies_at(partnership.pk):
        raise PermissionDenied("You write down the risks of your own agency. Ask the business unit about another's.")
    if not Place.objects.filter(partnership=partnership, agency=agency).exists():
        raise ValidationError({"agency": f"{agency} is not at this table."})
    if group and group.ended_on and group.ended_on < today():
        raise ValidationError({"group": f"{group} has ended. Choose a group that still meets."})
    if audience == Audience.GROUP and group is None:
        raise ValidationError({"group": "Choose the group whose members read it."})
