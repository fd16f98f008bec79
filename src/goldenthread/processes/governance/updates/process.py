"""How a group's update runs: drawn from its own records, edited, submitted, on the agendas of those it is for."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from goldenthread.core.casework.models import Audience
from goldenthread.core.casework.process import Process
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.kernel.workflow import Workflow, step

from .models import ANSWERS, GroupUpdate
from .sending import recall, send

DRAFT, SUBMITTED, WITHDRAWN = GroupUpdate.State.values
CLERKS = "business_manager administrator"
#: Whoever of these sits in the group speaks for it.
SPEAKING = f"{CLERKS} chair member agency_lead"


def speaks_for_the_group(update: Any) -> bool:
    """for those who sit in the group, and the business unit"""
    return may_write_for(update.group)


def may_write_for(group: Any) -> bool:
    """Whether the actor sits in the group, or works in the unit of its partnership."""
    actor = current_actor()
    return bool(UNIT & actor.roles(group.partnership_id)) or group.pk in actor.claim("groups")


def describe(update: Any) -> str:
    return f"Update of {update.group}, {update.first:%-d %B %Y} to {update.last:%-d %B %Y}" if update.group else ""


def after(update: Any, name: str) -> None:
    """Submitted, it goes to everyone whom the group reports to; taken back, from those who have not heard it."""
    if name == "submit":
        if not any(getattr(update, answer).strip() for answer in ANSWERS):
            raise ValidationError("None of the four questions is answered yet.")
        send(update)
    elif name in ("take_back", "withdraw"):
        recall(update)


updates = Process(
    slug="updates",
    title="Updates of groups",
    singular="Update of a group",
    open_label="Begin an update",
    section="Meetings",
    prefix="U",
    summary="What each group tells those it reports to: what was achieved, what works, what worries, what comes next.",
    model=GroupUpdate,
    audience=Audience.GROUP,
    opened_by=SPEAKING,
    amended_by=CLERKS,
    opening_fields=("group", "first", "last"),
    describe=describe,
    list_columns=("state", "group", "first", "last", "submitted_on"),
    filters=("state", "group"),
    search=("reference", "title", "achieved", "works", "worries", "comes_next"),
    front="group_update",
    open_at="begin_update",
    also_at=("updates_received",),
    pages=(("The four questions", "group_update", ""),),
    after=after,
    workflow=Workflow(
        initial=DRAFT,
        final={WITHDRAWN},
        steps=(
            step("submit", "Submit it", DRAFT, SUBMITTED, by=SPEAKING, when=speaks_for_the_group,
                 confirm="Everyone at the partnership may then read it, and at each that the group serves."),
            step("take_back", "Take it back", SUBMITTED, DRAFT, by=CLERKS, asks="Why is it taken back?"),
            step("withdraw", "Withdraw it", DRAFT, WITHDRAWN, by=CLERKS, asks="Why is it withdrawn?"),
        ),
    ),
)  # fmt: skip
