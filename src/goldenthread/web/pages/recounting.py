"""Counting a year, and the page and the file of one counted again, for any register that keeps its counts
(core.casework.recounting).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from goldenthread.core.casework.recounting import Because, Recounted
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import LONDON
from goldenthread.kernel.periods import Every, Stretch, label, period
from goldenthread.publishing.spreadsheets import Sheet, to_workbook
from goldenthread.web.components import Cell, Column, Link, Table
from goldenthread.web.forms import RadioSelect
from goldenthread.web.signin.stepping_up import ask_before_export

from .board import record_address
from .forms import act
from .listing import EXCEL

SHOWN = 100
KEPT = "What may be shown of the count is for everyone at the partnership, and may be published."
FIGURES = ("What is counted", "When it was first counted", "Now", "Change")
CASES = ("Case", "Opened on", "Entered on", "What was done", "By")


def year_at(year: int) -> Stretch:
    """The financial year that an address names by the year in which it begins. 404 for one that cannot be."""
    if not 1990 <= year <= 2200:
        raise Http404("There is no such year.")
    return period(Every.FINANCIAL_YEAR, date(year, 4, 1))


def counting_page(
    request: HttpRequest, verb: Callable[[Stretch], Any], *, years: Iterable[Stretch], there: str,
    crumbs: Sequence[Link], done: Callable[[Any], str] | None = None, warning: str = KEPT,
) -> HttpResponseBase:  # fmt: skip
    """Which of these years is to be counted. Counted, it leads to the page of the years, `there`, or where `done` says.
    For those who keep the register: whoever calls sees to it.
    """
    choices = {str(one.first.year): one for one in years}
    words = [(key, f"April {one.first.year} to March {one.last.year}") for key, one in choices.items()]
    made = {"year": forms.ChoiceField(label="Which year?", choices=words, widget=RadioSelect)}
    return act(
        request,
        type("YearForm", (forms.Form,), made)(request.POST or None),
        lambda said: verb(choices[said["year"]]),
        done or (lambda count: f"{there}?year={count.first.year}"),
        "web/pages/form.html",
        {
            "title": "Count a year",
            "warning": warning if choices else "No year that the register knows is over yet.",
            "crumbs": list(crumbs),
            "cancel_url": there,
            "button": "Count it",
        },
    )


def recounted_page(
    request: HttpRequest,
    board: Partnership,
    found: Recounted | None,
    *,
    title: str,
    kind: str,
    year: Stretch,
    crumbs: Sequence[Link],
) -> HttpResponse:
    """What is other than when the year was first counted, and because of which cases; with `?format=xlsx` as Excel.
    For those who keep the register: whoever calls sees to it.
    """
    if found and request.GET.get("format") == "xlsx":
        return ask_before_export(request) or _file(found, f"{title} {label(year)}")
    context = {
        "title": f"{title}, {label(year)}: counted again",
        "found": found,
        "figures": _figures(found) if found else None,
        "entered": _cases(board, kind, "Entered since", found.entered) if found else None,
        "corrected": _cases(board, kind, "Changed since", found.corrected) if found else None,
        "more": bool(found and max(len(found.entered), len(found.corrected)) > SHOWN),
        "crumbs": list(crumbs),
    }
    return render(request, "web/pages/recounted.html", context)


def _figures(found: Recounted) -> Table:
    columns = (Column(FIGURES[0]), *(Column(words, numeric=True) for words in FIGURES[1:]))
    rows = tuple(tuple(Cell(said) for said in row) for row in _figure_rows(found))
    return Table("Figures that are other now", columns, rows, True)


def _figure_rows(found: Recounted) -> list[tuple[str, str, str, str]]:
    return [
        (one.words, "" if one.was is None else str(one.was), "" if one.is_now is None else str(one.is_now),
         f"{one.by:+d}")
        for one in found.changed
    ]  # fmt: skip


def _cases(board: Partnership, kind: str, caption: str, lines: Sequence[Because]) -> Table:
    rows = tuple(
        (
            Cell(one.reference, record_address(board, kind, one.pk)),
            Cell(one.opened_on),
            Cell(one.at.astimezone(LONDON).date()),
            Cell(one.what),
            Cell(one.by),
        )
        for one in lines[:SHOWN]
    )
    return Table(caption, tuple(Column(words) for words in CASES), rows, True)


def _file(found: Recounted, title: str) -> HttpResponse:
    def cases(lines: Sequence[Because]) -> list[list[object]]:
        return [[one.reference, one.opened_on, one.at.astimezone(LONDON).date(), one.what, one.by] for one in lines]

    sheets = [
        Sheet("Figures", list(FIGURES), [list(row) for row in _figure_rows(found)]),
        Sheet("Entered since", list(CASES), cases(found.entered)),
        Sheet("Changed since", list(CASES), cases(found.corrected)),
    ]
    response = HttpResponse(to_workbook(title, sheets), content_type=EXCEL)
    response["Content-Disposition"] = f'attachment; filename="{title} counted again.xlsx"'
    return response
