"""The board pack and the draft minutes: gathered under the current actor, cut to an edition, made into a document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.text import slugify

from goldenthread.kernel.now import today
from goldenthread.publishing.documents import Document
from goldenthread.publishing.html import to_html
from goldenthread.publishing.pdf import to_pdf
from goldenthread.publishing.word import to_word

from . import sections
from .editions import CUTS, Edition
from .gathering import PackRead, read_meeting, read_pack
from .models import Meeting, PackRun
from .scorecards import scorecards

FORMATS: dict[str, Callable[[Document], bytes]] = {
    PackRun.Format.PDF.value: to_pdf,
    PackRun.Format.WORD.value: to_word,
    PackRun.Format.HTML.value: lambda document: to_html(document).encode(),
}
MARKINGS = {
    Edition.FULL.value: "Restricted: for the chair and the business unit",
    Edition.MEMBERS.value: "For members of the group",
    Edition.MINUTES.value: "Draft, until agreed",
    Edition.PUBLIC.value: "",
}
#: What stands at the foot of each page.
EDITIONS = {
    Edition.FULL.value: "Full edition",
    Edition.MEMBERS.value: "Members' edition",
    Edition.PUBLIC.value: "Public edition",
}


@dataclass(frozen=True)
class Finished:
    """A finished file: its name and its bytes."""

    name: str
    content: bytes


def make_pack(meeting: Meeting, *, public: bool = False, edition: str = "") -> Document:
    """The pack of a meeting as a document: the members' edition unless told. It holds nothing its maker may not see."""
    return gather(meeting, edition=edition or (Edition.PUBLIC if public else Edition.MEMBERS))


def minutes_draft(meeting: Meeting, *, public: bool = False) -> Document:
    """The minutes of a meeting as they stand; marked a draft until they are agreed."""
    cut = CUTS[Edition.PUBLIC if public else Edition.MINUTES]
    read = read_meeting(meeting, cut)
    settled = meeting.state in (Meeting.State.AGREED, Meeting.State.PUBLISHED)
    title = "Minutes" if settled else "Draft minutes"
    return Document(
        title=f"{title}: {meeting.title}",
        organisation=meeting.partnership.name,
        sections=tuple(sections.minutes(read)),
        facts=sections.facts(read, public=public),
        marking="" if settled else MARKINGS[Edition.MINUTES],
        issued_on=today(),
        edition="Public edition" if public else "",
        cover=False,
        contents=False,
    )


def gather(meeting: Meeting, *, edition: str, known_on: date | None = None) -> Document:
    """The document of any edition, everything in it read: no query and no actor is needed after this.

    `known_on`: its scorecards as they were known at the end of that day (now, if not said).
    """
    if edition == Edition.MINUTES:
        return minutes_draft(meeting)
    return _document(read_pack(meeting, CUTS[Edition(edition).value], known_on))


def finish(document: Document, format: str) -> Finished:
    """The document as a file. Needs no actor and no database."""
    return Finished(f"{slugify(document.title)[:100]}.{format}", FORMATS[format](document))


def _document(read: PackRead) -> Document:
    meeting = read.this.meeting
    parts = [sections.agenda(read.this), *sections.waiting(read.matters), *sections.by_itself(read.coming)]
    if read.previous:
        parts += sections.minutes(read.previous, title=f"Minutes of {read.previous.meeting.title}")
    parts.append(sections.action_log(read.log))
    parts += scorecards(read.cards, read.known_on)
    parts += [sections.attendance(read.attendance), sections.forward(read.plan)]
    parts += sections.papers(read.this)
    return Document(
        title=f"Pack: {meeting.title}",
        organisation=meeting.partnership.name,
        sections=tuple(parts),
        facts=sections.facts(read.this, public=read.cut.public, known_on=read.known_on if read.cards else None),
        marking=MARKINGS[read.cut.edition],
        issued_on=today(),
        edition=EDITIONS[read.cut.edition],
    )
