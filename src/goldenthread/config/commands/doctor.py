"""Say what is wrong with this installation, and what to do about it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import import_module

import click

from goldenthread.config.findings import Finding, State, ok, wrong
from goldenthread.config.installation import OWNER, Installation
from goldenthread.config.machine_checks import check_machine
from goldenthread.config.services import database_running, in_words, set_up_django


@click.command()
def command() -> None:
    """Look at everything an installation stands on; exit 1 if something is wrong."""
    installation = Installation.from_environment()
    findings = []
    for finding in examine(installation):
        findings.append(finding)
        click.echo(str(finding))
    bad = sum(finding.state is State.WRONG for finding in findings)
    if bad:
        raise click.ClickException(f"{bad} of {len(findings)} checks found something wrong.")
    click.echo("\nNothing is wrong.")


def examine(installation: Installation) -> Iterator[Finding]:
    """The machine first; the database only if there is a folder that its server and secrets can be in."""
    able = True
    for finding in check_machine(installation, os.environ):
        able = able and not (finding.state is State.WRONG and finding.what in {"Data folder", "Secrets"})
        yield finding
    if not able:
        yield wrong("Database", "not looked at", "Put right what is wrong above first.")
        return
    try:
        with in_words(), database_running(installation):
            set_up_django(OWNER)
            yield ok("Settings", "read")
            # Its imports need Django, which needs the folder checked above.
            yield from import_module("goldenthread.config.database_checks").check_database(installation)
    except click.ClickException as trouble:
        yield wrong(
            "Database", trouble.message, "If this is our own server, its log is postgres.log in the data folder."
        )
