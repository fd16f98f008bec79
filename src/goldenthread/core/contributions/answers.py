"""What was answered, by field: a value, or that it was asked and is not known. A field that is not here is blank."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from goldenthread.law.forms import Answered, Asks, Completeness, Field, Form, Section, completeness

#: How answers are kept: field key -> {"value": ...} or {"not_known": True}.
Answers = Mapping[str, Mapping[str, Any]]
#: What stands in a form, as it was typed: section key -> name of the input -> its texts.
Typed = Mapping[str, Mapping[str, list[str]]]
NOT_KNOWN = {"not_known": True}
#: The code of a list's own "Not known".
NOT_KNOWN_CODE = "not_known"


def sections_of(form: Form, keys: Iterable[str]) -> tuple[Section, ...]:
    """The sections that were asked for, in the form's order; all of them where none is named."""
    wanted = set(keys)
    return tuple(one for one in form.sections if not wanted or one.key in wanted)


def how(answers: Answers) -> dict[str, Answered]:
    """Each field's standing, for `law.forms.completeness`. A list's own "not known" is no answer."""
    unknown = {key for key, one in answers.items() if one.get("not_known") or one.get("value") == NOT_KNOWN_CODE}
    return {key: Answered.NOT_KNOWN if key in unknown else Answered.GIVEN for key in answers}


def stands(form: Form, sections: Iterable[Section], answers: Answers) -> Completeness:
    """How much of these sections is answered."""
    return completeness(form, how(answers), tuple(one.key for one in sections))


def in_words(field: Field, answers: Answers) -> str:
    """An answer as it is read: labels for codes, one line a row."""
    one = answers.get(field.key)
    if one is None:
        return "Not answered"
    if one.get("not_known"):
        return "Asked, not known"
    value = one.get("value", "")
    if field.asks is Asks.DATE:
        return f"{date.fromisoformat(value):%-d %B %Y}"
    labels = {choice.code: choice.label for choice in field.choices}
    if field.asks is Asks.YES_NO:
        labels = {"yes": "Yes", "no": "No"}
    if isinstance(value, list):
        return ", ".join(labels.get(code, str(code)) for code in value)
    return labels.get(value, str(value))


def values_of(form: Form, answers: Answers) -> dict[str, object]:
    """The values that were given, by field: dates and times as such, numbers as Decimal, codes and words as text. What
    is not known is not among them.
    """
    return {
        field.key: _value(field, answers[field.key]["value"])
        for field in form.fields
        if "value" in answers.get(field.key, {})
    }


def _value(field: Field, kept: Any) -> object:
    if field.asks is Asks.DATE:
        return date.fromisoformat(kept)
    if field.asks is Asks.TIME:
        return time.fromisoformat(kept)
    return Decimal(kept) if field.asks is Asks.NUMBER else kept
