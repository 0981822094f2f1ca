"""Answers that were kept back, put together again: each says too little to be searched for, two tell whose they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from pipeline.model.document import Paragraph
from pipeline.model.errors import ProofFailed
from pipeline.model.quoting import words

_LINK = 4  # words: what is published and no longer than this may stand between answers, as in the cells of a row


def search_together(
    paragraphs: Sequence[Paragraph], answers: Mapping[str, Collection[str]], spoken: Collection[str]
) -> None:
    """``answers``: what is kept back → its texts. ``spoken``: the paragraphs that may be published.

    Raises ProofFailed with the place where somebody put two answers together that are published nowhere, or one such
    and two others.
    """
    free = [_line(text) for text in spoken]
    everywhere = "\n".join(free)
    kept = {what: {line for line in map(_line, texts) if line.strip()} for what, texts in answers.items()}
    own = {what: {line for line in lines if line not in everywhere} for what, lines in kept.items()}
    found: dict[str, None] = {}
    for unit in _units(paragraphs, set(free)):
        said = "".join(_line(paragraph.text) for paragraph in unit)
        for what, lines in kept.items():
            held = {line for line in lines if line in said}
            held = {line for line in held if not any(line != other and line in other for other in held)}
            telling = held & own[what]
            if len(telling) > 1 or (telling and len(held) > 2):
                found[_told(what, len(held), unit[0].where)] = None
    if found:
        raise ProofFailed(*found)


def _units(paragraphs: Sequence[Paragraph], free: Collection[str]) -> Iterator[list[Paragraph]]:
    """The stretches that people typed, also where what is published stands between."""
    unit: list[Paragraph] = []
    for paragraph in paragraphs:
        line = _line(paragraph.text)
        if line not in free or len(line.split()) <= _LINK:
            unit.append(paragraph)
        elif unit:
            yield unit
            unit = []
    if unit:
        yield unit


def _told(what: str, count: int, where: str) -> str:
    return (
        f"The public version would show what is restricted ({what}): {count} of the answers that it keeps back stand "
        f"together, from: {where}. Take them out there, and issue the report again."
    )


def _line(text: str) -> str:
    """Its words alone, a space on either side of each."""
    return f" {' '.join(words(text))} "
