"""ClamAV's protocol, spoken with a server that speaks it over real sockets."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from goldenthread.core.files.refusals import FileRefused
from goldenthread.core.files.scanning import Scan, scan

# the standard test file, in two halves so that this source is not itself taken for a virus
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Daemon(socketserver.BaseRequestHandler):
    """As clamd answers zINSTREAM: chunks, each after its length, until a zero; one reply ended by a zero byte."""

    most = 1_000_000

    def handle(self) -> None:
        if self.take(10) != b"zINSTREAM\0":
            self.request.sendall(b"UNKNOWN COMMAND\0")
            return
        data = b""
        while size := struct.unpack(">I", self.take(4))[0]:
            data += self.take(size)
            if len(data) > self.most:
                self.request.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.request.sendall(b"stream: Eicar-Signature FOUND\0" if EICAR in data else b"stream: OK\0")

    def take(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            part = self.request.recv(size - len(data))
            assert part
            data += part
        return data


class Rude(socketserver.BaseRequestHandler):
    """Hangs up at once."""

    def handle(self) -> None:
        self.request.close()


@contextmanager
def running(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(params=["unix", "tcp"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "unix":
        path = str(tmp_path / "clamd.sock")
        with running(socketserver.UnixStreamServer(path, Daemon)):
            yield path
    else:
        server = socketserver.TCPServer(("127.0.0.1", 0), Daemon)
        with running(server):
            yield f"127.0.0.1:{server.server_address[1]}"


def test_a_clean_file_is_clean_and_a_large_one_goes_in_pieces(address: str) -> None:
    assert scan(b"minutes", "minutes.txt", address) == Scan.CLEAN
    assert scan(b"x" * 900_000, "minutes.txt", address) == Scan.CLEAN


def test_a_virus_is_refused_by_name_wherever_in_the_file_it_sits(address: str) -> None:
    with pytest.raises(FileRefused, match="Eicar-Signature") as refused:
        scan(b"x" * 200_000 + EICAR, "minutes.txt", address)
    assert refused.value.code == "virus"
    assert "“minutes.txt”" in refused.value.message


def test_a_file_that_the_scanner_will_not_take_is_not_kept(address: str) -> None:
    with pytest.raises(FileRefused) as refused:
        scan(b"x" * 1_100_000, "minutes.txt", address)
    assert refused.value.code == "scanner"


def test_without_a_scanner_the_file_is_marked_as_not_scanned() -> None:
    assert scan(EICAR, "minutes.txt", "") == Scan.NOT_SCANNED


@pytest.mark.parametrize("nowhere", ["/nowhere/clamd.sock", "127.0.0.1:1", "clamd", "unix:/nowhere"])
def test_a_scanner_that_is_set_and_does_not_answer_refuses_the_file_in_words(nowhere: str) -> None:
    with pytest.raises(FileRefused, match="was not kept") as refused:
        scan(b"minutes", "minutes.txt", nowhere)
    assert refused.value.code == "scanner"


def test_a_scanner_that_hangs_up_refuses_the_file(tmp_path: Path) -> None:
    path = str(tmp_path / "clamd.sock")
    with running(socketserver.UnixStreamServer(path, Rude)), pytest.raises(FileRefused, match="does not answer"):
        scan(b"x" * 5_000_000, "minutes.txt", path)
