"""Forms: GOV.UK markup, errors that say what to do, and links that lead to the control that is meant."""

from __future__ import annotations

from datetime import datetime

import pytest
from django import forms
from lxml import html

from goldenthread.kernel.now import LONDON
from goldenthread.web.forms import DateTimeField, error_links
from tests.web.gallery import EveryField, wrong_form


def tree(form: forms.BaseForm) -> html.HtmlElement:
    """The form as it comes out."""
    return html.fromstring(f"<form>{form}</form>")


def test_every_visible_control_has_a_label_or_legend() -> None:
    drawn = tree(EveryField())
    for control in drawn.xpath("//input[not(@type='hidden')] | //select | //textarea"):
        assert drawn.xpath(f"//label[@for='{control.get('id')}']"), control.get("name")
    assert [legend.text for legend in drawn.xpath("//legend")] == [
        "How does it stand?", "Who helps", "Date of visit", "Next meeting (optional)",
    ]  # fmt: skip


def test_ids_are_unique() -> None:
    ids = tree(wrong_form()).xpath("//@id")
    assert len(ids) == len(set(ids))


def test_whatever_describes_a_control_is_on_the_page() -> None:
    drawn = tree(wrong_form())
    named = {name for value in drawn.xpath("//@aria-describedby") for name in value.split()}
    assert {"id_title_helptext", "id_title_error", "id_visit_error", "id_status_1_hint", "id_text-info"} <= named
    assert named <= set(drawn.xpath("//@id"))


def test_each_error_leads_to_a_control_that_can_take_the_focus() -> None:
    form = wrong_form()
    controls = set(tree(form).xpath("//input/@id | //select/@id | //textarea/@id"))
    links = error_links(form)
    assert len(links) == 14
    assert {address.removeprefix("#") for address, _ in links} <= controls


@pytest.mark.parametrize(
    ("field", "message", "address"),
    [
        ("title", "Title of the action must be 60 characters or fewer, and is 61", "#id_title"),
        ("agency", "Choose agency", "#id_agency"),
        ("status", "Answer the question: How does it stand?", "#id_status_0"),
        ("helpers", "Choose who helps", "#id_helpers_0"),
        ("visit", "Date of visit must include a year", "#id_visit-year"),
        ("starts", "Start time must be a time, like 9:30am or 14:30", "#id_starts"),
        ("number", "Number of children must be 0 or more", "#id_number"),
        ("email", "Enter an email address like name@example.org", "#id_email"),
        ("password", "Enter password", "#id_password"),
        ("paper", "Choose a file: paper", "#id_paper"),
        ("agreed", "Tick “The chair has agreed this” to go on", "#id_agreed"),
    ],
)
def test_errors_say_what_to_do(field: str, message: str, address: str) -> None:
    form = wrong_form()
    assert form.errors[field] == [message]
    assert (address, message) in error_links(form)


def test_errors_of_the_whole_form_come_first_and_lead_nowhere() -> None:
    form = wrong_form()
    form.add_error(None, "The meeting was cancelled")
    assert error_links(form)[0] == ("", "The meeting was cancelled")


def test_the_browser_neither_cuts_a_long_text_nor_speaks_before_us() -> None:
    drawn = tree(EveryField())
    assert not drawn.xpath("//@maxlength")
    assert not drawn.xpath("//@required")


def test_only_the_wrong_box_of_a_date_is_marked() -> None:
    drawn = tree(wrong_form())
    assert drawn.xpath("//input[starts-with(@name, 'visit-') and @aria-invalid]/@name") == ["visit-year"]


def test_what_was_typed_is_still_there_after_an_error_except_the_password() -> None:
    drawn = tree(wrong_form())
    assert drawn.xpath("//input[@name='visit-day']/@value") == ["3"]
    assert drawn.xpath("//input[@name='starts']/@value") == ["late"]
    assert len(drawn.xpath("string(//textarea[@name='text'])").strip()) == 401
    assert not drawn.xpath("//input[@name='password']/@value")


def test_what_people_type_is_escaped() -> None:
    drawn = tree(EveryField({"title": '"><script>alert(1)</script>', "visit-day": '"><b>'}))
    assert not drawn.xpath("//script | //b")


def test_optional_is_said_unless_the_form_asks_for_silence() -> None:
    class Filter(forms.Form):
        """All of a filter is optional: to say so at each field would be noise."""

        mark_optional = False
        words = forms.CharField(required=False)

    class Plain(forms.Form):
        """The same, said."""

        words = forms.CharField(required=False)

    assert tree(Filter()).xpath("string(//label)") == "Words"
    assert tree(Plain()).xpath("string(//label)") == "Words (optional)"


def test_a_message_written_by_the_form_stays() -> None:
    class Own(forms.Form):
        """Knows better."""

        chair = forms.CharField(error_messages={"required": "Say who took the chair"})

    assert Own({}).errors["chair"] == ["Say who took the chair"]


class Meeting(forms.Form):
    """A moment alone."""

    held = DateTimeField(label="Held")


@pytest.mark.parametrize(
    "data",
    [
        {"held_date-day": "5", "held_date-month": "5", "held_date-year": "2026", "held_time": "2.30pm"},
        {"held": "2026-05-05T14:30"},
        {"held_date": "5 May 2026", "held_time": "14:30"},
    ],
)
def test_a_moment_is_local_and_aware(data: dict[str, str]) -> None:
    form = Meeting(data)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["held"] == datetime(2026, 5, 5, 14, 30, tzinfo=LONDON)


def test_a_moment_comes_back_into_its_boxes() -> None:
    drawn = tree(Meeting(initial={"held": datetime(2026, 7, 1, 9, 5, tzinfo=LONDON)}))
    assert drawn.xpath("//input/@value") == ["1", "7", "2026", "09:05"]


def test_a_moment_needs_both_its_parts() -> None:
    form = Meeting({"held_date-day": "5", "held_date-month": "5", "held_date-year": "2026"})
    assert form.errors["held"] == ["Enter held"]
