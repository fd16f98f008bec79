"""Ask a ClamAV daemon about a file, over its own socket protocol (`zINSTREAM`), which needs no library."""

from __future__ import annotations

import socket
import struct
from enum import StrEnum
from pathlib import Path

from .refusals import FileRefused

SECONDS = 60
CHUNK = 64 * 1024
LONGEST_REPLY = 4096


class Scan(StrEnum):
    """What was asked of a virus scanner before a file was kept."""

    CLEAN = "clean"
    NOT_SCANNED = "not_scanned"


class ScannerTrouble(Exception):
    """The scanner did not answer, or answered something else than OK or FOUND."""


def scan(data: bytes, name: str, address: str) -> Scan:
    """Clean, or not scanned when no scanner is set (`address` is empty).

    Raises FileRefused: "virus" with what was found; "scanner" when one is set and cannot be asked: then nothing is
    kept.
    """
    if not address:
        return Scan.NOT_SCANNED
    try:
        found = ask(data, address)
    except (OSError, ScannerTrouble) as trouble:
        raise FileRefused(
            "scanner",
            f"“{name}” could not be checked for viruses, so it was not kept: the virus scanner does not answer. "
            "Try again in a few minutes; if it goes on, tell whoever looks after this site.",
        ) from trouble
    if found:
        raise FileRefused(
            "virus",
            f"“{name}” contains a virus ({found}) and was not kept. Do not open it; tell your organisation's IT "
            "help desk.",
        )
    return Scan.CLEAN


def ask(data: bytes, address: str) -> str | None:
    """The name of the virus that the daemon at `address` finds, or nothing.

    `address` is the path of a Unix socket, or `host:port`. Raises OSError or ScannerTrouble.
    """
    with _connect(address) as link:
        link.sendall(b"zINSTREAM\0")
        try:
            for start in range(0, len(data), CHUNK):
                part = data[start : start + CHUNK]
                link.sendall(struct.pack(">I", len(part)) + part)
            link.sendall(struct.pack(">I", 0))
        except (BrokenPipeError, ConnectionResetError):
            pass  # it stops listening early when the file is over its own limit: the reply says so
        reply = _reply(link)
    verdict = reply.removeprefix("stream:").strip()
    if verdict == "OK":
        return None
    if verdict.endswith(" FOUND"):
        return verdict.removesuffix(" FOUND")
    raise ScannerTrouble(reply or "no reply")


def _connect(address: str) -> socket.socket:
    if address.startswith(("/", "unix:")):
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(SECONDS)
        try:
            link.connect(str(Path(address.removeprefix("unix:"))))
        except OSError:
            link.close()
            raise
        return link
    host, _, port = address.removeprefix("tcp://").rpartition(":")
    if not host or not port.isdigit():
        raise ScannerTrouble(f"{address!r} is neither the path of a socket nor host:port")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)


def _reply(link: socket.socket) -> str:
    received = b""
    while b"\0" not in received and len(received) < LONGEST_REPLY:
        part = link.recv(LONGEST_REPLY)
        if not part:
            break
        received += part
    return received.split(b"\0")[0].decode("utf-8", "replace").strip()
