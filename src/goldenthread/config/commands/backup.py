"""Write database and files to one encrypted file."""

from __future__ import annotations

from pathlib import Path

import click
from django.conf import settings

from goldenthread.config.keeping import back_up
from goldenthread.config.passphrases import passphrase_options, required_passphrase
from goldenthread.config.services import needs_database


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--overwrite", is_flag=True, help="Write over FILE if it is there.")
@passphrase_options
@needs_database
def command(file: Path, overwrite: bool, passphrase_file: Path | None) -> None:
    """Write the database, the uploaded files and the secret key to FILE, encrypted with a passphrase.

    The passphrase is asked for, or read from --passphrase-file or GOLDENTHREAD_BACKUP_PASSPHRASE. Without it the
    backup is lost: keep it somewhere else than the backup.
    """
    if file.exists() and not overwrite:
        raise click.ClickException(f"{file} is there already. Add --overwrite, or choose another name.")
    if not file.absolute().parent.is_dir():
        raise click.ClickException(f"There is no folder {file.absolute().parent}.")
    size = back_up(settings.INSTALLATION, file, required_passphrase(passphrase_file, new=True))
    click.echo(f"Backup written to {file} ({size / 1_000_000:.1f} MB).")
