"""What makes one installation differ from another: its data folder, its secrets and the environment variables it reads.

Nothing here needs Django or a database, so that settings, the embedded server and ``doctor`` can all stand on it.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

OWNER = "owner"
APP = "app"
TRUE_WORDS = frozenset({"1", "true", "yes", "on"})


class Trouble(Exception):
    """Something a person can put right. The message is for that person: commands print it without a traceback."""


def is_true(value: str | None) -> bool:
    """Whether an environment value says yes (1, true, yes, on). Absent and empty are no."""
    return (value or "").strip().lower() in TRUE_WORDS


@dataclass(frozen=True)
class Installation:
    """One installation, as its environment describes it.

    ``data`` holds everything kept on disk: the embedded server, uploaded files, collected static files and secrets.
    """

    data: Path
    database_url: str | None = None
    app_database_url: str | None = None
    demonstration: bool = False
    role: str = APP
    keyring_file: Path | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Installation:
        """Read DATABASE_URL and GOLDENTHREAD_{DATA,APP_DATABASE_URL,DEMO,DB_ROLE,SEALING_KEYRING}."""
        env = os.environ if environment is None else environment
        return cls(
            data=Path(env.get("GOLDENTHREAD_DATA") or Path.cwd() / ".data").absolute(),
            database_url=env.get("DATABASE_URL") or None,
            app_database_url=env.get("GOLDENTHREAD_APP_DATABASE_URL") or None,
            demonstration=is_true(env.get("GOLDENTHREAD_DEMO")),
            role=OWNER if env.get("GOLDENTHREAD_DB_ROLE") == OWNER else APP,
            keyring_file=Path(env["GOLDENTHREAD_SEALING_KEYRING"]) if env.get("GOLDENTHREAD_SEALING_KEYRING") else None,
        )

    @property
    def embedded(self) -> bool:
        """True when the database is our own server in the data folder, false when DATABASE_URL names another."""
        return self.database_url is None

    @property
    def files(self) -> Path:
        """Where uploaded files are kept."""
        return self.data / "files"

    @property
    def static(self) -> Path:
        """Where static files are collected to."""
        return self.data / "static"

    @property
    def keyring(self) -> Path:
        """The file of the keys that sealed cases are locked with."""
        return self.keyring_file or self.data / "sealing.json"

    @property
    def secrets_file(self) -> Path:
        """The JSON object of generated secrets, readable by its owner only."""
        return self.data / "secrets.json"

    def prepare_folder(self) -> None:
        """Make the data folder, closed to others. (As root they may pass through: the server has its own user.)

        Raises Trouble if it cannot be made.
        """
        if self.data.is_dir():
            return
        try:
            self.data.mkdir(parents=True)
            self.data.chmod(0o711 if os.geteuid() == 0 else 0o700)
        except OSError as trouble:
            raise Trouble(f"The data folder {self.data} cannot be made: {trouble.strerror}.") from trouble

    def read_secrets(self) -> dict[str, str]:
        """Every generated secret; empty before the first."""
        if not self.secrets_file.exists():
            return {}
        loaded: dict[str, str] = json.loads(self.secrets_file.read_text(encoding="utf-8"))
        return loaded

    def keep_secret(self, name: str, value: str) -> None:
        """Write one secret: whole file or nothing, never readable by others on the way."""
        self.prepare_folder()
        everything = self.read_secrets() | {name: value}
        draft = self.secrets_file.with_name(f".secrets-{os.getpid()}.json")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            json.dump(everything, stream, indent=1)
        draft.replace(self.secrets_file)

    def secret(self, name: str) -> str:
        """The secret of that name, made on first use (50 random bytes, URL-safe text)."""
        known = self.read_secrets().get(name)
        if known is None:
            known = secrets.token_urlsafe(50)
            self.keep_secret(name, known)
        return known
