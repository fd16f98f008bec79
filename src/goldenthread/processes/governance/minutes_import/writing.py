"""Write an import by the verbs that pages use: the meeting first, then what hangs from it, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, time
from typing import Any

from django.core.exceptions import ValidationError

from goldenthread.core.casework.models import Audience
from goldenthread.core.casework.services import take_step
from goldenthread.core.groups.models import Group
from goldenthread.core.thread.learning import recommend
from goldenthread.core.thread.models import Action
from goldenthread.core.thread.services import add_action, close_action, defer_action, update_action
from goldenthread.processes.governance.meetings.agenda import (
    add_item,
    amend_item,
    record_decision,
    remove_item,
    reorder,
)
from goldenthread.processes.governance.meetings.attending import Present, record_attendance
from goldenthread.processes.governance.meetings.models import AgendaItem, Meeting
from goldenthread.processes.governance.meetings.placing import tie_action
from goldenthread.processes.governance.meetings.planning import plan_meeting
from goldenthread.processes.governance.meetings.process import STANDING

from .matching import words_key
from .models import ReadItem
from .naming import Names, group_of, seat_members
from .plan import Plan

Kind = ReadItem.Kind
SAID_NOTHING = "Listed in the minutes; they do not say how it stands."
DECIDED_HERE = "Decisions"


class Writing:
    """One import being written. `written` collects the ids of what came of it, by name."""

    def __init__(self, plan: Plan, head: ReadItem) -> None:
        self.plan, self.head = plan, head
        self.partnership = head.partnership
        self.held_on = date.fromisoformat(head.values["date"])
        self.written: dict[str, list[int]] = {}
        self.items: dict[str, AgendaItem] = {}
        self.group: Group
        self.meeting: Meeting
        self.names: Names

    def write(self) -> Meeting:
        """Everything, in the order in which one thing needs another."""
        self.group, added = group_of(self.head)
        if added:
            self._note("groups", self.group.pk)
        people = self.plan.of(Kind.ATTENDANCE)
        self.names = Names(self.partnership, people)
        self.written |= {name: pks for name, pks in self.names.added.items() if pks}
        self.meeting = self.plan.meeting or plan_meeting(group=self.group, held_on=self.held_on, **self._times())
        self._agenda()
        if self.head.values.get("members"):
            self.written["members"] = seat_members(self.group, people, self.names, self.held_on)
        self.written["attendance"] = [row.pk for row in record_attendance(self.meeting, self._present(people))]
        self._each(Kind.DECISION, self._decision)
        self._each(Kind.FUTURE, self._future)
        self._hold()
        for kind in (Kind.ACTION, Kind.PROMISE):
            self._each(kind, self._action)
        self._each(Kind.PREVIOUS, self._previous)
        self._each(Kind.RECOMMENDATION, self._recommendation)
        if self.head.values.get("standing") == "agreed":
            self.meeting = take_step(self.meeting, "agree")
        return self.meeting

    def _each(self, kind: str, write: Callable[[ReadItem], None]) -> None:
        for row in self.plan.of(kind):
            try:
                write(row)
            except ValidationError as wrong:
                raise ValidationError([f"{row}: {message}" for message in wrong.messages]) from wrong

    def _note(self, name: str, pk: int) -> None:
        self.written.setdefault(name, []).append(pk)

    def _times(self) -> dict[str, Any]:
        values = self.head.values
        return {"starts": _time(values["starts"]), "ends": _time(values["ends"]), "place": values["place"] or ""}

    def _agenda(self) -> None:
        """Items found by their title are written to; the standing ones that the minutes do not have are taken off."""
        there = {words_key(item.title): item for item in AgendaItem.objects.filter(record=self.meeting)}
        standing = {words_key(title) for _, title in STANDING}
        rows = self.plan.of(Kind.ITEM)
        titles = {words_key(row.values["title"]) for row in rows}
        if rows and self.meeting.ahead:
            for key in (standing & set(there)) - titles:
                if not (there[key].text or there[key].presenter_id):
                    remove_item(there.pop(key))
        self._each(Kind.ITEM, lambda row: self._item(row, there.pop(words_key(row.values["title"]), None)))
        found = {item.pk: item for item in AgendaItem.objects.filter(record=self.meeting)}
        as_printed = [found.pop(pk) for pk in self.written.get("items", [])]
        if as_printed:
            reorder(self.meeting, [*as_printed, *found.values()])

    def _item(self, row: ReadItem, there: AgendaItem | None) -> None:
        said: dict[str, Any] = {
            "text": row.values["text"] or "",
            "printed_number": (row.values.get("number") or "")[:20],
        }
        if there is None:
            item = add_item(meeting=self.meeting, title=row.values["title"], kind=_kind(row.values["title"]), **said)
        else:
            item = amend_item(there, **said)
        self._note("items", item.pk)
        if row.values.get("number"):
            self.items.setdefault(row.values["number"], item)

    def _present(self, rows: Sequence[ReadItem]) -> list[Present]:
        found: dict[int, Present] = {}
        for row in rows:
            person, values = self.names.of_row[row.pk], row.values
            deputy = self.names.person_called(values["deputy"]) if values["status"] == "deputy" else None
            if person.pk in found:  # a presenter who is in the list as well: the list says how they attended
                continue
            found[person.pk] = Present(
                person=person,
                agency=row.agency or person.agency,
                status=values["status"],
                part=values["part"],
                deputy=deputy if deputy != person else None,
                deputy_name="" if deputy or values["status"] != "deputy" else values["deputy"] or "",
                virtual=bool(values["virtual"]),
            )
        return list(found.values())

    def _decision(self, row: ReadItem) -> None:
        item = self.items.get(row.values.get("item") or "") or self.items.get(DECIDED_HERE)
        if item is None:
            item = add_item(meeting=self.meeting, title=DECIDED_HERE, kind=AgendaItem.Kind.DECISION)
            self.items[DECIDED_HERE] = item
        self._note("decisions", record_decision(item=item, text=row.values["text"]).pk)

    def _future(self, row: ReadItem) -> None:
        day = date.fromisoformat(row.values["date"])
        if day <= self.held_on or self._meeting_on(day):
            return
        times: dict[str, Any] = {"starts": _time(row.values["starts"]), "ends": _time(row.values["ends"])}
        made = plan_meeting(group=self.group, held_on=day, place=row.values["place"] or "", **times)
        self._note("future_meetings", made.pk)

    def _hold(self) -> None:
        """Take the meeting through "held" to "minutes drafted"."""
        chair = self.names.person_called(self.head.values["chair"])
        if self.meeting.ahead:
            times = {name: value for name, value in self._times().items() if name != "place" and value}
            self.meeting = take_step(self.meeting, "hold", chair=chair or self.meeting.chair, **times)
        kept = [self.meeting.minutes, *(row.values["text"] for row in self.plan.of(Kind.UNPLACED))]
        self.meeting = take_step(self.meeting, "draft_minutes", minutes="\n\n".join(text for text in kept if text))

    def _action(self, row: ReadItem) -> None:
        made = self._add(row, self.held_on, row.values.get("number") or "")
        item = self.items.get(row.values.get("item") or "")
        if item is not None:
            tie_action(made, item)
        self._note("actions", made.pk)

    def _add(self, row: ReadItem, made_on: date, number: str) -> Action:
        wide = Audience.PARTNERSHIP if self.group.open_to_partnership else Audience.GROUP
        return add_action(
            partnership=self.partnership,
            text=row.values["text"],
            made_on=made_on,
            record=self.meeting if made_on == self.held_on else None,
            group=self.group,
            audience=wide,
            meeting_number=number,
            due_text=row.values.get("due_text") or "",
            **self.names.owner_of(row),
            **self._due(row),
        )

    def _due(self, row: ReadItem) -> dict[str, Any]:
        if not row.values.get("due"):
            return {}
        day = date.fromisoformat(row.values["due"])
        at = self._meeting_on(day) if row.values.get("at_meeting") else None
        return {"due_on": day, "due_meeting": at}

    def _meeting_on(self, day: date) -> Meeting | None:
        return Meeting.objects.filter(group=self.group, held_on=day).exclude(state=Meeting.State.CANCELLED).first()

    def _previous(self, row: ReadItem) -> None:
        values = row.values
        action = row.action
        if action is None:
            origin = date.fromisoformat(values["origin_date"]) if values["origin_date"] else self.held_on
            action = self._add(row, min(origin, self.held_on), values["number"] or "")
            self._note("earlier_added", action.pk)
        else:
            action = Action.objects.get(pk=action.pk)  # two rows may speak of one action
        told: dict[str, Any] = {"text": values["update"] or SAID_NOTHING, "on": self.held_on, "meeting": self.meeting}
        status = "" if action.status == Action.Status.CLOSED else values["status"]
        if status == "closed":
            close_action(action, reason=values["reason"], **told)
        elif status == "deferred":
            due = self._due(row) or {"due_on": action.due_on, "due_meeting": action.due_meeting}
            defer_action(action, **due, **told)
        else:
            update_action(action, **told)
        self._note({"closed": "closed", "deferred": "deferred"}.get(status, "updated"), action.pk)

    def _recommendation(self, row: ReadItem) -> None:
        made = recommend(
            partnership=self.partnership, text=row.values["text"], made_on=self.held_on, owner_group=self.group
        )
        self._note("recommendations", made.pk)


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


def _kind(title: str) -> str:
    """The kind of an item, where its title says so."""
    said = title.lower()
    told = (
        ("any other business", AgendaItem.Kind.OTHER_BUSINESS), ("apologies", AgendaItem.Kind.INTRODUCTIONS),
        ("matters arising", AgendaItem.Kind.MINUTES), ("minutes", AgendaItem.Kind.MINUTES),
        ("presentation", AgendaItem.Kind.PRESENTATION), ("report", AgendaItem.Kind.REPORT),
        ("update", AgendaItem.Kind.UPDATE),
    )  # fmt: skip
    return next((kind for words, kind in told if words in said), AgendaItem.Kind.DISCUSSION)
