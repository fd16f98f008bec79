"""When the partnership reminds people of what is due, and whom it tells when it is late."""

from __future__ import annotations

import re

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from goldenthread.core.notices.deciding import checked_leads
from goldenthread.core.notices.preferences import set_timing, timing_of
from goldenthread.core.tenancy.models import Partnership
from goldenthread.web.pages.forms import version_of

from .common import ask, crumbs, for_the_unit

TITLE = "Reminders"
LONGEST = 365


class TimingForm(forms.Form):
    remind_days = forms.CharField(
        label="Days before something is due on which its owner is reminded",
        help_text="One or several, such as 7, 1. Leave empty to remind nobody beforehand.",
        max_length=60,
        required=False,
    )
    agency_after = forms.IntegerField(
        label="Days late after which the agency’s lead is told", min_value=1, max_value=LONGEST
    )
    chair_after = forms.IntegerField(
        label="Days late after which the group’s chair and the business manager are told",
        min_value=1,
        max_value=LONGEST,
    )

    def clean_remind_days(self) -> list[int]:
        parts = [part for part in re.split(r"[\s,;]+|\band\b", self.cleaned_data["remind_days"]) if part]
        wrong = next((part for part in parts if not (part.isascii() and part.isdecimal())), None)
        if wrong is not None:
            raise ValidationError(f"“{wrong}” is not a number of days. Write whole numbers, such as 7, 1.")
        try:
            return checked_leads([int(part[:9]) for part in parts])
        except ValueError as outside:
            raise ValidationError(f"{outside}.") from outside


@for_the_unit
def reminders(request: HttpRequest, board: Partnership) -> HttpResponse:
    now = timing_of(board)
    initial = {
        "remind_days": ", ".join(map(str, now.remind_days)),
        "agency_after": now.agency_after,
        "chair_after": now.chair_after,
    }
    version = version_of(request)
    return ask(
        request,
        TimingForm(request.POST or None, initial=initial),
        lambda values: set_timing(board, expected_version=version, **values),
        title=TITLE,
        button="Save",
        back=reverse("admin", args=[board.slug]),
        above=crumbs(board),
        version=now.version,
        said=lambda _: "Saved. It holds from the next working day’s round.",
    )
