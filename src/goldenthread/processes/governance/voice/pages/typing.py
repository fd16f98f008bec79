"""Counts typed on a page, for those without the survey's sheet; and counts taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.web.pages.board import at_board, needs
from goldenthread.web.pages.forms import act, version_of

from ..models import Count, Question, Survey, Wave
from ..surveying import Given, count_wave, uncount_wave
from ..taking import ASKED, whole
from .surveys import FORM, address, all_crumbs, survey_at

#: A page takes so many numbers; a larger survey is counted on its sheet.
MOST_CELLS = 600


@dataclass(frozen=True)
class Place:
    """Where a number stands: to which question, which answer, of which group. No question: how many were asked."""

    name: str
    question: Question | None
    answer: str
    group: str

    @property
    def words(self) -> str:
        return f"{f'Question {self.question.number}, {self.answer}' if self.question else ASKED}, {self.group}"


def places_of(survey: Survey) -> list[Place]:
    """Every number that a survey asks for, in the order of its sheet."""
    groups = list(enumerate(survey.group_names))
    found = [Place(f"asked_{column}", None, "", group) for column, group in groups]
    for one in survey.questions.all():
        for row, answer in enumerate(one.options):
            found += [Place(f"q{one.number}_{row}_{column}", one, answer, group) for column, group in groups]
    return found


class Cell(forms.CharField):
    """One number of people; empty is nought, as on the sheet."""

    def __init__(self, place: Place) -> None:
        widget = forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"})
        super().__init__(label=place.words, required=False, max_length=12, widget=widget)
        self.place = place

    def clean(self, value: Any) -> Given:
        """Raises ValidationError, naming the cell, for what is not a whole number of people."""
        said = super().clean(value)
        people = whole(said)
        if people is None:
            raise ValidationError(f"{self.place.words}: '{said}' is not a whole number of people.")
        return Given(self.place.question, self.place.answer, self.place.group, people, self.place.words)


class TypedCounts(forms.Form):
    """The survey's sheet on a page."""

    def __init__(self, survey: Survey, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.survey = survey
        self.places = places_of(survey)
        for place in self.places:
            self.fields[place.name] = Cell(place)

    @property
    def given(self) -> list[Given]:
        return [self.cleaned_data[place.name] for place in self.places]

    def parts(self) -> Iterator[tuple[str, list[tuple[str, list[Any]]]]]:
        """(heading, rows of (answer, its cells)) for the page."""
        across = len(self.survey.group_names)
        cells = [self[place.name] for place in self.places]
        yield ASKED, [("Asked", cells[:across])]
        start = across
        for one in self.survey.questions.all():
            rows = []
            for answer in one.options:
                rows.append((answer, cells[start : start + across]))
                start += across
            yield str(one), rows

    def naming(self, errors: ValidationError) -> ValidationError:
        """The same errors, each at the cell that it names."""
        found: dict[str, list[str]] = {}
        for text in errors.messages:
            named = next((place.name for place in self.places if text.startswith(f"{place.words}: ")), "__all__")
            found.setdefault(named, []).append(text)
        return ValidationError(found)


@at_board
def type_page(request: HttpRequest, board: Partnership, pk: int, wave: int) -> HttpResponse:
    survey, row = _wave_at(board, pk, wave)
    if len(places_of(survey)) > MOST_CELLS:
        raise Http404("This survey has too many numbers for a page. Give its counts on its sheet.")
    form = TypedCounts(survey, request.POST or None, initial=_stands(survey, row))

    def verb(values: dict[str, Any]) -> Wave:
        try:
            return count_wave(row, form.given, expected_version=version_of(request))
        except ValidationError as wrong:
            raise form.naming(wrong) from wrong

    def done(made: Wave) -> str:
        messages.success(request, f"The counts of {made.name} are taken.")
        return address(board, survey)

    context = {
        "survey": survey,
        "wave": row,
        "version": row.version,
        "crumbs": all_crumbs(board, survey),
        "cancel_url": address(board, survey),
        "file_url": reverse("survey_counts", args=[board.slug, survey.pk, row.pk]),
    }
    return act(request, form, verb, done, "voice/type_counts.html", context)


@at_board
def uncount_page(request: HttpRequest, board: Partnership, pk: int, wave: int) -> HttpResponse:
    """Take back what was counted, by sheet or by page."""
    survey, row = _wave_at(board, pk, wave)
    context = {
        "title": f"Take back the counts of {row.name}?",
        "caption": survey.title,
        "warning": "What was counted is taken away, and this wave is shown as not counted yet.",
        "version": row.version,
        "crumbs": all_crumbs(board, survey),
        "cancel_url": address(board, survey),
        "button": "Take them back",
    }

    def verb(values: dict[str, Any]) -> Wave:
        return uncount_wave(row, expected_version=version_of(request))

    return act(request, forms.Form(request.POST or None), verb, lambda _: address(board, survey), FORM, context)


def _wave_at(board: Partnership, pk: int, wave: int) -> tuple[Survey, Wave]:
    survey = survey_at(board, pk)
    row = get_object_or_404(Wave, pk=wave, survey=survey)
    needs(OVERSIGHT, board, "give what was counted")
    return survey, row


def _stands(survey: Survey, wave: Wave) -> dict[str, int]:
    """What was counted before, by the name of its place."""
    rows = Count.objects.filter(wave=wave)
    known = {(one.question_id, one.answer, one.group): one.people for one in rows}
    keyed = [(place.name, (place.question.pk if place.question else None, place.answer, place.group))
             for place in places_of(survey)]  # fmt: skip
    return {name: known[key] for name, key in keyed if key in known}
