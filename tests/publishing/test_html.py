"""A document as one HTML page that a screen reader and a keyboard can use, and that loads nothing from elsewhere."""

from __future__ import annotations

from itertools import pairwise

import pytest
from lxml import etree, html

from goldenthread.publishing.documents import Bullets, Paragraph, Section, Words
from goldenthread.publishing.html import to_html, to_html_fragment
from tests.publishing.samples import document, whole


@pytest.fixture(scope="module")
def page() -> etree._Element:
    return html.document_fromstring(to_html(whole()))


def test_the_page_has_a_language_a_title_and_one_main_heading(page: etree._Element) -> None:
    assert page.get("lang") == "en-GB"
    assert page.findtext(".//title") == "Pack: Strategic board"
    assert [node.text for node in page.iter("h1")] == ["Pack: Strategic board"]


def test_heading_levels_never_skip(page: etree._Element) -> None:
    levels = [int(node.tag[1]) for node in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_first_link_skips_to_the_document_and_every_link_leads_somewhere(page: etree._Element) -> None:
    links = [node.get("href") for node in page.iter("a")]
    assert links[0] == "#document"
    names = page.xpath("//@id")
    assert len(names) == len(set(names))
    assert {link.removeprefix("#") for link in links} <= set(names)


def test_tables_have_captions_and_scopes(page: etree._Element) -> None:
    table = next(node for node in page.iter("table") if len(node.findall("tbody/tr")) == 300)
    assert table.findtext("caption") == "All open actions"
    assert [node.get("scope") for node in table.findall("thead/tr/th")] == ["col"] * 3
    assert {node.get("scope") for node in table.findall("tbody/tr/th")} == {"row"}
    assert table.findall("tbody/tr")[299].findtext("th") == "WSCP-299"


def test_nothing_is_loaded_from_elsewhere_and_nothing_runs(page: etree._Element) -> None:
    assert all(source.startswith("data:") for source in page.xpath("//@src"))
    assert not page.xpath("//script | //link | //*[@style]")
    assert not [name for node in page.iter() for name in node.attrib if name.startswith("on")]


def test_pictures_have_their_alternative_and_papers_their_words(page: etree._Element) -> None:
    assert [node.get("alt") for node in page.iter("img")] == ["A bar that shows sixty"]
    assert "About Zebra" in page.text_content()
    assert "Okapi 41" in page.text_content()


def test_the_marking_stands_above_and_below(page: etree._Element) -> None:
    assert "OFFICIAL-SENSITIVE" in page.find(".//header").text_content()
    assert "OFFICIAL-SENSITIVE" in page.find(".//footer").text_content()


def test_a_fragment_fits_under_a_pages_own_heading() -> None:
    made = to_html_fragment(
        document(Paragraph((Words("a\nb"), Words("c", strong=True))), Bullets(("d",), numbered=True)), first_level=2
    )
    assert made.startswith("<h2>Pack of the board</h2>")
    assert "<h3 id=" in made
    assert "a<br>\nb<strong>c</strong>" in made
    assert "<ol>\n<li>d</li>" in made
    assert "<html" not in made


def test_a_numbered_section_shows_its_number() -> None:
    assert Section("Minutes", number="3.1").heading == "3.1. Minutes"
