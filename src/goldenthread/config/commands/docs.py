"""Write each process's one-page README from its declaration, or check that they are current."""

from __future__ import annotations

import os
from pathlib import Path

import click

from goldenthread.config.process_docs import readmes, stale, write


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; name the pages that are not current, and fail if any.")
def command(check: bool) -> None:
    """Write each process's README.md from its declaration. Needs no database."""
    expected = readmes()
    found = stale(expected) if check else write(expected)
    for path in found:
        click.echo(f"{'Not current' if check else 'Written'}: {_short(path)}", err=check)
    if check and found:
        raise click.ClickException("Run `goldenthread docs` and commit what it writes.")
    if not found:
        click.echo(f"{len(expected)} pages are current.")


def _short(path: Path) -> str:
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative
