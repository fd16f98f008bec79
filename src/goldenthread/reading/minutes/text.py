"""Sentences and other small readings of running text."""

from __future__ import annotations

import re

_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Cllr|Prof|Rev|Revd|St|No|Nos|e\.g|i\.e|etc|vs|cf|approx|Ltd|Det|Supt|Insp|Sgt|para|ref|Sept|Dec|Nov|Oct|Jan|Feb|Mar|Apr|Aug)|\b[A-Z])\.$"
)
_STOP = re.compile(r"[.?!][)\]\"'\u2019\u201d]?(?=\s+[\"'\u2018\u201c(\[]?[A-Z0-9\u00c0-\u00de])")


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph; abbreviations and initials do not end one."""
    found, at = [], 0
    for stop in _STOP.finditer(text):
        if not _ABBREVIATED.search(text[max(at, stop.end() - 10) : stop.end()]):
            found.append(text[at : stop.end()].strip())
            at = stop.end()
    rest = text[at:].strip()
    return [*found, rest] if rest else found


_WORDS = re.compile(r"[a-z0-9']+")
_EMPTY = frozenset(
    [
        "a",
        "an",
        "the",
        "to",
        "of",
        "and",
        "or",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "with",
        "this",
        "that",
        "these",
        "those",
        "it",
        "its",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "will",
        "would",
        "should",
        "as",
        "their",
        "they",
        "he",
        "she",
        "his",
        "her",
        "them",
        "there",
        "which",
        "who",
        "not",
        "also",
        "agreed",
        "agree",
        "requested",
        "request",
        "asked",
        "ask",
        "action",
        "actions",
        "board",
        "member",
        "members",
        "group",
        "meeting",
        "take",
        "taking",
        "took",
        "place",
        "further",
        "then",
        "if",
    ]
)


_IRREGULAR = {
    "brought": "bring",
    "sent": "send",
    "written": "write",
    "wrote": "write",
    "given": "give",
    "gave": "give",
    "met": "meet",
    "drawn": "draw",
    "sought": "seek",
}


def stem(word: str) -> str:
    """A word without its commonest endings: enough to tell "circulated" from "reported", not a dictionary."""
    word = _IRREGULAR.get(word, word)
    for ending in ("ations", "ation", "ings", "ing", "ies", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def content(text: str) -> set[str]:
    """The stems of the words that carry meaning."""
    return {stem(word) for word in _WORDS.findall(text.lower().replace("\u2019", "'")) if word not in _EMPTY}


def alike(first: str, second: str) -> float:
    """How much of the shorter text's meaning is in the longer, 0 to 1."""
    return shared(content(first), content(second))


def shared(first: set[str], second: set[str]) -> float:
    """How much of the smaller of two contents is in the larger, 0 to 1."""
    return len(first & second) / min(len(first), len(second)) if first and second else 0.0


def squeezed(text: str) -> str:
    """One line, single spaces."""
    return " ".join(text.split())
