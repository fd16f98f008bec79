"""Which groups an actor sits in today: the claim "groups"."""

from __future__ import annotations

#: Ids of the groups in which one of the actor's persons has a membership on the day (`tenancy.holding` asks it).
GROUPS_HELD = """
  select group_id from groups_membership
   where person_id = any (my_persons) and since <= the_day and (until is null or until >= the_day)"""
