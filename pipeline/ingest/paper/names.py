"""Whose risk a row of a paper's table is, where its cell names several organisations."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from pipeline.ingest.registers.vocabulary import simple
from pipeline.model.paper import PaperRisk

_AND = re.compile(r"\s*(?:/|&|\+|,|;|\n|\band\b)\s*")
_ALL = frozenset(("both", "all", "both organisations", "all organisations", "joint"))


def each_of(risk: PaperRisk, cells: Collection[str]) -> tuple[PaperRisk, ...]:
    """The risk of every organisation that its cell names. ``cells``: what stands in all cells of the column; those
    that are named alone somewhere are known.
    """
    known = [name for name in cells if not _several(name, cells)]
    names = [risk.organisation]
    if simple(risk.organisation) in _ALL and known:
        names = known
    elif _several(risk.organisation, cells):
        names = _parts(risk.organisation)
    return tuple(replace(risk, organisation=name) for name in names)


def _several(text: str, cells: Collection[str]) -> bool:
    """Whether a text names several organisations."""
    parts = _parts(text)
    return simple(text) in _ALL or (len(parts) > 1 and all(part in cells for part in parts))


def _parts(text: str) -> list[str]:
    return [part for part in _AND.split(text) if part]
