"""The vocabulary of themes, and what a finding or a record is about."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from goldenthread.core.casework.models import Record
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT, UNIT
from goldenthread.core.thread.learning import who_may_find
from goldenthread.core.thread.models import (
    Finding,
    FindingTheme,
    Recommendation,
    RecommendationTheme,
    RecordTheme,
    Theme,
)
from goldenthread.core.thread.outcomes import outcome_by_looks
from goldenthread.core.thread.themes import (
    adopt_themes,
    amend_theme,
    keep_theme,
    merge_themes,
    part_themes,
    put_themes,
    retire_theme,
    themes_in_use,
    themes_of,
)
from goldenthread.core.thread.threads import strands
from goldenthread.web.components import Cell, Column, Link, Table, Tag

from .board import at_board, for_unit, home_crumb, is_unit, needs, record_address
from .forms import act, form_class, initial_from, version_of
from .placing import themes_field
from .recommendation_parts import standing_tag
from .recommendations import url_of as recommendation_address
from .records import named, url_of

FORM = "web/pages/form.html"
COLUMNS = ("name", "note")
#: As many of each as the page of one theme shows, the newest.
MOST_SHOWN = 50


@at_board
def theme_list(request: HttpRequest, board: Partnership) -> HttpResponse:
    """Every theme, how often each is used in what the reader may see, and what may be done with it."""
    may = is_unit(board)
    themes = list(Theme.objects.filter(partnership=board).select_related("merged_into").order_by("name"))
    used = _used(board)
    for theme in themes:  # what was tagged with a merged word counts where it leads
        if theme.merged_into_id:
            used[theme.merged_into_id] = _added(used.get(theme.merged_into_id), used.get(theme.pk))
    headings = ("Theme", "Recommendations", "Findings", "Records")
    context = {
        "title": "Themes",
        "table": Table(
            "Themes",
            tuple(Column(text, numeric=text != "Theme") for text in headings),
            tuple(_row(board, theme, used.get(theme.pk, (0, 0, 0))) for theme in themes),
            True,
        ),
        "may": may,
        "add_url": reverse("add_theme", args=[board.slug]),
        "adopt_url": reverse("adopt_themes", args=[board.slug]),
        "crumbs": [home_crumb(board)],
    }
    return render(request, "web/pages/themes.html", context)


@at_board
def theme_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """One theme over all that came of it: what was found, what was asked for, whether it changed anything."""
    theme = get_object_or_404(Theme.objects.select_related("merged_into"), pk=pk, partnership=board)
    meant = [pk, *theme.merged.values_list("pk", flat=True)]
    advice = strands(
        Recommendation.objects.filter(partnership=board, themed__theme__in=meant)
        .distinct()
        .order_by("-made_on", "-pk")[:MOST_SHOWN]
    )
    findings = Finding.objects.filter(source__partnership=board, themed__theme__in=meant).select_related("source")
    records = Record.objects.filter(partnership=board, themed__theme__in=meant).distinct().order_by("-opened_on", "-pk")
    at = [board.slug, pk]
    retire = "Use it again" if theme.retired_on else "Stop offering it"
    merge = "Use it by itself again" if theme.merged_into_id else "Merge it into another"
    moves = (("Change it", "change_theme"), (merge, "merge_theme"), (retire, "retire_theme"))
    context = {
        "theme": theme,
        "advice": [
            (one.recommendation, recommendation_address(board, one.recommendation),
             standing_tag(one.recommendation, one.looks), outcome_by_looks(one.recommendation, one.looks).label)
            for one in advice
        ],
        "findings": [
            (finding, reverse("finding", args=[board.slug, finding.pk]))
            for finding in findings.distinct().order_by("-found_on", "-pk")[:MOST_SHOWN]
        ],
        "records": [(record, record_address(board, record.kind, record.pk)) for record in records[:MOST_SHOWN]],
        "most": MOST_SHOWN,
        "all_url": f"{reverse('coverage', args=[board.slug])}?theme={pk}",
        "moves": [Link(label, reverse(name, args=at)) for label, name in moves] if is_unit(board) else [],
        "crumbs": [home_crumb(board), Link("Themes", reverse("themes", args=[board.slug]))],
    }  # fmt: skip
    return render(request, "web/pages/theme.html", context)


@for_unit("add themes")
def adopt_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    form = forms.Form(request.POST if request.method == "POST" else None)
    context = _context(board, "Add the usual themes", "Add them")
    context["caption"] = "Those that reviews and audits keep coming back to; yours stay as they are."
    return _act(request, board, form, lambda _: adopt_themes(board), context)


@for_unit("add a theme")
def add_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    form = form_class(Theme, COLUMNS, board)(request.POST or None)
    return _act(
        request, board, form, lambda v: keep_theme(partnership=board, **v), _context(board, "Add a theme", "Add it")
    )


@for_unit("change a theme")
def change_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    theme = get_object_or_404(Theme, pk=pk, partnership=board)
    form = form_class(Theme, COLUMNS, board)(request.POST or None, initial=initial_from(theme, COLUMNS))
    context = _context(board, "Change a theme", "Save") | {"version": theme.version, "caption": theme.name}
    version = version_of(request)
    return _act(request, board, form, lambda v: amend_theme(theme, expected_version=version, **v), context)


@for_unit("merge themes")
def merge_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Let one word lead to another; or, where it does, part them again."""
    theme = get_object_or_404(Theme, pk=pk, partnership=board)
    version = version_of(request)
    if theme.merged_into_id:
        form: forms.Form = forms.Form(request.POST if request.method == "POST" else None)
        context = _context(board, f"Use {theme.name} by itself again", "Part them") | {"version": theme.version}
        return _act(request, board, form, lambda _: part_themes(theme, expected_version=version), context)
    others = forms.ModelChoiceField(themes_in_use(board).exclude(pk=pk), label="Which theme says the same?")
    form = type("MergeForm", (forms.Form,), {"into": others})(request.POST or None)
    context = _context(board, f"Merge {theme.name} into another", "Merge them") | {"version": theme.version}
    context["warning"] = "What is tagged with it counts under the other from now on. You can part them again."
    return _act(request, board, form, lambda v: merge_themes(theme, v["into"], expected_version=version), context)


@for_unit("retire a theme")
def retire_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    theme = get_object_or_404(Theme, pk=pk, partnership=board)
    back = theme.retired_on is not None
    title = f"Use {theme.name} again" if back else f"Stop offering {theme.name}"
    context = _context(board, title, "Use it again" if back else "Stop offering it") | {"version": theme.version}
    version = version_of(request)
    form = forms.Form(request.POST if request.method == "POST" else None)
    return _act(request, board, form, lambda _: retire_theme(theme, back=back, expected_version=version), context)


@at_board
def finding_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Say what a finding is about."""
    finding = get_object_or_404(Finding.objects.select_related("source"), pk=pk, source__partnership=board)
    needs(who_may_find(finding.source), board, "say what a finding is about")
    return _about(request, board, finding, reverse("finding", args=[board.slug, pk]), str(finding))


@at_board
def record_page(request: HttpRequest, board: Partnership, kind: str, pk: int) -> HttpResponse:
    """Say what a record is about."""
    process = named(kind)
    record: Any = get_object_or_404(process.model, pk=pk, partnership=board)
    needs(OVERSIGHT | process.may_amend, board, "say what a record is about")
    return _about(request, board, record, url_of(board, record), str(record))


def _about(request: HttpRequest, board: Partnership, row: Any, back: str, caption: str) -> HttpResponse:
    fields = themes_field(board)
    form = type("AboutForm", (forms.Form,), fields)(
        request.POST if request.method == "POST" else None, initial={"themes": [theme.pk for theme in themes_of(row)]}
    )
    context = {
        "title": "What is it about?",
        "caption": caption,
        "crumbs": [home_crumb(board), Link(caption[:60], back)],
        "cancel_url": back,
        "button": "Save",
    }
    if not fields:
        context["warning"] = "There are no themes yet. The business unit adds them under Actions, Themes."
    return act(request, form, lambda v: put_themes(row, v.get("themes", ())), lambda _: back, FORM, context)


Used = tuple[int, int, int]


def _used(board: Partnership) -> dict[int, Used]:
    """Theme key -> how many recommendations, findings and records in sight are tagged with it. Three queries."""
    found: dict[int, list[int]] = {}
    for place, links in enumerate((RecommendationTheme, FindingTheme, RecordTheme)):
        rows = links.objects.filter(theme__partnership=board).values_list("theme_id").annotate(Count("pk"))
        for theme, number in rows:
            found.setdefault(theme, [0, 0, 0])[place] = number
    return {theme: (numbers[0], numbers[1], numbers[2]) for theme, numbers in found.items()}


def _added(one: Used | None, other: Used | None) -> Used:
    (a, b, c), (d, e, f) = one or (0, 0, 0), other or (0, 0, 0)
    return a + d, b + e, c + f


def _row(board: Partnership, theme: Theme, used: Used) -> tuple[Any, ...]:
    tag = Tag("Not offered", "grey") if theme.retired_on else None
    note = theme.note
    if theme.merged_into:
        tag, note = Tag("Merged", "grey"), f"Counted under {theme.merged_into}."
    first = Cell(theme.name, reverse("theme", args=[board.slug, theme.pk]), tag=tag, note=note)
    return (first, *(Cell(number) for number in used))


def _context(board: Partnership, title: str, button: str) -> dict[str, Any]:
    back = reverse("themes", args=[board.slug])
    return {
        "title": title,
        "button": button,
        "cancel_url": back,
        "crumbs": [home_crumb(board), Link("Themes", back)],
    }


def _act(
    request: HttpRequest, board: Partnership, form: forms.Form, verb: Any, context: dict[str, Any]
) -> HttpResponse:
    needs(UNIT, board, "change themes")
    return act(request, form, verb, lambda _: reverse("themes", args=[board.slug]), FORM, context)
