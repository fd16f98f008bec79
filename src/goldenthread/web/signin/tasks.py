"""The nightly sweep of sessions that ran out."""

from __future__ import annotations

from django.core.management import call_command
from procrastinate.contrib.django import app


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="clear_old_sessions")
def clear_old_sessions(timestamp: int) -> None:
    """Delete the rows of sessions past their end. They let nobody in; keeping them would only keep data."""
    call_command("clearsessions", verbosity=0)
