"""Opening returns when a period ends: one for each agency that owes it, with its questions as they then stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from goldenthread.analytics.models import Area, Coverage, Definition, Subgroup
from goldenthread.analytics.models.measures import in_force
from goldenthread.analytics.series import definitions_of
from goldenthread.core.casework.clocks import calendar_of, limits_of
from goldenthread.core.casework.services import open_record
from goldenthread.core.tenancy.models import Agency, Partnership
from goldenthread.kernel.clocks import Counted, due
from goldenthread.kernel.now import today
from goldenthread.kernel.periods import ONE_DAY, Every, Stretch, label, periods
from goldenthread.kernel.spans import day_of, working_days
from goldenthread.law.measures.parts import EVERY_KEY, parts_of

from .models import Form, Line, Return, Roll, Schedule, ScheduleMeasure
from .process import returns

BEFORE = ("value", "numerator", "denominator", "symbol")


def open_due(partnership: Partnership) -> list[Return]:
    """Open what is owed for each period that is over. Run again, it adds nothing."""
    made = []
    for schedule in Schedule.objects.filter(partnership=partnership).prefetch_related(
        "asked__measure", "owing__agency"
    ):
        had = set(Form.objects.filter(schedule=schedule).values_list("agency_id", "last"))
        for stretch in over(schedule):
            for owing in schedule.owing.all():
                ended = owing.until is not None and owing.until < stretch.last
                if not ended and (owing.agency_id, stretch.last) not in had:
                    made.append(open_return(schedule, owing.agency, stretch))
    return [one for one in made if one]


def over(schedule: Schedule, on: date | None = None) -> list[Stretch]:
    """The schedule's periods that had ended by a day (today), the earliest first."""
    until = min(filter(None, (schedule.until, (on or today()) - ONE_DAY)))
    if until < schedule.since:
        return []
    return list(periods(Every(schedule.every), schedule.since, until))


@transaction.atomic
def open_return(schedule: Schedule, agency: Agency, stretch: Stretch) -> Return | None:
    """One agency's return for one period; nothing where the schedule asks it nothing."""
    drafts = _lines(schedule, agency, stretch)
    if not drafts:
        return None
    due_on = due_day(schedule, stretch)
    made: Return = open_record(
        returns,
        partnership=schedule.partnership,
        lead_agency=agency,
        title=f"{schedule.title}, {label(stretch)}: {agency}"[:250],
        schedule=schedule,
        first=stretch.first,
        last=stretch.last,
        due_on=due_on,
    )
    form = Form.objects.create(
        record=made, partnership=schedule.partnership, schedule=schedule, agency=agency, title=schedule.title,
        words=schedule.words, first=stretch.first, last=stretch.last, due_on=due_on,
    )  # fmt: skip
    line = Roll(
        record=made, partnership=schedule.partnership, schedule=schedule, agency=agency, reference=made.reference,
        first=stretch.first, last=stretch.last, due_on=due_on, state=made.state,
    )  # fmt: skip
    line.stood = [line.says(today())]
    line.save()
    for draft in drafts:
        draft.form = form
    beside(drafts, form)
    Line.objects.bulk_create(drafts)
    return made


def due_day(schedule: Schedule, stretch: Stretch) -> date:
    """The last day on which it comes in time."""
    board = schedule.partnership
    days = schedule.days_allowed
    limit = Counted(working_days(days)) if days else limits_of(board)("FIG-2", stretch.last)
    reached = due(limit, stretch.last, calendar_of(board))
    return stretch.last if reached is None else day_of(reached)


def beside(lines: Iterable[Line], form: Form) -> None:
    """Put beside each question what the agency answered to it the last time."""
    last = Form.objects.filter(schedule=form.schedule_id, agency=form.agency_id, last__lt=form.first).order_by("-last")
    answered = last.filter(stage__in=[Return.State.SENT, Return.State.ACCEPTED]).first()
    if answered is None:
        return
    known = {_cell(line): line for line in answered.lines.all()}
    for line in lines:
        if (before := known.get(_cell(line))) and before.definition_id == line.definition_id:
            line.before_label = label(answered.stretch)
            for name in BEFORE:
                setattr(line, f"before_{name}", getattr(before, name))


def _cell(line: Line) -> tuple[Any, ...]:
    return (line.measure_id, line.subgroup_id, line.area_id)


def _lines(schedule: Schedule, agency: Agency, stretch: Stretch) -> list[Line]:
    asked = [one for one in schedule.asked.all() if _is_asked(one, agency, stretch)]
    definitions = definitions_of([one.measure for one in asked])
    parts = _parts(schedule.partnership, {one.cut for one in asked})
    found: list[Line] = []
    number = 0
    for one in asked:
        counted = in_force(definitions.get(one.measure_id, []), stretch.last)
        if counted is None:
            continue
        number += 1
        for subgroup, area in [(None, None), *_of(one, parts[one.cut])]:
            found.append(_line(one, counted, agency, number, len(found), subgroup, area))
    return found


def _of(
    one: ScheduleMeasure, parts: list[tuple[Subgroup | None, Area | None]]
) -> list[tuple[Subgroup | None, Area | None]]:
    """Those of this measure: where a source names its sectors or categories, these; never another measure's."""
    shipped = parts_of(one.measure.catalogue, one.cut)
    if shipped:
        return [(group, area) for group, area in parts if group and group.key in shipped.keys]
    return [(group, area) for group, area in parts if group is None or group.key not in EVERY_KEY]


def _is_asked(one: ScheduleMeasure, agency: Agency, stretch: Stretch) -> bool:
    retired = one.measure.retired_on
    ours = one.of_each or one.measure.owner_agency_id in (None, agency.pk)
    return ours and (retired is None or retired > stretch.last)


def cuts_with_parts(board: Partnership) -> set[str]:
    """By what any figure of this partnership can be broken down: its districts, and what has words that are not of
    some measures alone (`parts_of`).
    """
    known = set(Subgroup.objects.exclude(key__in=EVERY_KEY).order_by().values_list("cut", flat=True).distinct())
    return known | ({"district"} if _districts(board).exists() else set())


def _districts(board: Partnership) -> QuerySet[Area]:
    covered = Coverage.objects.filter(partnership=board).values("area")
    return Area.objects.filter(level=Area.Level.DISTRICT, parent__in=covered)


def _parts(board: Partnership, cuts: set[str]) -> dict[str, list[tuple[Subgroup | None, Area | None]]]:
    """Cut -> its parts, as (subgroup, area)."""
    found: dict[str, list[tuple[Subgroup | None, Area | None]]] = defaultdict(list)
    if "district" in cuts:
        found["district"] = [(None, area) for area in _districts(board)]
    for subgroup in Subgroup.objects.filter(cut__in=cuts - {"", "district"}):
        found[subgroup.cut].append((subgroup, None))
    return found


def _line(
    one: ScheduleMeasure,
    counted: Definition,
    agency: Agency,
    number: int,
    order: int,
    subgroup: Subgroup | None,
    area: Area | None,
) -> Line:
    measure = one.measure
    return Line(
        measure=measure, definition=counted, subgroup=subgroup, area=area, number=number, order=order,
        of_agency=one.of_each or measure.owner_agency_id != agency.pk,
        heading=one.heading, code=measure.code, part=str(subgroup or area or ""), catalogue=measure.catalogue,
        title=measure.title, question=measure.question, kind=counted.kind, unit=counted.unit, every=counted.every,
        snapshot=counted.snapshot, counted=counted.numerator, out_of=counted.denominator,
    )  # fmt: skip
