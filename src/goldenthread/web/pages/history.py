"""The history of a row as its reader may know it: not what it said while it was kept from them."""

from __future__ import annotations

from typing import Any

from goldenthread.core.casework.models import Audience, Participant, Record
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.history import history_of

MOST = 500
#: From narrowest to widest.
WIDTH = {Audience.NAMED.value: 0, Audience.AGENCIES.value: 1, Audience.GROUP.value: 2, Audience.PARTNERSHIP.value: 3}


def readable_history(row: Any, *, of: Record | None = None) -> list[Any]:
    """The lines of a row's history, newest first, as far back as this reader may look.

    Who may see a row can be widened, and is often reworded first. So the history goes back to the last time it was
    widened, and of that save shows what came of it and not what was before; except to those who saw it then. A row
    that is as secret as a record is told back to when that record was widened (`of`).
    """
    since = _opened_to_reader(of) if of is not None else None
    return [line for line in _lines(row) if since is None or line.at >= since]


def _opened_to_reader(record: Record) -> Any:
    """When the record was last widened to those of whom the reader is one; None for who could see it all along."""
    by_name = _by_name(record)
    for line in history_of(record)[:MOST]:
        was = _hidden_before(line)
        if was is not None and not by_name and not _saw(record, was, line):
            return line.at
    return None


def _lines(row: Any) -> list[Any]:
    shown: list[Any] = []
    by_name = _by_name(row)
    for line in history_of(row)[:MOST]:
        was = _hidden_before(line)
        if was is not None and not by_name and not _saw(row, was, line):
            line.changes = {column: [None, pair[1]] for column, pair in line.changes.items()}
            return [*shown, line]
        shown.append(line)
    return shown


def _hidden_before(line: Any) -> str | None:
    """The narrower audience that a change ended; "group" where it went from one group to another; else None."""
    if line.operation != "update":
        return None
    before, after = line.changes.get("audience", (None, None))
    if before in WIDTH and after in WIDTH and WIDTH[before] < WIDTH[after]:
        return str(before)
    moved = "group_id" in line.changes and line.changes["group_id"][0] is not None
    return Audience.GROUP.value if moved and before is None else None


def _saw(row: Any, audience: str, line: Any) -> bool:
    """Whether the reader is of those who saw the row under its former audience."""
    actor = current_actor()
    if audience == Audience.NAMED:
        return False
    if actor.oversees(row.partnership_id):
        return True
    group = line.changes.get("group_id", (getattr(row, "group_id", None), None))[0]
    return audience == Audience.GROUP and group in actor.claim("groups")


def _by_name(row: Any) -> bool:
    """Those who are named on a row see it whatever its audience: an action's owner, and whoever was let in."""
    actor = current_actor()
    if isinstance(row, Record):
        return bool(Participant.objects.filter(Participant.let_in(), record_id=row.pk).exists())
    return getattr(row, "owner_id", None) in actor.claim("persons")
