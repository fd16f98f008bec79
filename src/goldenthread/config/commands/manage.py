"""Pass on to a Django management command (makemigrations, shell, ...)."""

from __future__ import annotations

import click
from django.core.management import execute_from_command_line

from goldenthread.config.installation import APP, OWNER
from goldenthread.config.services import needs_database, set_up_django

# What writes the schema needs its owner; everything else is held to row security like the web is.
SCHEMA_COMMANDS = frozenset(
    {"migrate", "makemigrations", "createcachetable", "showmigrations", "sqlmigrate", "dbshell", "flush"}
)


@click.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.option("--as", "role", type=click.Choice([OWNER, APP]), help="Database role. Schema commands default to owner.")
@click.argument("words", nargs=-1, required=True, type=click.UNPROCESSED)
@needs_database
def command(role: str | None, words: tuple[str, ...]) -> None:
    """Run a Django management command, for instance `goldenthread manage shell`."""
    set_up_django(role or (OWNER if words[0] in SCHEMA_COMMANDS else APP))
    execute_from_command_line(["goldenthread manage", *words])
