"""The verbs of those who are asked: acknowledge, answer, say why not; and a lesson learned from what came late."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from goldenthread.core.casework.clocks import calendar_of
from goldenthread.core.casework.services import speaks_for, tell
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.thread.learning import raise_finding
from goldenthread.core.thread.models import Finding
from goldenthread.kernel.now import now

from .models import Request, Run
from .timing import standing

State = Request.State


@transaction.atomic
def acknowledge(request: Request) -> Request:
    """Say that it was received. It is not an answer."""
    row = _asked(request)
    if row.state != State.ASKED:
        raise ValidationError("It is acknowledged already.")
    row.state, row.acknowledged_at = State.ACKNOWLEDGED, now()
    return _keep(row, "acknowledge", f"{row.agency} acknowledged: {row.title}")


@transaction.atomic
def answer(request: Request, *, text: str, expected_version: int | None = None) -> Request:
    """Say what was given, and where it is kept. A later answer stands beside the first; the first counts for time.

    What was said not to come may come after all. Raises ValidationError once the run is over.
    """
    row = _asked(request, again=True)
    if not text.strip():
        raise ValidationError({"text": "Say what was given, and where it is."})
    moment = now()
    row.given.create(
        partnership_id=row.partnership_id,
        agency_id=row.agency_id,
        text=text.strip(),
        by=current_actor().name,
        at=moment,
    )
    if row.state == State.ANSWERED:
        tell(row.record, "answer", f"{row.agency} added to its answer: {row.title}")
        return row
    row.state, row.answered_at, row.reason = State.ANSWERED, moment, ""
    return _keep(row, "answer", f"{row.agency} answered: {row.title}")


@transaction.atomic
def say_why_not(request: Request, *, reason: str) -> Request:
    """Say that it will not come, and why. Everyone at the table reads the reason."""
    row = _asked(request)
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is not answered."})
    row.state, row.reason = State.NOT_ANSWERED, reason.strip()
    return _keep(row, "say_why_not", f"{row.agency} does not answer: {row.title}", reason.strip())


@transaction.atomic
def learn(request: Request, *, text: str = "") -> Finding:
    """Raise what came late or not at all as a finding of the run. Without words, it says what happened."""
    row: Request = Request.objects.select_for_update(of=("self",)).select_related("agency").get(pk=request.pk)
    run = Run.objects.select_related("partnership").get(pk=row.record_id)
    if row.lesson_id:
        raise ValidationError("This is a finding already.")
    row.lesson = raise_finding(source=run, text=text.strip() or what_happened(row, run))
    row.version += 1
    row.save()
    return row.lesson


def what_happened(row: Request, run: Run) -> str:
    """In a sentence: who did not answer what, or how late."""
    stands = standing(row, now(), calendar_of(run.partnership), over=not run.running)
    return f"{row.agency}, asked for: {row.title}. {stands.words}{f': {stands.note}' if stands.note else ''}."


def may_answer(row: Request) -> bool:
    """Those who speak for the agency, the person it was given to, and the unit on their behalf."""
    return speaks_for(row.partnership_id, row.agency_id) or row.owner_id in current_actor().claim("persons")


def _asked(request: Request, *, again: bool = False) -> Request:
    """The request, held until the transaction ends, if whoever acts answers it and the run goes on."""
    run = Run.objects.select_for_update(of=("self",)).get(pk=request.record_id)
    row: Request = Request.objects.select_for_update(of=("self",)).select_related("agency").get(pk=request.pk)
    if not may_answer(row):
        raise PermissionDenied(f"To answer, you must speak for {row.agency}.")
    if not run.running:
        raise ValidationError(f"The run is {run.get_state_display().lower()}: it takes no answers now.")
    if row.settled and not again:
        raise ValidationError(f"It is {row.get_state_display().lower()} already.")
    row.record = run
    return row


def _keep(row: Request, name: str, label: str, note: str = "") -> Request:
    row.by = current_actor().name
    row.version += 1
    row.full_clean(exclude=["owner", "record", "lesson"])
    row.save()
    tell(row.record, name, label, note=note)
    return row
