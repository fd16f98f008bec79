"""Contents that no row names, left by a transaction that failed after writing, are taken away."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path

from django.db import connection

from goldenthread.kernel.now import now

from .services import vault

#: No transaction of ours lasts this long, so what no row names by then never will be.
GRACE = timedelta(hours=6)
BATCH = 500


def sweep(*, grace: timedelta = GRACE) -> int:
    """Remove every content older than `grace` that no live row names; the number removed.

    Asks `files_known`, a database function that sees every row whoever asks and says nothing but which keys exist:
    asked through row security, the files of sealed records would look like orphans.
    """
    removed = 0
    old = (found for found in vault().names() if _age(found[0]) > grace)
    for batch in _batches(old):
        known = known_keys([key for _, key in batch if key])
        for path, key in batch:
            if key not in known:
                path.unlink(missing_ok=True)
                removed += 1
    return removed


def known_keys(keys: list[uuid.UUID]) -> set[uuid.UUID]:
    """Those of the keys that a row with content has."""
    with connection.cursor() as cursor:
        cursor.execute("select * from files_known(%s::uuid[])", [keys])
        return {key for (key,) in cursor.fetchall()}


def _age(path: Path) -> timedelta:
    try:
        # the time of the last link or rename: a new name for an old content is as young as its transaction
        changed = path.stat().st_ctime
    except FileNotFoundError:
        return timedelta(0)
    return timedelta(seconds=now().timestamp() - changed)


def _batches(found: Iterable[tuple[Path, uuid.UUID | None]]) -> Iterator[list[tuple[Path, uuid.UUID | None]]]:
    left = iter(found)
    while batch := list(islice(left, BATCH)):
        yield batch
