"""Load the demonstration partnership: invented people, a year of meetings."""

from __future__ import annotations

import click

from goldenthread.config import demonstration
from goldenthread.config.services import needs_database
from goldenthread.config.upkeep import bring_up_to_date


@click.command()
@needs_database
def command() -> None:
    """Load the demonstration partnership into this installation, once, and print who can sign in."""
    for line in [*bring_up_to_date(), *demonstration.load()]:
        click.echo(line)
