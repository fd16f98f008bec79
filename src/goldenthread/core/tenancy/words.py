"""The words of long texts, where search finds them fast: candidates by an index, and words near to a misspelt one.

Under row security PostgreSQL uses no text index: its operators are not leakproof, so no row may meet them before the
policy has. The two functions here run as the owner, look into the index, and answer with keys and words of one
partnership, which are *nobody's yet*: whoever asks shows none of them before a governed question has found the row in
sight (docs/decisions/044). They answer nothing about a partnership at whose table the actor is not known.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from .access import Governed, governed_models

#: Shorter ones are no words, longer ones nobody types.
SHORTEST, LONGEST = 3, 40
#: Whoever is not known at a table is answered with nothing.
KNOWN = "the_board = any (string_to_array(current_setting('app.known_at', true), ',')::bigint[])"
AS_OWNER = "security definer set search_path = public, pg_temp"


class Vocabulary(Governed):
    """Each word that ever stood in a searched text of a partnership. In nobody's sight: `goldenthread_near_words` alone
    reads it. It is no list of what stands there now: a word stays when the last text that had it has gone.

    A trigger writes it. Nothing keeps a word from standing twice: two people who write the same new word at once must
    not wait for each other.
    """

    partnership_id = models.BigIntegerField()
    word = models.CharField(max_length=LONGEST)

    append_only = True
    tracked = False

    class Meta(Governed.Meta):
        indexes: ClassVar[list[Any]] = [models.Index(fields=["partnership_id", "word"], name="vocabulary_word")]
        verbose_name_plural = "vocabulary"

    @classmethod
    def rule(cls) -> Q:
        return Q(pk__lt=0)


def models_with_words() -> list[type[Governed]]:
    return [model for model in governed_models() if model.words_of]


def words_functions() -> list[str]:
    """What search asks for candidates. Made anew after every migrate, as the policies are."""
    return [_with_words(models_with_words()), _NEAR_WORDS]


def _with_words(every: Iterable[type[Governed]]) -> str:
    """`goldenthread_with_words(table, partnership, words)`: keys of the rows that have the words, in sight or not."""
    branches = "".join(
        f"""when '{m._meta.db_table}' then return query select "{m._meta.pk.column}"::bigint from "{m._meta.db_table}"
              where partnership_id = the_board and search_words @@ wanted;\n"""  # noqa: S608 - tables of our own
        for m in every
    )
    return f"""create or replace function goldenthread_with_words(the_table text, the_board bigint, wanted tsquery)
        returns setof bigint language plpgsql stable rows 100 {AS_OWNER} set plan_cache_mode = force_custom_plan as $$
        begin
          if not coalesce({KNOWN}, false) then return; end if;
          case the_table {branches}
          else raise exception '% keeps no words', the_table; end case;
        end $$"""


#: `goldenthread_near_words(partnership, typed, alike)`: words of its vocabulary whose letters are as alike as that.
_NEAR_WORDS = f"""create or replace function goldenthread_near_words(the_board bigint, typed text, alike real)
    returns table (word text, likeness real) language plpgsql stable rows 20 {AS_OWNER} as $$
    begin
      if not coalesce({KNOWN}, false) then return; end if;
      return query select distinct v.word::text, similarity(v.word::text, typed) from tenancy_vocabulary v
        where v.partnership_id = the_board and v.word::text % typed and similarity(v.word::text, typed) >= alike;
    end $$"""  # noqa: S608 - nothing but what stands above


def keeps_words(model: type[Governed]) -> list[str]:
    """The trigger that adds the words of a row to its partnership's vocabulary; nothing for a model that keeps none."""
    if not model.words_of:
        return []
    table, columns = model._meta.db_table, ", ".join(f'"{column}"' for column in model.words_of)
    return [
        f"""create or replace function "words_{table}"() returns trigger language plpgsql {AS_OWNER} as $$ begin
              insert into tenancy_vocabulary (partnership_id, word)
              select new.partnership_id, lexeme
                from (select distinct lexeme from unnest(to_tsvector('simple', {_of_new(model)}))) as said
               where length(lexeme) between {SHORTEST} and {LONGEST} and not exists (select 1 from tenancy_vocabulary v
                       where v.partnership_id = new.partnership_id and v.word = lexeme);
              return null; end $$""",  # noqa: S608 - a table of our own
        f'drop trigger if exists words on "{table}"',
        f'create trigger words after insert or update of {columns} on "{table}" '
        f'for each row execute function "words_{table}"()',
        # it writes as the owner: nobody is to hang it from anything else
        f'revoke all on function "words_{table}"() from public, goldenthread_app',
    ]


def _of_new(model: type[Governed]) -> str:
    return " || ' ' || ".join(f'new."{column}"' for column in model.words_of)
