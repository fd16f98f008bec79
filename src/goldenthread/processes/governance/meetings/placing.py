"""Which item an action came from, and that it is read no more widely than that item."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from goldenthread.core.casework.models import Audience
from goldenthread.core.casework.services import tell
from goldenthread.core.thread.models import Action
from goldenthread.core.thread.services import amend_action, limits_an_action

from .changing import open_meeting
from .models import AgendaItem, ItemAction, Meeting


@transaction.atomic
def place_action(action: Action, item: AgendaItem | None) -> Action:
    """Say that an action of a meeting came from this item of it, or from none that is known.

    It is then read no more widely than the item. Raises ValidationError for an action of another meeting.
    """
    meeting = open_meeting(Meeting.objects.get(pk=item.record_id if item else action.record_id))
    if action.record_id != meeting.pk:
        raise ValidationError("This action was not agreed at this meeting.", code="another_meeting")
    tie_action(action, item)
    where = f"to item {item.label}" if item else "to no item"
    tell(meeting, "place_action", f"Put action {action.reference} {where}")
    return Action.objects.get(pk=action.pk)


def tie_action(action: Action, item: AgendaItem | None) -> None:
    """The link alone, with what it means for who may read the action. For verbs that tell their own story."""
    ItemAction.objects.filter(action_id=action.pk).delete()
    if item is not None:
        item = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)  # it may have been closed since seen
        ItemAction.objects.create(action=action, item=item)
        narrow([action], item)


def audience_under(item: AgendaItem) -> dict[str, Any]:
    """The widest audience of an action that came from an item, as columns of Action; empty where the item is open."""
    if not item.restricted:
        return {}
    return {"audience": Audience.GROUP if item.open_to_members else Audience.AGENCIES}


def narrow(actions: Any, item: AgendaItem) -> list[str]:
    """Let none of these actions be read more widely than the item; the references of those that were."""
    members_may = audience_under(item).get("audience") == Audience.GROUP
    narrowed = []
    for action in actions:
        if not _too_wide(action, item):
            continue
        members = members_may and action.group_id == item.group_id
        whose = {"audience": Audience.GROUP, "group": action.group} if members else {"audience": Audience.AGENCIES}
        amend_action(action, **whose)
        narrowed.append(action.reference)
    return narrowed


def _too_wide(action: Action, item: AgendaItem) -> bool:
    """Would people read the action who may not read the item?"""
    wanted = audience_under(item).get("audience")
    if wanted is None or action.audience in (Audience.NAMED, Audience.AGENCIES):
        return False
    return action.audience == Audience.PARTNERSHIP or wanted == Audience.AGENCIES or action.group_id != item.group_id


@limits_an_action
def no_wider_than_its_item(action: Action) -> None:
    """What was agreed on a restricted item stays with those who may read the item, whoever changes the action."""
    item = AgendaItem.objects.filter(action_links__action_id=action.pk).first()
    if item is not None and _too_wide(action, item):
        who = "the group's members" if item.open_to_members else "the agencies that answer for it"
        raise ValidationError(
            {"audience": f"It was agreed on restricted item {item.label}: only {who} may see it. Open the item first."},
            code="wider_than_its_item",
        )


def narrow_with(item: AgendaItem) -> list[str]:
    """After an item was closed to some: its own actions, and those of the meeting whose item nobody has said.

    Such an action may be the item's: until someone says where it came from it is read by no more people. The actions
    of other items stay as they are.
    """
    return narrow([*actions_of(item), *unplaced_actions(item.record_id)], item)


def actions_of(item: AgendaItem) -> QuerySet[Action]:
    """The actions that came from an item."""
    return Action.objects.filter(pk__in=ItemAction.objects.filter(item=item).values("action_id")).order_by("pk")


def unplaced_actions(meeting_id: int) -> QuerySet[Action]:
    """Actions agreed at the meeting of which nobody has said from which item they came."""
    placed = ItemAction.objects.filter(item__record_id=meeting_id).values("action_id")
    return Action.objects.filter(record_id=meeting_id).exclude(pk__in=placed).order_by("pk")
