"""The verbs of a run: what is asked, of whom, by when; and what its steps mean for that."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from goldenthread.core.casework.clocks import calendar_of, limits_of
from goldenthread.core.casework.services import allow, project, tell
from goldenthread.core.tenancy.belonging import refuse_strangers
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.core.tenancy.models import Agency, Person
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.kernel.clocks import due
from goldenthread.kernel.now import LONDON, now, today
from goldenthread.kernel.spans import day_of
from goldenthread.law.inspections import USUAL_REQUESTS

from .models import Request, Run
from .timing import due_moment

State = Run.State


@transaction.atomic
def ask_for(
    run: Run, *, agency: Agency, title: str, what: str, working_day: int, owner: Person | None = None, **values: Any
) -> Request:
    """Ask an agency for one thing by a working day (and `due_time`). While the run goes on, it can be added to."""
    run = _open(run, (State.PLANNED, State.RUNNING))
    row = Request(
        record=run, partnership_id=run.partnership_id, agency=agency, owner=owner, title=title.strip(), what=what,
        working_day=working_day, **values,
    )  # fmt: skip
    _keep(run, row)
    tell(run, "ask", f"Asked of {agency}: {row.title}")
    return row


@transaction.atomic
def change_request(request: Request, *, expected_version: int | None = None, **values: Any) -> Request:
    """Correct what is asked, by when, or who answers. Raises StaleEdit with both texts."""
    run = _open(Run(pk=request.record_id), (State.PLANNED, State.RUNNING))
    row: Request = Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
    refuse_if_stale(row, expected_version, values)
    for name, value in values.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    row.version += 1
    _keep(run, row)
    return row


@transaction.atomic
def remove_request(request: Request) -> None:
    """Ask no longer, before the run begins. Afterwards what was asked stays, answered or not."""
    run = _open(Run(pk=request.record_id), (State.PLANNED,))
    row: Request = Request.objects.get(pk=request.pk)
    row.delete()
    tell(run, "remove_request", f"No longer asked of {row.agency}: {row.title}")


@transaction.atomic
def ask_the_usual(run: Run) -> int:
    """Ask every agency at the table for what inspectors usually ask of its kind. Returns how many are new."""
    run = _open(run, (State.PLANNED,))
    known = set(run.requests.values_list("agency_id", "title"))
    day = today()
    places = run.partnership.places.filter(Q(until__isnull=True) | Q(until__gte=day)).select_related("agency")
    agencies = [place.agency for place in places]
    new = 0
    for usual in USUAL_REQUESTS:
        for agency in agencies:
            if agency.kind in usual.of and (agency.pk, usual.title) not in known:
                ask_for(run, agency=agency, title=usual.title, what=usual.what, working_day=usual.working_day,
                        due_time=usual.by)  # fmt: skip
                new += 1
    return new


def after_a_step(run: Run, name: str) -> None:
    """Notice fixes every due moment; the end writes down what never came."""
    if name in ("begin", "move"):
        if run.notified_at is None or run.notified_at > now():
            raise ValidationError({"notified_at": "Give the moment at which notice came: it cannot lie ahead."})
        _fix_the_dates(run)
    if name in ("end", "call_off"):
        run.over_at = now() if run.notified_at else None
        run.save()
        project(run)  # its clock stands by this moment
    if name == "end":
        for row in run.requests.select_for_update(of=("self",)).exclude(state__in=("answered", "not_answered")):
            row.state = Request.State.NOT_ANSWERED
            row.version += 1
            row.save()


def is_another_run(run: Run) -> None:
    """The run that it is compared with is of the same partnership."""
    refuse_strangers(run.partnership_id, before=run.before)


def _fix_the_dates(run: Run) -> None:
    calendar, limits = calendar_of(run.partnership), limits_of(run.partnership)
    told = run.notified_at
    if told is None:  # the workflow asks for it
        return
    notice = told.astimezone(LONDON).date()
    reached = due(limits("JTAI-1", notice, None), notice, calendar)
    run.fieldwork_on = day_of(reached) if reached else None
    run.save()
    rows = list(run.requests.select_for_update(of=("self",)))
    for row in rows:
        row.due_at = due_moment(told, row.working_day, row.due_time, calendar)
        row.version += 1
        row.save()


def _open(run: Run, states: tuple[str, ...]) -> Run:
    row: Run = Run.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=run.pk)
    allow(UNIT, row.partnership_id, "say what is asked")
    if row.state not in states:
        raise ValidationError(f"This run is {row.get_state_display().lower()}: what is asked stands as it is.")
    return row


def _keep(run: Run, row: Request) -> None:
    refuse_strangers(run.partnership_id, owner=row.owner)
    if not run.partnership.places.filter(agency=row.agency_id).exists():
        raise ValidationError({"agency": f"{row.agency} does not sit at this table."})
    if row.owner and row.owner.agency_id != row.agency_id:
        raise ValidationError({"owner": f"{row.owner} does not speak for {row.agency}."})
    if run.notified_at:
        row.due_at = due_moment(run.notified_at, row.working_day, row.due_time, calendar_of(run.partnership))
    row.full_clean()
    row.save()
