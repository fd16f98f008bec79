"""Where the server lives on a machine where we are root: with its own user, in a place which that user can reach."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from goldenthread.config import server_home
from goldenthread.config.server_home import SYSTEM_USER, Home


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """We are root, and the shared home is somewhere harmless."""
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(server_home, "SHARED_HOME", tmp_path / "shared")
    return tmp_path / "shared"


def test_a_data_folder_the_servers_user_can_reach_is_used_as_it_is(folder: Path, shared: Path) -> None:
    folder.chmod(0o711)
    home = server_home.find(folder)
    assert home.user == SYSTEM_USER
    assert home.base == folder


def test_below_a_closed_folder_the_cluster_lives_in_the_shared_home(folder: Path, shared: Path) -> None:
    folder.chmod(0o700)
    home = server_home.find(folder / "data")
    assert home.base.parent == shared
    assert home.sockets.is_relative_to(shared) or home.sockets.parent == Path("/tmp")
    assert server_home.find(folder / "data") == home
    assert server_home.find(folder / "other").base != home.base


def test_anybody_but_root_keeps_everything_in_the_data_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1234)
    home = server_home.find(folder)
    assert home.user is None
    assert home.base == folder


def test_programs_below_a_closed_folder_are_copied_to_where_anybody_may_run_them(folder: Path, shared: Path) -> None:
    package = folder / "site" / "wheel"
    programs = package / "pginstall" / "bin"
    programs.mkdir(parents=True)
    (programs / "postgres").write_text("program")
    (programs / "postgres").chmod(0o700)
    libraries = folder / "site" / "wheel.libs"
    libraries.mkdir()
    (libraries / "libpq.so").write_text("library")
    (libraries / "libpq.so").chmod(0o600)
    folder.chmod(0o700)
    home = Home(base=shared, sockets=shared, binaries=programs, user=SYSTEM_USER)
    copied = home.programs()
    assert copied.is_relative_to(shared)
    assert (copied / "postgres").stat().st_mode & 0o777 == 0o755
    assert (copied.parents[2] / "wheel.libs" / "libpq.so").stat().st_mode & 0o777 == 0o644
    assert home.programs() == copied


def test_another_servers_programs_can_be_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOLDENTHREAD_PG_BIN", str(folder))
    assert server_home.find(folder).binaries == folder
