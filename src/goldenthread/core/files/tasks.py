"""The vault is swept once a night."""

from __future__ import annotations

from procrastinate.contrib.django import app

from .sweeping import sweep


@app.periodic(cron="40 3 * * *")
@app.task(queueing_lock="sweep_files")
def sweep_files(timestamp: int) -> int:
    """Take away contents that no row names."""
    return sweep()
