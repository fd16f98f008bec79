"""Where a backup's passphrase comes from: a file, the environment, or the person at the keyboard."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

VARIABLE = "GOLDENTHREAD_BACKUP_PASSPHRASE"
SHORTEST = 12
Command = TypeVar("Command", bound=Callable[..., None])


def passphrase_options(command: Command) -> Command:
    """Add --passphrase-file to a command."""
    option = click.option(
        "--passphrase-file",
        type=click.Path(path_type=Path, dir_okay=False, exists=True),
        help="Read the passphrase from the first line of this file.",
    )
    return option(command)


def required_passphrase(file: Path | None, *, new: bool) -> str:
    """The passphrase; ``new`` asks twice and refuses one shorter than 12 characters."""
    if file is not None:
        passphrase = file.read_text(encoding="utf-8").partition("\n")[0].strip()
    elif os.environ.get(VARIABLE):
        passphrase = os.environ[VARIABLE]
    else:
        passphrase = click.prompt("Passphrase", hide_input=True, confirmation_prompt=new, err=True)
    if new and len(passphrase) < SHORTEST:
        raise click.ClickException(f"The passphrase is too short: use at least {SHORTEST} characters.")
    return passphrase
