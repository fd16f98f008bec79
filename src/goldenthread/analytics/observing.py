"""Writing figures down: checked, computed from their parts, one transaction, and never over an earlier one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from goldenthread.core.casework.services import allow
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Agency
from goldenthread.kernel.now import now, today
from goldenthread.kernel.periods import Every, Stretch, label
from goldenthread.law.measures.entry import Kind

from .models import Area, Definition, Measure, Observation, Subgroup
from .models.measures import in_force
from .roles import KEEPERS

SOURCES_OF_JOBS = frozenset({"computed", "process"})
BATCH = 2_000


@dataclass(frozen=True)
class Figure:
    """One figure to be written down. Give the value, or numerator and denominator, or a symbol that says why not.

    `stretch`: the span it really covers; one day for a stock. `as_at`: as things stood in the source's own system.
    `where`: how an error names it ("row 12", "question 3").
    """

    measure: Measure
    stretch: Stretch
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    symbol: str = ""
    area: Area | None = None
    agency: Agency | None = None
    subgroup: Subgroup | None = None
    provisional: bool = False
    as_at: datetime | None = None
    origin: str = ""
    note: str = ""
    where: str = ""


class FiguresRefused(ValidationError):
    """None of the figures was written. `problems` are (where, what) in words."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        self.problems = problems
        super().__init__([f"{where}: {what}" if where else what for where, what in problems])


@transaction.atomic
def observe(figures: Iterable[Figure], *, source: str) -> list[Observation]:
    """Write figures down, all or none. What is already known exactly so is left as it is and not returned.

    Raises PermissionDenied without a role for it (the agency's own people and the partnership's keepers may), and
    FiguresRefused with every figure that does not hold.
    """
    wanted = list(figures)
    _may(wanted, source)
    definitions = _definitions({figure.measure.pk for figure in wanted})
    problems: list[tuple[str, str]] = []
    rows: list[Observation] = []
    for figure in wanted:
        definition = in_force(definitions.get(figure.measure.pk, []), figure.stretch.last)
        wrong = _wrong(figure, definition)
        if wrong:
            problems.append((figure.where, wrong))
        elif not problems:
            rows.append(_row(figure, definition, source))
    if problems:
        raise FiguresRefused(problems)
    return Observation.objects.bulk_create(_news(rows), batch_size=BATCH)


def withdraw(observation: Observation, *, reason: str) -> Observation:
    """A figure that should not have been there: the row stays, a later one says that it does not hold, and why."""
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is withdrawn."})
    figure = Figure(
        measure=observation.measure,
        stretch=observation.stretch,
        symbol=Observation.Symbol.WITHDRAWN,
        area=observation.area,
        agency=observation.agency,
        subgroup=observation.subgroup,
        note=reason.strip(),
    )
    return observe([figure], source=Observation.Source.TYPED)[0]


def _may(figures: list[Figure], source: str) -> None:
    """Keepers write anything; an agency's people only figures that are their agency's own; a job what it computed."""
    actor = current_actor()
    if actor.user is None and source in SOURCES_OF_JOBS:
        return
    for partnership in {figure.measure.partnership_id for figure in figures}:
        if actor.roles(partnership) & KEEPERS:
            continue
        theirs = actor.agencies_at(partnership)
        if any(
            (figure.agency.pk if figure.agency else figure.measure.owner_agency_id) not in theirs
            for figure in figures
            if figure.measure.partnership_id == partnership
        ):
            allow(KEEPERS, partnership, "write down figures for another agency")
        if not theirs:
            raise PermissionDenied("You have no agency here to answer for.")


def _definitions(measures: set[int]) -> dict[int, list[Definition]]:
    found: dict[int, list[Definition]] = {}
    for definition in Definition.objects.filter(measure__in=measures):
        found.setdefault(definition.measure_id, []).append(definition)
    return found


def _wrong(figure: Figure, definition: Definition | None) -> str:
    """What does not hold of one figure, in words; nothing where all is well."""
    if definition is None:
        return f"{figure.measure} has no definition for {label(figure.stretch)}."
    if figure.stretch.last > today():
        return f"{label(figure.stretch)} is not over. A figure can be given up to today."
    return _wrong_span(figure, definition) or _wrong_number(figure, definition)


def _wrong_span(figure: Figure, definition: Definition) -> str:
    on_a_day = figure.stretch.days == 1
    if definition.snapshot and not on_a_day:
        return f"{figure.measure} is counted on a day. Give one day, not {label(figure.stretch)}."
    if not definition.snapshot and on_a_day and definition.every != Every.DAY:
        return f"{figure.measure} is counted over a span. Give its first and its last day."
    return ""


def _wrong_number(figure: Figure, definition: Definition) -> str:
    numbers = [n for n in (figure.value, figure.numerator, figure.denominator) if n is not None]
    if figure.symbol:
        return "A figure cannot be both a number and a reason why there is none." if numbers else ""
    if not numbers:
        return "There is no number. Give one, or say why there is none."
    if any(not n.is_finite() for n in numbers):
        return "This is not a number."
    if definition.kind != Kind.MONEY and any(n < 0 for n in numbers):
        return f"{min(numbers)} is below nought."
    return _wrong_parts(figure, definition)


def _wrong_parts(figure: Figure, definition: Definition) -> str:
    over, under, per = figure.numerator, figure.denominator, definition.per
    if under is not None and under == 0:
        return "The denominator is nought: nothing can be divided by it. Write 'not applicable' instead."
    if per and figure.value is None and (over is None or under is None):
        return f"It is out of {definition.denominator}: give both numbers, or the {definition.unit} itself."
    if definition.unit == "percent" and over is not None and under is not None and over > under:
        return f"{over:f} of {under:f} is more than the whole."
    if definition.unit == "percent" and figure.value is not None and figure.value > 100 and definition.kind != "flow":
        return f"{figure.value:f}% is more than the whole."
    return _disagreeing(figure, definition)


def _disagreeing(figure: Figure, definition: Definition) -> str:
    """A value given beside its parts must be theirs, to the last digit that it is given to."""
    computed = _computed(figure, definition)
    if figure.value is None or computed is None:
        return ""
    places = max(0, -int(figure.value.as_tuple().exponent))
    if abs(computed - figure.value) > Decimal(1).scaleb(-places):
        return f"{figure.numerator:f} of {figure.denominator:f} is {computed:.2f}, not {figure.value:f}."
    return ""


def _computed(figure: Figure, definition: Definition) -> Decimal | None:
    if not definition.per or figure.numerator is None or not figure.denominator:
        return None
    return figure.numerator * definition.per / figure.denominator


def _row(figure: Figure, definition: Definition, source: str) -> Observation:
    actor, computed = current_actor(), _computed(figure, definition)
    value = computed if computed is not None else figure.value
    if value is None and not figure.symbol:
        value = figure.numerator
    return Observation(
        partnership_id=figure.measure.partnership_id,
        measure=figure.measure,
        definition=definition,
        area=figure.area,
        agency=figure.agency,
        subgroup=figure.subgroup,
        first=figure.stretch.first,
        last=figure.stretch.last,
        value=None if figure.symbol or value is None else value.quantize(Decimal("0.000001")),
        numerator=figure.numerator,
        denominator=figure.denominator,
        symbol=figure.symbol,
        provisional=figure.provisional,
        as_at=figure.as_at,
        source=source,
        origin=figure.origin[:200],
        note=figure.note[:500],
        user_id=actor.user,
        by=actor.name,
        recorded_at=now(),
    )


def _news(rows: list[Observation]) -> list[Observation]:
    """Those that say something else than what is known: the same file twice adds nothing."""
    if not rows:
        return []
    measures = {row.measure_id for row in rows}
    first, last = min(row.first for row in rows), max(row.last for row in rows)
    known: dict[tuple[object, ...], tuple[object, ...]] = {}
    for row in Observation.objects.filter(measure__in=measures, first__gte=first, last__lte=last).order_by(
        "recorded_at", "pk"
    ):
        known[_cell(row)] = _said(row)
    news = []
    for row in rows:
        if known.get(_cell(row)) != _said(row):
            known[_cell(row)] = _said(row)
            news.append(row)
    return news


def _cell(row: Observation) -> tuple[object, ...]:
    return (row.measure_id, row.area_id, row.agency_id, row.subgroup_id, row.first, row.last)


def _said(row: Observation) -> tuple[object, ...]:
    return (row.value, row.numerator, row.denominator, row.symbol, row.provisional, row.definition_id)
