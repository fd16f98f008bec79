"""Invented documents and sentences in which everything adds up; and sentences with one fault each."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent / "fixtures"
#: what a checker must be quiet about: name of the document, and its file
SOUND = {path.stem.replace("_", " "): path for path in sorted((HERE / "sound").iterdir())}
SOUND_SENTENCES = tuple((HERE / "sound_sentences.txt").read_text(encoding="utf-8").splitlines())
#: the kind of what is wrong, and the sentence ("§" stands for a new line)
WRONG_SENTENCES = tuple(
    (kind, sentence.replace("§", "\n"))
    for kind, _, sentence in (
        line.partition("\t") for line in (HERE / "wrong_sentences.txt").read_text(encoding="utf-8").splitlines()
    )
)


def text_of(name: str) -> str:
    return SOUND[name].read_text(encoding="utf-8")
