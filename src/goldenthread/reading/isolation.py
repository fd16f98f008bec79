"""Files are taken apart in a process of their own, which can be stopped: a hostile file costs seconds, never the
service."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

from goldenthread.reading.blocks import Block, Cell, Line, Paragraph, Row, Table, Where
from goldenthread.reading.errors import UnreadableDocument

SECONDS = 4.6
_CPU_SECONDS = 4
_MEMORY = 1_536 * 1024 * 1024
_ROOT = str(Path(__file__).resolve().parents[2])
SLOW = UnreadableDocument(
    "too_slow",
    "This file takes too long or too much memory to read: it may be damaged or built in an unusual way. "
    "Open it, save it again (or print it to a new PDF), and try that file.",
)
_CRASHED = UnreadableDocument(
    "damaged", "This file cannot be read: it is damaged. Open it in the program that made it and save it again."
)
Parts = tuple[tuple[Line, ...], tuple[Block, ...]]


def hold_back() -> None:
    """Limit what this process may use (called in the child before it touches the file)."""
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _where(value: list[Any]) -> Where:
    return Where(value[0], value[1], value[2], value[3])


def _block_out(block: Block) -> list[Any]:
    if isinstance(block, Paragraph):
        return ["p", _paragraph_out(block)]
    return [
        "t",
        [[_where_out(r.where), [[_paragraph_out(p) for p in c.paragraphs] for c in r.cells]] for r in block.rows],
    ]


def _where_out(where: Where) -> list[Any]:
    return [where.line, where.last_line, where.page, where.text]


def _paragraph_out(p: Paragraph) -> list[Any]:
    return [p.text, _where_out(p.where), p.level, p.strong, p.bullet, p.marker]


def _paragraph_in(value: list[Any]) -> Paragraph:
    return Paragraph(value[0], _where(value[1]), value[2], value[3], value[4], value[5])


def _block_in(value: list[Any]) -> Block:
    kind, content = value
    if kind == "p":
        return _paragraph_in(content)
    return Table(
        tuple(
            Row(tuple(Cell(tuple(_paragraph_in(p) for p in cell)) for cell in cells), _where(where))
            for where, cells in content
        )
    )


def packed(lines: tuple[Line, ...], blocks: tuple[Block, ...]) -> str:
    """Lines and blocks as JSON, the way the child hands them over."""
    return json.dumps({"lines": [[x.number, x.page, x.text] for x in lines], "blocks": [_block_out(b) for b in blocks]})


def _unpacked(answer: dict[str, Any]) -> Parts:
    lines = tuple(Line(number, page, text) for number, page, text in answer["lines"])
    return lines, tuple(_block_in(block) for block in answer["blocks"])


def read_apart(kind: str, data: bytes) -> Parts:
    """Lines and blocks of ``data`` ("pdf", "docx" or "html"), read in a child process within 4.2 seconds.

    Raises UnreadableDocument: what the child found, or "too_slow" or "damaged".
    """
    environment = {"PYTHONPATH": _ROOT, "PYTHONIOENCODING": "utf-8", "PATH": os.environ.get("PATH", "")}
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module, the kind is one of three words
            [sys.executable, "-m", "goldenthread.reading.child", kind],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as problem:
        raise SLOW from problem
    if done.returncode < 0 and -done.returncode in {9, 24}:
        raise SLOW
    if done.returncode:
        raise _CRASHED
    answer = json.loads(done.stdout)
    if "code" in answer:
        raise UnreadableDocument(answer["code"], answer["message"])
    return _unpacked(answer)
