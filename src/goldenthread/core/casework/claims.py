"""Which registers of sealed work an actor keeps, and of which they review who read them: two claims."""

from __future__ import annotations

_APPOINTED = """
  select register_id from casework_keeper
   where person_id = any (my_persons) and capacity = '{capacity}' and since <= the_day
     and (until is null or until >= the_day)"""

REGISTERS_KEPT = _APPOINTED.format(capacity="keeper")
REGISTERS_REVIEWED = _APPOINTED.format(capacity="reviewer")
