"""Set up a partnership: its name, its agencies and its first business manager."""

from __future__ import annotations

from pathlib import Path
from typing import IO

import click
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, connection
from django.utils.text import slugify

from goldenthread.config.services import in_words, needs_database
from goldenthread.config.setting_up import Wanted, account_exists, set_up
from goldenthread.core.tenancy.models import Agency, Partnership
from goldenthread.law.eras import ERAS

FRAMEWORKS = [one.key for one in ERAS if one.key != "CDR_2018"]


@click.command(
    epilog="A line of the file, or an --agency, is a name; a comma and one of these may follow it: "
    + ", ".join(Agency.Kind.values)
    + "."
)
@click.option("--name", help="The partnership's full name.")
@click.option("--short-name", default=None, help="Its initials.")
@click.option("--slug", help="The word in its addresses. Made from the short name unless given; it never changes.")
@click.option("--era", type=click.Choice(FRAMEWORKS), default="LSCP_2023", show_default=True, help="Its framework.")
@click.option("--office", default="", help="The agency that employs the business manager. Default: the NAME office.")
@click.option("--agency", "agencies", multiple=True, help="An agency at its table; give as many as there are.")
@click.option("--agencies", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="A file of agencies, one to a line.")  # fmt: skip
@click.option("--manager", help="The first business manager's name.")
@click.option("--email", help="The address the business manager signs in with.")
@click.option("--password-file", type=click.File("r"), help="Read the first password from a file (- is the input).")
@needs_database
def command(name: str | None, short_name: str | None, slug: str | None, era: str, office: str,
            agencies: tuple[str, ...], file: Path | None, manager: str | None, email: str | None,
            password_file: IO[str] | None) -> None:  # fmt: skip
    """Set up a partnership in one go. What is not given as an option is asked for."""
    _refuse_without_tables()
    name = name or click.prompt("The partnership's full name")
    if short_name is None:
        short_name = click.prompt("Its short name (initials)", default="", show_default=False)
    slug = slug or click.prompt("The word in its addresses", default=slugify(short_name or name)[:50])
    if Partnership.objects.filter(slug=slug).exists():
        raise click.ClickException(f"There is a partnership at /{slug}/ already. Choose another --slug.")
    manager = manager or click.prompt("The first business manager's name")
    email = email or click.prompt("The address they sign in with")
    named = [*agencies, *(_lines(file) if file else [])] or _ask_agencies()
    known = account_exists(email)
    password = None if known else _password(password_file)
    wanted = Wanted(name, slug, manager, email, short_name, era, office, named)
    with in_words():
        board = set_up(wanted, password)
    click.echo(f"{board} is set up, with {len(named)} agencies beside its own office.")
    how = "with the account they have" if known else "with the password you gave; they are asked for a second factor"
    click.echo(f"{manager} signs in as {email} {how}. Its pages are at /{board.slug}/.")


def _refuse_without_tables() -> None:
    try:
        Partnership.objects.exists()
    except ProgrammingError as missing:
        connection.close()
        raise click.ClickException("The tables are not there yet. Run `goldenthread migrate` first.") from missing


def _lines(file: Path) -> list[str]:
    lines = (line.strip() for line in file.read_text(encoding="utf-8-sig").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _ask_agencies() -> list[str]:
    """One to a line until an empty one; none at all is fine, they can be added later."""
    found: list[str] = []
    while line := click.prompt("An agency at its table (empty to go on)", default="", show_default=False).strip():
        found.append(line)
    return found


def _password(file: IO[str] | None) -> str:
    given = (
        file.read().strip() if file else click.prompt("Their first password", hide_input=True, confirmation_prompt=True)
    )
    try:
        validate_password(given)
    except ValidationError as weak:
        raise click.ClickException(" ".join(weak.messages)) from weak
    return str(given)
