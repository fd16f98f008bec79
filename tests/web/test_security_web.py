"""What every answer carries, whoever asks and whatever it says."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from goldenthread.web.security.headers import content_security_policy
from goldenthread.web.security.limits import count
from goldenthread.web.signin import configuration, tasks
from tests.web.signin_steps import enter, site
from tests.world import World

__all__ = ["site"]
PAGES = [
    "/account/login/",
    "/account/join/",
    "/north/",
    "/nowhere/at/all/",
    "/session/",
    "/invitations/accept/",
    "/help/",
]
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}


def directives(policy: str) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) if " " in part.strip() else (part.strip(), "") for part in policy.split(";"))


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("signed_in", [False, True])
def test_every_answer_is_strict(site: World, client: Client, path: str, signed_in: bool, settings: Any) -> None:
    settings.INSECURE = True
    if signed_in:
        enter(client, site, "manager")
    answer = client.get(path)
    assert directives(answer["Content-Security-Policy"]) == POLICY
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


def test_pages_carry_no_script_or_style_of_their_own(site: World, client: Client) -> None:
    """What the policy forbids must not be there either, or the page is broken."""
    pages = [client.get(path).content.decode() for path in ("/account/login/", "/account/password/reset/")]
    enter(client, site, "manager")
    pages += [client.get(path).content.decode() for path in ("/account/", "/account/second-factor/", "/north/people/")]
    for page in pages:
        assert " style=" not in page
        assert " onclick=" not in page
        assert "<style" not in page
        for script in page.split("<script")[1:]:
            opening = script.split(">")[0]
            assert "src=" in opening or 'type="application/json"' in opening, opening


def test_a_form_may_lead_to_the_organisation_and_nowhere_else() -> None:
    policy = content_security_policy(form_targets="https://login.example.org", upgrade=True)
    assert directives(policy)["form-action"] == "'self' https://login.example.org"
    assert directives(policy)["upgrade-insecure-requests"] == ""


def test_cookies_are_closed_to_scripts_and_other_sites(site: World, client: Client, settings: Any) -> None:
    enter(client, site, "manager")
    client.get("/account/password/change/")
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        cookie = client.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_over_tls_cookies_are_tied_to_the_host_and_plain_http_is_left_behind() -> None:
    values = configuration.settings({}, demonstration=False, insecure=False)
    assert values["SESSION_COOKIE_NAME"] == "__Host-session"
    assert values["CSRF_COOKIE_NAME"] == "__Host-csrf"
    assert values["MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN"] is False
    assert values["SECOND_FACTOR_REQUIRED"] is True
    assert configuration.settings({}, demonstration=True, insecure=True)["SECOND_FACTOR_REQUIRED"] is False


@pytest.mark.parametrize(
    ("env", "idle"), [({}, 1800), ({"GOLDENTHREAD_IDLE_MINUTES": "10"}, 600), ({"GOLDENTHREAD_IDLE_MINUTES": ""}, 1800)]
)
def test_how_long_a_session_lasts_is_set_in_the_environment(env: dict[str, str], idle: int) -> None:
    values = configuration.settings(env, demonstration=False, insecure=False)
    assert values["SESSION_IDLE_SECONDS"] == idle
    assert values["SESSION_COOKIE_AGE"] == values["SESSION_LONGEST_SECONDS"] == 12 * 3600


def test_a_limit_counts_each_key_apart_within_its_window(site: World) -> None:
    assert [count("try", "a", seconds=60) for _ in range(3)] == [1, 2, 3]
    assert count("try", "b", seconds=60) == 1
    assert count("other", "a", seconds=60) == 1
    cache.clear()
    assert count("try", "a", seconds=60) == 1


def test_too_many_tries_are_answered_in_words(site: World, client: Client) -> None:
    for number in range(31):
        answer = client.get(f"/invitations/x{number}/")
    assert answer.status_code == 429
    assert "Too many tries" in answer.content.decode()
    assert "Content-Security-Policy" in answer
    assert Client(REMOTE_ADDR="10.1.1.1").get("/invitations/x/").status_code == 302, "others are not held up"


def test_the_nightly_sweep_takes_dead_sessions_and_leaves_live_ones(site: World, client: Client) -> None:
    enter(client, site, "manager")
    key = client.session.session_key
    store = type(client.session)
    dead = store()
    dead["x"] = 1
    dead.set_expiry(-5)
    dead.save()
    tasks.clear_old_sessions(timestamp=0)
    assert store().exists(key)
    assert not store().exists(dead.session_key)


def test_every_page_asks_who_is_there_unless_it_says_otherwise(site: World, client: Client) -> None:
    for path in ("/", "/north/", "/north/visit/", "/account/"):
        assert client.get(path).url == f"/account/login/?next={path}"
    assert client.get("/help/").status_code == 200
