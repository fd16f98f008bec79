"""What the thread ties together belongs to one partnership, or to a joint group that serves it too."""

from __future__ import annotations

from typing import Any

from goldenthread.core.groups.models import JointPartnership
from goldenthread.core.tenancy.belonging import refuse_strangers


def at_one_board(partnership_id: int, values: dict[str, Any]) -> None:
    """Raise ValidationError, by name, for what is neither the partnership's own nor a joint group's that serves it."""
    own = ("owner", "recommendation", "origin", "priority")
    refuse_strangers(partnership_id, **{name: values.get(name) for name in own})
    for name in ("group", "owner_group", "record", "due_meeting", "source"):
        row = values.get(name)
        group_id = row.pk if name in ("group", "owner_group") and row else getattr(row, "group_id", None)
        if row is None or row.partnership_id == partnership_id:
            continue
        if not JointPartnership.objects.filter(group_id=group_id, partnership_id=partnership_id).exists():
            refuse_strangers(partnership_id, **{name: row})
