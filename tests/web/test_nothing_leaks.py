"""As six people of the demonstration, from the first page by every kind of link: no page, export or feed says anything
of a record, an action or a finding that they may not see.

Of each kind of address a few are opened, so that every page, and every way of taking a page away, is read once or twice
for each of them.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter, deque
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from goldenthread.config.demonstration import cast
from goldenthread.core.casework.models import Record
from goldenthread.core.groups.telling import Asked
from goldenthread.core.tenancy.actor import acting_as
from goldenthread.core.tenancy.models import User
from goldenthread.core.tenancy.seats import actor_for
from goldenthread.core.thread.models import Action, Finding
from tests.databases import a_copy_of_the_demonstration
from tests.web.test_access import let_go
from tests.world import owner

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(240)]
PEOPLE = ("lay.member", "member.police", "agency.lead.health", "duty.worker", "practitioner", "neighbour.manager")
#: Of one kind of address so many are opened, and so many pages by one person in all.
OF_A_KIND, IN_ALL = 1, 130
HREF = re.compile(r'<(?:a|link|area)\b[^>]*?\bhref="([^"#]+)')
#: To follow these would end the session, or ask for a signature of one's own.
NOT_FOLLOWED = ("account_logout", "mfa_", "socialaccount_")
#: Whether a return came, and under which reference it is asked for, is for everyone (docs/decisions/042).
FOR_EVERYONE = {"returns"}


@pytest.fixture(scope="module", autouse=True)
def demonstration(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), a_copy_of_the_demonstration():
        yield


def told_by() -> dict[str, dict[int, tuple[str, ...]]]:
    """Table -> row -> what would tell of it: its reference, and its words where they are its own."""
    records = Record.objects.exclude(kind__in=FOR_EVERYONE).values_list("pk", "reference", "title")
    actions = Action.objects.values_list("pk", "reference", "text")
    findings = Finding.objects.values_list("pk", "text")
    return {
        "record": {pk: (reference, title) for pk, reference, title in records},
        "action": {pk: (reference, text) for pk, reference, text in actions},
        "finding": {pk: (text,) for pk, text in findings},
    }


def hidden_from(user: User) -> set[str]:
    """Every reference and text of what the person may not see, but for those that something in their sight has too."""
    with acting_as(actor_for(user)):
        seen = told_by()
    with owner():
        every = {
            "record": Record.unguarded.exclude(kind__in=FOR_EVERYONE).values_list("pk", "reference", "title"),
            "action": Action.unguarded.values_list("pk", "reference", "text"),
            "finding": Finding.unguarded.values_list("pk", "text"),
        }
        out = {
            plain(text)
            for table, rows in every.items()
            for pk, *texts in rows
            if pk not in seen[table]
            for text in texts
        }
    known = " ".join(plain(text) for rows in seen.values() for texts in rows.values() for text in texts)
    ours = " ".join(asked.value for asked in Asked)  # a record's title may be a heading of ours as well
    return {text for text in out if len(text) > 7 and text not in known and text not in ours}


def plain(text: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", text)).split())


def read(response: Any) -> str:
    """What a page or a file says, spreadsheets and documents unpacked."""
    data = b"".join(response.streaming_content) if response.streaming else response.content
    let_go(response)
    if data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(data)) as parts:
            data = b" ".join(parts.read(name) for name in parts.namelist() if name.endswith(".xml"))
    return str(data.decode("utf-8", errors="replace"))


def kind_of(path: str) -> str:
    """Which kind of address it is: its name, the work that it is about, and in what shape it is taken away."""
    parts = urlsplit(path)
    try:
        found = resolve(parts.path)
    except Resolver404:
        return ""
    shape = re.search(r"format=\w+", parts.query)
    about = str(found.kwargs.get("kind", "")) if isinstance(found.kwargs.get("kind"), str) else ""
    return f"{found.url_name} {about} {shape[0] if shape else ''}".strip()


def pages(client: Client) -> Iterator[tuple[str, str]]:
    """(address, what it says) of every kind of page that the person's own links lead to."""
    waiting, opened, seen = deque(["/"]), Counter[str](), set[str]()
    while waiting and len(seen) < IN_ALL:
        path = waiting.popleft()
        kind = kind_of(path)
        if path in seen or not kind or kind.startswith(NOT_FOLLOWED) or opened[kind] >= OF_A_KIND:
            continue
        seen.add(path)
        response = client.get(path, follow=True)
        if response.status_code == 200:
            opened[kind] += 1
            said = read(response)
            yield path, said
            at = response.request["PATH_INFO"]
            links = (urljoin(at, unescape(href)) for href in HREF.findall(said))
            waiting.extend(link for link in links if not urlsplit(link).netloc and link not in seen)


@pytest.mark.parametrize("person", PEOPLE)
def test_nothing_out_of_sight_is_said_on_any_page_export_or_feed(person: str, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False  # as the demonstration is served
    user = User.objects.get(email=f"{person}@{cast.DOMAIN}")
    hidden = hidden_from(user)
    assert len(hidden) > 20, "there is something to hide"
    one_of_them = re.compile("|".join(re.escape(text) for text in sorted(hidden, key=len, reverse=True)))
    client = Client()
    client.force_login(user)
    kinds, leaks = set[str](), set[tuple[str, str]]()
    for path, said in pages(client):
        kinds.add(kind_of(path))
        leaks |= {(path, found[:80]) for found in one_of_them.findall(plain(said))}
    assert leaks == set()
    assert len(kinds) > 40, sorted(kinds)
    assert any("format=" in kind for kind in kinds)
