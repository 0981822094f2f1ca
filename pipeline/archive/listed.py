"""Whose a new paragraph or row is that somebody has put among the report's own lists and tables."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.model.document import Origin, Paragraph, Role

_ROW = re.compile(r"(?P<table>(?:.*, )?table \d+), row \d+(?:, .*)?", re.DOTALL)
_TEMPLATE = Origin(Role.TEMPLATE)
_CONTROLS = re.compile(r"schedule\[|risks\[\d+\]\.(joint|potential)_controls\[")
_REGISTER_RISKS = re.compile(r"risks\[\d+\]\.rows\[")

Values = tuple[tuple[str, Origin], ...]  # key and origin of each


class Lists:
    """``paragraphs``: as sent. ``known``: place in them → the values that stand there."""

    def __init__(self, paragraphs: Sequence[Paragraph], known: Mapping[int, Values]) -> None:
        self._paragraphs, self._known = paragraphs, known
        self._tables: dict[str, list[tuple[str, Origin]]] = {}
        for at, values in known.items():
            if table := _table(paragraphs[at]):
                self._tables.setdefault(table, []).extend(values)

    def origin(self, at: int) -> Origin:
        """Where it must be added to be said again: the sheet, without a cell. Of the template in all other places."""
        table = _table(self._paragraphs[at])
        values = self._tables.get(table, []) if table else [*self._beside(at, -1), *self._beside(at, 1)]
        for key, origin in values:
            if _CONTROLS.match(key) and origin.place.sheet:
                return Origin(Role.MAPPING, replace(origin.place, cell=""))
        if any(_REGISTER_RISKS.match(key) for key, _ in values):
            return self._of_register(at, values)
        return next((Origin(Role.RULE) for key, _ in values if ".heat_map" in key), _TEMPLATE)

    def _beside(self, at: int, step: int) -> Values:
        """The values of the next paragraph that is not new, under the same heading."""
        heading = self._paragraphs[at].where.rpartition(", ")[0]
        at += step
        while 0 <= at < len(self._paragraphs) and at not in self._known:
            at += step
        there = 0 <= at < len(self._paragraphs) and self._paragraphs[at].where.rpartition(", ")[0] == heading
        return self._known[at] if there and not _table(self._paragraphs[at]) else ()

    def _of_register(self, at: int, values: Sequence[tuple[str, Origin]]) -> Origin:
        """The register of the organisation that the row names, else the sheet that maps the registers' risks."""
        row = _row(self._paragraphs[at])
        words = {" ".join(one.text.split()).casefold() for one in self._paragraphs if _row(one) == row}
        every = [one for found in self._known.values() for _, one in found if one.role is Role.REGISTER]
        for origin in every:
            if origin.organisation.casefold() in words:
                return Origin(Role.REGISTER, replace(origin.place, cell=""), origin.organisation)
        mapping = next((one.place for _, one in values if one.role is Role.MAPPING), None)
        return Origin(Role.MAPPING, replace(mapping, sheet="Alignment", cell="")) if mapping else _TEMPLATE


def _table(paragraph: Paragraph) -> str:
    found = _ROW.fullmatch(paragraph.where)
    return found["table"] if found else ""


def _row(paragraph: Paragraph) -> str:
    return re.sub(r"(, row \d+), .*", r"\1", paragraph.where, flags=re.DOTALL) if _table(paragraph) else ""
