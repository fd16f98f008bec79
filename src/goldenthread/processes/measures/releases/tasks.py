"""The jobs of a release: its audit, and the files of one that goes out."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from procrastinate.contrib.django import app

from .making import ask_for, run_job
from .models import Job, Release


@app.task(queue="releases")
def release_job(job_id: int, user_id: int) -> bool:
    """Do one job of a release, as the person who asked. Run again after a kill, it is done once."""
    return run_job(job_id, user_id)


@transaction.atomic
def queue_audit(release: Release) -> Job:
    """Ask for an audit of a release that is being put together. Raises ValidationError for any other."""
    held: Release = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
    if held.state != Release.State.DRAFTING:
        raise ValidationError("It is no longer being put together. Take it back before you audit it again.")
    return _queue(held, Job.Task.AUDIT)


@transaction.atomic
def queue_documents(release: Release) -> Job:
    """Ask for the files of a release that is out."""
    return _queue(release, Job.Task.DOCUMENTS)


def _queue(release: Release, task: str) -> Job:
    job, new = ask_for(release, task)
    if new:
        release_job.defer(job_id=job.pk, user_id=job.asked_by_id)
    return job
