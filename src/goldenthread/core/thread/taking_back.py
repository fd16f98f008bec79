"""Take back what should never have been written: an import undone. Everywhere else the thread only grows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from goldenthread.core.casework.services import allow
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.kernel.now import now, today

from .models import Action, ActionUpdate

#: What says how an action stands and when it is due.
STANDING = ("status", "reason", "closed_on", "due_on", "due_meeting_id", "deferrals")


def standing_of(action: Action) -> dict[str, Any]:
    """How an action stands, to be put back later."""
    return {name: getattr(action, name) for name in STANDING}


@transaction.atomic
def put_back(action: Action, *, standing: Mapping[str, Any], text: str, on: date | None = None) -> Action:
    """Let an action stand as it did (`standing_of`), and say why. Its updates stay, and this is one more of them."""
    action = Action.objects.select_for_update(of=("self",)).get(pk=action.pk)
    allow(UNIT, action.partnership_id, "put an action back")
    for name in STANDING:
        setattr(action, name, standing[name])
    action.version += 1
    action.save()
    actor = current_actor()
    ActionUpdate.objects.create(
        partnership_id=action.partnership_id, action=action, text=text, on=on or today(), status=action.status,
        due_on=action.due_on, user_id=actor.user, by=actor.name, at=now(),
    )  # fmt: skip
    return action


@transaction.atomic
def take_back(rows: Iterable[Any]) -> None:
    """Remove rows of one model that nothing else hangs from. The history of each row stays; references are not reused.

    An action takes its updates with it. Raises ValidationError where a row is out of sight or gone.
    """
    found = list(rows)
    if not found:
        return
    model, keys = type(found[0]), [row.pk for row in found]
    for partnership_id in {row.partnership_id for row in found if hasattr(row, "partnership_id")}:
        allow(UNIT, partnership_id, "take back what was written")
    every = model._base_manager.filter(pk__in=keys)
    if every._raw_delete(every.db) != len(keys):
        raise ValidationError("Something that was written is out of your sight: it cannot be taken back.")
