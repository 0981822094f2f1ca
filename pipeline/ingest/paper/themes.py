"""The appendix of a paper: its aligned risks, each with the organisations' risks, what remains, and the controls."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.ingest.paper.account import Account
from pipeline.ingest.paper.controls import Listed, controls_of, in_a_cell
from pipeline.ingest.paper.headings import (
    JOINT,
    KIND_WORDS,
    KINDS,
    POTENTIAL,
    REASON,
    RESIDUAL,
    numbered,
    part_of,
)
from pipeline.ingest.paper.lines import Cell, Line, Table
from pipeline.ingest.paper.names import each_of
from pipeline.ingest.paper.ratings import rating_of, with_ratings
from pipeline.ingest.paper.table_heads import Heads, heads_of
from pipeline.ingest.paper.trends import Meaning, trend_of
from pipeline.ingest.registers.lists import says_none
from pipeline.ingest.registers.values import is_nothing
from pipeline.ingest.registers.vocabulary import simple
from pipeline.model.paper import Left, PaperControl, PaperRisk, PaperTheme

_LABELLED = re.compile(r"\s*(?P<label>[^:\n]{3,40}):\s*(?=\S)")
_CONTINUED = re.compile(r"[\s(\[–—:,-]*\b(?:continued|contd|cont['’]d|cont)\b\.?[)\]]?\s*$", re.I)
_WORKED_OUT = "joint controls shown to be working:"  # begins a line that this program prints
_ANEW = "it is worked out anew for each report"
ASSUMED = (
    "An up arrow was read as a risk that rises, because the paper has no key and the column is headed '{heading}'. "
    "If it means that the position improves, turn rising and falling round in the record."
)


@dataclass(slots=True)
class _Theme:
    number: int
    name: str
    where: str
    risks: list[PaperRisk] = field(default_factory=list)
    reasons: list[Line] = field(default_factory=list)
    parts: dict[str, list[Line]] = field(default_factory=dict)
    listed: dict[str, list[Listed]] = field(default_factory=dict)  # controls from tables
    ratings: list[tuple[Cell, Cell]] = field(default_factory=list)  # an organisation and its rating, from tables


class Themes:
    """Fed with the appendix in its order. ``meaning``: of the paper's arrows, where it has a key."""

    def __init__(self, account: Account, meaning: Meaning | None) -> None:
        self.current: _Theme | None = None
        self._themes: list[_Theme] = []
        self._part = ""
        self._account = account
        self._meaning = meaning

    # --- lines

    def heading(self, number: int | None, name: str, line: Line) -> None:
        """A new aligned risk, or the one of this name going on."""
        self._account.take(line)
        self._part = ""
        known = {simple(one.name): one for one in self._themes}
        again = known.get(simple(name)) or known.get(simple(_CONTINUED.sub("", name)))
        if again:
            self.current = again
            return
        taken = {one.number for one in self._themes}
        if number is None or number in taken:
            free = max(taken, default=0) + 1
            why = "has no number" if number is None else f"has the number {number}, which another has too"
            self._account.say(f"'{name}' {why} in the paper: it is Risk {free} here.")
            number = free
        self.current = _Theme(number, name, line.where)
        self._themes.append(self.current)

    def part(self, part: str, *lines: Line) -> None:
        """From here on the lines belong to this part of the aligned risk; to none, where it is empty."""
        self._account.take(*lines)
        self._part = part

    def line(self, line: Line) -> None:
        """A line that is no heading of an aligned risk."""
        if self.current is None:
            return
        if line.text.casefold().startswith(_WORKED_OUT):
            self._account.leave([line], _ANEW)
            return
        labelled = _LABELLED.match(line.text)
        part = part_of(line.text) or (part_of(labelled["label"]) if labelled else None)
        if part_of(line.text):
            self.part(part or "", line)
        elif labelled and part:
            self._put(part, line.after(labelled.end(), label=labelled["label"]))
            self._part = part if part in KINDS else ""
        elif self._part:
            self._put(self._part, line)
        else:
            self._account.leave([line], f"it stands under '{self.current.name}', but under no heading that is read")

    def _put(self, part: str, line: Line) -> None:
        assert self.current is not None
        self._account.take(line)
        self.current.parts.setdefault(part, []).append(line)

    # --- tables

    def table(self, table: Table) -> None:
        """Takes what it knows of the table; the rest is not accounted for."""
        heads: Heads | None = None
        above: Sequence[Cell] = ()
        for row in table.rows:
            texts = [cell.text for cell in row]
            filled = {id(cell): cell for cell in row if cell.lines}
            part = part_of(texts[0]) if row else None
            if found := heads_of(row, inside=self.current is not None):
                heads = found
                self._account.take(*(line for at in found.every for line in row[at].lines))
            elif len({*map(id, row)}) == 1 or (
                len(filled) == 1 and row[0].lines and (part is not None or numbered(texts[0]))
            ):
                self._across(row[0], alone=len(row) > 1)
            elif part is not None and self.current:
                self.part(part, *row[0].lines)
                self._lines(cell for one, cell in filled.items() if one != id(row[0]))
            elif heads:
                self._under(row, heads, above)
            above = row

    def _under(self, row: Sequence[Cell], heads: Heads, above: Sequence[Cell]) -> None:
        """A row below headings. ``above``: the row before it, with which it may share cells."""
        if heads.risks:
            self._risk(row, heads.risks, heads.texts)
        for at, part in heads.parts.items():
            if at < len(row) and not (at < len(above) and above[at] is row[at]):
                self._part = part
                for line in row[at].lines:
                    for piece in in_a_cell(line) if part in KINDS else (line,):
                        self.line(piece)
        if heads.risks:
            self._part = ""
        elif heads.controls:
            self._control(row, heads.controls, heads.kind)
        elif heads.ratings and self.current and max(heads.every) < len(row):
            self.current.ratings.append((row[heads.ratings["organisation"]], row[heads.ratings["rating"]]))

    def _across(self, cell: Cell, *, alone: bool) -> None:
        """A row that is one cell. ``alone``: of a table that has more columns: it heads what follows."""
        for line in cell.lines:
            found = numbered(line.text)
            heads = found and (found.named or ((line.strong or alone) and self._part not in KINDS))
            if found and heads:
                self.heading(found.number, found.name, line)
            else:
                self.line(line)

    def _lines(self, cells: Iterable[Cell]) -> None:
        for cell in cells:
            for line in cell.lines:
                self.line(line)

    def _risk(self, row: Sequence[Cell], columns: dict[str, int], headings: Sequence[str]) -> None:
        found = {name: row[at] for name, at in columns.items() if at < len(row)}
        if "theme" in found and found["theme"].lines:
            line = found["theme"].lines[0]
            named = numbered(found["theme"].text)
            self.heading(named.number if named else None, named.name if named else _one_line(found["theme"].text), line)
            self._account.take(*found["theme"].lines)
        every = [line for cell in found.values() for line in cell.lines]
        if not every:
            return
        organisation = _one_line(found["organisation"].text) if "organisation" in found else ""
        if self.current is None or not organisation:
            why = "the row names no organisation" if self.current else "no heading of an aligned risk stands above it"
            self._account.leave(every, why)
            return
        self._account.take(*every)
        where = next((line.where for line in found["organisation"].lines), self.current.where)
        read, unread = None, False
        if "trend" in found:
            text, heading = _one_line(found["trend"].text), headings[columns["trend"]]
            said, assumed = trend_of(text, heading, self._meaning)
            read, unread = said.trend, said.unknown or said.meaning_missing
            if assumed:
                self._account.say(ASSUMED.format(heading=heading))
            unread |= found["trend"].holds_picture and read is None
            if unread:
                self._unread(found["trend"], where, text, said.meaning_missing)
        if "reason" in found:
            self.current.reasons += found["reason"].lines
        self.current.risks.append(
            PaperRisk(
                organisation,
                where,
                _words(found.get("description")),
                _words(found.get("owner")),
                read,
                unread,
                rating_of(found["rating"], self._account) if "rating" in found else None,
            )
        )

    def _unread(self, cell: Cell, where: str, text: str, meaning_missing: bool) -> None:
        why = "no known word or sign of a trend"
        if meaning_missing:
            why = "nothing says whether an up arrow is a risk that rises or a position that improves"
        elif not text:
            why = "a picture stands where the trend should"
        self._account.left.append(Left(cell.lines[0].where if cell.lines else where, text, why))

    def _control(self, row: Sequence[Cell], columns: dict[str, int], heads: str) -> None:
        assert self.current is not None
        found = {name: row[at] for name, at in columns.items() if at < len(row)}
        every = [line for cell in found.values() for line in cell.lines]
        texts = {name: cell.text for name, cell in found.items()}
        kind = KIND_WORDS.get(simple(texts.get("kind", "")), "") or heads or (self._part if self._part in KINDS else "")
        if not every:
            return
        name = texts.get("name", "")
        if says_none(name) and not texts.get("description") and kind:
            self._account.take(*every)
        elif not name or not kind:
            why = "the control has no name" if kind else "nothing says whether the control is joint or potential"
            self._account.leave(every, why)
        else:
            self._account.take(*found["name"].lines, *(found["kind"].lines if "kind" in found else ()))
            self._account.take(*(found["description"].lines if "description" in found else ()))
            control = Listed(_one_line(name), texts.get("description", ""), every)
            self.current.listed.setdefault(kind, []).append(control)

    # --- what it came to

    def build(self) -> tuple[PaperTheme, ...]:
        """The aligned risks, their controls with references in the order of the paper."""
        cells = list(dict.fromkeys(risk.organisation for theme in self._themes for risk in theme.risks))
        for risk in (risk for theme in self._themes for risk in theme.risks):
            names = [one.organisation for one in each_of(risk, cells)]
            if names != [risk.organisation]:
                self._account.say(f"{risk.where}: '{risk.organisation}' is a risk of each: {', '.join(names)}.")
        count = 0
        themes: list[PaperTheme] = []
        for theme in self._themes:
            if not theme.risks:
                self._account.say(f"No risk of an organisation was understood under '{theme.name}'.")
            controls: list[PaperControl] = []
            for part in (JOINT, POTENTIAL):
                found, _, left = controls_of(theme.parts.get(part, ()))
                self._account.left += [
                    Left(
                        line.where,
                        line.text,
                        f"it stands among the {part} controls of '{theme.name}' and looks like none",
                    )
                    for line in left
                ]
                for line in theme.parts.get(part, ()):
                    several = sum(1 for one in found if one.lines[0].element is line.element)
                    if several > 1:
                        self._account.say(f"{line.where}: the line breaks part {several} {part} controls.")
                for one in (*found, *theme.listed.get(part, ())):
                    count += 1
                    if one.warning:
                        self._account.left.append(Left(one.lines[0].where, one.warning, _ANEW))
                    controls.append(
                        PaperControl(
                            f"C{count:02}",
                            one.name,
                            KINDS[part],
                            one.lines[0].where,
                            one.description or None,
                            one.status,
                            one.due,
                            one.progress,
                        )
                    )
            themes.append(
                PaperTheme(
                    theme.number,
                    theme.name,
                    theme.where,
                    with_ratings(
                        [risk for one in theme.risks for risk in each_of(one, cells)],
                        theme.ratings,
                        theme.name,
                        self._account,
                    ),
                    tuple(controls),
                    _joined(theme.parts.get(RESIDUAL, ())),
                    _joined((*theme.parts.get(REASON, ()), *theme.reasons)),
                )
            )
        return tuple(themes)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _words(cell: Cell | None) -> str | None:
    """A cell's text; None where it says nothing."""
    text = cell.text.strip() if cell else ""
    return None if is_nothing(text) else text


def _joined(lines: Sequence[Line]) -> str | None:
    return "\n".join(line.text for line in lines) or None
