"""Signals ask for an answer by themselves: each day every measure is looked through, and what is seen asks once."""

from __future__ import annotations

from goldenthread.core.tenancy.models import Partnership

from .asking import ask
from .judging import judge
from .models import Ask, Measure


def raise_asks(partnership: Partnership) -> list[Ask]:
    """Look through the latest figure of each measure in use and ask where it asks for it. Returns the new asks."""
    measures = list(
        Measure.objects.filter(partnership=partnership, retired_on__isnull=True).select_related("owner_agency", "group")
    )
    found = judge(measures)
    raised = [
        ask(one.series.measure, why=signal.why, signal=signal.words, stretch=signal.stretch)
        for one in found.values()
        for signal in one.signals
    ]
    return [row for row, new in raised if new]
