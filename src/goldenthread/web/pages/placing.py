"""Where a recommendation belongs: what it comes from, which priorities it serves, what it is about."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.core.thread.learning import amend_recommendation
from goldenthread.core.thread.models import Origin, Priority, Recommendation
from goldenthread.core.thread.plans import name_origin, priorities_in_force, serve
from goldenthread.core.thread.themes import put_themes, themes_in_use, themes_of
from goldenthread.web.dates import DateField
from goldenthread.web.forms import CheckboxSelectMultiple

from .board import at_board, needs
from .forms import act, version_of
from .recommendations import get_recommendation, url_of
from .recommending import FORM, form_context

NEW = "If it is not in the list, say below what it is called."


@at_board
def place_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Say where it comes from, what it serves and what it is about."""
    needs(OVERSIGHT, board, "change a recommendation")
    row = get_recommendation(board, pk)
    initial = {
        "origin": row.origin_id,
        "origin_number": row.origin_number,
        "priorities": [link.priority_id for link in row.serves.all()],
        "themes": [theme.pk for theme in themes_of(row)],
    }
    form = type("PlaceForm", (forms.Form,), _fields(board, row))(request.POST or None, initial=initial)
    version = version_of(request)
    context = form_context(board, row, "Say where it belongs", "Save")
    return act(
        request, form, lambda v: _place(board, row, version, **v), lambda done: url_of(board, done), FORM, context
    )


@transaction.atomic
def _place(
    board: Partnership,
    row: Recommendation,
    version: int | None,
    *,
    origin: Origin | None,
    kind: str,
    title: str,
    made_by: str,
    made_on: Any,
    origin_number: str,
    priorities: Any = (),
    themes: Any = (),
) -> Recommendation:
    """All of it, or none. A new origin is named where none was chosen."""
    if title.strip() and not kind:
        raise ValidationError({"kind": "Say what kind of thing it is."})
    if origin is None and title.strip():
        origin = name_origin(partnership=board, kind=kind, title=title, made_by=made_by, made_on=made_on)
    row = amend_recommendation(row, expected_version=version, origin=origin, origin_number=origin_number)
    serve(row, priorities)
    put_themes(row, themes)
    return row


def _fields(board: Partnership, row: Recommendation) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {
        "origin": forms.ModelChoiceField(
            Origin.objects.filter(partnership=board), label="Where does it come from?", required=False, help_text=NEW
        ),
        "kind": forms.ChoiceField(
            label="Or something new: what is it?", choices=[("", "Nothing new"), *Origin.Kind.choices], required=False
        ),
        "title": forms.CharField(
            label="What is it called?",
            max_length=250,
            required=False,
            help_text="The whole board reads it: name no child, family or case.",
        ),
        "made_by": forms.CharField(label="Who made it?", max_length=200, required=False),
        "made_on": DateField(label="When?", required=False),
        "origin_number": forms.CharField(label="Its number there", max_length=20, required=False),
    }
    held = [link.priority_id for link in row.serves.all()]
    priorities = Priority.objects.filter(
        Q(pk__in=held) | Q(pk__in=priorities_in_force(board).values("pk")), partnership=board
    )
    if priorities.exists():
        fields["priorities"] = forms.ModelMultipleChoiceField(
            priorities,
            label="Which priorities of the business plan does it serve?",
            required=False,
            widget=CheckboxSelectMultiple,
        )
    return fields | themes_field(board)


def themes_field(board: Partnership) -> dict[str, forms.Field]:
    """What a row is about, by the partnership's vocabulary; no field where there is none."""
    themes = themes_in_use(board)
    if not themes.exists():
        return {}
    return {
        "themes": forms.ModelMultipleChoiceField(
            themes, label="What is it about?", required=False, widget=CheckboxSelectMultiple
        )
    }
