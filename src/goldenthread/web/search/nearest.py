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
from .kept import BOARD, Part, asked, filled, kept, together
from .registry import ENGLISH, Searched, every_kind, left_out

#: How alike the letters of a misspelt word and of one that is there must be, from 0 to 1.
ALIKE = 0.35
#: As many words as are looked at, of those that mean anything to a search.
MOST_WORDS = 6
#: The word that is asked for, within the question below.
NEAR = RawSQL('"near"."word"', [])


def nearest_words(board: Partnership, words: str) -> str:
    """What was typed, with each word that nothing in sight has put right by the letters; "" where nothing is near.

    Two questions.
    """
    typed = re.findall(r"[^\W_]{3,40}", words)
    asked = _that_count([word.lower() for word in typed])[:MOST_WORDS]
    put_right = _near(board, asked) if asked else {}
    better = [put_right.get(word.lower(), word) for word in typed]
    return " ".join(better) if [word.lower() for word in typed] != better else ""


def _that_count(typed: list[str]) -> list[str]:
    """The words without those that search leaves out: "the", "this"."""
    sql = """select word from unnest(%s::text[]) with ordinality as typed (word, place)
              where to_tsvector(%s::regconfig, word) <> '' group by word order by min(place)"""
    return [word for (word,) in asked(sql, [typed, ENGLISH])]


def _near(board: Partnership, typed: list[str]) -> dict[str, str]:
    """Typed word -> the nearest word that stands in something in sight. One question."""
    sealed, kinds = left_out(), list(every_kind())
    has = together(_with_near(one, sealed) for one in kinds if one.model.words_of)
    texts = together(_texts(one, sealed) for one in kinds if not one.model.words_of)
    sql = f"""
        with seen as materialized (
            select distinct lexeme as word from ({texts.sql}) as all_of_it (text),
                   lateral unnest(to_tsvector('simple', text)) where length(lexeme) between 3 and 40)
        select distinct on (typed) typed, word from (
            select typed, word, similarity(word, typed) as likeness from unnest(%s::text[]) as typed, seen
            union all
            select typed, known.word, known.likeness from unnest(%s::text[]) as typed cross join lateral (
                select near.word, near.likeness
                  from (select * from goldenthread_near_words(%s, typed, %s::real)
                         order by likeness desc, word offset 0) near
                 where exists ({has.sql}) limit 1) known) as every_one
         where likeness >= %s::real order by typed, likeness desc, word"""  # noqa: S608 - only Django's own questions are put in; what is typed is a parameter
    of_texts, of_has = filled(texts, board=board.pk), filled(has, board=board.pk)
    return dict(asked(sql, [*of_texts, typed, typed, board.pk, ALIKE, *of_has, ALIKE]))


@cache
def _texts(one: Searched, sealed: tuple[str, ...]) -> Part:
    return kept(one.rows(BOARD).annotate(h_text=joined(one)).values_list("h_text"))


@cache
def _with_near(one: Searched, sealed: tuple[str, ...]) -> Part:
    """Rows in sight that have the word as it stands, and not only its stem."""
    stem, whole = SearchQuery(NEAR, config=ENGLISH), SearchVector(*one.words, config="simple")
    rows = one.candidates(BOARD, stem).annotate(h_words=whole).filter(h_words=SearchQuery(NEAR, config="simple"))
    return kept(rows.annotate(h_one=Value(1)).values_list("h_one"))
