"""Each night: clocks are counted into measures, and what the figures ask is asked."""

from __future__ import annotations

from procrastinate.contrib.django import app

from goldenthread.analytics.timeliness import compute_timeliness
from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.core.tenancy.models import Partnership

from .asking import ask_by_signals


@app.periodic(cron="20 5 * * *")
@app.task(queueing_lock="look_through_figures")
def look_through_figures(timestamp: int) -> None:
    """One job for each partnership, so that one that fails holds up no other."""
    for key in Partnership.objects.values_list("pk", flat=True):
        look_through.configure(queueing_lock=f"figures-{key}").defer(partnership_id=key)


@app.task
def look_through(partnership_id: int) -> tuple[int, int]:
    """Count and ask for one partnership; how many figures and how many questions are new. Run again, it adds none."""
    partnership = Partnership.objects.get(pk=partnership_id)
    with acting_as(Actor.system(partnership)):
        return compute_timeliness(partnership), len(ask_by_signals(partnership))
