"""A contact in the browser: entered by the officer, one about the same person noticed, read only after saying why."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from goldenthread.config.demonstration import cast
from tests.browser.demonstrated import PATIENCE, Check, Demonstrated, NewPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.timeout(PATIENCE)]


def test_a_contact_is_entered_noticed_as_known_read_and_decided_on(
    demonstrated: Demonstrated, new_page: NewPage, axe_clean: Check, fits: Check
) -> None:
    page = new_page(360, height=740)
    demonstrated.sign_in(page, "designated.officer")
    page.goto(demonstrated.url + reverse("open_allegation", args=[cast.WEALDSHIRE]))
    when = page.get_by_role("group", name="When the contact was made")
    for box, value in (("Day", "3"), ("Month", "3"), ("Year", "2026"), ("Time", "9:15")):
        when.get_by_label(box).fill(value)
    page.get_by_label("Who made contact", exact=True).select_option("Employer")
    page.get_by_label("Sector").select_option("Sport and leisure")
    page.get_by_label("Name of the person").fill("VEXLEY, Peregrine")
    born = page.get_by_role("group", name="Date of birth of the person")
    for box, value in (("Day", "14"), ("Month", "3"), ("Year", "1979")):
        born.get_by_label(box).fill(value)
    page.get_by_label("Conduct or suitability").check()
    page.get_by_label("In the work with children").check()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("main")).to_contain_text("This person has been referred before: 2 contacts.")
    fits(page)
    axe_clean(page)
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("main")).to_contain_text("Names and words of this case are sealed")
    expect(page.get_by_role("main")).not_to_contain_text("VEXLEY")
    axe_clean(page)
    page.get_by_role("button", name="Read the sealed part").click()
    page.get_by_label("To work on the case").check()
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("main")).to_contain_text("VEXLEY, Peregrine")
    page.get_by_role("button", name="Decide that it is an allegation").click()
    decided = page.get_by_role("group", name="Date of the decision")
    for box, value in (("Day", "3"), ("Month", "3"), ("Year", "2026")):
        decided.get_by_label(box).fill(value)
    page.get_by_role("button", name="Decide that it is an allegation").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick the criterion that it meets.")
    axe_clean(page)
    page.get_by_label("Has harmed a child, or may have").check()
    page.get_by_role("button", name="Decide that it is an allegation").click()
    expect(page.get_by_role("main")).to_contain_text("Allegation, to be considered")
    expect(page.get_by_role("main")).to_contain_text("Progress review")
    fits(page)
