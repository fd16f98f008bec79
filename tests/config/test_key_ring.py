"""The keys of sealed cases: in no backup, saved apart, changed while people work, and missed in plain words."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.config.conftest import PASSPHRASE, CommandLine, copy_of, new_folder

WITH_PASSPHRASE = {"GOLDENTHREAD_BACKUP_PASSPHRASE": PASSPHRASE}
MARK = "Quillfeather"
OPEN_ONE = f"""
from datetime import date
from goldenthread.core.casework.models import Draft, Event, Reading, Record, Register
from goldenthread.core.sealing.envelope import new_seal
from goldenthread.core.sealing.keyring import the_ring
from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.core.tenancy.models import Agency, Partnership, User
from goldenthread.kernel.now import now
with acting_as(Actor(None)):
    board = Partnership.objects.create(name="Northshire", slug="north")
    agency = Agency.objects.create(name="Council", kind="council")
    register = Register.unguarded.create(partnership=board, kind="test")
    case = Record(kind="test", partnership=board, lead_agency=agency, reference="T-1", audience="named",
                  opened_on=date(2026, 3, 2), register=register)
    case.seal = new_seal(case.seal_bound_to(), the_ring())
    case.save()
    Event(record=case, name="open", label="Opened", by="Ann", at=now(), sealed_note="{MARK}").save()
    ann = User.objects.create_user("ann@example.org", name="Ann")
    Reading.unguarded.create(record=case, register=register, reference="T-1", user=ann, by="Ann", at=now(),
                             purpose="other", words="Her aunt asks", what="Case page")
    Draft.unguarded.create(user=ann, path="/x", values={{"text": ["half a thought"]}}, saved_at=now())
"""
READ_IT = """
from goldenthread.core.casework.models import Draft, Event, Reading
from goldenthread.core.sealing.holders import unsealed
from goldenthread.core.sealing.opened import opened
from goldenthread.core.tenancy.actor import Actor, acting_as
with acting_as(Actor(None)):
    event = Event.unguarded.select_related("record").get()
    with opened(event.record_id, unsealed(event.record)):
        print("it says", event.sealed_note)
    print("asked because:", Reading.unguarded.get().words)
    print("unsent:", Draft.unguarded.get().values["text"])
"""


def shell(here: CommandLine, code: str) -> str:
    return here.works("manage", "--as", "owner", "shell", "-c", code)


@pytest.fixture
def sealed(goldenthread: CommandLine) -> CommandLine:
    """An installation with one sealed case."""
    shell(goldenthread, OPEN_ONE)
    assert f"it says {MARK}" in shell(goldenthread, READ_IT)
    return goldenthread


def ring_of(here: CommandLine) -> Path:
    return here.installation.keyring


def test_a_new_installation_has_a_ring_that_others_cannot_read(untouched: CommandLine) -> None:
    assert ring_of(untouched).stat().st_mode & 0o077 == 0
    assert "0 cases, used for new cases" in untouched.works("sealing", "status")


def test_without_its_ring_nothing_starts_and_the_recovery_file_brings_it_back(
    sealed: CommandLine, tmp_path: Path
) -> None:
    assert "and nowhere else" in sealed.fails("doctor")
    saved = tmp_path / "ring.recovery"
    sealed.works("sealing", "recovery", str(saved), **WITH_PASSPHRASE)
    assert "is there already" in sealed.fails("sealing", "recovery", str(saved), **WITH_PASSPHRASE)
    sealed.works("doctor")
    right = ring_of(sealed).read_text()
    ring_of(sealed).unlink()
    for words in (("migrate",), ("doctor",)):
        assert "goldenthread sealing recover" in sealed.fails(*words)
    assert not ring_of(sealed).exists()  # no new one in its place: that would hide what is wrong
    wrong = sealed.fails("sealing", "recover", str(saved), GOLDENTHREAD_BACKUP_PASSPHRASE="another passphrase")
    assert "passphrase is wrong" in wrong
    sealed.works("sealing", "recover", str(saved), **WITH_PASSPHRASE)
    assert json.loads(ring_of(sealed).read_text()) == json.loads(right)
    sealed.works("migrate")
    assert f"it says {MARK}" in shell(sealed, READ_IT)


def test_another_installations_ring_is_refused_and_said(sealed: CommandLine, migrated: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.recovery"
    mine = ring_of(sealed).read_text()
    stranger = new_folder()
    copy_of(migrated, stranger)
    CommandLine(stranger).installation.keyring.unlink()
    CommandLine(stranger).works("migrate")
    CommandLine(stranger).works("sealing", "recovery", str(other), **WITH_PASSPHRASE)
    assert "another key ring" in sealed.fails("sealing", "recover", str(other), **WITH_PASSPHRASE)
    assert ring_of(sealed).read_text() == mine
    ring_of(sealed).write_text(CommandLine(stranger).installation.keyring.read_text())
    said = sealed.fails("migrate")
    assert "1 sealed cases were locked with a key that is not in" in said
    ring_of(sealed).write_text("{")
    assert "damaged" in sealed.fails("migrate")
    shutil.rmtree(stranger)


def test_keys_are_changed_and_the_old_one_forgotten(sealed: CommandLine) -> None:
    first = json.loads(ring_of(sealed).read_text())["current"]
    assert "1 cases are locked with the new key" in sealed.works("sealing", "turn")
    assert f"it says {MARK}" in shell(sealed, READ_IT)
    sealed.works("sealing", "forget", first)
    assert first not in ring_of(sealed).read_text()
    said = shell(sealed, READ_IT)
    assert f"it says {MARK}" in said
    assert "unsent: ['half a thought']" in said  # what is sealed with the ring itself was wrapped anew too
    assert "asked because: Her aunt asks" in said
    assert "There is no key" in sealed.fails("sealing", "forget", first)


def test_a_key_in_use_is_not_forgotten(sealed: CommandLine) -> None:
    current = json.loads(ring_of(sealed).read_text())["current"]
    assert "1 cases are still sealed with" in sealed.fails("sealing", "forget", current)


def test_a_backup_holds_neither_the_ring_nor_what_it_locks(sealed: CommandLine, tmp_path: Path) -> None:
    """Restored elsewhere it starts only with the recovery file as well."""
    saved, backup = tmp_path / "ring.recovery", tmp_path / "kept.backup"
    sealed.works("sealing", "recovery", str(saved), **WITH_PASSPHRASE)
    sealed.works("backup", str(backup), **WITH_PASSPHRASE)
    elsewhere = new_folder()
    copy_of(sealed.data, elsewhere)
    shutil.rmtree(elsewhere / "files", ignore_errors=True)
    there = CommandLine(elsewhere)
    ring_of(there).unlink()
    said = there.works("restore", "--replace", str(backup), **WITH_PASSPHRASE)
    assert "Before the next start" in said
    assert not ring_of(there).exists()
    assert "sealing recover" in there.fails("migrate")
    there.works("sealing", "recover", str(saved), **WITH_PASSPHRASE)
    there.works("migrate")
    assert f"it says {MARK}" in shell(there, READ_IT)
    shutil.rmtree(elsewhere)
