"""The job that makes a pack, and the nightly one that forgets those nobody may fetch any more."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from procrastinate.contrib.django import app

from .making import ask_for_pack, forget_expired, make_pack_run
from .models import Meeting, PackRun


@app.task(queue="packs")
def make_pack_job(run_id: int, user_id: int) -> bool:
    """Make the pack of a run, as the person who asked. Run again after a kill, it makes exactly one."""
    return make_pack_run(run_id, user_id)


@transaction.atomic
def queue_pack(
    meeting: Meeting,
    *,
    edition: str = PackRun.Edition.MEMBERS,
    format: str = PackRun.Format.PDF,
    known_on: date | None = None,
) -> PackRun:
    """Ask for a pack and queue its making, in one transaction: no run without its job, no job without its run."""
    run, new = ask_for_pack(meeting, edition=edition, format=format, known_on=known_on)
    if new:
        make_pack_job.defer(run_id=run.pk, user_id=run.requested_by_id)
    return run


@app.periodic(cron="37 3 * * *")
@app.task(queueing_lock="forget_expired_packs")
def forget_expired_packs(timestamp: int) -> int:
    """Delete the files of packs past their week: how many."""
    return forget_expired()
