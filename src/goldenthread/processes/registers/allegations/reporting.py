"""The year in counts, as it may be shown: on a page, for the board in Word and Excel, and for whoever asks for it under
the Freedom of Information Act, with what each word means. From what was kept of the count and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.disclosure.symbols import CONFIDENTIAL
from goldenthread.kernel.now import today
from goldenthread.kernel.periods import Stretch, label
from goldenthread.law.lado.outcomes import OUTCOMES, TARGETS, edition_on
from goldenthread.publishing.documents import Bullets, Column, Document, Facts, Paragraph, Section, Table
from goldenthread.publishing.spreadsheets import Sheet, to_csv, to_workbook
from goldenthread.publishing.word import to_word

from .counting import ALLEGATIONS, CLOSED, CONSULTATIONS, CONTACTS, CONVERSION, OPEN, share_key
from .models import YearCount

WITHHELD = CONFIDENTIAL.text
REPORT, REQUEST = "board", "request"
DEFINITIONS = (
    ("Contact", "Every approach to the designated officer about someone who works with children."),
    ("Allegation", "A contact that meets a criterion of the guidance: harm, a possible offence, a risk to children or, "
     "since September 2020, behaviour that may make a person unsuitable."),
    ("Consultation", "A contact that meets no criterion: the employer is advised, and deals with it."),
    ("Information only", "A contact in which another area's designated officer leads."),
    ("Not decided yet", "A contact of which it was not yet decided what it is when the year was counted."),
    ("Closed", "An outcome was agreed and the case was closed in the year, whenever the contact was made."),
    ("How long it took", "From the contact to the closing, of allegations alone: consultations are left out."),
    ("Withheld", f"'{WITHHELD}': {CONFIDENTIAL.meaning} Figures of 1 to 5 are, and those that would tell them."),
)  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A count as rows to show: every cell a text, withheld ones with their symbol."""

    count: YearCount

    @property
    def year(self) -> Stretch:
        return Stretch(self.count.first, self.count.last)

    @property
    def tables(self) -> Iterator[tuple[str, list[str], list[list[str]]]]:
        for one in self.count.shown["tables"]:
            yield one["title"], one["columns"], [[name, *map(self.text, keys)] for name, keys in one["rows"]]

    def text(self, key: str) -> str:
        """A number or a share as it is shown; "" for no key."""
        if not key:
            return ""
        value = self.count.shown["cells"].get(key)
        if value is None:
            return WITHHELD
        return f"{value}%" if isinstance(value, float) else f"{value:,}"

    def number(self, key: str) -> Any:
        value = self.count.shown["cells"].get(key)
        return (WITHHELD if value is None else value) if key else ""

    @property
    def left_out(self) -> list[str]:
        return list(self.count.shown["left_out"])


def sentences(shown: Shown, before: Shown | None = None) -> list[str]:
    """The year in a few sentences, each with what it rests on; none that a withheld figure would be needed for."""
    return [one for one in (_contacts(shown, before), _conversion(shown), *_targets(shown), _capacity(shown)) if one]


def _contacts(shown: Shown, before: Shown | None) -> str:
    keys = (CONTACTS, ALLEGATIONS, CONSULTATIONS)
    numbers = [shown.text(key) for key in keys]
    if WITHHELD in numbers:
        return ""
    said = f"There were {numbers[0]} contacts: {numbers[1]} allegations and {numbers[2]} consultations."
    was = [before.text(key) for key in keys] if before else []
    if not before or WITHHELD in was:
        return said
    return f"{said} In {label(before.year)} there were {was[0]}: {was[1]} and {was[2]}."


def _conversion(shown: Shown) -> str:
    share = shown.text(CONVERSION)
    return "" if share == WITHHELD else f"{share} of contacts were allegations."


def _targets(shown: Shown) -> Iterator[str]:
    """What was resolved in time, beside what the guidance aimed at while it did."""
    aimed = edition_on(shown.year.last).note.startswith(("Targets", "The same", "The last"))
    for months, share in TARGETS:
        text = shown.text(share_key(months))
        if text == WITHHELD or not shown.count.shown["cells"].get(CLOSED):
            continue
        of = f"{text} of the {shown.text(CLOSED)} allegations closed were resolved within "
        length = f"{months} month{'' if months == 1 else 's'}"
        goal = f"the guidance aimed at {share}%" if aimed else "the guidance of the year sets no target"
        yield f"{of}{length}; {goal}."


def _capacity(shown: Shown) -> str:
    still, officers = shown.text(OPEN), shown.count.shown["officers"]
    if still == WITHHELD or not officers:
        return ""
    each = shown.count.shown["cells"][OPEN] / officers
    said = f"{still} allegations were open at the end of the year"
    return f"{said}: {each:.1f} for each of {officers} designated officer{'' if officers == 1 else 's'}."


def definitions(shown: Shown) -> list[tuple[str, str]]:
    """What the words mean, and each outcome's test."""
    local = [one.title for one in OUTCOMES if one.from_ and one.from_ > shown.year.last]
    told = [(one.title, one.test + (" A local value in this year." if one.title in local else "")) for one in OUTCOMES]
    return [*DEFINITIONS, *told]


def source(shown: Shown) -> str:
    made = f"{shown.count.counted_at.astimezone():%-d %B %Y}"
    return f"Source: {shown.count.source.lower()}, {label(shown.year)}, counted on {made}."


def title(edition: str, shown: Shown) -> str:
    what = "Allegations against people who work with children"
    return f"{what}: {'report to the board' if edition == REPORT else 'counts'}, {label(shown.year)}"


def to_docx(board: Partnership, edition: str, shown: Shown, before: Shown | None) -> bytes:
    return to_word(document(board, edition, shown, before))


def document(board: Partnership, edition: str, shown: Shown, before: Shown | None) -> Document:
    tables = tuple(
        Section(name, (Table(name, _columns(heads), tuple(tuple(row) for row in rows)), Paragraph(source(shown))))
        for name, heads, rows in shown.tables
    )
    words = Section("What the words mean", (Facts(tuple(definitions(shown))),))
    first = (
        Section("The year", (Bullets(tuple(sentences(shown, before))), Paragraph(source(shown))))
        if edition == REPORT
        else Section("About these figures", tuple(Paragraph(text) for text in covering(board, shown)))
    )
    return Document(
        title=title(edition, shown),
        organisation=board.name,
        issued_on=today(),
        cover=False,
        contents=False,
        sections=(first, *tables, words),
    )


def covering(board: Partnership, shown: Shown) -> list[str]:
    """What goes before the figures of an answer to a request. It names nobody and leads to no case."""
    said = [
        f"This is what {board.name} holds, as counts, on allegations against people who work with children in "
        f"{label(shown.year)}. It answers requests under the Freedom of Information Act 2000.",
        "The figures are counts alone. What is known of each person and each child is confidential, and no document "
        "of a case is part of this answer.",
        f"Where '{WITHHELD}' stands, the figure is 1 to 5, or would tell one that is. It is personal data of those "
        "concerned (section 40 of the Act), and it is not known from any other figure here.",
        source(shown),
    ]
    if shown.left_out:
        said.insert(3, f"Left out, because no way was found to protect it: {', '.join(shown.left_out)}.")
    return said


def _columns(heads: list[str]) -> tuple[Column, ...]:
    return (Column("What is counted", 3, heads_row=True), *(Column(head, align="right") for head in heads))


def to_excel(board: Partnership, edition: str, shown: Shown, before: Shown | None) -> bytes:
    first = sentences(shown, before) if edition == REPORT else covering(board, shown)
    sheets = [Sheet("About", ("About these figures",), [[line] for line in (*first, source(shown))])]
    for one in shown.count.shown["tables"]:
        rows = [[name, *map(shown.number, keys)] for name, keys in one["rows"]]
        sheets.append(Sheet(one["title"], ("What is counted", *one["columns"]), rows))
    sheets.append(Sheet("What the words mean", ("Word", "Meaning"), definitions(shown)))
    return to_workbook(title(edition, shown), sheets)


def to_comma(shown: Shown) -> bytes:
    """One row for each figure of every table, withheld ones with their symbol."""
    rows = [
        [label(shown.year), one["title"], name, head, shown.number(key)]
        for one in shown.count.shown["tables"]
        for name, keys in one["rows"]
        for head, key in zip(one["columns"], keys, strict=True)
        if key
    ]
    return to_csv(("Year", "Table", "Row", "Column", "Figure"), rows)
