"""Put a backup in place of what is here."""

from __future__ import annotations

from pathlib import Path

import click
from django.conf import settings

from goldenthread.config import keeping
from goldenthread.config.passphrases import passphrase_options, required_passphrase
from goldenthread.config.services import needs_database
from goldenthread.config.upkeep import prepare_roles


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--replace", is_flag=True, help="Lose what is in this installation and put the backup in its place.")
@passphrase_options
@needs_database
def command(file: Path, replace: bool, passphrase_file: Path | None) -> None:
    """Restore the backup in FILE, and bring it up to date with this version.

    Nothing is changed unless the whole file opens with the passphrase. An installation that holds people or files is
    left alone without --replace.
    """
    prepare_roles(settings.INSTALLATION)
    passphrase = required_passphrase(passphrase_file, new=False)
    manifest = keeping.restore(settings.INSTALLATION, file, passphrase, replace=replace)
    click.echo(f"Restored the backup of {manifest['made']} (made by {manifest['by']}).")
    for line in manifest["done"]:
        click.echo(line)
