"""What each step of a return means elsewhere: its form, its figures, and how long links to it work."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError

from goldenthread.analytics.models import Observation
from goldenthread.analytics.observing import Figure, observe
from goldenthread.core.casework.services import project
from goldenthread.core.links.giving import end_links
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.kernel.now import now, today

from .checking import problems_of
from .models import LINK, Form, Line, Query, Return, Roll

State = Return.State
CELL = ("measure_id", "area_id", "agency_id", "subgroup_id")


def after(owed: Any, name: str) -> None:
    """Run in the transaction of the step: all of it happens, or none."""
    if name == "send":
        _send(owed)
    elif name == "say_why_not" and not owed.reason.strip():
        raise ValidationError({"reason": "Write why it is not sent."})
    elif name == "accept":
        accept_figures(owed.form)
        owed.closed_on = today()
        end_links(LINK, owed.form.pk)
    elif name == "correct":
        owed.closed_on = None
        last = owed.events.filter(name="correct").latest("pk")
        _query(owed.form, last.note)
    elif name == "query":
        last = owed.events.filter(name="query").latest("pk")
        _query(owed.form, last.note)
    owed.save()
    Form.objects.filter(pk=owed.form.pk).update(stage=owed.state, due_on=owed.due_on)
    _call(owed)
    owed.form.stage, owed.form.due_on = owed.state, owed.due_on
    project(owed)  # its clock stands by these dates


def _call(owed: Any) -> None:
    """Its line of the roll says how it stands now, and from today on; what it said before stays beside."""
    line = Roll.objects.get(record=owed)
    line.state, line.due_on, line.sent_on, line.reason = owed.state, owed.due_on, owed.sent_on, owed.reason
    since = line.says(today())
    line.stood = [*(one for one in line.stood if one["on"] != since["on"]), since]
    line.save(update_fields=["state", "due_on", "sent_on", "reason", "stood"])


def _send(owed: Any) -> None:
    """Raises ValidationError, a line for each question that has no answer or one that does not hold."""
    wrong = incomplete(owed.form)
    if wrong:
        raise ValidationError([f"{line.title}{f', {line.part}' if line.part else ''}: {text}" for line, text in wrong])
    owed.sent_on = owed.sent_on or today()  # the day it first came, whatever was queried since
    owed.sent_by = owed.sent_by.strip() or current_actor().name
    owed.reason = ""


def incomplete(form: Form) -> list[tuple[Line, str]]:
    """What still stands against sending: (question, why), in order."""
    lines = list(form.lines.select_related("form", "subgroup"))
    found: list[tuple[Line, str]] = []
    for line in lines:
        if not line.answered:
            found.append((line, "no answer yet. Give a figure, or say why there is none."))
            continue
        found += [(line, one.text) for one in problems_of(line, form.stretch, siblings(line, lines))]
    return found


def siblings(line: Line, lines: list[Line]) -> list[Line]:
    """The other parts of the same measure, the whole of it among them."""
    return [one for one in lines if one.measure_id == line.measure_id and one.pk != line.pk]


def accept_figures(form: Form) -> list[Observation]:
    """The answers as figures of the partnership, all or none; what is known exactly so already adds nothing."""
    lines = form.lines.select_related("measure", "subgroup", "area")
    figures = [figure_of(form, line) for line in lines]
    return observe([*figures, *_no_longer(figures)], source=Observation.Source.RETURN)


def _no_longer(figures: list[Figure]) -> list[Figure]:
    """What this return said of another day before ("not sent" on the last day of the period, and it was counted on
    the last but one): taken back, or both would stand.
    """
    said = {_cell(one): one for one in figures}
    origin = figures[0].origin
    rows = Observation.objects.filter(measure__in={one.measure.pk for one in figures})
    rows = rows.filter(last__in=rows.filter(origin=origin).order_by().values("last")).order_by("recorded_at", "pk")
    stands = {(*(getattr(row, name) for name in CELL), row.first, row.last): row for row in rows}
    return [
        replace(
            said[cell], stretch=row.stretch, value=None, numerator=None, denominator=None,
            symbol=Observation.Symbol.WITHDRAWN, note="The return gives another day",
        )
        for (*parts, _, _), row in stands.items()
        if (cell := tuple(parts)) in said and row.origin == origin and row.stretch != said[cell].stretch
        and row.symbol != Observation.Symbol.WITHDRAWN
    ]  # fmt: skip


def _cell(one: Figure) -> tuple[Any, ...]:
    return tuple(getattr(part, "pk", None) for part in (one.measure, one.area, one.agency, one.subgroup))


def figure_of(form: Form, line: Line) -> Figure:
    """One answer as a figure."""
    return Figure(
        measure=line.measure,
        stretch=line.stretch(form.stretch),
        value=line.value,
        numerator=line.numerator,
        denominator=line.denominator,
        symbol=line.symbol,
        area=line.area,
        agency=form.agency if line.of_agency else None,
        subgroup=line.subgroup,
        provisional=line.provisional,
        as_at=line.answered_at,
        origin=f"return {form.record.reference}",
        note=line.note,
        where=f"{line.title}{f', {line.part}' if line.part else ''}",
    )


def _query(form: Form, text: str) -> None:
    if text.strip():
        Query.objects.create(form=form, text=text.strip(), by=current_actor().name, at=now())
