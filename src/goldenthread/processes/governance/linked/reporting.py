"""A report between two boards with its file: both are kept, or neither."""

from __future__ import annotations

from datetime import date
from typing import BinaryIO

from django.db import transaction

from goldenthread.core.casework.services import take_step
from goldenthread.core.files.services import store_file

from .models import LinkedBoard, LinkedReport


@transaction.atomic
def write_report(
    link: LinkedBoard, *, way: str, on: date, words: str, came_of_it: str = "", name: str = "",
    data: bytes | BinaryIO | None = None,
) -> LinkedReport:  # fmt: skip
    """Write down a report, given or received. It sets the day of the next. Raises FileRefused, ValidationError."""
    take_step(
        link, "report", way=LinkedReport.Way(way), reported_on=on, words=words.strip(), came_of_it=came_of_it.strip()
    )  # fmt: skip
    report: LinkedReport = LinkedReport.objects.filter(record=link).latest("pk")
    if data is not None:
        report.stored_file = store_file(name=name, data=data, record=link)
        report.save(update_fields=["stored_file"])
    return report
