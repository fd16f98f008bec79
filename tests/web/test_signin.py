"""Signing in by password and second factor; being locked out; setting a new password; being signed out in time."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.middleware import SessionMiddleware
from django.core import mail
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from goldenthread.kernel.now import now
from goldenthread.web.signin.sessions import SessionLimits
from tests.web.signin_steps import code, confirm, enrol, enter, factors, last_link, sign_in, site, text
from tests.world import PASSWORD, World

__all__ = ["site"]


def test_without_a_second_factor_a_person_can_only_set_one_up(site: World, client: Client) -> None:
    assert sign_in(client, "manager").status_code == 302
    for path in ("/", "/north/", "/north/people/", "/north/visit/"):
        assert client.get(path).url == "/account/second-factor/"
    assert "Until then you cannot go further" in text(client.get("/account/second-factor/"))
    assert client.post("/account/logout/").status_code == 302


def test_an_authenticator_app_is_set_up_and_asked_for_from_then_on(site: World, client: Client) -> None:
    sign_in(client, "manager")
    confirm(client)
    page = client.get("/account/second-factor/totp/activate/")
    secret = page.context["form"].secret
    assert "data:image/svg+xml" in page.content.decode()
    wrong = client.post("/account/second-factor/totp/activate/", {"code": "000000"})
    assert "That code is not right" in text(wrong)
    assert client.post("/account/second-factor/totp/activate/", {"code": code(secret)}).status_code == 302
    assert factors(site, "manager") == {"totp", "recovery_codes"}
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in stored, "the secret is encrypted in the database"
    assert client.get("/").status_code == 200

    other = Client()
    assert sign_in(other, "manager").url == "/account/second-factor/authenticate/"
    assert other.get("/").status_code == 302, "a password alone lets nobody in"
    answer = other.post("/account/second-factor/authenticate/", {"code": code(secret, 1)})
    assert answer.status_code == 302
    assert other.get("/").status_code == 200


def test_a_recovery_code_lets_in_once(site: World, client: Client) -> None:
    enter(client, site, "manager")
    confirm(client)
    assert client.post("/account/second-factor/recovery-codes/generate/").status_code == 302
    codes = client.get("/account/second-factor/recovery-codes/").context["unused_codes"]
    assert len(codes) == 10
    for expected in (302, 200):
        other = Client()
        sign_in(other, "manager")
        assert other.post("/account/second-factor/authenticate/", {"code": codes[0]}).status_code == expected


def test_the_same_code_of_the_app_is_not_taken_twice(site: World, client: Client) -> None:
    secret = enrol(site, "manager")
    shown = code(secret)
    sign_in(client, "manager")
    assert client.post("/account/second-factor/authenticate/", {"code": shown}).status_code == 302
    other = Client()
    sign_in(other, "manager")
    assert other.post("/account/second-factor/authenticate/", {"code": shown}).status_code == 200


def test_five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour_with_a_clear_message(
    site: World, client: Client
) -> None:
    for _ in range(5):
        assert "is not right" in text(sign_in(client, "manager", "wrong wrong wrong"))
    locked = sign_in(client, "manager")
    assert "locked for 15 minutes" in text(locked), "even the right password is not tried"
    assert sign_in(Client(REMOTE_ADDR="10.9.9.9"), "manager").status_code == 200, "from elsewhere too"
    assert sign_in(Client(REMOTE_ADDR="10.9.9.9"), "clerk").status_code == 302, "others are not held up"
    with time_machine.travel(now() + timedelta(minutes=16)):
        assert sign_in(client, "manager").status_code == 302


def test_one_address_is_held_up_after_twenty_failures_over_many_accounts(site: World, client: Client) -> None:
    for number in range(20):
        sign_in(client, f"guess{number}", "wrong wrong wrong")
    assert "too many wrong tries" in text(sign_in(client, "clerk"))
    assert sign_in(Client(REMOTE_ADDR="10.9.9.9"), "clerk").status_code == 302


def test_no_page_tells_who_has_an_account(site: World, client: Client) -> None:
    known, unknown = (text(sign_in(client, name, "wrong wrong wrong")) for name in ("manager", "nobody"))
    assert known.replace("manager@", "X@") == unknown.replace("nobody@", "X@")
    for _ in range(4):
        sign_in(client, "nobody", "wrong wrong wrong")
    assert "locked for 15 minutes" in text(sign_in(client, "nobody")), "an unknown address is locked just the same"
    answers = [
        client.post("/account/password/reset/", {"email": f"{name}@example.org"}) for name in ("manager", "nobody")
    ]
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, "/account/password/reset/done/")}
    assert [message.to for message in mail.outbox] == [["manager@example.org"]]


def test_a_new_password_by_email_works_once_and_still_asks_for_the_second_factor(site: World, client: Client) -> None:
    enrol(site, "manager")
    client.post("/account/password/reset/", {"email": "manager@example.org"})
    link = last_link("/account/password/reset/key/")
    form = client.get(link, follow=True)
    weak = client.post(form.request["PATH_INFO"], {"password1": "short", "password2": "short"})
    assert "at least 12 characters" in text(weak)
    fresh = "seven green bicycles sing"
    done = client.post(form.request["PATH_INFO"], {"password1": fresh, "password2": fresh})
    assert done.status_code == 302
    assert "does not work" in text(Client().get(link, follow=True))
    assert sign_in(client, "manager").status_code == 200
    assert sign_in(client, "manager", fresh).url == "/account/second-factor/authenticate/"


def test_a_changed_password_is_told_to_its_owner(site: World, client: Client) -> None:
    enter(client, site, "manager")
    fresh = "seven green bicycles sing"
    form = {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh}
    wrong = client.post("/account/password/change/", form | {"oldpassword": "not this one at all"})
    assert "That is not your password" in text(wrong)
    assert client.post("/account/password/change/", form).status_code == 302
    assert "The password of your account was changed" in mail.outbox[-1].body
    assert "If it was not you" in mail.outbox[-1].body


def test_a_new_password_ends_every_other_session(site: World, client: Client) -> None:
    enter(client, site, "manager")
    elsewhere = Client()
    elsewhere.force_login(site.users["manager"])
    assert elsewhere.get("/").status_code == 200
    fresh = "seven green bicycles sing"
    client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh})
    assert client.get("/").status_code == 200
    assert elsewhere.get("/").url == "/account/login/?next=/"


def test_nobody_can_sign_up(site: World, client: Client) -> None:
    assert "People come to Golden Thread by invitation" in text(client.get("/account/join/"))
    sent = client.post("/account/join/", {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD})
    assert "by invitation" in text(sent)
    assert sign_in(client, "new").status_code == 200


def test_signing_in_leads_only_to_our_own_pages(site: World, client: Client) -> None:
    assert sign_in(client, "manager", next="https://example.org/elsewhere").url == "/"
    assert sign_in(Client(), "manager", next="/north/visit/").url == "/north/visit/"


def test_the_session_gets_a_new_key_on_signing_in(site: World, client: Client) -> None:
    client.get("/invitations/some-token/")
    before = client.session.session_key
    sign_in(client, "manager")
    assert before
    assert client.session.session_key != before


@pytest.mark.parametrize(("minutes", "open_"), [(29, True), (31, False)])
def test_a_session_ends_after_half_an_hour_without_use(site: World, client: Client, minutes: int, open_: bool) -> None:
    enter(client, site, "manager")
    with time_machine.travel(now() + timedelta(minutes=minutes)):
        answer = client.get("/north/", follow=True)
        assert (answer.request["PATH_INFO"] == "/north/") is open_
        assert ("You did nothing here for 30 minutes" in text(answer)) is not open_


def test_a_session_in_use_ends_after_twelve_hours(site: World, client: Client) -> None:
    start = now()
    enter(client, site, "manager")
    for step in range(1, 36):
        with time_machine.travel(start + timedelta(minutes=20 * step)):
            assert client.get("/north/").status_code == 200, f"after {20 * step} minutes"
    with time_machine.travel(start + timedelta(hours=12, minutes=1)):
        assert "signed in for 12 hours" in text(client.get("/north/", follow=True))


def test_a_slow_page_does_not_undo_what_another_page_of_the_same_browser_wrote(site: World, client: Client) -> None:
    enter(client, site, "manager")
    key = client.session.session_key

    def slow(request: HttpRequest) -> HttpResponse:
        meanwhile = SessionStore(key)
        meanwhile["said"] = "why a case is read"
        meanwhile.save()
        return HttpResponse()

    request = RequestFactory().get("/north/standing/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = key
    with time_machine.travel(now() + timedelta(minutes=2)):
        SessionMiddleware(AuthenticationMiddleware(SessionLimits(slow)))(request)
    assert SessionStore(key)["said"] == "why a case is read"


def test_looking_at_how_long_is_left_does_not_prolong_the_session(site: World, client: Client) -> None:
    start = now()
    enter(client, site, "manager")
    with time_machine.travel(start + timedelta(minutes=26)):
        looked = client.get("/session/", headers={"X-Session-Check": "look"}).json()["seconds_left"]
        assert 200 < looked <= 240
        assert client.get("/session/", headers={"X-Session-Check": "look"}).json()["seconds_left"] <= looked
        client.get("/session/")
        assert client.get("/session/").json()["seconds_left"] >= 1798
    assert Client().get("/session/").json() == {"seconds_left": 0}


def test_security_lines_name_a_user_by_number_alone(
    site: World, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="goldenthread.security"):
        sign_in(client, "manager", "wrong wrong wrong")
        enter(client, site, "manager")
        client.post("/account/logout/")
    lines = [record.getMessage() for record in caplog.records if record.name == "goldenthread.security"]
    number = site.users["manager"].pk
    assert lines == ["sign_in_failed", f"signed_in user={number}", f"signed_out user={number}"]


def test_the_demonstration_offers_its_people_and_only_the_demonstration(
    site: World, client: Client, settings: Any
) -> None:
    made_up = type(site.outsider).objects.create_user("ash@demo.example", PASSWORD, name="Ash Example")
    assert client.post("/demonstration/sign-in/", {"user": made_up.pk}).status_code == 404
    assert "Ash Example" not in text(client.get("/account/login/"))
    settings.DEMONSTRATION, settings.SECOND_FACTOR_REQUIRED = True, False
    page = text(client.get("/account/login/"))
    assert "as Ash Example" in page
    assert "Manager Person" not in page
    assert client.post("/demonstration/sign-in/", {"user": site.users["manager"].pk}).status_code == 404
    assert client.post("/demonstration/sign-in/", {"user": made_up.pk, "next": "/north/visit/"}).url == "/north/visit/"
    assert client.get("/").content == b"hello Ash Example"
    cache.clear()
