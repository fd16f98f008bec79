"""What is done before web and worker are forked leaves nothing behind that they would wait for."""

from __future__ import annotations

import os
import threading

import pytest

from goldenthread.config import serving


def whose() -> list[str]:
    return [str(os.getpid())]


def test_the_demonstration_is_loaded_in_a_process_of_its_own_that_leaves_no_thread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = threading.active_count()
    monkeypatch.setattr(serving.demonstration, "load", whose)
    (pid,) = serving.load_demonstration()
    assert int(pid) != os.getpid()
    assert threading.active_count() == before
