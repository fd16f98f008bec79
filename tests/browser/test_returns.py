"""A return by its link, on a phone: typed with a mistake, left, taken up again, sent, queried, corrected, accepted."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, ViewportSize, expect

from goldenthread.analytics.models import Observation
from goldenthread.config.demonstration import cast
from tests.browser.addresses import MANAGER, prepare
from tests.browser.demonstrated import PATIENCE, Check, Demonstrated, NewPage, apart
from tests.browser.returned import ask_at_two_boards, send_a_link

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.timeout(PATIENCE)]
SCREEN: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 320, "height": 640}
AGAIN = "Referrals within 12 months of the last"
HOW_MANY, OUT_OF = re.compile("^How many"), re.compile("^Out of how many")
Look = Callable[[Page], None]


@pytest.fixture
def owed(demonstrated: Demonstrated, request: pytest.FixtureRequest) -> tuple[str, int]:
    """The address of the link, and the number of its return."""
    made: dict[str, Any] = {}
    title = f"Front door by district, for {request.node.name.removeprefix('test_').replace('_', ' ')}"[:150]
    apart(lambda: made.update(found=send_a_link(demonstrated, MANAGER, title)))
    path, record = made["found"]
    return demonstrated.url + path, record


@pytest.fixture
def look(axe_clean: Check, fits: Check) -> Look:
    """Axe finds nothing on the page as it stands, and it does not scroll sideways, on a screen and on a phone."""

    def check(page: Page) -> None:
        page.wait_for_load_state()
        for size in (SCREEN, PHONE):
            page.set_viewport_size(size)
            fits(page)
            axe_clean(page)

    return check


def answer_with_a_mistake(page: Page, look: Look) -> None:
    """More that came again than came: told while it is typed, and kept; left for another day, and taken up again."""
    page.get_by_role("link", name=AGAIN).click()
    look(page)
    page.get_by_label(HOW_MANY).press_sequentially("95")
    page.get_by_label(OUT_OF).press_sequentially("59")
    expect(page.locator("#told")).to_contain_text("95 of 59 is more than the whole.")
    look(page)
    page.get_by_role("link", name="Back to all questions").click()
    expect(page.get_by_role("main")).to_contain_text("Not finished")
    page.get_by_role("link", name=AGAIN).click()
    expect(page.get_by_label(HOW_MANY)).to_have_value("95")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("alert")).to_contain_text("95 of 59 is more than the whole.")
    look(page)
    page.get_by_label(HOW_MANY).fill("59")
    page.get_by_label(OUT_OF).fill("95")
    page.get_by_role("button", name="Save and continue").click()


def answer_by_district(page: Page, look: Look) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Referrals")
    look(page)
    for place, number in enumerate((95, 20, 25, 30, 19)):
        page.locator("input[name^=value_]").nth(place).fill(str(number))
    page.locator("input[name^=value_]").last.press("Tab")
    expect(page.locator("#told")).to_contain_text("Its parts add up to 94, and the whole is 95.")
    page.locator("#told").get_by_role("link").click()  # opens what is folded away, and leads to it
    expect(page.get_by_label("Note").first).to_be_visible()
    page.locator("input[name^=value_]").nth(4).fill("20")
    page.locator("input[name^=value_]").nth(4).press("Tab")
    expect(page.locator("#told")).to_contain_text("Nothing stands against it.")
    page.get_by_role("button", name="Save and continue").click()


def test_by_a_link_on_a_phone_from_the_first_figure_to_the_last_query(
    demonstrated: Demonstrated, owed: tuple[str, int], new_page: NewPage, look: Look
) -> None:
    link, record = owed
    phone, desk = new_page(360, height=740), new_page()
    demonstrated.sign_in(desk, MANAGER)
    front = demonstrated.url + reverse("return", args=[cast.WEALDSHIRE, record])

    phone.goto(link)
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Front door by district")
    look(phone)
    form = phone.url
    phone.get_by_role("button", name="Check and send").click()
    look(phone)
    expect(phone.get_by_role("main")).to_contain_text("no answer yet")
    phone.goto(form)
    answer_with_a_mistake(phone, look)
    answer_by_district(phone, look)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Check your answers, then send them")
    look(phone)
    phone.get_by_role("button", name="Send it").click()
    expect(phone.get_by_role("alert")).to_contain_text("Sent to")
    look(phone)

    desk.goto(front)
    desk.get_by_role("button", name="Query it").click()
    desk.get_by_label("Referrals, Aldermere").fill("Are the two families from next door in it?")
    desk.get_by_role("button", name="Query it").click()
    expect(desk.get_by_role("main")).to_contain_text("Queried")

    phone.goto(form)
    look(phone)
    phone.get_by_role("link", name="Answer this").click()
    look(phone)
    phone.get_by_role("textbox").fill("They are, and should not be. Corrected.")
    phone.get_by_role("button", name="Answer").click()
    phone.get_by_role("link", name="Referrals", exact=True).click()
    phone.locator("input[name^=value_]").nth(0).fill("93")
    phone.locator("input[name^=value_]").nth(1).fill("18")
    phone.get_by_role("button", name="Save and continue").click()
    phone.get_by_role("button", name="Send it").click()

    desk.goto(front)
    expect(desk.get_by_role("main")).to_contain_text("They are, and should not be.")
    look(desk)
    desk.get_by_role("button", name="Accept it").click()
    desk.get_by_role("button", name="Accept it").click()
    expect(desk.get_by_role("main")).to_contain_text("Accepted")
    phone.goto(form)
    expect(phone.get_by_role("heading", level=1)).to_have_text("This link cannot be used")
    look(phone)
    with demonstrated.acting(MANAGER):
        said = Observation.objects.filter(measure__code="refs", source="return")
        assert {str(row.area or ""): int(row.value) for row in said}[""] == 93


def test_the_other_pages_of_a_link(owed: tuple[str, int], new_page: NewPage, look: Look) -> None:
    page = new_page()
    page.goto(owed[0])
    for name in ("by an Excel or CSV file", "Say why it is not sent"):
        form = page.url
        page.get_by_role("link", name=name).click()
        look(page)
        page.goto(form)
    page.get_by_role("link", name="by an Excel or CSV file").click()
    page.get_by_label("Or paste the cells").fill("Code\tFigure, or how many\nrefs\ttwelve\nother\t3")
    page.get_by_role("button", name="Take the answers").click()
    told = page.get_by_role("alert")
    expect(told).to_contain_text("Line 2, column 2: 'twelve' is not a number.")
    expect(told).to_contain_text("Line 3, column 1: 'other' is not asked of Wealdshire County Council")
    look(page)


def test_it_is_answered_without_any_script(owed: tuple[str, int], new_page: NewPage) -> None:
    page = new_page(360, java_script_enabled=False)
    page.goto(owed[0])
    page.get_by_role("link", name=AGAIN).click()
    page.get_by_label(HOW_MANY).fill("95")
    page.get_by_label(OUT_OF).fill("59")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("alert")).to_contain_text("95 of 59 is more than the whole.")
    page.get_by_role("link", name="Back to all questions").click()
    expect(page.get_by_role("main")).to_contain_text("Not finished")


def test_what_was_answered_to_another_board_is_taken_over_and_what_is_counted_otherwise_is_asked(
    demonstrated: Demonstrated, new_page: NewPage, look: Look
) -> None:
    prepare(demonstrated)
    made: dict[str, int] = {}
    apart(lambda: made.update(record=ask_at_two_boards(demonstrated)))
    page = new_page()
    demonstrated.sign_in(page, "member.police")
    page.goto(demonstrated.url + reverse("return", args=[cast.WEALDSHIRE, made["record"]]))
    page.get_by_role("link", name="See it, and take it over").click()
    expect(page.get_by_role("main")).to_contain_text("searches of children under 16")
    look(page)
    page.get_by_role("button", name="Take them over").click()
    expect(page.get_by_role("alert")).to_contain_text("1 answer taken over")
    page.get_by_role("link", name="See it, and take it over").click()
    page.get_by_label("Take “Searches of children” all the same, and say so").check()
    page.get_by_role("button", name="Take them over").click()
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("main")).to_contain_text("It is counted otherwise there")
    look(page)
