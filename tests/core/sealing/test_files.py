"""Files of a sealed case: on disk and in the database nothing of them is in the clear."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from goldenthread.core.casework.sealed import reading
from goldenthread.core.files import services
from goldenthread.core.files.downloads import download_response
from goldenthread.core.files.models import StoredFile
from goldenthread.core.files.sealed import opened_file
from goldenthread.core.files.services import destroy_files, open_file, store_file
from goldenthread.core.sealing.keyring import SealingTrouble
from tests.core.rows import Rows
from tests.core.sealing.test_reading import every_text
from tests.world import World, owner

MARK = "Quillfeather"


@pytest.fixture
def rows(world: World, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rows:
    settings.MEDIA_ROOT = str(tmp_path)
    keeping = type("Keeping", (), {"may_amend": frozenset({"team_manager"})})
    monkeypatch.setattr(services, "process_named", lambda kind: keeping)
    with owner():
        return Rows(world)


def keep(rows: Rows, text: str = f"Post-mortem of {MARK}") -> StoredFile:
    return store_file(name=f"{MARK}.txt", data=text.encode(), record=rows.kept)


def test_a_file_is_locked_on_disk_and_so_is_its_name(world: World, rows: Rows, tmp_path: Path) -> None:
    with world.acting("team_manager"):
        keep(rows)
    on_disk = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert on_disk
    assert not any(MARK.encode() in content for content in on_disk)
    assert not any(MARK in path.name for path in tmp_path.rglob("*"))
    assert MARK not in every_text()


def test_it_comes_back_as_it_was_while_its_case_is_read_and_only_then(world: World, rows: Rows) -> None:
    with world.acting("team_manager"):
        file = StoredFile.objects.get(pk=keep(rows).pk)
        assert (str(file), file.name) == ("sealed.txt", "sealed.txt")
        with pytest.raises(PermissionDenied, match="say why"):
            open_file(file)
        with reading(rows.kept, purpose="case", what="A file"):
            assert str(file) == f"{MARK}.txt"
            assert open_file(file).read().decode() == f"Post-mortem of {MARK}"


def test_what_is_downloaded_says_whose_copy_it_is(world: World, rows: Rows) -> None:
    with world.acting("team_manager"):
        file = keep(rows)
        with reading(rows.kept, purpose="case", what="A file"):
            response = download_response(file)
            content = b"".join(response.streaming_content).decode()
    assert content.startswith(f"Copy for {world.actor('team_manager').name}, ")
    assert rows.kept.reference in content.splitlines()[0]
    assert content.endswith(f"Post-mortem of {MARK}")
    assert response["Content-Length"] == str(len(content.encode()))
    response.file_to_stream.close()


def test_one_files_content_put_in_place_of_anothers_does_not_open(world: World, rows: Rows, tmp_path: Path) -> None:
    with world.acting("team_manager"):
        one, other = keep(rows), keep(rows, "Something else")
        vault = services.vault()
        source = vault.path(one.partnership_id, one.sha256, one.key)
        target = vault.path(other.partnership_id, one.sha256, other.key)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
        with reading(rows.kept, purpose="case", what="A file"), pytest.raises(SealingTrouble, match="altered"):
            opened_file(other, target.open("rb"))


def test_files_go_with_their_case(
    world: World, rows: Rows, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    with world.acting("team_manager"):
        file = keep(rows)
        with django_capture_on_commit_callbacks(execute=True):
            destroy_files(rows.kept)
        file = StoredFile.objects.get(pk=file.pk)
        assert file.shredded
        assert file.shred_reason
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
