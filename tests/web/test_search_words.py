"""What search looks into to be fast: it shows nobody more than they see, and follows every change at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.core.tenancy.policies import APP_ROLE
from goldenthread.core.tenancy.words import Vocabulary, models_with_words
from goldenthread.core.thread.models import (
    Action,
    ActionUpdate,
    Evidence,
    Impact,
    Recommendation,
    RecommendationTheme,
    Serves,
    Theme,
)
from goldenthread.core.thread.services import add_action, add_evidence, amend_action, update_action
from goldenthread.web.search.finding import find
from goldenthread.web.search.nearest import nearest_words
from goldenthread.web.search.registry import every_kind
from tests.core.rows import DAY, MOMENT, Rows
from tests.web.test_access import client_for
from tests.web.test_pages import NESTING
from tests.world import World, owner


def kinds(world: World, name: str, words: str) -> list[str]:
    with world.acting(name):
        return sorted(one.kind for one in find(world.north, words))


def near(world: World, name: str, typed: str) -> str:
    with world.acting(name):
        return nearest_words(world.north, typed)


@pytest.fixture
def action(world: World) -> Action:
    """One that the whole board reads, with an update and a piece of evidence."""
    with world.acting("manager"):
        made = add_action(partnership=world.north, text="Count the numbats", made_on=DAY, owner_agency=world.health)
        update_action(made, text="The numbats were counted", on=DAY)
        add_evidence(action=made, summary="A list of numbats", effective_on=DAY)
    return made


def test_a_row_that_is_narrowed_is_found_no_more_at_once_nor_what_was_said_of_it(world: World, action: Action) -> None:
    assert kinds(world, "lay", "numbats") == ["action", "evidence", "update"]
    assert near(world, "lay", "numbts") == "numbats"
    with world.acting("manager"):
        amend_action(action, audience="agencies")
    assert kinds(world, "lay", "numbats") == []
    assert near(world, "lay", "numbts") == ""
    assert kinds(world, "nurse", "numbats") == ["action", "evidence", "update"]
    assert near(world, "nurse", "numbts") == "numbats"


def test_a_text_that_is_amended_is_found_by_what_it_says_now(world: World, action: Action) -> None:
    with world.acting("manager"):
        amend_action(action, text="Count the wombats")
    assert kinds(world, "lay", "numbats") == ["evidence", "update"]
    assert kinds(world, "lay", "wombats") == ["action"]
    assert near(world, "lay", "wombts") == "wombats"


def test_what_is_written_in_bulk_or_by_hand_is_found_like_any_other(world: World, action: Action) -> None:
    with world.acting("manager"):
        said: dict[str, Any] = {"on": DAY, "status": "open", "by": "Clerk", "at": MOMENT}
        ActionUpdate.objects.bulk_create([ActionUpdate(action=action, text="The quolls too", **said)])
        with connection.cursor() as cursor:
            cursor.execute("update thread_action set text = 'Count the potoroos' where id = %s", [action.pk])
    assert kinds(world, "lay", "quolls") == ["update"]
    assert kinds(world, "lay", "potoroos") == ["action"]
    assert near(world, "lay", "potoroo quols") == "potoroos quolls"


def test_a_row_that_is_deleted_is_found_no_more(world: World) -> None:
    with owner():
        gone = Recommendation.unguarded.create(partnership=world.north, reference="R-9", text="Bilbies", made_on=DAY)
    assert kinds(world, "lay", "bilbies") == ["recommendation"]
    with owner():
        gone.delete()
        assert Vocabulary.unguarded.filter(word="bilbies").exists()  # the word is still known, and shown to nobody
    for name in world.everyone:
        assert kinds(world, name, "bilbies") == [], name
        assert near(world, name, "bilbie") == "", name


def test_of_two_near_words_whoever_does_not_see_the_nearer_is_told_the_other(world: World) -> None:
    with owner():
        for number, (text, audience) in enumerate((("echidnas", "agencies"), ("echidnoid", "partnership"))):
            Action.unguarded.create(
                partnership=world.north, reference=f"A-{number}", text=text, audience=audience,
                owner_agency=world.health, made_on=DAY,
            )  # fmt: skip
    assert near(world, "nurse", "echidna") == "echidnas"
    assert near(world, "lay", "echidna") == "echidnoid"


def test_words_that_search_leaves_out_are_not_put_right(world: World, action: Action) -> None:
    assert near(world, "lay", "the numbts and these") == "the numbats and these"


def test_what_a_row_carries_of_its_partnership_is_that_of_the_row_it_hangs_from(world: World, action: Action) -> None:
    """Whatever was said when it was written, by whoever writes for two boards."""
    with owner():
        said: dict[str, Any] = {"partnership": world.south, "action": action}
        update = ActionUpdate.unguarded.create(**said, text="x", on=DAY, status="open", by="x", at=MOMENT)
        shown = Evidence.unguarded.create(**said, summary="x", effective_on=DAY, uploaded_at=MOMENT, by="x")
        advice = Recommendation.unguarded.create(partnership=world.north, reference="R-8", text="x", made_on=DAY)
        theme = Theme.unguarded.create(partnership=world.north, name="Words")
        hung: dict[str, Any] = {"partnership": world.south, "recommendation": advice}
        look = Impact.unguarded.create(**hung, measure="x", review_on=DAY)
        about = RecommendationTheme.unguarded.create(**hung, theme=theme)
        for row in (update, shown, look, about):
            assert type(row).unguarded.get(pk=row.pk).partnership_id == world.north.pk, row


def raw(sql: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [row[0] for row in cursor.fetchall()]


def test_the_database_tells_a_stranger_nothing_of_a_board_they_do_not_sit_on(world: World, action: Action) -> None:
    keys = "select goldenthread_with_words('thread_action', %s, 'numbat'::tsquery)"
    words = "select word from goldenthread_near_words(%s, 'numbts', 0.35)"
    told = {}
    for name in world.everyone:
        with world.acting(name):
            told[name] = (raw(keys, world.north.pk), raw(words, world.north.pk))
            known = world.north.pk in world.actor(name).claim("known_at")
            assert told[name] == (([action.pk], ["numbats"]) if known else ([], [])), name
    assert told["south_manager"] == told["outsider"] == ([], [])
    assert raw(keys, world.north.pk) == []  # no one acting


def test_nobody_reads_or_writes_the_vocabulary_but_the_database_itself(world: World, action: Action) -> None:
    with owner():
        assert Vocabulary.unguarded.filter(partnership_id=world.north.pk, word="numbats").count() == 1
        for model in models_with_words():
            call = f"words_{model._meta.db_table}()"
            assert raw("select has_function_privilege(%s, %s, 'execute')", APP_ROLE, call) == [False], call
    for name in world.everyone:
        with world.acting(name):
            assert raw("select id from tenancy_vocabulary") == [], name


def test_every_kind_that_keeps_its_words_is_looked_for_by_the_same_columns(world: World) -> None:
    for one in every_kind():
        if one.model.words_of:
            assert one.words == one.model.words_of, one.kind
            assert (one.stored, one.partnership) == (True, "partnership"), one.kind


def test_it_asks_as_many_questions_of_much_as_of_little(world: World, action: Action) -> None:
    client = client_for(world, "manager")

    def asked(words: str) -> int:
        client.get("/north/search/", {"q": words})
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/north/search/", {"q": words}).status_code == 200
        return len([one for one in seen if not one["sql"].startswith(NESTING)])

    before = {words: asked(words) for words in ("numbats", "numbts", "qqqq")}
    with owner():
        for number in range(30):
            row = Action.unguarded.create(
                partnership=world.north, reference=f"A-x{number}", text=f"Numbats {number}", made_on=DAY
            )
            ActionUpdate.unguarded.create(action=row, text="numbats", on=DAY, status="open", by="x", at=MOMENT)
    assert {words: asked(words) for words in before} == before


def test_what_hangs_from_a_recommendation_is_seen_where_it_is(world: World) -> None:
    """Impacts, themes and priorities ask for their own partnership, and no longer for the recommendation's."""
    with owner():
        Rows(world)
    told = 0
    for name in world.everyone:
        with world.acting(name):
            seen = set(Recommendation.objects.values_list("pk", flat=True))
            for model in (Impact, RecommendationTheme, Serves):
                mine = set(model.objects.values_list("recommendation_id", flat=True))
                with owner():
                    every = set(model.unguarded.values_list("recommendation_id", flat=True))
                assert mine == every & seen, (name, model)
                told += len(mine)
    assert told > 20
