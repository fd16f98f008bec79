"""The verbs on schedules: make, change, say what is asked, who owes it and who answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from goldenthread.analytics.defining import amend_measure, take_from_catalogue
from goldenthread.analytics.models import Measure
from goldenthread.analytics.series import definitions_of
from goldenthread.core.casework.services import allow
from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.belonging import refuse_strangers
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.core.tenancy.models import Agency, Partnership, Person
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.kernel.now import today

from .measuring import RETURNS_IN_TIME
from .models import Respondent, Schedule, ScheduleAgency, ScheduleMeasure

COLUMNS = ("title", "every", "since", "until", "days_allowed", "words")


@dataclass(frozen=True)
class Asked:
    """One measure to be asked. `of_each`: of every agency for itself, even where one agency answers for the measure."""

    measure: Measure
    heading: str = ""
    of_each: bool = False
    cut: str = ""


@transaction.atomic
def make_schedule(
    *, partnership: Partnership, measures: Sequence[Measure | Asked], agencies: Sequence[Agency], **values: Any
) -> Schedule:
    """A new schedule. Raises PermissionDenied, or ValidationError by field.

    The measure of how many returns come in time is taken from the catalogue with the first.
    """
    allow(UNIT, partnership.pk, "plan returns")
    made = Schedule(partnership=partnership, **values)
    made.full_clean()
    if not agencies:
        raise ValidationError({"agencies": "Choose at least one agency that owes it."})
    made.save()
    _owe(made, agencies)
    ask_for(made, measures)
    _measure_silence(partnership)
    return made


@transaction.atomic
def change_schedule(
    schedule: Schedule,
    *,
    expected_version: int | None = None,
    measures: Sequence[Measure | Asked] | None = None,
    agencies: Sequence[Agency] | None = None,
    **values: Any,
) -> Schedule:
    """Change it from the next return on: what is open or sent stays as it was asked."""
    allow(UNIT, schedule.partnership_id, "change what is asked")
    schedule = Schedule.objects.select_for_update(of=("self",)).get(pk=schedule.pk)
    refuse_if_stale(schedule, expected_version, values)
    for name in COLUMNS:
        if name in values:
            setattr(schedule, name, values[name])
    schedule.version += 1
    schedule.full_clean()
    schedule.save()
    if agencies is not None:
        _owe(schedule, agencies)
    if measures is not None:
        ask_for(schedule, measures)
    return schedule


def ask_for(schedule: Schedule, measures: Sequence[Measure | Asked]) -> None:
    """Ask for these measures in this order, and for no others. Those that were asked before keep how they are asked."""
    wanted = [one if isinstance(one, Asked) else Asked(one) for one in measures]
    if not wanted:
        raise ValidationError({"measures": "Choose at least one measure."})
    refuse_strangers(schedule.partnership_id, **{f"measures_{n}": one.measure for n, one in enumerate(wanted)})
    _fits(schedule, [one.measure for one in wanted])
    had = {one.measure_id: one for one in schedule.asked.all()}
    for order, one in enumerate(wanted):
        row = had.pop(one.measure.pk, None)
        if row is None:
            row = ScheduleMeasure(schedule=schedule, measure=one.measure)
            row.heading, row.of_each, row.cut = one.heading, one.of_each, one.cut
        elif measures[order] is one:
            row.heading, row.of_each, row.cut = one.heading, one.of_each, one.cut
        row.order = order
        row.save()
    for row in had.values():
        row.delete()


@transaction.atomic
def name_respondent(
    schedule: Schedule, *, agency: Agency, name: str = "", email: str = "", person: Person | None = None
) -> Respondent:
    """Have the link sent to someone of an agency: a person who is known here, or a name and an address."""
    allow(UNIT, schedule.partnership_id, "say who answers")
    refuse_strangers(schedule.partnership_id, person=person)
    if not schedule.owing.filter(agency=agency).exists():
        raise ValidationError({"agency": f"{agency} does not owe this return."})
    row = Respondent(
        schedule=schedule,
        partnership=schedule.partnership,
        agency=agency,
        person=person,
        name=name.strip() or (person.name if person else ""),
        email=(email or (person.email if person else "")).strip().lower(),
    )
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def end_respondent(respondent: Respondent) -> Respondent:
    """They answer no more; links that they hold are ended one by one on the return."""
    allow(UNIT, respondent.partnership_id, "say who answers")
    respondent.ended_on = today()
    respondent.save()
    return respondent


def _measure_silence(partnership: Partnership) -> None:
    """The measure of returns that come in time, from the catalogue. What it asks waits on the board's own agenda."""
    for measure in take_from_catalogue(partnership, [RETURNS_IN_TIME]):
        board = Group.objects.filter(partnership=partnership, kind=Group.Kind.BOARD, ended_on__isnull=True).first()
        if board is not None and measure.group_id is None:
            amend_measure(measure, group=board)


def _owe(schedule: Schedule, agencies: Sequence[Agency]) -> None:
    places = set(schedule.partnership.places.values_list("agency_id", flat=True))
    strangers = [str(agency) for agency in agencies if agency.pk not in places]
    if strangers:
        raise ValidationError({"agencies": f"No place at the partnership: {', '.join(strangers)}."})
    had = {one.agency_id: one for one in schedule.owing.all()}
    for agency in agencies:
        row = had.pop(agency.pk, None) or ScheduleAgency(schedule=schedule, agency=agency)
        row.until = None
        row.save()
    for row in had.values():
        row.until = row.until or _yesterday()
        row.save()


def _yesterday() -> date:
    return date.fromordinal(today().toordinal() - 1)


def _fits(schedule: Schedule, measures: Sequence[Measure]) -> None:
    """A figure that is counted by month cannot be asked by quarter: it would be another figure."""
    definitions = definitions_of(measures)
    wrong = []
    for measure in measures:
        last = max(definitions.get(measure.pk, []), key=lambda one: one.number, default=None)
        if last is None:
            wrong.append(f"{measure} has no definition yet.")
        elif not last.snapshot and last.every != schedule.every:
            said = last.get_every_display().lower()
            wrong.append(
                f"{measure} is counted each {said}, and this return comes each {schedule.get_every_display().lower()}."
            )
    if wrong:
        raise ValidationError({"measures": wrong})
