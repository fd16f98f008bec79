"""A form of the law (`goldenthread.law.forms`) on a page: each section a Django form, and its answers back again.

Every question may be left empty, and every one may be answered with "asked, not known": the two are never the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from goldenthread.core.contributions.answers import NOT_KNOWN, NOT_KNOWN_CODE, Answers, Typed
from goldenthread.law.forms import Asks, Choice, Field, Section
from goldenthread.web.dates import DateField, TimeField
from goldenthread.web.forms import CheckboxSelectMultiple, RadioSelect

#: The code that national lists have for "asked, not known", and the end of an input's name that says it of others.
UNKNOWN, BOX = "nk", "__nk"
LONGEST_LINE, LONGEST_TEXT = 300, 8000
#: More choices than these are a list to open, and no radio buttons.
MOST_RADIOS = 9
NOT_KNOWN_LABEL = "Asked, not known"


def section_form(section: Section) -> type[forms.Form]:
    """The questions of one section, none of them required."""
    made: dict[str, forms.Field] = {}
    for field in section.fields:
        made[field.key] = _MAKERS[field.asks](field)
        if _has_box(field):
            made[field.key + BOX] = forms.BooleanField(label=f"{NOT_KNOWN_LABEL}: {field.label}", required=False)
    return type("SectionForm", (forms.Form,), {**made, "mark_optional": False})  # all of them may be left empty


def bound(section: Section, typed: Typed) -> forms.Form:
    """A section's form with what is typed in it, as if it had been sent."""
    sent = QueryDict(mutable=True)
    for name, texts in typed.get(section.key, {}).items():
        sent.setlist(name, texts)
    return section_form(section)(sent)


def answers_in(section: Section, form: forms.Form) -> dict[str, dict[str, Any]]:
    """What a valid form answers, by field; an empty question is not among them."""
    form.full_clean()
    found: dict[str, dict[str, Any]] = {}
    for field in section.fields:
        value = form.cleaned_data.get(field.key)
        if value == UNKNOWN or form.cleaned_data.get(field.key + BOX):
            found[field.key] = dict(NOT_KNOWN)
        elif value not in (None, "", []):
            found[field.key] = {"value": _kept(field, value)}
    return found


def every_answer(sections: tuple[Section, ...], typed: Typed) -> tuple[Answers, list[Section]]:
    """(the answers of all sections, the sections in which something typed is wrong)."""
    answers: dict[str, Mapping[str, Any]] = {}
    wrong = []
    for section in sections:
        form = bound(section, typed)
        if not form.is_valid():
            wrong.append(section)
        answers |= answers_in(section, form)
    return answers, wrong


def _kept(field: Field, value: Any) -> Any:
    if field.asks in (Asks.DATE, Asks.TIME):
        return value.isoformat()
    return str(value) if field.asks is Asks.NUMBER else value


def _has_box(field: Field) -> bool:
    """Choices carry "not known" among themselves."""
    return field.asks not in (Asks.ONE_OF, Asks.YES_NO)


def _line(field: Field) -> forms.Field:
    return forms.CharField(label=field.label, help_text=field.help, required=False, max_length=LONGEST_LINE)


def _text(field: Field) -> forms.Field:
    area = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(
        label=field.label, help_text=field.help, required=False, max_length=LONGEST_TEXT, widget=area
    )


def _rows(field: Field) -> forms.Field:
    area = forms.Textarea(attrs={"rows": 4})
    how = f"One on each line: {', '.join(field.columns).lower()}."
    return forms.CharField(label=field.label, help_text=how, required=False, max_length=LONGEST_TEXT, widget=area)


def _day(field: Field) -> forms.Field:
    return DateField(label=field.label, help_text=field.help, required=False)


def _time(field: Field) -> forms.Field:
    return TimeField(label=field.label, help_text=field.help, required=False)


def _number(field: Field) -> forms.Field:
    return forms.DecimalField(label=field.label, help_text=field.help, required=False, max_digits=10, decimal_places=2)


def _one(field: Field) -> forms.Field:
    pairs = [(choice.code, _labelled(field, choice)) for choice in field.choices]
    if not {UNKNOWN, NOT_KNOWN_CODE} & set(dict(pairs)):
        pairs.append((UNKNOWN, NOT_KNOWN_LABEL))
    few = len(pairs) <= MOST_RADIOS
    return forms.ChoiceField(
        label=field.label, help_text=field.help, required=False, choices=pairs if few else [("", "Choose one"), *pairs],
        widget=RadioSelect if few else forms.Select,
    )  # fmt: skip


def _yes_or_no(field: Field) -> forms.Field:
    pairs = [("yes", "Yes"), ("no", "No"), (UNKNOWN, NOT_KNOWN_LABEL)]
    return forms.ChoiceField(label=field.label, help_text=field.help, required=False, choices=pairs, widget=RadioSelect)


def _several(field: Field) -> forms.Field:
    pairs = [(choice.code, _labelled(field, choice)) for choice in field.choices]
    return forms.MultipleChoiceField(
        label=field.label, help_text=field.help, required=False, choices=pairs, widget=CheckboxSelectMultiple
    )


def _labelled(field: Field, choice: Choice) -> str:
    """A value that is part of another says of which."""
    return f"{choice.under}: {choice.label}" if choice.under else choice.label


_MAKERS: Mapping[Asks, Callable[[Field], forms.Field]] = {
    Asks.LINE: _line, Asks.TEXT: _text, Asks.DATE: _day, Asks.TIME: _time, Asks.NUMBER: _number,
    Asks.YES_NO: _yes_or_no, Asks.ONE_OF: _one, Asks.SEVERAL_OF: _several, Asks.ROWS: _rows,
}  # fmt: skip
