"""People outside, and those who would read, hinder or find out about them: strangers, slow lines, links used again."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from goldenthread.core.casework.models import Record
from goldenthread.core.contributions.answering import keep_typed as keep_answer
from goldenthread.core.contributions.answering import send_answers
from goldenthread.core.contributions.asking import send_elsewhere
from goldenthread.core.contributions.models import Contribution, Notification, Unsent
from goldenthread.core.contributions.notifying import keep_typed as keep_notification
from goldenthread.core.links.codes import CODES_A_DAY, CODES_A_DAY_EACH, CODES_AN_HOUR, TRIES
from goldenthread.core.links.giving import send_again
from goldenthread.core.links.models import Link
from goldenthread.core.tenancy.actor import Actor, acting_as
from tests.core.mail_servers import Post
from tests.core.telling import post
from tests.web.test_access import client_for
from tests.web.test_outside import (
    CHILD,
    MARK,
    PF,
    Sending,
    asked,
    case,
    holder,
    kinds,
    let_in,
    link_of_all,
    monday,
    sending,
    text,
)
from tests.world import World, owner

__all__ = ["asked", "case", "kinds", "monday", "post", "sending"]
HEAD = {"email": "head@school.example"}


def browser(machine: str = "127.0.0.1") -> Client:
    return Client(SERVER_NAME="localhost", REMOTE_ADDR=machine)


def begun(client: Client, email: dict[str, str] = HEAD) -> str:
    """The page that asks for the code of a notification that this browser begins."""
    return str(client.post(reverse("notify", args=["north", PF]), email)["Location"])


@pytest.fixture
def writing(world: World, post: Post, sending: Sending) -> tuple[Client, str]:
    """(the browser of a head teacher who has written half of a notification, its first page)."""
    client = browser()
    first = let_in(client, begun(client), post, sending)
    client.post(f"{first}part/child/", CHILD)
    return client, first


def test_who_names_anothers_address_shuts_them_out_of_nothing(
    writing: tuple[Client, str], post: Post, sending: Sending
) -> None:
    client, first = writing
    for _ in range(3):
        stranger = browser()
        page = begun(stranger)
        with sending():
            stranger.post(page, {"send": "yes"})
        for _ in range(TRIES):
            stranger.post(page, {"code": "000000"})
        assert MARK not in text(stranger, page)
        assert stranger.get(first).status_code == 404
    assert MARK in text(client, f"{first}part/child/"), "whoever writes goes on writing"
    again = browser()
    assert let_in(again, begun(again), post, sending) == first
    assert MARK in text(again, f"{first}part/child/"), "and finds it in another browser"
    assert "link-code" in client.get(first)["Location"] or "code" in client.get(first)["Location"]


def test_who_names_anothers_address_learns_nothing_of_whether_they_write(
    writing: tuple[Client, str], world: World, post: Post, sending: Sending
) -> None:
    def told(email: str) -> list[str]:
        """Everything that a stranger is shown who names an address and asks for more codes than there are."""
        shown = []
        stranger = browser()
        page = begun(stranger, {"email": email})
        for _ in range(CODES_AN_HOUR + 2):
            with sending():
                stranger.post(page, {"send": "yes"})
            shown.append(re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text(stranger, page)))
        return [re.sub(r"/\d+/|h•••@school.example|d•••@surgery.example|nonce=.\S+", "", one) for one in shown]

    one, other = told("head@school.example"), told("doctor@surgery.example")
    assert one == other
    with owner():
        keys = list(Link.unguarded.filter(kind="notifying").order_by("pk").values_list("email", "opens"))
    assert len({opens for _, opens in keys}) == len(keys) == 3, "each begins anew until the code is right"


def test_no_more_than_some_codes_a_day_go_to_one_address_however_many_ask(
    world: World, post: Post, sending: Sending, monday: Any
) -> None:
    def ask_for(times: int) -> None:
        for number in range(times):
            stranger = browser(f"10.0.0.{number}")
            page = begun(stranger)
            with sending():
                assert stranger.post(page, {"send": "yes"}).status_code == 302

    ask_for(5)
    monday.shift(timedelta(minutes=11))
    ask_for(CODES_A_DAY - 5)
    assert len(post.taken) == CODES_A_DAY
    monday.shift(timedelta(hours=2))
    ask_for(2)
    assert len(post.taken) == CODES_A_DAY
    other = browser()
    assert let_in(other, begun(other, {"email": "doctor@surgery.example"}), post, sending)
    monday.shift(timedelta(days=1, minutes=1))
    ask_for(1)
    assert len(post.taken) == CODES_A_DAY + 2


def test_one_machine_cannot_use_up_the_codes_of_an_address_that_it_merely_names(
    world: World, post: Post, sending: Sending, monday: Any
) -> None:
    for _ in range(3):
        stranger = browser("10.0.0.66")
        page = begun(stranger)
        for _ in range(CODES_AN_HOUR):
            with sending():
                assert stranger.post(page, {"send": "yes"}).status_code == 302
    assert len(post.taken) == CODES_A_DAY_EACH < CODES_A_DAY
    head = browser("10.0.0.7")
    assert let_in(head, begun(head), post, sending), "whose address it is still gets a code"


def test_what_is_typed_when_the_hours_are_over_is_kept_and_nothing_is_shown(
    world: World, asked: Contribution, post: Post, sending: Sending, monday: Any
) -> None:
    client, first = holder(post, sending)
    child = f"{first}part/child/"
    monday.shift(timedelta(hours=5))
    assert client.post(child, CHILD, HTTP_ACCEPT="application/json").status_code == 200
    pressed = client.post(child, {**CHILD, "words": f"{MARK}, the last words"})
    assert MARK not in pressed.content.decode()
    page = text(client, pressed["Location"])
    assert "What you typed is kept" in page
    assert MARK not in page
    assert client.get(child)["Location"] == pressed["Location"]
    assert client.post(f"{first}check/", {"hours": ""})["Location"] == pressed["Location"], "nothing is sent so"
    let_in(client, pressed["Location"], post, sending)
    assert f"{MARK}, the last words" in text(client, child)


def test_a_browser_whose_place_another_took_keeps_nothing(
    world: World, asked: Contribution, post: Post, sending: Sending, monday: Any
) -> None:
    client, first = holder(post, sending)
    with owner():
        Link.unguarded.filter(pk=link_of_all().pk).update(open_key=12345)
    monday.shift(timedelta(hours=5))
    assert client.post(f"{first}part/child/", CHILD).status_code == 302
    with owner():
        assert Contribution.unguarded.get().typed is None


def test_words_that_arrive_after_the_form_was_sent_are_kept_nowhere(
    world: World, asked: Contribution, post: Post, sending: Sending
) -> None:
    client, first = holder(post, sending)
    client.post(f"{first}part/child/", CHILD)
    assert client.post(f"{first}check/", {"hours": ""}).status_code == 302
    late = client.post(f"{first}part/child/", CHILD, HTTP_ACCEPT="application/json")
    assert MARK not in late.content.decode()
    assert late.status_code == 410, "the page's script says that it is not kept"
    with acting_as(Actor(None, held={"registers": frozenset({asked.register_id})})):
        keep_answer(
            asked, link_of_all(), {"child": {"words": ["late"]}}
        )  # a request that was under way when it was sent
    with owner():
        assert Contribution.unguarded.get().typed is None


def test_what_was_under_way_when_the_form_was_put_to_somebody_else_is_neither_kept_nor_sent(
    world: World, asked: Contribution, post: Post, sending: Sending
) -> None:
    holder(post, sending)
    before = link_of_all()  # as a request has it that was begun a moment ago
    with sending(), world.acting("worker"):
        send_elsewhere(asked, name="Another", email="deputy@school.example")
    assert before.works, "it does not know yet"
    with acting_as(Actor(None, held={"registers": frozenset({asked.register_id})})):
        keep_answer(asked, before, {"child": {"words": ["late"]}})
        with pytest.raises(ValidationError, match="works no more"):
            send_answers(asked, before, answers={"words": {"value": "late"}})
    with owner():
        found = Contribution.unguarded.get()
    assert (found.typed, found.said, found.answered_on) == (None, None, None)


def test_a_notification_that_was_sent_takes_no_later_words(
    writing: tuple[Client, str], world: World, sending: Sending
) -> None:
    client, first = writing
    with owner():
        under_way = Notification.unguarded.get()
    with sending():
        client.post(f"{first}check/")
    with owner():
        keep_notification(under_way, {"child": {"words": ["late"]}})
        assert not Unsent.unguarded.exists()
        assert Record.unguarded.filter(kind=PF).count() == 1
    assert "Your answer is sent" in client.post(f"{first}check/").content.decode(), "sent twice, it begins one case"


def test_pages_behind_a_link_are_kept_by_no_browser_and_tell_no_other_site(
    world: World, asked: Contribution, post: Post, sending: Sending
) -> None:
    client, first = holder(post, sending)
    for url in (first, f"{first}part/child/", f"{first}check/"):
        page = client.get(url)
        assert "no-store" in page["Cache-Control"]
        assert page["Referrer-Policy"] == "same-origin"
        assert "noindex" in page["X-Robots-Tag"]


def test_a_link_that_was_taken_back_is_not_sent_again_to_whoever_held_it(
    world: World, asked: Contribution, post: Post, sending: Sending
) -> None:
    before = link_of_all()  # as a page has it that was opened a moment ago
    with sending(), world.acting("worker"):
        send_elsewhere(asked, name="Another", email="deputy@school.example")
    letters = len(post.taken)
    keeper = client_for(world, "worker")
    with sending():
        page = keeper.post(reverse("send_link_again", args=["north", before.pk]), follow=True)
    assert "was withdrawn" in page.content.decode()
    with sending(), world.acting("worker"), pytest.raises(ValidationError, match="was withdrawn"):
        send_again(before)
    assert len(post.taken) == letters
    with owner():
        working = Link.unguarded.filter(opens=asked.pk, revoked_at__isnull=True)
        assert [one.email for one in working] == ["deputy@school.example"], "they alone read what is typed now"
