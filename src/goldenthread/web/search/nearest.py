"""What a misspelt word may have been: the nearest word, by its letters, that stands in something in sight.

Long texts have their partnership's vocabulary, which holds words of rows out of sight too. So each word that comes from
it, the nearest first, is asked for in what is in sight, until one is found there: what comes back depends on nothing
else. Short texts are read, and taken apart, where they are in sight.
"""

from __future__ import annotations

import re
from functools import cache

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Value
from django.db.models.expressions import RawSQL

from goldenthread.core.tenancy.models import Partnership

from .finding import joined
from .kept import BOARD, Blank, Part, kept, together
from .prepared import asked
from .registry import ENGLISH, Searched, every_kind, left_out

#: How alike the letters of a misspelt word and of one that is there must be, from 0 to 1.
ALIKE = 0.35
#: So alike that no nearer one is looked for in short texts: two letters wrong in a long word.
NEAR_ENOUGH = 0.5
#: As many words as are looked at, of those that mean anything to a search.
MOST_WORDS = 6
#: The word that is asked for, within the question below.
NEAR = RawSQL('"near"."word"', [])


def nearest_words(board: Partnership, words: str) -> str:
    """What was typed, with each word that nothing in sight has put right by the letters; "" where nothing is near.

    Three questions at most.
    """
    typed = re.findall(r"[^\W_]{3,40}", words)
    meant = _that_count([word.lower() for word in typed])[:MOST_WORDS]
    put_right = _near(board, meant) if meant else {}
    better = [put_right.get(word.lower(), word) for word in typed]
    return " ".join(better) if [word.lower() for word in typed] != better else ""


def _that_count(typed: list[str]) -> list[str]:
    """The words without those that search leaves out: "the", "this"."""
    sql = """select word from unnest(%s::text[]) with ordinality as typed (word, place)
              where to_tsvector(%s::regconfig, word) <> '' group by word order by min(place)"""
    given = (Blank("typed"), ENGLISH)
    return [word for (word,) in asked(Part(sql, given), typed=typed)]


def _near(board: Partnership, typed: list[str]) -> dict[str, str]:
    """Typed word -> the nearest word that stands in something in sight. Short texts are read only for what no word of
    the vocabulary is near enough to.
    """
    near = _near_in_vocabulary(board, typed)
    left = [word for word in typed if near.get(word, ("", 0.0))[1] < NEAR_ENOUGH]
    if left:
        for word, found, likeness in _near_in_short_texts(board, left):
            near[word] = max(near.get(word, ("", 0.0)), (found, likeness), key=lambda one: one[1])
    return {word: found for word, (found, _) in near.items()}


def _near_in_vocabulary(board: Partnership, typed: list[str]) -> dict[str, tuple[str, float]]:
    """Each word of the vocabulary, the nearest first, is looked for in what is in sight, until one is found there."""
    has = together(_with_near(one, left_out()) for one in every_kind() if one.model.words_of)
    sql = f"""
        select typed, known.word, known.likeness from unnest(%s::text[]) as typed cross join lateral (
            select near.word, near.likeness
              from (select * from goldenthread_near_words(%s, typed, %s::real)
                     order by likeness desc, word offset 0) near
             where exists ({has.sql}) limit 1) known"""  # noqa: S608 - only Django's own questions are put in
    found = asked(Part(sql, (Blank("typed"), Blank("board"), ALIKE, *has.params)), typed=typed, board=board.pk)
    return {word: (near, likeness) for word, near, likeness in found}


def _near_in_short_texts(board: Partnership, typed: list[str]) -> list[tuple[str, str, float]]:
    texts = together(_texts(one, left_out()) for one in every_kind() if not one.model.words_of)
    sql = f"""
        with seen as materialized (
            select distinct lexeme as word from ({texts.sql}) as all_of_it (text),
                   lateral unnest(to_tsvector('simple', text)) where length(lexeme) between 3 and 40)
        select distinct on (typed) typed, word, similarity(word, typed) from unnest(%s::text[]) as typed, seen
         where similarity(word, typed) >= %s::real order by typed, 3 desc, word"""  # noqa: S608 - as above
    given = (*texts.params, Blank("typed"), ALIKE)
    return asked(Part(sql, given), typed=typed, board=board.pk)  # type: ignore[return-value]  # rows of three


@cache
def _texts(one: Searched, sealed: tuple[str, ...]) -> Part:
    return kept(one.rows(BOARD).annotate(h_text=joined(one)).values_list("h_text"))


@cache
def _with_near(one: Searched, sealed: tuple[str, ...]) -> Part:
    """Rows in sight that have the word as it stands, and not only its stem."""
    stem, whole = SearchQuery(NEAR, config=ENGLISH), SearchVector(*one.words, config="simple")
    rows = one.candidates(BOARD, stem).annotate(h_words=whole).filter(h_words=SearchQuery(NEAR, config="simple"))
    return kept(rows.annotate(h_one=Value(1)).values_list("h_one"))
