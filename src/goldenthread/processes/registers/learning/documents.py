"""Learning as a document of one page: PDF, Word and web page from one value."""

from __future__ import annotations

import io

import pypdf

from goldenthread.kernel.calendars import say
from goldenthread.kernel.now import today
from goldenthread.publishing.documents import Bullets, Document, Paragraph, Section
from goldenthread.publishing.html import to_html
from goldenthread.publishing.pdf import to_pdf
from goldenthread.publishing.word import to_word

from .models import Learning

FORMATS = {"pdf": "PDF", "docx": "Word", "html": "Web page"}
NOT_YET = "DRAFT: not to be passed on"


def document_of(learning: Learning) -> Document:
    """What stands in it and nothing else: no reference of a case, no group, nobody's name.

    A draft is laid out as it will go out, with a mark above: what fits its page now fits it then.
    """
    parts = (
        ("What happened", (Paragraph(learning.happened.strip()),)),
        ("What was learned", _points(learning.learned)),
        ("What to do", _points(learning.to_do)),
        ("To discuss", _points(learning.questions)),
        ("To read", _points(learning.further)),
    )
    published = learning.state == Learning.State.PUBLISHED
    what = f"{learning.get_what_display()}, {say(learning.published_on or today())}"
    return Document(
        title=learning.named,
        subtitle=what,
        organisation=learning.partnership.name,
        marking="" if published else NOT_YET,
        cover=False,
        contents=False,
        short=True,
        sections=tuple(Section(title, blocks) for title, blocks in parts if blocks),
    )


def file_of(learning: Learning, format_: str) -> bytes:
    """One of FORMATS."""
    document = document_of(learning)
    if format_ == "pdf":
        return to_pdf(document)
    return to_word(document) if format_ == "docx" else to_html(document).encode()


def pages_of(learning: Learning) -> int:
    """How many pages it takes as PDF."""
    return len(pypdf.PdfReader(io.BytesIO(file_of(learning, "pdf"))).pages)


def points(text: str) -> list[str]:
    """One point in a line, without the dashes that people write before it."""
    return [line.strip().lstrip("-*•").strip() for line in text.splitlines() if line.strip(" -*•\t")]


def _points(text: str) -> tuple[Bullets, ...]:
    said = tuple(points(text))
    return (Bullets(said),) if said else ()
