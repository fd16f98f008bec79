"""A state machine as a value, checked when it is built, so that a broken process never starts."""

from __future__ import annotations

import keyword
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

When = Callable[[Any], bool]


class WorkflowError(ValueError):
    """A workflow that cannot run. The message lists everything that is wrong with it, one line each."""


class StepRefused(ValueError):
    """A step that is unknown, or not open from the state a record is in."""


@dataclass(frozen=True)
class Step:
    """One thing that people do to a record. Make one with `step`."""

    name: str
    label: str
    source: tuple[str, ...]
    target: str | None
    by: frozenset[str]
    fields: tuple[str, ...] = ()
    adds: str | None = None
    asks: str | None = None
    confirm: str | None = None
    tells: str | None = None
    when: When | None = None
    own: bool = False

    def leads_to(self, state: str) -> str:
        """The state after the step, taken from `state`: its target, or the same where it has none."""
        return self.target or state


def step(
    name: str,
    label: str,
    source: str | Iterable[str],
    target: str | None = None,
    *,
    by: str | Iterable[str],
    fields: Iterable[str] = (),
    adds: str | None = None,
    asks: str | None = None,
    confirm: str | None = None,
    tells: str | None = None,
    when: When | None = None,
    own: bool = False,
) -> Step:
    """A step, as a process declares it.

    name: as in code and addresses; label: as on the button ("Record a visit").
    source: the state or states it is open from; target: the state it leads to, or nothing when the state stays.
    by: the roles that may take it, as a list or as words in one string.
    fields: what is asked of the user, on the record, or on the new child row where `adds` names its relation.
    asks: one question in plain words, answered in free text and kept with the event ("Why is it prohibited?").
    confirm: what to show for a second look before a step that cannot be undone.
    tells: what whoever takes it should know first, where nothing is lost by it.
    when: a plain function of the record that says whether the step is open now; no function, always.
    own: only for those of these roles who speak for the agency that the record is led by, and for the board's own unit.
    """
    return Step(
        name=str(name),
        label=label,
        source=_words(source, split=False),
        target=None if target is None else str(target),
        by=frozenset(_words(by, split=True)),
        fields=tuple(fields),
        adds=adds, asks=asks, confirm=confirm, tells=tells, when=when, own=own,
    )  # fmt: skip


@dataclass(frozen=True, init=False)
class Workflow:
    """States and the steps between them. The states are those that the steps name.

    Refuses to be built (`WorkflowError`) with a state that no step reaches, a state from which no end can be reached,
    two steps of one name, a step out of a final state, a step open from nowhere or to nobody.
    """

    initial: str
    final: frozenset[str]
    steps: tuple[Step, ...]

    def __init__(self, initial: str, final: str | Iterable[str], steps: Iterable[Step]) -> None:
        object.__setattr__(self, "initial", str(initial))
        object.__setattr__(self, "final", frozenset(_words(final, split=False)))
        object.__setattr__(self, "steps", tuple(steps))
        problems = list(self._problems())
        if problems:
            raise WorkflowError("This workflow cannot run:\n" + "\n".join(f"- {problem}" for problem in problems))

    @cached_property
    def states(self) -> tuple[str, ...]:
        """Every state, the initial one first, then as the steps name them; final ones that no step names last."""
        named = [state for s in self.steps for state in (*s.source, s.target) if state is not None]
        return tuple(dict.fromkeys((self.initial, *named, *sorted(self.final))))

    def __getitem__(self, name: str) -> Step:
        """The step of that name. Raises `StepRefused` when there is none."""
        for found in self.steps:
            if found.name == name:
                return found
        raise StepRefused(f"There is no step called '{name}'.")

    def is_final(self, state: str) -> bool:
        return str(state) in self.final

    def open_to(self, state: str, roles: str | Iterable[str], record: Any = None, *, own: bool = True) -> list[Step]:
        """The steps that these roles may take from this state; with a record, only those open to it now.

        `own`: whether whoever asks speaks for the agency that leads the record (or is of the board's unit).
        """
        held = set(_words(roles, split=True))
        state = str(state)
        mine = (s for s in self.steps if state in s.source and s.by & held and (own or not s.own))
        return [s for s in mine if _is_open(s, record)]

    def follow(self, state: str, name: str) -> str:
        """The state after taking the named step from `state`. Raises `StepRefused` when it is not open from there."""
        taken, state = self[name], str(state)
        if state not in taken.source:
            raise StepRefused(
                f"'{taken.label}' is not open from {_say(state)}; it is open from {_either(taken.source)}."
            )
        return taken.leads_to(state)

    def check_states(self, declared: Iterable[str]) -> None:
        """Raises `WorkflowError` when the states a model declares are not exactly those of the steps."""
        known = set(_words(declared, split=False))
        lacking = [f"the model lacks the state {_say(s)}" for s in self.states if s not in known]
        unused = [f"no step names the state {_say(s)}" for s in sorted(known - set(self.states))]
        if lacking or unused:
            raise WorkflowError(
                "This workflow does not fit its model:\n" + "\n".join(f"- {p}" for p in lacking + unused)
            )

    def as_text(self, labels: Mapping[str, str] | None = None) -> str:
        """The workflow read aloud, one line a step, for a page or a README. `labels` maps states to their names."""
        names = {state: (labels or {}).get(state, _say(state)) for state in self.states}
        ends = _either(sorted((names[s] for s in self.final), key=str.casefold))
        return "\n".join((f"It starts as {names[self.initial]} and ends as {ends}.", *map(_aloud(names), self.steps)))

    def _problems(self) -> Iterator[str]:
        counts = Counter(s.name for s in self.steps)
        yield from (f"{n} steps are called '{name}'" for name, n in counts.items() if n > 1)
        if not self.final:
            yield "it has no final state, so nothing in it ever ends"
        if self.initial in self.final:
            yield f"it starts in {_say(self.initial)}, which is final"
        for s in self.steps:
            yield from self._problems_of(s)
        reached = self._closure({self.initial}, forwards=True)
        yield from (f"no step leads to {_say(s)}" for s in self.states if s not in reached)
        ending = self._closure(set(self.final), forwards=False)
        yield from (f"from {_say(s)} no end can be reached" for s in self.states if s not in ending)

    def _problems_of(self, s: Step) -> Iterator[str]:
        if not s.name.isidentifier() or keyword.iskeyword(s.name):
            yield f"'{s.name}' cannot be the name of a step: use letters, digits and underscores"
        if not s.label.strip():
            yield f"step '{s.name}' has no label"
        if not s.source:
            yield f"step '{s.name}' is open from no state"
        if not s.by:
            yield f"step '{s.name}' may be taken by nobody"
        yield from (f"step '{s.name}' leaves {_say(x)}, which is final" for x in s.source if x in self.final)
        yield from (f"step '{s.name}' names '{x}' twice" for x, n in Counter((*s.source, *s.fields)).items() if n > 1)

    def _closure(self, found: set[str], *, forwards: bool) -> set[str]:
        moves = {(x, s.target) for s in self.steps if s.target for x in s.source}
        while True:
            more = {b for a, b in moves if a in found} if forwards else {a for a, b in moves if b in found}
            if more <= found:
                return found
            found = found | more


def _words(given: str | Iterable[str], *, split: bool) -> tuple[str, ...]:
    if isinstance(given, str):
        return tuple(str(given).split()) if split else (str(given),)
    return tuple(str(one) for one in given)  # a Django choice becomes the plain text it stands for


def _is_open(s: Step, record: Any) -> bool:
    return s.when is None or record is None or bool(s.when(record))


def _say(state: str) -> str:
    return str(state).replace("_", " ")


def _listed(words: Iterable[str], joint: str) -> str:
    *most, last = words
    return f"{', '.join(most)} {joint} {last}" if most else last


def _a(role: str) -> str:
    return f"{'an' if role[:1].lower() in 'aeiou' else 'a'} {_say(role)}"


def _either(words: Iterable[str]) -> str:
    return _listed([_say(word) for word in words], "or")


def _aloud(names: Mapping[str, str]) -> Callable[[Step], str]:
    def aloud(s: Step) -> str:
        who = _listed([_a(role) for role in sorted(s.by)], "or") + (" of the agency that leads it" if s.own else "")
        asked = f", giving {_listed([_say(f) for f in s.fields], 'and')}" if s.fields else ""
        kept = f" (one of its {_say(s.adds)} is added)" if s.adds else ""
        question = f" They are asked: {s.asks}" if s.asks else ""
        seldom = f" Only {_reason(s.when)}." if s.when else ""
        end = f"it becomes {names[s.target]}" if s.target else "its state stays"
        sources = _either(names[x] for x in s.source)
        return f"- {s.label}: when {sources}, by {who}{asked}{kept}; {end}.{seldom}{question}"

    return aloud


def _reason(when: When) -> str:
    said = (getattr(when, "__doc__", None) or "").strip().splitlines()
    name = getattr(when, "__name__", "")
    return said[0].rstrip(".") if said else f"when {_say(name)}" if name.isidentifier() else "when its condition holds"
