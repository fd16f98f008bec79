"""Make the pack of a meeting, or its draft minutes, as one person may see it, and write it to a file."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click
from django.core.exceptions import PermissionDenied, ValidationError

from goldenthread.config.installation import Trouble
from goldenthread.config.services import needs_database
from goldenthread.core.tenancy.models import Partnership, User
from goldenthread.core.tenancy.seats import acting_as_user
from goldenthread.processes.governance.meetings.making import may_look_back
from goldenthread.processes.governance.meetings.models import Meeting, PackRun
from goldenthread.processes.governance.meetings.pack import finish, gather
from goldenthread.publishing.documents import Document

FORMATS = {"pdf": PackRun.Format.PDF, "word": PackRun.Format.WORD, "html": PackRun.Format.HTML}
Edition = PackRun.Edition


@click.command()
@click.argument("reference", metavar="MEETING_REFERENCE")
@click.option("--partnership", required=True, help="The partnership's slug.")
@click.option("--as", "email", required=True, help="Whose pack it is: it holds nothing this person may not see.")
@click.option("--edition", type=click.Choice(Edition.values), default=Edition.MEMBERS.value, show_default=True)
@click.option("--public", is_flag=True, help="The public edition, without restricted items: --edition public.")
@click.option("--format", "kind", type=click.Choice(list(FORMATS)), default="pdf", show_default=True)
@click.option(
    "--known-on", type=click.DateTime(["%Y-%m-%d"]), help="Its scorecards as they were known on that day (YYYY-MM-DD)."
)
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The file to write."
)
@needs_database
def command(
    reference: str,
    partnership: str,
    email: str,
    edition: str,
    public: bool,
    kind: str,
    known_on: datetime | None,
    output: Path,
) -> None:
    """Make the pack of the meeting with MEETING_REFERENCE (like M-2026-0007) and write it to a file.

    The members' edition unless told otherwise; the edition "minutes" gives the draft minutes alone.
    """
    if not output.absolute().parent.is_dir():
        raise click.ClickException(f"There is no folder {output.absolute().parent}.")
    wanted, day = Edition.PUBLIC.value if public else edition, known_on.date() if known_on else None
    try:
        may_look_back(wanted, day)
    except ValidationError as refused:
        raise click.UsageError(" ".join(refused.messages)) from refused
    document = read_as(email, partnership, reference, wanted, day)
    made = finish(document, FORMATS[kind].value)
    try:
        output.write_bytes(made.content)
    except OSError as trouble:
        raise click.ClickException(f"{output} cannot be written: {trouble.strerror}.") from trouble
    click.echo(f"{document.title}: {output} ({len(made.content) / 1_000_000:.1f} MB).")


def read_as(email: str, slug: str, reference: str, edition: str, known_on: date | None = None) -> Document:
    """The pack as a document, gathered under that person's own sight. Raises Trouble, in words."""
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise Trouble(f"Nobody signs in as {email}.")
    board = Partnership.objects.filter(slug=slug).first()
    if board is None:
        known = ", ".join(Partnership.objects.order_by("slug").values_list("slug", flat=True)[:50])
        raise Trouble(f"There is no partnership “{slug}”. There are: {known or 'none yet'}.")
    try:
        with acting_as_user(user):
            meeting = Meeting.objects.filter(partnership=board, reference__iexact=reference).first()
            if meeting is None:
                raise Trouble(f"{board} has no meeting {reference} that {user} may see.")
            return gather(meeting, edition=edition, known_on=known_on)
    except PermissionDenied as refused:
        raise Trouble(str(refused)) from refused
