"""Who an action is for: the people named before "to ...", in a column, or in the margin."""

from __future__ import annotations

import re
from dataclasses import dataclass

from goldenthread.reading.minutes.people import TITLE_WORDS, Directory, is_initials, is_name

_SPLIT = re.compile(r"\s*(?:/|,|;|&|\+|\n|\band\b)\s*")
_DOING = re.compile(
    r"^(?P<who>[^.:;]{2,90}?)\s+(?:(?:is|are|has|have)\s+)?(?:to(?!\s+the\b)|will|agreed\s+(?:to|that)"
    r"|agrees\s+to|should|must|undertook\s+to|offered\s+to|asked\s+to|requested\s+to|tasked\s+(?:with|to))\s+(?=[a-z])"
)
_COLLECTIVE = re.compile(
    r"^(?:all(?:\s+(?:members|partners|agencies|board\s+members|chairs|leads|to\s+note))?|members|partners"
    r"|(?:all\s+)?(?:board|group|panel)\s+members|business\s+(?:unit|manager|team|support)|chair"
    r"|independent\s+chair|secretariat|everyone|each\s+agency)$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Named:
    """Owners, as the directory's names where they are known; ``rest`` is the text after them."""

    owners: tuple[str, ...]
    rest: str = ""


def _one(piece: str, people: Directory) -> str | None:
    plain = re.sub(r"^(?:the|action(?:ed)?(?:\s+by)?|owner|lead)\s*:?\s+", "", piece.strip(" .:()[]"), flags=re.I)
    bracketed = re.sub(r"\s*\([^)]*\)$", "", plain)
    found = people.find(plain) or people.find(bracketed)
    if found:
        return found
    if is_name(bracketed) or is_initials(plain) or _COLLECTIVE.match(plain):
        return bracketed
    return None


def owners_of(text: str, people: Directory, *, column: bool = False) -> tuple[str, ...] | None:
    """The owners in ``text``, or None when part of it is no owner. In a ``column`` of owners, roles and agencies
    count too."""
    text = re.sub(r"\s*\((?:lead|chair|support)\)", "", text.strip(" .:-\u2013()[]"), flags=re.I)
    if not text or len(text) > 140:
        return None
    whole = _one(text, people)
    if whole:
        return (whole,)
    pieces = [piece for piece in _SPLIT.split(text) if piece.strip(" .")]
    found = [_one(piece, people) for piece in pieces]
    if found and all(found):
        return tuple(dict.fromkeys(name for name in found if name))
    if column:
        if any(found):
            return tuple(dict.fromkeys(name or piece.strip(" .") for name, piece in zip(found, pieces, strict=True)))
        return (
            tuple(part.strip() for part in re.split(r"\s*[/;\n]\s*", text) if part.strip()) if len(text) < 60 else None
        )
    return _described(text, pieces, found)


def _described(text: str, pieces: list[str], found: list[str | None]) -> tuple[str, ...] | None:
    """ "Jane Smith, Director of Nursing": what follows the name describes the person. Or a role alone: "The Head of
    Service"."""
    titles = all(name or TITLE_WORDS.search(piece) for name, piece in zip(found, pieces, strict=True))
    if found and found[0]:
        return (found[0],) if titles and "," in text and not re.search(r"\b(?:to|will)\b", text) else None
    role = (
        TITLE_WORDS.search(text) and len(text.split()) <= 6 and (text[:1].isupper() or text.lower().startswith("the "))
    )
    return (re.sub(r"^[Tt]he\s+", "", text),) if role else None


def doer_of(text: str, people: Directory) -> Named | None:
    """ "Jane Smith to circulate ..." -> (("Jane Smith",), "circulate ..."); None when nobody is said to do anything."""
    match = _DOING.match(text)
    if not match:
        return None
    who = re.sub(r"^(?:it\s+was\s+agreed\s+that|that|agreed\s+that|resolved\s+that)\s+", "", match["who"], flags=re.I)
    owners = owners_of(who, people)
    return Named(owners, text[match.end() :]) if owners else None
