"""Dates as people write them: three boxes, or one typed text; errors that say what is wrong and in which box."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date, parse_time

PARTS = ("day", "month", "year")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
TYPED = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s./-]+(?P<month>\d{1,2}|[A-Za-z]{3,9})[\s./,-]+(?P<year>\d{1,4})"
)
TIMES = re.compile(r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<half>am|pm)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateParts:
    """What stood in the three boxes, as typed."""

    day: str = ""
    month: str = ""
    year: str = ""

    def missing(self) -> tuple[str, ...]:
        """The names of the boxes left empty."""
        return tuple(part for part in PARTS if not getattr(self, part))

    @classmethod
    def of(cls, value: Any) -> DateParts:
        """Parts of a date, of parts, or of a typed text (``2026-05-03``, ``3 May 2026``, ``3/5/2026``)."""
        if isinstance(value, DateParts):
            return value
        if isinstance(value, date):
            return cls(str(value.day), str(value.month), str(value.year))
        text = str(value or "").strip()
        if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", text):
            return cls(*reversed(text.split("-")))
        found = TYPED.fullmatch(text)
        return cls(**found.groupdict()) if found else cls(day=text)


def month_number(text: str) -> int | None:
    """1 to 12 from a number or an English name or its first three letters; None if it is neither."""
    if text.isdecimal():
        return int(text)
    matches = [number for number, name in enumerate(MONTHS, 1) if len(text) >= 3 and name.startswith(text.lower())]
    return matches[0] if matches else None


class DateInput(forms.Widget):
    """Three boxes. Reads ``NAME-day``, ``NAME-month``, ``NAME-year``, or one text under ``NAME`` where that is sent."""

    template_name = "web/forms/date_input.html"
    use_fieldset = True
    supports_microseconds = False

    def __init__(self, attrs: dict[str, Any] | None = None, *, birthday: bool = False) -> None:
        super().__init__(attrs)
        self.birthday = birthday

    def value_from_datadict(self, data: Any, files: Any, name: str) -> DateParts | str | None:
        """DateParts, the single text, or None where nothing was filled in."""
        parts = DateParts(*(str(data.get(f"{name}-{part}") or "").strip() for part in PARTS))
        if len(parts.missing()) < len(PARTS):
            return parts
        return str(data.get(name) or "").strip() or None

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether the form sent neither the boxes nor the text."""
        return all(key not in data for key in (name, *(f"{name}-{part}" for part in PARTS)))

    def id_for_label(self, id_: str) -> str:
        """A legend has no ``for``; the first box stands for the whole."""
        return f"{id_}-day" if id_ else id_

    def format_value(self, value: Any) -> Any:
        """Parts, for the template."""
        return DateParts.of(value)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """``widget.boxes``: name, id, label, value, width, wrong, autocomplete of each box."""
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        wrong = str(widget["attrs"].pop("data-wrong-parts", "")).split()
        widget["boxes"] = [
            {
                "name": f"{name}-{part}",
                "id": f"{widget['attrs'].get('id', 'id_' + name)}-{part}",
                "label": part.capitalize(),
                "value": getattr(widget["value"], part),
                "width": 4 if part == "year" else 2,
                "wrong": part in wrong,
                "autocomplete": f"bday-{part}" if self.birthday else "",
            }
            for part in PARTS
        ]
        return context


class DateField(forms.DateField):
    """A date in three boxes. Its errors name the field: "Date of visit must include a year"."""

    widget = DateInput

    def to_python(self, value: Any) -> date | None:
        """The date; raises ValidationError whose params hold ``parts``, the boxes that are wrong."""
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        return self._read(DateParts.of(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another date is meant, however it is written."""
        if not initial and not data:
            return False
        return not initial or DateParts.of(initial) != self._known(data)

    def _known(self, data: Any) -> DateParts:
        try:
            return DateParts.of(self.to_python(data))
        except ValidationError:
            return DateParts.of(data)

    def _read(self, parts: DateParts) -> date:
        missing = parts.missing()
        if missing == ("month", "year") and not parts.day.isdecimal():
            raise self._wrong("must be a real date, like 27 3 2026", PARTS)
        if missing:
            raise self._wrong(f"must include a {' and '.join(missing)}", missing)
        if len(parts.year) != 4 or not parts.year.isdecimal():
            raise self._wrong("must have a year of 4 numbers, like 2026", ("year",))
        month = month_number(parts.month)
        if month is None or not 1 <= month <= 12:
            raise self._wrong("must have a real month", ("month",))
        try:
            return date(int(parts.year), month, int(parts.day))
        except ValueError as error:
            raise self._wrong("must be a real date", ("day",) if parts.day else PARTS) from error

    def _wrong(self, rest: str, parts: tuple[str, ...]) -> ValidationError:
        return ValidationError(f"{self.label or 'The date'} {rest}", code="invalid", params={"parts": parts})


class TimeInput(forms.TimeInput):
    """One short text box: a time as people write it."""

    supports_microseconds = False

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "govuk-input--width-5", "autocomplete": "off", **(attrs or {})}, format="%H:%M")


class TimeField(forms.TimeField):
    """A time of day: ``14:30``, ``2.30pm``, ``2pm``, ``9:15``."""

    widget = TimeInput

    def to_python(self, value: Any) -> time | None:
        """The time; raises ValidationError naming the field."""
        if value in self.empty_values:
            return None
        read = value if isinstance(value, time) else read_time(str(value).strip())
        if read is None:
            raise ValidationError(f"{self.label or 'The time'} must be a time, like 9:30am or 14:30", code="invalid")
        return read


def read_time(text: str) -> time | None:
    """A time of day as typed; None if it is not one. ``14:30``, ``2pm`` and ``2.30pm`` are; a bare ``2`` is not."""
    found = TIMES.fullmatch(text)
    if not found or (found["minute"] is None and found["half"] is None):
        return None
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), (found["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    return parse_time(f"{hour:02}:{minute:02}") if hour < 24 and minute < 60 else None


def read_date(text: str) -> date | None:
    """A date in a query string (ISO) or as typed; None if it is not a real one."""
    if not text.strip():
        return None
    try:
        return parse_date(text.strip()) or DateField().to_python(text)
    except (ValueError, ValidationError):
        return None
