"""Agencies' chronologies of a sealed case: brought in, replaced, refused with the cure, merged, sealed throughout."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.core.casework.models import Reading
from goldenthread.core.casework.services import let_in
from goldenthread.core.files.models import StoredFile
from goldenthread.core.files.refusals import FileRefused
from goldenthread.kernel.chronology.merging import Merged, merge
from goldenthread.kernel.chronology.model import Place, Precision, Row, Seen, Unread, When
from goldenthread.processes.registers.chronologies import taking
from goldenthread.processes.registers.chronologies.gathering import merged_of, newest_of
from goldenthread.processes.registers.chronologies.making import ask_for, document_in, run_job
from goldenthread.processes.registers.chronologies.models import AgencyChronology, Job, Together
from goldenthread.processes.registers.chronologies.packing import packed, packed_rows, unpacked, unpacked_rows
from goldenthread.processes.registers.chronologies.taking import bring_in, take_out
from goldenthread.processes.registers.chronologies.template_sheet import COLUMNS, empty_chronology
from goldenthread.reading.chronology.headings import columns_of
from goldenthread.reading.chronology.reader import read_chronology
from goldenthread.reading.errors import UnreadableDocument
from tests.processes.registers.allegations.desk import Desk
from tests.processes.registers.chronologies.cases import COUNCIL, HEALTH, MARK, Gathering, book
from tests.world import World, owner


@pytest.fixture
def gathering(world: World) -> Gathering:
    return Gathering(Desk(world))


def together(gathering: Gathering) -> Merged:
    with gathering.reading() as case:
        return merged_of(case, newest_of(case))


# --- what comes of it


def test_three_agencies_are_merged_with_their_conflicts_and_what_has_no_date(gathering: Gathering) -> None:
    merged = together(gathering.all_three())
    names = [name for name, _ in merged.agencies]
    assert names == ["A school", "Northshire County Council", "Northshire Health Trust"]
    assert len(merged.rows) == 6
    assert {str(one.kind) for one in merged.conflicts} == {"whether the child was seen", "the time"}
    assert [row.when.text for row in merged.rows if not row.when.is_known] == ["Spring"]
    assert [one.text for one in merged.unread] == ["Spring"]
    assert str(merged.unread[0].place).startswith("Northshire County Council, chronology.xlsx")


def test_rows_out_of_order_and_files_in_another_order_give_the_same_chronology(gathering: Gathering) -> None:
    first = together(gathering.all_three())
    other = Gathering(gathering.desk)
    shuffled = list(COUNCIL)
    random.Random(4).shuffle(shuffled)
    other.bring(None, book([("05/01/2016", "", "Told social care of a bruise", "", "", "", "")]), named="A school",
                also_of_this=True)  # fmt: skip
    other.bring(gathering.world.health, book(HEALTH), also_of_this=True)
    other.bring(gathering.world.council, book(shuffled), also_of_this=True)
    said = [(row.agency, row.when.text, row.event) for row in together(other).rows]
    assert said == [(row.agency, row.when.text, row.event) for row in first.rows]


def test_it_is_reckoned_once_and_again_when_an_agency_replaces_its_own(gathering: Gathering) -> None:
    together(gathering.all_three())
    with gathering.reading() as case:
        made = Together.objects.get(record=case).made_at
        merged_of(case, newest_of(case))
        assert Together.objects.get(record=case).made_at == made
        old = next(one for one in newest_of(case) if one.agency == gathering.world.health)
    newer = gathering.bring(None, book(HEALTH[:1]), replaces=old)
    assert (newer.number, newer.whose) == (2, "Northshire Health Trust")
    assert len(together(gathering).rows) == 5
    with gathering.reading() as case:
        kept = AgencyChronology.objects.get(pk=old.pk)
        assert (kept.current, kept.entries) == (False, 2)
        assert StoredFile.objects.filter(pk=kept.file_id).exists()


def test_one_that_was_another_childs_is_left_out_and_kept(gathering: Gathering) -> None:
    gathering.all_three()
    with gathering.reading() as case:
        take_out(newest_of(case)[0])
    assert len(together(gathering).rows) == 3
    with gathering.reading() as case:
        assert AgencyChronology.objects.filter(record=case).count() == 3


def test_when_the_only_one_is_left_out_nothing_of_it_is_told_any_more(gathering: Gathering) -> None:
    gathering.bring(gathering.world.council, book(COUNCIL))
    assert len(together(gathering).rows) == 3
    with gathering.reading() as case:
        take_out(newest_of(case)[0])
    assert together(gathering).rows == ()


def test_a_large_file_is_left_to_the_worker_who_reads_it_as_the_person(
    gathering: Gathering, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "AT_ONCE", 10)
    made = gathering.bring(gathering.world.council, book(COUNCIL))
    assert (made.state, made.entries) == ("reading", 0)
    with gathering.reading() as case:
        job, _ = ask_for(case, Job.Task.READ, purpose="case", chronology=made)
    assert run_job(job.pk, job.asked_by_id) is True
    assert run_job(job.pk, job.asked_by_id) is False
    with gathering.world.acting("lado"):
        read = AgencyChronology.objects.get(pk=made.pk)
        assert (read.state, read.entries, read.undated, read.doubts) == ("read", 3, 1, 1)
        assert Reading.objects.filter(record=gathering.case, what="A chronology, read by the worker").count() == 1


def test_a_large_file_that_cannot_be_read_says_why(gathering: Gathering, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "AT_ONCE", 10)
    made = gathering.bring(gathering.world.council, book([("A", "B")], heads=("Fruit", "Colour")))
    with gathering.reading() as case:
        job, _ = ask_for(case, Job.Task.READ, purpose="case", chronology=made)
    run_job(job.pk, job.asked_by_id)
    with gathering.reading():
        refused = AgencyChronology.objects.select_related("record").get(pk=made.pk)
        assert refused.state == "refused"
        assert "Head its columns with at least 'Date' and 'Event'" in str(refused.problem)


@pytest.mark.parametrize("task", ["docx", "xlsx"])
def test_a_document_is_made_by_the_worker_and_lies_sealed(gathering: Gathering, task: str) -> None:
    gathering.all_three()
    with gathering.reading() as case:
        job, _ = ask_for(case, task, purpose="meeting", words="The panel")
        again, new = ask_for(case, task, purpose="meeting")
        assert (again.pk, new) == (job.pk, False)
    assert run_job(job.pk, job.asked_by_id) is True
    with gathering.reading():
        done = Job.objects.select_related("record").get(pk=job.pk)
        assert done.state == "done"
        assert b"PK\x03\x04" not in bytes(done.content)
        assert document_in(done).startswith(b"PK\x03\x04")
    with gathering.world.acting("lado"):
        line = Reading.objects.filter(record=gathering.case, what__startswith="The chronology as").get()
        assert (line.purpose, line.words, line.by) == ("meeting", "The panel", "Lado Person")


# --- what is refused, with nothing kept


def refused(gathering: Gathering, agency: object, data: bytes, **values: Any) -> str:
    with pytest.raises(ValidationError) as wrong:
        gathering.bring(agency, data, **values)
    with gathering.world.acting("lado"):
        assert StoredFile.objects.filter(record=gathering.case).count() == AgencyChronology.objects.filter(
            record=gathering.case
        ).count()  # fmt: skip
    return " ".join(wrong.value.messages)


def test_an_agency_twice_is_told_to_replace(gathering: Gathering) -> None:
    gathering.all_three()
    assert "is here already" in refused(gathering, gathering.world.council, book(HEALTH[:1]))
    assert "A SCHOOL is here already" in refused(gathering, None, book(HEALTH[1:]), named="A  SCHOOL")


def test_the_same_file_under_two_agencies_is_told(gathering: Gathering) -> None:
    data = book(COUNCIL)  # once: a workbook says to the second when it was made
    gathering.bring(gathering.world.council, data)
    words = refused(gathering, gathering.world.health, data)
    assert "This very file is here already, as that of Northshire County Council" in words


def test_the_file_of_another_case_is_told_and_taken_when_it_is_known_to_be_of_both(gathering: Gathering) -> None:
    other = gathering.another()
    data = book(COUNCIL)
    gathering.bring(gathering.world.council, data, case=other)
    assert f"brought into another case, {other.reference}" in refused(gathering, gathering.world.council, data)
    assert gathering.bring(gathering.world.council, data, also_of_this=True).entries == 3


def test_neither_or_both_an_agency_and_a_name_is_refused(gathering: Gathering) -> None:
    assert "one of the two" in refused(gathering, None, book(COUNCIL))
    assert "one of the two" in refused(gathering, gathering.world.health, book(COUNCIL), named="A school")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("c.xlsx", b"PK\x03\x04 no workbook at all", ""),
        ("c.xlsx", b"", "is empty"),
        ("c.exe", b"MZ\x90\x00\x03\x00", ""),
    ],
)
def test_a_file_that_is_no_workbook_is_refused_in_words(
    gathering: Gathering, name: str, data: bytes, words: str
) -> None:
    with pytest.raises((ValidationError, FileRefused)) as wrong:
        gathering.bring(gathering.world.council, data, name=name)
    said = " ".join(wrong.value.messages)
    assert words in said
    assert len(said) > 20
    with gathering.world.acting("lado"):
        assert not AgencyChronology.objects.filter(record=gathering.case).exists()
        assert not StoredFile.objects.filter(record=gathering.case).exists()


def test_a_workbook_without_a_date_column_or_without_rows_says_what_to_write(gathering: Gathering) -> None:
    words = refused(gathering, gathering.world.council, book([("A", "B")], heads=("Fruit", "Colour")))
    assert "Head its columns with at least 'Date' and 'Event'" in words
    assert "Write each event in a row" in refused(gathering, gathering.world.council, empty_chronology())


def test_a_chronology_of_another_case_is_not_replaced_from_this_one(gathering: Gathering) -> None:
    other = gathering.another()
    theirs = gathering.bring(gathering.world.council, book(COUNCIL), case=other)
    assert "belongs to another case" in refused(gathering, None, book(HEALTH), replaces=theirs)


# --- who may, and what is sealed


def test_only_those_who_keep_the_register_bring_one_in(gathering: Gathering) -> None:
    with gathering.world.acting("lado"):
        let_in(gathering.case, person=gathering.world.person("nurse"), why="On the panel")
    with gathering.reading("nurse") as case, pytest.raises(PermissionDenied, match="keep the register"):
        bring_in(case, agency=gathering.world.health, name="c.xlsx", data=book(HEALTH))
    with gathering.world.acting("lado"), pytest.raises(PermissionDenied, match="sealed"):
        bring_in(gathering.case, agency=gathering.world.health, name="c.xlsx", data=book(HEALTH))


@pytest.mark.parametrize("name", ["manager", "chair", "worker", "nurse", "southerner"])
def test_nobody_else_sees_that_there_is_one(gathering: Gathering, name: str) -> None:
    together(gathering.all_three())
    with gathering.world.acting(name):
        for model in (AgencyChronology, Together, Job):
            assert not model.objects.exists()


def test_what_agencies_wrote_is_nowhere_in_the_clear(gathering: Gathering) -> None:
    together(gathering.all_three())
    with gathering.reading() as case:
        job, _ = ask_for(case, Job.Task.WORD, purpose="case")
    run_job(job.pk, job.asked_by_id)
    found = []
    with owner(), connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'select t::text from "{table}" t')
            found += [row for (row,) in cursor.fetchall()]
    everything = "\n".join(found)
    for words in (MARK, "bruise to left cheek", "A school"):
        assert words not in everything
        assert words.encode().hex() not in everything
    assert "Brought in an agency's chronology" in everything


# --- rules


texts = st.text(st.characters(codec="utf-8"), max_size=12)
days = st.dates().map(lambda day: When(str(day), day, day, precision=Precision.DAY))
whens = days | texts.map(When)
places = st.builds(Place, texts, texts, st.integers(1, 9))
rows = st.builds(
    Row, st.sampled_from(["Police", "Health", "School"]), whens, texts, places,
    action=texts, who=texts, seen=st.sampled_from(Seen), other=st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
)  # fmt: skip


@given(
    st.lists(rows, max_size=8),
    st.builds(Unread, places, texts, texts, texts),
)
def test_what_is_packed_comes_back_as_it_was(told: list[Row], doubt: Unread) -> None:
    merged = merge(told, unread=[doubt])
    assert unpacked(packed(merged)) == merged
    own = tuple(row for row in told if row.agency == "Police")
    assert unpacked_rows(packed_rows(own, [doubt]), "Police") == (own, (doubt,))


def test_the_empty_workbook_is_read_as_a_chronology_by_its_headings() -> None:
    assert set(columns_of(COLUMNS)) == {"date", "date_to", "time", "event", "action", "comment", "who", "professional",
                                        "seen"}  # fmt: skip
    with pytest.raises(UnreadableDocument):
        read_chronology(b"no chronology", "x.txt")
    assert read_chronology(empty_chronology(), "chronology-template.xlsx").rows == ()
