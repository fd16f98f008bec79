"""What the sign-in tests do again and again."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client

from tests.world import PASSWORD, World

SITE = "tests.web.signin_site"


@pytest.fixture
def site(world: World, settings: Any, tmp_path: Path) -> World:
    """The sign-in pages as they are outside the demonstration, with the app's database role, an empty cache and no
    people signed in.
    """
    settings.ROOT_URLCONF = SITE
    settings.STATIC_ROOT = str(tmp_path)
    settings.GOLDENTHREAD_CHROME = "goldenthread.web.chrome.empty_chrome"
    settings.SECOND_FACTOR_REQUIRED = True
    settings.DEMONSTRATION = False
    settings.SITE_URL = "http://testserver"
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        cursor.execute("grant select, insert, update, delete on goldenthread_cache to goldenthread_app")
        cursor.execute("set role goldenthread_app")
    cache.clear()
    return world


def sign_in(client: Client, name: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/account/login/", {"login": f"{name}@example.org", "password": password, **more})


def enrol(world: World, name: str) -> str:
    """Give a person an authenticator app, past the pages; returns its secret."""
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    TOTP.activate(world.users[name], secret)
    return secret


def code(secret: str, offset: int = 0) -> str:
    """What the app shows now, computed here from RFC 6238."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + offset))


def enter(client: Client, world: World, name: str) -> Client:
    """Signed in, all the way, by the pages."""
    secret = enrol(world, name)
    assert sign_in(client, name).url == "/account/second-factor/authenticate/"
    answer = client.post("/account/second-factor/authenticate/", {"code": code(secret)})
    assert answer.status_code == 302, answer.content
    cache.clear()
    return client


def confirm(client: Client) -> None:
    """Say once more who it is, as before something that matters."""
    answer = client.post("/account/reauthenticate/", {"password": PASSWORD, "next": "/"})
    assert answer.status_code == 302, text(answer)


def text(answer: Any) -> str:
    """The words of a page, without its tags."""
    body = re.sub(r"<(script|style|head)[\s\S]*?</\1>", " ", answer.content.decode())
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def last_link(prefix: str) -> str:
    """The address in the newest email that begins with a path."""
    found = re.search(rf"http://testserver({prefix}\S+)", mail.outbox[-1].body)
    assert found, mail.outbox[-1].body
    return found[1]


def factors(world: World, name: str) -> set[str]:
    return set(Authenticator.objects.filter(user=world.users[name]).values_list("type", flat=True))
