"""Which forms may be asked for about which kind of case, and which kinds anyone may notify. Neither knows the rooms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from goldenthread.core.casework.models import Record
from goldenthread.core.tenancy.models import Partnership
from goldenthread.law.forms import Form


def _nothing(record: Any) -> str:
    return ""


def _always(case: Any, form: Form) -> bool:
    return True


@dataclass(frozen=True)
class Takes:
    """What may be asked about a record of one kind."""

    kind: str
    #: By the name that a contribution keeps: the form.
    forms: Mapping[str, Form]
    #: Within a reading: what whoever is asked must know to find the child in their own records.
    about: Callable[[Any], str] = _nothing
    #: Whether a form is of the framework by which such a case goes: those are offered before the others.
    fits: Callable[[Any, Form], bool] = _always


@dataclass(frozen=True)
class Notices:
    """What anyone who has a work address may notify, and how a case begins with it."""

    kind: str
    form: Form
    #: (partnership, {field key: value}) -> the case that was opened, as the system acts for whoever notified.
    begin: Callable[[Partnership, Mapping[str, object]], Record]
    title: str
    guidance: str
    #: The keys of fields without which nobody could act on it.
    needed: tuple[str, ...] = ()


_TAKES: dict[str, Takes] = {}
_NOTICES: dict[str, Notices] = {}


def takes_contributions(
    kind: str,
    forms: Mapping[str, Form],
    about: Callable[[Any], str] = _nothing,
    fits: Callable[[Any, Form], bool] = _always,
) -> None:
    """Say which forms may be asked for about records of a sealed kind. Called where the process is declared."""
    _TAKES[kind] = Takes(kind, dict(forms), about, fits)


def takes_notices(
    kind: str,
    form: Form,
    begin: Callable[[Partnership, Mapping[str, object]], Record],
    title: str,
    guidance: str,
    needed: tuple[str, ...] = (),
) -> None:
    """Say that anyone who proves a work address may notify this kind. Called where the process is declared.

    Raises LookupError for a field in `needed` that the form lacks.
    """
    for key in needed:
        form.field(key)
    _NOTICES[kind] = Notices(kind, form, begin, title, guidance, needed)


def asked_of(kind: str) -> Takes | None:
    """What may be asked about records of a kind; nothing where nothing may."""
    return _TAKES.get(kind)


def notices_of(kind: str) -> Notices | None:
    return _NOTICES.get(kind)


def every_notice() -> tuple[Notices, ...]:
    """Everything that can be notified, by title."""
    return tuple(sorted(_NOTICES.values(), key=lambda one: one.title))
