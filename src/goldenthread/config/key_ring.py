"""The key ring of an installation: made with it, checked against the database at every start, kept by recovery file.

It is in no backup, so that a backup and its passphrase alone open no sealed case. Whoever looks after the installation
makes a recovery file of it (`goldenthread sealing recovery`) and keeps that apart.
"""

from __future__ import annotations

import io
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.db import connection, transaction
from psycopg import sql

from goldenthread.config.findings import Finding, note, ok, wrong
from goldenthread.config.installation import Installation, Trouble
from goldenthread.config.sealed import SealWriter, unseal
from goldenthread.core.sealing.envelope import open_seal, rewrapped
from goldenthread.core.sealing.fields import SealedTyping
from goldenthread.core.sealing.keyring import KeyRing, SealingTrouble, ring_file, the_ring, write_ring
from goldenthread.kernel.now import now

RECOVER = "goldenthread sealing recover FILE"
BATCH = 500


def ensure_ring() -> Iterator[str]:
    """Make the ring of a new installation; refuse to go on without the keys of what is sealed here. As the owner.

    Raises Trouble in words: nothing was changed, nothing can be shown.
    """
    sealed = keys_in_use()
    if not ring_file().exists() and not sealed:
        write_ring(KeyRing.new(), ring_file())
        yield "A key ring for sealed cases was made. Make its recovery file: goldenthread sealing recovery FILE"
        return
    if lacking := what_is_lacking(sealed):
        raise Trouble(lacking)


def what_is_lacking(sealed: Counter[str]) -> str:
    """What is wrong with this ring for this database, in words with the cure; nothing where all is well."""
    try:
        ring = the_ring()
    except SealingTrouble as trouble:
        return str(trouble)
    unknown = sorted(set(sealed) - set(ring.keys))
    if unknown:
        return (
            f"{sum(sealed[name] for name in unknown)} sealed cases were locked with a key that is not in "
            f"{ring_file().name} here (wanted: {', '.join(unknown)}). Put the right key ring back from its recovery "
            f"file: {RECOVER}. Nothing was changed."
        )
    try:
        for name in sealed:
            for seal, bound_to, _ in _sealed(name, under=True, most=1):
                open_seal(seal, bound_to, ring)
    except SealingTrouble as trouble:
        return f"{trouble} Put the right key ring back from its recovery file: {RECOVER}. Nothing was changed."
    return ""


def keys_in_use() -> Counter[str]:
    """Name of a key -> how many cases it wraps the keys of. Asked of the database itself, past row security."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select convert_from(substring(seal from 2 for 8), 'SQL_ASCII'), count(*)"
            " from casework_record where seal is not null group by 1"
        )
        return Counter(dict(cursor.fetchall()))


def turn_keys() -> tuple[str, int]:
    """Make a new key, and wrap every case's key with it. Returns its name and how many cases. Safe to run again after
    it was cut off: what is wrapped with the new key already is left.
    """
    ring = the_ring().turned()
    write_ring(ring, ring_file())
    return ring.current, wrap_anew()


def wrap_anew() -> int:
    """Wrap everything that stands under an older key with the current one; how many cases were."""
    done, ring = 0, the_ring()
    while batch := _sealed(ring.current, under=False, most=BATCH):
        with transaction.atomic():
            for seal, bound_to, pk in batch:
                _put(pk, rewrapped(seal, bound_to, ring))
        done += len(batch)
    for model in apps.get_models():
        for column in model._meta.local_fields:
            if isinstance(column, SealedTyping):
                _wrap_typing(column)
    return done


def _wrap_typing(column: SealedTyping) -> None:
    """What is sealed with the ring itself: words not sent yet, files that wait, why a case was looked at."""
    of = column.model._meta
    wanted = {"table": of.db_table, "key": of.pk.column, "column": column.column}
    names = {name: sql.Identifier(str(of_it)) for name, of_it in wanted.items()}
    every = sql.SQL("select {key}, {column} from {table} where {column} is not null for update").format(**names)
    one = sql.SQL("update {table} set {column} = %s where {key} = %s").format(**names)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(every)
        for pk, data in cursor.fetchall():
            cursor.execute(one, [column.turned(bytes(data)), pk])


def forget_key(name: str) -> None:
    """Take a key off the ring. Raises Trouble where something is sealed with it, or there is none of that name."""
    ring = the_ring()
    if name not in ring.keys:
        raise Trouble(f"There is no key {name} on the ring: {', '.join(sorted(ring.keys))}.")
    if used := keys_in_use()[name]:
        raise Trouble(f"{used} cases are still sealed with {name}: goldenthread sealing turn wraps them anew.")
    try:
        write_ring(ring.without(name), ring_file())
    except SealingTrouble as refused:
        raise Trouble(str(refused)) from refused


def write_recovery(target: Path, passphrase: str) -> None:
    """The ring, sealed with a passphrase, in a file that is whole or not there."""
    ring = the_ring()
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            known = {"made": now().isoformat(timespec="seconds"), "key ring": ring.current}
            writer = SealWriter(stream, passphrase, known)
            writer.write(ring.as_json().encode())
            writer.finish()
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    _mark().write_text(f"{now():%Y-%m-%d} {ring.current}\n", encoding="utf-8")


def recover(source: Path, passphrase: str) -> KeyRing:
    """Put the ring of a recovery file in place, if it opens what is sealed here. Raises NotOpened, SealingTrouble or
    Trouble, and then the ring that was here is here still. That one is kept beside it, under another name.
    """
    opened = io.BytesIO()
    with source.open("rb") as stream:
        unseal(stream, opened, passphrase)
    ring = KeyRing.from_json(opened.getvalue().decode("utf-8", "replace"))
    unknown = sorted(set(keys_in_use()) - set(ring.keys))
    if unknown:
        raise Trouble(
            f"This recovery file is of another key ring: it lacks {', '.join(unknown)}, which cases here are sealed "
            "with. Nothing was changed."
        )
    file = ring_file()
    if file.exists():
        file.replace(file.with_name(f"{file.name}.before-{now():%Y%m%d-%H%M%S}"))
    write_ring(ring, file)
    return ring


@dataclass(frozen=True)
class Standing:
    """How the ring stands: each key with when it was made and how many cases it wraps, and when it was last saved."""

    ring: KeyRing
    in_use: Counter[str]
    saved: str

    @property
    def saved_since_changed(self) -> bool:
        return self.saved.endswith(self.ring.current)


def standing() -> Standing:
    return Standing(the_ring(), keys_in_use(), _mark().read_text(encoding="utf-8").strip() if _mark().exists() else "")


def check_ring(installation: Installation) -> Finding:
    """Doctor's: the ring is there, closed to others, opens what is sealed, and has been saved."""
    file = ring_file()
    try:
        sealed = keys_in_use()
        lacking = what_is_lacking(sealed)
    except SealingTrouble as trouble:  # a seal that is damaged in the database
        return wrong("Sealed cases", str(trouble), "Restore the database from a backup.")
    if lacking:
        return wrong("Sealed cases", lacking, f"Run: {RECOVER}")
    if file.stat().st_mode & 0o077:
        return wrong("Sealed cases", f"{file} can be read by others", f"Run: chmod 600 {file}")
    words = f"{sum(sealed.values())} cases, and their keys are here"
    if sum(sealed.values()) and not installation.demonstration and not standing().saved_since_changed:
        cure = "Run: goldenthread sealing recovery FILE, and keep that file apart. No backup holds these keys."
        return wrong("Sealed cases", f"{words}, and nowhere else", cure)
    if not standing().saved_since_changed:
        return note("Sealed cases", words, "Make a recovery file before the first: goldenthread sealing recovery FILE")
    return ok("Sealed cases", words)


def _sealed(name: str, *, under: bool, most: int) -> list[tuple[bytes, str, int]]:
    """(seal, what it is bound to, record) of cases wrapped with this key, or with another than this."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select seal, partnership_id || ' ' || reference, id from casework_record"
            " where seal is not null and (substring(seal from 2 for 8) = %s) = %s order by id limit %s",
            [name.encode(), under, most],
        )
        return [(bytes(seal), bound_to, pk) for seal, bound_to, pk in cursor.fetchall()]


def _put(pk: int, seal: bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute("update casework_record set seal = %s where id = %s", [seal, pk])


def _mark() -> Path:
    return ring_file().with_name(f"{ring_file().name}.saved")
