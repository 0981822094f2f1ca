"""Everything that keeps a Word file from being sent as it is, each with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline.ingest.apart import read_apart
from pipeline.ingest.fitness import left, reach, structure
from pipeline.ingest.fitness.edited import Edited, edited
from pipeline.ingest.word_package import opened, word_bytes
from pipeline.model.findings import Finding

CHECKS: tuple[Callable[[Edited], Iterator[Finding]], ...] = (
    left.tracked,
    left.comments,
    left.hidden,
    left.personal,
    reach.title,
    reach.language,
    structure.heading_jumps,
    structure.table_headers,
    structure.merged_cells,
    structure.colour_alone,
    structure.spacing,
    reach.pictures,
    reach.link_texts,
    reach.contrasts,
)


def check_document(path: Path, name: str) -> tuple[Finding, ...]:
    """What is wrong with the file at ``path``, whoever wrote it; ``name`` is how messages call it. Raises
    InputsUnusable where it can't be opened.
    """
    return read_apart(found_wrong, word_bytes(path, name), name)


def found_wrong(data: bytes, name: str) -> tuple[Finding, ...]:
    """What is wrong with the file with these bytes, in the order of the checks."""
    document = edited(opened(data, name))
    return tuple(finding for check in CHECKS for finding in check(document))
