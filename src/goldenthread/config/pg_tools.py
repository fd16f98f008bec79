"""PostgreSQL's own programs for dumping and loading a database, matched to the server's version."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from goldenthread.config.installation import Trouble
from goldenthread.config.server_home import wheel_programs

# libpq reads these, so that no password is on a command line for other users of the machine to see.
VARIABLES = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
MORE_VARIABLES = {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY"}
LAST_OF_PREAMBLE = b"SELECT pg_catalog.set_config('search_path'"
LOAD_OPTIONS = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
# pg_restore 17 and newer write this even for an older server, which does not know it.
NEWER_SETTING = b"SET transaction_timeout"


class ToolTrouble(Trouble):
    """No fitting program, or it failed. In words."""


def tools_for(server_major: int) -> Path:
    """The folder with pg_dump, pg_restore and psql for that server: of the same version, or else the next newer.

    Looks in GOLDENTHREAD_PG_BIN, the wheel, Debian's folders and PATH. Raises ToolTrouble if all are older.
    """
    fitting = sorted((major, rank) for rank, (major, _) in enumerate(_installed()) if major >= server_major)
    if not fitting:
        raise ToolTrouble(
            f"The server is PostgreSQL {server_major} and no pg_dump of that version or newer is installed. "
            f"Install postgresql-client-{server_major}, or set GOLDENTHREAD_PG_BIN to the folder that holds it."
        )
    return _installed()[fitting[0][1]][1]


def dump(parameters: dict[str, Any], server_major: int, target: IO[bytes]) -> None:
    """Write the whole database to ``target`` in pg_dump's custom format (compressed; without owners)."""
    command = [str(tools_for(server_major) / "pg_dump"), "--format=custom", "--no-owner"]
    result = subprocess.run(  # noqa: S603 - PostgreSQL's own program, no shell
        command, env=_environment(parameters), stdout=target, stderr=subprocess.PIPE, check=False
    )
    if result.returncode:
        raise ToolTrouble(f"pg_dump failed: {result.stderr.decode(errors='replace').strip()}")


def load(parameters: dict[str, Any], server_major: int, source: IO[bytes], before: str) -> None:
    """Run the statements in ``before`` and load the dump, in one transaction: wholly or not at all."""
    tools = tools_for(server_major)
    with tempfile.TemporaryFile() as complaints, tempfile.TemporaryFile() as more_complaints:
        with subprocess.Popen(  # noqa: S603 - PostgreSQL's own program, no shell
            [tools / "pg_restore", "--no-owner", "--file=-"], stdin=source, stdout=subprocess.PIPE, stderr=complaints
        ) as script, subprocess.Popen(  # noqa: S603 - the same
            [tools / "psql", *LOAD_OPTIONS],
            env=_environment(parameters),
            stdin=subprocess.PIPE,
            stderr=more_complaints,
        ) as loader:  # fmt: skip
            _pour(script, loader, before)
        # psql first: where it gave up, pg_restore was stopped by us and has nothing to say
        _refuse_failure(loader.returncode, "psql", more_complaints)
        _refuse_failure(script.returncode, "pg_restore", complaints)


def _pour(script: subprocess.Popen[bytes], loader: subprocess.Popen[bytes], before: str) -> None:
    if script.stdout is None or loader.stdin is None:
        raise ToolTrouble("The pipes between pg_restore and psql could not be made.")
    try:
        loader.stdin.write(before.encode() + b"\n")
        for line in _lines_for_older(script.stdout):
            loader.stdin.write(line)
        if script.wait():
            # psql commits at the end of its input: a script that broke off must not look like one that ended.
            loader.stdin.write(b"\n\\.\n;select goldenthread_restore_broke_off();\n")
        loader.stdin.close()
    except BrokenPipeError:
        script.kill()


def _lines_for_older(script: IO[bytes]) -> Iterator[bytes]:
    """The script, without the one setting older servers lack. Only the preamble is touched: what follows is data."""
    for line in script:
        if not line.startswith(NEWER_SETTING):
            yield line
        if line.startswith(LAST_OF_PREAMBLE):
            break
    while block := script.read(1024 * 1024):
        yield block


def _refuse_failure(code: int, program: str, complaints: IO[bytes]) -> None:
    if code:
        complaints.seek(0)
        words = complaints.read().decode(errors="replace").strip()
        raise ToolTrouble(f"The database could not be loaded, and is as it was before. {program} said: {words}")


def _environment(parameters: dict[str, Any]) -> dict[str, str]:
    names = VARIABLES | MORE_VARIABLES
    chosen = {names[key]: str(value) for key, value in parameters.items() if key in names and value}
    return {key: value for key, value in os.environ.items() if not key.startswith("PG")} | chosen


def _installed() -> list[tuple[int, Path]]:
    """(major version, folder) of every set of programs found, the preferred first."""
    named = os.environ.get("GOLDENTHREAD_PG_BIN")
    on_path = shutil.which("pg_dump")
    places = [Path(named)] if named else []
    places += [place for place in [wheel_programs()] if place is not None]
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    places += [Path(on_path).parent] if on_path else []
    return [(major, place) for place in places if (major := _major_version(place)) is not None]


def _major_version(place: Path) -> int | None:
    needed = [place / name for name in ("pg_dump", "pg_restore", "psql")]
    if not all(os.access(program, os.X_OK) for program in needed):
        return None
    words = subprocess.run(  # noqa: S603 - PostgreSQL's own program, no shell
        [needed[0], "--version"], capture_output=True, text=True, check=False
    ).stdout
    found = re.search(r"\(PostgreSQL\) (\d+)", words)
    return int(found.group(1)) if found else None
