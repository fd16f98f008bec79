"""The versions of a release: each takes the place of the one before it, and none is ever lost."""

from __future__ import annotations

from .models import Release


def versions(release: Release) -> list[Release]:
    """The releases in sight that it took the place of, one after another, the oldest first; and itself, last.

    Two queries at most, however many there are.
    """
    found = [release]
    if release.replaces_id:
        rows = Release.objects.filter(partnership_id=release.partnership_id, successors__isnull=False)
        replaced = {one.pk: one for one in rows}
        while (before := replaced.pop(found[-1].replaces_id or 0, None)) is not None:
            found.append(before)
    return found[::-1]
