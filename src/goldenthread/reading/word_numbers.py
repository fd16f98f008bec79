"""The numbers Word draws before paragraphs and does not store: counted as Word counts them."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def roman(value: int) -> str:
    """A small number in lower-case Roman figures."""
    text = ""
    for size, letters in _ROMAN:
        text += letters * (value // size)
        value %= size
    return text


def _drawn(value: int, style: str) -> str:
    if style.endswith("Letter"):
        letter = chr(ord("a") + (value - 1) % 26)
        return letter.upper() if style.startswith("upper") else letter
    if style.endswith("Roman"):
        return roman(value).upper() if style.startswith("upper") else roman(value)
    return str(value)


def _numbered(properties: Any) -> tuple[str, int] | None:
    """The list and level that a paragraph's or a style's properties name."""
    numbered = None if properties is None else properties.numPr
    if numbered is None or numbered.numId is None:
        return None
    return str(numbered.numId.val), 0 if numbered.ilvl is None else int(numbered.ilvl.val)


class Numbering:
    """Counters for every list of one Word document."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._lists: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._by_style: dict[str | None, tuple[str, int] | None] = {}
        # python-docx makes a numbering part where there is none and cannot on a damaged file: look before asking.
        part = next((r.target_part for r in document.part.rels.values() if r.reltype.endswith("/numbering")), None)
        element = getattr(part, "element", None)
        if element is None:
            return
        for abstract in element.iterchildren(qn("w:abstractNum")):
            self._levels[abstract.get(qn("w:abstractNumId"), "")] = dict(
                self._level(level) for level in abstract.iterchildren(qn("w:lvl"))
            )
        for number in element.iterchildren(qn("w:num")):
            target = number.find(qn("w:abstractNumId"))
            if target is not None:
                self._lists[number.get(qn("w:numId"), "")] = target.get(qn("w:val"), "")

    @staticmethod
    def _level(level: Any) -> tuple[int, tuple[str, str, int]]:
        def value(name: str, otherwise: str) -> str:
            child = level.find(qn(name))
            return otherwise if child is None else str(child.get(qn("w:val"), otherwise))

        start = value("w:start", "1")
        depth = str(level.get(qn("w:ilvl"), "0"))
        return int(depth) if depth.isdecimal() else 0, (
            value("w:numFmt", "decimal"),
            value("w:lvlText", ""),
            int(start) if start.isdecimal() else 1,
        )

    def _properties(self, paragraph: Any) -> tuple[str, int] | None:
        """The list and level of a paragraph, its own or its style's."""
        return _numbered(paragraph._p.pPr) or self._of_style(paragraph)

    def _of_style(self, paragraph: Any) -> tuple[str, int] | None:
        """The list and level that its style gives it, looked up once for each style: the library seeks it anew."""
        key = paragraph._p.style
        if key not in self._by_style:
            self._by_style[key] = None
            style = paragraph.style
            for _ in range(8):
                if style is None or self._by_style[key]:
                    break
                self._by_style[key] = _numbered(getattr(style.element, "pPr", None))
                style = style.base_style
        return self._by_style[key]

    def marker(self, paragraph: Any) -> tuple[str, bool]:
        """What Word draws before this paragraph: a number ("4.2") or nothing, and whether it draws a bullet."""
        found = self._properties(paragraph)
        if not found or found[0] == "0" or found[0] not in self._lists:
            return "", False
        target, depth = self._lists[found[0]], found[1]
        levels = self._levels.get(target, {})
        style, text, start = levels.get(depth, ("decimal", "", 1))
        if style in {"bullet", "none"}:
            return "", style == "bullet"
        counts = self._counts.setdefault(target, {})
        counts[depth] = counts.get(depth, start - 1) + 1
        for deeper in [key for key in counts if key > depth]:
            del counts[deeper]
        for level in range(9):
            kind, _, first = levels.get(level, ("decimal", "", 1))
            text = text.replace(f"%{level + 1}", _drawn(counts.get(level, first), kind))
        return text.strip(), False
