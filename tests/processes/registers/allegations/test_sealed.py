"""Who and what is sealed: nowhere in the clear, shown only within a reading, each of which leaves a line."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection

from goldenthread.core.casework.models import Reading
from goldenthread.core.casework.sealed import destroy, reading
from goldenthread.core.casework.services import amend_record
from goldenthread.core.notices.worklist import worklist
from goldenthread.core.sealing.fields import BlindIndex, SealedDate, SealedField
from goldenthread.kernel.now import today
from goldenthread.processes.registers.allegations.models import Case
from goldenthread.processes.registers.allegations.naming import same_name
from goldenthread.processes.registers.allegations.subjects import before_case, before_contact, in_words
from goldenthread.processes.registers.allegations.yearly import count_year
from goldenthread.processes.registers.yearly import years_over
from tests.processes.registers.allegations.desk import Desk
from tests.world import World, owner

NEW = date(2024, 3, 12)
BORN = date(1973, 11, 27)


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


class Marked:
    """A case with a marker in every sealed column: of the case, of what hangs from it, of the notes of its steps."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.markers: list[str] = []
        text = {name: self.mark(name) for name in _sealed_texts(Case)}
        at_open = {name: value for name, value in text.items() if name not in LATER}
        self.case = desk.enter(NEW, subject_born=BORN, **at_open)
        with desk.world.acting("lado"):
            self.case = amend_record(self.case, note=self.mark("amended"), **{name: text[name] for name in LATER})
        take = desk.take
        take(self.case, "child", child_name=self.mark("child"), born=BORN, relation=self.mark("relation"))
        take(self.case, "allegation", triaged_on=NEW, harmed=True, threshold_reason=text["threshold_reason"])
        take(self.case, "consider", considered_on=NEW, next_step="investigation", note=self.mark("considered"))
        take(self.case, "meeting", held_on=NEW, attended=self.mark("attended"), decisions=self.mark("decided"))
        take(self.case, "strand", strand="police", what="started", happened_on=NEW, details=self.mark("details"))
        take(self.case, "strand", strand="police", what="ended", happened_on=NEW, result="no_action")
        take(self.case, "review", reviewed_on=NEW, progress=self.mark("progress"))
        take(self.case, "conclude", outcome="false", outcome_on=NEW, note=self.mark("evidence"))
        take(self.case, "referral", to="dbs", duty="no", why_not=self.mark("why not"))
        take(self.case, "close", ended_on=NEW, note=self.mark("checked"))
        take(self.case, "learn", held_on=NEW, attended=self.mark("learners"), learned=self.mark("learned"))
        self.case = take(self.case, "reopen", reopened_on=NEW, why=self.mark("reopened"))

    def mark(self, name: str) -> str:
        self.markers.append(f"Zqx{len(self.markers)}{name.replace(' ', '').replace('_', '')}xqZ")
        return self.markers[-1]


#: Columns that a contact is not opened with.
LATER = ("threshold_reason", "advice", "other_area", "suspension_why", "support")


def _sealed_texts(model: Any) -> list[str]:
    return [f.name for f in model._meta.local_fields if isinstance(f, SealedField) and not isinstance(f, SealedDate)]


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
    with desk.world.acting("lado") as actor:
        items = worklist(actor, desk.world.north, today())
        count_year(desk.world.north, years_over()[-1])
    told = [f"{item.title} {item.reference} {item.why}" for item in items]
    places = "\n".join([_everything(), caplog.text, *told, *(str(m.message()) for m in mail.outbox)])
    as_bytes = [marker.encode().hex() for marker in marked.markers]
    assert [one for one in (*marked.markers, *as_bytes, BORN.isoformat()) if one in places] == []
    assert "LADO-2024-0001" in places


def test_what_is_sealed_shows_within_a_reading_that_leaves_its_line_and_nowhere_else(desk: Desk) -> None:
    marked = Marked(desk)
    with desk.world.acting("lado"):
        case = Case.objects.get(pk=marked.case.pk)
        assert {str(getattr(case, name)) for name in (*_sealed_texts(Case), "subject_born")} == {"Sealed"}
        with reading(case, purpose="case", what="A test"):
            shown = [str(getattr(case, name)) for name in _sealed_texts(Case)]
            hung = [str(v) for name in ("children", "meetings", "strands", "reviews", "referrals", "reopenings",
                                        "learning") for row in getattr(case, name).all()
                    for v in (getattr(row, n) for n in _sealed_texts(type(row)))]  # fmt: skip
            notes = [str(event.sealed_note) for event in case.events.all() if event.sealed_note]
            assert str(case.subject_born) == "27 November 1973"
        assert {*shown, *hung, *notes} >= set(marked.markers)
        assert str(case.subject_name) == "Sealed"
        assert [(r.what, r.by) for r in Reading.objects.filter(record=case)] == [("A test", "Lado Person")]


def test_every_free_text_of_the_register_is_sealed() -> None:
    """Start-up refuses others; here the columns are named, so that a new one is thought about."""
    clear = [f.name for f in Case._meta.local_fields if f.get_internal_type() in {"CharField", "TextField"}]
    unsealed = [n for n in clear if not Case._meta.get_field(n).choices]
    assert set(unsealed) == {"subject_index", "name_index"}
    assert all(isinstance(Case._meta.get_field(n), BlindIndex) for n in unsealed)


# --- referred before


@pytest.mark.parametrize(
    ("one", "other"),
    [("Zoë O'Brien", "obrien ZOE"), ("Fell, Ignatius", "Ignatius  Fell"), ("Ann D'Arcy-Lee", "darcylee ANN")],
)
def test_two_spellings_of_a_name_are_one(one: str, other: str) -> None:
    assert same_name(one) == same_name(other) != ""


def test_a_person_referred_before_is_found_by_name_and_birth_and_nothing_is_read(desk: Desk) -> None:
    first, second = desk.enter(NEW), desk.enter(NEW, subject_name="FELL, Ignatius")
    unsure = desk.enter(NEW, subject_born=None)
    desk.enter(NEW, subject_name="Ignatius Fells")
    desk.enter(NEW, subject_born=date(1981, 5, 4))
    with desk.world.acting("lado"):
        found = before_contact(desk.world.north, "ignatius fell", date(1980, 5, 4))
        assert {one.case.pk: one.sure for one in found} == {first.pk: True, second.pk: True, unsure.pk: False}
        assert in_words(found) == (
            "This person has been referred before: 2 contacts. The same name, with a date of birth missing: 1 contact."
        )
        assert {one.case.pk for one in before_case(Case.objects.get(pk=first.pk))} == {second.pk, unsure.pk}
        assert before_contact(desk.world.north, " ", None) == []
        assert not Reading.objects.exists()
    with desk.world.acting("manager"):
        assert before_contact(desk.world.north, "Ignatius Fell", date(1980, 5, 4)) == [], "only cases in sight are told"


def test_a_destroyed_case_is_found_no_more_and_is_still_counted(desk: Desk) -> None:
    case = desk.closed(date(2015, 6, 1), date(2015, 7, 1), "false")
    with desk.world.acting("lado"):
        with pytest.raises(ValidationError):
            destroy(desk.enter(NEW))
        destroy(Case.objects.get(pk=case.pk))
        assert len(before_contact(desk.world.north, "Ignatius Fell", date(1980, 5, 4))) == 1
        assert Case.objects.filter(outcome="false").count() == 1
