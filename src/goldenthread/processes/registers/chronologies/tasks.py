"""The jobs of a chronology, for the worker."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app

from goldenthread.core.casework.models import Record

from .making import ask_for, run_job
from .models import AgencyChronology, Job


@app.task(queue="chronologies")
def chronology_job(job_id: int, user_id: int) -> bool:
    """Do one job, as the person who asked. Run again after a kill, it is done once."""
    return run_job(job_id, user_id)


@transaction.atomic
def queue(
    record: Record, task: str, *, purpose: str, words: str = "", chronology: AgencyChronology | None = None
) -> Job:
    """Ask the worker for it, once."""
    job, new = ask_for(record, task, purpose=purpose, words=words, chronology=chronology)
    if new:
        chronology_job.defer(job_id=job.pk, user_id=job.asked_by_id)
    return job
