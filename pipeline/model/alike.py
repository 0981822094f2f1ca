"""Findings that are alike, told as one entry wherever people read; in the data each stays a finding with its own cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.model.findings import CATALOGUE, Finding, Mender

_IN_REGISTERS = (Mender.REGISTER, Mender.LAYOUT)  # whose findings stand in the cells of a register
_ONE_BY_ONE = 3  # as many cells of one column are still told one by one
_QUOTED = re.compile(r"“[^”]{1,40}”")
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]+)")


@dataclass(frozen=True, slots=True)
class Alike:
    """What is told as one entry: one finding, or the findings of more than three cells of a column."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        return self.findings[0]

    @property
    def message(self) -> str:
        """The first one's, then where else it is so: ``… Likewise in 11 more cells: D8 to D17, D20.`` Where it quotes
        a word and the others quote other ones, with these: ``D8 (“Up a bit”), D9 to D20 (“Steady”)``.
        """
        others = [(match, _quoted(f)) for f in self.findings[1:] if (match := _ADDRESS.fullmatch(f.cell))]
        if not others:
            return self.first.message
        by_words: dict[str, list[int]] = {}
        for match, words in others:
            by_words.setdefault(words, []).append(int(match[2]))
        column = others[0][0][1]
        if set(by_words) == {_quoted(self.first)}:
            where = spans(by_words[_quoted(self.first)], column)
        else:
            where = ", ".join(
                f"{spans(rows, column)}{f' ({words})' if words else ''}" for words, rows in by_words.items()
            )
        return f"{self.first.message} Likewise in {len(others)} more cells: {where}."


def _quoted(finding: Finding) -> str:
    """The words that its message quotes; not whole texts, which are looked up in the cell."""
    words = dict.fromkeys(_QUOTED.findall(finding.message.replace(finding.subject, "")))
    return ", ".join(words)


def alike(findings: Iterable[Finding]) -> tuple[Alike, ...]:
    """The findings as they are told, each entry in the place of its first finding.

    Told as one are those about a register of the same code, severity, remedy, organisation, file, sheet and field
    in more than three cells of one column. An accepted one is told by itself: it says who accepted it; so is one
    about the mapping workbook: its message names what its cell alone does not show.
    """
    kinds: dict[tuple[object, ...], list[tuple[int, Finding]]] = {}
    in_cell: Counter[tuple[object, ...]] = Counter()
    for place, finding in enumerate(findings):
        address = _ADDRESS.fullmatch(finding.cell)
        kind: tuple[object, ...] = (place,)
        if address and not finding.accepted and CATALOGUE[finding.code].mender in _IN_REGISTERS:
            kind = (
                finding.code, finding.severity, finding.remedy, finding.organisation,
                finding.file, finding.sheet, finding.field, address[1],
            )  # fmt: skip
            # A second one of the same kind in the same cell is another thing: two ids of one cell, both unknown.
            cell = (*kind, address[2])
            in_cell[cell] += 1
            kind = (*kind, in_cell[cell])
        kinds.setdefault(kind, []).append((place, finding))
    entries: list[tuple[int, Alike]] = []
    for found in kinds.values():
        if len(found) > _ONE_BY_ONE:
            entries.append((found[0][0], Alike(tuple(finding for _, finding in found))))
        else:
            entries += [(place, Alike((finding,))) for place, finding in found]
    return tuple(entry for _, entry in sorted(entries, key=lambda one: one[0]))


def spans(rows: Iterable[int], column: str = "") -> str:
    """Every row, those below one another as a span: ``7 to 12, 15``, and of a column ``D7 to D12, D15``."""
    told: list[list[int]] = []
    for row in sorted(set(rows)):
        if told and row == told[-1][-1] + 1:
            told[-1][1:] = [row]
        else:
            told.append([row])
    return ", ".join(" to ".join(f"{column}{row}" for row in span) for span in told)
