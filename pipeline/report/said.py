"""The words of a generated report with the place of each value in them, as the record keeps them."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import replace

from pipeline.model.document import Generated, Origin, Paragraph, Sent
from pipeline.model.errors import ProofFailed
from pipeline.report.anchors import Said
from pipeline.report.fill import Filled
from pipeline.report.origins import RULE


def words_of(built: Sent, filled: Filled, origins: Mapping[str, Origin], *, digest: str) -> Generated:
    """``built``: the words of the file as they are read back. ``origins``: key → the input it belongs to.

    Raises ProofFailed where a value is not read back where it was placed.
    """
    paragraphs: list[Paragraph] = []
    waiting: deque[Said] = deque()
    left: list[Said] = []
    for paragraph in built.paragraphs:
        if paragraph.anchor in filled.said:
            left += waiting
            waiting = deque(filled.said[paragraph.anchor])
        if waiting and waiting[0].text == paragraph.text:
            paragraphs.append(replace(paragraph, values=waiting.popleft().values))
        else:
            paragraphs.append(paragraph)
    left += waiting
    if left:
        raise ProofFailed(
            *(f"What was placed can't be read back from the report: “{said.text[:60]}”." for said in left)
        )
    keys = dict.fromkeys(value.key for paragraph in paragraphs for value in paragraph.values)
    return Generated(digest, tuple(paragraphs), {key: origins.get(key, RULE) for key in keys})
