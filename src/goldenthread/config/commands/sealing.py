"""Look after the keys that sealed cases are locked with."""

from __future__ import annotations

from pathlib import Path

import click

from goldenthread.config import key_ring
from goldenthread.config.passphrases import passphrase_options, required_passphrase
from goldenthread.config.services import needs_database


@click.group()
def command() -> None:
    """Look after the keys that sealed cases are locked with. They are in no backup: make a recovery file."""


@command.command()
@needs_database
def status() -> None:
    """Say which keys there are, how many cases each locks, and whether a recovery file was made of them."""
    stands = key_ring.standing()
    for name, key in sorted(stands.ring.keys.items(), key=lambda pair: pair[1].made_on):
        now = ", used for new cases" if name == stands.ring.current else ""
        click.echo(f"{name}: made {key.made_on:%-d %B %Y}, locks {stands.in_use[name]} cases{now}")
    if stands.saved_since_changed:
        click.echo(f"Recovery file made on {stands.saved.partition(' ')[0]}.")
    else:
        click.echo("No recovery file was made of these keys. Make one: goldenthread sealing recovery FILE")


@command.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--overwrite", is_flag=True, help="Write over FILE if it is there.")
@passphrase_options
@needs_database
def recovery(file: Path, overwrite: bool, passphrase_file: Path | None) -> None:
    """Write the keys to FILE, encrypted with a passphrase. Keep it apart from the machine and from its backups."""
    if file.exists() and not overwrite:
        raise click.ClickException(f"{file} is there already. Add --overwrite, or choose another name.")
    if not file.absolute().parent.is_dir():
        raise click.ClickException(f"There is no folder {file.absolute().parent}.")
    key_ring.write_recovery(file, required_passphrase(passphrase_file, new=True))
    click.echo(f"Recovery file written to {file}. Keep it, and its passphrase, apart from this machine.")


@command.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@passphrase_options
@needs_database
def recover(file: Path, passphrase_file: Path | None) -> None:
    """Put the keys of a recovery file in place, if they open what is sealed here."""
    ring = key_ring.recover(file, required_passphrase(passphrase_file, new=False))
    click.echo(f"The keys are in place: {', '.join(sorted(ring.keys))}. Start Golden Thread again.")


@command.command()
@needs_database
def turn() -> None:
    """Make a new key and lock every case with it. People may go on working. Make a recovery file afterwards."""
    name, cases = key_ring.turn_keys()
    click.echo(
        f"{cases} cases are locked with the new key {name}. Make its recovery file: goldenthread sealing recovery FILE"
    )


@command.command()
@click.argument("key")
@needs_database
def forget(key: str) -> None:
    """Take a KEY off the ring that locks nothing any more."""
    key_ring.forget_key(key)
    click.echo(f"{key} is forgotten. Backups from before it was replaced cannot be opened without their recovery file.")
