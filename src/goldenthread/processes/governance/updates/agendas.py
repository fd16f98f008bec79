"""An update waits on the agendas of those it was sent to until they heard it; behind a gate, on its keeper's first."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from goldenthread.core.groups.gates import HELD_BACK
from goldenthread.core.groups.matters import Matter, brings_matters
from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.models import Partnership
from goldenthread.web.components import count
from goldenthread.web.concerns import MOST_NAMED, Concern, Concerns, Worry, brings_concerns
from goldenthread.web.pages.board import record_address

from .models import SentUpdate


@brings_matters
def on_the_agenda(group: Group) -> list[Matter]:
    """With the four answers, which the pack prints in full. A joint group's update waits on each board it serves."""
    through = ~Q(gate__in=HELD_BACK)
    mine = Q(to_group=group) & through
    if group.kind == Group.Kind.BOARD:
        mine |= Q(to_group__isnull=True, partnership=group.partnership_id)
    at_the_gate = Q(gate_keeper=group, gate__in=HELD_BACK)
    rows = unheard().filter(mine | at_the_gate, partnership=group.partnership_id).order_by("sent_on", "pk")
    return [_matter(row, group) for row in rows.select_related("to_group", "gate_keeper")]


@brings_concerns
def not_heard_yet(board: Partnership) -> list[Concerns]:
    """Updates that the gate holds back."""
    rows = unheard().filter(partnership=board, gate__in=HELD_BACK).order_by("sent_on", "pk")
    found = list(rows.select_related("gate_keeper"))
    oldest = [
        Concern(row.title, record_address(board, "updates", row.update_id), row.sent_on, str(row.gate_keeper))
        for row in found[:MOST_NAMED]
    ]
    return [Concerns(Worry.UNANSWERED, "Updates held back at the gate", len(found), oldest)]


def unheard() -> QuerySet[SentUpdate]:
    return SentUpdate.objects.filter(heard_on__isnull=True)


def _matter(row: SentUpdate, group: Group) -> Matter:
    held = row.held_back and row.gate_keeper_id == group.pk
    answered = sum(bool(text.strip()) for _, text in row.answers)
    stands = f"Submitted by {row.sent_by}; {count(answered, 'question')} of 4 answered."
    if held:
        stands = f"{row.get_gate_display()}, on its way to {row.to_group}."
    return Matter(
        "updates", row.update_id, "", f"For the gate: {row.title}" if held else row.title, stands, row.sent_on,
        says=row.answers,
    )  # fmt: skip
