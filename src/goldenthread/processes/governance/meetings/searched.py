"""What of meetings is searched besides the meetings themselves: items with what was said, decisions, papers."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from goldenthread.core.tenancy.models import Partnership
from goldenthread.web.search.registry import Hit, Searched, is_searched

from .models import AgendaItem, Decision, Paper


def _meeting(board: Partnership, hit: Hit) -> str:
    return reverse("meeting", args=[board.slug, hit.under])


OF_A_MEETING: dict[str, Any] = {
    "where": "record__title", "on": "record__held_on", "under": "record_id", "group": "group_id",
    "sealing": "record__kind",
}  # fmt: skip
ITEM = {"stored": True, **OF_A_MEETING}
DECISION = {"reference": "reference", **OF_A_MEETING}

is_searched(
    Searched("item", "Agenda items", AgendaItem, ("title", "text"), _meeting, "title", **ITEM),
    Searched(
        "decision", "Decisions", Decision, ("text",), _meeting, "reference", reference="reference", **OF_A_MEETING
    ),
    Searched("paper", "Papers", Paper, ("title",), _meeting, "title", **OF_A_MEETING),
)
