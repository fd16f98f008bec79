"""How something is sealed: a case's own key wrapped by the ring's, and each value locked with the case's key.

AES-256 in GCM throughout (NIST SP 800-38D), with a new random nonce of 96 bits for each value. What a lock is bound to
(which case, which column) is authenticated with it: a value moved to another row or column of the database does not
open.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .keyring import KEY_BYTES, NAME_LENGTH, KeyRing, SealingTrouble

VERSION = b"\x01"
NONCE = 12
TAG = 16
SEAL_LENGTH = len(VERSION) + NAME_LENGTH + NONCE + KEY_BYTES + TAG


@dataclass(frozen=True)
class CaseKey:
    """A case's own key, unwrapped, in memory only."""

    cipher: AESGCM

    def close(self, text: str, place: str) -> bytes:
        """Seal a text that stands in one place (table and column)."""
        nonce = os.urandom(NONCE)
        return VERSION + nonce + self.cipher.encrypt(nonce, text.encode(), place.encode())

    def open(self, data: bytes, place: str) -> str:
        """Raises SealingTrouble for anything that was changed, cut off or moved here from elsewhere."""
        return self.open_bytes(data, place).decode()

    def close_bytes(self, content: bytes, place: str) -> bytes:
        nonce = os.urandom(NONCE)
        return VERSION + nonce + self.cipher.encrypt(nonce, content, place.encode())

    def open_bytes(self, data: bytes, place: str) -> bytes:
        start = len(VERSION) + NONCE
        try:
            if data[: len(VERSION)] != VERSION or len(data) < start + TAG:
                raise InvalidTag
            return self.cipher.decrypt(data[len(VERSION) : start], data[start:], place.encode())
        except InvalidTag as broken:
            raise SealingTrouble(
                "A sealed value does not open with its case's key: it was altered in the database, or moved there from "
                "elsewhere. Restore it from a backup."
            ) from broken


def new_seal(bound_to: str, ring: KeyRing) -> bytes:
    """A new key for one case, wrapped by the ring's current key: 69 bytes, to be kept in the case's row."""
    return _wrap(os.urandom(KEY_BYTES), bound_to, ring)


def open_seal(seal: bytes, bound_to: str, ring: KeyRing) -> CaseKey:
    """Raises SealingTrouble where the ring lacks the key it was wrapped with, or it was wrapped for another case."""
    return CaseKey(AESGCM(_unwrap(seal, bound_to, ring)))


def rewrapped(seal: bytes, bound_to: str, ring: KeyRing) -> bytes:
    """The same case's key, wrapped by the ring's current key."""
    return _wrap(_unwrap(seal, bound_to, ring), bound_to, ring)


def wrapped_with(seal: bytes) -> str:
    """The name of the ring's key that a seal was wrapped with."""
    return bytes(seal)[len(VERSION) : len(VERSION) + NAME_LENGTH].decode("ascii", "replace")


def _wrap(secret: bytes, bound_to: str, ring: KeyRing) -> bytes:
    nonce = os.urandom(NONCE)
    locked = AESGCM(ring.keys[ring.current].secret).encrypt(nonce, secret, bound_to.encode())
    return VERSION + ring.current.encode() + nonce + locked


def _unwrap(seal: bytes, bound_to: str, ring: KeyRing) -> bytes:
    seal = bytes(seal)
    if len(seal) != SEAL_LENGTH or seal[: len(VERSION)] != VERSION:
        raise SealingTrouble("A case's key is damaged in the database. Restore it from a backup.")
    key = ring.key(wrapped_with(seal))
    start = len(VERSION) + NAME_LENGTH
    try:
        nonce, locked = seal[start : start + NONCE], seal[start + NONCE :]
        return AESGCM(key.secret).decrypt(nonce, locked, bound_to.encode())
    except InvalidTag as broken:
        raise SealingTrouble(
            f"A case's key does not open with the key {key.name} of this installation's ring: the ring is another "
            "one's, or the case's row was altered."
        ) from broken
