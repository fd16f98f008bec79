"""A document as one accessible HTML page that needs nothing else, or as a fragment for a page of the site."""

from __future__ import annotations

import base64
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

from goldenthread.publishing import wording
from goldenthread.publishing.documents import (
    Bullets,
    Document,
    Drawing,
    Facts,
    Figure,
    Heading,
    Note,
    Paragraph,
    Table,
    Text,
    front,
    runs,
)  # fmt: skip
from goldenthread.publishing.preparing import Part, Ready, flowing, prepare

_STYLE = Path(__file__).parent / "data" / "document.css"
_MEDIA = {"png": "image/png", "jpg": "image/jpeg", "svg": "image/svg+xml"}


def to_html(document: Document) -> str:
    """A whole page: skip link, language, contents with links, print style. Every text is escaped."""
    language, title = _said(document.language), _said(document.title)
    marking = f'<p class="marking">{_said(document.marking)}</p>' if document.marking else ""
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE.read_text(encoding='utf-8')}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#document">Skip to the document</a>\n'
        f'<header>{marking}<p class="organisation">{_said(document.organisation)}</p></header>\n'
        f'<main id="document" tabindex="-1">\n{to_html_fragment(document)}</main>\n'
        f"<footer>{marking}<p>{_said(_footer(document))}</p></footer>\n</body>\n</html>\n"
    )


def to_html_fragment(document: Document, *, first_level: int = 1) -> str:
    """The document without page around it. `first_level` is the heading level of its title, 1 to 3."""
    title = _heading(document.title, first_level)
    subtitle = f'<p class="subtitle">{_said(document.subtitle)}</p>\n' if document.subtitle else ""
    parts = prepare(document)
    contents = _contents(parts, first_level) if document.contents else ""
    sections = "".join(_section(part, place, first_level) for place, part in enumerate(parts, start=1))
    return f"{title}{subtitle}{_facts(front(document))}{contents}{sections}"


def _footer(document: Document) -> str:
    return " · ".join(part for part in (document.organisation, document.title, document.edition) if part)


def _said(text: str) -> str:
    return escape(wording.clean(text))


def _lines(text: Text) -> str:
    made = ""
    for words in runs(text):
        said = _said(words.text).replace("\n", "<br>\n")
        made += f"<strong>{said}</strong>" if words.strong else said
    return made


def _heading(text: str, level: int, identity: str = "") -> str:
    level = min(level, 6)
    where = f' id="{identity}"' if identity else ""
    return f"<h{level}{where}>{_said(text)}</h{level}>\n"


def _contents(parts: tuple[Part, ...], first_level: int) -> str:
    if not parts:
        return ""
    entries = "".join(
        f'<li class="level-{part.level}"><a href="#section-{place}">{_said(part.heading)}</a></li>\n'
        for place, part in enumerate(parts, start=1)
        if part.level < 3
    )
    heading = _heading("Contents", first_level + 1, "contents")
    return f'<nav aria-labelledby="contents">\n{heading}<ul>\n{entries}</ul>\n</nav>\n'


def _section(part: Part, place: int, first_level: int) -> str:
    heading = _heading(part.heading, first_level + part.level, f"section-{place}")
    blocks = "".join(_block(block, first_level) for block in flowing(part.blocks, part.level))
    kind = ' class="fresh"' if part.new_page else ""
    return f"<section{kind}>\n{heading}{blocks}</section>\n"


def _block(block: Ready, first_level: int) -> str:
    if isinstance(block, Heading):
        return _heading(block.text, first_level + block.level)
    return _MAKERS[type(block)](block)


def _paragraph(paragraph: Paragraph) -> str:
    return f"<p>{_lines(paragraph.text)}</p>\n"


def _bullets(bullets: Bullets) -> str:
    kind = "ol" if bullets.numbered else "ul"
    return f"<{kind}>\n" + "".join(f"<li>{_lines(item)}</li>\n" for item in bullets.items) + f"</{kind}>\n"


def _note(note: Note) -> str:
    strong = f"<p><strong>{_said(note.title)}</strong></p>\n" if note.title else ""
    return f'<div class="note">\n{strong}<p>{_lines(note.text)}</p>\n</div>\n'


def _table(table: Table) -> str:
    if not table.rows:
        caption = f"<strong>{_said(table.caption)}.</strong> " if table.caption else ""
        return f"<p>{caption}{_said(table.empty)}</p>\n"
    heads = "".join(f'<th scope="col"{_aligned(column.align)}>{_said(column.title)}</th>' for column in table.columns)
    rows = "".join(f"<tr>{_row(table, row)}</tr>\n" for row in table.rows)
    caption = f"<caption>{_said(table.caption)}</caption>\n" if table.caption else ""
    # The group can be scrolled by keyboard where the table is wider than the screen.
    name = _said(table.caption or "Table")
    return (
        f'<div class="table" role="group" tabindex="0" aria-label="{name}">\n<table>\n{caption}'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n"
    )


def _row(table: Table, row: tuple[Text, ...]) -> str:
    made = ""
    for column, cell in zip(table.columns, row, strict=True):
        tag, scope = ("th", ' scope="row"') if column.heads_row else ("td", "")
        made += f"<{tag}{scope}{_aligned(column.align)}>{_lines(cell)}</{tag}>"
    return made


def _aligned(align: str) -> str:
    return ' class="right"' if align == "right" else ""


def _facts(facts: Facts) -> str:
    if not facts.pairs:
        return ""
    pairs = "".join(f"<div><dt>{_said(label)}</dt><dd>{_lines(text)}</dd></div>\n" for label, text in facts.pairs)
    return f"<dl>\n{pairs}</dl>\n"


def _figure(figure: Figure) -> str:
    source = f"data:{_MEDIA[figure.kind]};base64,{base64.b64encode(figure.image).decode('ascii')}"
    caption = f"<figcaption>{_said(figure.caption)}</figcaption>\n" if figure.caption else ""
    return f'<figure>\n<img src="{source}" alt="{_said(figure.alternative)}">\n{caption}</figure>\n'


def _drawing(drawing: Drawing) -> str:
    """The drawing stands in the page itself, so that its words are words; a drawing of more than shapes is refused."""
    caption = f"<figcaption>{_said(drawing.title)}</figcaption>\n" if drawing.title else ""
    narrow = f'<div class="narrow">\n{drawing.narrow}</div>\n' if drawing.narrow else ""
    kind = "chart both" if narrow else "chart"
    wide = f'<div class="wide">\n{drawing.svg}</div>\n'
    return f'<figure class="{kind}">\n{caption}{wide}{narrow}</figure>\n{_table(drawing.table)}'


_MAKERS: dict[type[Ready], Callable[[Any], str]] = {
    Paragraph: _paragraph,
    Bullets: _bullets,
    Table: _table,
    Facts: _facts,
    Note: _note,
    Figure: _figure,
    Drawing: _drawing,
}
