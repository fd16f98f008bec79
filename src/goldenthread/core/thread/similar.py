"""Have we asked for this before? Earlier recommendations close in meaning to a text, the closest first.

Two stages. First every recommendation of the partnership that the actor sees, by the words it shares with the text
as PostgreSQL stems them: rare words count for more (BM25), and words that the field uses for one another count as
shared (`SAME`). Then the best of them, by the order of their letters as well (trigrams), so that a misspelling or a
changed ending does not hide one. Nothing leaves the machine.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from goldenthread.core.tenancy.models import Partnership

from .models import Recommendation
from .same_words import SAME

#: As much of a text as is looked at: a recommendation is a sentence or a paragraph.
LONGEST = 4_000
#: How many of the first stage are looked at in the second.
CANDIDATES = 40
#: What share of the closeness the letters make, beside the words.
LETTERS = 0.25
#: Below this two recommendations share words and no more: measured on an invented set (docs/asked-before.md).
CLOSE = 0.14
#: From here on whoever makes another is asked to read the earlier one first.
VERY_CLOSE = 0.25
#: BM25's two constants, at the values that most use: how soon a repeated word stops counting, how much length does.
K, B = 1.2, 0.75


@dataclass(frozen=True)
class Close:
    """An earlier recommendation, and how close it is: from 0, nothing shared, to 1, the same words."""

    recommendation: Recommendation
    closeness: float


def similar_to(
    partnership: Partnership, text: str, limit: int = 5, *, leaving_out: Collection[int] = (), least: float = CLOSE
) -> list[Close]:
    """At most `limit` recommendations of the partnership that ask for something like `text`, the closest first.

    Within the actor's sight. Three queries, and under 100 ms where there are 2,000 (docs/performance.md).
    """
    words = _stems(text[:LONGEST])
    if not words:
        return []
    rows = Recommendation.objects.filter(partnership=partnership).exclude(pk__in=leaving_out)
    stems = RawSQL('tsvector_to_array("thread_recommendation"."search_words")', [])
    documents = dict(rows.order_by().annotate(stems=stems).values_list("pk", "stems"))
    scores = _scored(words, documents)
    return _closest(rows, text, scores, least)[:limit]


def closest_to_each(
    partnership: Partnership, rows: Sequence[Recommendation], *, limit: int, least: float
) -> list[tuple[Recommendation, list[Close]]]:
    """The same for several that are written already: of each, those made before it or on its day, and not these.

    Two queries, and one more for each of `rows`.
    """
    mine = [row.pk for row in rows]
    stems = RawSQL('tsvector_to_array("thread_recommendation"."search_words")', [])
    every = Recommendation.objects.filter(partnership=partnership).order_by().annotate(stems=stems)
    documents = dict(every.exclude(pk__in=mine).values_list("pk", "stems"))
    said = dict(every.filter(pk__in=mine).values_list("pk", "stems"))
    found = []
    for row in rows:
        scores = _scored(said.get(row.pk) or (), documents)
        before = Recommendation.objects.filter(made_on__lte=row.made_on)
        close = _closest(before, row.text, scores, least)[:limit] if scores else []
        found.append((row, close))
    return found


def _closest(rows: QuerySet, text: str, scores: dict[int, float], least: float) -> list[Close]:
    """The second stage: the best by words, weighed with the order of their letters; the closest first."""
    best = sorted(scores, key=lambda pk: (-scores[pk], -pk))[:CANDIDATES]
    found = rows.filter(pk__in=best).select_related("origin", "owner_group", "owner_agency")
    close = [
        Close(row, (1 - LETTERS) * scores[row.pk] + LETTERS * float(row.letters))
        for row in found.annotate(letters=TrigramSimilarity("text", text[:LONGEST]))
    ]
    close = [one for one in close if one.closeness >= least]
    return sorted(close, key=lambda one: (-one.closeness, -one.recommendation.pk))


def _stems(text: str) -> frozenset[str]:
    """The words that matter, as PostgreSQL's English dictionary stems them."""
    with connection.cursor() as cursor:
        cursor.execute("select tsvector_to_array(to_tsvector('english', %s))", [text.replace("\0", "")])
        return frozenset(cursor.fetchone()[0])


def _scored(words: Iterable[str], documents: dict[int, list[str]]) -> dict[int, float]:
    """Document -> the share of the text's own weight that it has, for those that share more than a word.

    The weight of a word is its inverse document frequency among these documents; a word that none has weighs most.
    """
    asked = {SAME.get(word, word) for word in words}
    held = {pk: {SAME.get(stem, stem) for stem in stems} for pk, stems in documents.items()}
    fewest = min(2, len(asked))  # one word in common says nothing of a sentence
    shared = {pk: found for pk, stems in held.items() if len(found := asked & stems) >= fewest}
    often = Counter(word for stems in held.values() for word in asked & stems)
    weight = {word: math.log(1 + (len(held) - often[word] + 0.5) / (often[word] + 0.5)) for word in asked}
    whole = sum(weight.values())
    mean = sum(map(len, held.values())) / len(held) if held else 1.0
    return {pk: min(1.0, _share(found, weight, len(held[pk]) / mean) / whole) for pk, found in shared.items()}


def _share(found: Iterable[str], weight: dict[str, float], length: float) -> float:
    """BM25 of the words found, in a document so many times as long as most; each word counts once."""
    kept: Any = (K + 1) / (1 + K * (1 - B + B * length))
    return sum(weight[word] for word in found) * float(kept)
