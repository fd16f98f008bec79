"""A one-to-one is seen by three people. Nobody else sees a row, a count, a hit, an item, a message, a change of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.core.casework.models import Counter, Event, Participant, Record
from goldenthread.core.groups.matters import matters_of
from goldenthread.core.notices.letters import digest_letter
from goldenthread.core.notices.worklist import worklist
from goldenthread.core.tenancy.access import governed_models
from goldenthread.core.tenancy.actor import Actor, acting_as, current_actor
from goldenthread.core.tenancy.conflicts import StaleEdit
from goldenthread.core.tenancy.history import History
from goldenthread.core.thread.themes import keep_theme
from goldenthread.kernel.now import today
from goldenthread.processes.governance.conversations.models import Answer, AnswerTheme, Composite, OneToOne, Question
from goldenthread.processes.governance.conversations.planning import (
    agree_to_quote,
    ask_the_usual,
    composed,
    hold,
    keep_question,
    plan_year,
    publish,
    write_answer,
)
from goldenthread.web.concerns import concerns_of
from goldenthread.web.overview import overview_of
from tests.core.test_access import keys, raw_keys
from tests.web.test_access import PEOPLE, client_for, let_go
from tests.world import World, owner

SECRET = "The word nobody else may read is zephyr"
THREE = {"nurse", "chair", "manager"}
SEALED = (OneToOne, Answer, AnswerTheme)


def planned(world: World, name: str = "manager") -> list[OneToOne]:
    with world.acting(name):
        ask_the_usual(world.north)
        return plan_year(
            partnership=world.north, year=today().year, chair=world.person("chair"), manager=world.person("manager"),
            planned_on=today() + timedelta(days=5),
        )  # fmt: skip


@pytest.fixture
def row(world: World) -> OneToOne:
    """The nurse's, with an answer, a theme and a quote; the others' are there too, and empty."""
    planned(world)
    with world.acting("chair"):
        found = OneToOne.objects.get(member=world.person("nurse"))
        theme = keep_theme_as(world)
        question = Question.objects.filter(partnership=world.north).earliest("number")
        write_answer(found, question, text=SECRET, quote="Papers come late", themes=[theme])
        return hold(found, held_on=today())


def keep_theme_as(world: World) -> Any:
    with world.acting("manager"):
        return keep_theme(partnership=world.north, name="Capacity")


def test_every_member_of_the_board_gets_one_and_a_second_plan_adds_none(world: World) -> None:
    rows = planned(world)
    with world.acting("chair"):
        assert {one.member for one in OneToOne.objects.all()} == {
            world.person(name) for name in ("nurse", "officer", "team_manager", "lay")
        }
    assert len(rows) == 4
    assert planned(world, "chair") == []


def test_nobody_plans_what_they_will_not_see(world: World) -> None:
    values = {"partnership": world.north, "year": 2026, "planned_on": today()}
    pair = {"chair": world.person("chair"), "manager": world.person("manager")}
    for name in ("clerk", "nurse", "lay"):
        with world.acting(name), pytest.raises(PermissionDenied):
            plan_year(**values, **pair)
    with world.acting("manager"), pytest.raises(PermissionDenied, match="chair who holds them"):
        plan_year(**values, chair=pair["chair"], manager=world.person("nurse"))


def test_no_row_of_it_is_seen_by_anyone_but_the_three_by_managers_or_by_the_database(
    world: World, row: OneToOne
) -> None:
    shown: dict[tuple[str, Any], set[Any]] = {}
    for name in world.everyone:
        with world.acting(name):
            for model in SEALED:
                shown[name, model] = raw_keys(model)
                assert shown[name, model] == keys(model), (name, model)
            assert (row.pk in shown[name, OneToOne]) is (name in THREE), name
            assert bool(shown[name, Answer]) is (name in THREE), name
            assert OneToOne.objects.filter(pk=row.pk).count() == int(name in THREE), name
    with owner():
        for name in world.everyone:
            with world.acting(name):
                assert all(keys(model) == shown[name, model] for model in SEALED), name
    with acting_as(Actor.system(world.north)):
        assert not any(raw_keys(model) for model in SEALED), "not the worker either"


def test_no_other_table_and_no_history_tells_of_it(world: World, row: OneToOne) -> None:
    tables = {model._meta.db_table for model in SEALED}
    for name in set(world.everyone) - THREE:
        with world.acting(name):
            mine = keys(OneToOne)
            seen = History.objects.filter(table__in=tables)
            assert {h.row_id for h in seen if h.table == OneToOne._meta.db_table} <= mine, name
            assert not seen.exclude(table=OneToOne._meta.db_table).exists(), name
            for model in governed_models():
                with connection.cursor() as cursor:
                    cursor.execute(
                        f'select count(*) from "{model._meta.db_table}" t where t::text ilike %s', ["%zephyr%"]
                    )
                    assert cursor.fetchone() == (0,), (name, model)
    with owner():
        assert not Record.unguarded.exists()
        assert not Event.unguarded.exists()
        assert not Participant.unguarded.exists()
        assert not Counter.unguarded.exists(), "nothing counts them, so nothing tells how many there are"


def test_no_list_digest_agenda_or_front_page_tells_of_it(world: World, row: OneToOne) -> None:
    for name in world.everyone:
        with world.acting(name):
            items = worklist(current_actor(), world.north, today())
            mine = [item for item in items if item.kind == "one_to_one"]
            expected = {"chair": 1, "manager": 1, "officer": 1, "team_manager": 1, "lay": 1}
            assert len(mine) == expected.get(name, 0), name
            said = {"chair": "3 to be held", "officer": "with the chair, to be held"}
            assert [item.title for item in mine] == [said[name]] if name in said else True
            letter = digest_letter(items, world.north)
            people = [world.person(who).name for who in ("nurse", "officer", "lay", "team_manager")]
            assert not any(person in letter.text for person in people), name
            said = f"{matters_of(world.board)}{overview_of(world.north)}{concerns_of(world.north)}"
            assert "ne-to-one" not in said
    with acting_as(Actor.system(world.north)):
        assert not [i for i in worklist(current_actor(), world.north, today()) if i.kind == "one_to_one"]


def test_a_stranger_to_it_cannot_write_to_it_either(world: World, row: OneToOne) -> None:
    with world.acting("manager"):
        question = Question.objects.filter(partnership=world.north).latest("number")
    for name in ("clerk", "officer", "lay", "worker"):
        with world.acting(name):
            with pytest.raises(OneToOne.DoesNotExist):
                write_answer(row, question, text="Mine")
            with pytest.raises(ProgrammingError), transaction.atomic():
                Answer.objects.create(one_to_one_id=row.pk, question=question, text="Mine")


def test_only_the_member_agrees_to_a_quote_and_a_changed_one_is_agreed_to_anew(world: World, row: OneToOne) -> None:
    with world.acting("chair"):
        (answer,) = row.answers.all()
        with pytest.raises(PermissionDenied, match="Only the member"):
            agree_to_quote(answer)
    with world.acting("nurse"):
        assert agree_to_quote(answer).agreed_on == today()
    with world.acting("manager"):
        with pytest.raises(StaleEdit):
            write_answer(row, answer.question, text="Other", quote="Other", expected_version=1)
        changed = write_answer(row, answer.question, text=SECRET, quote="Papers come very late")
        assert changed.agreed_on is None
        with pytest.raises(ValidationError, match="email"):
            write_answer(row, answer.question, text=SECRET, quote="Ask nurse@example.org")


def test_the_composite_is_of_those_held_and_once_published_stays_as_it_is(world: World) -> None:
    with owner():
        for number in range(3):
            world.seat(f"member{number}", world.health, world.north, "member")
            world.member(world.board, f"member{number}", "member")
    planned(world)
    with world.acting("chair"):
        theme = keep_theme_as(world)
        question = Question.objects.filter(partnership=world.north).earliest("number")
        for one in OneToOne.objects.all():
            write_answer(one, question, text=SECRET, quote="We decide too little", themes=[theme])
            hold(one, held_on=today())
        assert composed(world.north, today().year).themes == (("Capacity", "All of them"),)
        assert composed(world.north, today().year).quotes == ()
    for name in ("nurse", "officer", "lay"):
        with world.acting(name):
            agree_to_quote(Answer.objects.get())
    with world.acting("clerk"), pytest.raises(PermissionDenied):
        composed(world.north, today().year)
    with world.acting("manager"):
        found = publish(world.north, today().year)
        assert list(found.content["quotes"]) == ["We decide too little"]
        with pytest.raises(ValidationError, match="already"):
            publish(world.north, today().year)
    with world.acting("lay"):
        seen = Composite.objects.get().content
        assert SECRET not in str(seen)
        assert "held_back" not in seen
        assert client_for(world, "lay").get(reverse("composite_file", args=["north", today().year])).status_code == 200


def urls(world: World, row: OneToOne) -> dict[str, str]:
    with world.acting("nurse"):
        question, answer = Question.objects.earliest("number"), row.answers.get()
    year = today().year
    at: dict[str, list[Any]] = {
        "one_to_ones": [], "plan_one_to_ones": [], "one_to_one_question": [], "one_to_one": [row.pk],
        "hold_one_to_one": [row.pk], "one_to_one_answer": [row.pk, question.pk], "composite": [year],
        "composite_file": [year],
    }  # fmt: skip
    found = {name: reverse(name, args=["north", *rest]) for name, rest in at.items()}
    return found | {"post_agree": reverse("agree_to_quote", args=["north", row.pk, answer.pk]),
                    "post_publish": reverse("publish_composite", args=["north", year]),
                    "post_usual": reverse("usual_one_to_one_questions", args=["north"])}  # fmt: skip


#                     manager chair worker t_mgr nurse officer lay southerner s_mgr outsider
TABLE = {
    "one_to_ones":         "200   200   200    200   200   200    200   200       404    404",
    "plan_one_to_ones":    "200   200   403    403   403   403    403   403       404    404",
    "one_to_one_question": "200   200   403    403   403   403    403   403       404    404",
    "one_to_one":          "200   200   404    404   200   404    404   404       404    404",
    "hold_one_to_one":     "200   200   404    404   403   404    404   404       404    404",
    "one_to_one_answer":   "200   200   404    404   200   404    404   404       404    404",
    "composite":           "200   200   404    404   404   404    404   404       404    404",
    "composite_file":      "404   404   404    404   404   404    404   404       404    404",
    "post_agree":          "403   403   404    404   302   404    404   404       404    404",
    "post_publish":        "403   403   403    403   403   403    403   403       404    404",
    "post_usual":          "302   302   403    403   403   403    403   403       404    404",
}  # fmt: skip


def test_who_may_open_which_address_and_how_much_a_page_asks(world: World, row: OneToOne) -> None:
    addresses = urls(world, row)
    for column, name in enumerate(PEOPLE):
        client = client_for(world, name)
        found = {
            key: let_go(client.post(url) if key.startswith("post_") else client.get(url)).status_code
            for key, url in addresses.items()
        }
        assert found == {key: int(line.split()[column]) for key, line in TABLE.items()}, name
    clerk = client_for(world, "clerk")
    assert clerk.get(addresses["one_to_one"]).status_code == 404
    listing = clerk.get(addresses["one_to_ones"]).content.decode()
    assert "Nurse Person" not in listing
    assert "Had none yet" not in listing
    assert SECRET in client_for(world, "nurse").get(addresses["one_to_one"]).content.decode()
    client = client_for(world, "manager")
    for key, url in addresses.items():
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        lines = [q for q in asked.captured_queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
        assert len(lines) <= 15, (key, len(lines))


def test_an_answer_is_written_by_form(world: World, row: OneToOne) -> None:
    client, url = client_for(world, "nurse"), urls(world, row)["one_to_one_answer"]
    assert client.post(url, {"text": "", "version": 1}).status_code == 422
    assert client.post(url, {"text": "We meet too seldom", "version": 1}).status_code == 302
    assert client.post(url, {"text": "Late", "version": 1}).status_code == 409
    with world.acting("chair"):
        assert row.answers.get().text == "We meet too seldom"


def test_the_questions_are_kept_and_asked_in_order(world: World) -> None:
    planned(world)
    with world.acting("manager"):
        last = keep_question(partnership=world.north, text="  And   what else? ")
        assert (last.number, last.text) == (5, "And what else?")
        assert ask_the_usual(world.north) == []
