"""The job that looks after jobs: one whose worker was killed is run again."""

from __future__ import annotations

from procrastinate.contrib.django import app

SILENT_SECONDS = 30  # a worker says it is alive every ten


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="run_stalled_jobs_again")
async def run_stalled_jobs_again(timestamp: int) -> None:
    """Put back in the queue every job whose worker has been silent for half a minute (kill -9, power cut)."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS):
        await app.job_manager.retry_job(job)
