"""One chart in a PDF, a Word file, a page and files to take away: everywhere with its words and its table."""

from __future__ import annotations

import csv
import io
import struct

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import html
from pypdf import PdfReader

from goldenthread.publishing.charts.editions import as_block, csv_file, draw, png_file, slug, svg_file
from goldenthread.publishing.charts.sheet import PHONE
from goldenthread.publishing.charts.tables import data_table
from goldenthread.publishing.charts.values import Bar, BarChart, Point, RunChart
from goldenthread.publishing.charts.wordings import describe
from goldenthread.publishing.documents import Column, Drawing, Section, Table
from goldenthread.publishing.html import to_html
from goldenthread.publishing.pdf import to_pdf
from goldenthread.publishing.pictures import png
from goldenthread.publishing.word import to_word
from tests.publishing.charts.reading import read
from tests.publishing.charts.samples import CHARTS, bars, funnel, month, whole_run
from tests.publishing.samples import document, squeezed, text_of

TABLE = Table("Figures", (Column("Period"),), (("April",),))


def every_chart() -> tuple[Drawing, ...]:
    return tuple(as_block(chart, key) for key, chart in CHARTS.items())


@pytest.fixture(scope="module")
def made() -> bytes:
    return to_pdf(document(*every_chart(), cover=False, contents=False))


def elements(node: object) -> list[object]:
    """Every element of the tag tree below a node."""
    kids = node.get("/K", [])  # type: ignore[attr-defined]
    found: list[object] = []
    for kid in kids if isinstance(kids, list) else [kids]:
        kid = kid.get_object() if hasattr(kid, "get_object") else kid
        if hasattr(kid, "get") and "/S" in kid:
            found += [kid, *elements(kid)]
    return found


def test_in_a_pdf_each_chart_is_a_tagged_figure_with_its_description(made: bytes) -> None:
    root = PdfReader(io.BytesIO(made)).trailer["/Root"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    tagged = elements(root["/StructTreeRoot"])
    said = [squeezed(str(node["/Alt"])) for node in tagged if "/Alt" in node]  # type: ignore[operator,index]
    assert said == [squeezed(describe(chart)) for chart in CHARTS.values()]
    kinds = [str(node["/S"]) for node in tagged]  # type: ignore[index]
    assert kinds.count("/Table") == len(CHARTS)


def test_in_a_pdf_every_figure_of_the_table_can_be_read(made: bytes) -> None:
    said = text_of(made)
    for chart in CHARTS.values():
        for row in data_table(chart).as_block().rows:
            assert row[1] in said  # type: ignore[operator]
    assert "the figures. Target 90%. Minimum 75%." in said


def test_in_a_pdf_only_a_table_that_must_lies_on_its_side(made: bytes) -> None:
    pages = PdfReader(io.BytesIO(made)).pages
    sideways = [page.extract_text() for page in pages if page.mediabox.width > page.mediabox.height]
    assert len(sideways) in (2, 3)
    assert all("England" in text for text in sideways)
    assert pages[0].mediabox.width < pages[0].mediabox.height


def test_a_chart_in_a_part_that_lies_on_its_side_fits_its_page() -> None:
    wide = Table("Wide", tuple(Column(f"Heading{n:02d}long") for n in range(9)), (("x",) * 9,))
    made = PdfReader(io.BytesIO(to_pdf(document(as_block(whole_run(), "k"), wide, cover=False, contents=False))))
    turned = [page for page in made.pages if page.mediabox.width > page.mediabox.height]
    texts = [squeezed(page.extract_text()) for page in turned]
    with_chart = next(text for text in texts if "So far 85.5%" in text)
    assert "Source: Children's social care return, made-up figures" in with_chart


def tall() -> Drawing:
    return as_block(BarChart("Many", tuple(Bar(f"Area {n}", n) for n in range(60))), "tall")


def test_a_chart_higher_than_a_page_is_made_to_fit_it() -> None:
    root = PdfReader(io.BytesIO(to_pdf(document(tall(), cover=False, contents=False)))).trailer["/Root"]
    figure = next(node for node in elements(root["/StructTreeRoot"]) if "/Alt" in node)  # type: ignore[operator]
    left, low, right, high = (float(each) for each in figure["/A"][0]["/BBox"])  # type: ignore[index]
    assert 500 < high - low < 650
    assert low > 60
    assert right - left < 482
    word = docx.Document(io.BytesIO(to_word(document(tall()))))
    picture = word.inline_shapes[0]
    assert picture.height == Mm(225)
    assert picture.width < Mm(165)


def test_in_word_each_chart_has_its_description_its_title_and_its_table() -> None:
    word = docx.Document(io.BytesIO(to_word(document(*every_chart()))))
    described = [node.get("descr") for node in word.element.iter(qn("wp:docPr"))]
    assert described == [describe(chart) for chart in CHARTS.values()]
    captions = [line.text for line in word.paragraphs if line.style and line.style.name == "Caption"]
    assert captions == [text for chart in CHARTS.values() for text in (chart.title, data_table(chart).caption)]
    assert [len(table._tbl.tr_lst) - 1 for table in word.tables] == [
        len(data_table(chart).rows) for chart in CHARTS.values()
    ]


def test_on_a_page_the_words_of_the_drawing_are_words_and_a_phone_has_its_own() -> None:
    page = html.document_fromstring(to_html(document(*every_chart())))
    figures = page.findall(".//figure")
    assert len(figures) == len(CHARTS)
    for figure, chart in zip(figures, CHARTS.values(), strict=True):
        assert figure.findtext("figcaption") == chart.title
        assert [node.get("role") for node in figure.iter("svg")] == ["img", "img"]
        assert figure.getnext().get("class") == "table"
    names = page.xpath("//@id")
    assert len(names) == len(set(names))
    assert not page.xpath("//script | //*[@style]")


def test_a_table_called_as_its_section_is_keeps_its_own_title_beside_a_chart() -> None:
    chart = whole_run()
    made = document(as_block(chart, "k"), title="Pack")
    assert data_table(chart).caption in to_html(made)
    assert Section(chart.title).heading == chart.title


@pytest.mark.parametrize(
    ("svg", "said"),
    [
        ("<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "<script>"),
        ("<svg xmlns='http://www.w3.org/2000/svg'><path onclick='x()'/></svg>", "<path>"),
        ("<svg xmlns='http://www.w3.org/2000/svg'><rect style='fill:red'/></svg>", "<rect>"),
        ("<svg xmlns='http://www.w3.org/2000/svg'><image href='a.png'/></svg>", "<image>"),
        (
            "<svg xmlns='http://www.w3.org/2000/svg' xmlns:x='http://www.w3.org/1999/xlink'><g x:href='a'/></svg>",
            "<g>",
        ),
        ("<svg xmlns='http://www.w3.org/1999/xhtml'></svg>", "shapes and words"),
        ("<!DOCTYPE svg><svg xmlns='http://www.w3.org/2000/svg'/>", "declarations"),
        ("<svg xmlns='http://www.w3.org/2000/svg'><g>", "cannot be read"),
    ],
)
def test_a_drawing_of_more_than_shapes_and_words_is_refused(svg: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Drawing("Title", svg, "What it shows", TABLE)


def test_a_drawing_without_a_description_is_refused() -> None:
    with pytest.raises(ValueError, match="say in words"):
        Drawing("Title", draw(whole_run(), "k"), " ", TABLE)


@pytest.mark.parametrize("width", [320, 1520])
def test_a_picture_has_the_width_asked_for_and_the_proportions_of_the_drawing(width: int) -> None:
    chart = bars()
    file = png_file(chart, width)
    assert file.content.startswith(b"\x89PNG\r\n\x1a\n")
    wide, high = struct.unpack(">II", file.content[16:24])
    sheet = read(draw(chart, "chart", titled=True, alone=True)).sheet
    assert wide == width
    assert high == pytest.approx(width * (sheet.bottom - sheet.top) / (sheet.right - sheet.left), abs=1.5)
    assert file.name == "children-in-care-placed-more-than-20-miles-from-home.png"


def test_a_picture_of_no_width_or_of_no_drawing_is_refused() -> None:
    with pytest.raises(ValueError, match="dots wide"):
        png(draw(bars(), "k"), 0)
    with pytest.raises(ValueError, match="cannot be read"):
        png("<svg", 100)


def test_a_drawing_to_take_away_carries_its_title_and_its_own_size() -> None:
    file = svg_file(funnel())
    made = read(file.content.decode("utf-8"))
    assert made.words[0].words == "Children subject to a protection plan"
    assert float(made.root.attrib["width"]) > 700
    assert file.media_type == "image/svg+xml"


def test_figures_to_take_away_are_unrounded_with_the_unit_in_the_heading() -> None:
    chart = RunChart("=Plans", (Point(month(0), "=April", 1 / 3), Point(month(1), "May", None)))
    file = csv_file(chart)
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert rows == [["Period", "Value (number)"], ["'=April", repr(1 / 3)], ["May", "no data"]]
    assert file.name == "plans.csv"


def test_figures_to_take_away_hold_limits_beyond_the_scale_and_the_target() -> None:
    rows = list(csv.DictReader(io.StringIO(csv_file(whole_run()).content.decode("utf-8-sig"))))
    last = rows[-1]
    assert last["Upper limit (per cent)"] == "100.7"
    assert last["Target (per cent)"] == "90"
    assert last["Note"] == "part of a period; provisional"
    assert rows[7]["Mark"] == "Concern (below the lower limit)"


def test_the_table_opens_as_a_spreadsheet() -> None:
    assert data_table(whole_run()).as_xlsx().startswith(b"PK")


@pytest.mark.parametrize(
    ("title", "name"), [("Plans, per 10,000", "plans-per-10-000"), ("£££", "chart"), ("x" * 99, "x" * 80)]
)
def test_files_are_named_after_their_chart(title: str, name: str) -> None:
    assert slug(title) == name


def test_a_phone_has_a_drawing_of_its_own_in_the_block() -> None:
    block = as_block(whole_run(), "k")
    assert read(block.narrow).sheet.right == PHONE.width
