"""Drafting a recommendation: what was asked for before is read first, and saying so leads both ways."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.core.thread.impacts import record_impact
from goldenthread.core.thread.learning import close_recommendation, recommend
from goldenthread.core.thread.models import Finding, Recommendation, Repeats
from goldenthread.core.thread.services import add_action
from tests.core.rows import record
from tests.web.signin_steps import text
from tests.web.test_access import client_for
from tests.web.test_pages import MOST_QUERIES
from tests.web.test_versions import day
from tests.world import World, owner

FIRST, DAY = date(2024, 3, 4), date(2026, 3, 2)
WORDS = "Every child should be seen alone & asked what they think"


@pytest.fixture
def first(world: World) -> Recommendation:
    with world.acting("manager"):
        row = recommend(partnership=world.north, text="Every child is to be seen alone and asked", made_on=FIRST)
        add_action(partnership=world.north, text="Tell the teams", made_on=FIRST, recommendation=row)
        record_impact(recommendation=row, result="no_change", found="Two of ten files", measure="Files", looked_on=DAY)
        return close_recommendation(row, reason="done", text="Everyone was told.", on=DAY)


def numbered(world: World) -> list[str]:
    with world.acting("manager"):
        return list(Recommendation.objects.values_list("reference", flat=True))


def test_a_draft_is_not_made_until_what_is_very_close_was_read(world: World, first: Recommendation) -> None:
    manager, at = client_for(world, "manager"), reverse("add_recommendation", args=["north"])
    with owner():
        source = record(world, "open", "partnership")
    sent = {"text": WORDS, **day("made_on", DAY)}
    shown = manager.post(at, sent)
    assert shown.status_code == 200
    assert len(numbered(world)) == 1
    for words in ("Nothing was made yet", first.reference, "Done: no change", "1 open", "Two of ten files", "told."):
        assert words in text(shown), words
    assert "Write it down as a finding in" in text(shown)
    read = {"shown": [first.pk], "repeats": [first.pk], "source": source.pk}
    made = manager.post(at, {**sent, **read}, follow=True)
    assert f"Asked for before: {first.reference}" in text(made)
    with world.acting("manager"):
        link = Repeats.objects.get()
        assert link.earlier == first
        assert Finding.objects.get() == link.finding
        later = link.recommendation.reference
    page = manager.get(reverse("recommendation", args=["north", first.pk]))
    assert f"Asked for again: {later}" in text(page)
    exported = manager.get(reverse("recommendations", args=["north"]), {"format": "csv"}).content.decode()
    assert "Times asked for before" in exported
    assert "Asked for before: 1 time" in text(manager.get(reverse("recommendations", args=["north"])))


def test_one_looks_for_earlier_ones_without_a_script_and_nothing_is_made_or_found_wrong(
    world: World, first: Recommendation
) -> None:
    manager, at = client_for(world, "manager"), reverse("add_recommendation", args=["north"])
    looked = manager.post(at, {"text": WORDS, "look": "1"})
    assert looked.status_code == 200
    assert first.reference in text(looked)
    assert "There is a problem" not in text(looked)
    assert "&amp; asked what they think" in looked.content.decode()
    with world.acting("manager"):
        assert Recommendation.objects.count() == 1


def test_while_it_is_typed_the_same_stands_beside_it(world: World, first: Recommendation) -> None:
    manager, at = client_for(world, "manager"), reverse("asked_before", args=["north"])
    part = manager.get(at, {"text": WORDS}, headers={"HX-Request": "true"}).content.decode()
    assert first.reference in part
    assert "<html" not in part
    assert 'name="repeats"' in part
    whole = manager.get(at, {"text": WORDS})
    assert first.reference in text(whole)
    assert 'name="repeats"' not in whole.content.decode()
    assert "Nothing like it was recommended" in text(manager.get(at, {"text": "canteen chairs"}))


def test_saying_it_later_and_taking_it_back(world: World, first: Recommendation) -> None:
    with world.acting("manager"):
        row = recommend(partnership=world.north, text=WORDS, made_on=DAY)
    manager = client_for(world, "manager")
    at = reverse("say_repeats", args=["north", row.pk])
    assert f'value="{first.pk}" selected' in manager.get(at).content.decode()
    assert "Asked for before" in text(manager.post(at, {"earlier": first.pk}, follow=True))
    undo = reverse("unsay_repeats", args=["north", row.pk, first.pk])
    assert "Asked for before" not in text(manager.post(undo, follow=True))
    assert manager.get(undo).status_code == 404


def test_a_finding_that_one_may_not_see_is_not_led_to(world: World, first: Recommendation) -> None:
    with owner():
        source = record(world, "closed", "agencies")
    with world.acting("manager"):
        row = recommend(partnership=world.north, text=WORDS, made_on=DAY)
    client_for(world, "manager").post(
        reverse("say_repeats", args=["north", row.pk]), {"earlier": first.pk, "source": source.pk}
    )
    for name, sees in (("manager", True), ("lay", False), ("nurse", False)):
        for pk in (row.pk, first.pk):
            page = client_for(world, name).get(reverse("recommendation", args=["north", pk])).content.decode()
            assert ("The finding" in page) is sees, (name, pk)


def test_the_pages_ask_few_questions_however_many_are_close(world: World, first: Recommendation) -> None:
    with world.acting("manager"):
        for number in range(12):
            recommend(partnership=world.north, text=f"{WORDS}, number {number}", made_on=DAY)
        last = recommend(partnership=world.north, text=WORDS, made_on=DAY)
    manager = client_for(world, "manager")
    for name, args, sent in (
        ("asked_before", ["north"], {"text": WORDS}),
        ("say_repeats", ["north", last.pk], {}),
        ("recommendation", ["north", last.pk], {}),
        ("recommendations", ["north"], {}),
    ):
        at = reverse(name, args=args)
        manager.get(at, sent)
        with CaptureQueriesContext(connection) as asked:
            assert manager.get(at, sent).status_code == 200
        counted = [
            one["sql"] for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))
        ]
        assert len(counted) <= MOST_QUERIES, (name, len(counted))


def test_where_nothing_is_like_it_the_page_still_offers_the_earlier_ones(world: World, first: Recommendation) -> None:
    with world.acting("manager"):
        row = recommend(partnership=world.north, text="Paint the canteen", made_on=DAY)
    page = client_for(world, "manager").get(reverse("say_repeats", args=["north", row.pk]))
    assert page.status_code == 200
    assert f'value="{first.pk}"' in page.content.decode()
