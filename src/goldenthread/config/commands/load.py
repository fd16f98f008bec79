"""Load published statistics, as comparators for every partnership."""

from __future__ import annotations

from pathlib import Path

import click

from goldenthread.analytics.loading import Loaded, Outcome, load_published
from goldenthread.analytics.loading_values import BadFile
from goldenthread.config.services import needs_database


@click.group()
def command() -> None:
    """Load what is published elsewhere."""


@command.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--dry-run", is_flag=True, help="Read every file, say what is in it and write nothing. Needs no database."
)
def published(folder: Path, dry_run: bool) -> None:
    """Load every file of published statistics in FOLDER (.csv and .json, as they were downloaded).

    Figures, areas, districts, statistical neighbours, the data dictionary; bank holidays are compared with those that
    due dates are computed with. A symbol in place of a number is kept as such. The same file again changes nothing; a
    later edition stands beside the earlier one. A file with an error is refused whole, the others are loaded, and the
    exit code is 1.
    """
    try:
        found = load_published(folder, rehearse=True) if dry_run else _load(folder)
    except BadFile as wrong:
        raise click.ClickException(str(wrong)) from wrong
    for one in found:
        click.echo(_in_words(one))
    refused = [one.name for one in found if one.outcome is Outcome.REFUSED]
    if refused:
        raise click.ClickException(f"{len(refused)} of {len(found)} files refused: nothing of them was written.")


@needs_database
def _load(folder: Path) -> list[Loaded]:
    return load_published(folder)


def _in_words(one: Loaded) -> str:
    counts = f", {one.rows:,} rows" if one.rows else ""
    counts += f", {one.figures:,} figures" if one.figures else ""
    return "\n".join([f"{one.name}: {one.outcome}{counts}", *(f"  {line}" for line in one.told)])
