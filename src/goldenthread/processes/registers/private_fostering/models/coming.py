"""When a child will be too old for private fostering: the month alone, in the clear, where the birthday is sealed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models

from goldenthread.core.sealing.holders import case_key_of
from goldenthread.law.deaths.values import birthday


class TooOldIn(models.DateField):
    """The first day of the month in which a child turns 16, or 18 where disabled; worked out from the sealed date of
    birth each time that the row is saved. Nothing where that is not known.
    """

    def __init__(self, *args: Any, of: str = "", **kwargs: Any) -> None:
        self.of = of
        super().__init__(*args, **{**kwargs, "null": True, "blank": True, "editable": False})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("null", "blank", "editable"):
            kwargs.pop(fixed, None)
        return name, path, args, kwargs

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        """From what the row holds now: the date above is sealed by the time that this is asked."""
        sealed = model_instance.__dict__.get(self.of)
        found = None
        if isinstance(sealed, (bytes, memoryview)):
            born: date = model_instance._meta.get_field(self.of).opened(case_key_of(model_instance), bytes(sealed))
            found = birthday(born, 18 if model_instance.disabled else 16).replace(day=1)
        setattr(model_instance, self.attname, found)
        return found
