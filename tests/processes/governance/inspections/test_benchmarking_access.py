"""Nobody sees another's ratings before the rating is closed: proved for the managers and for the database alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.core.casework.models import Event
from goldenthread.core.tenancy.access import governed_models
from goldenthread.core.tenancy.history import History
from goldenthread.core.tenancy.models import Seat
from goldenthread.processes.governance.inspections.benchmarking.models import Exercise, Rater, Rating
from goldenthread.processes.governance.inspections.benchmarking.rating import take_back
from tests.processes.governance.inspections.exercising import RATERS, rated, rating, sheet, shown
from tests.web.test_access import client_for
from tests.world import World, owner

SECRET = "Paper of"


@pytest.fixture
def open_(world: World) -> Exercise:
    """Open for rating; four have handed in, the council is in the middle of it."""
    exercise = rating(world)
    for name in ("chair", "manager", "nurse", "officer"):
        rated(world, exercise, name, 1, 2, 3)
    rated(world, exercise, "team_manager", 4, 4, 4, finished=False)
    return exercise


def raw_keys(model: Any) -> set[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f'select "{model._meta.pk.column}" from "{model._meta.db_table}"')
        return {key for (key,) in cursor.fetchall()}


def seen(world: World, name: str) -> set[str]:
    """Whose ratings someone sees, by the words of who gave them; the same with and without the managers."""
    with world.acting(name):
        found = set(Rating.objects.values_list("evidence", flat=True))
        assert found == set(Rating.unguarded.values_list("evidence", flat=True)), name
        assert raw_keys(Rating) == set(Rating.objects.values_list("pk", flat=True)), name
    with owner(), world.acting(name):
        assert set(Rating.objects.values_list("evidence", flat=True)) == found, name
    return {one.removeprefix(f"{SECRET} ") for one in found}


OWN = {
    "manager": {"manager"}, "clerk": set(), "chair": {"chair"}, "worker": {"team_manager"},
    "team_manager": {"team_manager"}, "nurse": {"nurse"}, "officer": {"officer"}, "lay": set(), "southerner": set(),
    "south_manager": set(), "outsider": set(),
}  # fmt: skip
FINISHED = {"chair", "manager", "nurse", "officer"}


def test_before_the_rating_is_closed_each_sees_their_own_and_the_office_no_more_than_anyone(
    world: World, open_: Exercise
) -> None:
    assert {name: seen(world, name) for name in world.everyone} == OWN


def test_once_it_is_closed_everyone_at_the_table_sees_what_was_handed_in_and_nothing_unfinished(
    world: World, open_: Exercise
) -> None:
    shown(world, open_)
    strangers = {"southerner", "south_manager", "outsider"}
    for name in world.everyone:
        expected = set() if name in strangers else FINISHED | OWN[name]
        assert seen(world, name) == expected, name


def test_history_and_what_was_done_tell_no_more_than_the_rows(world: World, open_: Exercise) -> None:
    for name in world.everyone:
        with world.acting(name):
            mine = set(Rating.objects.values_list("pk", flat=True))
            told = History.objects.filter(table=Rating._meta.db_table).values_list("row_id", flat=True)
            assert set(told) == mine, name
            for event in Event.objects.filter(record=open_):
                assert SECRET not in f"{event.label} {event.note}"


def test_the_database_alone_shows_what_the_managers_show_of_every_table_of_ours(world: World, open_: Exercise) -> None:
    ours = [model for model in governed_models() if model._meta.app_label == "benchmarking"]
    assert len(ours) == 5
    for name in world.everyone:
        with world.acting(name):
            raw = {model: raw_keys(model) for model in ours}
            assert raw == {model: set(model.objects.values_list("pk", flat=True)) for model in ours}, name
        with owner(), world.acting(name):
            assert raw == {model: set(model.objects.values_list("pk", flat=True)) for model in ours}, name


def test_a_rating_never_changes_hands_and_none_is_written_for_another(world: World, open_: Exercise) -> None:
    with world.acting("nurse"):
        mine = Rating.objects.first()
        assert mine is not None
        for values in ({"agency": world.police}, {"agency": None, "person": world.person("chair")}):
            with pytest.raises(ProgrammingError, match="never changes"), transaction.atomic():
                Rating.objects.filter(pk=mine.pk).update(**values)
        mine.pk, mine.agency = None, world.police
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            mine.save()


def test_a_seat_that_ended_rates_and_reads_no_more(world: World, open_: Exercise) -> None:
    with owner():
        Seat.unguarded.filter(user=world.users["nurse"]).update(until="2016-01-01")
    assert seen(world, "nurse") == set()


PEOPLE = ("manager", "chair", "nurse", "lay", "worker", "southerner", "south_manager", "outsider")
#                          manager chair nurse lay worker southerner s_mgr outsider
TABLE = {
    "records":             "200 200 200 200 200 200 404 404",
    "record":              "200 200 200 200 200 404 404 404",
    "record_history":      "200 200 200 200 200 404 404 404",
    "statements":          "200 200 200 200 200 404 404 404",
    "add_statement":       "200 403 403 403 403 403 404 404",
    "import_statements":   "200 403 403 403 403 403 404 404",
    "exercise_statements": "200 200 200 200 200 404 404 404",
    "exercise_raters":     "200 200 200 200 200 404 404 404",
    "add_raters":          "200 403 403 403 403 403 404 404",
    "rate_exercise":       "200 200 200 200 200 404 404 404",
    "own_theme":           "200 404 404 404 404 404 404 404",
    "divergence":          "200 200 200 200 200 404 404 404",
    "asked":               "404 404 404 404 404 404 404 404",
    "exercise_compared":   "200 200 200 200 200 404 404 404",
    "exercise_excel":      "302 302 302 302 302 404 404 404",
}  # fmt: skip
#: ... and once the rating is closed.
AFTERWARDS = {
    "divergence":          "200 200 200 200 200 404 404 404",
    "asked":               "200 200 200 200 200 404 404 404",
    "exercise_excel":      "200 200 200 200 200 404 404 404",
    "exercise_word":       "200 200 200 200 200 404 404 404",
}  # fmt: skip
MOST_QUERIES = 15


def addresses(world: World, exercise: Exercise, names: Any) -> dict[str, str]:
    with owner():
        manager = Rater.unguarded.get(record=exercise, person__user=world.users["manager"]).pk
        again = Exercise.unguarded.get(pk=exercise.pk)
    known = {
        "records": ["benchmarking"], "record": ["benchmarking", again.pk], "record_history": ["benchmarking", again.pk],
        "statements": [], "add_statement": [], "import_statements": [], "asked": [again.pk, 1],
    }  # fmt: skip
    found = {}
    for name in names:
        if name == "own_theme":
            found[name] = reverse("rate_theme", args=["north", again.pk, manager, 1])
        else:
            found[name] = reverse(name, args=["north", *known.get(name, [again.pk])])
    return found


@pytest.mark.parametrize("column", range(len(PEOPLE)), ids=PEOPLE)
def test_who_opens_which_page_and_none_asks_too_much(world: World, open_: Exercise, column: int) -> None:
    name = PEOPLE[column]
    client = client_for(world, name)
    rated(world, open_, "lay", 1, 1, 1)
    found, opened = {}, addresses(world, open_, TABLE)
    with world.acting("manager"):
        take_back(sheet(world, open_, "manager"))
    for key, path in opened.items():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = client.get(path)
        found[key] = answer.status_code
        if answer.status_code == 200:
            others = [other for other in RATERS if other not in OWN[name] and f"{SECRET} {other}" in answer.text]
            assert others == [], (key, others)
            assert len(asked) <= MOST_QUERIES, (key, [q["sql"][:90] for q in asked])
    assert found == {key: int(row.split()[column]) for key, row in TABLE.items()}
    shown(world, open_)
    for key, path in addresses(world, open_, AFTERWARDS).items():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == int(AFTERWARDS[key].split()[column]), key
        assert len(asked) <= MOST_QUERIES, (key, [q["sql"][:90] for q in asked])
