"""A file sealed with a passphrase: readable only with it, and any change, cut or reordering is noticed.

Layout: MAGIC, format version (2 bytes), header length (4), header (JSON: scrypt's parameters, salt, nonce prefix, and
what the caller wants known without the passphrase), then chunks: length (4) and AES-256-GCM of up to a mebibyte. Each
chunk's nonce is the prefix, its number and whether it is the last (the STREAM construction of Hoang, Reyhanitabar,
Rogaway and Vizár, 2015); everything before the first chunk is authenticated with every chunk.
"""

from __future__ import annotations

import base64
import io
import json
import os
import struct
from dataclasses import dataclass
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from goldenthread.config.installation import Trouble

MAGIC = b"GOLDENTHREAD-SEALED\n"
FORMAT = 1
CHUNK = 1024 * 1024
TAG_LENGTH = 16
PREFIX_LENGTH = 7
# OWASP's first choice for scrypt (128 MiB of memory); kept in the header, so that it can rise.
COST = {"n": 2**17, "r": 8, "p": 1}
HIGHEST_N = 2**20
LONGEST_HEADER = 1024 * 1024


class NotOpened(Trouble):
    """The sealed file is not one, is of another version, is damaged, or the passphrase is wrong. In words."""


@dataclass(frozen=True)
class Lock:
    """The key and what must go with each chunk."""

    cipher: AESGCM
    prefix: bytes
    preamble: bytes

    def nonce(self, number: int, last: bool) -> bytes:
        """12 bytes: prefix (7), number (4), last (1)."""
        return self.prefix + struct.pack(">IB", number, last)


class SealWriter(io.RawIOBase):
    """A file to write to; what is written is sealed into ``target``. Not complete until closed."""

    def __init__(self, target: IO[bytes], passphrase: str, header: dict[str, Any]) -> None:
        salt, prefix = os.urandom(16), os.urandom(PREFIX_LENGTH)
        known = {**header, "scrypt": COST, "salt": _text(salt), "prefix": _text(prefix)}
        encoded = json.dumps(known).encode()
        preamble = MAGIC + struct.pack(">HI", FORMAT, len(encoded)) + encoded
        self._target = target
        self._lock = Lock(_cipher(passphrase, salt, COST), prefix, preamble)
        self._waiting = bytearray()
        self._number = 0
        target.write(preamble)

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: Any, /) -> int:
        """Take bytes; every full mebibyte goes out (one is kept back, for the last must be marked as last)."""
        self._waiting += data
        while len(self._waiting) > CHUNK:
            self._put(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def finish(self) -> None:
        """Write the last chunk. Without it the file counts as cut off: a half-made one is never taken for whole."""
        self._put(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _put(self, plain: bytes, *, last: bool) -> None:
        sealed = self._lock.cipher.encrypt(self._lock.nonce(self._number, last), plain, self._lock.preamble)
        self._target.write(struct.pack(">I", len(sealed)) + sealed)
        self._number += 1


def read_header(source: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """The header and the bytes it was read from. Raises NotOpened if this is not a sealed file that we can read."""
    start = source.read(len(MAGIC) + 6)
    if not start.startswith(MAGIC) or len(start) < len(MAGIC) + 6:
        raise NotOpened("This is not a Golden Thread backup.")
    version, length = struct.unpack(">HI", start[len(MAGIC) :])
    if version != FORMAT:
        raise NotOpened(f"This backup is of format {version}; this version of Golden Thread reads format {FORMAT}.")
    encoded = source.read(length) if length <= LONGEST_HEADER else b""
    if not encoded or len(encoded) < length:
        raise NotOpened("The backup is cut off or damaged: its header is not whole.")
    try:
        return json.loads(encoded), start + encoded
    except ValueError as error:
        raise NotOpened("The backup is damaged: its header cannot be read.") from error


def unseal(source: io.BufferedReader, target: IO[bytes], passphrase: str) -> dict[str, Any]:
    """Write what ``source`` holds to ``target`` and return the header.

    Raises NotOpened when anything is wrong; what has reached ``target`` by then must be thrown away.
    """
    header, preamble = read_header(source)
    try:
        cost = {name: int(header["scrypt"][name]) for name in ("n", "r", "p")}
        salt, prefix = base64.b64decode(header["salt"]), base64.b64decode(header["prefix"])
    except (KeyError, TypeError, ValueError) as error:
        raise NotOpened("The backup is damaged: its header cannot be read.") from error
    if cost["n"] > HIGHEST_N or cost["r"] > 32 or cost["p"] > 16 or len(prefix) != PREFIX_LENGTH:
        raise NotOpened("The backup is damaged: its header asks for what no backup of ours does.")
    try:
        lock = Lock(_cipher(passphrase, salt, cost), prefix, preamble)
    except ValueError as error:  # costs that scrypt knows nothing of: a byte of the header was changed
        raise NotOpened("The backup is damaged: its header asks for what no backup of ours does.") from error
    number = 0
    while not _take_chunk(source, target, lock, number):
        number += 1
    return header


def _take_chunk(source: io.BufferedReader, target: IO[bytes], lock: Lock, number: int) -> bool:
    """Open one chunk into ``target``; True when it was the last."""
    size = source.read(4)
    length = struct.unpack(">I", size)[0] if len(size) == 4 else 0
    sealed = source.read(length) if TAG_LENGTH <= length <= CHUNK + TAG_LENGTH else b""
    if not sealed or len(sealed) < length:
        raise NotOpened("The backup is cut off or damaged. Nothing was changed.")
    last = not source.peek(1)
    try:
        target.write(lock.cipher.decrypt(lock.nonce(number, last), sealed, lock.preamble))
    except InvalidTag as error:
        guess = "The passphrase is wrong, or the backup is" if number == 0 else "The backup is"
        raise NotOpened(f"{guess} cut off or damaged. Nothing was changed.") from error
    return last


def _cipher(passphrase: str, salt: bytes, cost: dict[str, int]) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, **cost).derive(passphrase.encode()))


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
