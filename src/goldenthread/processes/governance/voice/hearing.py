"""The verbs of the ledger beside its steps: a statement with its themes, and the words that anyone may read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from goldenthread.core.casework.services import allow, amend_record, lock, tell
from goldenthread.core.tenancy.belonging import refuse_strangers
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.thread.models import RecordTheme, Theme

from .models import Statement, StatementTheme, Voice
from .process import voice


@transaction.atomic
def add_statement(row: Voice, *, text: str, how_many: int | None = None, themes: Iterable[Theme] = ()) -> Statement:
    """Write down one thing that was said, with its themes; the voice is then about them too.

    Those who may open a voice may, as long as it has no answer. Raises PermissionDenied, ValidationError.
    """
    allow(voice.may_open, row.partnership_id, "add what was said")
    row = lock(voice, row)
    if row.state == Voice.State.TOLD:
        raise ValidationError("They were told what came of this. Write down what is new as a voice of its own.")
    themes = list(themes)
    for theme in themes:
        refuse_strangers(row.partnership_id, theme=theme)
    made = Statement(record=row, text=text.strip(), how_many=how_many)
    made.full_clean()
    made.save()
    StatementTheme.objects.bulk_create(StatementTheme(statement=made, theme=theme) for theme in themes)
    known = set(RecordTheme.objects.filter(record_id=row.pk).values_list("theme_id", flat=True))
    RecordTheme.objects.bulk_create(
        RecordTheme(record_id=row.pk, theme=theme) for theme in themes if theme.pk not in known
    )
    tell(row, "said", "Wrote down what was said")
    return made


def make_public(row: Voice, *, expected_version: int | None = None, **values: Any) -> Voice:
    """Write the public words, and whether they are shown. Raises StaleEdit, ValidationError for half of them."""
    return amend_record(row, expected_version=expected_version, note="The words that anyone may read", **values)


def you_said(partnership: Partnership) -> QuerySet[Voice]:
    """What is shown on 'You said, we did', the newest first: only what is marked for it. One query."""
    rows = Voice.objects.filter(partnership=partnership, public=True)
    return rows.only("pk", "public_said", "public_did", "said_by", "said_on").order_by("-said_on", "-pk")
