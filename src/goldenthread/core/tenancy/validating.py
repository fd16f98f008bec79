"""full_clean that asks the database no more than it must: what was read from it, and is unchanged, was right already.

Django asks one question for every foreign key and three for every check, of every row, each time; that was half of all
that a step or an action cost. What is skipped here is only what the database itself has held since it was written (its
foreign keys, its constraints, and the policies that ask for sight of what a row points at), and holds again on saving.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import models, router
from django.db.models import CheckConstraint, Q, UniqueConstraint

Checked = tuple[type[models.Model], Any]


class Sparing(models.Model):
    """An abstract model whose rows remember what was read, so that only what changed is asked about."""

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **more: Any) -> Any:
        """As Django's; the row remembers what it was read as (references to the same values: no copies)."""
        made: Any = super().from_db(db, field_names, values, **more)
        made._read_as = (field_names, values)
        return made

    def as_read(self, field: Any) -> bool:
        """Whether a column holds what it was read as. Lists and such, which may be changed in place, never do."""
        names, values = getattr(self, "_read_as", ((), ()))
        before = dict(zip(names, values, strict=False)).get(field.attname, _NEVER)
        return not isinstance(before, (list, dict, set)) and bool(getattr(self, field.attname) == before)

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """As Django's, but foreign keys are not looked up again whose row is known to be there."""
        known = {field.name for field in self._meta.fields if isinstance(field, models.ForeignKey) and self._has(field)}
        super().clean_fields(exclude=known | set(exclude or ()))

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """As Django's, with all checks in one question; each is asked by itself only to say which does not hold."""
        self._holding = self._kept(set(exclude or ()))
        try:
            super().validate_constraints(exclude=exclude)
        finally:
            del self._holding

    def get_constraints(self) -> list[tuple[type[models.Model], Sequence[Any]]]:
        """Those that are to be asked one by one."""
        holding = getattr(self, "_holding", ())
        return [(model, [one for one in found if one not in holding]) for model, found in super().get_constraints()]

    def _has(self, field: Any) -> bool:
        """Whether the row that a foreign key points at is known to be there, and in sight.

        What is not governed is in everybody's sight: there, it is enough to hold the row itself.
        """
        value = getattr(self, field.attname)
        if value is None or field.get_limit_choices_to():
            return False
        if self.as_read(field):
            return True
        held = field.get_cached_value(self, default=None)
        read = held is not None and not held._state.adding and held.pk == value
        return read and not issubclass(field.related_model, Sparing)

    def _kept(self, exclude: set[str]) -> list[Any]:
        """The constraints that need no asking: nothing in them changed, or all that changed hold together."""
        every = [(model, one) for model, found in self.get_constraints() for one in found]
        unchanged = [pair for pair in every if self._is_as_read(*pair)]
        changed = [
            pair
            for pair in every
            if isinstance(pair[1], CheckConstraint) and pair not in unchanged and not _named(*pair) & exclude
        ]
        kept = unchanged + (changed if len(changed) > 1 and self._all_hold(changed, exclude) else [])
        return [one for _, one in kept]

    def _is_as_read(self, model: type[models.Model], one: Any) -> bool:
        if isinstance(one, UniqueConstraint) and self._state.adding:
            return False  # a copy that is to be a row of its own
        names = _named(model, one)
        return bool(names) and all(self.as_read(model._meta.get_field(name)) for name in names)

    def _all_hold(self, checks: Iterable[Checked], exclude: set[str]) -> bool:
        against: dict[str, Any] = {}
        for model, _ in checks:
            against |= self._get_field_expression_map(model._meta, exclude)  # type: ignore[attr-defined]  # no stub
        using = router.db_for_write(type(self), instance=self)
        return Q(*(one.condition for _, one in checks)).check(against, using=using)


_NEVER = object()


def _named(model: Any, one: Any) -> set[str]:
    """The fields that a check, or a plain uniqueness, is about; none for what is not as plain as that."""
    if isinstance(one, CheckConstraint):
        found = {path[0] for path in model._get_expr_references(one.condition)}
    elif isinstance(one, UniqueConstraint) and one.fields and one.condition is None:
        found = set(one.fields)
    else:
        found = set()
    return {model._meta.pk.name if name == "pk" else name for name in found}
