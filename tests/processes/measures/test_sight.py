"""Need to know, for returns, releases and figures that came in: every actor, every table, the managers and the database
each alone; and whoever holds the link to one form.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail

from goldenthread.core.links.models import Link
from goldenthread.core.links.opening import holder, token_hash
from goldenthread.core.tenancy.access import governed_models
from goldenthread.core.tenancy.actor import acting_as
from goldenthread.processes.measures.figures_import.accepting import accept_as_read
from goldenthread.processes.measures.questions.asking import ask
from goldenthread.processes.measures.returns.links import give_key, send_link
from goldenthread.processes.measures.returns.models import Form, Line
from goldenthread.processes.measures.returns.scheduling import name_respondent
from tests.analytics.figures import measure
from tests.core.test_access import keys, raw_keys
from tests.processes.measures.figures_import.desk import brought
from tests.processes.measures.releases import made
from tests.processes.measures.returns import desk
from tests.world import World, owner

ROOMS = {"links", "questions", "returns", "releases", "figures_import"}


def tables() -> list[Any]:
    return [model for model in governed_models() if model._meta.app_label in ROOMS]


@pytest.fixture
def filled(world: World, django_capture_on_commit_callbacks: Any) -> str:
    """A round of returns, a draft and a release that is out, and a question; the token of the council's link."""
    with world.acting("manager"):
        planned = desk.schedule(world)
        name_respondent(planned, agency=world.council, name="Asked Person", email="asked@council.example")
    owed = desk.opened(world)
    with world.acting("manager"), django_capture_on_commit_callbacks(execute=True):
        mail.outbox.clear()
        send_link(owed[world.council].form, name="Asked Person", email="asked@council.example")
        give_key(planned, agency=world.health, name="Records system")
    with world.acting("team_manager"):
        desk.answer_all(owed[world.council].form)
    with world.acting("manager"):
        ask(measure(world, "hidden", audience="unit"), signal="Why?")
        episodes = measure(world, "episodes", every="quarter")
        accept_as_read(brought(world))
    made.counted(world, [9, 14, 11, 8], made.QUARTERS, episodes)
    made.begun(world, [episodes])
    made.let_out(world, made.audited(world, made.begun(world, [episodes], name="Out")))
    found = re.search(r"/returns/answer/([\w-]{40,})/|/([\w-]{40,})/", mail.outbox[-1].body)
    assert found
    return next(part for part in found.groups() if part)


def test_the_database_alone_and_the_managers_alone_show_the_same_for_every_actor_and_table(
    world: World, filled: str
) -> None:
    by_database: dict[tuple[str, Any], set[Any]] = {}
    for name in world.everyone:
        with world.acting(name):
            for model in tables():
                by_database[name, model] = raw_keys(model)
                assert by_database[name, model] == keys(model), (name, model)
    with owner():
        empty = {model.__name__ for model in tables() if not raw_keys(model)}
        for name in world.everyone:
            with world.acting(name):
                for model in tables():
                    assert keys(model) == by_database[name, model], (name, model)
    assert empty == {"Answer", "Code", "Decision", "Query"}  # said in steps that this round has not come to
    assert sum(map(len, by_database.values())) > 60


def test_whoever_holds_the_link_to_a_form_sees_that_form_and_nothing_else_of_the_partnership(
    world: World, filled: str
) -> None:
    hashed = token_hash(filled)
    with owner():
        (form,) = Form.unguarded.filter(agency=world.council)
        lines = set(Line.unguarded.filter(form=form).values_list("pk", flat=True))
    with acting_as(holder(hashed)):
        seen = {model.__name__: raw_keys(model) for model in governed_models()}
        by_managers = {model.__name__: keys(model) for model in governed_models()}
        own = set(Link.objects.values_list("opens", flat=True))
    assert {name: rows for name, rows in seen.items() if rows} == {name: r for name, r in by_managers.items() if r}
    assert seen.pop("Form") == {form.pk}
    assert seen.pop("Line") == lines
    assert own == {form.pk}
    assert len(seen.pop("Link")) == 1
    assert {name for name, rows in seen.items() if rows} <= {"History"}  # the history of those rows alone


def test_a_link_that_was_withdrawn_shows_no_form(world: World, filled: str) -> None:
    with owner():
        Link.unguarded.filter(name="Asked Person").update(revoked_at="2026-05-18T10:00:00Z")
    with acting_as(holder(token_hash(filled))):
        assert raw_keys(Form) == set()
        assert keys(Form) == set()
