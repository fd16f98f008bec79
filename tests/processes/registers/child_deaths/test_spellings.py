"""One child under two spellings: agencies that answer about a death, and two who notify it. Clear words for those who
keep the register, nothing lost, and nothing shown to anyone else.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from goldenthread.core.casework.models import Event
from goldenthread.core.casework.sealed import reading
from goldenthread.core.contributions.asking import ask_for
from goldenthread.core.contributions.models import Contribution
from goldenthread.kernel.now import today
from goldenthread.processes.registers.child_deaths.models import ChildDeath
from tests.core.mail_servers import Post
from tests.core.sealing.test_reading import every_text
from tests.core.telling import post
from tests.processes.registers.child_deaths.desk import PARTNERS, Desk
from tests.processes.registers.child_deaths.test_pages import opened
from tests.web.test_access import client_for
from tests.web.test_outside import Sending, holder, let_in, sending
from tests.world import World

__all__ = ["post", "sending"]
BORN, NUMBER, OTHER_NUMBER = date(2020, 2, 3), "943 476 5919", "401 023 2137"
WORDS = {"health": "Seen twice with a cough", "police": "Called to the house once", "school": "Missed many days"}
#: Who is at no desk of this register, with a seat at the table or without one.
OTHERS = ("chair", "nurse", "worker", "lay", "southerner")


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def day(name: str, on: date) -> dict[str, Any]:
    return {f"{name}-day": on.day, f"{name}-month": on.month, f"{name}-year": on.year}


class Answering:
    """Agencies that are asked form B's sections on who the child was and what happened, each behind its own link."""

    def __init__(self, desk: Desk, case: ChildDeath, post: Post, sending: Sending) -> None:
        self.desk, self.case, self.post, self.sending = desk, case, post, sending

    def answer(self, of: str, name: str, number: str = "", born: date = BORN) -> Client:
        agency, world = getattr(self.desk.world, of, None), self.desk.world
        with self.sending(), world.acting("manager"):
            ask_for(self.case, form="reporting", name=f"Whoever at {of}", email=f"{of}@agency.example", agency=agency,
                    due=today() + timedelta(days=21), sections=("A", "B"))  # fmt: skip
        client, first = holder(self.post, self.sending)
        said = {"child_name": name, "nhs_number": number, **day("born_on", born), **day("died_on", PARTNERS)}
        assert client.post(f"{first}part/A/", said).status_code == 302
        assert client.post(f"{first}part/B/", {"narrative": WORDS[of]}).status_code == 302
        sent = client.post(f"{first}check/", {"hours": ""}, follow=True)
        assert "Smyth" not in sent.content.decode(), "they see no more of it, and nothing of what others wrote"
        return client


def test_agencies_that_give_one_child_under_two_spellings_are_told_apart_and_nothing_is_lost(
    desk: Desk, post: Post, sending: Sending
) -> None:
    case = desk.checked(child_name="Catherine Smyth", child_born=BORN, also_known_as="Kitty Smyth, Cat")
    asked = Answering(desk, case, post, sending)
    asked.answer("health", "Kathryn Smith", NUMBER)
    asked.answer("police", "SMYTH, Kitty", born=date(2020, 3, 2))
    asked.answer("school", "Robin Ashgrove")
    client, path = client_for(desk.world, "manager"), reverse("death_reports", args=["north", case.pk])
    assert "read" in client.get(path)["Location"], "why it is read is asked first"
    page = " ".join(opened(client, case).get(path).content.decode().split())
    assert "3 came, 0 are waited for" in page
    assert _otherwise(page) == [
        ("Northshire Health Trust: Whoever at health", "Name", "Kathryn Smith", "Catherine Smyth", "Another spelling"),
        ("Northshire Health Trust: Whoever at health", "NHS number", NUMBER, "Not said", "The case does not say"),
        ("Twinshires Police: Whoever at police", "Born", "2 March 2020", "3 February 2020", "Another day"),
        ("Whoever at school", "Name", "Robin Ashgrove", "Catherine Smyth", "Another name"),
    ]
    for words in (*WORDS.values(), "SMYTH, Kitty"):
        assert words in page, words
    with desk.world.acting("manager"):
        row = ChildDeath.objects.get(pk=case.pk)
        with reading(row, purpose="case", what="A test"):
            assert (str(row.child_name), str(row.child_born)) == ("Catherine Smyth", "3 February 2020"), "as it was"
    for name in OTHERS:
        assert client_for(desk.world, name).get(path).status_code == 404, name
        with desk.world.acting(name):
            assert not Contribution.objects.exists(), name
    everything = every_text() + "".join(map(str, post.taken))
    assert [one for one in (*WORDS.values(), "Kathryn", "Kitty", "Ashgrove") if one in everything] == []


def test_answers_that_agree_with_the_case_raise_no_question(desk: Desk, post: Post, sending: Sending) -> None:
    case = desk.checked(child_name="Zoë O'Brien", child_born=BORN, nhs_number=NUMBER)
    Answering(desk, case, post, sending).answer("health", "obrien ZOE", NUMBER.replace(" ", ""))
    page = opened(client_for(desk.world, "manager"), case).get(reverse("death_reports", args=["north", case.pk]))
    assert WORDS["health"] in page.content.decode()
    assert "gives the child otherwise" not in page.content.decode()


def _otherwise(page: str) -> list[tuple[str, ...]]:
    """The rows of what agencies say otherwise; of what to do, the first three words."""
    table = page.partition('id="otherwise"')[2].partition("</table>")[0]
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr[^>]*>(.*?)</tr>", table)[1:]]
    heads = ("", "What", "The agency says", "The case says", "To know")  # each stands in its cell too, for a phone
    told = [[re.sub(r"<[^>]+>", "", cell).strip().removeprefix(head) for head, cell in zip(heads, row, strict=True)]
            for row in rows]  # fmt: skip
    starts = ("Another spelling", "Another name", "Another day", "Another number", "The case does not say")
    return [(*row[:-1], next(one for one in starts if row[-1].startswith(one))) for row in told]


def notify(sender: str, post: Post, sending: Sending, **said: Any) -> str:
    """Notify a death by form A, without an account, as this sender; the reference that they are told."""
    client = Client(SERVER_NAME="localhost")
    start = client.post(reverse("notify", args=["north", "child-death"]), {"email": f"{sender}@work.example"})
    first = let_in(client, start["Location"], post, sending)
    child = {"child_name": "", "sex": "female", "nhs_number": "", **day("born_on", BORN), **said}
    parts: dict[str, dict[str, Any]] = {
        "case": {"referrer_name": f"Dr {sender.title()}", "referrer_agency": f"{sender.title()} Hospital"},
        "child": child,
        "death": {**day("died_on", PARTNERS), "place_of_death": "hospital_ed", "expected": "unexpected",
                  "circumstances": f"As {sender} saw it"},
    }  # fmt: skip
    for key, values in parts.items():
        answer = client.post(f"{first}part/{key}/", values)
        assert answer.status_code == 302, (key, answer.content.decode()[:2000])
    with sending():
        sent = client.post(f"{first}check/").content.decode()
    assert "It is sent" in sent, sent
    for words in ("same child", "already", "spelling", "Smyth"):
        assert words not in sent, "who notifies is not told that somebody else did"
    found = re.search(r"CDR-\d{4}-\d{4}", sent)
    assert found
    return found[0]


def test_two_who_notify_one_death_under_two_spellings_are_both_kept_and_the_keepers_see_that_they_may_be_one(
    desk: Desk, post: Post, sending: Sending
) -> None:
    first = notify("alder", post, sending, child_name="Catherine Smyth", nhs_number=NUMBER)
    second = notify("birch", post, sending, child_name="Kathryn Smith")
    third = notify("cedar", post, sending, child_name="C Smyth", nhs_number=NUMBER.replace(" ", ""))
    another = notify("dogwood", post, sending, child_name="Robin Ashgrove", nhs_number=OTHER_NUMBER)
    with desk.world.acting("manager"):
        cases = {case.reference: case for case in ChildDeath.objects.all()}
    assert set(cases) == {first, second, third, another}
    client = client_for(desk.world, "manager")

    def page(reference: str) -> str:
        return client.get(reverse("record", args=["north", "child-death", cases[reference].pk])).content.decode()

    shown = page(first)
    assert "This child was notified already: 1 case." in shown
    assert "It may be the same child under another spelling: 1 case." in shown
    assert all(one in shown for one in ("Same NHS number", "A name that sounds the same", second, third))
    assert another not in shown
    assert "The same child, it seems" not in page(another)
    assert "Smyth" not in shown, "that they may be one is told without opening either"
    desk.take(cases[second], "mistake", note=f"It is {first} over again, as {third} is")
    assert second not in page(first), "what was settled is not asked again"
    assert first in page(second), "and from there the way leads to the one that stays"
    with desk.world.acting("manager"):
        for reference, sender, name in ((first, "alder", "Catherine Smyth"), (second, "birch", "Kathryn Smith")):
            case = ChildDeath.objects.get(reference=reference)
            with reading(case, purpose="correction", what="A test"):
                assert (str(case.child_name), f"As {sender} saw it" in str(case.circumstances)) == (name, True)
                assert f"Dr {sender.title()}" in str(case.notifier)
                notes = [str(one.sealed_note) for one in Event.objects.filter(record=case) if one.sealed_note]
                assert f"{sender}@work.example" in notes
    _nobody_else(desk, cases)
    told = "".join(map(str, post.taken))
    assert [one for one in ("Smyth", "Kathryn", "Ashgrove", "saw it") if one in every_text()] == []
    assert [one for one in ("Smyth", "Kathryn", "Ashgrove", "saw it") if one in told] == []


def _nobody_else(desk: Desk, cases: dict[str, ChildDeath]) -> None:
    for name in OTHERS:
        client = client_for(desk.world, name)
        for case in cases.values():
            assert client.get(reverse("record", args=["north", "child-death", case.pk])).status_code == 404, name
        with desk.world.acting(name):
            assert not ChildDeath.objects.exists(), name
