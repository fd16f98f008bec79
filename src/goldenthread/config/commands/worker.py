"""Run the background jobs (procrastinate). `run` starts this; a service manager may start it alone."""

from __future__ import annotations

import click
from django.core.management import call_command

from goldenthread.config.installation import APP
from goldenthread.config.services import needs_database, refuse_powerful_role, set_up_django


@click.command()
@click.option("--jobs", envvar="GOLDENTHREAD_WORKER_JOBS", default=2, show_default=True, help="Jobs at the same time.")
@needs_database
def command(jobs: int) -> None:
    """Run background jobs until stopped; a job that is running gets ten seconds to end."""
    set_up_django(APP)
    refuse_powerful_role()
    call_command(
        "procrastinate", "worker", f"--concurrency={jobs}", "--shutdown-graceful-timeout=10", "--name=goldenthread"
    )
