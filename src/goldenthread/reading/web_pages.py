"""HTML into paragraphs and tables. Nothing is fetched, no script is run, hidden parts are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html

from goldenthread.reading.blocks import Block, Line
from goldenthread.reading.builder import Builder, Words
from goldenthread.reading.errors import UnreadableDocument

_SKIP = {"script", "style", "head", "noscript", "template", "svg", "math", "nav", "form", "iframe", "object", "title"}
_BLOCKS = {
    *("p", "div", "section", "article", "main", "header", "footer", "aside", "ul", "ol", "li", "dl", "dt", "dd"),
    *(
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "body",
        "html",
        "pre",
        "address",
        "figure",
        "fieldset",
        "center",
    ),
}
_STRONG = {"b", "strong", "u", "th"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_ENTITY = re.compile(r"<!\s*ENTITY", re.I)


class _Flow:
    """Collects the running text of inline elements until a block starts or ends."""

    def __init__(self) -> None:
        self.words: list[Words] = []
        self._plain: list[str] = []
        self._strong: list[str] = []
        self.level, self.bullet, self.marker = 0, False, ""

    def say(self, text: str | None, strong: bool) -> None:
        if text:
            self._plain.append(text)
            if strong:
                self._strong.append(text)

    def end(self) -> None:
        text = " ".join("".join(self._plain).split())
        if text:
            strong = " ".join("".join(self._strong).split()) == text
            self.words.append(Words(text, self.level, strong, self.bullet, self.marker))
            self.marker, self.bullet = "", False
        self._plain, self._strong = [], []


def _hidden(node: etree._Element) -> bool:
    return node.tag in _SKIP or "hidden" in node.attrib or bool(_HIDDEN.search(node.get("style", "")))


def _marker(item: etree._Element) -> str:
    """The number a browser draws before an item of a numbered list; empty for other lists and styles."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol" or parent.get("type", "1") != "1" or "none" in parent.get("style", ""):
        return ""
    start = parent.get("start", "1")
    before = sum(1 for _ in item.itersiblings("li", preceding=True))
    value = item.get("value", "")
    if value.isdecimal():
        return f"{value}."
    return f"{int(start) + before}." if start.isdecimal() and len(start) < 6 else ""


def _open_block(node: etree._Element, flow: _Flow) -> None:
    flow.end()
    tag = node.tag
    if len(tag) == 2 and tag[0] == "h" and tag[1].isdecimal():
        flow.level = int(tag[1])
    elif tag == "li":
        flow.marker = _marker(node)
        flow.bullet = not flow.marker


def _walk(node: etree._Element, flow: _Flow, strong: bool, tables: list[tuple[int, etree._Element]]) -> None:
    for child in node:
        if isinstance(child.tag, str) and not _hidden(child):
            _visit(child, flow, strong, tables)
        flow.say(child.tail, strong)


def _visit(node: etree._Element, flow: _Flow, strong: bool, tables: list[tuple[int, etree._Element]]) -> None:
    if node.tag == "br":
        flow.end()
    elif node.tag == "table" and tables is not _NESTED:
        flow.end()
        for caption in node.iterchildren("caption"):
            _walk_caption(caption, flow)
        tables.append((len(flow.words), node))
    else:
        block = node.tag in _BLOCKS or node.tag in {"tr", "table"}
        if block:
            _open_block(node, flow)
        inner = strong or node.tag in _STRONG
        flow.say(node.text, inner)
        _walk(node, flow, inner, tables)
        if block:
            flow.end()
            flow.level = 0
        elif node.tag in {"td", "th"}:
            flow.say(" ", inner)


def _walk_caption(caption: etree._Element, flow: _Flow) -> None:
    flow.say(caption.text, False)
    _walk(caption, flow, False, _NESTED)
    flow.end()


_NESTED: list[tuple[int, etree._Element]] = []


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for row in table.iter("tr"):
        if next(row.iterancestors("table"), None) is table:
            yield row


def _table(table: etree._Element) -> list[list[list[Words]]]:
    """Every row with a cell for each column; a cell over several rows or columns is blank in all but its first."""
    below: dict[int, int] = {}  # column -> rows that a cell above still reaches into it
    return [_cells(row, below) for row in _rows(table)]


def _cells(row: etree._Element, below: dict[int, int]) -> list[list[Words]]:
    cells: list[list[Words]] = []
    reached = {at for at, left in below.items() if left}
    for at in reached:
        below[at] -= 1
    for cell in row.iterchildren("td", "th"):
        while len(cells) in reached:
            cells.append([])
        flow = _Flow()
        flow.say(cell.text, cell.tag == "th")
        _walk(cell, flow, cell.tag == "th", _NESTED)
        flow.end()
        width, height = _span(cell, "colspan", 20), _span(cell, "rowspan", 500)
        below |= {len(cells) + n: height - 1 for n in range(width) if height > 1}
        cells += [flow.words, *([] for _ in range(width - 1))]
    return cells


def _span(cell: etree._Element, name: str, most: int) -> int:
    """How many columns or rows a cell reaches over."""
    said = cell.get(name, "1").strip()
    return max(1, min(int(said), most)) if said.isdecimal() and len(said) < 4 else 1


def read_html(text: str) -> tuple[tuple[Line, ...], tuple[Block, ...]]:
    """Lines and blocks of an HTML page.

    Raises UnreadableDocument ("external_entities", "damaged", "too_long").
    """
    if _ENTITY.search(text):
        raise UnreadableDocument(
            "external_entities",
            "This web page declares entities, which can be used to read other files. It was not opened. "
            "Copy its text into a Word document and try that file.",
        )
    try:
        parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
        root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser=parser)
    except (etree.LxmlError, ValueError) as problem:
        raise UnreadableDocument(
            "damaged", "This web page cannot be read: its tags are broken. Open it in a browser and save it again."
        ) from problem
    builder, flow = Builder(), _Flow()
    tables: list[tuple[int, etree._Element]] = []
    flow.say(root.text, False)
    _walk(root, flow, False, tables)
    flow.end()
    done = 0
    for at, table in tables:
        for words in flow.words[done:at]:
            builder.add_paragraph(words)
        builder.add_table(_table(table))
        done = at
    for words in flow.words[done:]:
        builder.add_paragraph(words)
    return tuple(builder.lines), tuple(builder.blocks)
