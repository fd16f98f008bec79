"""Messages that did not reach their person: which they are, and sending one again."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from goldenthread.core.casework.services import allow
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.kernel.now import today

from .models import Notice

Status = Notice.Status
UNSENT = (Status.FAILED, Status.REFUSED, Status.UNSURE)


def unsent(partnership: Partnership) -> QuerySet[Notice]:
    """The messages of a partnership that were not sent, or perhaps not, the newest first, as far as the actor sees."""
    rows = Notice.objects.filter(partnership=partnership, status__in=UNSENT)
    found: QuerySet[Notice] = rows.select_related("person__user", "action")
    return found


def why_not_again(notice: Notice) -> str:
    """Why sending it again would be no use; empty where it may be of use."""
    if notice.status not in UNSENT:
        return "It is on its way, or has been sent."
    if notice.kind == Notice.Kind.DIGEST and notice.day != today():
        return "A later summary says it anew."
    return ""


@transaction.atomic
def send_again(notice: Notice, queue: Callable[..., object]) -> Notice:
    """Put a message back among those that wait, and queue it. Whether it is still true is asked when it is sent.

    Raises PermissionDenied for others than the business unit, ValidationError where it would be no use.
    """
    allow(UNIT, notice.partnership_id, "send a message again")
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if reason := why_not_again(notice):
        raise ValidationError(reason, code="no_use")
    notice.status, notice.error = Status.WAITING, ""
    notice.save(update_fields=["status", "error"])
    queue(partnership_id=notice.partnership_id, person_id=notice.person_id, notice_id=notice.pk)
    return notice
