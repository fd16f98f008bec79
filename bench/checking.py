"""How long checking a report takes: about a hundred pages of prose and tables, as text, Word, HTML and PDF."""

from __future__ import annotations

import time

from goldenthread.reading.errors import UnreadableDocument
from goldenthread.reading.reports.checking import check_document
from tests.reading.reports.making import as_html, as_pdf, as_word
from tests.reading.reports.sound import SOUND, SOUND_SENTENCES, text_of

PAGE = 2_600  # letters on a page of a report with tables
PAGES = 100
RUNS = 3


def main() -> None:
    """Prints the size of the report and the seconds for each kind of file; three runs of each."""
    text = hundred_pages()
    words = len(text.split())
    print(f"{PAGES} pages: {len(text):,} letters, {words:,} words")
    files = {"txt": text.encode(), "docx": as_word(text), "html": as_html(text), "pdf": as_pdf(text)}
    for kind, data in files.items():
        taken, busy = [], []
        try:
            for _ in range(RUNS):
                started, worked = time.perf_counter(), time.process_time()
                checked = check_document(data, f"report.{kind}")
                taken.append(f"{time.perf_counter() - started:.2f}")
                busy.append(f"{time.process_time() - worked:.2f}")
        except UnreadableDocument as refused:
            print(f"{kind}: refused after {time.perf_counter() - started:.2f} s: {refused.code}")
            continue
        found = f"{len(checked.tables)} tables, {len(checked.sentences)} sentences, {len(checked.findings)} findings"
        print(f"{kind}: {', '.join(taken)} s; of processor, its own, {', '.join(busy)} s; {found}")


def hundred_pages() -> str:
    """The invented sound documents and sentences, one after another, until there are a hundred pages of them."""
    parts = [text_of(name) for name, path in SOUND.items() if path.suffix == ".txt" and "|" not in text_of(name)]
    parts.append("\n\n".join(SOUND_SENTENCES))
    text, at = "", 0
    while len(text) < PAGE * PAGES:
        text += f"Section {at + 1}\n\n{parts[at % len(parts)]}\n\n"
        at += 1
    return text
