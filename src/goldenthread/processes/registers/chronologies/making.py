"""What the worker does for a case's chronology: read a large file, write the Word or Excel edition. Run again, it is
done once.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from goldenthread.core.casework.models import Record
from goldenthread.core.casework.sealed import reading
from goldenthread.core.sealing.holders import case_key_of
from goldenthread.core.sealing.opened import key_if_open
from goldenthread.core.tenancy.actor import acting_as, current_actor
from goldenthread.core.tenancy.models import User
from goldenthread.core.tenancy.seats import actor_for
from goldenthread.kernel.now import now, today
from goldenthread.publishing.chronology import chronology_document, chronology_workbook
from goldenthread.publishing.word import to_word

from .gathering import merged_of, newest_of, stamp_of
from .models import AgencyChronology, Job
from .taking import read_in

UNFINISHED = (Job.State.QUEUED, Job.State.RUNNING)
MOST_ATTEMPTS = 3
SHOWN = {
    Job.Task.READ: "A chronology, read by the worker",
    Job.Task.WORD: "The chronology as Word",
    Job.Task.EXCEL: "The chronology as Excel",
}


@transaction.atomic
def ask_for(
    record: Record, task: str, *, purpose: str, words: str = "", chronology: AgencyChronology | None = None
) -> tuple[Job, bool]:
    """The job, and whether it is new: asked twice, it is done once. A document made before is given up for it."""
    seen = Record.objects.get(pk=record.pk)
    if task != Job.Task.READ:
        Job.objects.filter(record=seen, task=task).exclude(state__in=UNFINISHED).delete()
    values = {
        "asked_by_id": current_actor().user, "asked_at": now(), "purpose": purpose, "words": words,
        "stamp": stamp_of(newest_of(seen)),
    }  # fmt: skip
    return Job.objects.get_or_create(
        record=seen, task=task, chronology=chronology, state__in=UNFINISHED, defaults=values
    )


def run_job(job_id: int, user_id: int) -> bool:
    """Do one job as the person who asked for it. True when this call finished it."""
    user = User.objects.get(pk=user_id)
    if not user.is_active or not _begin(user, job_id):
        return False
    try:
        with acting_as(actor_for(user)):
            return _work(job_id)
    except Exception:
        with acting_as(actor_for(user)):
            Job.objects.filter(pk=job_id, state__in=UNFINISHED).update(state=Job.State.FAILED, finished_at=now())
        raise


def document_in(job: Job) -> bytes:
    """The document as it was made. Raises PermissionDenied outside a reading of its case: nothing would say who took
    it.
    """
    if key_if_open(job.record_id) is None:
        raise PermissionDenied("This case is sealed. Open it, say why, and try again.")
    return case_key_of(job).open_bytes(bytes(job.content or b""), _place(job))


def _begin(user: User, job_id: int) -> bool:
    with acting_as(actor_for(user)):
        job = _unfinished(job_id)
        if job is None:
            return False
        job.attempts += 1
        job.state = Job.State.RUNNING if job.attempts <= MOST_ATTEMPTS else Job.State.FAILED
        job.save()
        return job.state == Job.State.RUNNING


def _work(job_id: int) -> bool:
    job = _unfinished(job_id)
    if job is None:
        return False  # another worker, thought dead, was first
    case = job.record
    with reading(case, purpose=job.purpose, words=job.words, what=SHOWN[Job.Task(job.task)]):
        if job.task == Job.Task.READ:
            read_in(AgencyChronology.objects.select_related("record").get(pk=job.chronology_id))
        else:
            job.content = case_key_of(job).close_bytes(_document(case, job), _place(job))
    job.state, job.finished_at = Job.State.DONE, now()
    job.save()
    return True


def _document(case: Record, job: Job) -> bytes:
    newest = newest_of(case)
    job.stamp = stamp_of(newest)
    merged = merged_of(case, newest)
    if job.task == Job.Task.EXCEL:
        return chronology_workbook(merged, title=case.reference)
    board = case.partnership.name
    return to_word(chronology_document(merged, title=case.reference, made_by=board, issued_on=today()))


def _unfinished(job_id: int) -> Job | None:
    found: Job | None = (
        Job.objects.select_for_update(of=("self",))
        .select_related("record__partnership")
        .filter(pk=job_id, state__in=UNFINISHED)
        .first()
    )
    return found


def _place(job: Job) -> str:
    """What a document is bound to: another's does not open as this one."""
    return f"chronologies_job.content {job.pk}"
