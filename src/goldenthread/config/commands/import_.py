"""Read a published document (minutes) and bring what it says in, to be checked and accepted."""

from __future__ import annotations

import json
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from goldenthread.config.installation import APP
from goldenthread.config.services import in_words, needs_database, set_up_django
from goldenthread.reading.documents import open_document
from goldenthread.reading.errors import UnreadableDocument
from goldenthread.reading.figures.model import FiguresRead
from goldenthread.reading.figures.reader import read_figures
from goldenthread.reading.minutes.model import Minutes, place_in_words
from goldenthread.reading.minutes.reader import read_minutes
from goldenthread.reading.recommendations.model import RecommendationsRead
from goldenthread.reading.recommendations.reader import read_recommendations
from goldenthread.reading.sniffing import MOST_BYTES
from goldenthread.reading.trackers.opening import open_tracker

#: What recommendations come from (core.thread.models.Origin.Kind, which needs Django to be set up).
KINDS = (
    "inspection", "review", "child_deaths", "audit", "challenge", "voice", "meeting", "national", "other",
)  # fmt: skip
MEGABYTE = 1024 * 1024


@click.group()
def command() -> None:
    """Bring published documents in."""


@command.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Say what was read and write nothing. Needs no database.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--partnership", help="The partnership's slug. Not needed where there is only one.")
@click.option("--group", help="The slug of the group that met, if the minutes name it otherwise.")
@click.option("--accept", is_flag=True, help="Write everything as it was read, without a review.")
@click.option("--as", "email", help="Who brings it in. Not needed where there is one business manager.")
def minutes(
    file: Path,
    dry_run: bool,
    as_json: bool,
    partnership: str | None,
    group: str | None,
    accept: bool,
    email: str | None,
) -> None:
    """Read the minutes in FILE (.txt, .html, .docx or .pdf) and get them ready to be checked.

    Prints the address of the page where they are checked. The same file again changes nothing.
    """
    data = _content(file)
    try:
        found = read_minutes(open_document(data, file.name))
    except UnreadableDocument as refused:
        raise click.ClickException(refused.message) from refused
    if dry_run:
        click.echo(_as_json(found.as_json()) if as_json else _in_words(found))
        return
    with in_words():
        set_up_django(APP)
    answer = _bring_in(data, file.name, partnership_slug=partnership, group_slug=group, email=email, accept=accept)
    click.echo(_as_json(answer) if as_json else "\n".join(answer["lines"]))


@command.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Say what was read and write nothing. Needs no database.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--partnership", help="The partnership's slug. Not needed where there is only one.")
@click.option("--accept", is_flag=True, help="Write everything as it was read, without a review.")
@click.option("--as", "email", help="Who brings it in. Not needed where there is one business manager.")
def figures(file: Path, dry_run: bool, as_json: bool, partnership: str | None, accept: bool, email: str | None) -> None:
    """Read the figures of a report or a table in FILE (.txt, .html, .docx, .pdf with text, .csv, .xlsx).

    Prints the address of the page where they are checked: which measure each row is of, of whom, for which days.
    What could not be placed is listed with the reason. The same file again changes nothing.
    """
    data = _content(file)
    try:
        found = read_figures(data, file.name)
    except UnreadableDocument as refused:
        raise click.ClickException(refused.message) from refused
    if dry_run:
        click.echo(_as_json(found.as_json()) if as_json else "\n".join(_figures_in_words(found)))
        return
    with in_words():
        set_up_django(APP)
    answer = _bring_figures_in(data, found, partnership_slug=partnership, email=email, accept=accept)
    click.echo(_as_json(answer) if as_json else "\n".join(answer["lines"]))


@command.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Say what was read and who holds it; needs no database.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--partnership", help="The partnership's slug. Not needed where there is only one.")
@click.option("--from", "title", help="What they come from is called. The document's first heading, if not given.")
@click.option(
    "--kind", default="inspection", show_default=True, type=click.Choice(KINDS), help="What kind of thing that is."
)
@click.option("--made-on", type=click.DateTime(["%Y-%m-%d"]), help="When they were made. Today, if not given.")
@click.option("--accept", is_flag=True, help="Write those that are new.")
@click.option("--as", "email", help="Who brings them in. Not needed where there is one business manager.")
def recommendations(
    file: Path,
    dry_run: bool,
    as_json: bool,
    partnership: str | None,
    title: str | None,
    kind: str,
    made_on: datetime | None,
    accept: bool,
    email: str | None,
) -> None:
    """Read the recommendations in FILE (.txt, .html, .docx, .pdf with text, .csv, .xlsx) and say who holds each.

    With --dry-run a group holds one if it is printed beside it, or the group's own part of the document takes it up.
    Otherwise the partnership's own groups and agencies count. What is here already is not written again.
    """
    data = _content(file)
    try:
        found = read_recommendations(data, file.name)
    except UnreadableDocument as refused:
        raise click.ClickException(refused.message) from refused
    if not found.recommendations:
        raise click.ClickException(
            "No recommendations were found. They are read from lists below a heading that says so, from lines that "
            "begin with “Recommendation 1”, and from tables with a column of that name."
        )
    if dry_run:
        click.echo(_as_json(found.as_json()) if as_json else "\n".join(_held_in_words(found)))
        return
    with in_words():
        set_up_django(APP)
    answer = _bring_recommendations_in(
        found, partnership_slug=partnership, email=email, title=title, kind=kind,
        made_on=made_on.date() if made_on else None, accept=accept,
    )  # fmt: skip
    click.echo(_as_json(answer) if as_json else "\n".join(answer["lines"]))


@command.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--process", required=True, help="The kind of work, such as private-fostering.")
@click.option("--board", "--partnership", "partnership", help="The partnership's slug. Not needed where there is one.")
@click.option("--agency", help="The agency that keeps the register. Not needed where you speak for one.")
@click.option("--sheet", help="The sheet with the cases, if another than the one that looks most like it.")
@click.option(
    "--map", "map_file", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="How it is read (JSON)."
)
@click.option("--dry-run", is_flag=True, help="Say what would become of each row and write nothing.")
@click.option("--leave-out", is_flag=True, help="Take in the rest where rows are not taken; else nothing is written.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--as", "email", help="Who brings it in: someone who may open such a record.")
def register(
    file: Path,
    process: str,
    partnership: str | None,
    agency: str | None,
    sheet: str | None,
    map_file: Path | None,
    dry_run: bool,
    leave_out: bool,
    as_json: bool,
    email: str | None,
) -> None:
    """Take in a register kept in a spreadsheet (FILE: .xlsx, .ods, .csv), with a report by cell.

    Each row becomes a case as it truly stands; all is written at once, or nothing. The same file again changes nothing.
    """
    data = _content(file)
    try:
        book = open_tracker(data)
    except UnreadableDocument as refused:
        raise click.ClickException(refused.message) from refused
    with in_words():
        set_up_django(APP)
    answer = _take_register_in(
        data, book, name=file.name, process=process, partnership_slug=partnership, agency=agency, sheet=sheet,
        map_file=map_file, dry_run=dry_run, without_refused=leave_out, email=email,
    )  # fmt: skip
    click.echo(_as_json(answer) if as_json else "\n".join(answer["lines"]))


@needs_database
def _take_register_in(*args: Any, **options: Any) -> dict[str, Any]:
    answer: dict[str, Any] = import_module("goldenthread.config.register_in").take_in(*args, **options)
    return answer


@needs_database
def _bring_recommendations_in(found: RecommendationsRead, **options: Any) -> dict[str, Any]:
    # as above
    module = import_module("goldenthread.config.recommendations_in")
    answer: dict[str, Any] = module.take_in(found, **options)
    return answer


def _held_in_words(found: RecommendationsRead) -> list[str]:
    """Each recommendation with who holds it in the document's own words, and the priority it is nearest to."""
    titles = {one.number: one.title for one in found.priorities}
    lines = [f"{found.title}: {len(found.recommendations)} recommendations, {len(found.priorities)} priorities"]
    for one in found.recommendations:
        lines.append(f"{one.number}. {one.text} ({one.where})")
        printed = [text for text in (one.group, one.owner) if text]
        holders = [f"{held.group} ({held.where})" for held in one.holders]
        lines.append(f"   Held by: {'; '.join(printed + holders) or 'no group'}")
        if one.priority:
            lines.append(f"   Perhaps serves priority {one.priority}: {titles[one.priority]}")
    without = ", ".join(one.number for one in found.unheld)
    lines.append(f"No group holds: {without or 'none; each is held'}.")
    return lines


@needs_database
def _bring_figures_in(data: bytes, found: FiguresRead, **options: Any) -> dict[str, Any]:
    # as above
    module = import_module("goldenthread.config.figures_in")
    answer: dict[str, Any] = module.bring_in(data, found, **options)
    return answer


def _figures_in_words(found: FiguresRead) -> list[str]:
    """Each table with how many figures it has, and what found no place."""
    sections: dict[str, list[int]] = {}
    for row in found.rows:
        sections.setdefault(row.section, []).append(len(row.figures))
    return [
        f"About: {found.period.words if found.period else 'not said'}",
        *(f"{section}: {len(counts)} rows, {sum(counts)} figures" for section, counts in sections.items()),
        *(
            f"Not as it is: {figure.where}: {figure.problem}"
            for row in found.rows
            for figure in row.figures
            if figure.problem
        ),
        *(f"Could not be placed: {one.text} ({one.where}): {one.why}" for one in found.left),
    ]


@needs_database
def _bring_in(data: bytes, name: str, **options: Any) -> dict[str, Any]:
    # its models can be imported only now that Django is set up
    answer: dict[str, Any] = import_module("goldenthread.config.minutes_in").bring_in(data, name, **options)
    return answer


def _content(file: Path) -> bytes:
    """All of the file; one that is too large is refused without being read."""
    size = file.stat().st_size
    if size > MOST_BYTES:
        raise click.ClickException(
            f"{file.name} is {size // MEGABYTE} MB; the limit is {MOST_BYTES // MEGABYTE} MB. "
            "Save the minutes alone, without pictures and papers, and try again."
        )
    try:
        return file.read_bytes()
    except OSError as trouble:
        raise click.ClickException(f"{file.name} cannot be opened: {trouble.strerror}.") from trouble


def _as_json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _in_words(found: Minutes) -> str:
    head = found.meeting
    lines = [
        f"Group: {head.group or 'not said'}",
        f"Date: {head.date.isoformat() if head.date else 'not said'}",
        *(f"{name}: {len(rows)}" for name, rows in _counted(found)),
        *(f"Warning: {warned.message}" + _at(place_in_words(warned.where)) for warned in found.warnings),
        *(f"Could not be placed: {where.text}" + _at(place_in_words(where)) for where in found.unplaced),
    ]
    return "\n".join(lines)


def _counted(found: Minutes) -> tuple[tuple[str, list[Any]], ...]:
    return (
        ("People", [*found.attendance, *found.presenters]),
        ("Items", found.items),
        ("Earlier actions", found.previous_actions),
        ("New actions", found.actions),
        ("Promises", found.promises),
        ("Recommendations", found.recommendations),
        ("Meetings to come", found.future_meetings),
    )


def _at(place: str | None) -> str:
    return f" ({place})" if place else ""
