"""Who and what is sealed: nowhere in the clear, shown only within a reading, each of which leaves a line."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.db import connection

from goldenthread.core.casework.models import Reading
from goldenthread.core.casework.sealed import reading
from goldenthread.core.casework.services import amend_record
from goldenthread.core.notices.worklist import worklist
from goldenthread.core.sealing.fields import BlindIndex, SealedDate, SealedField
from goldenthread.kernel.now import today
from goldenthread.processes.registers.child_deaths import models as m
from goldenthread.processes.registers.child_deaths.papers import give_paper
from goldenthread.processes.registers.child_deaths.process import child_deaths
from tests.processes.registers.child_deaths.desk import PARTNERS, Desk, at
from tests.web.test_access import client_for
from tests.world import World, owner

BORN = date(2019, 11, 27)
#: Not typed as words: a number that checks itself.
NUMBER = "943 476 5919"
LATER = ("other_area", "delay")
HUNG = ("responses", "reports", "parallels", "considerations", "reopenings")


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def _texts(model: Any) -> list[str]:
    return [f.name for f in model._meta.local_fields if isinstance(f, SealedField) and not isinstance(f, SealedDate)]


class Marked:
    """A case with a marker in every sealed column: of the case, of what hangs from it, of the notes of its steps."""

    def __init__(self, desk: Desk) -> None:
        self.markers: list[str] = []
        text = {name: self.mark(name) for name in _texts(m.ChildDeath) if name != "nhs_number"}
        at_open = {name: value for name, value in text.items() if name not in LATER}
        self.case = desk.notify(child_born=BORN, nhs_number=NUMBER, **at_open)
        day, take = date(2024, 6, 3), desk.take
        with desk.world.acting("manager"):
            self.case = amend_record(self.case, note=self.mark("amended"), **{name: text[name] for name in LATER})
        take(self.case, "check", checked_on=day, resident="here")
        take(self.case, "response", kind="review_meeting", held_at=at(day), **self.all("attended notes"))
        take(
            self.case, "report", kind="gp", form="reporting", asked_on=day, outcome="asked", **self.all("agency words")
        )
        take(self.case, "parallel", process="coroner", what="started", happened_on=day, **self.all("details"))
        take(self.case, "parallel", process="coroner", what="ended", happened_on=day, **self.all("details"))
        take(self.case, "ready", ready_on=day, report_on=day, note=self.mark("ready"))
        meeting = desk.meeting(date(2024, 6, 20))
        with desk.world.acting("manager"):
            give_paper(self.case, meeting, text=self.mark("paper"))
        take(self.case, "put_off", meeting=meeting, why=self.mark("why"))
        desk.analyse(self.case, **{name: self.mark(name) for name in _texts(m.Analysis)})
        take(self.case, "review", panel_meeting=meeting)
        take(self.case, "close", ended_on=date(2024, 7, 1), note=self.mark("closed"))
        self.case = take(self.case, "reopen", reopened_on=date(2024, 7, 2), why=self.mark("reopened"))

    def all(self, names: str) -> dict[str, str]:
        return {name: self.mark(name) for name in names.split()}

    def mark(self, name: str) -> str:
        self.markers.append(f"Zqx{len(self.markers)}{name.replace('_', '')}xqZ")
        return self.markers[-1]


def _everything() -> str:
    """Every row of every table, as text, and bytes as what they would spell."""
    found = []
    with owner(), connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'select t::text from "{table}" t')
            found += [row for (row,) in cursor.fetchall()]
    return "\n".join(found)


def test_what_is_sealed_is_nowhere_in_the_clear(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    marked = Marked(desk)
    with desk.world.acting("manager") as actor:
        items = worklist(actor, desk.world.north, today())
    pages = client_for(desk.world, "manager").get("/north/work/child-death/").content.decode()
    told = [f"{item.title} {item.reference} {item.why}" for item in items]
    places = "\n".join([_everything(), caplog.text, pages, *told, *(str(one.message()) for one in mail.outbox)])
    secrets = [*marked.markers, NUMBER, NUMBER.replace(" ", "")]
    as_bytes = [secret.encode().hex() for secret in secrets]
    assert [one for one in (*secrets, *as_bytes, BORN.isoformat()) if one in places] == []
    assert "CDR-2024-0001" in places


def test_what_is_sealed_shows_within_a_reading_that_leaves_its_line_and_nowhere_else(desk: Desk) -> None:
    marked = Marked(desk)
    with desk.world.acting("manager"):
        case = m.ChildDeath.objects.get(pk=marked.case.pk)
        names = [name for name in _texts(m.ChildDeath) if getattr(case, name) is not None]
        assert {str(getattr(case, name)) for name in (*names, "child_born")} == {"Sealed"}
        with reading(case, purpose="case", what="A test"):
            shown = {str(getattr(case, name)) for name in names}
            rows = [case.analysis, *case.papers.all(), *(row for name in HUNG for row in getattr(case, name).all())]
            hung = {str(getattr(row, name)) for row in rows for name in _texts(type(row))}
            notes = {str(event.sealed_note) for event in case.events.all() if event.sealed_note}
            assert str(case.child_born) == "27 November 2019"
        assert shown | hung | notes >= set(marked.markers)
        assert str(case.child_name) == "Sealed"
        read = {(line.what, line.by) for line in Reading.objects.filter(record=case)}
        assert read == {(what, "Manager Person") for what in ("Made anonymous for the panel", "A test")}


def test_every_free_text_of_the_register_is_sealed() -> None:
    """Start-up refuses others; here the columns are named, so that a new one is thought about."""
    clear = [
        (model.__name__, f.name)
        for model in (m.ChildDeath, m.Response, m.Report, m.Parallel, m.Consideration, m.Analysis, m.FactorScore,
                      m.Reopening, m.Paper)
        for f in model._meta.local_fields
        if f.get_internal_type() in {"CharField", "TextField"} and not f.choices and not isinstance(f, BlindIndex)
    ]  # fmt: skip
    assert set(clear) == {
        ("ChildDeath", "pseudonym"), ("FactorScore", "domain"), ("FactorScore", "factor"), ("FactorScore", "score"),
        ("Paper", "pseudonym"), ("Paper", "checked_by"),
    }  # fmt: skip


KEEPERS = {"manager", "doctor"}


@pytest.mark.parametrize("state", ["notified", "ready", "closed"])
def test_who_sees_which_field_in_which_state(desk: Desk, state: str) -> None:
    """Role x state x field: keepers see every column (sealed ones within a reading), and nobody else that it exists."""
    made = {"notified": desk.notify, "ready": desk.ready, "closed": desk.closed}[state]()
    fields = [f.name for f in m.ChildDeath._meta.local_fields if f.name != "record_ptr"]
    seen: dict[str, set[str]] = {}
    for name in desk.world.everyone:
        with desk.world.acting(name):
            row = m.ChildDeath.objects.filter(pk=made.pk).values(*fields).first()
        seen[name] = set(row or ())
    assert {name for name, found in seen.items() if found == set(fields)} == KEEPERS
    assert all(not found for name, found in seen.items() if name not in KEEPERS)
    assert child_deaths.sealed
    assert made.died_on == PARTNERS
