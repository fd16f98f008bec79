"""What somebody outside was asked about a case: their form, behind their link, and nothing of the case beside it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from goldenthread.core.contributions.answering import keep_typed, open_to_holder, send_answers
from goldenthread.core.contributions.answers import Answers
from goldenthread.core.contributions.models import ASKED, Contribution
from goldenthread.core.links.models import Link

from .door import by_link, shut
from .sheets import Sheet, addresses, check_page, first_page, section_page


class HoursForm(forms.Form):
    """How long it took, so that boards see what they ask of people."""

    hours = forms.DecimalField(
        label="About how many hours did this take?", required=False, min_value=0, max_value=999, decimal_places=1,
        max_digits=5, help_text="Reading your records and filling this in. We count what we ask of each agency.",
    )  # fmt: skip


@by_link(ASKED)
def answering(request: HttpRequest, link: Link) -> HttpResponse:
    """What is asked, by when, about whom; and its sections."""
    asked = _asked(link)
    if not _still(asked):
        return shut(request, link)
    with open_to_holder(asked, what=f"{asked.form.title}: opened"):
        return first_page(request, _sheet(asked, link))


@by_link(ASKED, keeps=True)
def answering_section(request: HttpRequest, link: Link, section: str) -> HttpResponse:
    asked = _asked(link)
    if not _still(asked):
        return shut(request, link)
    what = "kept what was typed" if request.method == "POST" else "a section opened"
    with open_to_holder(asked, what=f"{asked.form.title}: {what}"):
        return section_page(request, _sheet(asked, link), section, lambda typed: keep_typed(asked, link, typed))


@by_link(ASKED)
def answering_check(request: HttpRequest, link: Link) -> HttpResponse:
    """The last look, and sending it: after that the link opens nothing."""
    asked = _asked(link)
    if not _still(asked):
        return shut(request, link)
    form = HoursForm(request.POST if request.method == "POST" else None)

    def send(answers: Answers) -> HttpResponse:
        send_answers(asked, link, answers=answers, hours=form.cleaned_data["hours"])
        return redirect("outside", link.partnership.slug, link.pk)

    with open_to_holder(asked, what=f"{asked.form.title}: {'sent' if request.method == 'POST' else 'looked through'}"):
        return check_page(request, _sheet(asked, link), form, send)


def _asked(link: Link) -> Contribution:
    found: Contribution = Contribution.objects.select_related("agency", "partnership").get(pk=link.opens)
    return found


def _still(asked: Contribution) -> bool:
    return asked.waiting


def _sheet(asked: Contribution, link: Link) -> Sheet:

    words: dict[str, Any] = {"about": str(asked.about or ""), "due": asked.due, "late": asked.late}
    there = addresses("outside", link)
    return Sheet(asked.partnership, link, asked.form, asked.asked_sections, asked.draft, there, asked.form.title, words)
