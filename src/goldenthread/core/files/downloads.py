"""Giving a file back so that a browser saves it and never runs it."""

from __future__ import annotations

import io

from django.http import FileResponse

from .contents import MEDIA_TYPES
from .marking import marked_copy
from .models import StoredFile
from .names import extension_of
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


def download_response(file: StoredFile, *, unmarked: bool = False) -> FileResponse:
    """The file as an attachment under its own name (RFC 6266, so that "café.pdf" arrives as such), with its type by
    content. A file of a sealed case has whose copy it is written into it, and a picture of one comes as a PDF.

    Raises FileGone when the content was destroyed or is damaged, StoredFile.DoesNotExist when the actor may not see it,
    MarkingTrouble where nothing can be written into a sealed one (unless it is asked for `unmarked`).
    """
    stream, name, kind, size = open_file(file), file.shown_name, file.media_type, file.size
    if file.sealed and file.record and not unmarked:
        content, extension = marked_copy(stream.read(), extension_of(file.name), record=file.record)
        stream, size, kind = io.BytesIO(content), len(content), MEDIA_TYPES[extension]
        name = f"{name.rpartition('.')[0]}.{extension}"
    response = FileResponse(stream, as_attachment=True, filename=name, content_type=kind, headers=HEADERS)
    response["Content-Length"] = str(size)
    return response
