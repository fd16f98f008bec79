"""How a return stands, in the words that the board reads: received, late, queried, not sent and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from django.db.models import OuterRef, Subquery

from goldenthread.kernel.now import today

from .models import Return, Roll

#: Calendar days past the due day after which late is silence.
SILENT_AFTER = 14
State = Return.State


class Owed(Protocol):
    """A `Return`, or its line of the roll."""

    state: str
    due_on: date
    sent_on: date | None
    reason: str


@dataclass(frozen=True)
class Standing:
    """One word with its colour, and what stands beside it."""

    key: str
    words: str
    colour: str
    note: str = ""


def standing(owed: Owed, on: date | None = None) -> Standing:
    """How it stands at the end of a day (today). Every return stands somehow: there is no blank."""
    day = on or today()
    came = f"on {owed.sent_on:%-d %B %Y}" if owed.sent_on else ""
    late = _days_late(owed)
    if owed.state == State.NOT_OWED:
        return Standing("not_owed", "Not owed", "grey")
    if owed.state == State.QUERIED:
        return Standing("queried", "Queried", "orange", "Waiting for the agency's answer")
    if owed.state in (State.SENT, State.ACCEPTED):
        words = "Accepted" if owed.state == State.ACCEPTED else "Received"
        return Standing("received", f"{words} late" if late else words, "yellow" if late else "green", came)
    if owed.state == State.NOT_SENT:
        return Standing("not_sent", "Not sent", "red", owed.reason)
    if day <= owed.due_on:
        return Standing("due", "Due", "blue", f"by {owed.due_on:%-d %B %Y}")
    if day - owed.due_on <= timedelta(days=SILENT_AFTER):
        return Standing("late", "Late", "orange", f"was due on {owed.due_on:%-d %B %Y}")
    return Standing("not_sent", "Not sent", "red", "No reason given")


def counts(rows: Iterable[Owed], on: date | None = None) -> str:
    """How a round stands at the end of a day (today): "3 received, 1 late, 1 not sent"."""
    counted: dict[str, int] = {}
    for owed in rows:
        words = standing(owed, on).key.replace("_", " ")
        counted[words] = counted.get(words, 0) + 1
    return ", ".join(f"{number} {words}" for words, number in sorted(counted.items()))


def latest_rounds(schedules: Iterable[int]) -> dict[int, list[Roll]]:
    """Schedule id -> its latest round: each agency's line of the roll. One query, however many."""
    newest = Roll.objects.filter(schedule=OuterRef("schedule")).order_by("-last").values("last")[:1]
    found: dict[int, list[Roll]] = {}
    for line in Roll.objects.filter(schedule__in=list(schedules), last=Subquery(newest)):
        found.setdefault(line.schedule_id, []).append(line)
    return found


def _days_late(owed: Owed) -> int:
    return max(0, (owed.sent_on - owed.due_on).days) if owed.sent_on else 0
