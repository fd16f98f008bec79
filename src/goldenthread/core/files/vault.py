"""Contents on disk: `<partnership>/<first two of hash>/<hash>-<key>`, whole or not at all.

Each stored file has its own name (its key); names of the same content in one partnership are hard links to one copy.
So the file system counts who still needs a copy, and removing one name can never take the content away from another
row, not even from one that the remover may not see.
"""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

INCOMING = "incoming"


@dataclass(frozen=True)
class Vault:
    """The folder in which contents are kept."""

    root: Path

    def path(self, partnership_id: int, sha256: str, key: uuid.UUID) -> Path:
        return self.root / str(partnership_id) / sha256[:2] / f"{sha256}-{key.hex}"

    def keep(self, partnership_id: int, sha256: str, key: uuid.UUID, data: bytes) -> Path:
        """Put the content under its name: linked to the partnership's own copy if there is one, written and synced
        otherwise.
        """
        place = self.path(partnership_id, sha256, key)
        _folder(place.parent)
        if not self._link(place, sha256, len(data)):
            self._write(place, data)
        _sync_folder(place.parent)
        return place

    def remove(self, partnership_id: int, sha256: str, key: uuid.UUID) -> None:
        """Take one name away; the last one takes the content with it."""
        self.path(partnership_id, sha256, key).unlink(missing_ok=True)

    def names(self) -> Iterator[tuple[Path, uuid.UUID | None]]:
        """Every file in the vault with the key in its name (nothing for one that was never finished)."""
        for path in self.root.glob("*/*/*"):
            try:
                yield path, uuid.UUID(path.name.partition("-")[2])
            except ValueError:
                yield path, None

    def _link(self, place: Path, sha256: str, size: int) -> bool:
        for other in place.parent.glob(f"{sha256}-*"):
            if other == place or other.stat().st_size != size:
                continue
            # it may go away under us, or the disk may not know links: then we write a copy of our own
            with contextlib.suppress(OSError):
                os.link(other, place)
                return True
        return False

    def _write(self, place: Path, data: bytes) -> None:
        draft = _folder(place.parent.parent / INCOMING) / place.name
        try:
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            draft.rename(place)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise


def _folder(path: Path) -> Path:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
