"""Search: whoever asks finds exactly what they see that has the word, in results, counts, snippets and suggestions."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.core.tenancy.access import governed_models
from goldenthread.core.thread.models import Action, Recommendation
from goldenthread.processes.governance.meetings.agenda import add_item, amend_item
from goldenthread.processes.governance.meetings.models import AgendaItem
from goldenthread.processes.governance.meetings.planning import plan_meeting
from goldenthread.web.search import registry
from goldenthread.web.search.finding import Narrowing, find, marked, read
from goldenthread.web.search.nearest import nearest_words
from tests.core.rows import DAY, Rows
from tests.web.signin_steps import text
from tests.web.test_access import client_for
from tests.web.test_pages import MOST_QUERIES, NESTING
from tests.world import World, owner

#: A word of each kind of row, as it stands in the rows of tests.core.rows.
WORDS = ("officers", "begun", "register", "child", "visits", "open", "grouped", "closed", "sealed",
         "person", "joint", "neglect", "paper", "test")  # fmt: skip


@pytest.fixture
def rows(world: World) -> Rows:
    with owner():
        return Rows(world)


def tokens(row: Any, one: registry.Searched) -> set[str]:
    """The words of a row, read off its columns in plain Python; an s at the end aside, as the dictionary has it."""
    plain = " ".join(str(getattr(row, name)) for name in one.words).lower().replace("-", " ").replace(".", " ")
    return {token.removesuffix("s") for token in plain.split()}


def seen(board: Any) -> dict[tuple[str, int], set[str]]:
    """Every row that the actor sees, by kind and key, with its words."""
    return {(one.kind, row.pk): tokens(row, one) for one in registry.every_kind() for row in one.rows(board)}


def found(board: Any, *words: str) -> set[tuple[str, int]]:
    return {(one.kind, one.pk) for one in find(board, " or ".join(f'"{word}"' for word in words))}


#: All at once, and some alone: a search asks once for every kind.
ASKED = (WORDS, ("officers",), ("sealed",), ("child",))


def test_every_person_finds_the_rows_they_see_that_have_the_word_and_none_else(world: World, rows: Rows) -> None:
    hits = 0
    for name in world.everyone:
        with world.acting(name):
            for board in (world.north, world.south):
                there = seen(board)
                for words in ASKED:
                    wanted = {word.removesuffix("s") for word in words}
                    expected = {at for at, held in there.items() if held & wanted}
                    assert found(board, *words) == expected, (name, board.slug, words)
                    hits += len(expected)
    assert hits > 300


def test_the_managers_alone_find_the_same(world: World, rows: Rows) -> None:
    """With row security on, forgetting the managers would pass. Here row security is off."""
    with_row_security = {}
    for name in world.everyone:
        with world.acting(name):
            with_row_security[name] = found(world.north, *WORDS)
    with owner():
        for name in world.everyone:
            with world.acting(name):
                assert found(world.north, *WORDS) == with_row_security[name], name


def test_every_kind_that_is_searched_is_held_to_a_rule(rows: Rows) -> None:
    assert {one.model for one in registry.every_kind()} <= set(governed_models())


def test_what_a_page_reads_of_a_hit_is_no_more_than_the_reader_sees(world: World, rows: Rows) -> None:
    """Read as somebody else's hits would be: one who passes keys that are not theirs is shown nothing for them."""
    with world.acting("manager"):
        theirs = find(world.north, " or ".join(WORDS))
    assert theirs
    for name in ("southerner", "lay", "outsider"):
        with world.acting(name):
            mine = {
                (one.kind, pk)
                for one in registry.every_kind()
                for pk in one.rows(world.north).values_list("pk", flat=True)
            }
            shown = read(world.north, theirs, "officers")
            assert len(shown) == len([one for one in theirs if (one.kind, one.pk) in mine]), name


def test_a_suggestion_is_made_of_words_in_sight_alone(world: World) -> None:
    with owner():
        Action.unguarded.create(
            partnership=world.north, reference="A-2026-0900", text="The quagga enquiry", audience="agencies",
            owner_agency=world.health, made_on=DAY,
        )  # fmt: skip
    told = {}
    for name in world.everyone:
        with world.acting(name):
            told[name] = nearest_words(world.north, "quaga")
    assert {name for name, words in told.items() if words == "quagga"} == {"manager", "clerk", "chair", "nurse"}
    assert set(told.values()) == {"quagga", ""}
    assert "This is what has “quagga”" in text(client_for(world, "nurse").get("/north/search/", {"q": "quaga"}))
    assert "quagga" not in text(client_for(world, "worker").get("/north/search/", {"q": "quaga"}))


def test_counts_and_choices_are_of_what_is_in_sight(world: World, rows: Rows) -> None:
    for name in ("manager", "worker", "lay", "southerner"):
        with world.acting(name):
            hits = find(world.north, "train")
        page = text(client_for(world, name).get("/north/search/", {"q": "train"}))
        assert f"{len(hits)} hit" in page, name
        if hits:
            assert f"Actions ({len(hits)})" in page, name


def test_a_restricted_item_is_found_by_those_who_may_read_it(world: World) -> None:
    with world.acting("manager"):
        meeting = plan_meeting(group=world.board, held_on=DAY)
        item = add_item(meeting=meeting, title="A matter", kind="confidential", restricted=True)
        amend_item(item, text="The pangolin report", expected_version=item.version)
    told = {}
    for name in world.everyone:
        with world.acting(name):
            told[name] = found(world.north, "pangolin") == {("item", item.pk)}
            assert told[name] == AgendaItem.objects.filter(pk=item.pk).exists(), name
    assert told["manager"]
    assert not told["nurse"]


def test_a_reference_goes_straight_there_and_nowhere_for_those_who_may_not_see_it(world: World) -> None:
    with owner():
        secret = Action.unguarded.create(
            partnership=world.north, reference="A-2026-0901", text="x", audience="agencies", owner_agency=world.health,
            made_on=DAY,
        )  # fmt: skip
    for name, straight in (("nurse", True), ("manager", True), ("worker", False), ("lay", False)):
        answer = client_for(world, name).get("/north/search/", {"q": " a-2026-0901 "})
        assert (answer.status_code == 302) is straight, name
        if straight:
            assert answer["Location"] == reverse("action", args=["north", secret.pk])
        else:
            assert "0 hits" in text(answer)


def test_what_is_sealed_is_never_searched_nor_what_hangs_from_it(
    world: World, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    with world.acting("manager"):
        before = {one.kind for one in find(world.north, " or ".join(WORDS))}
        monkeypatch.setattr(registry, "sealed_kinds", lambda: ["test"])
        after = {one.kind for one in find(world.north, " or ".join(WORDS))}
    assert before - after == {"record", "finding"}


def test_filters_narrow_by_group_agency_and_year(world: World, rows: Rows) -> None:
    with world.acting("manager"):
        every = find(world.north, "train")
        assert find(world.north, "train", Narrowing(agency=world.police.pk)) == every
        assert find(world.north, "train", Narrowing(agency=world.health.pk)) == []
        assert find(world.north, "train", Narrowing(group=world.board.pk)) == []
        assert find(world.north, "train", Narrowing(year=DAY.year)) == every
        assert find(world.north, "train", Narrowing(year=1999)) == []
    assert "hit" in text(
        client_for(world, "manager").get("/north/search/?q=train&kind=x&group=x&agency=99999999&year=²")
    )


def test_text_is_shown_as_text(world: World) -> None:
    with world.acting("manager"):
        Recommendation.objects.create(
            partnership=world.north, reference="R-2026-0900", made_on=DAY,
            text="<script>alert('okapi')</script> \ue000<b>okapi",
        )  # fmt: skip
    page = client_for(world, "lay").get("/north/search/", {"q": "okapi"}).content.decode()
    assert "<script>alert" not in page
    assert "<b>" not in page.split("gt-hits")[1].split("</ul>")[0]
    assert "<mark>okapi</mark>" in page


@pytest.mark.parametrize("raw", ["\ue000a\ue001", "\ue001a\ue000<i>", "\ue000\ue000a\ue001\ue001", "a & b\ue000"])
def test_marks_are_always_in_pairs(raw: str) -> None:
    safe = marked(raw)
    assert safe.count("<mark>") == safe.count("</mark>")
    assert "<i>" not in safe
    assert "\ue000" not in safe


ODD = [
    "'",
    "a & | ! ( :*",
    "\0",
    "\\",
    '"open',
    "-",
    "or or",
    "%s %(x)s",
    "🙂" * 90,
    "x" * 3000,
    "the of and",
    "A-2026-",
]


@pytest.mark.parametrize("words", ODD)
def test_no_words_are_an_error(world: World, rows: Rows, words: str) -> None:
    assert client_for(world, "manager").get("/north/search/", {"q": words, "page": "x"}).status_code in (200, 302)


#       manager chair worker t_mgr nurse officer lay southerner s_mgr outsider
TABLE = "200   200   200    200   200   200    200   200       404    404"
PEOPLE = (
    "manager",
    "chair",
    "worker",
    "team_manager",
    "nurse",
    "officer",
    "lay",
    "southerner",
    "south_manager",
    "outsider",
)


def test_who_may_open_the_page(world: World) -> None:
    told = [client_for(world, name).get("/north/search/", {"q": "child"}).status_code for name in PEOPLE]
    assert told == [int(code) for code in TABLE.split()]


def test_it_asks_few_questions_of_however_many_kinds(world: World, rows: Rows) -> None:
    client = client_for(world, "manager")
    for words in ("open or officers or child or begun or register or person or joint or neglect", "qqqq zzzz", ""):
        client.get("/north/search/", {"q": words})
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/north/search/", {"q": words}).status_code == 200
        queries = [one["sql"] for one in asked if not one["sql"].startswith(NESTING)]
        assert len(queries) <= MOST_QUERIES, (words, len(queries))


def test_the_box_stands_on_every_page_of_a_partnership(world: World) -> None:
    page = client_for(world, "lay").get(reverse("home", args=["north"])).content.decode()
    assert 'action="/north/search/"' in page
    assert "data-search" not in client_for(world, "lay").get("/help/").content.decode()
