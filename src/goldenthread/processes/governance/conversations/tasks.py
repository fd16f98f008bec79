"""Each night: planned one-to-ones whose chair or business manager has gone are handed to who has the place now."""

from __future__ import annotations

from procrastinate.contrib.django import app

from goldenthread.core.tenancy.models import Partnership

from .handing import hand_on_all


@app.periodic(cron="20 4 * * *")
@app.task(queueing_lock="hand_on_one_to_ones")
def hand_on_one_to_ones(timestamp: int) -> None:
    """One job for each partnership, so that one that fails holds up no other."""
    for key in Partnership.objects.values_list("pk", flat=True):
        hand_on_one_to_ones_of.configure(queueing_lock=f"one-to-ones-{key}").defer(partnership_id=key)


@app.task
def hand_on_one_to_ones_of(partnership_id: int) -> int:
    """For one partnership: how many were handed on. Run again, it hands none."""
    return hand_on_all(Partnership.objects.get(pk=partnership_id))
