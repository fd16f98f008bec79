"""Who speaks in the discussion: people who came to present, and people whom the attendance record does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goldenthread.reading.blocks import Where
from goldenthread.reading.minutes.model import Presenter
from goldenthread.reading.minutes.people import AGENCY_WORDS, PERSON, is_name
from goldenthread.reading.minutes.text import sentences, squeezed

_VERBS = (
    "added|advised|agreed|answered|asked|assured|challenged|clarified|commented|commended|confirmed|continued|delivered|described|discussed|emphasised|"
    "enquired|explained|expressed|gave|highlighted|informed|introduced|invited|noted|observed|offered|outlined|pointed|presented|"
    "proposed|provided|queried|questioned|raised|recommended|reflected|remarked|reminded|replied|reported|requested|responded|"
    "said|shared|showed|spoke|stated|stressed|suggested|summarised|talked|thanked|told|undertook|updated|welcomed|wished"
)
_FROM = r"(?:\s*,?\s+(?:from|of|representing)\s+(?:the\s+)?(?P<agency>[A-Z][\w&'\u2019 ]{2,60}?))?"
_PRESENTS = re.compile(
    rf"^(?P<name>{PERSON})(?:\s*\((?P<inside>[^)]*)\))?{_FROM}(?:,\s*(?P<title>[^,]{{3,60}}),)?\s+(?:then\s+|also\s+|attended\s+(?:the\s+meeting\s+)?(?:to|and)\s+)?"
    r"(?:present(?:ed|s)?|introduced|spoke\s+to|gave\s+(?:a|an|the)\s+(?:\w+\s+){0,2}(?:presentation|update|overview)|delivered\s+(?:a|an|the)\s+(?:\w+\s+){0,2}presentation|attended\s+for\s+this\s+item|joined\s+the\s+meeting)\b"
)
_BY = re.compile(
    rf"\b(?:presented|introduced|delivered|led)\s+by\s+(?P<name>{PERSON})(?:\s*\([^)]*\))?{_FROM}(?=[.,;)]|\s+(?:and|who|which|on|with)\b|$)"
)
_WITH = re.compile(
    rf"\b(?:presented|introduced)\b[^.]{{0,60}}?\b(?:alongside|together\s+with|jointly\s+with|supported\s+by|and)\s+(?P<name>{PERSON}){_FROM}(?=[.,;)]|$)"
)
_LABEL = re.compile(
    rf"^(?:presenters?|presented\s+by|presentation\s+by|speakers?|lead(?:\s+officer)?|report\s+of|report\s+by)\s*[:\u2013-]\s*(?P<name>{PERSON})(?:\s*[,\u2013(-]\s*(?P<agency>[^)]{{3,80}})\)?)?",
    re.I,
)
_SPEAKER = re.compile(
    rf"(?:^|(?<=[,;]\s)|(?<=\band\s))(?P<name>{PERSON})\s+(?:also\s+|then\s+|further\s+|(?:has|have)\s+)?(?:{_VERBS})\b"
)


def _name(text: str) -> str | None:
    name = squeezed(text)
    return name if is_name(name) else None


def presenters_in(text: str, where: Where, item: str | None) -> Iterator[Presenter]:
    """Everyone a paragraph says presented it, whether member or not."""
    for sentence in sentences(squeezed(text)):
        for pattern in (_PRESENTS, _BY, _WITH, _LABEL):
            match = pattern.search(sentence)
            name = _name(match["name"]) if match else None
            if match and name:
                groups = match.groupdict()
                inside = groups.get("inside") or ""
                agency = groups.get("agency") or (inside if AGENCY_WORDS.search(inside) else None)
                yield Presenter(
                    name, where.says(sentence), item, agency.strip(" .") if agency else None, groups.get("title")
                )


def speakers_in(text: str) -> Iterator[str]:
    """The names that stand before a verb of speaking."""
    for sentence in sentences(squeezed(text)):
        for match in _SPEAKER.finditer(sentence):
            name = _name(match["name"])
            if name:
                yield name


def names_in(text: str) -> Iterator[str]:
    """Everything of two or more words that has the form of a name."""
    for match in re.finditer(PERSON, text):
        name = _name(match.group())
        if name:
            yield name
