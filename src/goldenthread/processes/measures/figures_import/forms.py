"""The forms: a report to bring in, and the correction of one line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from goldenthread.analytics.models import Area, Coverage, Measure, Observation
from goldenthread.core.tenancy.models import Agency, Partnership
from goldenthread.kernel.arithmetic.tables import CellKind
from goldenthread.law.measures.entry import Better, Kind, Unit
from goldenthread.reading.figures.model import FiguresRead
from goldenthread.reading.figures.reader import read_figures
from goldenthread.reading.figures.spans import span_of
from goldenthread.reading.reports.cells import read_cell
from goldenthread.web.forms import RadioSelect
from goldenthread.web.uploads import FileOrPasted

from .models import FigureLine
from .offering import SHIPPED
from .parts import span_words
from .planning import definitions_of, on_a_day

GAPS = {key: str(label) for key, label in Observation.Symbol.choices if key not in ("", "withdrawn")}
PERIOD_HELP = (
    "A day (31 March 2026), a month (Mar 2026), a quarter (2025-26 Q4), a year (2025-26), or from a day to a day."
)


class UploadForm(FileOrPasted):
    """The report to bring in, read before anything is written."""

    neither = "Choose a file, or paste the figures: one of the two."

    def take(self, name: str, given: dict[str, Any]) -> FiguresRead:
        return read_figures(self.content, name)


class LineForm(forms.Form):
    """What a line is: its measure, or a new one; of whom; each figure with its period."""

    measure: forms.ModelChoiceField[Measure] = forms.ModelChoiceField(
        None, label="Which measure is it?", required=False, empty_label="A measure of our own, named below"
    )
    title = forms.CharField(label="Name of a measure of our own", max_length=200, required=False)
    kind = forms.ChoiceField(
        label="What kind of figure?", choices=[(k.value, k.value.capitalize()) for k in Kind], widget=RadioSelect,
        help_text="A stock is counted on a day, a flow over a span of time.",
    )  # fmt: skip
    unit = forms.ChoiceField(label="Given in", choices=[(u.value, u.words) for u in Unit])
    agency: forms.ModelChoiceField[Agency] = forms.ModelChoiceField(
        None, label="Of which agency, if it is not the whole", required=False, empty_label="No agency of ours"
    )
    group = forms.CharField(
        label="Or of which other part",
        max_length=120,
        required=False,
        help_text="As the report names it: Childminders.",
    )

    def __init__(self, board: Partnership, line: FigureLine, *args: Any) -> None:
        self.line, self.board = line, board
        definitions = definitions_of({line.measure_id} if line.measure_id else set())
        ends = line.figures[-1]["on"] if line.figures else None
        self.snapshot = on_a_day(line, definitions, date.fromisoformat(ends) if ends else date.max)
        super().__init__(*args)
        self.initial = self._initial()
        self._choices()
        for at, one in enumerate(line.figures):
            self._ask(at, one)

    def _initial(self) -> dict[str, Any]:
        line, own = self.line, self.line.own
        shipped = SHIPPED.get(own.get("catalogue", ""))
        return {
            "measure": line.measure_id,
            "title": own.get("title") or line.read["measure"],
            "kind": shipped.kind.value if shipped else own.get("kind") or line.read["kind"],
            "unit": shipped.unit.value if shipped else own.get("unit") or line.read["unit"],
            "agency": line.agency_id,
            "group": line.group,
            "area": line.area_id,
        }

    def _choices(self) -> None:
        rows = Measure.objects.filter(partnership=self.board, retired_on__isnull=True)
        self.fields["measure"].queryset = rows  # type: ignore[attr-defined]  # the field's own class has it
        self.fields["agency"].queryset = self.board.agencies.all()  # type: ignore[attr-defined]  # as above
        covered = Coverage.objects.filter(partnership=self.board).values("area")
        districts = Area.objects.filter(level=Area.Level.DISTRICT, parent__in=covered)
        if districts:
            self.fields["area"] = forms.ModelChoiceField(districts, label="Of which district", required=False)

    def _ask(self, at: int, one: dict[str, Any]) -> None:
        number = "" if one["value"] is None else one["value"]
        reason = GAPS.get(one["symbol"], "")
        left = bool(one.get("leave"))
        self.fields[f"value_{at}"] = forms.CharField(
            label=f"Figure printed as {one['printed']}", max_length=60, required=False, initial=number or reason,
            help_text="A number, or why there is none. Leave it empty to leave this figure out." if not at else "",
        )  # fmt: skip
        self.fields[f"period_{at}"] = forms.CharField(
            label=f"What {one['printed']} covers", max_length=80, required=False,
            initial=span_words(one, snapshot=self.snapshot), help_text=PERIOD_HELP if not at else "",
        )  # fmt: skip
        if left:
            self.initial[f"value_{at}"] = ""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("measure") and not str(given.get("title", "")).strip():
            self.add_error("title", "Name the measure, or choose one that is here.")
        figures = [self._figure(at, dict(one), given) for at, one in enumerate(self.line.figures)]
        return given | {"figures": figures}

    def _figure(self, at: int, one: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
        typed = str(given.get(f"value_{at}", "")).strip()
        if not typed:
            return one | {"leave": True}
        one |= {"leave": False}
        self._number(at, one, typed)
        words = str(given.get(f"period_{at}", "")).strip()
        span = span_of(words)
        if span is None:
            self.add_error(
                f"period_{at}", f"“{words}” is not a period. {PERIOD_HELP}" if words else "Say which period."
            )
            return one
        first, last = span.stretch.first, span.stretch.last
        same = words == span_words(one, snapshot=self.snapshot)
        if not same:
            one |= {"first": first.isoformat(), "last": last.isoformat(), "on": last.isoformat(), "doubt": ""}
        return one | {"problem": "", "period": one["period"] if same else words}

    def _number(self, at: int, one: dict[str, Any], typed: str) -> None:
        gap = next((key for key, words in GAPS.items() if typed.lower() in (key, words.lower())), "")
        cell = read_cell(typed)
        if gap:
            one |= {"value": None, "symbol": gap}
        elif cell.kind is CellKind.FIGURE and cell.figure:
            one |= {"value": f"{Decimal(cell.figure.value):f}", "symbol": ""}
        else:
            reasons = "; ".join(GAPS.values())
            self.add_error(f"value_{at}", f"“{typed}” is neither a number nor a reason. Reasons: {reasons}.")

    def result(self) -> dict[str, Any]:
        """The columns of the line as they were answered."""
        given = self.cleaned_data
        agency, area = given.get("agency"), given.get("area")
        group = "" if agency or area else given.get("group", "").strip()
        cut = "agency" if agency else "district" if area else self.line.cut or ("category" if group else "")
        return {
            "figures": given["figures"],
            "measure": given.get("measure"),
            "own": {} if given.get("measure") else self._own(given),
            "agency": agency,
            "area": area,
            "group": group,
            "cut": cut,
        }

    def _own(self, given: dict[str, Any]) -> dict[str, Any]:
        before = self.line.own
        if before.get("catalogue") and before.get("title") == given["title"]:
            return before
        return {
            "title": given["title"].strip(),
            "kind": given["kind"],
            "unit": given["unit"],
            "every": before.get("every") or self.line.read["every"],
            "snapshot": given["kind"] == Kind.STOCK or (bool(before.get("snapshot")) and given["kind"] != Kind.FLOW),
            "better": before.get("better") or Better.CONTEXT.value,
            "cuts": self.line.cut,
        }
