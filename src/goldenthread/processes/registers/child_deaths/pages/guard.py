"""May this text, or this table of cases, leave? Checked before it does: what would make a child known, and what would
pass. Nothing that is typed here is kept.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from goldenthread.core.casework.registering import keeps, register_of
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.disclosure.coarser_cases import Verdict
from goldenthread.kernel.periods import label
from goldenthread.law.deaths.cases import COLUMNS
from goldenthread.law.deaths.rows import Basis, counted, pooled
from goldenthread.processes.registers.yearly import years_over
from goldenthread.web.components import Column, Link, Table
from goldenthread.web.forms import CheckboxSelectMultiple
from goldenthread.web.pages.board import at_board, home_crumb, needs

from ..counting import deaths_of
from ..guarding import check_table, check_text
from ..papers import KIND
from ..process import child_deaths

MOST_FINDINGS = 40
MOST_LINES = 60


class TextForm(forms.Form):
    """A narrative."""

    text = forms.CharField(label="Text that is to leave", widget=forms.Textarea(attrs={"rows": 10}), max_length=20_000)


class TableForm(forms.Form):
    """A line for each death of some years."""

    basis = forms.ChoiceField(label="Of which deaths?", choices=[(one.name, one.value) for one in Basis])
    year = forms.TypedChoiceField(label="Year that it ends with", coerce=int)
    years = forms.TypedChoiceField(label="Years together", coerce=int, choices=[(1, "1"), (3, "3"), (5, "5")])
    columns = forms.MultipleChoiceField(
        label="What is told of each", choices=[(one, one.capitalize()) for one in COLUMNS],
        widget=CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(one.first.year, label(one)) for one in years_over()]  # type: ignore[attr-defined]  # a choice field has them


@at_board
def guard_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    """Check a text or a table of cases."""
    needs(child_deaths.may_open, board, "check what leaves the register")
    if not keeps(register_of(board, KIND)):
        raise PermissionDenied("What leaves the register is checked by those who keep it: they see what it is of.")
    asked = request.POST.get("check", "")
    text = TextForm(request.POST if asked == "text" else None)
    table = TableForm(request.POST if asked == "table" else None)
    context: dict[str, Any] = {
        "text_form": text,
        "table_form": table,
        "form": table if asked == "table" else text,
        "crumbs": [home_crumb(board), Link("Child deaths", reverse("records", args=[board.slug, KIND]))],
    }
    status = 200
    if asked == "text" and text.is_valid():
        context["told"] = check_text(board, text.cleaned_data["text"])
    elif asked == "table" and table.is_valid():
        context.update(_table_told(board, table.cleaned_data))
    elif asked:
        status = 422
    return render(request, "child_deaths/guard.html", context, status=status)


def _table_told(board: Partnership, said: dict[str, Any]) -> dict[str, Any]:
    year = next(one for one in years_over() if one.first.year == said["year"])
    of = counted(deaths_of(board).rows, Basis[said["basis"]], pooled(year, said["years"]))
    columns = [name for name in COLUMNS if name in said["columns"]]
    verdict: Verdict = check_table(board, of, columns)
    return {
        "verdict": verdict,
        "of": of.title,
        "reasons": verdict.reasons[:MOST_FINDINGS],
        "proposals": [(str(one), _lines(one.table.columns, one.table.rows)) for one in verdict.proposals[:3]],
    }


def _lines(columns: Any, rows: Any) -> Table:
    return Table(
        "As it would read", tuple(Column(one.name.capitalize()) for one in columns), tuple(rows[:MOST_LINES]), True
    )
