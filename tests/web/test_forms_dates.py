"""Dates and times as people write them."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from django import forms
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.web.dates import MONTHS, DateField, TimeField, read_date, read_time


class Visit(forms.Form):
    """One date."""

    visit = DateField(label="Date of visit")


class Perhaps(forms.Form):
    """One date that may be left out."""

    visit = DateField(required=False)


def boxes(day: str, month: str, year: str) -> dict[str, str]:
    """What the three boxes send."""
    return {"visit-day": day, "visit-month": month, "visit-year": year}


@given(st.dates(min_value=date(1000, 1, 1)))
def test_any_date_is_read_however_it_is_written(day: date) -> None:
    month = MONTHS[day.month - 1]
    typed = [
        day.isoformat(), f"{day.day}/{day.month}/{day.year}", f"{day.day} {month.title()} {day.year}",
        f"{day.day:02}.{day.month:02}.{day.year}", f"{day.day}th {month[:3]} {day.year}",
    ]  # fmt: skip
    for text in typed:
        assert Visit({"visit": text}).errors == {}, text
        assert read_date(text) == day
    for written in (str(day.month), f"{day.month:02}", month, month[:3].upper()):
        form = Visit(boxes(str(day.day), written, str(day.year)))
        assert form.is_valid()
        assert form.cleaned_data["visit"] == day


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_nothing_that_is_typed_breaks_the_form(day: str, month: str, year: str) -> None:
    form = Visit(boxes(day, month, year))
    assert form.is_valid() == ("visit" in form.cleaned_data)
    assert str(form)


@given(st.text(max_size=30))
def test_no_single_text_breaks_the_form(text: str) -> None:
    form = Visit({"visit": text})
    assert form.is_valid() == ("visit" in form.cleaned_data)
    assert read_date(text) == form.cleaned_data.get("visit")


@pytest.mark.parametrize(
    ("typed", "message", "parts"),
    [
        (boxes("3", "5", ""), "Date of visit must include a year", ("year",)),
        (boxes("", "5", ""), "Date of visit must include a day and year", ("day", "year")),
        (boxes("", "", "2026"), "Date of visit must include a day and month", ("day", "month")),
        (boxes("3", "13", "2026"), "Date of visit must have a real month", ("month",)),
        (boxes("3", "Ma", "2026"), "Date of visit must have a real month", ("month",)),
        (boxes("31", "2", "2026"), "Date of visit must be a real date", ("day",)),
        (boxes("3", "5", "26"), "Date of visit must have a year of 4 numbers, like 2026", ("year",)),
        ({"visit": "next Tuesday"}, "Date of visit must be a real date, like 27 3 2026", ("day", "month", "year")),
        (boxes("", "", ""), "Enter date of visit", ("day", "month", "year")),
    ],
)
def test_errors_name_the_date_and_the_box(typed: dict[str, str], message: str, parts: tuple[str, ...]) -> None:
    form = Visit(typed)
    assert form.errors["visit"] == [message]
    assert form["visit"].wrong_parts == parts


def test_an_empty_date_is_no_date() -> None:
    form = Perhaps(boxes("", "", ""))
    assert form.is_valid()
    assert form.cleaned_data["visit"] is None


def test_the_same_date_written_otherwise_is_no_change() -> None:
    initial = {"visit": date(2026, 5, 3)}
    assert not Visit(boxes("03", "May", "2026"), initial=initial).has_changed()
    assert not Visit({"visit": "2026-05-03"}, initial=initial).has_changed()
    assert Visit(boxes("4", "5", "2026"), initial=initial).has_changed()
    assert Visit(boxes("", "", ""), initial=initial).has_changed()
    assert Visit(boxes("3", "5", "2026")).has_changed()
    assert not Perhaps(boxes("", "", "")).has_changed()


def test_a_query_string_works_as_well_as_a_posted_form() -> None:
    assert Visit(QueryDict("visit=2026-05-03")).is_valid()
    assert Visit(QueryDict("visit-day=3&visit-month=5&visit-year=2026")).is_valid()


@given(st.times().map(lambda moment: moment.replace(second=0, microsecond=0)))
def test_any_time_is_read_in_both_ways_of_writing(moment: time) -> None:
    twelve = datetime.combine(date(2026, 1, 1), moment).strftime("%I:%M%p").lower()
    for text in (f"{moment:%H:%M}", f"{moment:%H.%M}", twelve, twelve.replace("m", " M")):
        assert read_time(text.replace(" M", "m")) == moment


@pytest.mark.parametrize(("text", "hour"), [("2pm", 14), ("12am", 0), ("12pm", 12), ("9 AM", 9)])
def test_whole_hours_need_am_or_pm(text: str, hour: int) -> None:
    assert read_time(text) == time(hour)


@pytest.mark.parametrize("text", ["2", "25:00", "9:60", "13pm", "0am", "noon", ""])
def test_what_is_no_time_is_refused(text: str) -> None:
    assert read_time(text) is None
    if text:
        with pytest.raises(forms.ValidationError, match="must be a time"):
            TimeField().clean(text)
