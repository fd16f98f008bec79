"""The notifier is told that it was decided, and what. Nothing sealed goes into the message."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from goldenthread.core.links.giving import post

from .models import CaseReview


def tell_the_notifier(case: CaseReview) -> bool:
    """Send the message once the step is saved; False where the notifier has no account here, and is told otherwise."""
    email = case.notifier.email if case.notifier else ""
    if not email:
        return False
    subject, body = letter(case)
    transaction.on_commit(partial(post, f"case_review={case.pk}", email, subject, body))
    return True


def letter(case: CaseReview) -> tuple[str, str]:
    """(subject, text): the reference, the days and the outcome."""
    subject = f"{case.reference}: your notification was decided"
    body = (
        f"You notified {case.partnership} of a serious incident on {case.notified_on:%-d %B %Y}. "
        f"Its reference is {case.reference}.\n\n"
        f"It was decided on {case.decided_on:%-d %B %Y}: {case.get_outcome_display()}.\n\n"
        "This message says nothing of the child or of what happened. Do not reply with either: for the reasons, "
        "ask the business unit by telephone.\n"
    )
    return subject, body
