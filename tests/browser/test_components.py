"""The design system in a real browser under the strictest policy: seen, printed, by keyboard, without script."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings
from playwright.sync_api import Page, expect

from tests.web.gallery import DRAFTS

pytestmark = pytest.mark.browser
NewPage = Callable[..., Page]
Check = Callable[[Page], None]
ERROR_PAGES = ["400", "403", "403_csrf", "404", "429", "500", "503"]
SURROUNDINGS = {
    "ROOT_URLCONF": "tests.web.gallery",
    "GOLDENTHREAD_CHROME": "tests.web.gallery.surroundings",
    "MIDDLEWARE": ["tests.web.gallery.strict", "django.middleware.csrf.CsrfViewMiddleware"],
    "ALLOWED_HOSTS": ["127.0.0.1"],
    "CSRF_COOKIE_NAME": "csrf",
    "CSRF_COOKIE_SECURE": False,
    "CSRF_FAILURE_VIEW": "django.views.csrf.csrf_failure",
    "DEBUG": False,
}


class Quiet(WSGIRequestHandler):
    """Answers without writing a log."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of the gallery, served without a database."""
    with override_settings(**SURROUNDINGS):
        handler = StaticFilesHandler(WSGIHandler())
        with make_server("127.0.0.1", 0, handler, handler_class=Quiet) as server:
            thread = threading.Thread(target=server.serve_forever, daemon=True)
            thread.start()
            yield f"http://127.0.0.1:{server.server_port}"
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("address", ["/meetings/", "/meetings/wrong/"])
def test_every_component_is_accessible_and_fits(
    site: str, new_page: NewPage, axe_clean: Check, fits: Check, address: str, width: int
) -> None:
    page = new_page(width)
    page.goto(site + address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Every component")
    axe_clean(page)
    fits(page)


@pytest.mark.parametrize("code", ERROR_PAGES)
def test_every_error_page_is_accessible_and_fits_a_phone(
    site: str, new_page: NewPage, axe_clean: Check, fits: Check, code: str
) -> None:
    page = new_page(320)
    page.goto(f"{site}/error/{code}/")
    expect(page.get_by_role("link", name="Golden Thread")).to_be_visible()
    axe_clean(page)
    fits(page)


def test_on_paper_there_are_the_words_and_no_controls(
    site: str, new_page: NewPage, axe_clean: Check, fits: Check
) -> None:
    page = new_page(794)
    page.goto(site + "/meetings/")
    page.emulate_media(media="print")
    axe_clean(page)
    fits(page)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("A deputy counts for the agency")).to_be_visible()
    for gone in (".gt-nav", ".govuk-button", ".gt-filters", ".govuk-pagination", ".govuk-breadcrumbs"):
        assert page.locator(gone).first.is_hidden(), gone


def test_the_first_tab_stop_skips_to_the_content(site: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(site + "/meetings/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to main content")
    page.keyboard.press("Enter")
    expect(page.locator("#main-content")).to_be_focused()


def test_errors_take_the_focus_and_each_leads_to_its_control(site: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(site + "/meetings/wrong/")
    assert page.title().startswith("Error: ")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    links = page.locator(".govuk-error-summary a")
    for index in range(links.count()):
        links.nth(index).click()
        focused = page.evaluate("document.activeElement.id")
        assert "#" + focused == links.nth(index).get_attribute("href")
    addresses = [link.get_attribute("href") for link in links.all()]
    assert {"#id_status_0", "#id_helpers_0", "#id_visit-year", "#id_held_0-day", "#id_agreed"} <= set(addresses)


def test_the_menu_of_a_phone_folds_without_script(site: str, new_page: NewPage) -> None:
    page = new_page(320, java_script_enabled=False)
    page.goto(site + "/meetings/")
    link = page.get_by_role("link", name="Law clocks")
    expect(link).to_be_hidden()
    page.locator(".gt-nav__summary").press("Enter")
    expect(link).to_be_visible()
    expect(page.locator(".gt-nav__fold [aria-current=page]")).to_have_text("Meetings")


def assert_nothing_kept(page: Page) -> None:
    """The browser keeps no word of what was typed (htmx keeps the path of the page)."""
    kept = page.evaluate("[...Object.entries(localStorage), ...Object.entries(sessionStorage)]")
    assert [entry for entry in kept if entry[0] != "htmx-current-path-for-history"] == []


def test_a_draft_is_sent_without_the_password_and_says_when(site: str, new_page: NewPage) -> None:
    DRAFTS.clear()
    page = new_page()
    page.goto(site + "/meetings/")
    page.get_by_label("Password", exact=True).fill("not for a draft")
    page.get_by_label("Title of the action").fill("Write to the coroner")
    expect(page.get_by_role("status").filter(has_text="Draft saved at")).to_be_visible()
    assert DRAFTS[-1]["title"] == "Write to the coroner"
    assert "password" not in DRAFTS[-1]
    assert_nothing_kept(page)


def test_a_refused_draft_says_so_keeps_the_text_and_leaves_no_copy(site: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(site + "/meetings/")
    page.get_by_label("Title of the action").fill("refuse me")
    expect(page.get_by_role("status").filter(has_text="Not saved")).to_be_visible()
    expect(page.get_by_label("Title of the action")).to_have_value("refuse me")
    assert_nothing_kept(page)


def test_a_draft_survives_a_token_that_has_gone_stale(site: str, new_page: NewPage) -> None:
    DRAFTS.clear()
    page = new_page()
    page.goto(site + "/meetings/")
    page.evaluate(
        "document.getElementsByName('csrfmiddlewaretoken').forEach((field) => { field.value = 'x'.repeat(64) })"
    )
    page.get_by_label("Title of the action").fill("Signed in again elsewhere")
    expect(page.get_by_role("status").filter(has_text="Draft saved at")).to_be_visible()
    assert DRAFTS[-1]["title"] == "Signed in again elsewhere"


def test_where_the_form_allows_it_a_refused_text_is_back_after_a_reload(site: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(site + "/part/")
    page.get_by_label("Title").fill("refuse me")
    expect(page.get_by_role("status")).to_contain_text("Not saved")
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_label("Title")).to_have_value("refuse me")
    expect(page.get_by_role("status")).to_contain_text("could not be saved before")
    page.get_by_label("Title").fill("Now it goes")
    expect(page.get_by_role("status")).to_contain_text("Draft saved at")
    assert_nothing_kept(page)


def test_leaving_with_unsaved_text_is_asked_about(site: str, new_page: NewPage) -> None:
    asked: list[str] = []
    page = new_page()
    page.goto(site + "/part/")
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_label("Title").press_sequentially("Half a sen")
    page.goto(site + "/meetings/")
    assert asked == ["beforeunload"]


def test_a_part_of_a_page_is_swapped_and_takes_the_focus(site: str, new_page: NewPage, axe_clean: Check) -> None:
    page = new_page()
    page.goto(site + "/part/")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    axe_clean(page)
    page.get_by_label("Title").fill("Ask the coroner")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved: Ask the coroner")).to_be_focused()
    assert page.evaluate("document.title").startswith("Part")


@pytest.mark.parametrize("script", [True, False])
def test_the_same_form_works_with_and_without_script(site: str, new_page: NewPage, script: bool) -> None:
    page = new_page(320, java_script_enabled=script)
    page.goto(site + "/part/")
    page.get_by_label("Title").fill("Ask the coroner")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved: Ask the coroner")).to_be_visible()


def test_axe_would_find_what_is_wrong(site: str, new_page: NewPage, axe_clean: Check) -> None:
    page = new_page()
    page.goto(site + "/meetings/")
    page.evaluate("document.querySelector('label[for=id_title]').remove()")
    with pytest.raises(AssertionError, match="label"):
        axe_clean(page)
