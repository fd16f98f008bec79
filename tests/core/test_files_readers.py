"""Who may read a file, and what a browser is told: to save it, and never to run it, guess at it or keep it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from goldenthread.core.files.downloads import download_response
from goldenthread.core.files.models import StoredFile
from goldenthread.core.files.services import restrict_file, store_file
from tests.core.rows import Rows
from tests.world import World, owner

MINUTES = b"Minutes of a board that met"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "files")


@pytest.fixture
def rows(world: World) -> Rows:
    with owner():
        return Rows(world)


def test_a_restricted_file_is_seen_by_those_nearest_to_it_only(world: World, rows: Rows) -> None:
    with world.acting("clerk"):
        file = store_file(record=rows.open, name="Minutes.txt", data=MINUTES, restricted=True)
    seen = set()
    for name in world.everyone:
        with world.acting(name):
            seen |= {name} if StoredFile.objects.filter(pk=file.pk).exists() else set()
    assert seen == {"manager", "clerk", "chair", "worker", "team_manager"}  # the unit, and the lead agency


def test_only_the_unit_and_whoever_gave_it_restrict_a_file(world: World, rows: Rows) -> None:
    with world.acting("clerk"):
        file = store_file(record=rows.open, name="Minutes.txt", data=MINUTES)
    with world.acting("officer"), pytest.raises(PermissionDenied):
        restrict_file(file, restricted=True)
    with world.acting("manager"):
        assert restrict_file(file, restricted=True).restricted


def test_a_browser_is_told_to_save_the_file_and_never_to_run_guess_or_keep_it(world: World, rows: Rows) -> None:
    with world.acting("clerk"):
        file = store_file(record=rows.open, name='Café "final".txt', data=b"<script>alert(1)</script>")
        response = download_response(file)
        assert b"".join(response.streaming_content) == b"<script>alert(1)</script>"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Caf%C3%A9%20-final-.txt"
    assert response["Content-Type"] == "text/plain"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Length"] == "25"
    response.file_to_stream.close()  # response.close() would close the connection of the test


def test_a_download_asks_again_whether_the_actor_may_see_the_file(world: World, rows: Rows) -> None:
    with world.acting("clerk"):
        file = store_file(record=rows.closed, name="a.txt", data=MINUTES)
    with world.acting("lay"), pytest.raises(StoredFile.DoesNotExist):
        download_response(file)
