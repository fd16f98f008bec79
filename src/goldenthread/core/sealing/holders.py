"""From a row to the case whose key seals it: a case holds its own `seal`, everything else hangs from one."""

from __future__ import annotations

from typing import Any, Protocol

from .envelope import CaseKey, open_seal
from .keyring import SealingTrouble, the_ring
from .opened import key_if_open


class Holder(Protocol):
    """A case: it keeps its wrapped key, and says what that is bound to."""

    pk: int
    seal: Any  # bytes, as the database gives them, or nothing
    partnership_id: int

    def seal_bound_to(self) -> str: ...


def is_holder(model: Any) -> bool:
    return hasattr(model, "seal_bound_to")


def case_id_of(instance: Any) -> int | None:
    """The key of the row's case. No query, where the row hangs directly from it."""
    if is_holder(instance):
        found: int | None = instance.pk
        return found
    link = instance._meta.get_field(_link_of(instance))
    if is_holder(link.related_model):
        below: int | None = getattr(instance, link.attname)
        return below
    return case_id_of(getattr(instance, link.name))


def _link_of(instance: Any) -> str:
    """By which foreign key a row is sealed: `sealed_by`, or what it is governed by."""
    return str(getattr(instance, "sealed_by", "") or instance.governed_by)


def case_of(instance: Any) -> Any:
    while not is_holder(instance):
        instance = getattr(instance, _link_of(instance))
    return instance


def partnership_id_of(instance: Any) -> int:
    own = getattr(instance, "partnership_id", None)
    return own if own is not None else int(case_of(instance).partnership_id)


def case_key_of(instance: Any) -> CaseKey:
    """The key that the row's sealed columns are closed with. Raises SealingTrouble for a case that has none."""
    return key_if_open(case_id_of(instance)) or unsealed(case_of(instance))


def unsealed(case: Holder) -> CaseKey:
    if case.seal is None:
        raise SealingTrouble("This case has no key: it was destroyed, and nothing can be added to what was sealed.")
    return open_seal(bytes(case.seal), case.seal_bound_to(), the_ring())
