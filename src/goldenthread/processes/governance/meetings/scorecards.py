"""A group's scorecards in its pack: a table of how each measure stands, then each with its chart and its figures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from goldenthread.analytics.carding import CardRead, LineRead
from goldenthread.analytics.chance import chance_words
from goldenthread.analytics.saying import (
    STANDING_WORDS,
    changes,
    standard_words,
    value_words,
    variation_words,
)
from goldenthread.kernel.disclosure.symbols import UNRELIABLE
from goldenthread.kernel.now import today
from goldenthread.publishing.charts.editions import as_block
from goldenthread.publishing.documents import Block, Bullets, Column, Paragraph, Section, Table
from goldenthread.publishing.wording import day

HOW_TO_READ = (
    "A figure is judged by its own history: limits show how far it moves by chance, and a mark says that a figure lies "
    "beyond that. Fewer than 12 figures are not judged. What is met or missed stands only against a stated standard."
)
#: A pack says twice that it looks back, as its readers would take its figures for today's.
LATER = ", and not as they are known now: what was sent, put right or taken back since then is not in them"
COLUMNS = (
    Column("Measure", 2.6, heads_row=True), Column("Latest", 1.5), Column("How it varies", 2.8),
    Column("Against its standard", 2.4),
)  # fmt: skip


def scorecards(cards: Iterable[CardRead], known_on: date | None = None) -> list[Section]:
    """The sections of each scorecard: its table, then one for each measure that has a figure.

    `known_on`: the day as of whose end they were read, where it is not now.
    """
    made: list[Section] = []
    for place, card in enumerate(cards, 1):
        read = Paragraph(
            f"As the figures were known on {day(known_on or today())}{LATER if known_on else ''}. {HOW_TO_READ}"
        )
        title = f"Scorecard: {card.title}"
        table = Table(title, COLUMNS, tuple(map(_row, card.lines)))
        marked = any(UNRELIABLE.text in text for row in table.rows for text in row if isinstance(text, str))
        legend = (Paragraph(f"{UNRELIABLE.text}: {UNRELIABLE.meaning}"),) if marked else ()
        made.append(Section(title, (read, table, *legend), new_page=True))
        made += [
            _measure(line, f"card{place}m{number}")
            for number, line in enumerate(card.lines, 1)
            if line.found.series.figures
        ]
    return made


def _row(line: LineRead) -> tuple[str, ...]:
    found = line.found
    owner = found.series.measure.owner_agency
    when = f"\n{found.latest.label}" if found.latest else ""
    provisional = "\nProvisional" if found.latest and found.latest.provisional else ""
    standing = STANDING_WORDS.get(found.standing, "")
    return (
        f"{found.series.measure.title}\n{owner or 'Nobody answers for it yet'}",
        f"{value_words(found)}{when}{provisional}",
        variation_words(found),
        f"{f'{standing}. ' if standing else ''}{standard_words(found)}",
    )


def _measure(line: LineRead, key: str) -> Section:
    found = line.found
    said = [words for words in (found.verdict, chance_words(found.latest, found.series.definition)) if words]
    blocks: list[Block] = [Paragraph(found.series.measure.question), Paragraph(" ".join(said))]
    if told := changes(found):
        blocks.append(Bullets(tuple(told)))
    blocks.append(as_block(line.chart, key))
    if line.gaps is not None:
        blocks.append(as_block(line.gaps, f"{key}g"))
    return Section(found.series.measure.title, tuple(blocks), level=2)
