"""A judgement in a few words each: its latest figure, its standard, its change, for a page, a paper or a table."""

from __future__ import annotations

from collections.abc import Mapping

from goldenthread.kernel.statistics.icons import Variation
from goldenthread.kernel.statistics.values import Refused

from .judging import Judgement, Standing
from .reliability import figure_words, shown

#: Never "above" or "below" a minimum: where less is better, a figure that meets it lies below it.
STANDING_WORDS: Mapping[Standing, str] = {
    Standing.MET: "Target met",
    Standing.ABOVE_MINIMUM: "Minimum met",
    Standing.BELOW_MINIMUM: "Minimum not met",
    Standing.MISSED: "Target not met",
}


def value_words(found: Judgement) -> str:
    """The latest figure with its unit, or why there is none."""
    latest = found.latest
    if latest is None:
        return "No figure yet"
    return figure_words(latest, found.series.definition.unit)


def standard_words(found: Judgement) -> str:
    """Target and minimum with their unit, or why there is none."""
    standard, unit = found.standard, found.series.definition.unit
    if standard is None:
        return "No standard set"
    said = []
    if standard.target is not None and standard.ceiling is not None:
        said.append(f"between {shown(standard.target, unit)} and {shown(standard.ceiling, unit)}")
    elif standard.target is not None:
        said.append(f"target {shown(standard.target, unit)}")
    if standard.minimum is not None:
        said.append(f"minimum {shown(standard.minimum, unit)}")
    if standard.benchmark:
        said.append(f"held against {standard.benchmark}")
    if standard.none_because:
        said.append(f"no benchmark exists: {standard.none_because}")
    words = "; ".join(said)
    return words[:1].upper() + words[1:]


def not_judged(found: Judgement) -> str:
    """Why there is no icon, in a few words."""
    words = found.chart.segments[-1].words if found.chart else found.no_chart
    return words[:1].upper() + words[1:]


def variation_words(found: Judgement) -> str:
    """What the icon of variation says, in words; why there is none where it cannot be said."""
    chart = found.control
    if chart is None or chart.variation.kind is Variation.NOT_ASSESSABLE:
        return not_judged(found)
    return found.verdict if found.spacing and not found.chart else chart.variation.words


def changes(found: Judgement) -> list[str]:
    """Change like for like with the period before and the same a year before; or why it is not given."""
    said = []
    for words, change in (
        ("Since the period before", found.since_last),
        ("Since a year before", found.since_last_year),
    ):
        if change is not None:
            told = f"not compared. {change.words}" if isinstance(change, Refused) else change.words
            said.append(f"{words}: {told}")
    if said and found.series.definition.seasonal and found.series.every.months < 12:
        said.append("It rises and falls with the time of year: read the change since a year before.")
    return [*said, *_so_far(found)]


def _so_far(found: Judgement) -> list[str]:
    """The part of a period known after the last whole one, with what it may be compared with."""
    part = found.so_far
    if part is None:
        return []
    said = f"Part of a period, {part.part.label}: {figure_words(part.part, found.series.definition.unit)}."
    if part.beside is None or part.change is None:
        return [said]
    told = f"Not compared with {part.beside.label}. " if isinstance(part.change, Refused) else ""
    against = "" if told else f"Against {part.beside.label}: "
    return [f"{said} {told}{against}{part.change.words}"]
