"""What a step of a release means elsewhere: going out, and taking the place of another."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection

from goldenthread.core.casework.models import Audience
from goldenthread.core.casework.services import take_step
from goldenthread.kernel.now import now

from .ledgers import mark_of, released_in_public
from .models import Release
from .tasks import queue_documents

#: Of all that is locked by number in this database, ours: one release in public at a time for each partnership.
LOCK = 7_301
MOVED_ON = (
    "Another release went out since this one was audited, and the two have not been held against each other. "
    "Take it back and audit it again."
)


def after(release: Any, name: str) -> None:
    if name == "release":
        _go_out(release)


def _go_out(release: Release) -> None:
    """Frozen tables are there; now they are for others. Raises ValidationError where the audit was overtaken."""
    if release.public:
        one_at_a_time(release.partnership_id)
        proof = release.proofs.filter(number=release.edition).values_list("ledger_mark", flat=True).first()
        if proof != mark_of(released_in_public_before(release)):
            raise ValidationError(MOVED_ON)
    release.released_at = now()
    release.audience = Audience.PARTNERSHIP
    release.save()
    if release.replaces and release.replaces.state == Release.State.RELEASED:
        take_step(release.replaces, "supersede")
    queue_documents(release)


def released_in_public_before(release: Release) -> list[int]:
    return [pk for pk in released_in_public(release.partnership) if pk != release.pk]


def one_at_a_time(partnership_id: int) -> None:
    """Wait until no other release goes out here; until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [LOCK, partnership_id])
