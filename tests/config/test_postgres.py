"""The embedded server: there while anybody uses it, gone when nobody does, not confused by what a crash left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from goldenthread.config.postgres import Server, ServerTrouble
from goldenthread.config.server_home import LONGEST_SOCKET_PATH, SOCKET_NAME


def postmaster(server: Server) -> psutil.Process:
    return psutil.Process(int((server.home.cluster / "postmaster.pid").read_text().splitlines()[0]))


def test_it_listens_on_no_network_port(server: Server) -> None:
    with server.connect() as connection:
        assert connection.execute("show listen_addresses").fetchone() == ("",)
    assert not postmaster(server).net_connections("inet")


def test_others_of_the_machine_cannot_reach_its_socket_or_files(server: Server) -> None:
    assert server.socket_folder.stat().st_mode & 0o077 == 0
    assert server.home.cluster.stat().st_mode & 0o077 == 0


def test_the_last_user_out_stops_it(folder: Path) -> None:
    first, second = Server(folder), Server(folder)
    first.start()
    process = postmaster(first)
    second.start()
    assert postmaster(second) == process
    first.leave()
    assert second.running()
    second.leave()
    assert not process.is_running()
    assert not (folder / "postgres" / "postmaster.pid").exists()


def test_a_stale_pid_that_is_now_another_program_is_not_believed(folder: Path) -> None:
    with Server(folder):
        pass
    # As after a power cut: the file names a process that lives, but is no PostgreSQL (this test itself).
    stale = f"{os.getpid()}\n{folder}/postgres\n1\n5432\n{folder}/socket\n\n1 1\nready\n"
    (folder / "postgres" / "postmaster.pid").write_text(stale)
    server = Server(folder)
    assert not server.running()
    with server:
        assert server.running()
        assert postmaster(server).pid != os.getpid()


def test_a_server_that_was_killed_is_brought_back_with_what_was_committed(folder: Path) -> None:
    with Server(folder) as server:
        with server.connect() as connection:
            connection.execute("create table kept as select 42 as answer")
        process = postmaster(server)
        process.kill()
        process.wait()
        server.revive()
        with server.connect() as connection:
            assert connection.execute("select answer from kept").fetchone() == (42,)


def test_it_does_not_outlive_a_killed_starter_that_it_was_tied_to(folder: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from goldenthread.config.postgres import Server\n"
        "Server(Path(sys.argv[1]), dies_with_me=True).start(); print('up', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(folder)], stdout=subprocess.PIPE) as starter:
        assert starter.stdout is not None
        assert starter.stdout.readline() == b"up\n"
        process = postmaster(Server(folder))
        starter.send_signal(signal.SIGKILL)
    _, alive = psutil.wait_procs([process], timeout=20)
    assert not alive


def test_a_folder_too_deep_for_a_socket_gets_a_short_one_elsewhere(folder: Path) -> None:
    deep = folder / ("d" * 60) / ("e" * 60)
    sockets = Server(deep).socket_folder
    assert len(os.fsencode(sockets / SOCKET_NAME)) <= LONGEST_SOCKET_PATH
    assert not sockets.is_relative_to(folder)
    assert Server(deep).socket_folder == sockets
    assert Server(folder / ("d" * 60) / ("f" * 60)).socket_folder != sockets
    deep.mkdir(parents=True)
    with Server(deep) as server:
        assert server.running()
    sockets.rmdir()


def test_a_server_that_cannot_start_shows_the_end_of_its_log(folder: Path) -> None:
    began = time.monotonic()
    with pytest.raises(ServerTrouble, match="no_such_setting"):
        Server(folder, extra={"no_such_setting": "1"}).start()
    assert time.monotonic() - began < 30


def test_the_last_to_leave_need_not_be_whoever_started_it(folder: Path) -> None:
    """The postmaster is then another process's child, and nobody looks at its end: a zombie is an end all the same."""
    program = (
        "import sys; from pathlib import Path; from goldenthread.config.postgres import Server\n"
        "server = Server(Path(sys.argv[1])); server.__enter__(); print('up', flush=True)\n"
        "sys.stdin.readline(); server.leave(); print('left', flush=True); sys.stdin.readline()\n"
    )
    words = [sys.executable, "-c", program, str(folder)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdin and starter.stdout  # noqa: PT018 - both are pipes
        assert starter.stdout.readline() == "up\n"
        began = time.monotonic()
        with Server(folder) as server:
            print(file=starter.stdin, flush=True)
            assert starter.stdout.readline() == "left\n"
            assert server.running()
        assert not server.running()
        assert time.monotonic() - began < 20
        print(file=starter.stdin, flush=True)
