"""How the partnership's returns stand: what is late, what waits to be read, what is queried."""

from __future__ import annotations

from django.db.models import Count, Q
from django.urls import reverse

from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import today
from goldenthread.web.components import Link, SummaryRow
from goldenthread.web.overview import brings_overview

from .models import Return

State = Return.State


@brings_overview
def how_returns_stand(board: Partnership) -> list[SummaryRow]:
    wanted = {
        "late": ("Returns that are late", Q(state=State.DUE, due_on__lt=today())),
        "sent": ("Returns to read and accept", Q(state=State.SENT)),
        "queried": ("Returns with a query", Q(state=State.QUERIED)),
    }
    rows = Return.objects.filter(partnership=board)
    found = rows.aggregate(**{name: Count("pk", filter=q) for name, (_, q) in wanted.items()})
    there = reverse("records", args=[board.slug, "returns"])
    states = {"late": State.DUE, "sent": State.SENT, "queried": State.QUERIED}
    return [
        SummaryRow(label, found[name], (Link("See them", f"{there}?state={states[name]}", label.lower()),))
        for name, (label, _) in wanted.items()
    ]
