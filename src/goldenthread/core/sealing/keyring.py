"""The keys that sealed cases are locked with. They lie in a file beside the database, and never in it.

Each case has a key of its own, kept in its row, wrapped by a key of this ring. So a ring is changed by wrapping small
keys anew and not by writing every case again, and a case is destroyed, in every copy of its history too, by destroying
its one key (decision 060).
"""

from __future__ import annotations

import base64
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from goldenthread.kernel.now import today

KEY_BYTES = 32
NAME_LENGTH = 8


class SealingTrouble(Exception):
    """Something sealed cannot be opened or closed. The message is for a person, and quotes nothing sealed."""


@dataclass(frozen=True)
class RingKey:
    """One key that wraps the keys of cases: a name (8 letters and figures), when it was made, 32 bytes."""

    name: str
    made_on: date
    secret: bytes

    def __repr__(self) -> str:
        return f"<key {self.name} of {self.made_on}>"


@dataclass(frozen=True)
class KeyRing:
    """Every key that anything here may still be sealed with. `current` wraps what is sealed from now on; `index` makes
    the fingerprints by which duplicates are found, and stays the same when keys change.
    """

    current: str
    keys: Mapping[str, RingKey]
    index: bytes

    def __repr__(self) -> str:
        return f"<key ring: {', '.join(sorted(self.keys))}>"

    @classmethod
    def new(cls) -> KeyRing:
        key = new_key()
        return cls(key.name, {key.name: key}, secrets.token_bytes(KEY_BYTES))

    def key(self, name: str) -> RingKey:
        """Raises SealingTrouble where the ring lacks it."""
        if name not in self.keys:
            raise SealingTrouble(
                f"This was sealed with the key {name}, which is not in this installation's key ring. Put the right "
                "key ring back from its recovery file: goldenthread sealing recover FILE."
            )
        return self.keys[name]

    def turned(self) -> KeyRing:
        """With a new key that everything is sealed with from now on; the ones before still open what they sealed."""
        key = new_key()
        return KeyRing(key.name, {**self.keys, key.name: key}, self.index)

    def without(self, name: str) -> KeyRing:
        """Without a key that nothing is sealed with any more. Raises SealingTrouble for the current one."""
        if name == self.current:
            raise SealingTrouble(f"{name} is the key that cases are sealed with now: it cannot be taken off the ring.")
        return KeyRing(self.current, {n: key for n, key in self.keys.items() if n != name}, self.index)

    def fingerprint(self, partnership_id: int, what: str, text: str) -> str:
        """64 figures that say whether two texts are the same, and nothing else: a blind index. Each partnership's are
        its own, so that two boards' rows cannot be tied together by them.
        """
        return hmac.new(self.index, f"{partnership_id}\n{what}\n{text}".encode(), sha256).hexdigest()

    def as_json(self) -> str:
        keys = {key.name: {"made": key.made_on.isoformat(), "key": _text(key.secret)} for key in self.keys.values()}
        return json.dumps({"current": self.current, "keys": keys, "index": _text(self.index)}, indent=1)

    @classmethod
    def from_json(cls, text: str) -> KeyRing:
        """Raises SealingTrouble for anything that is not a whole key ring."""
        try:
            said = json.loads(text)
            keys = {
                name: RingKey(name, date.fromisoformat(one["made"]), base64.b64decode(one["key"], validate=True))
                for name, one in said["keys"].items()
            }
            ring = cls(said["current"], keys, base64.b64decode(said["index"], validate=True))
        except (ValueError, KeyError, TypeError, AttributeError) as broken:
            raise SealingTrouble("This is not a key ring, or it is damaged.") from broken
        whole = all(len(key.secret) == KEY_BYTES for key in keys.values()) and len(ring.index) == KEY_BYTES
        if ring.current not in keys or not whole:
            raise SealingTrouble("This key ring is damaged: a key is cut off or missing.")
        return ring


def new_key() -> RingKey:
    return RingKey(secrets.token_hex(NAME_LENGTH // 2), today(), secrets.token_bytes(KEY_BYTES))


def ring_file() -> Path:
    return Path(settings.SEALING_KEYRING)


def the_ring() -> KeyRing:
    """This installation's key ring, as its file now stands. Raises SealingTrouble where there is none or it is broken.

    Read again when the file changes, so that a web process that is running goes on through a change of keys.
    """
    file = ring_file()
    try:
        facts = file.stat()
    except OSError as missing:
        raise SealingTrouble(
            f"The key ring {file.name} is not in the data folder. Without it nothing sealed can be read or written. "
            "Put it back from its recovery file: goldenthread sealing recover FILE."
        ) from missing
    return _read(file, facts.st_mtime_ns, facts.st_size, facts.st_ino)


@lru_cache(maxsize=4)
def _read(file: Path, *_as_it_was: int) -> KeyRing:
    try:
        return KeyRing.from_json(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as trouble:
        raise SealingTrouble(f"The key ring {file.name} cannot be read.") from trouble


def write_ring(ring: KeyRing, file: Path) -> None:
    """Write a ring: whole file or nothing, and never readable by others on the way."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(ring.as_json())
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(file)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
