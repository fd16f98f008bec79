"""Signing in with a real browser: a passkey, an authenticator app, and text that outlives a session."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from playwright.sync_api import Page

from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.core.tenancy.models import User
from tests.web.signin_steps import SITE, code, enrol
from tests.world import PASSWORD, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NewPage = Callable[..., Page]
SHOTS = os.environ.get("GOLDENTHREAD_SCREENSHOTS", "")


@pytest.fixture
def here(transactional_db: None, settings: Any, tmp_path: Path, live_server: Any) -> Iterator[Any]:
    """A running server for the small site of the sign-in tests: outside the demonstration, but over plain HTTP."""
    settings.ROOT_URLCONF = SITE
    settings.STATIC_ROOT = str(tmp_path)
    settings.GOLDENTHREAD_CHROME = "goldenthread.web.chrome.empty_chrome"
    settings.INSECURE = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "sessionid", "csrftoken"
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    settings.SECOND_FACTOR_REQUIRED = True
    settings.DEMONSTRATION = False
    cache.clear()
    with acting_as(Actor(user=None)):
        world = World()
    yield type("Here", (), {"world": world, "url": live_server.url.replace("127.0.0.1", "localhost")})
    with connection.cursor() as cursor:
        cursor.execute("reset role")


def shoot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}-{page.viewport_size['width']}.png", full_page=True)  # type: ignore[index]


def sign_in(page: Page, here: Any, name: str = "manager", onward: str = "") -> None:
    page.goto(f"{here.url}/account/login/" + (f"?next={onward}" if onward else ""))
    page.get_by_label("Email address").fill(f"{name}@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def authenticator(page: Page) -> str:
    """A virtual device that holds passkeys and says yes, by Chromium's own protocol; returns its id."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return str(session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"])


def confirm(page: Page) -> None:
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def test_a_passkey_is_added_and_then_opens_the_door_alone(here: Any, new_page: NewPage) -> None:
    page = new_page()
    authenticator(page)
    sign_in(page, here)
    shoot(page, "second-factor")
    page.get_by_role("button", name="Add a passkey").click()
    shoot(page, "is-it-you")
    confirm(page)
    page.get_by_label("What to call it").fill("Work laptop")
    page.get_by_label("Let this passkey sign me in by itself").check()
    shoot(page, "add-passkey")
    page.get_by_role("button", name="Add the passkey").click()
    page.wait_for_url("**/recovery-codes/**")
    shoot(page, "recovery-codes")
    page.goto(f"{here.url}/account/second-factor/webauthn/")
    assert page.get_by_text("Work laptop").first.is_visible()
    shoot(page, "passkeys")
    page.context.clear_cookies()
    page.goto(f"{here.url}/account/login/?next=/north/people/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{here.url}/north/people/")
    assert page.get_by_role("heading", name="People", exact=True).is_visible()


def test_a_passkey_that_fails_is_said_in_words(here: Any, new_page: NewPage) -> None:
    page = new_page()
    authenticator(page)
    page.goto(f"{here.url}/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("The passkey did not work, or you cancelled.").wait_for()


def test_an_authenticator_app_is_set_up_by_its_key(here: Any, new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, here)
    page.get_by_role("button", name="Set up an authenticator app").click()
    confirm(page)
    square = page.get_by_role("img", name="Code to scan")
    assert square.evaluate("image => image.naturalWidth") > 100, "the policy lets the square be drawn"
    shoot(page, "totp")
    page.get_by_label("Code").fill("123")
    page.get_by_role("button", name="Set up").click()
    assert page.title().startswith("Error: ")
    shoot(page, "totp-error")
    page.get_by_label("Code").fill(code(page.locator(".gt-key").inner_text()))
    page.get_by_role("button", name="Set up").click()
    page.get_by_text("Your authenticator app is set up").wait_for()


def enter(page: Page, here: Any, onward: str) -> None:
    secret = enrol(here.world, "manager") if not getattr(here, "secret", "") else here.secret
    here.secret = secret
    cache.clear()
    sign_in(page, here, onward=onward)
    shoot(page, "code")
    page.get_by_label("Code").fill(code(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.parametrize("javascript", [True, False])
def test_text_outlives_the_session(here: Any, new_page: NewPage, javascript: bool) -> None:
    page = new_page(java_script_enabled=javascript)
    enter(page, here, "/north/visit/")
    page.get_by_label("What was said").fill("Nobody asked me.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("What you typed is kept").wait_for()
    shoot(page, "kept")
    enter(page, here, "/north/visit/")
    page.get_by_text("We kept what you typed").wait_for()
    assert page.get_by_label("What was said").input_value() == "Nobody asked me."
    shoot(page, "draft")
    page.get_by_role("button", name="Throw it away").click()
    assert page.get_by_label("What was said").input_value() == ""


def test_typing_is_kept_while_it_is_typed(here: Any, new_page: NewPage) -> None:
    page = new_page()
    enter(page, here, "/north/visit/")
    page.get_by_label("What was said").press_sequentially("Half a thought")
    page.get_by_text("Draft saved at").wait_for()
    other = new_page()
    enter(other, here, "/north/visit/")
    assert other.get_by_label("What was said").input_value() == "Half a thought"


def test_the_end_of_a_session_is_announced_and_put_off(here: Any, new_page: NewPage, settings: Any) -> None:
    settings.SESSION_IDLE_SECONDS = 200
    page = new_page()
    enter(page, here, "/north/visit/")
    page.get_by_text("You will be signed out in 3 minutes").wait_for()
    shoot(page, "warning")
    settings.SESSION_IDLE_SECONDS = 1800
    page.get_by_role("button", name="Stay signed in").click()
    page.get_by_text("You will be signed out").wait_for(state="hidden")


def test_every_page_of_sign_in_is_accessible_and_fits(
    here: Any,
    new_page: NewPage,
    axe_clean: Callable[[Page], None],
    fits: Callable[[Page], None],
    settings: Any,
) -> None:
    User.objects.create_user("ash@demo.example", PASSWORD, name="Ash Example")
    page = new_page()
    settings.DEMONSTRATION = True
    look(page, here, ["/account/login/"], axe_clean, fits)
    settings.DEMONSTRATION = False
    look(page, here, ["/account/join/", "/account/password/reset/", "/account/password/reset/done/"], axe_clean, fits)
    enter(page, here, "/account/")
    own = ["/account/", "/account/second-factor/", "/account/password/change/", "/account/second-factor/webauthn/"]
    look(page, here, [*own, "/north/people/"], axe_clean, fits)
    page.goto(f"{here.url}/north/people/invite/")
    look(page, here, [page.url.removeprefix(here.url)], axe_clean, fits)
    confirm(page)
    seat = here.world.users["nurse"].seats(manager="unguarded").get().pk
    look(page, here, ["/north/people/invite/", f"/north/people/seats/{seat}/", "/account/logout/"], axe_clean, fits)


def look(page: Page, here: Any, paths: list[str], *checks: Callable[[Page], None]) -> None:
    for path in paths:
        page.goto(here.url + path)
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            shoot(page, path.split("?")[0].strip("/").replace("/", "-"))
            for check in checks:
                check(page)
