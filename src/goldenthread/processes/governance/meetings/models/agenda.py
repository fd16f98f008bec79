"""The agenda: items with what was said on them, and the decisions taken. Both may be restricted."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Deferrable, Max, Q, QuerySet

from goldenthread.core.casework.models import Entry, Record
from goldenthread.core.files.models import StoredFile
from goldenthread.core.groups.gates import HELD_BACK, AtTheGate
from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.access import GovernedManager, Held
from goldenthread.core.tenancy.models import Partnership, Person
from goldenthread.core.thread.models import Recommendation

from .meeting import Meeting


class Restricted(Entry):
    """A row of a meeting that may be kept from some of those who see the meeting.

    Whose it is is carried on the row, so that the narrower rule needs no join; `clean` fills it from the meeting.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+", blank=True, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+", blank=True, editable=False)
    restricted = models.BooleanField("restricted to the chair and the business unit", default=False)
    open_to_members = models.BooleanField("if restricted, the group's members may see it too", default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    immutable: ClassVar[tuple[str, ...]] = ("partnership_id", "record_id", "group_id")

    class Meta(Entry.Meta):
        abstract = True

    @classmethod
    def narrower(cls) -> Q:
        members = Q(open_to_members=True) & Q(Held("group_id", "groups"))
        return Q(restricted=False) | Q(Held("partnership_id", "oversight")) | members

    def clean(self) -> None:
        meeting: Meeting = self.record  # type: ignore[attr-defined]  # every concrete child has it
        self.partnership_id = meeting.partnership_id
        self.group = meeting.group  # type: ignore[assignment]  # a meeting always has one, which Meeting.clean holds


class StandingManager(GovernedManager):
    """Shows what stands on the agenda: what was taken off keeps its row, and has no place any more."""

    place: ClassVar[str] = "number"

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().exclude(**{f"{self.place}__isnull": True})

    def taken_off(self) -> QuerySet:
        """What was taken off and can be put back."""
        return super().get_queryset().filter(**{f"{self.place}__isnull": True})


class ItemManager(StandingManager):
    def taken_off(self) -> QuerySet:
        """Without those that never were on the agenda, because the gate holds them back."""
        return super().taken_off().exclude(gate__in=HELD_BACK)

    def at_the_gate(self) -> QuerySet:
        """What waits at the gate, or was turned back there."""
        return super().taken_off().filter(gate__in=HELD_BACK)

    def known(self) -> QuerySet:
        """On the agenda or at the gate: what has a page and may have papers."""
        rows: QuerySet = GovernedManager.get_queryset(self)
        return rows.filter(Q(number__isnull=False) | Q(gate__in=HELD_BACK))


class PaperManager(StandingManager):
    place = "order"


class AgendaItem(Restricted):
    """One item: what it is, who brings it, how long it may take, and afterwards what was said.

    `number` is its place on the agenda, none once it is taken off; minutes that came in may have printed another.
    """

    class Kind(models.TextChoices):
        INTRODUCTIONS = "introductions", "Introductions and apologies"
        VOICE = "voice", "Voice of children and young people"
        MINUTES = "minutes_and_actions", "Minutes, actions and matters arising"
        PRESENTATION = "presentation", "Presentation"
        REPORT = "report", "Report"
        DECISION = "decision", "For decision"
        DISCUSSION = "discussion", "For discussion"
        UPDATE = "update", "Update"
        OTHER_BUSINESS = "any_other_business", "Any other business"
        CONFIDENTIAL = "confidential", "Confidential"

    record = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField("number", null=True, blank=True)
    printed_number = models.CharField("number as printed, if not its place on the agenda", max_length=20, blank=True)
    title = models.CharField("title", max_length=250)
    kind = models.CharField("kind of item", max_length=20, choices=Kind, default=Kind.DISCUSSION)
    presenter = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="presented by"
    )
    presenter_name = models.CharField("presenter, if not known to the partnership", max_length=200, blank=True)
    minutes_allotted = models.PositiveSmallIntegerField("minutes allotted", null=True, blank=True)
    text = models.TextField("what was said", blank=True)
    gate = models.CharField("at the gate", max_length=12, choices=AtTheGate, blank=True, editable=False)
    gate_keeper = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name="group that keeps the gate",
    )  # fmt: skip

    objects: ClassVar[ItemManager] = ItemManager()
    with_taken_off: ClassVar[GovernedManager] = GovernedManager()

    deletable = True
    words_of = ("title", "text")

    class Meta(Restricted.Meta):
        base_manager_name = "with_taken_off"  # a row that was taken off is still saved as itself
        ordering: ClassVar[list[str]] = ["number"]
        verbose_name = "agenda item"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["record", "number"], name="agenda_number_once", deferrable=Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                name="agenda_confidential_is_restricted",
                condition=~Q(kind="confidential") | Q(restricted=True),
                violation_error_message="A confidential item is restricted.",
            ),
            models.CheckConstraint(
                name="agenda_gate_has_a_keeper",
                condition=Q(gate="", gate_keeper__isnull=True) | (~Q(gate="") & Q(gate_keeper__isnull=False)),
            ),
            models.CheckConstraint(
                name="agenda_off_until_through_the_gate",
                condition=~Q(gate__in=HELD_BACK) | Q(number__isnull=True),
                violation_error_message="It has not passed the gate, so it has no place on the agenda.",
            ),
        ]

    @classmethod
    def narrower(cls) -> Q:
        """Whoever presents an item may read it."""
        return super().narrower() | Q(Held("presenter_id", "persons"))

    def clean(self) -> None:
        super().clean()
        if self.gate in HELD_BACK:
            self.number = None
        elif self.number is None:
            last = AgendaItem.objects.filter(record_id=self.record_id).aggregate(last=Max("number"))["last"]
            self.number = (last or 0) + 1

    @property
    def label(self) -> str:
        """The number that readers see: as the minutes print it, else its place."""
        return self.printed_number or str(self.number or "")

    @property
    def presented_by(self) -> str:
        return self.presenter.name if self.presenter else self.presenter_name

    def __str__(self) -> str:
        return f"{self.label}. {self.title}"


class Decision(Restricted):
    """What was decided, under the item it was decided on; seen only where the item is."""

    record = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="decisions")
    reference = models.CharField(max_length=50, editable=False, blank=True)
    text = models.TextField("decision")
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions",
        verbose_name="recommendation that it decides",
    )  # fmt: skip
    about = models.ForeignKey(
        Record, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="what it decides"
    )

    governed_by = "item"
    deletable = True  # with the import of minutes that wrote it, and not otherwise
    immutable = (*Restricted.immutable, "reference")

    class Meta(Restricted.Meta):
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="decision_reference_once")
        ]

    def clean(self) -> None:
        """The reference is the meeting's with a number of its own: M-2026-0007-D2."""
        super().clean()
        if not self.reference:
            earlier = Decision.objects.filter(record_id=self.record_id).values_list("reference", flat=True)
            last = max((int(reference.rpartition("-D")[2]) for reference in earlier), default=0)
            self.reference = f"{self.record.reference}-D{last + 1}"

    def __str__(self) -> str:
        return f"{self.reference}: {self.text}"


class Paper(Restricted):
    """A paper for an item: a stored file under the title that the agenda gives it; seen only where the item is."""

    record = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="papers")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="papers")
    title = models.CharField("title", max_length=250)
    order = models.PositiveSmallIntegerField("place among the item's papers", null=True)
    taken_off_at = models.DateTimeField("taken off", null=True, editable=False)
    taken_off_by = models.CharField("taken off by", max_length=200, blank=True, editable=False)
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    stored_file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="paper", verbose_name="file")

    objects: ClassVar[PaperManager] = PaperManager()
    with_taken_off: ClassVar[GovernedManager] = GovernedManager()

    governed_by = "item"
    deletable = True
    immutable = (*Restricted.immutable, "stored_file_id")

    class Meta(Restricted.Meta):
        base_manager_name = "with_taken_off"
        ordering: ClassVar[list[str]] = ["item__number", "order"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["item", "order"], name="paper_order_once", deferrable=Deferrable.DEFERRED),
            models.CheckConstraint(
                name="paper_seen_by_those_who_see_its_file", condition=Q(restricted=False) | Q(open_to_members=True)
            ),
            models.CheckConstraint(
                name="paper_taken_off_has_no_place",
                condition=Q(order__isnull=False, taken_off_at__isnull=True)
                | Q(order__isnull=True, taken_off_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title
