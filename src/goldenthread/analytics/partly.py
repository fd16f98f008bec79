"""Figures as the statistics of change take them, and the part of a year that is known so far."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.kernel.periods import a_year_before
from goldenthread.kernel.statistics import change as changing
from goldenthread.kernel.statistics.values import Refused
from goldenthread.law.measures.entry import Kind

from .known import Known
from .models import Definition
from .series import Series


@dataclass(frozen=True)
class SoFar:
    """A part of a period after the last whole one, and its change from what it may be compared with (`beside`)."""

    part: Known
    beside: Known | None
    change: changing.Change | Refused | None


def as_figure(known: Known, definition: Definition) -> changing.Figure:
    """For the comparison of one stretch with another. A ratio of stocks is on a day, as a stock is."""
    basis = changing.Basis.STOCK if definition.snapshot else changing.Basis.RATIO
    if definition.kind in (Kind.FLOW, Kind.MONEY) and not definition.per:
        basis = changing.Basis.FLOW
    return changing.Figure(float(known.value or 0), known.stretch.first, known.stretch.last, basis)


def so_far(series: Series) -> SoFar | None:
    """The part of a period that is known after the last whole one; nothing where there is none.

    Compared with the same part of the year before, which has the same seasons; else with the last whole period, per
    day and named as estimated, or refused where the measure rises and falls with the time of year.
    """
    parts = [one for one in series.parts if one.value is not None]
    part = max(parts, key=lambda one: one.stretch.last, default=None)
    whole = series.numbers[-1] if series.numbers else None
    if part is None or (whole is not None and whole.stretch.last >= part.stretch.last):
        return None
    known = (*series.parts, *series.figures)
    alike = a_year_before(part.stretch)
    beside = next((one for one in known if one.stretch == alike and one.value is not None), whole)
    if beside is None:
        return SoFar(part, None, None)
    counted = series.definition
    found = changing.change(as_figure(beside, counted), as_figure(part, counted), seasonal=counted.seasonal)
    return SoFar(part, beside, found)
