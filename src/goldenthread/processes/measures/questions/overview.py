"""How the partnership's questions stand: what has no answer, no decision, or is to be looked at again."""

from __future__ import annotations

from django.db.models import Count, Q
from django.urls import reverse

from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import today
from goldenthread.web.components import Link, SummaryRow
from goldenthread.web.overview import brings_overview

from .models import Question

STANDS = {
    "open": ("Questions without an answer", Q(state=Question.State.OPEN)),
    "answered": ("Answers without a decision", Q(state=Question.State.ANSWERED)),
    "decided": ("Decisions to look at again", Q(state=Question.State.DECIDED)),
}


@brings_overview
def how_questions_stand(board: Partnership) -> list[SummaryRow]:
    """A decision counts from the day on which it is to be looked at again."""
    ripe = ~Q(state=Question.State.DECIDED) | Q(look_again_on__lte=today())
    rows = Question.objects.filter(partnership=board)
    found = rows.aggregate(**{state: Count("pk", filter=q & ripe) for state, (_, q) in STANDS.items()})
    there = reverse("records", args=[board.slug, "questions"])
    return [
        SummaryRow(label, found[state], (Link("See them", f"{there}?state={state}", label.lower()),))
        for state, (label, _) in STANDS.items()
    ]
