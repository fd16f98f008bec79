"""One question for a screenful: the form made from its lines, what was typed, and what stands against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from goldenthread.analytics.models import Observation
from goldenthread.analytics.reliability import rate_words
from goldenthread.web.dates import DateField, DateParts
from goldenthread.web.forms import RadioSelect, error_links

from ..answering import Checked, Given
from ..models import Line
from ..numbers import NotANumber, read_number

Symbol = Observation.Symbol
GAPS = [("", "There is a figure"), *((s.value, s.label) for s in (
    Symbol.NOT_KNOWN, Symbol.NOT_APPLICABLE, Symbol.CONFIDENTIAL, Symbol.UNRELIABLE,
))]  # fmt: skip
NUMBERS = ("value", "numerator", "denominator")


class NumberField(forms.CharField):
    """A number as people write it. What is none is said to be none, in words."""

    def __init__(self, part: str = "", **options: Any) -> None:
        self.part = part
        widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off", "class": "govuk-input--width-10"})
        super().__init__(required=False, max_length=40, widget=widget, **options)

    def clean(self, value: Any) -> Any:
        try:
            return read_number(super().clean(value))
        except NotANumber as wrong:
            raise ValidationError(f"{self.part}: {wrong}" if self.part else str(wrong)) from wrong


@dataclass(frozen=True)
class Group:
    """One line on the page: its figures, and what is folded away until there is something to say."""

    title: str
    figures: list[Any]
    more: list[Any]
    summary: str
    open: bool


class QuestionForm(forms.Form):
    """The fields of each line, named FIELD_LINE. What does not hold of an answer lands on its field."""

    mark_optional = False  # each is, and the question is not

    def __init__(self, lines: list[Line], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            for name, field in fields_of(line).items():
                self.fields[f"{name}_{line.pk}"] = field

    @property
    def parted(self) -> bool:
        """Whether it asks for parts beside the whole."""
        return len(self.lines) > 1

    def groups(self) -> list[Group]:
        """The whole, then each part."""
        return [self._group(line) for line in self.lines]

    def told(self) -> list[tuple[str, str]]:
        """What does not hold so far: (id of the control, words)."""
        return [(address.removeprefix("#"), words) for address, words in error_links(self)]

    def given(self) -> dict[int, Given]:
        """Line id -> the answer, of a form that is valid."""
        return {line.pk: Given(**self._values(line)) for line in self.lines}

    def show(self, checked: Checked) -> None:
        """Put each problem on the field that it is about."""
        parts = {line.pk: f"{line.part}: " if line.part else "" for line in self.lines}
        for pk, problems in checked.problems.items():
            for one in problems:
                name = f"{one.field}_{pk}"
                self.add_error(name if name in self.fields else None, parts[pk] + one.text)

    def _group(self, line: Line) -> Group:
        fields = {name: self[f"{name}_{line.pk}"] for name in fields_of(line)}
        figures = [bound for name, bound in fields.items() if name in (*NUMBERS, "counted_on")]
        more = [bound for bound in fields.values() if bound not in figures]
        said = any(bound.errors or bound.value() for bound in more)
        title = line.part or "The whole"
        return Group(title, figures, more, f"{title}: no figure, or a note", bool(said))

    def _values(self, line: Line) -> dict[str, Any]:
        kept = {name: self.cleaned_data.get(f"{name}_{line.pk}") for name in fields_of(line)}
        kept["note"] = kept.get("note") or ""
        kept["symbol"] = kept.get("symbol") or ""
        return kept


def fields_of(line: Line) -> dict[str, forms.Field]:
    """What is asked of one line: its figure or how many out of how many, why there is none, its day, a note."""
    of = f", {line.part}" if line.part else ""
    hint = f"Last time ({line.before_label}): {before_words(line)}" if line.before_label else ""
    found: dict[str, forms.Field] = {}
    if line.per:
        found["numerator"] = NumberField(line.part, label=f"How many{of}: {line.counted}", help_text=hint)
        found["denominator"] = NumberField(line.part, label=f"Out of how many{of}: {line.out_of}")
    else:
        found["value"] = NumberField(line.part, label=f"Figure{of}: {line.counted}", help_text=hint)
    if line.snapshot and not line.part:
        found["counted_on"] = DateField(
            label="Counted on which day?", required=False, help_text="Leave empty for the last day of the period."
        )
    widget = forms.Select if line.part else RadioSelect
    found["symbol"] = forms.ChoiceField(
        label=f"If there is no figure{of}, why not?", required=False, choices=GAPS, widget=widget
    )
    found["provisional"] = forms.BooleanField(label=f"It is provisional{of}", required=False)
    found["note"] = forms.CharField(label=f"Note{of}", required=False, max_length=500)
    found["sure"] = forms.BooleanField(label=f"I have checked it{of}, and the note says why it is so", required=False)
    return found


def initial_of(lines: list[Line]) -> dict[str, Any]:
    """What was typed and not yet saved, or else the answer."""
    found: dict[str, Any] = {}
    for line in lines:
        for name in fields_of(line):
            full = f"{name}_{line.pk}"
            found[full] = plain(getattr(line, name))
            if line.typed:
                found[full] = _typed(line.typed, name)
    return found


def typed_in(lines: list[Line], data: Mapping[str, str]) -> dict[int, dict[str, str]]:
    """Line id -> what stands in its boxes, as it is."""
    return {
        line.pk: {
            key.rsplit("_", 1)[0] + key.rsplit("_", 1)[1].removeprefix(str(line.pk)): str(data[key])
            for key in data
            if key.rsplit("_", 1)[-1].split("-")[0] == str(line.pk)
        }
        for line in lines
    }


def _typed(typed: Mapping[str, str], name: str) -> Any:
    if name == "counted_on":
        return DateParts(*(typed.get(f"counted_on-{part}", "") for part in ("day", "month", "year")))
    if name in ("sure", "provisional"):
        return typed.get(name) == "on"
    return typed.get(name, "")


def plain(value: Any) -> Any:
    """A decimal without the noughts that the column adds."""
    return f"{value.normalize():f}" if hasattr(value, "normalize") else value


def before_words(line: Line) -> str:
    return reason(line.before_symbol) or rate_words(line.before, line.before_numerator, line.unit)


def answer_words(line: Line) -> str:
    """The answer as it is read: "40", "18 of 20: 90.0%", or why there is none."""
    if not line.answered:
        return "Not answered yet"
    if line.symbol:
        return reason(line.symbol)
    words = rate_words(line.figure, line.numerator, line.unit)
    return f"{plain(line.numerator)} of {plain(line.denominator)}: {words}" if line.numerator is not None else words


def reason(symbol: str) -> str:
    return str(Symbol(symbol).label) if symbol else ""
