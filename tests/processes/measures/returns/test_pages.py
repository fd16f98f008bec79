"""Pages of returns: who may open which, answering without a password or JavaScript, and what the unit does."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from goldenthread.analytics.models import Observation
from goldenthread.core.tenancy.models import Person
from goldenthread.processes.measures.returns.answering import Given, give_answers, send
from goldenthread.processes.measures.returns.links import give_key, send_link
from goldenthread.processes.measures.returns.models import Form, Line, Query, Return, ReturnKey, Schedule
from goldenthread.processes.measures.returns.scheduling import name_respondent
from tests.analytics.figures import measure
from tests.web.test_access import client_for
from tests.world import World

from .desk import answer_all, lines, opened, schedule

PEOPLE = ("manager", "chair", "team_manager", "nurse", "lay", "south_manager", "outsider")
LAST = date(2026, 3, 31)


class Round:
    """One quarter of the north, opened: the council's return and the health trust's, with one query on the latter."""

    def __init__(self, world: World) -> None:
        with world.acting("manager"):
            self.schedule = schedule(world)
            self.respondent = name_respondent(
                self.schedule, agency=world.health, name="Ottoline Marsh", email="o@health.example"
            )
        made = opened(world)
        self.council, self.health = made[world.council], made[world.health]
        with world.acting("manager"):
            self.query = Query.objects.create(
                form=self.health.form, text="Is it so?", by="Clerk", at=self.health.events.latest("pk").at
            )


@pytest.fixture
def round_(world: World) -> Round:
    return Round(world)


ALL = dict.fromkeys(("manager", "chair", "team_manager", "nurse", "lay"), 200)
GONE = {"south_manager": 404, "outsider": 404}
OPEN = ALL | GONE
UNIT = dict.fromkeys(("chair", "team_manager", "nurse", "lay"), 403) | {"manager": 200} | GONE
#: The unit sends links and withdraws them; the chair sees that they are there; to all others there are none.
LINKS = {"manager": 200, "chair": 403} | dict.fromkeys(("team_manager", "nurse", "lay"), 404) | GONE
SEEN = OPEN | {"team_manager": 404, "lay": 404}
ANSWERED = SEEN | {"chair": 404}
BY_UNIT = SEEN | {"chair": 403, "nurse": 403}
TABLE: list[tuple[str, str, dict[str, int]]] = [
    ("return_schedules", "", OPEN),
    ("add_return_schedule", "", UNIT),
    ("return_schedule", "schedule", OPEN),
    ("change_return_schedule", "schedule", UNIT),
    ("return_round", "round", OPEN),
    ("add_return_respondent", "schedule", UNIT),
    ("add_return_key", "schedule", UNIT),
    ("change_return_asked", "schedule", UNIT),
    ("return_measure", "visits", OPEN),
    ("return_measure", "plans", OPEN | dict.fromkeys(("nurse", "lay"), 404)),
    ("return", "health", SEEN),
    ("return_question", "question", ANSWERED),
    ("return_check", "health", ANSWERED),
    ("return_why_not", "health", ANSWERED),
    ("return_reply", "query", ANSWERED),
    ("return_query", "health", BY_UNIT),
    ("return_link", "health", BY_UNIT),
]


def args(round_: Round, which: str) -> list[Any]:
    return {
        "": [],
        "schedule": [round_.schedule.pk],
        "round": [round_.schedule.pk, LAST],
        "visits": ["visits"],
        "plans": ["plans"],
        "health": [round_.health.pk],
        "question": [round_.health.pk, 1],
        "query": [round_.health.pk, round_.query.pk],
    }[which]


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_open_which_page(world: World, round_: Round, who: str) -> None:
    client = client_for(world, who)
    found = {
        (name, which): client.get(reverse(name, args=["north", *args(round_, which)])).status_code
        for name, which, _ in TABLE
    }
    assert found == {(name, which): expected[who] for name, which, expected in TABLE}


POSTS = [
    ("return_send_links", "health", BY_UNIT),
    ("end_return_respondent", "respondent", UNIT),
    ("withdraw_return_key", "key", UNIT),
    ("send_link_again", "link", LINKS),
    ("withdraw_link", "link", LINKS),
]


@pytest.mark.parametrize(("name", "which", "expected"), POSTS)
@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_do_what_has_no_page(
    world: World, round_: Round, name: str, which: str, expected: dict[str, int], who: str
) -> None:
    with world.acting("manager"):
        key, _ = give_key(round_.schedule, agency=world.health, name="x")
        sent = send_link(round_.health.form, name="x", email="x@y.example")
    numbers = {
        "health": [round_.health.pk],
        "respondent": [round_.schedule.pk, round_.respondent.pk],
        "key": [round_.schedule.pk, key.pk],
        "link": [sent.pk],
    }[which]
    found = client_for(world, who).post(reverse(name, args=["north", *numbers])).status_code
    assert found == (302 if expected[who] == 200 else expected[who])


def page(client: Client, name: str, *numbers: Any) -> str:
    return client.get(reverse(name, args=["north", *numbers])).content.decode()


def post(client: Client, address: str, /, *numbers: Any, **values: Any) -> Any:
    return client.post(reverse(address, args=["north", *numbers]), values)


def fields(line: Line, **values: Any) -> dict[str, Any]:
    return {f"{name}_{line.pk}": value for name, value in values.items()}


def test_the_agency_answers_one_question_at_a_time_checks_and_sends(world: World, round_: Round) -> None:
    client, pk = client_for(world, "team_manager"), round_.council.pk
    with world.acting("team_manager"):
        by_code = lines(round_.council.form)
    bad = post(client, "return_question", pk, 1, **fields(by_code["missing"], value="twelve"))
    assert bad.status_code == 422
    assert "&#x27;twelve&#x27; is not a number" in bad.content.decode()
    assert 'value="twelve"' in page(client, "return_question", pk, 1)  # nothing typed is lost
    assert "Not finished" in page(client, "return", pk)
    good = post(client, "return_question", pk, 1, **fields(by_code["missing"], value="1,212"))
    assert good["Location"] == reverse("return_question", args=["north", pk, 2])
    day = {f"counted_on_{by_code['plans'].pk}-{part}": n for part, n in (("day", 1), ("month", 4), ("year", 2026))}
    late = post(client, "return_question", pk, 2, **fields(by_code["plans"], value="40"), **day)
    assert "does not lie in Quarter 4 2025-26" in late.content.decode()
    assert post(client, "return_question", pk, 2, **fields(by_code["plans"], value="40")).status_code == 302
    early = post(client, "return_check", pk, declared_by="Team Manager")
    assert early.status_code == 422
    assert "Visits: no answer yet" in early.content.decode()
    whole = post(client, "return_question", pk, 3, **fields(by_code["visits"], numerator="21", denominator="20"))
    assert "21 of 20 is more than the whole" in whole.content.decode()
    last = post(client, "return_question", pk, 3, **fields(by_code["visits"], symbol="x", note="System down"))
    assert last["Location"] == reverse("return_check", args=["north", pk])
    shown = page(client, "return_check", pk)
    for words in ("1,212", "40", "Not available. System down"):
        assert words in shown, words
    assert post(client, "return_check", pk, declared_by="Team Manager, head of service").status_code == 302
    with world.acting("manager"):
        assert Return.objects.get(pk=pk).sent_by == "Team Manager, head of service"
    assert post(client, "return_question", pk, 1, **fields(by_code["missing"], value="1"))["Location"].endswith(
        f"/{pk}/"
    )


def test_while_typing_it_is_told_what_stands_against_it_and_kept(world: World, round_: Round) -> None:
    client, pk = client_for(world, "nurse"), round_.health.pk
    with world.acting("nurse"):
        line = round_.health.form.lines.get()
    address = reverse("return_question", args=["north", pk, 1])
    told = client.post(address, fields(line, numerator="21", denominator="20"), headers={"HX-Request": "true"})
    assert "more than the whole" in told.content.decode()
    assert "<html" not in told.content.decode()
    with world.acting("nurse"):
        line.refresh_from_db()
        assert (line.typed["numerator"], line.answered) == ("21", False)


@pytest.fixture
def link(world: World, round_: Round, django_capture_on_commit_callbacks: Any) -> str:
    with django_capture_on_commit_callbacks(execute=True), world.acting("manager"):
        send_link(round_.health.form, name="Ottoline Marsh", email="o@health.example")
    found = re.search(r"https?://[^/]+(/north/answering/\S+/)", mail.outbox[-1].body)
    assert found
    return found[1]


def test_a_link_opens_that_one_form_in_that_one_browser_and_no_other_page(
    world: World, round_: Round, link: str
) -> None:
    client, stranger = Client(), Client()
    followed = client.get(link)
    form = followed["Location"]
    assert link.split("/")[3] not in form
    assert "Quarterly figures" in client.get(form).content.decode()
    assert stranger.get(form).status_code == 404
    assert Client().get(link.replace("/north/", "/south/")).status_code == 404
    assert Client().get("/north/answering/guess/").status_code == 404
    for name, numbers in (("return", [round_.health.pk]), ("return_schedules", []), ("measures", [])):
        assert client.get(reverse(name, args=["north", *numbers])).status_code == 302  # to the door
    assert client.get(form.replace("/answering/", "/answering/9")).status_code == 404


def test_by_the_link_it_is_answered_sent_and_closed_on_acceptance(world: World, round_: Round, link: str) -> None:
    client = Client()
    form = client.get(link)["Location"]
    with world.acting("nurse"):
        line = round_.health.form.lines.get()
    assert "How many: in time" in client.get(f"{form}questions/1/").content.decode()
    assert client.post(f"{form}queries/{round_.query.pk}/", {"text": "It is so"}).status_code == 302
    asked = client.post(f"{form}questions/1/", fields(line, numerator="18", denominator="20"))
    assert asked["Location"] == f"{form}check/"
    assert 'value="Ottoline Marsh"' in client.get(f"{form}check/").content.decode()
    assert client.post(f"{form}check/", {"declared_by": "Ottoline Marsh"}).status_code == 302
    assert "Received" in client.get(form).content.decode()
    manager = client_for(world, "manager")
    assert "by the link sent to them" in page(manager, "return", round_.health.pk)
    accept = reverse("step", args=["north", "returns", round_.health.pk, "accept"])
    assert manager.post(accept, {"sure": "yes"}).status_code == 302
    assert client.get(form).status_code == 404
    with world.acting("manager"):
        assert Observation.objects.get().value == 90
        assert Query.objects.get().replied_by == "Ottoline Marsh, by the link sent to them"


def test_a_holder_may_say_why_it_is_not_sent(world: World, round_: Round, link: str) -> None:
    client = Client()
    form = client.get(link)["Location"]
    assert client.post(f"{form}why-not/", {"reason": "Our system is down"}).status_code == 302
    shown = page(client_for(world, "chair"), "return_round", round_.schedule.pk, LAST)
    assert "Our system is down" in shown
    assert "No reason given" in shown  # the council


def test_every_agency_that_owes_stands_on_the_page_however_it_stands(world: World, round_: Round) -> None:
    with world.acting("nurse"):
        answer_all(round_.health.form)
        send(round_.health.form, declared_by="x")
    shown = page(client_for(world, "manager"), "return_schedule", round_.schedule.pk)
    for words in (
        "Northshire County Council",
        "Northshire Health Trust",
        "Received late",
        "Not sent",
        "No reason given",
    ):
        assert words in shown, words
    theirs = page(client_for(world, "nurse"), "return_schedule", round_.schedule.pk)
    council = reverse("return", args=["north", round_.council.pk])
    assert "No reason given" in theirs  # the council's silence is nobody's secret
    assert (council in theirs, council in shown) == (False, True)  # what it says is
    assert "Plans" not in theirs  # a measure that is not for them
    assert "o@health.example" not in page(client_for(world, "lay"), "return_schedule", round_.schedule.pk)


def test_the_unit_queries_one_answer_and_the_agency_replies(world: World, round_: Round) -> None:
    with world.acting("nurse"):
        answer_all(round_.health.form)
        send(round_.health.form, declared_by="x")
        line = round_.health.form.lines.get()
    manager, nurse = client_for(world, "manager"), client_for(world, "nurse")
    assert post(manager, "return_query", round_.health.pk, text="").status_code == 422
    asked = post(manager, "return_query", round_.health.pk, **{f"line_{line.pk}": "Which visits?"}, text="")
    assert asked.status_code == 302
    assert "Which visits?" in page(nurse, "return", round_.health.pk)
    with world.acting("nurse"):
        query = Query.objects.get(text="Which visits?")
    assert post(nurse, "return_reply", round_.health.pk, query.pk, text="The first ones").status_code == 302
    assert "The first ones" in page(manager, "return", round_.health.pk)


def test_a_schedule_is_planned_changed_and_its_people_named_by_forms(world: World, round_: Round) -> None:
    manager = client_for(world, "manager")
    with world.acting("manager"):
        monthly = measure(world, "monthly")
        quarterly = measure(world, "quarterly", every="quarter")
        person = Person.objects.get(name="Nurse Person", partnership=world.north)
    values = {
        "title": "Health figures", "every": "quarter", "since-day": 1, "since-month": 4, "since-year": 2026,
        "agencies": [world.health.pk], "measures": [monthly.pk],
    }  # fmt: skip
    wrong = post(manager, "add_return_schedule", **values)
    assert wrong.status_code == 422
    assert "Monthly is counted each month, and this return comes each quarter" in wrong.content.decode()
    made = post(manager, "add_return_schedule", **(values | {"measures": [quarterly.pk]}))
    assert made.status_code == 302
    with world.acting("manager"):
        planned = Schedule.objects.get(title="Health figures")
    both = values | {"measures": [quarterly.pk], "agencies": [world.health.pk, world.police.pk], "version": 1}
    assert post(manager, "change_return_schedule", planned.pk, **both).status_code == 302
    assert post(manager, "change_return_schedule", planned.pk, **both, words="Hello").status_code == 409
    named = post(manager, "add_return_respondent", planned.pk, agency=world.health.pk, person=person.pk)
    assert named.status_code == 302
    assert "Nurse Person" in page(manager, "return_schedule", planned.pk)
    key = post(manager, "add_return_key", planned.pk, agency=world.police.pk, name="Records system")
    token = re.search(r"<code>([\w-]{40,})</code>", key.content.decode())
    assert token
    with world.acting("manager"):
        assert token[1] not in str(ReturnKey.objects.filter(name="Records system").values())
        assert planned.owing.count() == 2


@pytest.mark.parametrize(
    ("name", "which"),
    [("return_schedules", ""), ("return_schedule", "schedule"), ("return_round", "round"), ("return", "council"),
     ("change_return_asked", "schedule"), ("return_measure", "visits"), ("measure", "visits"),
     ("return_question", "question"), ("return_check", "council")],
)  # fmt: skip
def test_a_page_asks_at_most_fifteen_queries(
    world: World, round_: Round, name: str, which: str, django_assert_max_num_queries: Any
) -> None:
    with world.acting("manager"):
        schedule_two = round_.schedule
        for n in range(4):
            name_respondent(schedule_two, agency=world.council, name=f"P{n}", email=f"p{n}@x.example")
        give_answers(round_.health.form, {round_.health.form.lines.get().pk: Given(symbol="x")})
    numbers = [round_.council.pk] if which == "council" else args(round_, which)
    client = client_for(world, "manager")
    address = reverse(name, args=["north", *numbers])
    client.get(address)
    with django_assert_max_num_queries(15):
        client.get(address)


def test_the_worth_of_an_answer_is_its_own_unit(world: World, round_: Round) -> None:
    with world.acting("nurse"):
        answer_all(round_.health.form)
        line = Form.objects.get().lines.get()
        assert line.figure == Decimal(90)
