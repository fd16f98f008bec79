"""The nightly sweep of sessions that ran out and of what was typed and never sent."""

from __future__ import annotations

from django.core.management import call_command
from procrastinate.contrib.django import app

from .keeping import forget_old


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="clear_old_sessions")
def clear_old_sessions(timestamp: int) -> None:
    """Delete the rows of sessions past their end. They let nobody in; keeping them would only keep data."""
    call_command("clearsessions", verbosity=0)


@app.periodic(cron="27 3 * * *")
@app.task(queueing_lock="clear_old_drafts")
def clear_old_drafts(timestamp: int) -> int:
    """Delete drafts that nobody came back to (keeping.KEPT_FOR): how many."""
    return forget_old()
