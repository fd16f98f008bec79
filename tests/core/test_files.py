"""Files kept, given back, and destroyed: who may, and what is left on disk."""

from __future__ import annotations

import hashlib
import io
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connections, transaction
from django.db.utils import ProgrammingError

from goldenthread.core.casework.models import Event, Record
from goldenthread.core.files.models import StoredFile
from goldenthread.core.files.refusals import FileGone, FileRefused
from goldenthread.core.files.services import files_past_keeping, open_file, shred_file, store_file, vault
from goldenthread.core.files.sweeping import sweep
from goldenthread.core.tenancy.actor import acting_as
from goldenthread.core.thread.models import Evidence
from goldenthread.kernel.now import now
from tests.core.rows import Rows
from tests.core.test_files_scanning import EICAR
from tests.world import World, owner

MINUTES = b"Minutes of a board that met"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    before, settings.MEDIA_ROOT = settings.MEDIA_ROOT, str(tmp_path / "files")
    yield tmp_path / "files"
    settings.MEDIA_ROOT = before


@pytest.fixture
def rows(world: World) -> Rows:
    with owner():
        return Rows(world)


def time_in(**delta: int) -> datetime:
    return now() + timedelta(**delta)


class PageFailed(Exception):
    pass


def then_fail(doing: Callable[[], object]) -> None:
    doing()
    raise PageFailed


def read(file: StoredFile) -> bytes:
    with open_file(file) as stream:
        return stream.read()


def contents(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def written_at(folder: Path) -> datetime:
    """When its newest file was written, by the machine's clock, which is not the tests'."""
    return datetime.fromtimestamp(max(path.stat().st_ctime for path in contents(folder)), tz=UTC)


def test_a_file_comes_back_as_it_was_given(world: World, rows: Rows) -> None:
    with world.acting("clerk"):
        file = store_file(record=rows.open, name="Minutes.txt", data=io.BytesIO(MINUTES))
        assert read(file) == MINUTES
    assert (file.media_type, file.size, file.by) == ("text/plain", len(MINUTES), "Clerk Person")
    assert file.sha256 == hashlib.sha256(MINUTES).hexdigest()
    assert (file.scan, file.partnership_id) == ("not_scanned", world.north.pk)


def test_adding_a_file_is_told_in_the_record_without_the_files_name(world: World, rows: Rows) -> None:
    with world.acting("clerk"):
        store_file(record=rows.open, name="Case of a child.txt", data=MINUTES, restricted=True)
        told = Event.objects.filter(record=rows.open, name="store_file").get()
    assert told.label == "Added a file"


def test_who_may_see_a_record_may_read_its_files_and_no_one_else(world: World, rows: Rows) -> None:
    with world.acting("clerk"):
        file = store_file(record=rows.closed, name="Minutes.txt", data=MINUTES)
    readers = set()
    for name in world.everyone:
        with world.acting(name):
            try:
                readers.add(name if read(file) == MINUTES else "garbled")
            except StoredFile.DoesNotExist:
                continue
    assert readers == {"manager", "clerk", "chair", "worker", "team_manager", "officer"}


def test_a_member_may_not_add_papers_to_a_record(world: World, rows: Rows, folder: Path) -> None:
    with world.acting("officer"), pytest.raises(PermissionDenied, match="add a file"):
        store_file(record=rows.open, name="Minutes.txt", data=MINUTES)
    assert contents(folder) == []


def test_a_file_is_never_hung_from_a_record_out_of_sight(world: World, rows: Rows) -> None:
    with world.acting("manager"), pytest.raises(Record.DoesNotExist):
        store_file(record=rows.sealed, name="Minutes.txt", data=MINUTES)


def test_the_agency_that_answers_for_an_action_adds_to_its_evidence_and_another_does_not(
    world: World, rows: Rows
) -> None:
    with owner():
        evidence = Evidence.unguarded.get(action__reference="A-0-partnership")
    with world.acting("officer"):
        assert store_file(evidence=evidence, name="Register.csv", data=b"name\nA\n").evidence == evidence
    with world.acting("nurse"), pytest.raises(PermissionDenied, match="answer for the action"):
        store_file(evidence=evidence, name="Register.csv", data=b"name\nA\n")


def test_a_file_hangs_from_one_place(world: World, rows: Rows) -> None:
    with world.acting("manager"):
        evidence = Evidence.objects.first()
        for places in ({}, {"record": rows.open, "evidence": evidence}):
            with pytest.raises(ValueError, match="one of them"):
                store_file(name="Minutes.txt", data=MINUTES, **places)


def test_a_file_over_the_limit_is_refused_without_being_read_to_its_end(world: World, rows: Rows) -> None:
    stream = io.BytesIO(b"x" * 40_000_000)
    with world.acting("clerk"), pytest.raises(FileRefused, match="up to 25 MB") as refused:
        store_file(record=rows.open, name="Photos.txt", data=stream)
    assert refused.value.code == "too_large"
    assert stream.tell() <= 25 * 1024 * 1024 + 1


def test_nothing_is_kept_when_the_scanner_does_not_answer(world: World, rows: Rows, folder: Path, settings) -> None:
    settings.CLAMAV_SOCKET = str(folder / "no.sock")
    with world.acting("clerk"), pytest.raises(FileRefused, match="viruses"):
        store_file(record=rows.open, name="Minutes.txt", data=EICAR)
    assert contents(folder) == []
    assert not StoredFile.unguarded.filter(sha256=hashlib.sha256(EICAR).hexdigest()).exists()


def test_the_same_content_is_on_disk_once_for_a_partnership_and_apart_for_another(
    world: World, rows: Rows, folder: Path
) -> None:
    with world.acting("clerk"):
        first = store_file(record=rows.open, name="a.txt", data=MINUTES)
        store_file(record=rows.closed, name="b.txt", data=MINUTES)
    with world.acting("south_manager"):
        store_file(record=rows.southern, name="c.txt", data=MINUTES)
    assert len(contents(folder)) == 3
    assert len({path.stat().st_ino for path in contents(folder)}) == 2
    assert vault().path(world.north.pk, first.sha256, first.key).stat().st_nlink == 2


def test_what_is_kept_is_closed_to_other_users_of_the_machine(world: World, rows: Rows, folder: Path) -> None:
    with world.acting("clerk"):
        store_file(record=rows.open, name="a.txt", data=MINUTES)
    assert {path.stat().st_mode & 0o077 for path in contents(folder)} == {0}


def test_a_failure_after_writing_leaves_neither_row_nor_content(world: World, rows: Rows, folder: Path) -> None:
    with world.acting("clerk"), pytest.raises(ValidationError, match="date"), transaction.atomic():
        store_file(record=rows.open, name="a.txt", data=MINUTES, keep_until="whenever")
    assert contents(folder) == []


def test_what_a_rolled_back_transaction_left_on_disk_is_swept_away_and_nothing_else(
    world: World, rows: Rows, folder: Path
) -> None:
    with world.acting("clerk"):
        kept = store_file(record=rows.open, name="a.txt", data=MINUTES)
    with pytest.raises(PageFailed), world.acting("clerk"):
        then_fail(lambda: store_file(record=rows.open, name="b.txt", data=b"Another text"))
    (folder / str(world.north.pk) / "incoming" / "half-written").write_bytes(b"x")
    assert len(contents(folder)) == 3
    with time_machine.travel(written_at(folder)):
        assert sweep() == 0  # a transaction might still be open: too young to judge
    with time_machine.travel(written_at(folder) + timedelta(hours=7)):
        assert sweep() == 2
    assert contents(folder) == [vault().path(world.north.pk, kept.sha256, kept.key)]


def test_the_sweep_keeps_the_files_of_records_that_it_may_not_see(world: World, rows: Rows, folder: Path) -> None:
    with owner():
        sealed = StoredFile.unguarded.filter(record=rows.sealed).first()
    vault().keep(world.north.pk, sealed.sha256, sealed.key, b"x")
    with time_machine.travel(written_at(folder) + timedelta(hours=7)):
        assert sweep() == 0
    assert len(contents(folder)) == 1


def test_a_destroyed_file_keeps_its_row_with_the_reason_and_loses_its_content(
    world: World, rows: Rows, folder: Path, django_capture_on_commit_callbacks
) -> None:
    with world.acting("clerk"):
        file = store_file(record=rows.open, name="a.txt", data=MINUTES)
        twin = store_file(record=rows.closed, name="b.txt", data=MINUTES)
    with django_capture_on_commit_callbacks(execute=True), world.acting("manager"):
        shred_file(file, reason="Sent to us by mistake")
        assert len(contents(folder)) == 2  # not before the transaction is committed
    with world.acting("manager"):
        assert StoredFile.objects.get(pk=file.pk).shredded_by == "Manager Person"
        with pytest.raises(FileGone, match="Sent to us by mistake"):
            open_file(file)
        assert read(twin) == MINUTES
    assert len(contents(folder)) == 1


def test_a_destruction_that_is_rolled_back_destroys_nothing(
    world: World, rows: Rows, folder: Path, django_capture_on_commit_callbacks
) -> None:
    with world.acting("clerk"):
        file = store_file(record=rows.open, name="a.txt", data=MINUTES)
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(PageFailed), world.acting("manager"):
        then_fail(lambda: shred_file(file, reason="A slip"))
    with world.acting("manager"):
        assert read(file) == MINUTES


def test_only_the_unit_destroys_a_file_and_only_with_a_reason(world: World, rows: Rows) -> None:
    with world.acting("clerk"):
        file = store_file(record=rows.open, name="a.txt", data=MINUTES)
        with pytest.raises(ValidationError, match="Say why"):
            shred_file(file, reason="  ")
    with world.acting("officer"), pytest.raises(PermissionDenied):
        shred_file(file, reason="I do not like it")


def test_what_a_file_was_when_it_came_never_changes(world: World, rows: Rows) -> None:
    with world.acting("clerk"):
        file = store_file(record=rows.open, name="a.txt", data=MINUTES)
        for column, value in (("sha256", "1" * 64), ("size", 1), ("record", rows.closed)):
            with pytest.raises(ProgrammingError, match="never changes"), transaction.atomic():
                StoredFile.objects.filter(pk=file.pk).update(**{column: value})
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            StoredFile.objects.filter(pk=file.pk).delete()


def test_a_content_altered_or_lost_on_disk_is_never_given_out(world: World, rows: Rows, folder: Path) -> None:
    with world.acting("clerk"):
        file = store_file(record=rows.open, name="a.txt", data=MINUTES)
        contents(folder)[0].write_bytes(b"Minutes of a board that did not")
        with pytest.raises(FileGone, match="altered"):
            open_file(file)
        shutil.rmtree(folder)
        with pytest.raises(FileGone, match="missing"):
            open_file(file)


def test_files_whose_time_has_run_out_are_listed_and_not_destroyed_by_themselves(world: World, rows: Rows) -> None:
    with world.acting("clerk"):
        store_file(record=rows.open, name="kept.txt", data=MINUTES, keep_until=date(2026, 3, 2))
        old = store_file(record=rows.open, name="old.txt", data=MINUTES, keep_until=date(2026, 3, 1))
        assert files_past_keeping(world.north.pk, date(2026, 3, 2)) == [old]
        assert read(old) == MINUTES


@pytest.mark.django_db(transaction=True)
def test_many_at_once_with_the_same_content_all_keep_theirs(transactional_db: None, world: World, folder: Path) -> None:
    with owner():
        rows = Rows(world)
    actor, failures = world.actor("clerk"), []

    def add(number: int) -> None:
        try:
            with acting_as(actor):
                file = store_file(record=rows.open, name=f"{number}.txt", data=MINUTES)
            if number % 2:
                with acting_as(actor):
                    shred_file(file, reason="One too many")
        except Exception as error:  # noqa: BLE001 - whatever fails in a thread fails the test
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=add, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with world.acting("clerk"):
        mine = StoredFile.objects.filter(sha256=hashlib.sha256(MINUTES).hexdigest())
        assert [read(file) for file in mine if not file.shredded] == [MINUTES] * 4
    assert len(contents(folder)) == 4
