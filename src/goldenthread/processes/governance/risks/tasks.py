"""Each night: what other rooms see is offered as a candidate for the register."""

from __future__ import annotations

from procrastinate.contrib.django import app

from goldenthread.core.tenancy.models import Partnership

from .candidates import collect


@app.periodic(cron="40 5 * * *")
@app.task(queueing_lock="look_for_early_warnings")
def look_for_early_warnings(timestamp: int) -> None:
    """One job for each partnership, so that one that fails holds up no other."""
    for key in Partnership.objects.values_list("pk", flat=True):
        look_at.configure(queueing_lock=f"warnings-{key}").defer(partnership_id=key)


@app.task
def look_at(partnership_id: int) -> tuple[int, int]:
    """(new candidates, signs that ceased) of one partnership. Run again on the same day, it adds none."""
    return collect(Partnership.objects.get(pk=partnership_id))
