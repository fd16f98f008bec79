"""Check whether a report or a table adds up: totals, changes, percentages, in tables and in sentences."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import click

from goldenthread.kernel.arithmetic.findings import Confidence, Finding, Kind
from goldenthread.reading.errors import UnreadableDocument
from goldenthread.reading.reports.checking import Checked, check_document
from goldenthread.reading.sniffing import MOST_BYTES

MEGABYTE = 1024 * 1024
HEADINGS = {
    Confidence.SURE: "Wrong",
    Confidence.LIKELY: "Very probably wrong",
    Confidence.NOTE: "Worth a look",
}


@click.command()
@click.argument("file", metavar="FILE|TABLE", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@click.option(
    "--json", "as_json", is_flag=True, help="Print a list of objects: where, kind, printed, computed, confidence, text."
)
@click.option(
    "--all", "every", is_flag=True, help="Say also what cannot be told (a line kept back, a whole not given)."
)
def command(file: Path, as_json: bool, every: bool) -> None:
    """Check whether FILE adds up: a report (.txt, .html, .docx, .pdf with text) or a table (.csv, .tsv, .xlsx).

    - in place of a file reads a table or a text from standard input, as it is pasted.

    Confidence is "sure" (cannot be as printed), "likely" (very probably wrong) or "note" (worth a look). Ordinary
    rounding is never reported. The exit code is 0 when the file was checked, whatever was found, and 1 when it
    could not be read. Needs no database.
    """
    data, name = _content(file)
    try:
        checked = check_document(data, name, every=every)
    except UnreadableDocument as refused:
        raise click.ClickException(refused.message) from refused
    if as_json:
        click.echo(json.dumps([finding.as_json() for finding in checked.findings], ensure_ascii=False, indent=2))
        return
    for line in in_words(checked):
        click.echo(line)


def _content(file: Path) -> tuple[bytes, str]:
    """All of the file and its name; one that is too large is refused before it is read."""
    if str(file) == "-":
        return _within_limit(sys.stdin.buffer.read(MOST_BYTES + 1), "The table")
    try:
        if file.stat().st_size > MOST_BYTES:
            raise _too_large(file.name)
        return file.read_bytes(), file.name
    except OSError as trouble:
        raise click.ClickException(f"{file} cannot be opened: {trouble.strerror}.") from trouble


def _within_limit(data: bytes, name: str) -> tuple[bytes, str]:
    if len(data) > MOST_BYTES:
        raise _too_large(name)
    return data, "pasted.txt"


def _too_large(name: str) -> click.ClickException:
    return click.ClickException(
        f"{name} is larger than {MOST_BYTES // MEGABYTE} MB, the limit. "
        "Save the part with the tables alone, without pictures, and try again."
    )


def in_words(checked: Checked) -> list[str]:
    """The findings for a person to read, the surest first, and how much was looked at."""
    lines: list[str] = []
    for confidence, heading in HEADINGS.items():
        found = [f for f in checked.findings if f.confidence is confidence and f.kind is not Kind.CANNOT_TELL]
        lines += _section(heading, found)
    lines += _section("Cannot tell", [f for f in checked.findings if f.kind is Kind.CANNOT_TELL])
    counted = Counter(finding.confidence for finding in checked.findings if finding.kind is not Kind.CANNOT_TELL)
    looked = f"{_many(len(checked.tables), 'table')} and {_many(len(checked.sentences), 'sentence')} with figures"
    if not counted:
        return [*lines, f"Looked at {looked}: nothing that does not add up was found."]
    said = ", ".join(f"{HEADINGS[c].lower()}: {counted[c]}" for c in HEADINGS if counted[c])
    return [*lines, f"Looked at {looked}. {said[:1].upper()}{said[1:]}."]


def _section(heading: str, found: list[Finding]) -> list[str]:
    if not found:
        return []
    return [heading, *(line for finding in found for line in (f"  {finding.where}", f"    {finding.text}")), ""]


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
