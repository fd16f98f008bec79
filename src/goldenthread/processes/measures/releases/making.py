"""What the worker does for a release: its audit, and the files of one that is out. Run again, nothing is doubled.

Each stage is a transaction of its own, so that progress shows; what comes of it is kept in one, so that a worker killed
half-way leaves nothing but a job to be begun again.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max

from goldenthread.core.casework.services import take_step
from goldenthread.core.tenancy.actor import Actor, acting_as, current_actor
from goldenthread.core.tenancy.models import User
from goldenthread.core.tenancy.seats import actor_for
from goldenthread.kernel.disclosure import Ledger
from goldenthread.kernel.now import now

from .auditing import Verdict, judge_release, rules_of
from .documents import make_files
from .figures import Gathered, NotReadable, fingerprint_of, gather
from .hands import let_keepers_in
from .ledgers import LedgerDamaged, known_to_the_public
from .models import FrozenTable, Job, Proof, Release, ReleaseFile
from .versions import versions
from .wording import look_up_words

#: A job that took the worker down with it this often is not tried again.
MOST_ATTEMPTS = 3
UNFINISHED = (Job.State.QUEUED, Job.State.RUNNING)
FAILED = "It could not be finished. Ask again; if it fails again, tell your administrator."


@transaction.atomic
def ask_for(release: Release, task: str) -> tuple[Job, bool]:
    """The job that does this for a release, and whether it is new: asked twice, it is done once."""
    defaults = {"asked_by_id": current_actor().user, "asked_at": now(), "progress": "Waiting for its turn"}
    return Job.objects.get_or_create(record=release, task=task, state__in=UNFINISHED, defaults=defaults)


def run_job(job_id: int, user_id: int) -> bool:
    """Do one job as the person who asked for it. True when this call finished it."""
    user = User.objects.get(pk=user_id)
    if not user.is_active or (task := _begin(user, job_id)) is None:
        return False
    try:
        return _audit(user, job_id) if task == Job.Task.AUDIT else _documents(user, job_id)
    except Exception:
        _fail(user, job_id, FAILED)
        raise


def _begin(user: User, job_id: int) -> str | None:
    with acting_as(actor_for(user)):
        if (job := _unfinished(job_id)) is None:
            return None
        job.attempts += 1
        given_up = job.attempts > MOST_ATTEMPTS
        job.state = Job.State.FAILED if given_up else Job.State.RUNNING
        job.progress = "It was tried three times and never finished." if given_up else "Gathering the figures"
        job.finished_at = now() if given_up else None
        job.save()
        return None if given_up else str(job.task)


def _audit(user: User, job_id: int) -> bool:
    with acting_as(actor_for(user)):
        release: Release = Release.objects.select_related("partnership").get(jobs=job_id)
        stamp = fingerprint_of(release)
    verdict, mark = _verdict(user, job_id, release)
    with acting_as(actor_for(user)):
        if (job := _unfinished(job_id)) is None:
            return False  # another worker, thought dead, was first
        held: Release = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
        if held.state != Release.State.DRAFTING or fingerprint_of(held) != stamp:
            return _end(job, Job.State.FAILED, "It was changed while it was audited. Audit it again.")
        _keep(held, verdict, stamp, mark)
        return _end(job, Job.State.DONE, "It may go out." if verdict.passed else "It may not go out.")


def _verdict(user: User, job_id: int, release: Release) -> tuple[Verdict, str]:
    """Figures in the sight of whoever asks; what the public knows, as the system; no transaction held while it reckons.

    Whatever cannot be read is a refusal.
    """
    ledger, mark = Ledger(), ""
    try:
        profile = rules_of(release)
        if profile.public:
            with acting_as(Actor.system(release.partnership)):
                ledger, mark = known_to_the_public(release.partnership)
        with acting_as(actor_for(user)):
            gathered: Gathered = gather(
                release, {e.key: e.count for e in ledger.entries}, as_they_are=not (profile.public or profile.threshold)
            )
            Job.objects.filter(pk=job_id).update(progress=f"Auditing {len(gathered.counts)} counts")
        with acting_as(Actor.system(release.partnership)):
            look_up_words(gathered, [entry.key for entry in ledger.entries])
    except (NotReadable, LedgerDamaged) as wrong:
        return Verdict(False, tuple(str(wrong).splitlines())), mark
    return judge_release(gathered, ledger, profile, release.reference), mark


def _keep(release: Release, verdict: Verdict, stamp: str, mark: str) -> None:
    number = 1 + (release.proofs.aggregate(last=Max("number"))["last"] or 0)
    Proof.objects.create(
        record=release, partnership_id=release.partnership_id, number=number,
        outcome=Proof.Outcome.PASSED if verdict.passed else Proof.Outcome.REFUSED,
        fingerprint=stamp, ledger_mark=mark, reasons=list(verdict.reasons), proposals=list(verdict.proposals),
        ledger=verdict.ledger or {}, asked_by_id=current_actor().user, made_at=now(),
    )  # fmt: skip
    for table in verdict.frozen:
        FrozenTable.objects.create(record=release, number=number, **table)
    if verdict.passed:
        take_step(release, "audited", edition=number, fingerprint=stamp)
        let_keepers_in(release)


def _documents(user: User, job_id: int) -> bool:
    with acting_as(actor_for(user)):
        release: Release = Release.objects.select_related("partnership", "replaces").get(jobs=job_id)
        version, tables = len(versions(release)), list(release.frozen.filter(number=release.edition))
        Job.objects.filter(pk=job_id).update(progress="Setting the pages")
    made = make_files(release, tables, version)
    with acting_as(actor_for(user)):
        if (job := _unfinished(job_id)) is None:
            return False
        for format_, (name, content) in made.items():
            ReleaseFile.objects.get_or_create(
                record=release, format=format_, defaults={"name": name, "content": content, "made_at": now()}
            )
        return _end(job, Job.State.DONE, "Ready")


def _end(job: Job, state: str, words: str) -> bool:
    job.state, job.progress, job.finished_at = state, words, now()
    job.save()
    return state == Job.State.DONE


def _fail(user: User, job_id: int, words: str) -> None:
    with acting_as(actor_for(user)):
        rows: Any = Job.objects.filter(pk=job_id, state__in=UNFINISHED)
        rows.update(state=Job.State.FAILED, progress=words, finished_at=now())


def _unfinished(job_id: int) -> Job | None:
    return Job.objects.select_for_update(of=("self",)).filter(pk=job_id, state__in=UNFINISHED).first()
