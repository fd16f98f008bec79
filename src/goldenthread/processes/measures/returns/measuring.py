"""Silence counted: of the returns that fell due, how many came in time, by agency and together; and what it asks."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from goldenthread.analytics.models import Measure, Observation
from goldenthread.analytics.observing import Figure, observe
from goldenthread.core.casework.services import is_the_system, tell
from goldenthread.core.tenancy.models import Agency, Partnership
from goldenthread.kernel.now import now, today
from goldenthread.kernel.periods import Every, period, periods
from goldenthread.law.limits import Confidence
from goldenthread.law.measures.entry import Better, Cut, Kind, MeasureEntry, Unit
from goldenthread.processes.measures.questions.asking import ask
from goldenthread.processes.measures.questions.models import Question

from .models import Form, Return
from .moves import figure_of
from .standing import SILENT_AFTER

RETURNS_IN_TIME = MeasureEntry(
    code="returns_in_time",
    title="Returns received in time",
    question="Of the figures that agencies owe the board, how many come in time?",
    numerator="returns received by the day they were due",
    denominator="returns that fell due in the month, received or not",
    kind=Kind.TIMELINESS,
    unit=Unit.PERCENT,
    better=Better.HIGH,
    every=Every.MONTH,
    subject="Returns",
    cuts=(Cut.AGENCY,),
    reference="this platform: counted from its own returns",
    confidence=Confidence.SOURCE,
    note="Counted each night from the returns themselves. What was not owed after all is left out.",
)
MONTHS_BACK = 24


def count_in_time(partnership: Partnership) -> int:
    """Write down, for each month that is over, how many of the returns due in it came in time; how many are new."""
    measure = Measure.objects.filter(partnership=partnership, catalogue=RETURNS_IN_TIME.code).first()
    if measure is None:
        return 0
    this = period(Every.MONTH, today()).first
    months = list(periods(Every.MONTH, this - timedelta(days=31 * MONTHS_BACK), this - timedelta(days=1)))
    counted = _counted(partnership)
    agencies = {agency.pk: agency for agency in partnership.agencies.all()}
    figures = []
    for month in months:
        for key, (due, in_time) in counted.get(month.first, {}).items():
            agency: Agency | None = agencies.get(key) if key else None
            figures.append(
                Figure(measure, month, numerator=Decimal(in_time), denominator=Decimal(due), agency=agency, as_at=now(),
                       origin="returns")
            )  # fmt: skip
    return len(observe(figures, source=Observation.Source.COMPUTED)) if figures else 0


def _counted(partnership: Partnership) -> dict[object, dict[int | None, tuple[int, int]]]:
    """First day of a month -> agency id (nothing for all together) -> (due, in time)."""
    found: dict[object, dict[int | None, tuple[int, int]]] = defaultdict(dict)
    owed = Return.objects.filter(partnership=partnership).exclude(state=Return.State.NOT_OWED)
    for agency, due_on, sent_on in owed.values_list("lead_agency_id", "due_on", "sent_on"):
        month = found[due_on.replace(day=1)]
        in_time = sent_on is not None and sent_on <= due_on
        for key in (agency, None):
            due, kept = month.get(key, (0, 0))
            month[key] = (due + 1, kept + in_time)
    return found


def note_silence(partnership: Partnership) -> list[Return]:
    """Write down what was not sent, and ask why. Each return once; those new are given back.

    Each figure that it should have brought is written down as "not sent", so that no table shows a blank, and the
    agency is asked through the measure of returns that come in time.
    """
    long_ago = today() - timedelta(days=SILENT_AFTER)
    silent = Return.objects.filter(
        partnership=partnership, state__in=[Return.State.DUE, Return.State.NOT_SENT], due_on__lt=long_ago,
        silent_since__isnull=True,
    ).select_related("form", "lead_agency", "schedule")  # fmt: skip
    measure = Measure.objects.filter(partnership=partnership, catalogue=RETURNS_IN_TIME.code).first()
    return [_note(one, measure) for one in silent] if is_the_system(partnership.pk) else []


def _note(owed: Return, measure: Measure | None) -> Return:
    form: Form = owed.form
    form.record = owed
    lines = list(form.lines.select_related("measure", "subgroup", "area"))
    figures = []
    for line in lines:
        told = {"value": None, "numerator": None, "denominator": None, "symbol": Observation.Symbol.NOT_SENT}
        for name, value in told.items():
            setattr(line, name, value)
        line.note, line.answered_at = owed.reason or "No reason given", None
        figures.append(figure_of(form, line))
    observe(figures, source=Observation.Source.PROCESS)
    row = Return.objects.select_for_update(of=("self",)).get(pk=owed.pk)
    row.silent_since = today()
    row.save()
    tell(row, "silent", "Not sent", before=row.state, after=row.state, note=row.reason or "No reason given")
    words = f"{owed.lead_agency} has not sent {form.title} for {form.stretch}: {owed.reason or 'no reason given'}"
    ask(
        measure or lines[0].measure, signal=words, why=Question.Why.NOT_SENT, stretch=form.stretch,
        agency=owed.lead_agency, about=row.reference,
    )  # fmt: skip
    return row
