"""A page as it was known at the end of a day: the form that asks for it, the same wherever figures are shown."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.http import HttpRequest

from goldenthread.kernel.now import end_of
from goldenthread.web.dates import DateField


class KnownForm(forms.Form):
    """As it was known at the end of a day."""

    known = DateField(label="Show it as it was known on", required=False)


def known_form(request: HttpRequest) -> tuple[KnownForm, datetime | None]:
    """The form as asked, and the moment: the end of the day that was given, or nothing for now."""
    form = KnownForm(request.GET or None)
    day = form.cleaned_data.get("known") if form.is_bound and form.is_valid() else None
    return form, end_of(day) if day else None
