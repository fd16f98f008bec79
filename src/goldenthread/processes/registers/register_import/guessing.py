"""A first guess at how a register is read: by its headings, what stands below them, and what was remembered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from goldenthread.reading.trackers.book import Book, Content, Sheet, empty, shown
from goldenthread.reading.trackers.days import looks_like_a_day
from goldenthread.reading.trackers.headings import Headings, guess_headings, headings_at, key_of

from .mapping import Layout, Way, fingerprint
from .vocabulary import OWN_NUMBER, Target, Vocabulary

ENOUGH = 50.0
SAMPLE = 40
#: heading's fingerprint -> target, as it was taken before.
Remembered = Mapping[str, str]


def guess_way(book: Book, words: Vocabulary, remembered: Remembered) -> Way | None:
    """The sheet that most looks like the register, its columns, and sheets of rows below it; nothing, where none."""
    known = _knowing(words.of_record(), remembered)
    ranked = []
    for at, sheet in enumerate(book.sheets):
        headings = guess_headings(sheet, known)
        if headings is not None:
            columns = guess_columns(sheet, headings, words, remembered)
            fit = sum(words.targets[name].needed * 3 + 1 for name in set(columns.values()) if "." not in name)
            ranked.append((fit, -at, Layout(at, headings.row, headings.rows, columns)))
    if not ranked:
        return None
    main = max(ranked, key=lambda one: one[:2])[2]
    return Way(main, guess_below(book, main, words, remembered))


def guess_below(book: Book, main: Layout, words: Vocabulary, remembered: Remembered) -> dict[str, Layout]:
    """Sheets whose rows hang from the cases by a number that both have. Not where they stand in columns."""
    found = {}
    for entries in words.importable.entries:
        name = entries.entries
        if any(target.startswith(f"{name}.") for target in main.columns.values()):
            continue
        for at, _ in enumerate(book.sheets):
            layout = guess_below_sheet(book, at, name, words, remembered) if at != main.sheet else None
            if layout and layout.filling(OWN_NUMBER) and any(t.first for t in _filled(layout, words)):
                found[name] = layout
                break
    return found


def guess_below_sheet(book: Book, at: int, name: str, words: Vocabulary, remembered: Remembered) -> Layout | None:
    """How a sheet of rows below the cases is read; the column that ties them fills the own number."""
    sheet = book.sheets[at]
    wanted = [*words.of(name), *_ties(words)]
    headings = guess_headings(sheet, _knowing(wanted, remembered))
    if headings is None:
        return None
    return Layout(at, headings.row, headings.rows, below_columns(sheet, headings, name, words, remembered))


def below_columns(
    sheet: Sheet, headings: Headings, name: str, words: Vocabulary, remembered: Remembered
) -> dict[int, str]:
    """What each column of a sheet of rows below the cases fills."""
    wanted = {one.name: one for one in [*words.of(name), *_ties(words)]}
    narrowed = Vocabulary(words.importable, wanted)
    columns = guess_columns(sheet, headings, narrowed, remembered, once=True)
    ties = {one.name for one in _ties(words)}
    first = next((at for at, filled in sorted(columns.items()) if filled in ties), None)
    return {
        at: OWN_NUMBER if at == first else filled for at, filled in columns.items() if at == first or filled not in ties
    }


def guess_columns(
    sheet: Sheet, headings: Headings, words: Vocabulary, remembered: Remembered, *, once: bool = False
) -> dict[int, str]:
    """Column -> target, the surest first. A target of the record is filled once; rows below by as many as there are."""
    found: dict[int, str] = {}
    scored = []
    for at, heading in enumerate(headings.words):
        taken = remembered.get(fingerprint(heading)) if heading else None
        if taken is not None and (taken == "" or taken in words.targets):
            found[at] = taken
        elif heading:
            sample = _sample(sheet, headings, at)
            scored += [(_fit(heading, one, sample), -at, at, one) for one in words.targets.values()]
    filled = {name for name in found.values() if name}
    for score, _, at, target in sorted(scored, key=lambda one: one[:2], reverse=True):
        if score < ENOUGH or at in found or (target.name in filled and (once or not target.below)):
            continue
        found[at] = target.name
        filled.add(target.name)
    return {at: name for at, name in sorted(found.items()) if name}


def guess_choice(word: str, target: Target) -> str:
    """The choice that a word means, "" where nothing is like it."""
    key, known = key_of(word), target.known or {}
    if key in known:
        return known[key]
    near = [(SequenceMatcher(None, key, one).ratio(), value) for one, value in known.items()]
    best = max(near, default=(0.0, ""))
    return best[1] if best[0] >= 0.84 else ""


def with_columns(way: Way, columns: Mapping[int, str]) -> Way:
    return replace(way, main=replace(way.main, columns=dict(columns)))


def _ties(words: Vocabulary) -> list[Target]:
    """What may tie two sheets: the register's own number, or the text that tells cases apart."""
    return [words.targets[OWN_NUMBER], *(one for one in words.telling() if one.kind == "text")]


def _filled(layout: Layout, words: Vocabulary) -> list[Target]:
    return [words.targets[name] for name in layout.columns.values() if name in words.targets]


def _knowing(targets: Sequence[Target], remembered: Remembered):  # type: ignore[no-untyped-def]  # a predicate of a heading
    phrases = {phrase for one in targets for phrase in one.phrases}

    def known(heading: str) -> bool:
        return _bare(heading) in phrases or fingerprint(heading) in remembered

    return known


def _bare(heading: str) -> str:
    return " ".join(re.sub(r"\b\d+(?:st|nd|rd|th)?\b", " ", key_of(heading)).split())


def _sample(sheet: Sheet, headings: Headings, at: int) -> list[Content]:
    rows = range(headings.first_below, min(len(sheet.rows), headings.first_below + 4 * SAMPLE))
    return [value for row in rows if not empty(value := sheet.at(row, at))][:SAMPLE]


def _fit(heading: str, target: Target, sample: Sequence[Content]) -> float:
    said = _bare(heading) if target.below else key_of(heading)
    score = max((_alike(said, phrase) for phrase in target.phrases), default=0.0)
    return score + _content_fits(target, sample) if score else 0.0


def _alike(said: str, phrase: str) -> float:
    if said == phrase:
        return 100.0 + len(phrase) / 10
    mine, theirs = set(phrase.split()), set(said.split())
    if len(mine) > 1 and mine <= theirs:
        return 60.0 + 5 * len(mine)
    if len(mine) == 1 and len(phrase) > 4 and mine <= theirs and len(theirs) <= 3:
        return 52.0
    ratio = SequenceMatcher(None, said, phrase).ratio()
    return 55.0 if ratio >= 0.86 else 0.0


def _content_fits(target: Target, sample: Sequence[Content]) -> float:
    if not sample:
        return 0.0
    days = sum(map(looks_like_a_day, sample)) / len(sample)
    if target.kind in ("day", "moment"):
        return 10.0 if days >= 0.5 else -45.0 if days < 0.15 else 0.0
    if days >= 0.6:
        return -60.0
    if target.chosen:
        share = sum(key_of(shown(value)) in (target.known or {}) for value in sample) / len(sample)
        return 15.0 if share >= 0.5 else 0.0
    return 0.0


def layout_at(sheet_at: int, sheet: Sheet, row: int, rows: int, words: Vocabulary, remembered: Remembered) -> Layout:
    """A sheet read with its headings where a person says they are."""
    headings = headings_at(sheet, row, rows)
    return Layout(sheet_at, row, rows, guess_columns(sheet, headings, words, remembered))
