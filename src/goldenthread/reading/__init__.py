"""A published document (bytes) to what it says. Plain Python: no database, no network, nothing written.

    from goldenthread.reading.documents import open_document, UnreadableDocument
    from goldenthread.reading.minutes.reader import read_minutes, read_minutes_file

``open_document(data, filename) -> Document``: lines, paragraphs and tables with their places, from .txt (any common
encoding,
stray HTML), .html, .docx and PDF with text; raises ``UnreadableDocument(code, message)`` within 5 seconds for
anything else.
``read_minutes(document) -> Minutes``; ``read_minutes_file(data, filename)`` does both. ``Minutes.as_json()`` is the
one JSON
object of the import; every record keeps ``where`` (line, last_line, page, the exact text), and ``Minutes.unplaced``
lists what
was found and could not be given a meaning. What the text does not say is None or "unknown", never a guess.
"""
