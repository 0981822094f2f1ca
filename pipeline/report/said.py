"""The words of a generated report with the place of each value in them, as the record keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline.model.document import Generated, Origin, Sent
from pipeline.report.fill import Filled
from pipeline.report.origins import RULE


def words_of(built: Sent, filled: Filled, origins: Mapping[str, Origin], *, digest: str) -> Generated:
    """``built``: the words of the file as they are read back. ``origins``: key → the input it belongs to; a cell of
    a table in the narrative belongs to the table.
    """
    paragraphs = tuple(replace(each, values=filled.values.get(each.anchor, ())) for each in built.paragraphs)
    keys = dict.fromkeys(value.key for paragraph in paragraphs for value in paragraph.values)
    return Generated(digest, paragraphs, {key: origins.get(key, RULE) for key in keys})
