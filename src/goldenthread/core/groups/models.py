"""The board and its groups: a tree with several parents, who chairs, who sits, for which agency, from when."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Agency, Partnership, Person


class Group(Governed):
    """A board, executive, sub-group, panel, or task and finish group. A joint group also serves other partnerships."""

    class Kind(models.TextChoices):
        BOARD = "board", "Board"
        EXECUTIVE = "executive", "Business or executive group"
        SUBGROUP = "subgroup", "Sub-group"
        PANEL = "panel", "Panel"
        TASK = "task", "Task and finish group"
        FORUM = "forum", "Forum or reference group"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=60)
    short_name = models.CharField("short name", max_length=30, blank=True)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.SUBGROUP)
    purpose = models.TextField(blank=True)
    quorum = models.PositiveSmallIntegerField("members needed for a quorum", default=0)
    quorum_agencies = models.PositiveSmallIntegerField("agencies needed for a quorum", default=0)
    meets_for = models.DurationField("usual length of a meeting", null=True, blank=True)
    open_to_partnership = models.BooleanField("everyone at the partnership may read its papers", default=False)
    began_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["partnership", "slug"], name="group_slug_once"),
            models.CheckConstraint(
                name="group_ends_after_it_began", condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on"))
            ),
        ]

    @classmethod
    def rule(cls) -> Q:
        """That a group exists is known to its partnership and to its own members (a joint group's come from
        elsewhere).
        """
        return Q(Held("partnership_id", "partnerships")) | Q(Held("id", "groups"))

    def __str__(self) -> str:
        return self.name


class GroupLink(Governed):
    """`child` reports to `parent`. A group may report to several."""

    child = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="reports_to")
    parent = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="hears_from")
    governed_by = "child"
    deletable = True

    class Meta(Governed.Meta):
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["child", "parent"], name="group_link_once"),
            models.CheckConstraint(name="group_not_its_own_parent", condition=~Q(child=F("parent"))),
        ]


class JointPartnership(Governed):
    """A further partnership that a joint group serves and reports to."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="also_serves")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="joint_groups")
    governed_by = "group"
    deletable = True

    class Meta(Governed.Meta):
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["group", "partnership"], name="joint_once")]


class Gate(Governed):
    """What needs the gate comes to `group`'s agenda only if `keeper`, which reports to it, passed it, or the chair
    waived that.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="gates")
    keeper = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="keeps")
    since = models.DateField("from")
    until = models.DateField("until", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    immutable = ("partnership_id", "group_id", "keeper_id")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["-since", "-pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["group"], condition=Q(until__isnull=True), name="gate_one_at_a_time"),
            models.CheckConstraint(name="gate_not_its_own_keeper", condition=~Q(group=F("keeper"))),
            models.CheckConstraint(
                name="gate_ends_after_it_began", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
        ]

    @classmethod
    def rule(cls) -> Q:
        return Q(Held("partnership_id", "partnerships"))

    def __str__(self) -> str:
        return f"{self.keeper} before {self.group}"


class TermsOfReference(Governed):
    """One version of what a group is for, with the date it was agreed and when to look again."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="terms")
    text = models.TextField("terms of reference")
    agreed_on = models.DateField("agreed on", null=True, blank=True)
    review_on = models.DateField("review by", null=True, blank=True)
    governed_by = "group"

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["-agreed_on", "-pk"]
        verbose_name_plural = "terms of reference"


class Membership(Governed):
    """A person's (or a vacant) seat in a group, for an agency, from a day to a day."""

    class Role(models.TextChoices):
        CHAIR = "chair", "Chair"
        VICE_CHAIR = "vice_chair", "Vice chair"
        MEMBER = "member", "Member"
        LAY = "lay", "Lay member"
        VIRTUAL = "virtual", "Virtual member"
        DEPUTY = "deputy", "Deputy"
        ADVISER = "adviser", "Adviser"
        IN_ATTENDANCE = "in_attendance", "In attendance"

    #: Those whose absence counts against their agency, and whose presence counts towards a quorum.
    COUNTED: ClassVar[tuple[str, ...]] = ("chair", "vice_chair", "member", "lay")

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="memberships", null=True, blank=True)
    role = models.CharField(max_length=20, choices=Role, default=Role.MEMBER)
    since = models.DateField("asked to attend from")
    until = models.DateField("until", null=True, blank=True)
    stands_in_for = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    deletable = True  # with the import of minutes that wrote it, and not otherwise

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["person__name"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="membership_ends_after_it_began", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
            models.UniqueConstraint(fields=["group", "person", "role", "since"], name="membership_once"),
        ]

    @classmethod
    def rule(cls) -> Q:
        return (
            Q(Held("partnership_id", "partnerships")) | Q(Held("group_id", "groups")) | Q(Held("person_id", "persons"))
        )

    @property
    def counts(self) -> bool:
        return self.role in self.COUNTED

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"
