"""The one form renderer: every Django form comes out as GOV.UK markup, with hints, errors and an error summary.

``FORM_RENDERER = "goldenthread.web.forms.Renderer"``. A page writes ``{{ form }}``, or
``{{ form.name.as_field_group }}`` for one field; ``base.html`` puts the error summary on top and
"Error: " in the title by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField as DjangoBoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input
from django.utils import timezone

from goldenthread.web.dates import DateField, DateInput, DateParts, TimeField, TimeInput
from goldenthread.web.plain_widgets import draw

__all__ = [
    "BoundField", "CheckboxSelectMultiple", "DateField", "DateInput", "DateParts", "DateTimeField", "DateTimeInput",
    "RadioSelect", "Renderer", "TimeField", "TimeInput", "error_links",
]  # fmt: skip

CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.Textarea, "govuk-textarea"),
    (forms.RadioSelect, "govuk-radios__input"),
    (forms.CheckboxSelectMultiple, "govuk-checkboxes__input"),
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.Select, "govuk-select"),
    (forms.FileInput, "govuk-file-upload"),
    (forms.MultiWidget, ""),
    (forms.PasswordInput, "govuk-input govuk-password-input__input govuk-js-password-input-input"),
    (forms.EmailInput, "govuk-input govuk-input--width-20"),
    (forms.NumberInput, "govuk-input govuk-input--width-5"),
    (Input, "govuk-input"),
)
AUTOCOMPLETE = {"email": "email", "tel": "tel", "username": "username", "password": "current-password"}
CHOOSERS = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple)
LIMITS = {
    "max_length": "must be %(limit_value)d characters or fewer, and is %(show_value)d",
    "min_length": "must be %(limit_value)d characters or more",
    "max_value": "must be %(limit_value)s or less",
    "min_value": "must be %(limit_value)s or more",
}
DJANGO_REQUIRED = forms.Field.default_error_messages["required"]


class _Hinted:
    """Choices that may carry a hint each: ``RadioSelect(hints={"closed": "Nothing more will be done"})``."""

    def __init__(self, *args: Any, hints: Mapping[Any, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hints = dict(hints or {})

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]  # the mixin's base has it
        option["hint"] = self.hints.get(getattr(value, "value", value), "")
        if option["hint"] and option["attrs"].get("id"):
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_hint"
        return option


class RadioSelect(_Hinted, forms.RadioSelect):
    """Radios with an optional hint under each."""


class CheckboxSelectMultiple(_Hinted, forms.CheckboxSelectMultiple):
    """Checkboxes with an optional hint under each."""


class DateTimeInput(forms.MultiWidget):
    """Three boxes for the date and one for the time; also reads one ISO text under the field's own name."""

    template_name = "web/forms/date_time_input.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        clock = TimeInput({"class": "govuk-input govuk-input--width-5"})
        super().__init__({"date": DateInput(), "time": clock}, attrs)

    def decompress(self, value: Any) -> list[Any]:
        """Date and time of a moment, local."""
        if not value:
            return [None, None]
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return [local.date(), local.time()]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Date and time, or both parts of ``2026-05-03T14:30``."""
        day, clock = super().value_from_datadict(data, files, name)
        single = str(data.get(name) or "").strip()
        if day is None and not clock and single:
            day, _, clock = single.replace("T", " ").partition(" ")
        return [day, clock]

    def id_for_label(self, id_: str) -> str:
        """The first box."""
        return f"{id_}_0-day" if id_ else id_


class DateTimeField(forms.MultiValueField):
    """A moment, aware in the current time zone: a date in three boxes and a time."""

    widget = DateTimeInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__((DateField(), TimeField()), **{"require_all_fields": True, **kwargs})

    def clean(self, value: Any) -> datetime | None:
        """The moment; errors of both parts name this field."""
        for part, name in zip(self.fields, ("date", "time"), strict=True):
            part.label = f"{self.label or 'This'}: the {name}"
        moment: datetime | None = super().clean(value)
        return moment

    def compress(self, data_list: list[Any]) -> datetime | None:
        """Aware, or None."""
        if not data_list or None in data_list:
            return None
        moment = datetime.combine(*data_list)
        return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


class BoundField(DjangoBoundField):
    """A field on a form, which knows its GOV.UK classes, its errors' wording and where an error should lead."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        if field.label is None:
            field.label = str(self.label)
        if field.error_messages.get("required") == DJANGO_REQUIRED:
            field.error_messages["required"] = _required_message(field, str(self.label))
        named = "The answer" if str(self.label).endswith("?") else self.label
        for code, words in LIMITS.items():
            field.error_messages.setdefault(code, f"{named} {words}")
        if isinstance(field, forms.IntegerField) and not isinstance(field, (forms.FloatField, forms.DecimalField)):
            field.error_messages["invalid"] = f"{self.label} must be a whole number, like 12"
        if isinstance(field, forms.EmailField):
            field.error_messages.setdefault("invalid", "Enter an email address like name@example.org")

    @property
    def kind(self) -> str:
        """``checkbox`` for a single tick box, ``textarea``, ``file``, ``password``, or ``other``: picks the markup."""
        widget = self.field.widget
        kinds = (
            (forms.CheckboxInput, "checkbox"),
            (forms.Textarea, "textarea"),
            (forms.PasswordInput, "password"),
            (forms.FileInput, "file"),
        )
        return next((kind for type_, kind in kinds if isinstance(widget, type_)), "other")

    @property
    def shown_label(self) -> str:
        """The label, with "(optional)" where that is so, unless the form says ``mark_optional = False``."""
        marks = getattr(self.form, "mark_optional", True) and self.kind != "checkbox"
        optional = marks and not self.field.required and not self.field.disabled
        return f"{self.label} (optional)" if optional else str(self.label)

    @property
    def wrong_parts(self) -> tuple[str, ...]:
        """The boxes of a date that are wrong, all three if the error names none."""
        if not isinstance(self.field.widget, DateInput) or not self.errors:
            return ()
        named = [part for error in _flat(self.errors.as_data()) for part in (error.params or {}).get("parts", ())]
        return tuple(named) or ("day", "month", "year")

    @property
    def error_id(self) -> str:
        """The id of the control that an error of this field should lead to."""
        if self.wrong_parts:
            return f"{self.auto_id}-{self.wrong_parts[0]}"
        if isinstance(self.field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
            return f"{self.auto_id}_0"
        return self.id_for_label or self.auto_id

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Django's attributes plus classes; without ``required``: our own messages are clearer than the browser's."""
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        built.pop("required", None)
        if self.use_fieldset:
            built.pop("aria-invalid", None)
        if not widget.is_hidden:
            self._add_classes(built, widget)
            self._add_hints_for_browser(built, widget)
        return built

    def _add_classes(self, built: dict[str, Any], widget: forms.Widget) -> None:
        base = next((name for type_, name in CLASSES if isinstance(widget, type_)), "")
        wrong = f"{base.split()[0]}--error" if base and self.errors and not base.endswith("__input") else ""
        counter = "govuk-js-character-count" if self.kind == "textarea" and self.max_length else ""
        classes = " ".join(filter(None, (base, wrong, counter, widget.attrs.get("class", ""), built.get("class", ""))))
        if classes and not isinstance(widget, (DateInput, forms.MultiWidget)):
            built["class"] = classes
        if self.wrong_parts:
            built["data-wrong-parts"] = " ".join(self.wrong_parts)

    def _add_hints_for_browser(self, built: dict[str, Any], widget: forms.Widget) -> None:
        if self.max_length:
            # Too long a text is kept and said to be so; the browser's maxlength would cut a paste in silence.
            built["maxlength"] = False
        if self.kind == "textarea":
            built.setdefault("rows", "5")
            if self.max_length:
                described = (built.get("aria-describedby", ""), f"{self.auto_id}-info")
                built["aria-describedby"] = " ".join(filter(None, described))
        kind = getattr(widget, "input_type", "")
        if kind in AUTOCOMPLETE and "autocomplete" not in widget.attrs:
            built.setdefault("autocomplete", AUTOCOMPLETE[kind])
        if kind == "number" and isinstance(self.field, forms.IntegerField):
            built.setdefault("inputmode", "numeric")

    @property
    def max_length(self) -> int | None:
        """The greatest number of characters, if the field has one."""
        return getattr(self.field, "max_length", None)


class Renderer(TemplatesSetting):
    """GOV.UK markup for every form, field and formset."""

    form_template_name = "web/forms/form.html"
    field_template_name = "web/forms/field.html"
    formset_template_name = "web/forms/formset.html"
    bound_field_class = BoundField

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Plain controls are written in Python, the rest by templates."""
        drawn = draw(template_name, context)
        return super().render(template_name, context, request) if drawn is None else drawn


def error_links(form: forms.BaseForm) -> list[tuple[str, str]]:
    """(address, message) for each error, in the order of the fields; errors of the whole form have no address."""
    links = [("", str(message)) for message in form.non_field_errors()]
    for bound in form:
        target = getattr(bound, "error_id", bound.id_for_label)
        address = "" if bound.is_hidden else f"#{target}"
        links += [(address, str(message)) for message in bound.errors]
    return links


def _flat(errors: Iterable[ValidationError]) -> Iterable[ValidationError]:
    for error in errors:
        yield from getattr(error, "error_list", [error])


def _required_message(field: forms.Field, label: str) -> str:
    """What to do, instead of "This field is required"."""
    if label.endswith("?"):
        return f"Answer the question: {label}"
    if isinstance(field.widget, forms.CheckboxInput):
        return f"Tick “{label}” to go on"
    lowered = label if label[1:2].isupper() or label[1:2] in {" ", ""} else label[:1].lower() + label[1:]
    if isinstance(field.widget, forms.FileInput):
        return f"Choose a file: {lowered}"
    # the choices of rows would be a question to the database
    plain = () if isinstance(field, forms.ModelChoiceField) else getattr(field, "choices", ())
    if {"yes", "no"} <= {str(code) for code, _ in plain}:
        return f"Say whether {lowered}"
    return f"{'Choose' if isinstance(field.widget, CHOOSERS) else 'Enter'} {lowered}"
