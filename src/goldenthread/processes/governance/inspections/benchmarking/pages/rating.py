"""Rating, one page for each theme: kept as it is typed, handed in at the end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from goldenthread.core.tenancy.conflicts import StaleEdit
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.thread.models import Evidence
from goldenthread.web.components import Tag, Task
from goldenthread.web.forms import RadioSelect
from goldenthread.web.pages.board import at_board
from goldenthread.web.pages.forms import act, version_of

from ..models import Asked, Exercise, Rater, Rating
from ..rating import SAID, Given, hand_in, rate, raters_of_mine, take_back
from .shared import CANNOT, FORM, crumbs, exercise_at, grades

MOST_EVIDENCE = 200


class ThemeForm(forms.Form):
    """Of each statement of a theme its grade, why, and the evidence; nothing need be filled in to be kept."""

    mark_optional = False

    def __init__(self, exercise: Exercise, asked: list[Asked], board: Partnership, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        shown = Evidence.objects.filter(action__partnership=board).select_related("action")[:MOST_EVIDENCE]
        choices = [("", "None"), *((str(one.pk), f"{one.action.reference}: {one.summary[:80]}") for one in shown)]
        self.evidence = {str(one.pk): one for one in shown}
        for row in asked:
            self.fields.update(_fields(exercise, row, choices))

    def groups(self) -> list[tuple[Asked, list[Any]]]:
        """Each statement with its fields."""
        return [(row, [self[f"{name}_{row.pk}"] for name in SAID]) for row in self.asked]

    def given(self) -> dict[int, Given]:
        """What a form that is valid says, by the key of what is asked."""
        said = self.cleaned_data
        return {
            row.pk: Given(
                said[f"grade_{row.pk}"],
                said[f"why_{row.pk}"],
                said[f"evidence_{row.pk}"],
                self.evidence.get(said[f"shown_by_{row.pk}"]),
            )
            for row in self.asked
        }


@at_board
def rate_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """As whom one may rate here, and how far it has come, theme by theme."""
    exercise = exercise_at(board, pk)
    themes = _themes(exercise)
    mine = raters_of_mine(board, exercise)
    said: dict[int, dict[int, Rating]] = {}
    for row in Rating.objects.filter(rater__in=mine):
        said.setdefault(row.rater_id, {})[row.asked_id] = row
    sheets = [(one, _tasks(board, exercise, one, themes, said.get(one.pk, {}))) for one in mine]
    context = {
        "exercise": exercise,
        "open": exercise.state == Exercise.State.RATING,
        "sheets": sheets,
        "crumbs": crumbs(board, exercise),
    }
    return render(request, "benchmarking/rate.html", context)


@at_board
def theme_page(request: HttpRequest, board: Partnership, pk: int, rater: int, theme: int) -> HttpResponse:
    exercise = exercise_at(board, pk)
    sheet = _sheet(board, exercise, rater)
    themes = list(_themes(exercise).items())
    if not 1 <= theme <= len(themes):
        raise Http404("There is no such theme.")
    here = reverse("rate_exercise", args=[board.slug, pk])
    if exercise.state != Exercise.State.RATING or sheet.handed_in_at:
        return redirect(here)
    title, asked = themes[theme - 1]
    said = {row.asked_id: row for row in Rating.objects.filter(rater=sheet, asked__in=asked)}
    initial = {f"{name}_{key}": row.serializable_value(name) for key, row in said.items() for name in SAID}
    form = ThemeForm(exercise, asked, board, request.POST or None, initial=initial)
    following = reverse("rate_theme", args=[board.slug, pk, rater, theme + 1]) if theme < len(themes) else here
    context = {
        "title": title,
        "caption": f"{sheet}. Theme {theme} of {len(themes)}",
        "version": sheet.version,
        "back_url": here,
        "crumbs": crumbs(board, exercise),
    }
    if request.headers.get("HX-Request"):
        return _kept(request, sheet, form)

    def verb(values: dict[str, Any]) -> Rater:
        return rate(sheet, form.given(), expected_version=version_of(request))

    return act(request, form, verb, lambda _: following, "benchmarking/theme.html", context)


@at_board
def hand_in_page(request: HttpRequest, board: Partnership, pk: int, rater: int) -> HttpResponse:
    exercise = exercise_at(board, pk)
    sheet = _sheet(board, exercise, rater)
    here = reverse("rate_exercise", args=[board.slug, pk])
    back = sheet.handed_in_at is not None
    form = forms.Form(request.POST if request.method == "POST" else None)
    context = {
        "title": "Take the rating back" if back else "Hand the rating in",
        "caption": f"{sheet}, {exercise.title}",
        "warning": "You can go on rating until the rating is closed."
        if back
        else "Nobody else sees it until the rating is closed. Then everyone at the partnership does.",
        "button": "Take it back" if back else "Hand it in",
        "cancel_url": here,
        "crumbs": crumbs(board, exercise),
    }

    def done(_: Rater) -> str:
        messages.success(request, "Taken back." if back else "Handed in. Thank you.")
        return here

    return act(request, form, lambda _: take_back(sheet) if back else hand_in(sheet), done, FORM, context)


def _kept(request: HttpRequest, sheet: Rater, form: ThemeForm) -> HttpResponse:
    """While it is being typed: kept, and the version that the next save goes by."""
    told = "Not kept yet: a field above cannot be read."
    if form.is_valid():
        try:
            sheet, told = rate(sheet, form.given(), expected_version=version_of(request)), "Kept as you typed it."
        except StaleEdit:
            told = "A colleague saved this statement since. Save to see both."
        except ValidationError as wrong:
            told = " ".join(wrong.messages)
        else:
            return render(request, "benchmarking/_kept.html", {"told": told, "version": sheet.version})
    return render(request, "benchmarking/_kept.html", {"told": told, "version": version_of(request)})


def _sheet(board: Partnership, exercise: Exercise, rater: int) -> Rater:
    """The rater's sheet, if it is one's own; another's does not exist."""
    for one in raters_of_mine(board, exercise):
        if one.pk == rater:
            return one
    raise Http404("You are not asked to rate as this rater.")


def _themes(exercise: Exercise) -> dict[str, list[Asked]]:
    found: dict[str, list[Asked]] = {}
    for row in exercise.asked.all():
        found.setdefault(row.theme, []).append(row)
    return found


def _tasks(
    board: Partnership, exercise: Exercise, rater: Rater, themes: dict[str, list[Asked]], said: dict[int, Rating]
) -> list[Task]:
    tasks = []
    for place, (theme, asked) in enumerate(themes.items(), 1):
        done = sum(row.pk in said and said[row.pk].grade is not None and bool(said[row.pk].why) for row in asked)
        status = Tag("Rated", "green") if done == len(asked) else Tag("Started", "yellow") if done else Tag("Not rated")
        open_ = exercise.state == Exercise.State.RATING and rater.handed_in_at is None
        href = reverse("rate_theme", args=[board.slug, exercise.pk, rater.pk, place]) if open_ else ""
        tasks.append(Task(theme, status, href, f"{done} of {len(asked)}"))
    return tasks


def _fields(exercise: Exercise, row: Asked, evidence: list[tuple[str, str]]) -> dict[str, forms.Field]:
    of = f"statement {row.number}"
    return {
        f"grade_{row.pk}": forms.TypedChoiceField(
            label=f"Grade of {of}", required=False, coerce=int, empty_value=None, choices=[*grades(exercise), CANNOT],
            widget=RadioSelect,
        ),
        f"why_{row.pk}": forms.CharField(
            label=f"Why, {of}", required=False, max_length=3000, widget=forms.Textarea({"rows": "3"})
        ),
        f"evidence_{row.pk}": forms.CharField(
            label=f"Evidence, {of}", required=False, max_length=500, help_text="Name the document, audit or figure."
        ),
        f"shown_by_{row.pk}": forms.ChoiceField(
            label=f"Evidence of an action, {of}", required=False, choices=evidence, widget=forms.Select
        ),
    }  # fmt: skip
