"""Migrated installations kept from run to run, for whoever runs a few tests often. GOLDENTHREAD_TEST_KEEP names where.

Without it (as in `make test` and .ci/run) every run migrates from nothing. With it a run begins with the installation
that lacks fewest of the migrations there are, and has no other; what it lacks is migrated, and the rules of access are
put in place anew, as at any start. Nothing in the folder is ever changed: remove it when it has grown too large.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import django

from tests.zygote import ROOT

KEEP = "GOLDENTHREAD_TEST_KEEP"
MANIFEST = "migrations.json"


def made_with_what_is_kept(folder: Path, migrate: Callable[[], object]) -> None:
    """Migrate this empty folder, starting with what was kept, and keep it if it is new."""
    if not os.environ.get(KEEP):
        migrate()
        return
    kept, there_are = Path(os.environ[KEEP]), _migrations()
    kept.mkdir(exist_ok=True, parents=True)
    nearest = _nearest(kept, there_are)
    if nearest:
        _copy(nearest / "data", folder)
    migrate()
    if nearest is None or _manifest(nearest) != there_are:
        _keep(folder, kept, there_are)


def _migrations() -> dict[str, str]:
    """What each migration says, by its place; and which Django brings its own."""
    files = sorted((ROOT / "src").rglob("migrations/0*.py"))
    said = {str(file.relative_to(ROOT)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    return said | {"django": django.__version__}


def _manifest(folder: Path) -> dict[str, str]:
    said: dict[str, str] = json.loads((folder / MANIFEST).read_text())
    return said


def _nearest(kept: Path, there_are: dict[str, str]) -> Path | None:
    """The one kept that has most of these migrations, and none that is not among them or says something else now."""
    fitting = [one.parent for one in kept.glob(f"*/{MANIFEST}") if _manifest(one.parent).items() <= there_are.items()]
    return max(fitting, key=lambda one: len(_manifest(one)), default=None)


def _keep(folder: Path, kept: Path, there_are: dict[str, str]) -> None:
    """Copied under a name of our own and renamed when whole: others look here at the same time."""
    name = hashlib.sha256(json.dumps(there_are, sort_keys=True).encode()).hexdigest()[:16]
    coming = kept / f".{name}.{os.getpid()}"
    coming.mkdir(mode=0o755)
    _copy(folder, coming / "data")
    (coming / MANIFEST).write_text(json.dumps(there_are))
    if (kept / name).exists():
        shutil.rmtree(coming)
    else:
        coming.rename(kept / name)


def _copy(source: Path, target: Path) -> None:
    """Owners and rights included: the server's files belong to a user of its own."""
    target.mkdir(exist_ok=True)
    subprocess.run(["cp", "-a", f"{source}/.", str(target)], check=True)
