"""People outside: whoever is asked about a sealed case answers behind a link; whoever notifies needs no account."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from goldenthread.core.casework.models import Reading, Record, Register
from goldenthread.core.casework.sealed import destroy, reading
from goldenthread.core.casework.services import open_record
from goldenthread.core.contributions import asked as registry
from goldenthread.core.contributions.answers import stands
from goldenthread.core.contributions.asking import ask_for, chase, contributions_of, send_elsewhere, withdraw
from goldenthread.core.contributions.models import Contribution, Notification, Unsent
from goldenthread.core.contributions.notifying import KEPT, forget_old
from goldenthread.core.contributions.reminding import due_for_a_letter, remind
from goldenthread.core.links.models import Link
from goldenthread.core.links.opening import holder as as_holder
from goldenthread.core.notices.waiting import what_waits
from goldenthread.core.tenancy.access import governed_models
from goldenthread.core.tenancy.actor import acting_as
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import LONDON, today
from goldenthread.law.deaths.reporting import FORM_B
from goldenthread.law.forms import Asks, Choice, Field, Form, Section, choices
from goldenthread.law.limits import Confidence
from goldenthread.processes.registers.private_fostering.models import Arrangement
from goldenthread.processes.registers.private_fostering.process import private_fostering
from goldenthread.web.law_forms import section_form
from tests.core.mail_servers import Post
from tests.core.sealing.test_reading import every_text
from tests.core.telling import post
from tests.web.test_access import PEOPLE, client_for, say_why
from tests.web.test_sealed_pages import ended, later
from tests.world import World, owner

__all__ = ["post"]
MARK, PF, DAY = "Quillfeather", "private-fostering", date(2026, 3, 2)
NINE = datetime(2026, 5, 18, 9, tzinfo=LONDON)
WHO = (Choice("m", "Mother"), Choice("f", "Father"))
CHILD_ASKED = (Field("seen_on", "Last seen", Asks.DATE), Field("words", "What you saw", Asks.TEXT),
               Field("well", "Was the child well?", Asks.YES_NO))  # fmt: skip
HOME_ASKED = (Field("who", "Who brings them", Asks.SEVERAL_OF, WHO), Field("how_often", "Days absent", Asks.NUMBER))
SECTIONS = (
    Section("child", "The child", CHILD_ASKED, "Tests", Confidence.LOW),
    Section("home", "At home", HOME_ASKED, "Tests", Confidence.LOW),
)
SMALL = Form("Tests", "small", "Word from the school", SECTIONS, "Tests", Confidence.LOW)
Sending = Callable[[], Any]


@pytest.fixture(autouse=True)
def monday() -> Iterator[Any]:
    with time_machine.travel(NINE, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def kinds(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Private fostering asks others and is notified by anyone, for these tests."""
    monkeypatch.setattr(registry, "_TAKES", {})
    monkeypatch.setattr(registry, "_NOTICES", {})
    monkeypatch.setitem(vars(private_fostering), "by_itself", True)
    registry.takes_contributions(PF, {"small": SMALL, "b": FORM_B}, about=lambda record: f"Find {record.child_ref}")
    registry.takes_notices(PF, SMALL, begin, "Notify a private fostering", "For schools and doctors.", ("words",))


def begin(partnership: Partnership, values: Any) -> Record:
    found: Record = open_record(
        private_fostering, partnership=partnership, lead_agency=partnership.agencies.get(kind="council"),
        child_ref="C-99", child_name=str(values["words"]), notified_by="school", notified_on=today(), began_on=today(),
    )  # fmt: skip
    return found


@pytest.fixture
def sending(django_capture_on_commit_callbacks: Any) -> Sending:
    """Letters leave as they do when the transaction of a request ends."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def case(world: World) -> Arrangement:
    with world.acting("worker"):
        found: Arrangement = open_record(
            private_fostering, partnership=world.north, lead_agency=world.council, child_ref="C-77",
            child_name=f"Robin {MARK}", notified_by="school", notified_on=DAY, began_on=DAY,
        )  # fmt: skip
    return found


def ask(world: World, case: Arrangement, email: str = "head@school.example", **more: Any) -> Contribution:
    values = {"form": "small", "name": f"Ottoline {MARK}", "due": date(2026, 6, 1), "about": f"Robin {MARK}", **more}
    with world.acting("worker"):
        return ask_for(case, email=email, **values)


@pytest.fixture
def asked(world: World, case: Arrangement, post: Post, sending: Sending) -> Contribution:
    with sending():
        return ask(world, case)


def link_of_all(**which: Any) -> Link:
    """The only link that there is, or of this kind."""
    with owner():
        found: Link = Link.unguarded.get(**which)
    return found


def letter(post: Post) -> str:
    return str(post.taken[-1].get_content())


def let_in(client: Client, page: str, post: Post, sending: Sending) -> str:
    """Have a code sent, type it; the address that opens."""
    with sending():
        assert client.post(page, {"send": "yes"}).status_code == 302
    code = re.search(r"Your code is (\d{6})\s", letter(post))
    assert code
    return str(client.post(page, {"code": code[1]})["Location"])


def holder(post: Post, sending: Sending) -> tuple[Client, str]:
    """(the browser of whoever got the last letter, their first page)."""
    link = re.search(r"https?://[^/\s]+(/\S+/)", letter(post))
    assert link
    client = Client(SERVER_NAME="localhost")
    return client, let_in(client, client.get(link[1])["Location"], post, sending)


def text(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status, (url, response.status_code)
    return " ".join(response.content.decode().split())


CHILD = {"seen_on-day": "3", "seen_on-month": "5", "seen_on-year": "2026", "words": f"Thin, {MARK}", "well": "nk"}


def test_the_letter_says_nothing_of_the_case_and_the_address_alone_shows_nothing(
    world: World, asked: Contribution, post: Post
) -> None:
    said = letter(post) + str(post.taken[-1]["Subject"])
    assert "1 June 2026" in said
    for secret in (MARK, asked.record.reference, "fostering", "C-77"):
        assert secret not in said
    link = re.search(r"https?://[^/\s]+(/\S+/)", said)
    assert link
    client = Client(SERVER_NAME="localhost")
    code_page = client.get(link[1])["Location"]
    assert MARK not in text(client, code_page)
    assert client.get(reverse("outside", args=["north", link_of_all().pk]))["Location"] == code_page


def test_a_form_is_answered_part_by_part_and_its_sender_sees_it_no_more(
    world: World, case: Arrangement, asked: Contribution, post: Post, sending: Sending
) -> None:
    client, first = holder(post, sending)
    page = text(client, first)
    assert f"Robin {MARK}" in page
    assert "C-77" not in page
    assert case.reference not in page
    child, home, check = f"{first}part/child/", f"{first}part/home/", f"{first}check/"
    assert client.post(child, CHILD)["Location"] == home
    assert client.post(home, {"who": ["m", "f"], "how_often": "2", "how_often__nk": ""})["Location"] == check
    looked = text(client, check)
    assert "5 answered" not in looked
    assert "4 answered, 1 asked and not known, 0 without an answer" in looked
    assert "Mother, Father" in looked
    assert client.post(check, {"hours": "1.5"}).status_code == 302
    for address in (first, child, check):
        gone = client.get(address).content.decode()
        assert "Your answer is sent" in gone
        assert MARK not in gone
    with world.acting("worker"):
        (row,) = contributions_of(case)
        assert (row.state, row.hours, row.given, row.not_known, row.blank_fields) == ("answered", 1.5, 4, 1, 0)
        assert not row.answers
        with reading(case, purpose="case", what="The answer"):
            assert row.answers["words"] == {"value": f"Thin, {MARK}"}
            assert row.answers["well"] == {"not_known": True}
            assert row.answers["seen_on"] == {"value": "2026-05-03"}


def test_what_is_cut_off_half_way_is_there_again_even_what_is_not_right(
    world: World, asked: Contribution, post: Post, sending: Sending
) -> None:
    client, first = holder(post, sending)
    half = {"seen_on-day": "31", "seen_on-month": "2", "seen_on-year": "", "words": "Seen wi"}
    kept = client.post(f"{first}part/child/", half, HTTP_ACCEPT="application/json")
    assert (kept.status_code, kept["Content-Type"]) == (200, "application/json")
    again = Client(SERVER_NAME="localhost")
    with sending(), world.acting("worker"):
        chase(asked)
    again, first = holder(post, sending)
    page = text(again, f"{first}part/child/")
    assert "Seen wi" in page
    assert 'value="31"' in page
    assert "Something is not right" in text(again, first)
    refused = again.post(f"{first}check/", {"hours": ""})
    assert "Open it and mend what it says" in refused.content.decode()
    assert again.post(f"{first}part/child/", half).status_code == 422
    assert again.post(f"{first}part/child/", {**half, "later": "yes"})["Location"] == first


def test_an_empty_form_is_not_sent_and_a_part_that_was_not_asked_is_not_there(
    world: World, case: Arrangement, post: Post, sending: Sending
) -> None:
    with sending():
        ask(world, case, sections=["home"])
    client, first = holder(post, sending)
    assert "The child" not in text(client, first)
    assert client.get(f"{first}part/child/").status_code == 404
    assert "Nothing is answered yet" in client.post(f"{first}check/", {"hours": ""}).content.decode()


def test_nothing_that_was_asked_or_typed_lies_anywhere_in_the_clear(
    world: World, asked: Contribution, post: Post, sending: Sending, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        client, first = holder(post, sending)
        client.post(f"{first}part/child/", CHILD, HTTP_ACCEPT="application/json")
        assert MARK not in every_text()
        client.post(f"{first}part/child/", CHILD)
        client.post(f"{first}check/", {"hours": ""})
    assert MARK not in every_text()
    assert MARK not in caplog.text
    assert not any(MARK in str(one) for one in post.taken)


def test_every_look_of_whoever_answers_stands_in_the_log_of_the_case(
    world: World, case: Arrangement, asked: Contribution, post: Post, sending: Sending
) -> None:
    client, first = holder(post, sending)
    client.get(first)
    client.post(f"{first}part/child/", CHILD)
    client.post(f"{first}check/", {"hours": ""})
    with world.acting("worker"):
        lines = list(Reading.objects.filter(record=case, purpose="answer").order_by("pk"))
    assert [line.what.partition(": ")[2] for line in lines] == ["opened", "kept what was typed", "sent"]
    assert {line.user_id for line in lines} == {None}
    assert all("by the link" in line.by for line in lines)


def test_two_who_are_asked_never_see_each_others_nor_anything_of_the_case(
    world: World, case: Arrangement, post: Post, sending: Sending
) -> None:
    with sending():
        ask(world, case, about="First words")
    one, first = holder(post, sending)
    with sending():
        ask(world, case, "doctor@surgery.example", about="Second words")
    other, second = holder(post, sending)
    assert first != second
    one.post(f"{first}part/child/", {**CHILD, "words": "Told by one"})
    assert "Told by one" not in text(other, f"{second}part/child/")
    for address in (first, f"{first}part/child/", f"{first}check/"):
        assert other.get(address).status_code == 404
    held = one.session["links"][str(link_of_all(email="head@school.example").pk)]
    with acting_as(as_holder(held["link"], "x", [held["opening"]])):
        seen = {model.__name__: model.objects.count() for model in governed_models()}
    assert {name for name, rows in seen.items() if rows} == {"Contribution", "Link", "Code", "History"}
    assert seen["Contribution"] == seen["Link"] == 1


def test_withdrawn_or_sent_to_another_it_opens_no_more_for_the_first(
    world: World, asked: Contribution, post: Post, sending: Sending
) -> None:
    client, first = holder(post, sending)
    client.post(f"{first}part/child/", CHILD)
    with sending(), world.acting("worker"):
        send_elsewhere(asked, name="Another", email="deputy@school.example")
    assert client.get(first).status_code == 404
    other, second = holder(post, sending)
    assert MARK not in text(other, f"{second}part/child/")
    with world.acting("worker"):
        with pytest.raises(ValidationError, match="Say why"):
            withdraw(asked, why=" ")
        withdraw(asked, why="Known by now")
        with pytest.raises(ValidationError, match="withdrawn already"):
            chase(asked)
    assert other.get(second).status_code == 404


def test_only_those_who_keep_the_register_ask_and_what_cannot_be_asked_is_refused(
    world: World, case: Arrangement, asked: Contribution
) -> None:
    with world.acting("nurse"), pytest.raises(Record.DoesNotExist):
        ask_for(case, form="small", name="X", email="x@example.org", due=today())
    wrong = {"form": {"form": "none"}, "sections": {"sections": ["none"]}, "due": {"due": today() - timedelta(days=1)}}
    for field, value in wrong.items():
        with pytest.raises(ValidationError) as refused:
            ask(world, case, "new@school.example", **value)
        assert field in refused.value.message_dict
    with pytest.raises(ValidationError, match="Chase it instead"):
        ask(world, case)


def test_a_case_that_is_destroyed_takes_what_was_said_along(
    world: World, case: Arrangement, asked: Contribution, post: Post, sending: Sending
) -> None:
    client, first = holder(post, sending)
    client.post(f"{first}part/child/", CHILD)
    ended(world, case)
    with later(2042), world.acting("worker"):
        destroy(Arrangement.objects.get(pk=case.pk))
    assert client.get(first).status_code == 404
    with world.acting("worker"), pytest.raises(ValidationError, match="was destroyed"):
        ask_for(case, form="small", name="X", email="x@example.org", due=today())


def test_reminders_go_out_before_and_after_the_day_and_hold_no_link(
    world: World, asked: Contribution, post: Post, monday: Any
) -> None:
    assert [n for n in range(10, -70, -1) if due_for_a_letter(n)] == [3, -1, -8, -15, -22, -29, -36, -43, -50, -57]
    assert remind(world.north) == 0
    monday.move_to(datetime(2026, 5, 29, 9, tzinfo=LONDON))
    assert remind(world.north) == 1
    assert remind(world.south) == 0
    said = letter(post)
    assert "by-link" not in said
    assert MARK not in said
    assert asked.record.reference not in said


def test_keepers_are_brought_what_is_late_and_what_came(
    world: World, case: Arrangement, asked: Contribution, monday: Any, post: Post, sending: Sending
) -> None:
    def brought(name: str) -> list[str]:
        with world.acting(name):
            return [item.title for item in what_waits(world.actor(name), world.north, today())]

    assert brought("worker") == []
    monday.move_to(datetime(2026, 6, 3, 9, tzinfo=LONDON))
    assert brought("worker") == ["Word from the school: no answer yet"]
    assert brought("nurse") == []
    client, first = holder(post, sending)
    client.post(f"{first}part/child/", CHILD)
    client.post(f"{first}check/", {"hours": ""})
    assert brought("worker") == ["Word from the school: the answer came"]


def test_somebody_without_an_account_notifies_and_a_sealed_case_begins(
    world: World, post: Post, sending: Sending
) -> None:
    client = Client(SERVER_NAME="localhost")
    assert "Notify a private fostering" in text(client, reverse("notify_list", args=["north"]))
    start = reverse("notify", args=["north", PF])
    assert client.post(start, {"email": "not an address"}).status_code == 422
    first = let_in(client, client.post(start, {"email": "Head@School.example"})["Location"], post, sending)
    stopped = client.post(f"{first}check/").content.decode()
    assert "Answer this before you send it: What you saw" in stopped
    client.post(f"{first}part/child/", CHILD)
    assert MARK not in every_text()
    again = Client(SERVER_NAME="localhost")
    first = let_in(again, again.post(start, {"email": "head@school.example"})["Location"], post, sending)
    assert MARK in text(again, f"{first}part/child/")
    with sending():
        sent = again.post(f"{first}check/")
    assert "Its number is" in sent.content.decode()
    with world.acting("worker"):
        case = Arrangement.objects.get()
        assert case.reference in sent.content.decode()
        with reading(case, purpose="case", what="The case"):
            assert str(case.child_name) == f"Thin, {MARK}"
            notes = [str(one.sealed_note) for one in case.events.all() if one.sealed_note]
            assert "head@school.example" in notes, "who notified is sealed with the case"
        assert not any("head@" in one.by for one in case.events.all())
    assert MARK not in every_text()
    assert "Your answer is sent" in text(again, first)
    told = [str(one) for one in post.taken if "a notification was received" in str(one["Subject"])]
    assert len(told) == 4  # those who keep the register in the tests' world
    assert not any(MARK in one for one in told)
    with owner():
        assert not Unsent.unguarded.exists()


def test_the_registers_page_says_where_it_is_notified(world: World) -> None:
    there = text(client_for(world, "worker"), reverse("register", args=["north", PF]))
    assert f"http://testserver{reverse('notify', args=['north', PF])}" in there


def test_nobody_reads_what_somebody_is_still_typing_and_it_goes_after_a_week(
    world: World, post: Post, sending: Sending, monday: Any
) -> None:
    client = Client(SERVER_NAME="localhost")
    start = reverse("notify", args=["north", PF])
    first = let_in(client, client.post(start, {"email": "head@school.example"})["Location"], post, sending)
    client.post(f"{first}part/child/", CHILD)
    for name in world.everyone:
        with world.acting(name):
            assert not Unsent.objects.exists()
    assert forget_old(world.north) == 0
    monday.shift(KEPT + timedelta(hours=1))
    assert forget_old(world.north) == 1
    with owner():
        assert not Unsent.unguarded.exists()
        assert not Notification.unguarded.exists()


def test_a_list_with_a_not_known_of_its_own_offers_no_second_and_it_is_counted_as_that() -> None:
    sex = Field("sex", "Sex", Asks.ONE_OF, choices("Female", "Male", "Not known"))
    section = Section("child", "The child", (sex,), "Tests", Confidence.LOW)
    form = Form("Tests", "sex", "Of the child", (section,), "Tests", Confidence.LOW)
    page: Any = section_form(section)()
    assert [words for _, words in page.fields["sex"].choices] == ["Female", "Male", "Not known"]
    counted = stands(form, (section,), {"sex": {"value": "not_known"}})
    assert (counted.given, counted.not_known) == (0, 1)


def test_no_empty_letter_goes_to_who_notifies(world: World, post: Post, sending: Sending) -> None:
    client = Client(SERVER_NAME="localhost")
    client.post(reverse("notify", args=["north", PF]), {"email": "head@school.example"})
    with owner():
        link = Link.unguarded.get()
    staff = client_for(world, "manager")
    with sending():
        staff.post(reverse("send_link_again", args=["north", link.pk]), follow=True)
    assert post.taken == []


def test_what_was_asked_for_again_and_never_proved_goes_too(
    world: World, post: Post, sending: Sending, monday: Any
) -> None:
    client, start = Client(SERVER_NAME="localhost"), reverse("notify", args=["north", PF])
    first = let_in(client, client.post(start, {"email": "head@school.example"})["Location"], post, sending)
    client.post(f"{first}part/child/", CHILD)
    assert Client(SERVER_NAME="localhost").post(start, {"email": "head@school.example"}).status_code == 302
    monday.shift(KEPT + timedelta(hours=1))
    assert forget_old(world.north) == 2
    with owner():
        assert not Unsent.unguarded.exists()


def test_where_nobody_keeps_the_register_nothing_is_taken(world: World) -> None:
    start = reverse("notify", args=["south", PF])
    client = Client(SERVER_NAME="localhost")
    assert (
        "Nobody receives these notifications here yet" in client.post(start, {"email": "a@b.example"}).content.decode()
    )
    assert client.get(reverse("notify", args=["north", "meetings"])).status_code == 404


# manager, chair, worker and team manager keep this register in the tests' world
TABLE = {
    #                      mgr   chair worker tm     nurse officer lay southerner s_mgr  outsider
    "asked_of_agencies": "200   200   200    200   404   404    404   404       404    404",
    "ask_outside":       "200   200   200    200   404   404    404   404       404    404",
    "asked_answer":      "200   200   200    200   404   404    404   404       404    404",
    "move_outside":      "200   200   200    200   404   404    404   404       404    404",
    "send_outside":      "200   200   200    200   404   404    404   404       404    404",
    "withdraw_outside":  "200   200   200    200   404   404    404   404       404    404",
    "outside":           "404   404   404    404   404   404    404   404       404    404",
    "outside_check":     "404   404   404    404   404   404    404   404       404    404",
    "notify_list":       "200   200   200    200   200   200    200   200       200    200",
    "notify":            "200   200   200    200   200   200    200   200       200    200",
}  # fmt: skip


def test_every_page_against_every_person(world: World, case: Arrangement, asked: Contribution) -> None:
    args, link = ["north", PF, case.pk], link_of_all()
    urls = {
        name: reverse(name, args=[*args, asked.pk])
        for name in ("asked_answer", "move_outside", "send_outside", "withdraw_outside")
    }
    urls |= {name: reverse(name, args=args) for name in ("asked_of_agencies", "ask_outside")}
    urls |= {name: reverse(name, args=["north", link.pk]) for name in ("outside", "outside_check")}
    urls |= {"notify_list": reverse("notify_list", args=["north"]), "notify": reverse("notify", args=["north", PF])}
    for person in PEOPLE:
        client = client_for(world, person)
        if TABLE["asked_answer"].split()[PEOPLE.index(person)] == "200":
            say_why(client, case)
        found = {name: str(client.get(urls[name]).status_code) for name in TABLE}
        assert found == {name: row.split()[PEOPLE.index(person)] for name, row in TABLE.items()}, person


def test_a_keeper_asks_chases_and_reads_the_answer_on_pages(
    world: World, case: Arrangement, post: Post, sending: Sending
) -> None:
    client = say_why(client_for(world, "worker"), case)
    new = reverse("ask_outside", args=["north", PF, case.pk])
    assert "Find C-77" in text(client, new)
    sent = {
        "form": "small", "parts": ["child", "home"], "name": f"Ottoline {MARK}", "email": "head@school.example",
        "about": f"Robin {MARK}", "due-day": "1", "due-month": "6", "due-year": "2026",
    }  # fmt: skip
    assert "Identifying and reporting details" in text(client, f"{new}?form=b")
    assert "Identifying and reporting details" not in text(client, new)
    assert client.post(new, {**sent, "form": "none"}).status_code == 422
    assert client.post(new, {**sent, "parts": ["A"]}).status_code == 422
    with sending():
        answered = client.post(new, {**sent, "more": "yes"})
    assert answered.status_code == 302, re.findall(r"error[^<]*<[^<]*<[^<]*", answered.content.decode())
    assert answered["Location"] == new
    other, first = holder(post, sending)
    asked = text(client, reverse("asked_of_agencies", args=["north", PF, case.pk]))
    assert "Chased" not in asked
    with sending(), world.acting("worker"):
        chase(Contribution.objects.get())
    assert "Chased on 18 May 2026" in text(client, reverse("asked_of_agencies", args=["north", PF, case.pk]))
    other, first = holder(post, sending)
    other.post(f"{first}part/child/", {"well": "yes"})
    other.post(f"{first}part/home/", {"who": ["m"]})
    other.post(f"{first}check/", {"hours": "2"})
    page = text(client, reverse("asked_of_agencies", args=["north", PF, case.pk]))
    assert f"Ottoline {MARK}" in page
    assert "Answered" in page
    with world.acting("worker"):
        row = Contribution.objects.get()
    answer = text(client, reverse("asked_answer", args=["north", PF, case.pk, row.pk]))
    assert "Mother" in answer
    assert re.search(r"Was the child well\?<[^>]*><[^>]*>Yes<", answer)
    assert "Not answered" in answer
    assert "Send the link again" not in answer
    fresh = client_for(world, "worker")
    shut = text(fresh, reverse("asked_of_agencies", args=["north", PF, case.pk]))
    assert MARK not in shut
    assert "read" in fresh.get(reverse("asked_answer", args=["north", PF, case.pk, row.pk]))["Location"]
    with owner():
        assert Register.unguarded.filter(kind=PF).exists()
