"""To whom an update goes: each group that this one reports to, and each further partnership that a joint one serves."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from goldenthread.core.casework.models import Audience
from goldenthread.core.groups.gates import AtTheGate, keepers_of
from goldenthread.core.groups.models import Group, GroupLink, JointPartnership
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.kernel.now import today

from .models import ANSWERS, GroupUpdate, SentUpdate


def send(update: Any) -> list[SentUpdate]:
    """One row for each reader. Before a group behind a gate it waits for the keeper, unless it is the keeper's own."""
    group: Group = update.group
    update.audience = Audience.PARTNERSHIP
    update.save(update_fields=["audience"])
    parents = [link.parent for link in GroupLink.objects.filter(child=group).select_related("parent")]
    parents = [parent for parent in parents if parent.partnership_id == update.partnership_id]
    keepers = keepers_of(parents)
    rows = [_row(update, update.partnership_id, parent, keepers.get(parent.pk)) for parent in parents]
    rows += [_row(update, joint.partnership_id, None, None) for joint in JointPartnership.objects.filter(group=group)]
    if not rows:
        raise ValidationError(f"{group} reports to no group, so nobody would hear its update. Give it a parent first.")
    for row in rows:
        row.full_clean()
        row.save()
    return rows


def recall(update: Any) -> None:
    """Nobody has it any more. Raises ValidationError once any of them has heard it."""
    rows = list(SentUpdate.objects.filter(update=update))
    if any(row.heard_on for row in rows):
        raise ValidationError("It was heard already: say what has changed in the next update.")
    for row in rows:
        row.delete()
    if update.state == GroupUpdate.State.DRAFT:
        update.audience = Audience.GROUP
        update.save(update_fields=["audience"])


def _row(update: Any, partnership_id: int, parent: Group | None, keeper: Group | None) -> SentUpdate:
    needs = keeper is not None and keeper.pk != update.group_id
    return SentUpdate(
        update=update,
        sender_id=update.partnership_id,
        partnership_id=partnership_id,
        to_group=parent,
        group_name=update.group.name,
        first=update.first,
        last=update.last,
        sent_on=today(),
        sent_by=current_actor().name,
        gate=AtTheGate.WAITING if needs else "",
        gate_keeper=keeper if needs else None,
        **{name: getattr(update, name) for name in ANSWERS},
    )
