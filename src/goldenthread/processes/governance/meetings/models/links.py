"""What ties a meeting to rows of the core: the item an action came from, the file its minutes came in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from goldenthread.core.files.models import StoredFile
from goldenthread.core.tenancy.access import Governed
from goldenthread.core.thread.models import Action

from .agenda import AgendaItem
from .meeting import Meeting


class ItemAction(Governed):
    """This action was agreed on that item. Seen only by those who see both: neither tells of the other."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="action_links")
    action = models.OneToOneField(Action, on_delete=models.PROTECT, related_name="agenda_link")

    governed_by = "item"
    deletable = True
    immutable = ("action_id",)

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["pk"]
        verbose_name = "item of an action"

    @classmethod
    def narrower(cls) -> Q:
        return Q(Exists(Action.unguarded.filter(Action.visible(), pk=OuterRef("action_id"))))


class MinutesFile(Governed):
    """The file that a meeting's minutes were brought in as, filed with the meeting and seen by those who see it."""

    record = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="minutes_files")
    stored_file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="minutes_file")

    governed_by = "stored_file"
    immutable: ClassVar[tuple[Any, ...]] = ("record_id", "stored_file_id")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["pk"]
        verbose_name = "file of minutes"
