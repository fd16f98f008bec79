"""No page asks the database more than fifteen questions, for anyone: counted on the whole demonstration, page by page.

No browser is needed for it; the addresses are those that the browser visits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.config.demonstration import cast
from tests.browser.addresses import MANAGER, MANAGERS, OWN, Numbers, prepare
from tests.browser.demonstrated import PATIENCE, Demonstrated
from tests.browser.test_every_page import OTHERS

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(PATIENCE)]
MOST_QUESTIONS = 15
#: A page that asks every room what it brings costs a query for each of them; one with eight filters, for what each
#: offers. Neither grows with the rows.
ASKS_MORE = {
    "what-to-ask/": 18, "standing/": 18, "groups/board/waiting/": 20, "recommendations/coverage/": 19,
    "work/risks/": 16, "effectiveness/": 16,  # a record with a drawing of its course beside it
    "work/allegations/": 19,  # a case with seven kinds of entries
    "work/case-review/": 20,  # and one with eight
}  # fmt: skip


#: Home brings together what every room has for its reader; what waits on cases, of every kind, is one question.
AT_HOME = 16


def most_of(page: str) -> int:
    if not page:
        return AT_HOME
    return next((most for begins, most in ASKS_MORE.items() if page.startswith(begins)), MOST_QUESTIONS)


#: Of one's own pages, those of a passkey or code that a test would have to set up first: the browser's tests do.
BY_A_KEY = {name for name in OWN if name.startswith("mfa_") and name != "mfa_index"}
#: To begin and to end a transaction asks nothing.
CONTROL = re.compile(r"(?i)\s*(begin|commit|rollback|savepoint|release)\b")


@pytest.fixture(scope="module")
def numbers(demonstrated: Demonstrated) -> Numbers:
    return prepare(demonstrated)


def visits(numbers: Numbers) -> Iterator[tuple[str, str]]:
    """(first part of the person's address, path) of every page that somebody opens."""
    for name, rest in MANAGERS.items():
        for parts in rest(numbers):
            yield MANAGER, reverse(name, args=[cast.WEALDSHIRE, *parts])
    for name in set(OWN) - BY_A_KEY:
        yield MANAGER, reverse(name)
    for person, boards in OTHERS.items():
        for slug, pages in boards.items():
            for name, more in pages(numbers).items():
                yield person, reverse(name, args=[slug, *more])


def questions(client: Client, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        response = client.get(path)
        assert response.status_code in {200, 302}, (path, response.status_code)
        return [query["sql"] for query in asked.captured_queries if not CONTROL.match(query["sql"])]


def test_no_page_asks_more_than_fifteen_questions(demonstrated: Demonstrated, numbers: Numbers) -> None:
    clients: dict[str, Client] = {}
    too_many, counted = {}, 0
    for person, path in visits(numbers):
        if person not in clients:
            clients[person] = Client(SERVER_NAME="localhost")
            clients[person].force_login(demonstrated.user(person))
        clients[person].get(path)  # what is only done once (the time of the session, messages) is done
        asked = questions(clients[person], path)
        counted += 1
        if len(asked) > most_of(path.removeprefix(f"/{cast.WEALDSHIRE}/")):
            too_many[person, path] = (len(asked), [sql[:120] for sql in asked])
    told = (f"{len(asked)} {where}\n  " + "\n  ".join(asked) for where, (_, asked) in too_many.items())
    assert too_many == {}, "\n".join(told)
    assert counted > 90
