"""A sealed value says what it holds while its case is being read, to whoever is written down as its reader, and never
else.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import FieldError, PermissionDenied, ValidationError
from django.db import connection, transaction

from goldenthread.core.casework.models import Event, Hold, Reading, Record
from goldenthread.core.casework.sealed import lift_hold, place_hold, reading
from goldenthread.core.casework.services import tell
from goldenthread.core.sealing.keyring import KeyRing, SealingTrouble, write_ring
from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.core.tenancy.history import History
from tests.core.rows import Rows
from tests.world import World, owner

MARK = "Quillfeather"


@pytest.fixture
def rows(world: World) -> Rows:
    with owner():
        return Rows(world)


def every_text() -> str:
    """All that the database holds, of every table, as text."""
    found = []
    with owner(), connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'select t::text from "{table}" t')
            found += [text for (text,) in cursor.fetchall()]
    return "\n".join(found)


def test_it_shows_within_a_reading_and_nowhere_else(world: World, rows: Rows) -> None:
    with world.acting("team_manager"):
        hold = place_hold(rows.kept, reason="inquest", words=MARK)
        seen = Hold.objects.get(pk=hold.pk)
        assert (str(seen.words), f"{seen.words}", repr(seen.words)) == ("Sealed", "Sealed", "<sealed>")
        assert seen.words != MARK
        with reading(rows.kept, purpose="case", what="The test"):
            assert str(seen.words) == MARK
            assert seen.words == MARK
            assert repr(seen.words) == "<sealed>"
            assert str(Hold.objects.get(pk=hold.pk).words) == MARK
        assert str(seen.words) == "Sealed"


def test_a_reading_of_one_case_opens_no_other(world: World, rows: Rows) -> None:
    with world.acting("team_manager"):
        hold = place_hold(rows.kept, reason="inquest", words=MARK)
        with owner():
            other = Record(
                kind="sealed-test", partnership=world.north, lead_agency=world.council, reference="T-2026-other",
                audience="named", opened_on=rows.kept.opened_on, register=rows.kept.register, seal=rows.kept.seal,
            )  # fmt: skip
            other.save()
        with pytest.raises(SealingTrouble, match="row was altered"), reading(other, purpose="case", what="x"):
            raise AssertionError("a case with another's key was opened")
        assert str(Hold.objects.get(pk=hold.pk).words) == "Sealed"


def test_the_line_is_there_before_anything_is_shown(world: World, rows: Rows) -> None:
    with world.acting("team_manager"), reading(rows.kept, purpose="meeting", what="Panel pack", words="March panel"):
        line = Reading.objects.filter(record=rows.kept).first()
        assert line is not None
        assert (line.by, line.purpose, line.what, line.words) == (
            "Team Manager Person", "meeting", "Panel pack", "March panel",
        )  # fmt: skip
        assert line.user == world.users["team_manager"]


@pytest.mark.parametrize(("purpose", "words"), [("", ""), ("nosiness", ""), ("other", ""), ("other", "   ")])
def test_without_a_purpose_nothing_opens(world: World, rows: Rows, purpose: str, words: str) -> None:
    with world.acting("team_manager"):
        before = Reading.objects.count()
        with pytest.raises(ValidationError), reading(rows.kept, purpose=purpose, what="x", words=words):
            raise AssertionError("opened")
        assert Reading.objects.count() == before


@pytest.mark.parametrize("name", ["manager", "chair", "worker", "nurse", "lay", "southerner", "outsider"])
def test_who_may_not_see_the_case_cannot_read_it(world: World, rows: Rows, name: str) -> None:
    with world.acting(name), pytest.raises(Record.DoesNotExist), reading(rows.kept, purpose="case", what="x"):
        raise AssertionError("opened")


def test_no_one_in_particular_reads_nothing(world: World, rows: Rows) -> None:
    nobody = Actor(None, held={"registers": frozenset({rows.kept.register_id or 0})})
    with acting_as(nobody), pytest.raises(PermissionDenied), reading(rows.kept, purpose="case", what="x"):
        raise AssertionError("opened")


def test_a_case_that_is_not_sealed_has_no_reading(world: World, rows: Rows) -> None:
    with world.acting("manager"), pytest.raises(ValidationError), reading(rows.open, purpose="case", what="x"):
        raise AssertionError("opened")


def test_the_log_is_for_keepers_and_reviewers_and_each_sees_their_own(world: World, rows: Rows) -> None:
    with world.acting("team_manager"), reading(rows.kept, purpose="case", what="x"):
        pass
    counts = {}
    for name in world.everyone:
        with world.acting(name):
            counts[name] = Reading.objects.count()
    assert {name: count for name, count in counts.items() if count} == {"team_manager": 2, "lay": 2, "nurse": 1}


def test_a_reviewer_of_the_log_sees_no_case(world: World, rows: Rows) -> None:
    with world.acting("lay"):
        assert not Record.objects.filter(pk=rows.kept.pk).exists()
        assert Reading.objects.filter(reference=rows.kept.reference).exists()


def test_who_was_only_let_in_neither_holds_a_case_nor_lifts_a_hold(world: World, rows: Rows) -> None:
    with world.acting("officer"):
        with pytest.raises(PermissionDenied, match="keep its register"), transaction.atomic():
            place_hold(rows.kept, reason="inquest")
        with pytest.raises(PermissionDenied, match="keep its register"), transaction.atomic():
            lift_hold(Hold.objects.get(record=rows.kept))
        assert Hold.objects.get(record=rows.kept).lifted_on is None


def test_no_line_of_the_log_is_changed_or_taken_away(world: World, rows: Rows) -> None:
    with world.acting("team_manager"), connection.cursor() as cursor:
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            cursor.execute("update casework_reading set by = 'somebody else'")
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            cursor.execute("delete from casework_reading")


def test_what_is_sealed_is_nowhere_in_the_database_in_the_clear(world: World, rows: Rows) -> None:
    with world.acting("team_manager"):
        hold = place_hold(rows.kept, reason="civil", words=f"Claim of {MARK}")
        hold.words = f"Claim of {MARK} and others"
        hold.save()
        tell(rows.kept, "note", "A note", note=f"{MARK} rang")
        with reading(rows.kept, purpose="other", what="x", words=f"The aunt of {MARK} asks"):
            lift_hold(hold)
            note = Event.objects.filter(record=rows.kept, name="note").get()
            assert (note.note, str(note.sealed_note)) == ("", f"{MARK} rang")
        assert Reading.objects.latest("pk").words == f"The aunt of {MARK} asks", "its reviewers read no case"
    held = every_text()
    assert "Claim" not in held
    assert MARK not in held
    for spelt in (MARK, MARK.lower(), MARK.encode().hex()):
        assert spelt not in held


def test_the_history_of_a_case_keeps_no_key(world: World, rows: Rows) -> None:
    with owner():
        lines = list(History.unguarded.filter(table="casework_record", row_id=rows.kept.pk))
    assert lines
    assert all("seal" not in line.changes for line in lines)


def test_a_sealed_column_is_not_searched_sorted_or_written_past_its_row(world: World, rows: Rows) -> None:
    with world.acting("team_manager"):
        with pytest.raises(FieldError):
            Hold.objects.filter(words="Opened in March").count()
        with pytest.raises(FieldError):
            Hold.objects.filter(words__contains="March").count()
        with pytest.raises(TypeError, match="is sealed"), transaction.atomic():
            Hold.objects.filter(record=rows.kept).update(words=MARK)
        assert Hold.objects.filter(words__isnull=False).exists()


def test_words_moved_to_another_row_by_hand_are_noticed(world: World, rows: Rows) -> None:
    """Within one case and column a swap opens; to another column or case it does not."""
    with world.acting("team_manager"):
        tell(rows.kept, "note", "A note", note=MARK)
        with owner(), connection.cursor() as cursor:
            cursor.execute(
                "update casework_hold set words = (select sealed_note from casework_event where name = 'note')"
            )
        with reading(rows.kept, purpose="case", what="x"), pytest.raises(SealingTrouble, match="altered"):
            str(Hold.objects.filter(record=rows.kept).get().words)


def test_without_the_right_key_ring_nothing_opens_and_nothing_is_lost(
    world: World, rows: Rows, settings: Any, tmp_path: Path
) -> None:
    with world.acting("team_manager"):
        right = settings.SEALING_KEYRING
        wrong = tmp_path / "sealing.json"
        settings.SEALING_KEYRING = str(wrong)
        with (
            pytest.raises(SealingTrouble, match="not in the data"),
            reading(rows.kept, purpose="case", what="x"),
        ):
            raise AssertionError("opened")
        write_ring(KeyRing.new(), wrong)
        with pytest.raises(SealingTrouble, match="recover"), reading(rows.kept, purpose="case", what="x"):
            raise AssertionError("opened")
        settings.SEALING_KEYRING = right
        with reading(rows.kept, purpose="case", what="x"):
            assert str(Hold.objects.filter(record=rows.kept).get().words) == "Opened in March"
