"""Marks in Word, Excel and PowerPoint files: in each section's header, each sheet's printed header, on each slide."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import docx
from docx.shared import Pt, RGBColor
from lxml import etree

from .pages import MarkingTrouble

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
SLIDE = "http://schemas.openxmlformats.org/presentationml/2006/main"
#: What comes before a sheet's header in the order that Excel insists on (ECMA-376, 18.3.1.99).
BEFORE_HEADER = frozenset({
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins",
    "pageSetup",
})  # fmt: skip
#: Excel keeps no header longer than this.
LONGEST_HEADER = 250
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml")
_SLIDE_PART = re.compile(r"ppt/slides/[^/]+\.xml")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def mark_word(content: bytes, words: str) -> bytes:
    """The words as the first line of every header of the document. MarkingTrouble where it cannot be read."""
    try:
        document = docx.Document(io.BytesIO(content))
        for number, section in enumerate(document.sections):
            headers = [section.header]
            headers += [section.first_page_header] if section.different_first_page_header_footer else []
            headers += [section.even_page_header] if document.settings.odd_and_even_pages_header_footer else []
            for header in headers:
                if number and header.is_linked_to_previous:
                    continue
                line = header.paragraphs[0].insert_paragraph_before() if header.paragraphs else header.add_paragraph()
                run = line.add_run(words)
                run.font.size, run.font.color.rgb = Pt(8), RGBColor(90, 90, 90)
        written = io.BytesIO()
        document.save(written)
        return written.getvalue()
    except (KeyError, ValueError, zipfile.BadZipFile, etree.LxmlError) as trouble:
        raise MarkingTrouble("The Word file is damaged, so nothing can be written in it.") from trouble


def mark_excel(content: bytes, words: str) -> bytes:
    """The words at the head of each sheet as it is printed and laid out in pages; the cells stay as they were."""
    return _rewritten(content, _SHEET_PART, lambda root: _head_sheet(root, words), "Excel")


def mark_powerpoint(content: bytes, words: str) -> bytes:
    """The words in a box along the foot of every slide."""
    return _rewritten(content, _SLIDE_PART, lambda root: _foot_slide(root, words), "PowerPoint")


def _rewritten(content: bytes, parts: re.Pattern[str], change: Callable[[Any], None], kind: str) -> bytes:
    """The archive with each of these parts changed and every other as it was."""
    written = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(written, "w") as after:
            for part in before.infolist():
                data = before.read(part)
                if parts.fullmatch(part.filename):
                    root = etree.fromstring(data, _PARSER)
                    change(root)
                    data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
                after.writestr(part, data, compress_type=zipfile.ZIP_DEFLATED)
    except (KeyError, ValueError, zipfile.BadZipFile, etree.LxmlError) as trouble:
        raise MarkingTrouble(f"The {kind} file is damaged, so nothing can be written in it.") from trouble
    return written.getvalue()


def _head_sheet(root: Any, words: str) -> None:
    said = "&C&8" + ("\u200b" + words if words[:1].isdigit() else words).replace("&", "&&")[:LONGEST_HEADER]
    header = root.find(f"{{{SHEET}}}headerFooter")
    if header is None:
        header = etree.Element(f"{{{SHEET}}}headerFooter")
        places = [at for at, child in enumerate(root) if etree.QName(child).localname in BEFORE_HEADER]
        root.insert(max(places, default=-1) + 1, header)
    for name in ("firstHeader", "evenHeader", "oddHeader"):
        there = header.find(f"{{{SHEET}}}{name}")
        if there is None and name != "oddHeader":
            continue
        if there is None:
            there = etree.Element(f"{{{SHEET}}}{name}")
            header.insert(0, there)
        there.text = said


def _foot_slide(root: Any, words: str) -> None:
    tree = root.find(f"{{{SLIDE}}}cSld/{{{SLIDE}}}spTree")
    if tree is None:
        return
    used = [int(one.get("id", "0")) for one in root.iter(f"{{{SLIDE}}}cNvPr")]
    box = etree.fromstring(_BOX.format(id=max(used, default=0) + 1))
    box.find(f".//{{{DRAWING}}}t").text = words
    tree.append(box)


#: Along the foot, in the units of slides (914,400 to the inch), for a slide of any usual width.
_BOX = f"""<p:sp xmlns:p="{SLIDE}" xmlns:a="{DRAWING}">
<p:nvSpPr><p:cNvPr id="{{id}}" name="Whose copy"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>
<p:spPr><a:xfrm><a:off x="91440" y="91440"/><a:ext cx="8900000" cy="250000"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr>
<p:txBody><a:bodyPr wrap="square"/><a:lstStyle/><a:p><a:r><a:rPr lang="en-GB" sz="800">
<a:solidFill><a:srgbClr val="5A5A5A"/></a:solidFill></a:rPr><a:t/></a:r></a:p></p:txBody></p:sp>"""
