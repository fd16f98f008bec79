"""The job that reads an import. It carries ids only, and acts as the person who brought the file in."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from .taking import fail_import, read_import

logger = logging.getLogger(__name__)


@app.task(name="read_minutes")
def read_minutes_job(import_id: int, user_id: int) -> None:
    """Read one import. Killed in the middle, it is run again, and nothing is there twice."""
    try:
        read_import(import_id, user_id)
    except Exception as trouble:
        logger.error(
            "Reading import %s ended in %s", import_id, type(trouble).__name__
        )  # its words may quote the minutes
        fail_import(
            import_id,
            user_id,
            "Something went wrong while these minutes were read, and it is ours to put right. "
            "Nothing was written. You can bring the file in again.",
        )
        raise
