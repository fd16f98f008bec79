"""What each step on a case cannot go without: its form does not call that optional. `stepping` refuses it besides."""

from __future__ import annotations

from goldenthread.kernel.workflow import Step

from .models import ChildDeath
from .standing import by_the_partners

#: Step -> the columns it is refused without.
NEEDED: dict[str, tuple[str, ...]] = {
    "check": ("checked_on", "area"),
    "out_of_scope": ("checked_on", "not_in_scope"),
    "transfer": ("handed_on", "other_area"),
    "accepted": ("accepted_on",),
    "await_other": ("waits_for",),
    "ready": ("ready_on",),
    "put_off": ("why",),
    "review": ("panel_meeting",),
    "close": ("ended_on",),
}


def needed(case: ChildDeath, one: Step) -> tuple[str, ...]:
    """The columns without which a step is refused; where partners review, the review meeting's report as well."""
    more = ("report_on",) if one.name == "ready" and by_the_partners(case) else ()
    return (*NEEDED.get(one.name, ()), *more)
