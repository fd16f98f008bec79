"""A cascade answered by link on a phone: sent by the unit, begun, left, taken up again, sent; and again with a code."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import Page, expect

from goldenthread.config.demonstration import cast
from goldenthread.core.links.kinds import opens_by_link
from goldenthread.processes.governance.cascades.links import CASCADE
from goldenthread.processes.governance.cascades.models import Cascade
from tests.browser.addresses import MANAGER
from tests.browser.demonstrated import PATIENCE, Check, Demonstrated, NewPage, apart

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.timeout(PATIENCE)]
FIRE = cast.AGENCIES["fire"][0]


def newest_path() -> str:
    found = re.search(r"https?://[^/]+(/\S+/by-link/\S+/)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def newest_code() -> str:
    found = re.search(r"Your code is (\d{6})", str(mail.outbox[-1].body))
    assert found
    return found[1]


def cascade_of(here: Demonstrated) -> str:
    """The address of the cascade that was sent last and waits for most agencies."""
    found: dict[str, int] = {}

    def look_up() -> None:
        with here.acting(MANAGER):
            found["pk"] = Cascade.objects.filter(state="asking").latest("sent_on", "pk").pk

    apart(look_up)
    return here.url + reverse("cascade", args=[cast.WEALDSHIRE, found["pk"]])


def answer(phone: Page, look: Callable[[Page], None]) -> None:
    """Begun and left; what was typed stands there on the next visit. What is lacking is told; then it is sent."""
    form = phone.url
    phone.get_by_label("To which teams or people").press_sequentially("Home safety visitors")
    expect(phone.get_by_text("Draft saved at")).to_be_visible()
    phone.goto(form)
    expect(phone.get_by_label("To which teams or people")).to_have_value("Home safety visitors")
    phone.get_by_label("Passed on", exact=True).check()
    phone.get_by_role("button", name="Send the answer").click()
    expect(phone.get_by_role("alert")).to_contain_text("Say how it was passed on")
    look(phone)
    phone.locator("input[name=how]").fill("Watch meetings")
    for part, number in (("Day", "16"), ("Month", "11"), ("Year", "2026")):
        phone.get_by_label(part).fill(number)
    phone.get_by_role("button", name="Send the answer").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Your answer is sent")
    look(phone)
    phone.goto(form)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Your answer is sent")


def test_an_agencys_contact_answers_by_link_without_an_account(
    demonstrated: Demonstrated, new_page: NewPage, axe_clean: Check, fits: Check
) -> None:
    def look(page: Page) -> None:
        page.wait_for_load_state()
        fits(page)
        axe_clean(page)

    desk, phone = new_page(), new_page(360, height=740)
    demonstrated.sign_in(desk, MANAGER)
    front = cascade_of(demonstrated)
    desk.goto(front)
    desk.get_by_text("Send a link", exact=True).click()
    desk.get_by_role("main").get_by_role("link", name=FIRE).last.click()
    look(desk)
    desk.get_by_label("Full name").fill("Dorothea Pike")
    desk.get_by_label("Email address").fill("d.pike@fire.example")
    desk.get_by_role("button", name="Send it").click()
    expect(desk.get_by_role("main")).to_contain_text("not opened yet")
    look(desk)
    phone.goto(demonstrated.url + newest_path())
    look(phone)
    answer(phone, look)
    desk.goto(front)
    row = desk.get_by_role("row", name=FIRE)
    expect(row).to_contain_text("Home safety visitors")
    expect(row).to_contain_text("Dorothea Pike, by the link sent to them")

    opens_by_link(replace(CASCADE, asks_code=True))
    try:
        desk.get_by_role("button", name="Send again to Dorothea Pike").click()
        phone.goto(demonstrated.url + newest_path())
        expect(phone.get_by_role("heading", level=1)).to_have_text("Show that the link is yours")
        look(phone)
        phone.get_by_role("button", name="Send me a code").click()
        expect(phone.get_by_role("alert")).to_contain_text("d•••@fire.example")
        phone.get_by_label("Code", exact=True).fill("12")
        phone.get_by_role("button", name="Open").click()
        expect(phone.get_by_role("alert").last).to_contain_text("That is not the code")
        look(phone)
        phone.get_by_label("Code", exact=True).fill(newest_code())
        phone.get_by_role("button", name="Open").click()
        expect(phone.get_by_role("heading", level=1)).to_have_text(f"What did {FIRE} pass on?")
    finally:
        opens_by_link(CASCADE)
