"""Minutes coming in, in a real browser: with the script and without, wide and narrow, by keyboard."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from playwright.sync_api import BrowserContext, Page, expect

from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.processes.governance.minutes_import.models import MinutesImport
from goldenthread.processes.governance.minutes_import.taking import read_import
from tests.processes.governance.minutes_desk import MINUTES, Desk
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NewPage = Callable[..., Page]
Check = Callable[[Page], None]
SHOTS = os.environ.get("GOLDENTHREAD_SCREENSHOTS", "")


class Here:
    """A running server, and a clerk's desk behind it."""

    def __init__(self, url: str, desk: Desk) -> None:
        self.url, self.desk = url, desk

    def sign_in(self, page: Page, name: str = "manager") -> None:
        """Give the browser the session of someone who has signed in."""
        cookies = self.desk.browser(name).cookies
        context: BrowserContext = page.context
        context.add_cookies([{"name": key, "value": one.value, "url": self.url} for key, one in cookies.items()])

    def let_the_worker_work(self) -> None:
        user = self.desk.world.users["manager"].pk
        with self.desk.world.acting("manager"):
            waiting = list(MinutesImport.objects.filter(state="reading").values_list("pk", flat=True))
        for pk in waiting:
            read_import(pk, user)


@pytest.fixture
def here(transactional_db: None, settings: Any, tmp_path: Path, live_server: Any) -> Iterator[Here]:
    settings.STATIC_ROOT = str(tmp_path)
    settings.INSECURE = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "sessionid", "csrftoken"
    cache.clear()
    with acting_as(Actor(user=None)):
        world = World()
    yield Here(live_server.url, Desk(world))
    with connection.cursor() as cursor:
        cursor.execute("truncate procrastinate_jobs cascade")


def shoot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}-{page.viewport_size['width']}.png", full_page=True)  # type: ignore[index]


def bring_in(page: Page, here: Here) -> None:
    page.goto(f"{here.url}/north/minutes/")
    page.get_by_role("button", name="Import minutes").click()
    page.locator("input[type=file]").set_input_files(str(MINUTES))
    page.get_by_role("button", name="Read the minutes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Reading board.txt")


def test_from_the_file_to_the_meeting_with_the_script(here: Here, new_page: NewPage) -> None:
    page = new_page()
    here.sign_in(page)
    bring_in(page, here)
    shoot(page, "progress")
    here.let_the_worker_work()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check what was read in board.txt")  # by itself
    page.get_by_role("link", name="New actions").click()
    first = page.locator("article").first
    first.get_by_role("button", name="Accept").click()
    expect(first).to_contain_text("Accepted")
    expect(page.locator("#waiting")).to_have_text("1 of 2 still to look at.")
    expect(first.get_by_role("button", name="Take back")).to_be_focused()
    shoot(page, "section")
    page.locator("article").last.get_by_role("button", name="Correct").click()
    page.get_by_label("Due at a meeting").select_option(label="11 July 2017")
    shoot(page, "correct")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("article").last).to_contain_text("At the meeting of 11 July 2017")
    finish(page)


def finish(page: Page) -> None:
    """Accept what is left, section by section, look at what would be written, and write it."""
    page.get_by_role("link", name="All parts of this import").click()
    for name in ("The meeting", "People", "Agenda items", "Earlier actions", "Recommendations", "Meetings to come"):
        page.get_by_role("main").get_by_role("link", name=name).first.click()
        page.get_by_role("button", name="Accept all in this section").click()
        page.get_by_role("link", name="All parts of this import").click()
    page.get_by_role("button", name="See what would be written").click()
    expect(page.get_by_role("main")).to_contain_text("2 actions will be added")
    shoot(page, "check")
    page.get_by_role("button", name="Accept and write").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What was written from board.txt")
    shoot(page, "written")
    page.get_by_role("link", name="M-2017-0001").first.click()
    expect(page.get_by_role("main")).to_contain_text("Missing children")


def test_from_the_file_to_the_meeting_without_the_script(here: Here, new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    here.sign_in(page)
    bring_in(page, here)
    here.let_the_worker_work()
    page.get_by_role("link", name="See how far it is now").click()
    page.get_by_role("link", name="New actions").click()
    page.locator("article").first.get_by_role("button", name="Accept").click()
    expect(page.locator("article").first).to_contain_text("Accepted")
    page.locator("article").last.get_by_role("button", name="Dismiss").click()
    page.get_by_role("button", name="Next: Promises").click()
    page.locator("article").first.get_by_role("button", name="Make it an action").click()
    finish(page)


def test_every_page_of_it_is_accessible_and_fits(here: Here, new_page: NewPage, axe_clean: Check, fits: Check) -> None:
    one = here.desk.read()
    page = new_page()
    here.sign_in(page)
    row = here.desk.row(one, "previous_action", number="2.1")
    addresses = [
        "", "new/", f"{one.pk}/", f"{one.pk}/meeting/", f"{one.pk}/people/", f"{one.pk}/items/", f"{one.pk}/promises/",
        f"{one.pk}/earlier-actions/", f"{one.pk}/unplaced/", f"{one.pk}/warnings/", f"{one.pk}/rows/{row.pk}/",
        f"{one.pk}/source/", f"{one.pk}/check/", f"{one.pk}/dismiss/",
    ]  # fmt: skip
    for address in addresses:
        page.goto(f"{here.url}/north/minutes/{address}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        for width in (1280, 360, 320):
            page.set_viewport_size({"width": width, "height": 900})
            shoot(page, f"all-{address.replace('/', '-').strip('-') or 'list'}")
            axe_clean(page)
            fits(page)


def test_a_row_is_decided_by_keyboard_alone(here: Here, new_page: NewPage) -> None:
    one = here.desk.read()
    page = new_page()
    here.sign_in(page)
    page.goto(f"{here.url}/north/minutes/{one.pk}/warnings/")
    page.get_by_role("button", name="I have seen it").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("article").first).to_contain_text("Seen")
    expect(page.get_by_role("button", name="Take back")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_be_visible()
