"""A link bound to an email address, and the code that some kinds of link ask for before they open."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from goldenthread.core.casework.models import Participant, Record
from goldenthread.core.tenancy.access import Governed, Held
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import now


class Link(Governed):
    """The secret itself is stored nowhere: `token_hash` is its SHA-256, `token_key` the first 60 bits of that.

    Whoever holds the secret can compute `token_key` and claim it (`links`), and then sees this row. What it opens is
    shown by `open_key`: the same number, or where the kind asks for a code, one of a secret of its own that the right
    code gives. So the address alone, without the code, shows nothing, by row security too.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    #: The record that it answers for, where its kind says so: who may not see that sees no link to it.
    record = models.ForeignKey(Record, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.SlugField(max_length=40, editable=False)
    opens = models.BigIntegerField("which one it opens", editable=False)
    name = models.CharField("for whom", max_length=200)
    email = models.EmailField("email address")
    token_hash = models.CharField(max_length=64, editable=False)
    token_key = models.BigIntegerField(unique=True, editable=False)
    open_key = models.BigIntegerField(unique=True, null=True, editable=False)
    sent_at = models.DateTimeField("sent on")
    times_sent = models.PositiveSmallIntegerField(default=1)
    expires_at = models.DateTimeField("works until", null=True)
    opened_at = models.DateTimeField("first opened", null=True)
    spent_at = models.DateTimeField("answered", null=True)
    revoked_at = models.DateTimeField("withdrawn", null=True)

    immutable = ("partnership_id", "record_id", "kind", "opens", "email")

    class Meta(Governed.Meta):
        ordering: ClassVar[list[str]] = ["-sent_at", "-pk"]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["kind", "opens"], name="link_of_a_thing")]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["kind", "opens", "email"], condition=Q(revoked_at__isnull=True), name="link_once"
            )
        ]

    @classmethod
    def rule(cls) -> Q:
        """Whoever holds it; the business unit, unless the record is out of their sight; of sealed work, who keeps the
        register, or is let in to the case by name.
        """
        seen = Record.unguarded.filter(Record.visible(), pk=OuterRef("record_id"))
        unit = Q(Held("partnership_id", "oversight")) & (Q(record__isnull=True) | Q(Exists(seen)))
        let_in = Participant.unguarded.filter(Participant.let_in(), record=OuterRef("record_id"), person__isnull=False)
        kept = Record.unguarded.filter(Q(Held("register_id", "registers")), pk=OuterRef("record_id"))
        return Q(Held("token_key", "links")) | unit | Q(Exists(kept)) | Q(Exists(let_in))

    @property
    def works(self) -> bool:
        over = self.expires_at is not None and self.expires_at <= now()
        return not (self.revoked_at or self.spent_at or over)

    def __str__(self) -> str:
        return self.name


class Code(Governed):
    """The code that was last mailed for a link, as a keyed hash, and how often it was tried."""

    link = models.OneToOneField(Link, on_delete=models.CASCADE, related_name="code")
    hashed = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    #: Wrong tries of this code, and of all codes since the link was sent or last opened.
    tries = models.PositiveSmallIntegerField(default=0)
    tries_in_all = models.PositiveSmallIntegerField(default=0)
    #: How many codes were mailed in the hour that began here.
    counted_from = models.DateTimeField()
    mailed = models.PositiveSmallIntegerField(default=1)

    governed_by = "link"
    immutable = ("link_id",)
    deletable = True
    tracked = False  # a code is used up in a quarter of an hour; the link's own history says when it was opened


def opened_by(kind: str, column: str = "pk") -> Q:
    """For the rule of what a kind opens: the actor holds a link to it. `column` is what the link calls `opens`."""
    held = Link.unguarded.filter(
        Q(Held("open_key", "links")),
        kind=kind,
        opens=OuterRef(column),
        revoked_at__isnull=True,
        spent_at__isnull=True,
    )
    return Q(Exists(held))
