"""Stray HTML inside plain text (a cell pasted from a web page): paragraphs out, tags gone."""

from __future__ import annotations

import html
import re

_TAG = re.compile(
    r"</?(?:p|br|u|b|i|em|strong|ol|ul|li|div|span|sup|sub|a|h[1-6]|td|tr|th|table|tbody|font)\b[^<>]{0,300}/?>", re.I
)
_BREAK = re.compile(r"<(?:/p|/li|li|br|/div|/h[1-6]|/tr)\b[^<>]{0,300}/?>|<(?:p|div|ol|ul|h[1-6])\b[^<>]{0,300}>", re.I)
_ITEM = re.compile(r"<li\b[^<>]{0,300}>", re.I)
_MARKED = re.compile(r"<(u|b|strong)\b[^<>]{0,300}>(.{1,400}?)</\1>", re.I | re.S)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,10});", re.I)
_BULLET = "\u2022 "


def has_markup(text: str) -> bool:
    """Whether ``text`` holds HTML tags that a reader should not see."""
    return bool(_TAG.search(text))


def _strip(text: str) -> str:
    return re.sub(r"[ \t\xa0]+", " ", html.unescape(_TAG.sub("", text))).strip()


def _pieces(chunk: str) -> list[tuple[str, bool]]:
    """One paragraph, cut into its marked runs when nothing stands outside them."""
    marked = [match.group(2) for match in _MARKED.finditer(chunk)]
    if marked and not _strip(_MARKED.sub("", chunk)):
        return [(_strip(part), True) for part in marked if _strip(part)]
    plain = _strip(chunk)
    return [(plain, False)] if plain else []


def paragraphs_of(text: str) -> list[tuple[str, bool]]:
    """The paragraphs of ``text`` in order, each with whether all of it is bold or underlined."""
    if not has_markup(text):
        plain = html.unescape(text) if _ENTITY.search(text) else text
        return [(plain.strip(), False)] if plain.strip() else []
    broken = _BREAK.sub("\n", _ITEM.sub("\n" + _BULLET, text))
    return [piece for chunk in broken.split("\n") for piece in _pieces(chunk)]
