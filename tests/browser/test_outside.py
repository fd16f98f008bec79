"""Without an account, on a phone: a form B answered by link, begun, left and taken up again; a death notified."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import Page, expect

from goldenthread.config.demonstration import cast
from goldenthread.processes.registers.child_deaths.models import ChildDeath
from tests.browser.demonstrated import PATIENCE, Check, Demonstrated, NewPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.timeout(PATIENCE)]
KEEPER, TYPED = "business.manager", "Quillfeather was seen in clinic on a Tuesday."
Look = Callable[[Page], None]


@pytest.fixture
def look(axe_clean: Check, fits: Check) -> Look:
    def check(page: Page) -> None:
        page.wait_for_load_state()
        fits(page)
        axe_clean(page)

    return check


def at(here: Demonstrated, name: str, *args: object) -> str:
    return here.url + reverse(name, args=[cast.WEALDSHIRE, *args])


def prove(phone: Page, look: Look) -> None:
    """Ask for a code, mistype it, type it."""
    phone.get_by_role("button", name="Send me a code").click()
    expect(phone.get_by_role("alert")).to_contain_text("We sent a code")
    look(phone)
    code = re.search(r"Your code is (\d{6})", str(mail.outbox[-1].body))
    assert code
    for typed in ("12", code[1]):
        phone.get_by_label("Code", exact=True).fill(typed)
        phone.get_by_role("button", name="Open").click()


def day(page: Page, group: str, on: tuple[int, int, int]) -> None:
    boxes = page.get_by_role("group", name=group, exact=True)
    for box, value in zip(("Day", "Month", "Year"), on, strict=True):
        boxes.get_by_label(box).fill(str(value))


def ask(desk: Page, here: Demonstrated, case: int, look: Look) -> str:
    """A keeper asks a general practitioner for two parts of form B: the path in the letter."""
    desk.goto(at(here, "asked_of_agencies", "child-death", case))
    desk.goto(at(here, "read_sealed", "child-death", case))
    desk.get_by_label("For a panel or a meeting").check()
    desk.get_by_role("button", name="Read it").click()
    desk.goto(at(here, "asked_of_agencies", "child-death", case))
    look(desk)
    desk.get_by_role("button", name="Ask someone outside").click()
    look(desk)
    parts = desk.get_by_role("group", name="Which parts of it?").get_by_role("checkbox")
    for nth in (0, 1):
        parts.nth(nth).check()
    desk.get_by_label("Full name").fill("Dr Bede Larch")
    desk.get_by_label("Their work email address").fill("larch@gp.example")
    desk.get_by_role("button", name="Ask them", exact=True).click()
    expect(desk.get_by_role("main")).to_contain_text("Dr Bede Larch")
    look(desk)
    found = re.search(r"https?://[^/]+(/\S+/by-link/\S+/)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_a_form_b_is_answered_by_link_on_a_phone(demonstrated: Demonstrated, new_page: NewPage, look: Look) -> None:
    with demonstrated.acting(KEEPER):
        case = ChildDeath.objects.filter(contributions__isnull=True, destroyed_on__isnull=True).latest("pk")
    desk, phone = new_page(), new_page(360, height=740)
    demonstrated.sign_in(desk, KEEPER)
    path = ask(desk, demonstrated, case.pk, look)
    phone.goto(demonstrated.url + path)
    prove(phone, look)
    look(phone)
    expect(phone.get_by_role("main")).not_to_contain_text(case.reference)
    front = phone.url
    phone.get_by_role("list").get_by_role("link").first.click()
    look(phone)
    section = phone.url
    phone.locator("main textarea, main input[type=text]").first.press_sequentially(TYPED)
    expect(phone.get_by_text("Draft saved at")).to_be_visible()
    phone.goto(front)
    phone.goto(section)
    expect(phone.locator("main textarea, main input[type=text]").first).to_have_value(TYPED)
    phone.get_by_role("button", name="Save and go on").click()
    phone.get_by_role("button", name="Save and go on").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Check your answers before you send them")
    look(phone)
    phone.get_by_label("About how many hours").fill("1.5")
    phone.get_by_role("button", name="Send it").click()
    for again in (phone.url, section, demonstrated.url + path):
        phone.goto(again)
        expect(phone.get_by_role("heading", level=1)).to_have_text("Your answer is sent")
        expect(phone.get_by_role("main")).not_to_contain_text("Quillfeather")
    look(phone)
    desk.reload()
    desk.get_by_role("main").get_by_role("table").get_by_role("link").first.click()
    expect(desk.get_by_role("main")).to_contain_text(TYPED)
    look(desk)


def test_a_death_is_notified_without_an_account(demonstrated: Demonstrated, new_page: NewPage, look: Look) -> None:
    phone = new_page(360, height=740)
    phone.goto(at(demonstrated, "notify_list"))
    look(phone)
    phone.get_by_role("link", name="The death of a child").click()
    look(phone)
    phone.get_by_label("Your work email address").fill("nobody")
    phone.get_by_role("button", name="Go on").click()
    expect(phone.get_by_role("alert")).to_contain_text("There is a problem")
    look(phone)
    phone.get_by_label("Your work email address").fill("alder@hospital.example")
    phone.get_by_role("button", name="Go on").click()
    prove(phone, look)
    look(phone)
    front = phone.url
    phone.get_by_role("link", name="Check and send").or_(phone.get_by_role("button", name="Check and send")).click()
    expect(phone.get_by_role("alert")).to_contain_text("Full name")
    look(phone)
    phone.goto(front)
    phone.get_by_role("link", name="The notification").click()
    phone.get_by_label("Who notifies: name", exact=True).fill("Dr Ada Alder")
    phone.get_by_label("Agency", exact=True).fill("North Hospital")
    phone.get_by_role("button", name="Save and go on").click()
    phone.get_by_label("Full name", exact=True).fill("Odo Quillfeather")
    phone.get_by_label("Female", exact=True).check()
    day(phone, "Born", (31, 2, 2024))
    phone.get_by_role("button", name="Save and go on").click()
    expect(phone.get_by_role("alert")).to_contain_text("There is a problem")
    look(phone)
    day(phone, "Born", (3, 2, 2024))
    phone.get_by_role("button", name="Save and go on").click()
    phone.get_by_role("button", name="Save and go on").click()
    _the_death(phone)
    phone.goto(front)
    look(phone)
    phone.get_by_role("button", name="Check and send").click()
    look(phone)
    phone.get_by_role("button", name="Send it").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("It is sent")
    expect(phone.get_by_role("main")).to_contain_text("What happens next")
    look(phone)
    letters = [one for one in mail.outbox if "a notification was received" in one.subject]
    assert letters
    assert not any("Quillfeather" in f"{one.subject} {one.body}" for one in mail.outbox)
    phone.goto(front)
    expect(phone.get_by_role("main")).not_to_contain_text("Quillfeather")


def _the_death(phone: Page) -> None:
    day(phone, "Date of death", (14, 5, 2024))
    phone.get_by_label("Place of death", exact=True).select_option(index=2)
    phone.get_by_label("Unexpected", exact=True).check()
    phone.get_by_role("button", name="Save and go on").click()
