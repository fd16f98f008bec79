"""What a statutory or national form is made of: fields in sections, what may be answered, and what an answer means.

"Asked and not known" is an answer. A blank is none: whoever was asked has not said. The two are never counted together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from goldenthread.law.limits import Confidence


class FormError(LookupError):
    """A form, a section, a field or a code that does not exist; the message says what there is instead."""


class Asks(StrEnum):
    """What a field asks for."""

    LINE = "line"
    TEXT = "text"
    DATE = "date"
    TIME = "time"
    NUMBER = "number"
    YES_NO = "yes_no"
    ONE_OF = "one_of"
    SEVERAL_OF = "several_of"
    ROWS = "rows"  # people of the household, contacts: each with the same few columns


class Answered(StrEnum):
    """How a field stands. Only `GIVEN` carries a value."""

    GIVEN = "given"
    NOT_KNOWN = "asked, not known"
    NOT_APPLICABLE = "not applicable"
    BLANK = "not answered"
    NOT_ASKED = "not asked of this agency"

    @property
    def is_answer(self) -> bool:
        """Whether somebody said something: a blank and what was never asked are no answers."""
        return self in (Answered.GIVEN, Answered.NOT_KNOWN, Answered.NOT_APPLICABLE)


@dataclass(frozen=True)
class Choice:
    """One value of a list, with the code that is kept. `under`: the value it is a part of ("acute hospital")."""

    code: str
    label: str
    under: str = ""


@dataclass(frozen=True)
class Field:
    """One question. `names_a_person`: it identifies, and is taken off before a panel reads the rest."""

    key: str
    label: str
    asks: Asks = Asks.LINE
    choices: tuple[Choice, ...] = ()
    columns: tuple[str, ...] = ()
    names_a_person: bool = False
    help: str = ""

    def choice(self, code: str) -> Choice:
        """Raises `FormError` for a code that the list lacks."""
        for one in self.choices:
            if one.code == code:
                return one
        raise FormError(f"'{self.label}' has no value '{code}'; it has {', '.join(c.code for c in self.choices)}.")


@dataclass(frozen=True)
class Section:
    """Fields that are answered together, with where they are known from."""

    key: str
    title: str
    fields: tuple[Field, ...]
    source: str
    confidence: Confidence


@dataclass(frozen=True)
class Form:
    """One form of one set of templates: `set` and `key` together name it, since numbers differ between editions."""

    set: str
    key: str
    title: str
    sections: tuple[Section, ...]
    source: str
    confidence: Confidence
    note: str = ""

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field in the order of the form."""
        return tuple(field for section in self.sections for field in section.fields)

    def section(self, key: str) -> Section:
        """Raises `FormError`."""
        for one in self.sections:
            if one.key == key:
                return one
        raise FormError(f"{self.title} has no section '{key}'; it has {', '.join(s.key for s in self.sections)}.")

    def field(self, key: str) -> Field:
        """Raises `FormError`."""
        for one in self.fields:
            if one.key == key:
                return one
        raise FormError(f"{self.title} has no field '{key}'.")


@dataclass(frozen=True)
class Completeness:
    """How much of what was asked is answered. A field that was never asked counts nowhere."""

    given: int
    not_known: int
    blank: tuple[str, ...]

    @property
    def asked(self) -> int:
        return self.given + self.not_known + len(self.blank)

    @property
    def is_complete(self) -> bool:
        return not self.blank

    def __str__(self) -> str:
        return f"{self.given} given, {self.not_known} asked and not known, {len(self.blank)} not answered"


def completeness(form: Form, answers: Mapping[str, Answered], sections: tuple[str, ...] | None = None) -> Completeness:
    """How a form stands; a missing answer is a blank. `sections`: those that this agency was asked for, else all."""
    found = [(field, answers.get(field.key, Answered.BLANK)) for field in _asked(form, sections)]
    counted = [(field, how) for field, how in found if how is not Answered.NOT_ASKED]
    return Completeness(
        given=sum(how in (Answered.GIVEN, Answered.NOT_APPLICABLE) for _, how in counted),
        not_known=sum(how is Answered.NOT_KNOWN for _, how in counted),
        blank=tuple(field.label for field, how in counted if how is Answered.BLANK),
    )


def _asked(form: Form, sections: tuple[str, ...] | None) -> Iterator[Field]:
    for one in form.sections if sections is None else [form.section(key) for key in sections]:
        yield from one.fields


def choices(*words: str, prefix: str = "") -> tuple[Choice, ...]:
    """A list of values, each with a code made of its words: "Found dead or collapsed" is found_dead_or_collapsed."""
    return tuple(Choice(code_of(word, prefix), word) for word in words)


def code_of(words: str, prefix: str = "") -> str:
    """Small letters and figures, the rest as underscores."""
    plain = "".join(letter if letter.isalnum() else " " for letter in words.lower())
    return "_".join(filter(None, (prefix, *plain.split())))
