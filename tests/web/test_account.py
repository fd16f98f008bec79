"""A person's account: where they are signed in, how they are told, a lost second factor, and exports that ask again."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from goldenthread.core.notices.models import Preference
from goldenthread.core.tenancy.models import Person, Seat
from goldenthread.kernel.now import now, today
from goldenthread.web.signin.lost_factor import why_not
from goldenthread.web.signin.models import FactorRemoval, OpenSession
from goldenthread.web.signin.open_sessions import browser_in_words
from tests.web.signin_steps import code, confirm, enter, factors, sign_in, site, text
from tests.web.test_access import client_for
from tests.world import PASSWORD, World, owner

__all__ = ["site"]

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 (KHTML, like Gecko) Safari/604.1"
PAGE = "/account/sessions/"


def again(site: World, name: str, agent: str) -> Client:
    """One more browser of someone who has an authenticator app already."""
    client = Client(headers={"user-agent": agent})
    sign_in(client, name)
    cache.clear()
    answer = client.post("/account/second-factor/authenticate/", {"code": code(SECRET, next(STEPS))})
    assert answer.status_code == 302, text(answer)
    return client


SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STEPS: Any = iter(())


@pytest.fixture(autouse=True)
def fresh_codes(settings: Any) -> None:
    """A code is taken once; several browsers sign in within half a minute here, so more of them are good."""
    global STEPS
    settings.MFA_TOTP_TOLERANCE = 9
    STEPS = iter(range(1, 9))


def signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_every_browser_is_listed_and_any_other_can_be_signed_out(site: World) -> None:
    here = enter(Client(headers={"user-agent": FIREFOX}), site, "nurse")
    phone = again(site, "nurse", SAFARI)
    page = text(here.get(PAGE))
    assert "Firefox on Windows This browser" in page
    assert "Safari on iPhone" in page
    with site.acting("nurse"):
        other = OpenSession.objects.get(browser="Safari on iPhone")
    assert here.post(PAGE, {"end": other.pk}).status_code == 302
    assert (signed_in(here), signed_in(phone)) == (True, False)
    assert "Safari on iPhone" not in text(here.get(PAGE))


def test_all_others_are_signed_out_at_once_and_nobody_elses(site: World) -> None:
    here = enter(Client(headers={"user-agent": FIREFOX}), site, "nurse")
    others = [again(site, "nurse", SAFARI) for _ in range(2)]
    colleague = enter(Client(), site, "officer")
    here.post(PAGE, {"end": "others"})
    assert [signed_in(client) for client in (here, *others, colleague)] == [True, False, False, True]


def test_nobody_signs_out_someone_else_or_the_browser_in_hand(site: World) -> None:
    nurse, officer = enter(Client(), site, "nurse"), enter(Client(), site, "officer")
    with site.acting("nurse"):
        hers = OpenSession.objects.get()
    assert officer.post(PAGE, {"end": hers.pk}).status_code == 302
    assert nurse.post(PAGE, {"end": hers.pk}).status_code == 302
    assert (signed_in(nurse), signed_in(officer)) == (True, True)
    for nonsense in ("", "-1", "x", "9" * 30):
        assert nurse.post(PAGE, {"end": nonsense}).status_code == 302


def test_a_browser_stays_on_the_list_when_the_password_changes_and_the_others_go(site: World) -> None:
    here = enter(Client(headers={"user-agent": FIREFOX}), site, "nurse")
    phone = again(site, "nurse", SAFARI)
    fresh = "a quite different passphrase"
    sent = {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh}
    assert here.post("/account/password/change/", sent).status_code == 302
    assert (signed_in(here), signed_in(phone)) == (True, False)
    page = text(here.get(PAGE))
    assert "Firefox on Windows This browser" in page
    assert "iPhone" not in page


def test_a_session_that_ran_out_is_not_listed(site: World) -> None:
    with time_machine.travel("2026-06-01 09:00", tick=True):
        enter(Client(headers={"user-agent": SAFARI}), site, "nurse")
    with time_machine.travel("2026-06-01 09:40", tick=True):
        here = again(site, "nurse", FIREFOX)
        assert "iPhone" not in text(here.get(PAGE))


@pytest.mark.parametrize(("agent", "words"), [
    (FIREFOX, "Firefox on Windows"), (SAFARI, "Safari on iPhone"), ("", "A browser"), ("curl/8", "A browser"),
    ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit (KHTML, like Gecko) Chrome/140 Safari/537 Edg/140", "Edge on Linux"),
])  # fmt: skip
def test_a_browser_is_named_as_people_name_it(agent: str, words: str) -> None:
    assert browser_in_words(agent) == words


def test_each_person_chooses_how_each_partnership_tells_them(world: World) -> None:
    officer = client_for(world, "officer")  # who sits at both boards
    page = text(officer.get("/account/"))
    assert page.count("Reminders by email, and a summary: every working day") == 2
    url = reverse("your_notices", args=["south"])
    version = officer.get(url).context["version"]
    assert officer.post(url, {"digest": "weekly", "version": version}).status_code == 302
    with world.acting("officer"):
        chosen = Preference.objects.get()
        assert (chosen.person.partnership, chosen.digest, chosen.email) == (world.south, "weekly", False)
    page = text(officer.get("/account/"))
    assert "No email" in page
    assert "Reminders by email" in page


def test_a_choice_made_on_another_device_meanwhile_is_shown(world: World) -> None:
    client, url = client_for(world, "nurse"), reverse("your_notices", args=["north"])
    version = client.get(url).context["version"]
    assert client.post(url, {"digest": "never", "email": "on", "version": version}).status_code == 302
    second = client.post(url, {"digest": "weekly", "email": "on", "version": version})
    assert second.status_code == 409
    assert "Never" in second.content.decode()


def lost(site: World, name: str) -> str:
    return f"/north/people/{site.person(name).pk}/second-factor/"


def test_a_manager_removes_a_lost_second_factor_and_its_owner_is_told(
    site: World, caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: Any
) -> None:
    nurse = enter(Client(), site, "nurse")
    manager = enter(Client(), site, "manager")
    mail.outbox.clear()
    asked = manager.get(lost(site, "nurse"))
    assert (asked.status_code, asked.url.split("?")[0]) == (302, "/account/reauthenticate/")  # step up
    confirm(manager)
    with caplog.at_level(logging.INFO, "goldenthread.security"), django_capture_on_commit_callbacks(execute=True):
        empty = manager.post(lost(site, "nurse"), {"reason": " "})
        assert (empty.status_code, factors(site, "nurse")) == (422, {"totp"})
        done = manager.post(lost(site, "nurse"), {"reason": "Rung back by the trust's switchboard"})
    assert done.status_code == 302
    assert factors(site, "nurse") == set()
    assert not signed_in(nurse)
    ids = f"user={site.users['nurse'].pk} by={site.users['manager'].pk}"
    assert [line for line in caplog.messages if line.startswith(f"second_factor_reset {ids}")]
    assert not [line for line in caplog.messages if "switchboard" in line or "nurse@" in line]
    letter = mail.outbox[-1]
    assert letter.to == ["nurse@example.org"]
    assert "Manager Person" in letter.body
    assert "If you did not ask for this" in letter.body
    back = Client()
    assert sign_in(back, "nurse").status_code == 302
    assert back.get("/north/").url == "/account/second-factor/"
    assert "switchboard" in text(back.get("/account/"))


def test_who_may_not_have_their_second_factor_removed_and_why(site: World) -> None:
    with owner():
        south = Person.unguarded.get(user=site.users["officer"], partnership=site.south)
        known = Person.unguarded.create(partnership=site.north, name="No Account", agency=site.council)
        guest = Person.unguarded.get(user=site.users["southerner"], partnership=site.north)
    with site.acting("manager"):
        assert "your own" in why_not(site.north, site.person("manager"))
        assert "do not sign in" in why_not(site.north, known)
        assert "no seat here" in why_not(site.north, guest)
        assert why_not(site.north, site.person("clerk")) == ""
        assert why_not(site.north, site.person("officer")) == ""
    with site.acting("clerk"):
        assert "Only the business manager" in why_not(site.north, site.person("manager"))
        assert why_not(site.north, site.person("nurse")) == ""
    with owner():  # the officer runs the other partnership too
        Seat.unguarded.create(
            user=site.users["officer"], person=south, agency=site.police, partnership=site.south,
            role="administrator", since=today() - timedelta(days=1),
        )  # fmt: skip
    with site.acting("manager"):
        assert "run another partnership" in why_not(site.north, site.person("officer"))


def test_only_those_who_run_the_partnership_and_the_person_read_how_it_was_made_sure(site: World) -> None:
    with owner():
        FactorRemoval.unguarded.create(
            partnership=site.north, person=site.person("nurse"), reason="Seen in person", by="Clerk", at=now()
        )
    seen = {}
    for name in site.everyone:
        with site.acting(name):
            seen[name] = FactorRemoval.objects.count()
    assert {name for name, number in seen.items() if number} == {"manager", "clerk", "chair", "nurse"}


EXPORT = {"format": "csv", "standing": ""}


def test_an_export_asks_for_the_second_factor_when_it_was_last_shown_half_an_hour_ago(world: World) -> None:
    actions = reverse("actions", args=["north"])
    with time_machine.travel("2026-06-01 09:00", tick=False):
        client = client_for(world, "manager")
    with time_machine.travel("2026-06-01 09:29", tick=False):
        assert client.get(actions, EXPORT)["Content-Type"].startswith("text/csv")
    with time_machine.travel("2026-06-01 09:31", tick=False):
        asked = client.get(actions, EXPORT)
        assert asked.url == f"{reverse('mfa_reauthenticate')}?next=%2Fnorth%2Factions%2F%3Fstanding%3D"
        assert client.get(actions).status_code == 200  # reading it asks nothing


def test_having_shown_it_one_comes_back_to_the_list_and_exports(site: World, settings: Any) -> None:
    settings.ROOT_URLCONF = "goldenthread.config.urls"
    client = enter(Client(), site, "manager")
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    asked = client.get("/north/actions/", EXPORT, follow=True)
    assert "A list that you export leaves Golden Thread" in text(asked)
    back = client.post("/account/second-factor/reauthenticate/",
                       {"code": code(SECRET, 1), "next": "/north/actions/?standing="})  # fmt: skip
    assert back.url == "/north/actions/?standing="
    assert client.get("/north/actions/", EXPORT)["Content-Type"].startswith("text/csv")


def test_a_password_alone_is_not_enough_for_an_export(world: World) -> None:
    client = client_for(world, "manager")
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": now().timestamp(), "reauthenticated": True}
    ]
    session.save()
    assert client.get(reverse("actions", args=["north"]), EXPORT).status_code == 302


def test_who_has_a_passkey_alone_is_led_to_the_page_for_it(world: World) -> None:
    client = client_for(world, "manager")
    Authenticator.objects.filter(user=world.users["manager"]).update(type=Authenticator.Type.WEBAUTHN)
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
    asked = client.get(reverse("actions", args=["north"]), EXPORT)
    assert asked.url.startswith(reverse("mfa_reauthenticate_webauthn"))


def test_the_demonstration_asks_nothing(world: World, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    client = Client()
    client.force_login(world.users["manager"])
    assert client.get(reverse("actions", args=["north"]), EXPORT)["Content-Type"].startswith("text/csv")
