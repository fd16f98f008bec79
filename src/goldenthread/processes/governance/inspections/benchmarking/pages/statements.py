"""The partnership's list of statements: by hand, from a file, and those that are shipped."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import UNIT
from goldenthread.law.inspections import FRAMEWORKS
from goldenthread.web.components import Cell, Column, Link, Table, Tag
from goldenthread.web.forms import RadioSelect
from goldenthread.web.pages.board import at_board, for_unit, home_crumb, is_unit, needs
from goldenthread.web.pages.forms import act, version_of

from ..asking import add_statement, adopt_statements, amend_statement, retire_statement
from ..intake import take_statements, template
from ..models import Known, Statement
from .shared import FORM, list_crumbs

KEEP = "keep the list of statements"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class StatementForm(forms.Form):
    """One statement. The grade is asked in the words of the four grades, or of a joint inspection's three."""

    framework = forms.ChoiceField(label="Framework", choices=Known.choices, widget=RadioSelect)
    theme = forms.CharField(label="Theme", max_length=120)
    text = forms.CharField(label="Statement", max_length=500, widget=forms.Textarea({"rows": "3"}))
    grade = forms.TypedChoiceField(
        label="Grade that it describes",
        coerce=int,
        choices=[
            (1, "Outstanding (of a joint inspection: strength)"),
            (2, "Good (of a joint inspection: area for improvement)"),
            (3, "Requires improvement (of a joint inspection: priority action)"),
            (4, "Inadequate"),
        ],
        widget=RadioSelect,
    )
    source = forms.CharField(label="Where it comes from", max_length=200, required=False)


def seated(board: Partnership) -> None:
    """404 for a guest of a joint group: the list is the partnership's own."""
    if board.pk not in current_actor().partnerships:
        raise Http404("There is no such page for you.")


@at_board
def statements_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    seated(board)
    rows = list(Statement.objects.filter(partnership=board))
    unit = is_unit(board)
    parts = [
        {
            "key": key,
            "title": words.title,
            "source": f"{words.source} ({words.confidence})",
            "table": _table(board, [row for row in rows if row.framework == key], unit),
            "adopt_url": reverse("adopt_statements", args=[board.slug, key]),
            "template_url": reverse("statements_template", args=[board.slug, key]),
        }
        for key, words in FRAMEWORKS.items()
    ]
    context = {
        "parts": parts,
        "unit": unit,
        "add_url": reverse("add_statement", args=[board.slug]),
        "file_url": reverse("import_statements", args=[board.slug]),
        "crumbs": list_crumbs(board),
    }
    return render(request, "benchmarking/statements.html", context)


@for_unit(KEEP)
def add_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    form = StatementForm(request.POST or None, initial={"framework": request.GET.get("framework", ""), "grade": 2})
    context = _context(board, "Add a statement", "Add")
    return act(request, form, lambda v: add_statement(partnership=board, **v), _back(board), FORM, context)


@for_unit(KEEP)
def change_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    row = get_object_or_404(Statement, pk=pk, partnership=board)
    names = ("theme", "text", "grade", "source")
    form = StatementForm(request.POST or None, initial={name: getattr(row, name) for name in names})
    del form.fields["framework"]
    context = _context(board, "Change a statement", "Save") | {"version": row.version, "caption": row.theme}

    def verb(values: dict[str, Any]) -> Statement:
        return amend_statement(row, expected_version=version_of(request), **values)

    return act(request, form, verb, _back(board), FORM, context)


@for_unit(KEEP)
def file_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    made = {
        "framework": forms.ChoiceField(label="Framework", choices=Known.choices, widget=RadioSelect),
        "file": forms.FileField(
            label="Excel or CSV file", help_text="With the headings Theme, Grade, Statement, Source."
        ),
    }
    form = type("FileForm", (forms.Form,), made)(request.POST or None, request.FILES or None)

    def done(new: int) -> str:
        messages.success(request, f"{new} statement{'' if new == 1 else 's'} added." if new else "It says nothing new.")
        return reverse("statements", args=[board.slug])

    def verb(values: dict[str, Any]) -> int:
        return take_statements(board, values["framework"], values["file"].read())

    return act(request, form, verb, done, FORM, _context(board, "Statements from a file", "Take them in"))


@for_unit(KEEP)
def template_page(request: HttpRequest, board: Partnership, framework: str) -> HttpResponse:
    _known(framework)
    response = HttpResponse(template(board, framework), content_type=EXCEL)
    response["Content-Disposition"] = f'attachment; filename="statements-{framework.lower()}.xlsx"'
    return response


@require_POST
@at_board
def adopt(request: HttpRequest, board: Partnership, framework: str) -> HttpResponse:
    needs(UNIT, board, KEEP)
    _known(framework)
    new = adopt_statements(board, framework)
    messages.success(request, f"{new} statements added." if new else "They are all in the list already.")
    return redirect("statements", board.slug)


@require_POST
@at_board
def retire(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    needs(UNIT, board, KEEP)
    row = get_object_or_404(Statement, pk=pk, partnership=board)
    retire_statement(row, back=row.retired_on is not None)
    return redirect("statements", board.slug)


def _known(framework: str) -> None:
    if framework not in FRAMEWORKS:
        raise Http404("There is no such framework.")


def _table(board: Partnership, rows: list[Statement], unit: bool) -> Table | None:
    if not rows:
        return None
    columns = (Column("Theme"), Column("Statement"), Column("Describes"), Column("Where it comes from"))
    lines = tuple(
        (row.theme, _cell(board, row, unit), FRAMEWORKS[row.framework].grade(row.grade), row.source or "Our own")
        for row in rows
    )
    return Table(FRAMEWORKS[rows[0].framework].title, columns, lines, True)


def _cell(board: Partnership, row: Statement, unit: bool) -> Cell:
    href = reverse("change_statement", args=[board.slug, row.pk]) if unit else ""
    return Cell(row.text, href, tag=Tag("Not used any more") if row.retired_on else None)


def _context(board: Partnership, title: str, button: str) -> dict[str, Any]:
    here = reverse("statements", args=[board.slug])
    return {
        "title": title,
        "button": button,
        "cancel_url": here,
        "crumbs": [home_crumb(board), Link("Statements", here)],
    }


def _back(board: Partnership) -> Any:
    return lambda _: reverse("statements", args=[board.slug])
