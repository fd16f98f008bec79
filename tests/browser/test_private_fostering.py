"""Private fostering in the browser: notified, allocated, assessed, visited late and in time, ended."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from goldenthread.config.demonstration import cast
from tests.browser.demonstrated import PATIENCE, Check, Demonstrated, NewPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.timeout(PATIENCE)]
PF = "private-fostering"


def dated(page: Page, group: str, day: int, month: int) -> None:
    boxes = page.get_by_role("group", name=group)
    for box, value in (("Day", str(day)), ("Month", str(month)), ("Year", "2026")):
        boxes.get_by_label(box).fill(value)


def read(page: Page) -> None:
    page.get_by_role("button", name="Read the sealed part").click()
    page.get_by_label("To work on the case").check()
    page.get_by_role("button", name="Read it").click()


def test_an_arrangement_is_notified_assessed_visited_late_and_in_time_and_ended(
    demonstrated: Demonstrated, new_page: NewPage, axe_clean: Check, fits: Check
) -> None:
    page = new_page(360, height=740)
    demonstrated.sign_in(page, "duty.worker")
    page.goto(demonstrated.url + reverse("records", args=[cast.WEALDSHIRE, PF]))
    page.get_by_role("button", name="Enter a notification").click()
    page.get_by_label("Child's case reference").fill("J-2041")
    page.get_by_label("Child's name").fill("Zenobia Hartwell-Oyelaran")
    page.get_by_label("Who told the council").select_option("School")
    dated(page, "Date the council was told", 5, 1)
    dated(page, "Date the arrangement began", 3, 1)
    axe_clean(page)
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("main")).to_contain_text("Names and words of this case are sealed")
    expect(page.get_by_role("main")).not_to_contain_text("Zenobia")
    reference = page.get_by_role("heading", level=1).inner_text().split()[0]
    case = page.url
    page.get_by_role("button", name="Allocate it to a social worker").click()
    page.get_by_label("Social worker").select_option("Denzil Wragge")
    page.get_by_role("button", name="Allocate it to a social worker").click()

    demonstrated.sign_in(page, "social.worker")
    page.goto(case)
    read(page)
    expect(page.get_by_role("main")).to_contain_text("Zenobia Hartwell-Oyelaran")
    expect(page.get_by_role("main")).to_contain_text("Overdue")
    page.get_by_role("button", name="Assess a matter").click()
    page.get_by_label("What was looked into").select_option(index=1)
    page.get_by_label("Good", exact=True).check()
    dated(page, "Date", 2, 2)
    page.get_by_label("What was found").fill("She wants to stay until the summer.")
    page.get_by_role("button", name="Assess a matter").click()
    for day, month in ((2, 2), (20, 2)):  # the first is late, the next in time
        page.get_by_role("button", name="Record a visit").click()
        dated(page, "Date of visit", day, month)
        page.get_by_label("The child was seen alone").check()
        page.get_by_role("button", name="Record a visit").click()
    expect(page.get_by_role("main")).to_contain_text("days late")
    fits(page)
    axe_clean(page)
    page.get_by_role("link", name="Assessment, notices and decisions").click()
    expect(page.get_by_role("main")).to_contain_text("She wants to stay until the summer.")
    fits(page)
    axe_clean(page)
    page.goto(case)
    page.get_by_role("button", name="End it").click()
    dated(page, "Date the arrangement ended", 28, 2)
    page.get_by_role("button", name="End it").click()
    expect(page.get_by_role("main")).to_contain_text("Ended")

    demonstrated.sign_in(page, "team.manager")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(demonstrated.url + reverse("private_fostering_year", args=[cast.WEALDSHIRE]) + "?year=2025")
    expect(page.get_by_role("main")).to_contain_text(f"{reference}: made 2 February 2026")
    axe_clean(page)
