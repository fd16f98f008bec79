"""What comes to a group by its date from the core: its terms of reference, and looks at what its work changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from goldenthread.core.groups.coming import Coming, brings_coming
from goldenthread.core.groups.matters import Matter, brings_matters
from goldenthread.core.groups.models import Group, JointPartnership, TermsOfReference
from goldenthread.core.thread.models import Impact
from goldenthread.kernel.now import today

TERMS = "Terms of reference: look at them again"


@brings_coming
def terms_to_review(group: Group, until: date) -> Iterable[Coming]:
    terms = terms_in_force(group)
    if terms is not None and terms.review_on is not None and terms.review_on <= until:
        yield Coming("", group.pk, TERMS, terms.review_on, "Their review is due.")


@brings_coming
def looks_to_take(group: Group, until: date) -> Iterable[Coming]:
    """Looks that are planned of recommendations which the group sees through."""
    rows = Impact.objects.filter(
        recommendation__owner_group=group, recommendation__partnership=group.partnership_id, looked_on__isnull=True,
        review_on__lte=until,
    )  # fmt: skip
    found = list(rows.select_related("recommendation").order_by("review_on", "pk"))
    joint = bool(found) and JointPartnership.objects.filter(group=group).exists()
    for look in found:
        title = f"Did it work? {look.recommendation}"
        yield Coming("recommendation", look.recommendation_id, title, look.review_on, "A look is planned.", joint)


@brings_matters
def terms_on_the_agenda(group: Group) -> list[Matter]:
    """From the day on which they were to be looked at again until a new version is agreed."""
    terms = terms_in_force(group)
    if terms is None or terms.review_on is None or terms.review_on > today() or group.ended_on:
        return []
    stands = f"Agreed on {terms.agreed_on:%-d %B %Y}." if terms.agreed_on else "Never agreed on a day."
    return [Matter("terms", group.pk, "", TERMS, stands, terms.review_on)]


def terms_in_force(group: Group) -> TermsOfReference | None:
    rows = TermsOfReference.objects.filter(group=group, agreed_on__lte=today())
    return rows.order_by("-agreed_on", "-pk").first()
