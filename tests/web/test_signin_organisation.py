"""Signing in with an organisation's own accounts, against a real OpenID Connect provider on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import oidc_provider_mock
import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client

from goldenthread.core.tenancy.models import Seat, User
from goldenthread.kernel.now import today
from goldenthread.web.signin import configuration, invitations
from tests.web.signin_steps import enrol, last_link, sign_in, site, text
from tests.world import World, owner

__all__ = ["site"]
# the provider under test runs in this process, and calls what its own library has since renamed
pytestmark = pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning")


@pytest.fixture
def provider(site: World, settings: Any) -> Iterator[str]:
    """The address of a running provider that the site is set up with, as an administrator would: by environment."""
    with oidc_provider_mock.run_server_in_thread() as server:
        issuer = f"http://localhost:{server.server_port}"
        env = {
            "GOLDENTHREAD_OIDC_ISSUER": issuer,
            "GOLDENTHREAD_OIDC_CLIENT_ID": "golden-thread",
            "GOLDENTHREAD_OIDC_CLIENT_SECRET": "kept",
            "GOLDENTHREAD_OIDC_NAME": "Northshire account",
        }
        for name, value in configuration.settings(env, demonstration=False, insecure=True).items():
            if name.startswith(("SOCIALACCOUNT", "OIDC")):
                setattr(settings, name, value)
        yield issuer


def through_the_provider(client: Client, issuer: str, email: str, *, verified: bool = True, onward: str = "") -> Any:
    """Press the button, say who you are at the provider, and come back."""
    claims = {"email": email, "email_verified": verified, "name": "Robin New"}
    httpx.put(f"{issuer}/users/{email}", json=claims).raise_for_status()
    start = client.post("/account/oidc/organisation/login/" + (f"?next={onward}" if onward else ""))
    asked = dict(parse_qsl(urlsplit(start.url).query))
    assert asked["code_challenge_method"] == "S256"
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}
    back = urlsplit(httpx.post(start.url, data={"sub": email}).headers["Location"])
    return client.get(f"{back.path}?{back.query}")


def test_the_button_is_there_when_a_provider_is_set_and_the_policy_lets_the_form_through(
    provider: str, client: Client
) -> None:
    page = client.get("/account/login/")
    assert "Sign in with Northshire account" in text(page)
    assert f"form-action 'self' {provider}" in page["Content-Security-Policy"]


def test_without_a_provider_there_is_no_button(site: World, client: Client) -> None:
    assert "Northshire account" not in text(client.get("/account/login/"))
    assert client.get("/account/oidc/organisation/login/").status_code == 404


def test_a_known_person_enters_by_verified_address_and_keeps_their_password(provider: str, site: World) -> None:
    client = Client()
    assert through_the_provider(client, provider, "nurse@example.org", onward="/north/").url == "/north/"
    assert client.session["_auth_user_id"] == str(site.users["nurse"].pk)
    assert client.get("/north/").url == "/account/second-factor/", "the second factor is asked for as well"
    assert sign_in(Client(), "nurse").status_code == 302
    assert not SocialToken.objects.exists(), "the provider's tokens are not kept"
    assert SocialAccount.objects.get().user == site.users["nurse"]


def test_a_second_factor_is_asked_for_after_the_provider_too(provider: str, site: World) -> None:
    enrol(site, "nurse")
    client = Client()
    assert through_the_provider(client, provider, "nurse@example.org").url == "/account/second-factor/authenticate/"
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("email", "verified"),
    [("stranger@example.org", True), ("nurse@example.org", False), ("stranger@example.org", False)],
)
def test_strangers_and_unverified_addresses_stay_outside(
    provider: str, site: World, email: str, verified: bool
) -> None:
    client, before = Client(), User.objects.count()
    answer = through_the_provider(client, provider, email, verified=verified)
    assert "You need an invitation" in text(answer)
    assert "_auth_user_id" not in client.session
    assert User.objects.count() == before


def test_a_switched_off_account_stays_outside(provider: str, site: World) -> None:
    client = Client()
    through_the_provider(client, provider, "nurse@example.org")
    client.post("/account/logout/")
    User.objects.filter(pk=site.users["nurse"].pk).update(is_active=False)
    again = through_the_provider(client, provider, "nurse@example.org")
    assert "switched off" in text(again)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("same", [True, False])
def test_an_invited_person_joins_with_the_invited_address_alone(
    provider: str, site: World, django_capture_on_commit_callbacks: Any, same: bool
) -> None:
    client = Client()
    with site.acting("manager"), django_capture_on_commit_callbacks(execute=True):
        invitations.invite(
            partnership=site.north,
            agency=site.health,
            name="Robin New",
            email="robin@example.org",
            role="member",
            since=today(),
        )
    page = client.get(last_link("/invitations/"), follow=True)
    assert "Join with Northshire account" in text(page)
    email = "robin@example.org" if same else "someone.else@example.org"
    answer = through_the_provider(client, provider, email, onward="/invitations/accept/")
    if not same:
        assert "You need an invitation" in text(answer)
        return
    assert answer.url == "/invitations/accept/"
    assert client.post("/invitations/accept/").url == "/"
    with owner():
        seat = Seat.unguarded.select_related("person").get(user__email="robin@example.org")
    assert (seat.role, seat.person.name) == ("member", "Robin New")
    assert not User.objects.get(email="robin@example.org").has_usable_password()


def test_saying_no_at_the_provider_comes_back_in_words(provider: str, site: World, client: Client) -> None:
    start = client.post("/account/oidc/organisation/login/")
    state = dict(parse_qsl(urlsplit(start.url).query))["state"]
    # as RFC 6749, 4.1.2.1 has it; the provider on this machine forgets the state when it says no
    back = f"/account/oidc/organisation/login/callback/?error=access_denied&state={state}"
    answer = client.get(back, follow=True)
    assert "You stopped signing in" in text(answer)


def test_an_answer_that_nobody_asked_for_is_refused(provider: str, site: World, client: Client) -> None:
    answer = client.get("/account/oidc/organisation/login/callback/?code=stolen&state=made-up")
    assert "did not let you through" in text(answer)
    assert "_auth_user_id" not in client.session
