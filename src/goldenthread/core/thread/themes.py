"""The verbs of themes: keep a vocabulary, say what a row is about, merge two words that mean the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from goldenthread.core.casework.models import Record
from goldenthread.core.casework.services import allow
from goldenthread.core.tenancy.belonging import refuse_strangers
from goldenthread.core.tenancy.conflicts import refuse_if_stale
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT, UNIT
from goldenthread.kernel.now import today
from goldenthread.law.themes import THEMES

from .learning import who_may_find
from .models import Finding, FindingTheme, Recommendation, RecommendationTheme, RecordTheme, Theme


@transaction.atomic
def keep_theme(*, partnership: Partnership, name: str, note: str = "") -> Theme:
    """Add a word to the vocabulary. Raises ValidationError where it is there already, in whatever capitals."""
    allow(UNIT, partnership.pk, "add a theme")
    theme = Theme(partnership=partnership, name=" ".join(name.split()), note=note.strip())
    _not_twice(theme)
    theme.full_clean()
    theme.save()
    return theme


@transaction.atomic
def adopt_themes(partnership: Partnership) -> list[Theme]:
    """Add those shipped words that the partnership does not have. Returns the new ones; run again, it adds none."""
    allow(UNIT, partnership.pk, "add themes")
    known = {name.lower() for name in Theme.objects.filter(partnership=partnership).values_list("name", flat=True)}
    new = [Theme(partnership=partnership, name=name, note=note) for name, note in THEMES if name.lower() not in known]
    return Theme.objects.bulk_create(new)


@transaction.atomic
def amend_theme(theme: Theme, *, expected_version: int | None = None, **values: Any) -> Theme:
    """Correct its name or note. Raises StaleEdit with both texts."""
    theme = _lock(theme, "change a theme")
    refuse_if_stale(theme, expected_version, values)
    for name, value in values.items():
        setattr(theme, name, " ".join(value.split()))
    _not_twice(theme)
    return _save(theme)


@transaction.atomic
def merge_themes(theme: Theme, into: Theme, *, expected_version: int | None = None) -> Theme:
    """Let a word lead to another that means the same. What was tagged with it counts there, and can be parted again.

    Raises ValidationError for itself, a stranger, a word that is merged or retired.
    """
    theme, into = _lock(theme, "merge themes"), _lock(into, "merge themes")
    refuse_strangers(theme.partnership_id, into=into)
    refuse_if_stale(theme, expected_version, {})
    if theme.pk == into.pk:
        raise ValidationError({"into": "Choose another theme: one cannot be merged into itself."})
    if into.merged_into_id or into.retired_on:
        raise ValidationError({"into": f"{into} is not in use. Choose a theme that is."})
    theme.merged_into = into
    Theme.objects.filter(merged_into=theme).update(merged_into=into)  # one step always leads to the end
    return _save(theme)


@transaction.atomic
def part_themes(theme: Theme, *, expected_version: int | None = None) -> Theme:
    """Undo a merge: what was tagged with the word is counted under it again."""
    theme = _lock(theme, "part themes")
    refuse_if_stale(theme, expected_version, {})
    if theme.merged_into_id is None:
        raise ValidationError("This theme is not merged into another.")
    theme.merged_into = None
    return _save(theme)


@transaction.atomic
def retire_theme(theme: Theme, *, back: bool = False, expected_version: int | None = None) -> Theme:
    """Offer the word no more; what is tagged with it stays so. `back` takes it into use again."""
    theme = _lock(theme, "retire a theme")
    refuse_if_stale(theme, expected_version, {})
    theme.retired_on = None if back else theme.retired_on or today()
    return _save(theme)


def themes_in_use(partnership: Partnership) -> Any:
    """What a form offers: neither merged nor retired."""
    return Theme.objects.filter(partnership=partnership, merged_into__isnull=True, retired_on__isnull=True)


@transaction.atomic
def put_themes(row: Finding | Recommendation | Record, themes: Iterable[Theme]) -> None:
    """Say what a row is about: these themes, and no others. Those who may change the row may; of a recommendation,
    those who oversee. Raises PermissionDenied, ValidationError for a theme of another partnership.
    """
    partnership_id, (links, column) = _may_theme(row), _tie(row)
    wanted = {theme.pk: theme for theme in themes}
    for theme in wanted.values():
        refuse_strangers(partnership_id, theme=theme)
    held = {link.theme_id: link for link in links.objects.filter(**{column: row.pk})}
    for pk in held.keys() - wanted.keys():
        held[pk].delete()
    links.objects.bulk_create(links(**{column: row.pk}, theme=wanted[pk]) for pk in wanted.keys() - held.keys())


def themes_of(row: Finding | Recommendation | Record) -> list[Theme]:
    """What a row is about, as the vocabulary now says it: a merged word is shown as the one it leads to."""
    links, column = _tie(row)
    found = links.objects.filter(**{column: row.pk}).select_related("theme__merged_into")
    return sorted({link.theme.merged_into or link.theme for link in found}, key=lambda theme: theme.name)


def _tie(row: Any) -> tuple[Any, str]:
    """The model that ties themes to a row, and its column: a record of any kind is a record."""
    if isinstance(row, Finding):
        return FindingTheme, "finding_id"
    return (RecommendationTheme, "recommendation_id") if isinstance(row, Recommendation) else (RecordTheme, "record_id")


def _may_theme(row: Any) -> int:
    """The row's partnership. Raises PermissionDenied for those who may not change what the row says."""
    if isinstance(row, Finding):
        allow(who_may_find(row.source), row.source.partnership_id, "say what a finding is about")
        return int(row.source.partnership_id)
    roles = OVERSIGHT if isinstance(row, Recommendation) else who_may_find(row)
    allow(roles, row.partnership_id, "say what this is about")
    return int(row.partnership_id)


def _not_twice(theme: Theme) -> None:
    same = Theme.objects.filter(partnership_id=theme.partnership_id, name__iexact=theme.name).exclude(pk=theme.pk)
    if same.exists():
        raise ValidationError({"name": f"There is a theme called {theme.name} already."})


def _lock(theme: Theme, doing: str) -> Theme:
    theme = Theme.objects.select_for_update(of=("self",)).get(pk=theme.pk)
    allow(UNIT, theme.partnership_id, doing)
    return theme


def _save(theme: Theme) -> Theme:
    theme.version += 1
    theme.full_clean()
    theme.save()
    return theme
