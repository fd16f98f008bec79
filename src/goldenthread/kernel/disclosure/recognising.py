"""What in words could make a child known: names, places, days, exact ages, numbers, unusual causes, unique roles.

Shapes and lists find much and never all: a name has no shape, and what a neighbour knows is in no list. So the guard
refuses what it finds, and a person reads what it passes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from goldenthread.kernel.disclosure import recognising_words as words
from goldenthread.kernel.identifying import identifying


@dataclass(frozen=True)
class Texts:
    """What a partnership knows of its own words.

    places: each place of its own with the larger one it lies in ("Ashby", "Northfield district"); areas: those that a
    column may be cut by, where they stand alone in a cell; whole: the area of the whole partnership, which may always
    be named. names: those of the people of the case, which are looked for as they stand.
    """

    places: tuple[tuple[str, str], ...] = ()
    areas: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """One thing in a text: its kind (as `recognisability.Why`), why, the words, where, and what might stand instead."""

    kind: str
    words: str
    text: str
    start: int
    instead: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def in_text(text: str, texts: Texts, *, cell: bool = False) -> tuple[Found, ...]:
    """Everything in a text by which somebody could be known, in order; what overlaps is told once, the longest.

    `cell`: the text is one cell of a table, whose categories are no names and whose areas may stand in it.
    """
    return _in_text(text, texts, cell)


@lru_cache(maxsize=8192)
def _in_text(text: str, texts: Texts, cell: bool) -> tuple[Found, ...]:
    if cell and (not text.strip() or text in texts.areas or text in texts.whole or words.BAND.match(text)):
        return ()
    found = [one for look in (_numbers, _dates, _ages, _names, _places, _causes, _roles) for one in look(text, texts)]
    found += () if cell else _pairs(text, texts)
    found += _bare_age(text) if cell else ()
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (f.start, -len(f.text), f.kind)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


def _numbers(text: str, texts: Texts) -> Iterator[Found]:
    for shape in identifying(text):
        start = text.find(shape.text)
        if start >= 0:
            why = f"It looks like {shape.kind}."
            yield Found("identifying number or address", why, shape.text, start, "[left out]")


def _dates(text: str, texts: Texts) -> Iterator[Found]:
    for shape, why, instead in words.DATES:
        for match in shape.finditer(text):
            yield Found("exact date or age", why, match[0], match.start(), instead(match))


def _ages(text: str, texts: Texts) -> Iterator[Found]:
    for match in words.AGE.finditer(text):
        why = "An exact age points to one child."
        yield Found("exact date or age", why, match[0], match.start(), words.age_instead(match))


def _bare_age(text: str) -> Iterator[Found]:
    if words.BARE_AGE.match(text):
        yield Found("exact date or age", "An exact age points to one child: show a band.", text, 0, "")


def _names(text: str, texts: Texts) -> Iterator[Found]:
    for name in texts.names:
        for match in _whole(name).finditer(text):
            yield Found("proper name", "It is a name of the case.", match[0], match.start(), "[name]")
    for shape, group in words.NAMES:
        for match in shape.finditer(text):
            if match[group].split()[0] not in words.NO_NAMES and match[group] not in texts.whole:
                why = "It reads as a person's name."
                yield Found("proper name", why, match[group], match.start(group), "[name]")


def _pairs(text: str, texts: Texts) -> Iterator[Found]:
    """Two capitals within a sentence that are no service, day or area."""
    known = {word.removesuffix("'s") for name, _ in texts.places for word in name.split()} | texts.whole
    for match in words.PAIR.finditer(text):
        pair, before = match[1].split(), text[: match.start()].rstrip()
        if match[1] in texts.whole or any(word in words.NO_NAMES or word in known for word in pair):
            continue
        if not (before[-1:] in ".!?:" and pair[0] in words.OPENERS):
            yield Found("proper name", "Two capitals: it may be a person's name.", match[1], match.start(), "[name]")


def _places(text: str, texts: Texts) -> Iterator[Found]:
    for name, larger in texts.places:
        if name in texts.whole:
            continue
        for match in _whole(name).finditer(text):
            why = f"It is a place{f' in {larger}' if larger else ''}."
            yield Found("named place", why, match[0], match.start(), larger or "[place]")
    for match in words.PLACE.finditer(text):
        if not any(one in match[0] for one in texts.whole):
            yield Found("named place", "It names a place.", match[0], match.start(), words.place_instead(match))


def _causes(text: str, texts: Texts) -> Iterator[Found]:
    for match in words.CAUSE.finditer(text):
        why = "So unusual a cause is known from the press and in the neighbourhood."
        yield Found("unusual cause", why, match[0], match.start(), "an external cause")


def _roles(text: str, texts: Texts) -> Iterator[Found]:
    for shape, why, instead in words.ROLES:
        for match in shape.finditer(text):
            yield Found("unique role", why, match[0], match.start(), instead)


@lru_cache(maxsize=4096)
def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
