"""Giving a file back so that a browser saves it and never runs it."""

from __future__ import annotations

from django.http import FileResponse

from .models import StoredFile
from .services import open_file

#: Never rendered, never guessed at, never kept by a shared computer or a proxy, never pulled into another site's page.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cache-Control": "no-store, private",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "X-Download-Options": "noopen",
}


def download_response(file: StoredFile) -> FileResponse:
    """The file as an attachment under its own name (RFC 6266, so that "café.pdf" arrives as such), with its type by
    content.

    Raises FileGone when the content was destroyed or is damaged, StoredFile.DoesNotExist when the actor may not see it.
    """
    response = FileResponse(
        open_file(file), as_attachment=True, filename=file.shown_name, content_type=file.media_type, headers=HEADERS
    )
    response["Content-Length"] = str(file.size)
    return response
