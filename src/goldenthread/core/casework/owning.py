"""Whose a record is: handing it on when an agency leaves or a group ends, and finding what nobody answers for."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.belonging import refuse_strangers
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.core.tenancy.models import Agency, Place
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.kernel.now import today

from .models import Audience, Participant
from .process import process_for
from .services import allow, lock, project, tell


@transaction.atomic
def hand_over(
    record: Any, *, lead_agency: Agency, group: Group | None, why: str, expected_version: int | None = None
) -> Any:
    """Give a record to another agency, another group, or both; its history says who answered for it until now.

    Raises PermissionDenied, StaleEdit, and ValidationError for an agency that is not at the table, a group that has
    ended or is another partnership's, or where nothing would change.
    """
    process = process_for(record)
    allow(OVERSIGHT, record.partnership_id, "hand this to someone else")
    record = lock(process, record)
    refuse_if_stale(record, expected_version, {"lead_agency": lead_agency, "group": group})
    before = _owners(record)
    _refuse(record, lead_agency, group, why)
    record.lead_agency, record.group = lead_agency, group
    if before == _owners(record):
        raise ValidationError("Nothing would change. Choose another agency or another group.")
    record.version += 1
    record.full_clean(exclude=["reference", "record_ptr"])
    record.save()
    if record.audience == Audience.GROUP:  # whoever answers must read it, member of the group or not
        _let_in(record, lead_agency)
    tell(record, "hand_over", f"Handed over from {before} to {_owners(record)}", note=why)
    project(record)
    if process.after:
        process.after(record, "hand_over")
    return record


def unowned(on: Any = None) -> Q:
    """Records that nobody answers for now: their agency has left the table, or their group has ended."""
    day = on or today()
    left = Place.objects.filter(partnership=OuterRef("partnership"), agency=OuterRef("lead_agency"), until__lt=day)
    return Q(Exists(left)) | Q(group__ended_on__lt=day)


def _refuse(record: Any, agency: Agency, group: Group | None, why: str) -> None:
    if not why.strip():
        raise ValidationError({"why": "Say why someone else answers for it now."})
    refuse_strangers(record.partnership_id, group=group)
    here = Place.objects.filter(partnership_id=record.partnership_id, agency=agency)
    if not here.filter(Q(until__isnull=True) | Q(until__gte=today())).exists():
        raise ValidationError({"lead_agency": f"{agency} is not at the table. Choose an agency that is."})
    if group is not None and group.ended_on and group.ended_on < today():
        raise ValidationError({"group": f"{group} has ended. Choose a group that still meets."})
    if group is None and record.audience == Audience.GROUP:
        raise ValidationError({"group": "Its readers are the group's members. Choose a group."})


def _let_in(record: Any, agency: Agency) -> None:
    if record.register_id is not None:
        return  # a sealed case is opened to people by name, never to all of an agency
    Participant.objects.get_or_create(
        record_id=record.pk,
        partnership_id=record.partnership_id,
        agency=agency,
        person=None,
        defaults={"why": "It answers for this now", "added_by_id": current_actor().user},
    )


def _owners(record: Any) -> str:
    return f"{record.lead_agency}, {record.group}" if record.group_id else str(record.lead_agency)
