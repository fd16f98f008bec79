"""Backup and restore: the database, the uploaded files and the secret key in one sealed file.

The secret key goes along so that signed links and second factors still hold on the machine the backup is restored to.
A restore opens and checks the whole file before it changes anything, loads the database in one transaction, and puts
the files in place last.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

import psycopg
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from goldenthread.config import pg_tools, upkeep
from goldenthread.config.databases import APP_ROLE, connection_parameters
from goldenthread.config.installation import OWNER, Installation, Trouble
from goldenthread.config.key_ring import ensure_ring
from goldenthread.config.sealed import SealWriter, unseal
from goldenthread.kernel.now import now

MANIFEST = "manifest.json"
DUMP = "database.dump"
FILES = "files/"
# Loaded over whatever is there, in the loading transaction.
CLEAR = "drop schema if exists public cascade; create schema public;"


class KeepingTrouble(Trouble):
    """The backup cannot be made or restored here. In words."""


def back_up(installation: Installation, target: Path, passphrase: str) -> int:
    """Write a sealed backup to ``target`` (readable by us alone) and return its size in bytes.

    Written beside under another name first, so that ``target`` is whole or not there.
    """
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as sealed, _private_file(installation) as dumped:
            pg_tools.dump(connection_parameters(installation, OWNER), _server_major(), dumped)
            header = {"made": now().isoformat(timespec="seconds"), "by": f"goldenthread {version('goldenthread')}"}
            writer = SealWriter(sealed, passphrase, header)
            _write_archive(installation, writer, dumped)
            writer.finish()
            sealed.flush()
            os.fsync(sealed.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return target.stat().st_size


def restore(installation: Installation, source: Path, passphrase: str, *, replace: bool) -> dict[str, Any]:
    """Put a backup in place of what is here and bring it up to date. Returns its manifest.

    Raises NotOpened or KeepingTrouble with nothing changed: also when there are people or files here and ``replace`` is
    false, when somebody is connected, or when the backup was made by a newer version.
    """
    refuse_busy_or_full(installation, replace=replace)
    with _private_file(installation) as opened:
        with source.open("rb") as sealed:
            unseal(sealed, opened, passphrase)
        opened.seek(0)
        with tarfile.open(fileobj=opened) as archive:
            manifest = _read_manifest(archive)
            refuse_newer(manifest)
            staging = _stage_files(installation, archive)
            try:
                with _private_file(installation) as dumped:
                    shutil.copyfileobj(_member(archive, DUMP), dumped)
                    dumped.seek(0)
                    pg_tools.load(connection_parameters(installation, OWNER), _server_major(), dumped, CLEAR)
                _put_files_in_place(installation, staging)
            finally:
                shutil.rmtree(staging, ignore_errors=True)
    installation.keep_secret("secret_key", manifest["secret_key"])
    connections.close_all()
    manifest["done"] = list(upkeep.bring_up_to_date(policies_again=True, with_keys=False))
    manifest["done"] += _about_the_keys()
    return manifest


def _about_the_keys() -> list[str]:
    """A backup holds no keys of sealed cases: what is to be done before the next start, if anything."""
    try:
        return list(ensure_ring())
    except Trouble as lacking:
        return [f"Before the next start: {lacking}"]


def refuse_busy_or_full(installation: Installation, *, replace: bool) -> None:
    """Raise KeepingTrouble if the app is connected, or (unless ``replace``) if there is something to lose."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_stat_activity where datname = current_database() and usename = %s", [APP_ROLE]
        )
        if cursor.fetchone()[0]:
            raise KeepingTrouble(
                "Golden Thread is running on this database. Stop it first (Ctrl-C in `goldenthread run`)."
            )
    if not replace and (_people() or (installation.files.exists() and any(installation.files.iterdir()))):
        raise KeepingTrouble(
            "This installation is not empty. To lose what is in it and restore the backup, add --replace."
        )


def refuse_newer(manifest: dict[str, Any]) -> None:
    """Raise KeepingTrouble for a backup whose schema or server is newer than ours."""
    unknown = {tuple(name) for name in manifest["migrations"]} - set(MigrationLoader(None).disk_migrations)
    if unknown:
        raise KeepingTrouble(
            f"The backup was made by {manifest['by']}, which is newer than this version ({version('goldenthread')}). "
            "Bring Golden Thread up to date, then restore. Nothing was changed."
        )
    if manifest["server"] > _server_major():
        raise KeepingTrouble(
            f"The backup was made on PostgreSQL {manifest['server']} and this server is {_server_major()}. "
            "Restore it to the same version or a newer one. Nothing was changed."
        )


def _people() -> int:
    model = get_user_model()
    if model._meta.db_table not in connection.introspection.table_names():
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608 - a model's own name
        return int(cursor.fetchone()[0])


def _write_archive(installation: Installation, writer: SealWriter, dumped: IO[bytes]) -> None:
    manifest = {
        "made": now().isoformat(timespec="seconds"),
        "by": f"goldenthread {version('goldenthread')}",
        "server": _server_major(),
        "secret_key": settings.SECRET_KEY,
        "migrations": sorted(MigrationRecorder(connection).applied_migrations()),
    }
    with tarfile.open(fileobj=writer, mode="w|", format=tarfile.PAX_FORMAT) as archive:
        encoded = json.dumps(manifest).encode()
        _add(archive, MANIFEST, io.BytesIO(encoded), len(encoded))
        length = dumped.seek(0, os.SEEK_END)
        dumped.seek(0)
        _add(archive, DUMP, dumped, length)
        for file in sorted(path for path in installation.files.rglob("*") if path.is_file()):
            with file.open("rb") as stream:
                name = FILES + file.relative_to(installation.files).as_posix()
                _add(archive, name, stream, os.fstat(stream.fileno()).st_size)


def _add(archive: tarfile.TarFile, name: str, stream: IO[bytes], length: int) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = length
    archive.addfile(entry, stream)


def _read_manifest(archive: tarfile.TarFile) -> dict[str, Any]:
    loaded: dict[str, Any] = json.load(_member(archive, MANIFEST))
    return loaded


def _member(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    stream = archive.extractfile(name)
    if stream is None:
        raise KeepingTrouble(f"The backup holds no {name}. Nothing was changed.")
    return stream


def _stage_files(installation: Installation, archive: tarfile.TarFile) -> Path:
    """Unpack the uploaded files beside where they will be. Only plain files below ``files/`` are ever written."""
    staging = Path(tempfile.mkdtemp(prefix=".restoring-", dir=installation.data))
    for entry in archive:
        inside = Path(entry.name)
        if entry.isreg() and entry.name.startswith(FILES) and ".." not in inside.parts:
            place = staging / inside
            place.parent.mkdir(parents=True, exist_ok=True)
            with _member(archive, entry.name) as stream, place.open("wb") as target:
                shutil.copyfileobj(stream, target)
    (staging / FILES).mkdir(exist_ok=True)
    return staging


def _put_files_in_place(installation: Installation, staging: Path) -> None:
    if installation.files.exists():
        installation.files.rename(staging / "before")
    (staging / FILES).rename(installation.files)


def _server_major() -> int:
    connection.ensure_connection()
    raw: psycopg.Connection[Any] = connection.connection
    return raw.info.server_version // 10000


@contextmanager
def _private_file(installation: Installation) -> Iterator[IO[bytes]]:
    """A nameless file in the data folder: its contents are gone when it is closed, however we end."""
    installation.prepare_folder()
    with tempfile.TemporaryFile(dir=installation.data) as stream:
        yield stream
