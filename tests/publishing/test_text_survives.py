"""Whatever people type reaches every format as they typed it."""

from __future__ import annotations

import html
import io
import re
import unicodedata
import zipfile

import docx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml.html import document_fromstring

from goldenthread.publishing.documents import Bullets, Column, Document, Facts, Heading, Note, Paragraph, Section, Table
from goldenthread.publishing.html import to_html
from goldenthread.publishing.pdf import to_pdf
from goldenthread.publishing.word import to_word
from goldenthread.publishing.wording import breakable, clean, printable
from tests.publishing.samples import text_of, tight

FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
# What people type: the keyboard's own signs, names of Europe, signs that are markup somewhere.
TYPED = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x17F, categories=("L", "N", "P", "S")), min_size=1, max_size=60
)
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=80)


def everywhere(text: str) -> Document:
    """A document that says `text` in every place a text can stand."""
    table = Table(text, (Column(text), Column("B")), ((text, text),))
    blocks = (Paragraph(text), Bullets((text,)), table, Facts(((text, text),)), Note(text, text), Heading(text))
    return Document(
        title=f"T {text}", subtitle=text, organisation=text, marking=text, edition=text,
        sections=(Section(f"S {text}", blocks),),
    )  # fmt: skip


def elements(page: str) -> list[tuple[str, list[str]]]:
    """Every element of a page with the names of its attributes."""
    return [(str(node.tag), sorted(node.attrib)) for node in document_fromstring(page).iter()]


@FEW
@given(TYPED)
def test_typed_text_survives_into_pdf(text: str) -> None:
    # Ligatures and the like are the same letters; NFKC says so. Soft hyphens are not for reading.
    wanted = tight(unicodedata.normalize("NFKC", printable(text)))
    said = tight(unicodedata.normalize("NFKC", text_of(to_pdf(everywhere(text)))))
    assert said.count(wanted) >= 10


@FEW
@given(TYPED)
def test_typed_text_survives_into_word(text: str) -> None:
    word = docx.Document(io.BytesIO(to_word(everywhere(text))))
    assert [p.text for p in word.paragraphs].count(text) >= 4
    assert all(cell.text == text for cell in word.tables[0].rows[1].cells)
    assert word.core_properties.title == f"T {text}"


@FEW
@given(TYPED)
def test_typed_text_survives_into_html_and_is_never_markup(text: str) -> None:
    page = to_html(everywhere(text))
    assert page.count(html.escape(text)) >= 12
    assert elements(page) == elements(to_html(everywhere("x")))


@settings(max_examples=60, deadline=None)
@given(ANYTHING)
def test_no_text_whatever_stops_any_format(text: str) -> None:
    document = everywhere(text)
    assert to_pdf(document).startswith(b"%PDF-1.7")
    assert to_html(document).endswith("</html>\n")
    with zipfile.ZipFile(io.BytesIO(to_word(document))) as packed:
        assert packed.testzip() is None


@given(ANYTHING)
def test_cleaning_takes_out_only_what_cannot_be_shown_and_is_done_once(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    for character in cleaned:
        assert character == "\n" or unicodedata.category(character) not in ("Cc", "Cs")
    letters = [character for character in text if unicodedata.category(character)[0] in "LNP"]
    assert letters == [character for character in cleaned if unicodedata.category(character)[0] in "LNP"]


@given(ANYTHING, st.integers(4, 80))
def test_breaking_long_words_adds_nothing_that_is_seen(text: str, letters: int) -> None:
    bare = text.replace("\u200b", "")
    broken = breakable(bare, letters)
    assert broken.replace("\u200b", "") == bare
    assert all(len(word) <= letters for word in re.split(r"[\s\u200b]+", broken))
