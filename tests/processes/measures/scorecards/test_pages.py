"""Pages of measures and scorecards: who may open which, what they show, and what their forms do."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from goldenthread.analytics.defining import set_standard
from goldenthread.analytics.models import Gauge, Measure, Observation, Rebase, Remark, Scorecard, Standard
from goldenthread.analytics.scoring import make_scorecard
from goldenthread.core.casework.services import take_step
from goldenthread.core.thread.impacts import set_test
from goldenthread.core.thread.learning import recommend
from goldenthread.core.thread.models import Finding
from goldenthread.kernel.now import today
from goldenthread.processes.measures.questions.asking import ask
from goldenthread.processes.measures.questions.models import Question
from tests.analytics.figures import measure, month, on, write
from tests.analytics.test_judging import STEADY, fill
from tests.web.test_access import client_for
from tests.world import World

PEOPLE = ("manager", "chair", "team_manager", "nurse", "lay", "south_manager", "outsider")


@pytest.fixture
def card(world: World) -> Scorecard:
    """Two measures with figures on a scorecard of the Board, one of them asked about."""
    with world.acting("manager"):
        one, secret = measure(world), measure(world, "plans", "stock", audience="unit")
        fill(one, [*STEADY, 70])
        set_standard(one, since=date(2020, 4, 1), agreed="Board", target=40, minimum=60)
        ask(one, signal="Why the rise?")
        write(secret, on(2026, 4, 30), 12)
        return make_scorecard(partnership=world.north, title="Board", audience="board", measures=[one, secret])


OPEN = dict.fromkeys(("manager", "chair", "team_manager", "nurse", "lay"), 200) | {
    "south_manager": 404,
    "outsider": 404,
}
KEPT = dict.fromkeys(("chair", "team_manager", "nurse", "lay"), 403) | {
    "manager": 200, "south_manager": 404, "outsider": 404,
}  # fmt: skip
THEIRS = KEPT | {"team_manager": 200}
ASK = OPEN | {"team_manager": 403}
TABLE: list[tuple[str, tuple[Any, ...], dict[str, int]]] = [
    ("measures", (), OPEN),
    ("add_measure", (), KEPT),
    ("measure", ("missing",), OPEN),
    ("measure", ("plans",), OPEN | {"nurse": 404, "lay": 404}),
    ("measure_chart", ("missing", "svg"), OPEN),
    ("measure_chart", ("plans", "csv"), OPEN | {"nurse": 404, "lay": 404}),
    ("measure_parts", ("missing",), OPEN),
    ("measure_parts", ("plans",), OPEN | {"nurse": 404, "lay": 404}),
    ("change_measure", ("missing",), KEPT),
    ("redefine_measure", ("missing",), KEPT),
    ("set_standard", ("missing",), KEPT),
    ("retire_measure", ("missing",), KEPT),
    ("add_remark", ("missing",), KEPT),
    ("rebase_measure", ("missing",), KEPT),
    ("gauge_measure", ("missing",), KEPT),
    ("ask_about", ("missing",), ASK),
    ("raise_from_measure", ("missing",), KEPT),
    ("add_figure", ("missing",), THEIRS),
    ("scorecards", (), OPEN),
    ("add_scorecard", (), KEPT),
    ("scorecard", ("board",), OPEN),
    ("change_scorecard", ("board",), KEPT),
    ("order_scorecard", ("board",), KEPT),
]


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_open_which_page(world: World, card: Scorecard, who: str) -> None:
    client = client_for(world, who)
    found = {(name, args): client.get(reverse(name, args=["north", *args])).status_code for name, args, _ in TABLE}
    assert found == {(name, args): expected[who] for name, args, expected in TABLE}


@pytest.fixture
def manager(world: World, card: Scorecard) -> Client:
    return client_for(world, "manager")


def page(client: Client, name: str, *args: Any, **query: str) -> str:
    return client.get(reverse(name, args=["north", *args]), query).content.decode()


def post(client: Client, name: str, *args: Any, **values: Any) -> Any:
    return client.post(reverse(name, args=["north", *args]), values)


def day(name: str, on: date) -> dict[str, int]:
    return {f"{name}-day": on.day, f"{name}-month": on.month, f"{name}-year": on.year}


def test_a_scorecard_shows_each_reader_only_what_they_may_see(world: World, card: Scorecard) -> None:
    whole, part = (
        page(client_for(world, "manager"), "scorecard", "board"),
        page(client_for(world, "lay"), "scorecard", "board"),
    )
    assert "Plans" in whole
    assert "Plans" not in part
    for words in ("Missing", "Minimum not met", "Why the rise?", "Waiting for an answer", "Concern"):
        assert words in part, words


def test_a_measure_shows_its_chart_every_figure_and_what_was_asked(world: World, manager: Client) -> None:
    shown = page(manager, "measure", "missing")
    for words in (
        "How many missing?",
        'role="img"',
        "April 2026",
        "Special cause",
        "Why the rise?",
        "Target 40; minimum 60",
    ):
        assert words in shown, words
    assert shown.count("Typed in") == len(STEADY) + 1


@pytest.mark.parametrize(("kind", "start"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("csv", b"\xef\xbb\xbf")])
def test_the_chart_can_be_taken_away(manager: Client, kind: str, start: bytes) -> None:
    found = manager.get(reverse("measure_chart", args=["north", "missing", kind]))
    assert found.content.startswith(start)
    assert found["Content-Disposition"] == f'attachment; filename="missing.{kind}"'


def test_a_page_can_be_asked_for_as_it_was_known(world: World, manager: Client) -> None:
    shown = page(manager, "measure", "missing", **{k: str(v) for k, v in day("known", date(2026, 5, 1)).items()})
    assert "as it was known" in shown
    assert "No figure has been written down yet" in shown


def test_adding_a_measure_and_its_first_figures(world: World, manager: Client) -> None:
    values = {
        "code": "visits", "title": "Visits in time", "question": "Are they seen?", "audience": "partnership",
        "owner_agency": world.council.pk, "kind": "ratio", "unit": "percent", "better": "high", "every": "month",
        "numerator": "visits in time", "denominator": "visits due",
    }  # fmt: skip
    wrong = post(manager, "add_measure", **(values | {"denominator": ""}))
    assert wrong.status_code == 422
    assert "out of something" in wrong.content.decode()
    assert post(manager, "add_measure", **values).status_code == 302
    bad = post(manager, "add_figure", "visits", period="Mar 2026", numerator="5", denominator="4")
    assert bad.status_code == 422
    assert "more than the whole" in bad.content.decode()
    assert post(manager, "add_figure", "visits", period="Smarch", numerator="3", denominator="4").status_code == 422
    assert post(manager, "add_figure", "visits", period="Mar 2026", numerator="3", denominator="4").status_code == 302
    assert "75.0%" in page(manager, "measure", "visits")


def test_a_measure_is_added_with_everything_that_is_said_of_one_its_standard_too(world: World, manager: Client) -> None:
    values = {
        "code": "seen", "title": "Seen alone", "question": "Is the child seen alone?", "audience": "partnership",
        "owner_agency": world.council.pk, "kind": "ratio", "unit": "percent", "better": "band", "every": "quarter",
        "numerator": "seen alone", "denominator": "visits", "source": "Case system", "cuts": "district age",
        "since": "2024-04-01", "target": "80", "ceiling": "95", "minimum": "60",
        "benchmark": "the region", "agreed": "Board, March 2024",
    }  # fmt: skip
    assert post(manager, "add_measure", **values).status_code == 302
    with world.acting("manager"):
        standard = Standard.objects.get(measure__code="seen")
        counted = standard.measure.definitions.get()
    assert (standard.target, standard.minimum, standard.ceiling) == (80, 60, 95)
    assert (standard.since, standard.agreed) == (date(2024, 4, 1), "Board, March 2024")
    assert (counted.since, counted.cuts, counted.number) == (date(2024, 4, 1), "district age", 1)


def test_parts_of_a_measure_are_shown_with_the_reason_where_one_has_no_number(world: World, manager: Client) -> None:
    with world.acting("manager"):
        one = Measure.objects.get(code="missing")
        write(one, month(2026, 3), 5, agency=world.council)
        write(one, month(2026, 4), 7, agency=world.council)
        write(one, month(2026, 4), symbol="not_sent", agency=world.health, note="Nobody in post")
    shown = page(manager, "measure_parts", "missing")
    for words in ("By agency", "Northshire County Council", "April 2026", "No data: not sent", "Nobody in post"):
        assert words in shown
    assert "March 2026" not in shown
    assert (
        "No part has a figure"
        in manager.get(reverse("measure_parts", args=["north", "missing"]), {"known": "2026-05-01"}).content.decode()
    )


def test_a_figure_is_taken_back_with_a_reason_and_its_history_stays(world: World, manager: Client) -> None:
    with world.acting("manager"):
        last = Observation.objects.filter(measure__code="missing").latest("last")
    assert "Take it back" in page(manager, "figure_history", "missing", last.pk)
    assert post(manager, "withdraw_figure", "missing", last.pk, reason="Counted twice").status_code == 302
    told = page(manager, "figure_history", "missing", last.pk)
    assert "Withdrawn" in told
    assert "Counted twice" in told
    assert "withdraw/" not in told


def test_the_forms_around_a_measure_do_what_they_say(world: World, manager: Client) -> None:
    april = day("since", date(2026, 4, 1))
    assert post(manager, "set_standard", "missing", target="50", agreed="Board, May", **april).status_code == 302
    assert (
        post(
            manager, "add_remark", "missing", kind="policy", text="New guidance", **day("on", date(2026, 1, 5))
        ).status_code
        == 302
    )
    assert (
        post(manager, "rebase_measure", "missing", reason="New system", **day("on", date(2025, 10, 1))).status_code
        == 302
    )
    too_early = post(manager, "rebase_measure", "missing", reason="x", **day("on", date(2001, 1, 1)))
    assert "either side" in too_early.content.decode()
    assert post(manager, "raise_from_measure", "missing", text="Placements break down").status_code == 302
    counted = {"kind": "flow", "unit": "count", "better": "low", "every": "month", "numerator": "children"}
    assert post(manager, "redefine_measure", "missing", **counted, **day("since", date(2026, 5, 1))).status_code == 302
    assert post(manager, "retire_measure", "missing", version=1, **day("on", date(2026, 6, 1))).status_code == 302
    stale = post(manager, "change_measure", "missing", version=1, title="Gone", question="?", audience="partnership")
    assert stale.status_code == 409
    with world.acting("manager"):
        assert Standard.objects.filter(measure__code="missing").count() == 2
        assert Remark.objects.get().text == "New guidance"
        assert Rebase.objects.get().reason == "New system"
        assert Finding.objects.get().source_id == Question.objects.get().pk
        assert Measure.objects.get(code="missing").definitions.count() == 2


def test_a_measure_is_named_as_the_test_of_a_recommendation_and_stands_beside_it(world: World, manager: Client) -> None:
    with world.acting("manager"):
        advice = recommend(partnership=world.north, text="Hold return interviews within three days")
        look = set_test(recommendation=advice, measure="Fewer episodes", review_on=date(2026, 9, 1))
    assert post(manager, "gauge_measure", "missing", impact=look.pk).status_code == 302
    assert post(manager, "gauge_measure", "missing", impact=look.pk).status_code == 302
    assert "Missing: 70, April 2026" in page(manager, "recommendation", advice.pk)
    assert "Missing: 70, April 2026" in page(client_for(world, "lay"), "recommendation", advice.pk)
    with world.acting("manager"):
        assert Gauge.objects.count() == 1
        Measure.objects.filter(code="missing").update(audience="unit")
    assert "Missing: 70" not in page(client_for(world, "lay"), "recommendation", advice.pk)


def test_asking_puts_a_question_to_the_owner(world: World, card: Scorecard) -> None:
    assert post(client_for(world, "lay"), "ask_about", "missing", signal="And in the districts?").status_code == 302
    with world.acting("lay"):
        assert Question.objects.filter(why="asked", lead_agency=world.council).count() == 2


def test_a_scorecard_is_ordered_by_buttons(world: World, manager: Client) -> None:
    def order() -> list[str]:
        with world.acting("manager"):
            return list(Scorecard.objects.get().lines.values_list("measure__code", flat=True))

    with world.acting("manager"):
        last = Scorecard.objects.get().lines.latest("order")
        third = measure(world, "third")
    assert order() == ["missing", "plans"]
    assert post(manager, "move_scorecard_line", "board", last.pk, way="up").status_code == 302
    assert order() == ["plans", "missing"]
    assert post(manager, "order_scorecard", "board", measures=[third.pk], heading="New").status_code == 302
    assert order() == ["plans", "missing", "third"]
    assert post(manager, "move_scorecard_line", "board", last.pk, way="off").status_code == 302
    assert order() == ["missing", "third"]
    assert post(client_for(world, "lay"), "move_scorecard_line", "board", last.pk, way="up").status_code in (403, 404)


def test_a_scorecard_says_for_whom_it_is(world: World, manager: Client) -> None:
    with world.acting("manager"):
        one = Measure.objects.get(code="missing")
    nobody = post(manager, "add_scorecard", title="Police", audience="agency", measures=[one.pk])
    assert nobody.status_code == 422
    assert "which group, agency or district" in nobody.content.decode()
    made = post(manager, "add_scorecard", title="Police", audience="agency", agency=world.police.pk, measures=[one.pk])
    assert made.status_code == 302
    with world.acting("manager"):
        write(one, month(2026, 3), agency=world.police, value=3)
    assert "March 2026" in page(manager, "scorecard", "police")


def test_the_list_is_searched_filtered_and_exported(world: World, manager: Client) -> None:
    assert "Plans" not in page(manager, "measures", q="missing").split("</form>")[-1]
    csv = manager.get(reverse("measures", args=["north"]), {"format": "csv"}).content.decode()
    assert "How many missing?" in csv
    assert (
        "Plans"
        not in client_for(world, "lay").get(reverse("measures", args=["north"]), {"format": "csv"}).content.decode()
    )


@pytest.mark.parametrize(("name", "args"), [("measures", ()), ("measure", ("missing",)), ("scorecard", ("board",))])
def test_a_page_asks_at_most_fifteen_queries(
    world: World, manager: Client, name: str, args: tuple[str, ...], django_assert_max_num_queries: Any
) -> None:
    with world.acting("manager"):
        more = [measure(world, f"more{n}") for n in range(8)]
        for one in more:
            fill(one, STEADY)
            ask(one, signal="?")
        make_scorecard(partnership=world.north, title="Big", measures=more)
    address = reverse(name, args=["north", *args])
    manager.get(address)
    with django_assert_max_num_queries(15):
        manager.get(address)


def test_the_scorecard_and_the_measure_carry_question_answer_decision_and_the_day_to_look_again(world: World) -> None:
    with world.acting("manager"):
        one = measure(world)
        fill(one, [*STEADY, 70])
        question, _ = ask(one, signal="Why so many?")
        take_step(question, "answer", means="More children wait.", doing="Two workers are hired.")
        take_step(question, "decide", decided="The board will see.", look_again_on=today() + timedelta(days=90))
        card = make_scorecard(partnership=world.north, title="Board", audience="board", measures=[one])
    told = ("Why so many?", "More children wait.", "Two workers are hired.", "The board will see.", "Look again on")
    for page in (
        reverse("scorecard", args=["north", card.slug]),
        reverse("measure", args=["north", one.code]),
    ):
        shown = client_for(world, "lay").get(page).content.decode()
        assert [words for words in told if words not in shown] == []
