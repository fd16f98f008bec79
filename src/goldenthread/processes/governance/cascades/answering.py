"""The verb of an agency: say what was passed on."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from goldenthread.core.casework.services import allow, speaks_for, tell
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.core.tenancy.roles import UNIT, Role
from goldenthread.kernel.now import today

from .models import Cascade, Reply

#: Who may answer, each for an agency of theirs; the unit writes down what it was told.
ANSWERING = UNIT | {Role.AGENCY_LEAD, Role.MEMBER, Role.TEAM_MANAGER}
FIELDS = ("status", "teams", "reached", "how", "done_on", "reason")


@transaction.atomic
def answer(reply: Reply, *, expected_version: int | None = None, **values: Any) -> Reply:
    """Say what an agency passed on; again, the answer before stays in the history.

    Raises PermissionDenied for those who do not speak for it, ValidationError where the answer is not whole or the
    cascade is closed, StaleEdit where a colleague answered since.
    """
    reply = Reply.objects.select_for_update(of=("self",)).select_related("record", "agency").get(pk=reply.pk)
    cascade = reply.record
    allow(ANSWERING, cascade.partnership_id, "say what was passed on")
    if not speaks_for(cascade.partnership_id, reply.agency_id):
        raise PermissionDenied(f"To say what was passed on, you must speak for {reply.agency}.")
    if cascade.state == Cascade.State.CLOSED:
        raise ValidationError("This cascade is closed, and takes no more answers.")
    refuse_if_stale(reply, expected_version, values)
    for name, value in values.items():
        setattr(reply, name, value)
    reply.answered_on, reply.answered_by = today(), current_actor().name[:200]
    reply.version += 1
    reply.full_clean()
    reply.save()
    tell(cascade, "answered", f"{reply.agency}: {reply.get_status_display().lower()}", note=reply.reason)
    return reply
