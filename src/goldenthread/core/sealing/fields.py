"""Columns that the database keeps sealed, and fingerprints of them by which duplicates are found.

A sealed column is declared as any other: `child_name = SealedText("child's name", max_length=120)`. What is typed is
set as text or date and sealed when the row is saved. Read back it is a `Sealed`: it prints as "Sealed", and as what it
holds while its case is being read (`core.casework.sealed.reading`). It cannot be searched, sorted or written by
`update()`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core import checks
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from .envelope import SEAL_LENGTH, CaseKey, new_seal, open_seal, rewrapped
from .holders import case_id_of, case_key_of, case_of, partnership_id_of
from .keyring import the_ring
from .opened import key_if_open

SEALED = "Sealed"


class Sealed:
    """A sealed value of one row. What it holds shows only while its case is being read."""

    __slots__ = ("data", "field", "instance")

    def __init__(self, field: SealedField, instance: Any, data: bytes) -> None:
        self.field, self.instance, self.data = field, instance, data

    @property
    def readable(self) -> bool:
        return key_if_open(case_id_of(self.instance)) is not None

    def value(self) -> Any:
        """Text or date; the word "Sealed" where the case is not being read."""
        key = key_if_open(case_id_of(self.instance))
        return self.field.opened(key, self.data) if key else SEALED

    def __str__(self) -> str:
        value = self.value()
        return f"{value:%-d %B %Y}" if isinstance(value, date) else str(value)

    def __repr__(self) -> str:
        return "<sealed>"  # into logs and error reports, whatever is being read

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Sealed):
            return self.data == other.data or (self.readable and other.readable and self.value() == other.value())
        return self.readable and self.value() == other

    __hash__ = None  # type: ignore[assignment]  # what it equals depends on who reads


class SealedAttribute(DeferredAttribute):
    """Gives out bytes that came from the database as `Sealed`; keeps what is set as it is until it is saved."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        value = instance.__dict__.get(self.field.attname)
        if value is None and self.field.attname not in instance.__dict__:
            value = super().__get__(instance, cls)
        if not isinstance(value, (bytes, memoryview)):
            return value
        return Sealed(self.field, instance, bytes(value))  # type: ignore[arg-type]  # a sealed field's, by its class

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value.data if isinstance(value, Sealed) else value


class SealedField(models.Field):
    """A column of bytes that only its case's key opens."""

    descriptor_class = SealedAttribute
    empty_values = (None, "")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("null", True)  # an empty text is nothing: that it is empty is no secret
        super().__init__(*args, **kwargs)

    def get_internal_type(self) -> str:
        return "BinaryField"

    @property
    def place(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def opened(self, key: CaseKey, data: bytes) -> Any:
        return self.to_python(key.open(data, self.place))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Seal what was set; leave what came from the database as it is."""
        value = model_instance.__dict__.get(self.attname)
        if isinstance(value, (bytes, memoryview)):
            return bytes(value)
        if value in self.empty_values:
            model_instance.__dict__[self.attname] = None
            return None
        data = case_key_of(model_instance).close(self.as_text(self.to_python(value)), self.place)
        model_instance.__dict__[self.attname] = data
        return data

    def as_text(self, value: Any) -> str:
        return str(value)

    def get_prep_value(self, value: Any) -> Any:
        if value is None or isinstance(value, (bytes, memoryview)):
            return value
        if isinstance(value, Sealed):
            return value.data
        raise TypeError(
            f"{self.name} is sealed: it is written by saving its row, and looked for by its fingerprint, never by value"
        )

    def clean(self, value: Any, model_instance: Any) -> Any:
        if isinstance(value, Sealed):
            return value
        cleaned = self.to_python(value)
        if cleaned in self.empty_values and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")
        if cleaned not in self.empty_values:
            self.run_validators(cleaned)
        return cleaned

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def value_from_object(self, obj: Any) -> Any:
        """What a form starts from. Nothing where the case is not being read: a form must not send "Sealed" back."""
        value = getattr(obj, self.attname)
        if not isinstance(value, Sealed):
            return value
        return value.value() if value.readable else None

    def value_to_string(self, obj: Any) -> str:
        return SEALED


class SealedText(SealedField):
    """Text. With `max_length` one line, without it as long as is wished."""

    description = "Sealed text"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.max_length is not None:
            self.validators.append(MaxLengthValidator(self.max_length))

    def to_python(self, value: Any) -> Any:
        return value if value is None or isinstance(value, (str, Sealed)) else str(value)

    def formfield(self, **kwargs: Any) -> Any:
        kwargs.pop("form_class", None)
        wanted: dict[str, Any] = {"form_class": forms.CharField, "max_length": self.max_length or 20_000}
        if self.max_length is None:
            wanted["widget"] = forms.Textarea
        return super().formfield(**{**wanted, **kwargs})


class SealedDate(SealedField):
    """A day, such as a date of birth. What clocks and counts need stays in the clear."""

    description = "Sealed date"

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values or isinstance(value, Sealed):
            return value or None
        return models.DateField().to_python(value)

    def as_text(self, value: Any) -> str:
        return str(value.isoformat())

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": forms.DateField, **kwargs})


class BlindIndex(models.CharField):
    """A fingerprint of one or more sealed columns of its row, by which the same is found again and nothing is learned.

    `of` names columns declared above it; `by` makes one text of what they hold (a date comes as a date), or "" where
    there is nothing to go by.
    """

    def __init__(self, *args: Any, of: tuple[str, ...] = (), by: Callable[..., str] = str, **kwargs: Any) -> None:
        self.of, self.by = of, by
        kwargs |= {"max_length": 64, "null": True, "editable": False, "db_index": True, "blank": True}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "null", "editable", "db_index", "blank"):
            kwargs.pop(fixed, None)
        return name, path, args, kwargs

    def check(self, **kwargs: Any) -> list[Any]:
        above = {f.name for f in self.model._meta.local_fields if f.creation_counter < self.creation_counter}
        wrong = [name for name in self.of if name not in above]
        if wrong or not self.of:
            return [*super().check(**kwargs), checks.Error(f"declare {wrong or 'what it is of'} above it", obj=self)]
        return super().check(**kwargs)

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        """From what the row holds now: the columns above are sealed by the time that this is asked."""
        if case_of(model_instance).seal is None:
            return getattr(model_instance, self.attname)  # destroyed: what found it again was taken away
        data = [model_instance.__dict__.get(name) for name in self.of]
        fields = [model_instance._meta.get_field(name) for name in self.of]
        found = None
        if all(isinstance(one, (bytes, memoryview)) for one in data):
            key = case_key_of(model_instance)
            values = [field.opened(key, bytes(one)) for field, one in zip(fields, data, strict=True)]
            found = self.fingerprint(partnership_id_of(model_instance), *values)
        setattr(model_instance, self.attname, found)
        return found

    def fingerprint(self, partnership_id: int, *values: Any) -> str | None:
        """Of values that someone typed, to look for rows that hold the same."""
        text = self.by(*values)
        return (
            the_ring().fingerprint(partnership_id, f"{self.model._meta.db_table}.{self.name}", text) if text else None
        )


class SealedTyping(models.Field):
    """What someone has typed and not saved (a mapping of texts), sealed with the ring itself: it belongs to no case."""

    description = "Sealed unfinished words"
    BOUND_TO = "unfinished words"

    def get_internal_type(self) -> str:
        return "BinaryField"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if value is None:
            return None
        seal, data = _parted(bytes(value))
        return json.loads(open_seal(seal, self.BOUND_TO, the_ring()).open(data, self.BOUND_TO))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None or isinstance(value, bytes):
            return value
        seal = new_seal(self.BOUND_TO, the_ring())
        return seal + open_seal(seal, self.BOUND_TO, the_ring()).close(json.dumps(value), self.BOUND_TO)

    @classmethod
    def turned(cls, value: bytes) -> bytes:
        """The same under the ring's current key."""
        seal, data = _parted(bytes(value))
        return rewrapped(seal, cls.BOUND_TO, the_ring()) + data


class SealedWords(SealedTyping):
    """A sentence about a case that those read too who may not read the case, sealed with the ring itself. Where there
    is none it is set to nothing, and read back empty.
    """

    description = "Words beside a sealed case"
    BOUND_TO = "words beside a case"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"null": True, **kwargs})

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str:
        return super().from_db_value(value, expression, connection) or ""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return super().get_db_prep_value(value or None, connection, prepared)


def _parted(value: bytes) -> tuple[bytes, bytes]:
    return value[:SEAL_LENGTH], value[SEAL_LENGTH:]
