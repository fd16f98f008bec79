"""Each morning: letters to those who have not answered; and what nobody sent is taken away."""

from __future__ import annotations

from procrastinate.contrib.django import app

from goldenthread.core.tenancy.models import Partnership

from .notifying import forget_old
from .reminding import remind


@app.periodic(cron="20 8 * * *")
@app.task(queueing_lock="remind_outside")
def remind_outside(timestamp: int) -> int:
    """How many were written to."""
    return sum(remind(partnership) for partnership in Partnership.objects.all())


@app.periodic(cron="50 3 * * *")
@app.task(queueing_lock="forget_unsent")
def forget_unsent(timestamp: int) -> int:
    """How many notifications were taken away that nobody sent."""
    return sum(forget_old(partnership) for partnership in Partnership.objects.all())
