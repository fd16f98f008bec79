"""Forms made from columns, and the one way in which a page acts on a form: verb, errors, conflict, redirect."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import fields_for_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from goldenthread.core.groups.models import Group
from goldenthread.core.sealing.fields import Sealed, SealedDate, SealedField
from goldenthread.core.tenancy.conflicts import StaleEdit
from goldenthread.core.tenancy.models import Agency, Partnership, Person
from goldenthread.web.components import Difference
from goldenthread.web.dates import DateField, TimeField
from goldenthread.web.forms import DateTimeField, RadioSelect
from goldenthread.web.signin.drafts import restore
from goldenthread.web.vocabulary import here

FEW = 7
#: How an optional question is left unanswered, or its answer taken back: the last of its choices.
NOT_SAID = ("", "Not said")


def form_class(
    model: Any, fields: Iterable[str], board: Partnership, extra: Mapping[str, forms.Field] | None = None
) -> type[forms.Form]:
    """A form that asks for some columns of a model, in order, with choices limited to one partnership."""
    names = list(fields)
    made = (
        fields_for_model(model, names, formfield_callback=lambda column, **kw: _field(column, board, **kw))
        if names
        else {}
    )
    return type("ColumnsForm", (forms.Form,), {**made, **(extra or {})})


def note_field(question: str) -> forms.Field:
    return forms.CharField(label=question, widget=forms.Textarea, max_length=5000)


def asks_for_sealed(model: Any, fields: Iterable[str]) -> bool:
    """Whether a form of these columns begins with something sealed, which its reader must say why they read."""
    return any(isinstance(model._meta.get_field(name), SealedField) for name in fields)


def initial_from(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: row._meta.get_field(name).value_from_object(row) for name in names}


def act(
    request: HttpRequest,
    form: forms.Form,
    verb: Callable[[dict[str, Any]], Any],
    done: Callable[[Any], str],
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Show the form, or take the verb with what it says.

    Errors of the verb land on their fields (422). A stale edit shows both texts, with the newest version in the form,
    so that saving
    again is a decision and not an accident (409).
    """
    status = 200
    _take_up_draft(request, form, context)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return redirect(done(verb(form.cleaned_data)))
            except ValidationError as errors:
                put_errors(form, errors)
            except StaleEdit as stale:
                context |= _both_texts(form, stale)
                status = 409
    return render(request, template, {"form": form, **context}, status=status)


def _take_up_draft(request: HttpRequest, form: forms.Form, context: dict[str, Any]) -> None:
    """Put what the person left here back into the form, as written against the version that they then saw.

    So a draft that is older than someone else's save meets it as a conflict, and does not quietly overwrite it.
    """
    context["draft"] = kept = restore(request, form)
    if kept and _whole(kept.values.get("version", "")):
        context["version"] = int(str(kept.values["version"]))


def version_of(request: HttpRequest) -> int | None:
    """The version of the row that the form was opened on, as the form sent it back."""
    return number_sent(request, "version")


def number_sent(request: HttpRequest, name: str) -> int | None:
    """A whole number that a form of ours sent back; nothing for anything else that may stand there."""
    sent = request.POST.get(name, "")
    return int(sent) if _whole(sent) else None


def _whole(sent: str) -> bool:
    """Whether it is a number as we write versions: ten plain figures at most."""
    return sent.isascii() and sent.isdecimal() and len(sent) <= 10


def put_errors(form: forms.Form, errors: ValidationError) -> None:
    """Each error on its field where the form has it; the rest on top of the form."""
    if not hasattr(errors, "error_dict"):
        form.add_error(None, errors)
        return
    for name, found in errors.error_dict.items():
        form.add_error(name if name in form.fields else None, found)


def _both_texts(form: forms.Form, stale: StaleEdit) -> dict[str, Any]:
    differences = [
        Difference(
            d.label.capitalize(),
            words(form, d.field, _in_words(stale.row, d.field, d.yours)),
            words(form, d.field, _in_words(stale.row, d.field, d.theirs)),
            d.field,
        )
        for d in stale.differences
    ]
    return {"differences": differences, "version": stale.version, "conflict": True}


def _in_words(row: Any, name: str, value: Any) -> Any:
    """A choice of the column in its words, also where the form did not offer it."""
    if isinstance(value, Sealed):
        return value.value()
    columns = {column.name: column for column in row._meta.fields} if isinstance(row, models.Model) else {}
    return dict(columns[name].flatchoices).get(value, value) if name in columns else value


def words(form: forms.Form, name: str, value: Any) -> str:
    """A value as a person reads it: the choice's words, a date in full."""
    field: Any = form.fields.get(name)
    if value in (None, ""):
        return ""
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        choices: Any = field.choices
        return str(dict(choices).get(value, value))
    return f"{value:%-d %B %Y}" if hasattr(value, "strftime") and hasattr(value, "year") else str(value)


def _field(column: Any, board: Partnership, **kwargs: Any) -> forms.Field | None:
    if column.is_relation:
        kwargs["queryset"] = choices_at(board, column.related_model)
    if isinstance(column, SealedDate):
        kwargs["form_class"] = DateField
    elif isinstance(column, models.DateField) and not isinstance(column, models.DateTimeField):
        kwargs["form_class"] = DateField
        kwargs.pop("widget", None)
    elif isinstance(column, models.DateTimeField):
        kwargs["form_class"] = DateTimeField
        kwargs.pop("widget", None)
    elif isinstance(column, models.TimeField):
        kwargs["form_class"] = TimeField
    field = column.formfield(**kwargs)
    if field is not None:
        _fit(field, column, board)
    return field


def _fit(field: Any, column: Any, board: Partnership) -> None:
    if column.choices:
        field.choices = [(value, here(board, str(label))) for value, label in field.choices]
    field.label = str(column.verbose_name)[:1].upper() + str(column.verbose_name)[1:]
    if isinstance(field.widget, forms.Select):
        _first_words(field)
    if column.choices and len(column.choices) <= FEW:
        asked = [pair for pair in field.choices if pair[0] != ""]
        field.widget = RadioSelect(choices=asked if field.required else [*asked, NOT_SAID])


def _first_words(field: Any) -> None:
    """What a drop-down says while nothing is chosen in it, in words."""
    words = "Choose one" if field.required else NOT_SAID[1]
    if isinstance(field, forms.ModelChoiceField):
        field.empty_label = words if field.empty_label is not None else None
    else:
        field.choices = [(value, words if value == "" else label) for value, label in field.choices]


def require(field: Any) -> None:
    """Ask for a field that its column may go without: it is not called optional, and nothing is no answer to choose."""
    field.required = True
    if type(field.widget) is forms.Select:
        _first_words(field)
    if isinstance(field.widget, RadioSelect):
        field.widget.choices = [pair for pair in field.choices if pair[0] != ""]


def choices_at(board: Partnership, model: Any) -> Any:
    """The rows of a model that a form at this partnership may offer, under the actor's own sight."""
    if model is Agency:
        return board.agencies.all()
    rows = model._default_manager.all()
    if model is Person:
        return rows.filter(partnership=board, left_on__isnull=True)
    if model is Group:
        return rows.filter(partnership=board, ended_on__isnull=True)
    return rows.filter(partnership=board)
