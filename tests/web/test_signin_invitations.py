"""People come by invitation: asked by the board's own staff, let in by a link, seated for as long as was said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client

from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.core.tenancy.models import Person, Seat, User
from goldenthread.core.tenancy.seats import actor_for
from goldenthread.kernel.now import now, today
from goldenthread.web.signin import invitations, seating
from goldenthread.web.signin.models import Invitation, token_hash, token_key
from tests.web.signin_steps import confirm, enter, last_link, sign_in, site, text
from tests.world import World, owner

__all__ = ["site"]
FRESH = "seven green bicycles sing"


@pytest.fixture
def sent(site: World, django_capture_on_commit_callbacks: Any) -> Any:
    """`sent()`: a context in which emails go out as they would when the request's transaction ends."""

    @contextmanager
    def sending() -> Iterator[None]:
        with django_capture_on_commit_callbacks(execute=True):
            yield

    return sending


def ask(site: World, by: str = "manager", **changes: Any) -> Invitation:
    values = {
        "partnership": site.north,
        "agency": site.health,
        "name": "Robin New",
        "email": "robin@example.org",
        "role": "member",
        "since": today(),
    }
    with site.acting(by):
        return invitations.invite(**values | changes)


def follow(client: Client, link: str) -> Any:
    return client.get(link, follow=True)


def join(client: Client, link: str) -> Any:
    follow(client, link)
    return client.post("/invitations/accept/", {"name": "Robin New", "password": FRESH})


def seats_of(email: str) -> list[tuple[str, str]]:
    with owner():
        return list(Seat.unguarded.filter(user__email=email).values_list("agency__name", "role"))


def test_a_manager_invites_and_the_person_takes_the_seat(site: World, client: Client, sent: Any) -> None:
    manager = enter(Client(), site, "manager")
    confirm(manager)
    form = {"name": "Robin New", "email": "Robin@example.org", "agency": site.health.pk, "role": "member"}
    day = {"since-day": today().day, "since-month": today().month, "since-year": today().year}
    with sent():
        answer = manager.post("/north/people/invite/", form | day)
    assert answer.status_code == 302, text(answer)
    assert "Robin New" in text(manager.get("/north/people/"))
    assert mail.outbox[-1].to == ["robin@example.org"]
    assert "Manager Person invites you to Northshire" in mail.outbox[-1].body

    link = last_link("/invitations/")
    page = follow(client, link)
    assert page.request["PATH_INFO"] == "/invitations/accept/", "the token is not in the address any more"
    assert "Board or group member" in text(page)
    weak = client.post("/invitations/accept/", {"name": "Robin New", "password": "robin@example.org"})
    assert "too similar" in text(weak)
    assert join(client, link).url == "/"
    assert seats_of("robin@example.org") == [("Northshire Health Trust", "member")]
    assert client.get("/north/").url == "/account/second-factor/", "a second factor comes first"
    assert "used already" in text(follow(Client(), link))


@pytest.mark.parametrize("way", ["expired", "withdrawn", "sent again"])
def test_a_link_stops_working(site: World, client: Client, sent: Any, way: str) -> None:
    with sent():
        made = ask(site)
    link = last_link("/invitations/")
    later = timedelta(0)
    with site.acting("manager"), sent():
        if way == "withdrawn":
            invitations.withdraw(made)
        elif way == "sent again":
            invitations.send_again(made)
        else:
            later = timedelta(days=7, minutes=1)
    with time_machine.travel(now() + later):
        said = {"expired": "It ran out", "withdrawn": "has withdrawn it", "sent again": "a newer invitation"}[way]
        assert said in text(follow(client, link))
        client.post("/invitations/accept/", {"name": "Robin New", "password": FRESH})
    assert not User.objects.filter(email="robin@example.org").exists()


def test_a_week_less_a_minute_is_in_time(site: World, client: Client, sent: Any) -> None:
    with sent():
        ask(site)
    with time_machine.travel(now() + timedelta(days=7, minutes=-1)):
        assert join(client, last_link("/invitations/")).url == "/"


def test_the_token_is_kept_nowhere(site: World, client: Client, sent: Any) -> None:
    with sent():
        made = ask(site)
    token = last_link("/invitations/").strip("/").split("/")[-1]
    follow(client, f"/invitations/{token}/")
    assert token not in str(dict(client.session.items()))
    with owner(), connection.cursor() as cursor:
        for table in ("signin_invitation", "tenancy_history", "django_session"):
            cursor.execute(f"select count(*) from {table} t where t::text like %s", [f"%{token}%"])
            assert cursor.fetchone() == (0,), table
        cursor.execute("select token_hash from signin_invitation where id = %s", [made.pk])
        assert cursor.fetchone() == (token_hash(token),)


def test_whoever_holds_a_token_sees_that_one_invitation_and_nothing_else(site: World, sent: Any) -> None:
    with sent():
        ask(site)
        ask(site, email="second@example.org")
    hashed = token_hash(last_link("/invitations/").strip("/").split("/")[-1])
    with acting_as(invitations.holder(hashed)), connection.cursor() as cursor:
        for sql in ("select email from signin_invitation", "select name from tenancy_person"):
            cursor.execute(sql)
            assert cursor.fetchall() == ([("second@example.org",)] if "email" in sql else []), sql
    with acting_as(Actor(user=None)), connection.cursor() as cursor:
        cursor.execute("select count(*) from signin_invitation")
        assert cursor.fetchone() == (0,), "without a token, nothing"
        assert not Invitation.objects.exists()


def test_the_right_first_bits_of_a_token_are_not_enough(site: World, sent: Any) -> None:
    with sent():
        made = ask(site)
    guessed = made.token_hash[:15] + "0" * 49
    assert token_key(guessed) == made.token_key
    assert invitations.find(guessed) is None
    assert invitations.find(made.token_hash) == made


@pytest.mark.parametrize("name", ["nurse", "officer", "lay", "south_manager", "outsider"])
def test_invitations_are_seen_by_those_who_run_the_partnership_alone(site: World, sent: Any, name: str) -> None:
    with sent():
        ask(site)
    with site.acting(name), connection.cursor() as cursor:
        cursor.execute("select count(*) from signin_invitation")
        assert cursor.fetchone() == (0,)
        assert not Invitation.objects.exists()


def test_a_person_with_an_account_elsewhere_signs_in_and_takes_a_second_seat(
    site: World, client: Client, sent: Any
) -> None:
    with sent():
        ask(site, email="southerner@example.org", name="Southerner Person")
    link = last_link("/invitations/")
    assert "You have an account here already" in text(follow(client, link))
    answer = client.post("/invitations/accept/", {"name": "Intruder", "password": FRESH})
    assert "You have an account here already" in text(answer)
    assert sign_in(client, "southerner", FRESH).status_code == 200, "the password was not touched"
    assert sign_in(client, "southerner").status_code == 302
    assert "Take the seat" in text(client.get("/invitations/accept/"))
    assert client.post("/invitations/accept/").url == "/"
    assert len(seats_of("southerner@example.org")) == 2


def test_an_invitation_is_for_its_own_address_alone(site: World, client: Client, sent: Any) -> None:
    with sent():
        made = ask(site)
    sign_in(client, "nurse")
    assert "signed in with another address" in text(follow(client, last_link("/invitations/")))
    client.post("/invitations/accept/")
    with owner():
        assert Invitation.unguarded.get(pk=made.pk).accepted_at is None
    with pytest.raises(PermissionDenied):
        invitations.accept(made.token_hash, user=site.users["nurse"])


def test_someone_known_from_the_minutes_stays_one_person(site: World, client: Client, sent: Any) -> None:
    with site.acting("manager"):
        known = Person.objects.create(partnership=site.north, agency=site.health, name="Robin New", title="Matron")
    with sent():
        ask(site, person=known)
    join(client, last_link("/invitations/"))
    with owner():
        people = Person.unguarded.filter(partnership=site.north, name="Robin New")
        assert [(person.pk, person.user.email) for person in people] == [(known.pk, "robin@example.org")]
        assert Seat.unguarded.get(user__email="robin@example.org").person_id == known.pk


def test_nobody_gives_more_than_is_theirs_to_give(site: World) -> None:
    for by, role in (
        ("clerk", "business_manager"),
        ("clerk", "administrator"),
        ("chair", "member"),
        ("nurse", "member"),
    ):
        with pytest.raises(PermissionDenied):
            ask(site, by=by, role=role)
    with pytest.raises(PermissionDenied):
        ask(site, by="south_manager")
    with pytest.raises(ValueError, match="no place"):
        ask(site, agency=site.southern)
    assert ask(site, by="clerk", role="chair").role == "chair"
    with pytest.raises(ValueError, match="already"):
        ask(site, by="clerk", role="chair")


def test_a_mail_server_that_is_down_loses_no_invitation(
    site: World, sent: Any, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with sent():
        made = ask(site)
    with owner():
        assert Invitation.unguarded.get(pk=made.pk).open
    assert re.search(rf"invitation_not_sent invitation={made.pk} error=\w+$", caplog.text.strip(), re.MULTILINE)
    assert "robin" not in caplog.text


def test_a_seat_that_is_ended_gives_nothing_at_the_next_request(site: World, client: Client) -> None:
    enter(client, site, "clerk")
    assert client.get("/north/people/").status_code == 200
    manager = enter(Client(), site, "manager")
    confirm(manager)
    seat = seat_of(site, "clerk")
    answer = manager.post(f"/north/people/seats/{seat.pk}/", {"change": "end"})
    assert answer.status_code == 302, text(answer)
    assert client.get("/north/people/").status_code in {403, 404}
    assert actor_for(site.users["clerk"]).seats == frozenset()


def test_a_role_is_changed_from_today_and_the_old_one_is_remembered(site: World) -> None:
    with site.acting("manager"):
        seating.change_role(seat_of(site, "nurse"), role="agency_lead")
    assert actor_for(site.users["nurse"]).roles(site.north.pk) == {"agency_lead"}
    with owner():
        old = Seat.unguarded.get(user=site.users["nurse"], role="member")
        assert old.until == today() - timedelta(days=1)


def test_seats_can_be_given_and_ended_again_and_again_on_one_day(site: World) -> None:
    for _ in range(3):
        with site.acting("manager"):
            seating.end_seat(seat_of(site, "nurse"))
            again = invitations.give_seat(
                user=site.users["nurse"], partnership=site.north, agency=site.health, role="member"
            )
        assert actor_for(site.users["nurse"]).roles(site.north.pk) == {"member"}
    with site.acting("manager"):
        seating.end_seat(again)
    assert actor_for(site.users["nurse"]).seats == frozenset()


def test_nobody_ends_their_own_seat_and_a_clerk_not_the_managers(site: World) -> None:
    for by, whose in (("manager", "manager"), ("clerk", "manager"), ("clerk", "clerk"), ("nurse", "lay")):
        with site.acting(by), pytest.raises(PermissionDenied):
            seating.end_seat(seat_of(site, whose))
    with site.acting("manager"), pytest.raises(ValueError, match="past"):
        seating.end_seat(seat_of(site, "nurse"), last_day=today() - timedelta(days=1))


def test_inviting_asks_again_who_is_there(site: World, client: Client) -> None:
    enter(client, site, "manager")
    answer = client.get("/north/people/invite/")
    assert answer.url.startswith("/account/reauthenticate/?next=")
    confirm(client)
    assert client.get("/north/people/invite/").status_code == 200
    with time_machine.travel(now() + timedelta(minutes=16)):
        assert client.get("/north/people/invite/").status_code == 302


def test_guessing_links_is_stopped(site: World, client: Client) -> None:
    answers = [client.get(f"/invitations/guess-{number}/").status_code for number in range(31)]
    assert answers == [302] * 30 + [429]


def seat_of(site: World, name: str) -> Seat:
    with owner():
        seats = Seat.unguarded.filter(user=site.users[name], partnership=site.north)
        return seats.select_related("partnership", "user", "agency", "person").order_by("until", "-since").last()
