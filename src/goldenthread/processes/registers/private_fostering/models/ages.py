"""How old a child was, kept in the clear for counts where the day of birth is sealed: whole years, never a birthday."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import models

from goldenthread.core.sealing.holders import case_key_of
from goldenthread.kernel.periods import Every, period
from goldenthread.law.deaths.values import years_old


class AgeOn(models.PositiveSmallIntegerField):
    """Whole years on a day of the row, worked out from a sealed date above it each time that the row is saved.

    `of`: the sealed date of birth, declared above; `on`: the row's values by name -> the day, or nothing. Nothing where
    either is missing.
    """

    def __init__(self, *args: Any, of: str = "", on: Callable[[dict[str, Any]], date | None] | None = None,
                 **kwargs: Any) -> None:  # fmt: skip
        self.of, self.on = of, on
        super().__init__(*args, **{**kwargs, "null": True, "blank": True, "editable": False})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("null", "blank", "editable"):
            kwargs.pop(fixed, None)
        return name, path, args, kwargs

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        """From what the row holds now: the date above is sealed by the time that this is asked."""
        sealed = model_instance.__dict__.get(self.of)
        day = self.on(model_instance.__dict__) if self.on else None
        found = None
        if isinstance(sealed, (bytes, memoryview)) and day is not None:
            field = model_instance._meta.get_field(self.of)
            born = field.opened(case_key_of(model_instance), bytes(sealed))
            found = years_old(born, max(born, day))
        setattr(model_instance, self.attname, found)
        return found


def when_it_began(values: dict[str, Any]) -> date | None:
    """The day on which the arrangement began."""
    return values.get("began_on")


def next_31_march(values: dict[str, Any]) -> date | None:
    """The last day of the financial year in which it began: each later 31 March is so many years on, to the day."""
    began = values.get("began_on")
    return period(Every.FINANCIAL_YEAR, began).last if began else None


def as_if_born(age_begun: int | None, age_march: int | None, began_on: date) -> date | None:
    """A day of birth that gives both ages, for counts: not the child's. Nothing where an age is not known."""
    if age_begun is None or age_march is None:
        return None
    march = period(Every.FINANCIAL_YEAR, began_on).last
    if age_march > age_begun:  # a birthday lies between the two
        return march.replace(year=march.year - age_march)
    day = min(began_on.day, 28) if began_on.month == 2 else began_on.day
    return began_on.replace(year=began_on.year - age_begun, day=day)
