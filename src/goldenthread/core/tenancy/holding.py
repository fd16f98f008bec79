"""What a user holds on a day, asked of PostgreSQL in one question, under that user's own sight.

Every request begins with it, so it costs one statement: `goldenthread_become(user, day)` reads the user's persons and
seats, then what rooms further up add by person (core.groups: the groups they sit in), leaves PostgreSQL acting as that
user for the rest of the transaction, and answers with what the Actor is made of. It runs as whoever asks: each of its
reads is held to row security by the claims known so far, and asks for this user's own rows by itself besides.
"""

from __future__ import annotations

import json
from datetime import date

from django.db import connection

from .actor import CLAIMS, Actor
from .roles import OVERSIGHT

#: Claims that higher rooms add: name -> SQL that selects ids of one column, by `my_persons` (bigint[]) and `the_day`.
CLAIM_QUERIES: dict[str, str] = {}

#: A guest of a joint group never had a seat where it meets, and is known there as long as they hold one at home.
#: Whoever had one that ended is not known there any more, whatever groups they were never taken off.
_BODY = """
  perform {nothing}, set_config('app.users', the_user::text, true);
  select coalesce(jsonb_agg(distinct jsonb_build_array(p.partnership_id, s.agency_id, s.role)), '[]') into my_seats
    from tenancy_person p join tenancy_seat s on s.person_id = p.id
   where p.user_id = the_user and p.left_on is null
     and s.since <= the_day and (s.until is null or s.until >= the_day);
  select coalesce(array_agg(distinct (x ->> 0)::bigint), '{{}}') into my_boards from jsonb_array_elements(my_seats) x;
  select coalesce(array_agg(p.id), '{{}}'), coalesce(array_agg(p.partnership_id), '{{}}') into my_persons, known_at
    from tenancy_person p
   where p.user_id = the_user and p.left_on is null and my_boards <> '{{}}'
     and (p.partnership_id = any (my_boards) or not exists (select 1 from tenancy_seat s where s.person_id = p.id));
  perform {seated};
  {more}
  return jsonb_build_object('seats', my_seats, 'held', held || jsonb_build_object(
    'persons', to_jsonb(my_persons), 'known_at', to_jsonb(known_at)));
"""
_MORE = """
  select coalesce(array_agg(distinct id), '{{}}') into ids from ({query}) as found (id);
  held := held || jsonb_build_object('{claim}', to_jsonb(ids));
  perform {told};
"""


def become_function() -> str:
    """The function as SQL. Made anew after every migrate, as the policies are."""
    roles = ", ".join(f"'{role.value}'" for role in sorted(OVERSIGHT))
    seats = "from jsonb_array_elements(my_seats) x"
    oversight = f"array(select (x ->> 0)::bigint {seats} where x ->> 2 in ({roles}))"
    places = f"array(select (x ->> 0)::bigint << 32 | (x ->> 1)::bigint {seats} where x ->> 1 is not null)"
    seated = {
        "persons": "my_persons",
        "partnerships": "my_boards",
        "known_at": "my_boards || known_at",
        "oversight": oversight,
        "places": places,
    }
    body = _BODY.format(
        nothing=", ".join(f"set_config('app.{claim}', '', true)" for claim in CLAIMS if claim != "users"),
        seated=", ".join(_told(claim, ids) for claim, ids in seated.items()),
        more="".join(_MORE.format(query=query, claim=claim, told=_told(claim, "ids"))
                     for claim, query in sorted(CLAIM_QUERIES.items())),
    )  # fmt: skip
    return f"""create or replace function goldenthread_become(the_user bigint, the_day date) returns jsonb
        language plpgsql set search_path = public, pg_temp as $$
        declare my_seats jsonb; my_boards bigint[]; my_persons bigint[]; known_at bigint[]; ids bigint[];
                held jsonb := '{{}}';
        begin {body} end $$"""


def become(user_id: int, name: str, day: date) -> Actor:
    """Have PostgreSQL act as the user until the end of the transaction; the Actor that this is. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("select goldenthread_become(%s, %s)::text", [user_id, day])
        (answer,) = cursor.fetchone()
    found = json.loads(answer)
    seats = frozenset((at, agency, role) for at, agency, role in found["seats"])
    return Actor(user_id, seats, {claim: frozenset(ids) for claim, ids in found["held"].items()}, name)


def _told(claim: str, ids: str) -> str:
    """The same words that `actor.tell_postgres` uses: each id once, in order, joined by commas."""
    return f"set_config('app.{claim}', array_to_string(array(select distinct unnest({ids}) order by 1), ','), true)"
