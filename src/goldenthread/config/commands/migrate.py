"""Bring the database up to date: roles, tables, row security, cache table and static files."""

from __future__ import annotations

import click

from goldenthread.config.services import needs_database
from goldenthread.config.upkeep import bring_up_to_date


@click.command()
@click.option("--policies", is_flag=True, help="Put row security in place again even if no migration is waiting.")
@needs_database
def command(policies: bool) -> None:
    """Bring the database up to date. Safe to run again; does nothing when there is nothing to do."""
    for line in bring_up_to_date(policies_again=policies):
        click.echo(line)
