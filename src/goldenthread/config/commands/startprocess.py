"""Write the skeleton of a new process package, and say which one line to add."""

from __future__ import annotations

from pathlib import Path

import click
from django.apps import apps

import goldenthread
from goldenthread.config.services import in_words
from goldenthread.config.starting import Skeleton, write_skeleton
from goldenthread.core.casework.process import all_processes


@click.command()
@click.argument("name")
@click.option("--folder", default="registers", show_default=True, help="Whose work it is: the folder in processes/.")
def command(name: str, folder: str) -> None:
    """Write the package of a new process called NAME (singular, such as early_help_case) into this checkout."""
    package = Path(goldenthread.__file__).parent
    tests = package.parents[1] / "tests" / "processes"
    with in_words():
        if not tests.is_dir():
            raise click.ClickException(
                "This is not a checkout: there is no tests folder beside the source to write to."
            )
        skeleton = Skeleton(name, folder)
        written = write_skeleton(
            skeleton,
            processes=package / "processes",
            tests=tests,
            taken={config.label for config in apps.get_app_configs()},
            prefixes={process.prefix for process in all_processes()} | {"A", "R"},
        )
    for path in written:
        click.echo(f"Written: {path.relative_to(package.parents[1])}")
    click.echo("\nAdd this line to PROCESSES in src/goldenthread/config/settings.py, then run `goldenthread migrate`:")
    click.echo(f'    "{skeleton.package}",')
