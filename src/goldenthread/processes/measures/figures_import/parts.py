"""How a review is shown: its tables as a task list, and a card for each line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html_join

from goldenthread.analytics.models import Definition, Observation
from goldenthread.kernel.periods import label
from goldenthread.law.measures.entry import Unit
from goldenthread.web.components import SummaryRow, Tag, Task, count

from .models import FigureLine
from .offering import SHIPPED
from .planning import definitions_of, stretch_of, title_of

Verdict, Match = FigureLine.Verdict, FigureLine.Match
COLOURS = {"undecided": "blue", "accepted": "green", "corrected": "teal", "dismissed": "grey"}
OFFERED = {
    Match.NONE: "A new measure of our own.",
    Match.SURE: "",
    Match.LIKELY: "Perhaps. Accept it if that is right, or correct it.",
    Match.REMEMBERED: "As it was taken in an earlier report.",
}
ONE_FIGURE = '<p class="govuk-body gt-figures__one">{}<span class="govuk-hint gt-figures__note">{}</span></p>'


@dataclass(frozen=True)
class Card:
    """A line as the review shows it."""

    line: FigureLine
    tag: Tag
    facts: tuple[SummaryRow, ...]
    problems: tuple[str, ...]
    told: str = ""

    @property
    def open(self) -> bool:
        return self.line.verdict == Verdict.UNDECIDED


def sections_of(lines: Sequence[FigureLine]) -> list[str]:
    """The tables in order; the sentences are one."""
    return list(dict.fromkeys(line.section for line in lines))


def tasks_of(slug: str, pk: int, lines: Sequence[FigureLine], left: int) -> list[Task]:
    """The tables as a task list, with how many lines wait for a verdict; and what found no place."""
    tasks = []
    for number, section in enumerate(sections_of(lines), 1):
        mine = [line for line in lines if line.section == section]
        waiting = sum(line.verdict == Verdict.UNDECIDED for line in mine)
        tag = Tag(f"{waiting} of {len(mine)} to check", "blue") if waiting else Tag(f"Done: {len(mine)}", "green")
        tasks.append(Task(section, tag, reverse("figures_section", args=[slug, pk, number])))
    hint = "Figures that are offered for no measure, each with the reason."
    href = reverse("figures_left", args=[slug, pk])
    tag = Tag(f"{left} left out", "yellow") if left else Tag("None", "grey")
    return [*tasks, Task("Could not be placed", tag, href if left else "", hint)]


def cards_of(lines: Sequence[FigureLine], told: dict[int, str] | None = None) -> list[Card]:
    """The cards of some lines: one query, for the definitions of their measures."""
    definitions = definitions_of({line.measure_id for line in lines if line.measure_id})
    return [_card(line, definitions, (told or {}).get(line.pk, "")) for line in lines]


def _card(line: FigureLine, definitions: dict[int, list[Definition]], told: str) -> Card:
    verdict = Verdict(line.verdict)
    unit = unit_of(line, definitions)
    said, problems = [], []
    for one in line.figures:
        if one.get("leave"):
            said.append((f"{one['printed']}: left out", ""))
            continue
        stretch, problem = stretch_of(line, one, definitions)
        if stretch is None:
            problems.append(f"{one['printed']}: {problem}")
        words = f"{shown(one, unit)}, {label(stretch) if stretch else 'no period yet'}"
        said.append((words, " ".join(filter(None, (one["doubt"], one["note"])))))
    measure = " ".join(filter(None, (f"{title_of(line)}.", OFFERED[Match(line.match)])))
    facts = [
        SummaryRow("Measure", measure),
        SummaryRow("Of whom", line.part or "The whole"),
        SummaryRow("Given in", unit.words),
        SummaryRow("Figures", format_html_join("", ONE_FIGURE, said)),
    ]
    return Card(line, Tag(str(verdict.label), COLOURS[verdict]), tuple(facts), tuple(problems), told)


def unit_of(line: FigureLine, definitions: dict[int, list[Definition]]) -> Unit:
    """In what a line's measure is given."""
    if line.measure_id and definitions.get(line.measure_id):
        return Unit(definitions[line.measure_id][-1].unit)
    code = line.own.get("catalogue")
    return SHIPPED[code].unit if code else Unit(line.own.get("unit") or line.read["unit"])


def shown(one: dict[str, Any], unit: Unit) -> str:
    """The number as it is written down, or why there is none."""
    if one["symbol"]:
        return f"{Observation.Symbol(one['symbol']).label} (printed “{one['printed']}”)"
    number = f"{float(one['value']):,.6f}".rstrip("0").rstrip(".")
    return f"£{number}" if unit is Unit.POUNDS else f"{number}%" if unit is Unit.PERCENT else number


def span_words(one: dict[str, Any], *, snapshot: bool) -> str:
    """The period of a figure as a person would type it; "" where none is known."""
    first, last, on = (date.fromisoformat(one[name]) if one[name] else None for name in ("first", "last", "on"))
    if snapshot or not (first and last):
        return f"{on:%-d %B %Y}" if on else ""
    return f"{first:%-d %B %Y} to {last:%-d %B %Y}"


def written_lines(written: dict[str, Any]) -> list[str]:
    """What came of an accepted import, in words."""
    figures, new = written.get("figures", 0), len(written.get("observations", []))
    told = [f"{count(new, 'figure')} written down"]
    if figures > new:
        told.append(f"{count(figures - new, 'figure')} known already exactly so")
    if written.get("measures"):
        told.append(f"{count(len(written['measures']), 'measure')} added")
    return told
