"""Exactly what would be written: each figure with its measure, its part and the days it covers; and what stands in the
way.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from goldenthread.analytics.models import Definition
from goldenthread.analytics.models.measures import in_force
from goldenthread.kernel.now import today
from goldenthread.kernel.periods import Stretch, day
from goldenthread.law.measures.entry import Kind

from .matching import key_of, name_key
from .models import FigureLine, FiguresImport
from .offering import SHIPPED


@dataclass(frozen=True)
class Planned:
    """One figure to be written. `of` says which measure: its number here, a shipped code, or the key of a new one."""

    line: FigureLine
    of: int | str
    stretch: Stretch
    value: Decimal | None
    symbol: str
    note: str
    where: str

    @property
    def cell(self) -> tuple[object, ...]:
        """What may have one value only."""
        line = self.line
        return (self.of, line.agency_id, line.area_id, line.cut, name_key(line.group), self.stretch)


@dataclass
class Plan:
    """All of it. `new`: measures that would be added, by key, with the line that first names each."""

    figures: list[Planned] = field(default_factory=list)
    new: dict[str, FigureLine] = field(default_factory=dict)
    problems: list[tuple[FigureLine, str]] = field(default_factory=list)


def lines_of(figures_import: FiguresImport) -> list[FigureLine]:
    """The lines in order, with what they point at: one query."""
    rows = FigureLine.objects.filter(figures_import=figures_import)
    return list(rows.select_related("measure", "agency", "area"))


def plan_of(lines: Iterable[FigureLine]) -> Plan:
    """The plan of those lines that are taken. One query, for the definitions."""
    taken = [line for line in lines if line.taken]
    definitions = definitions_of({line.measure_id for line in taken if line.measure_id})
    plan = Plan()
    for line in taken:
        of = target_of(line)
        if isinstance(of, str) and not line.own.get("catalogue"):
            plan.new.setdefault(of, line)
        for one in line.figures:
            _plan_figure(plan, line, of, one, definitions)
    _refuse_two_values(plan)
    return plan


def target_of(line: FigureLine) -> int | str:
    """Which measure a line is of: a number here, "shipped:CODE", or the key of one of our own."""
    if line.measure_id:
        return int(line.measure_id)
    code = line.own.get("catalogue")
    return f"shipped:{code}" if code else key_of(line.own.get("title", ""), line.own.get("unit", ""))


def on_a_day(line: FigureLine, definitions: dict[int, list[Definition]], last: date) -> bool:
    """Whether the measure of a line is counted on a day."""
    if line.measure_id:
        counted = in_force(definitions.get(line.measure_id, []), last)
        return bool(counted and counted.snapshot)
    code = line.own.get("catalogue")
    return SHIPPED[code].snapshot if code else bool(line.own.get("snapshot"))


def _plan_figure(
    plan: Plan, line: FigureLine, of: int | str, one: dict[str, Any], definitions: dict[int, list[Definition]]
) -> None:
    if one.get("leave"):
        return
    stretch, problem = stretch_of(line, one, definitions)
    if stretch is None:
        plan.problems.append((line, f"{one['printed']}: {problem}"))
        return
    value = None if one["value"] is None else Decimal(one["value"])
    wrong = _wrong(line, stretch, value)
    if wrong:
        plan.problems.append((line, f"{one['printed']}: {wrong}"))
        return
    plan.figures.append(Planned(line, of, stretch, value, one["symbol"], one["note"], one["where"]))


def stretch_of(
    line: FigureLine, one: dict[str, Any], definitions: dict[int, list[Definition]]
) -> tuple[Stretch | None, str]:
    """The day or the span of one figure, as its measure counts; or what is missing."""
    first, last, on = (date.fromisoformat(one[name]) if one[name] else None for name in ("first", "last", "on"))
    if on_a_day(line, definitions, on or last or today()):
        return (day(on), "") if on else (None, one["problem"] or "Its measure is counted on a day. Say on which.")
    if first and last and first != last:
        return Stretch(first, last), ""
    return None, one["problem"] or "Its measure is counted over time. Say from which day to which."


def _wrong(line: FigureLine, stretch: Stretch, value: Decimal | None) -> str:
    if stretch.last > today():
        return "This period is not over."
    kind = line.own.get("kind", "")
    if value is not None and value < 0 and kind and kind != Kind.MONEY:
        return "It is below nought."
    return ""


def _refuse_two_values(plan: Plan) -> None:
    """One measure, one part, one span, two values: a person says which of them holds."""
    said: dict[tuple[object, ...], Planned] = {}
    for one in plan.figures:
        other = said.setdefault(one.cell, one)
        if (other.value, other.symbol) != (one.value, one.symbol):
            text = f"It is given twice with two values: {shown(other)} ({other.where}) and {shown(one)} ({one.where})."
            plan.problems.append((one.line, f"{text} Dismiss or correct one of them."))


def shown(one: Planned) -> str:
    return one.symbol or f"{one.value:,f}"


def definitions_of(measures: set[int]) -> dict[int, list[Definition]]:
    """Measure -> its definitions in order: one query."""
    found: dict[int, list[Definition]] = {}
    for definition in Definition.objects.filter(measure__in=measures).order_by("number"):
        found.setdefault(definition.measure_id, []).append(definition)
    return found


def title_of(line: FigureLine) -> str:
    """The measure of a line in words."""
    return str(line.measure) if line.measure_id else str(line.own.get("title", ""))
