"""Random looks for known content: where on which sheet each risk stands, and what stands around it."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from pipeline.ingest.grid import letter
from tests.generator.cells import STAGE_PARTS, Able, Entry, Row
from tests.generator.content import Content, make_content
from tests.generator.headings import FOREIGN, banner, flat_heading, heading, under_banner
from tests.generator.sheets import Case, Known, Sheet, guidance, matrix
from tests.generator.texts import sentence


def make_case(seed: int, format_: str, able: Able) -> Case:
    """The register of this seed."""
    return _Laying(Random(f"{seed} {format_}"), seed, format_, able).case()


def _read_as(name: str, stages: tuple[str, ...]) -> str:
    """The field that a column is read as: a residual is the target where there is a current one besides, and what
    stands under no stage is inherent where another is current or residual.
    """
    stage, dot, part = name.rpartition(".")
    if not dot:
        return name
    if stage == "residual":
        stage = "target" if "current" in stages else "current"
    elif not stage:
        stage = "inherent" if {"current", "residual"} & set(stages) else "current"
    return f"{stage}.{part}"


class _Laying:
    def __init__(self, rng: Random, seed: int, format_: str, able: Able) -> None:
        self.rng = rng
        self.seed = seed
        self.format = format_
        self.able = able
        self.content: Content = make_content(rng, able, rng.randint(3, 8))
        self.sheet = Sheet(rng.choice(("Risk register", "Register", "Risks", "Corporate risks", "Sheet1")))
        self.place: dict[str, int] = {}  # field or foreign heading → column
        self.words: dict[str, str] = {}
        self.traits: list[str] = []
        self.risks: list[Known] = []
        self.codes = set(self.content.codes)  # with their fields as in the headings

    def chance(self, share: float, trait: str = "") -> bool:
        happens = self.rng.random() < share
        if happens and trait:
            self.traits.append(trait)
        return happens

    def case(self) -> Case:
        order = self._order()
        left = 1 + (self.rng.choice((0, 0, 0, 1, 2)) if self.format != "docx" else 0)
        row = self._above(left, len(order)) if self.format != "docx" else 1
        header = self._header(row, left, order)
        last = self._body(header + 1, left)
        if self.format != "docx":
            self._below(last + 1, left)
        sheets = [self.sheet]
        if self.able.sheets and self.chance(0.3, "guidance sheet first"):
            sheets.insert(0, guidance(self.rng))
        if self.able.sheets and self.chance(0.3, "matrix sheet"):
            sheets.append(matrix())
        if self.able.hidden and self.chance(0.12, "hidden column"):
            others = [column for name, column in self.place.items() if name.startswith("*")]
            self.sheet.hidden_columns.update(others[:1])
        stages = self.content.stages
        return Case(
            self.seed, self.format, sheets, self.sheet.name, header, self.risks,
            {_read_as(name, stages): letter(self.place[name]) for name in self.content.fields},
            {_read_as(name, stages): self.words[name] for name in self.content.fields},
            "\n".join(self.content.layout), {(code, _read_as(name, stages)) for code, name in self.codes}, self.traits,
        )  # fmt: skip

    def _order(self) -> list[str]:
        """The columns from the left: the id mostly first, a block's parts together, foreign ones among them."""
        singles = [name for name in self.content.fields if "." not in name]
        blocks = [
            [f"{stage}.{part}" for part in STAGE_PARTS if f"{stage}.{part}" in self.content.fields]
            for stage in self.content.stages
        ]
        foreign = [f"*{name}" for name in self.rng.sample(sorted(FOREIGN), self.rng.choice((0, 0, 1, 2, 3)))]
        rest = singles[1:]
        if self.chance(0.4, "columns shuffled"):
            self.rng.shuffle(rest)
            at_stages = self.rng.randint(0, len(rest))
        else:
            at_stages = next((i for i, name in enumerate(rest) if name in ("controls", "actions", "trend")), len(rest))
        groups: list[list[str]] = [[name] for name in rest]
        groups[at_stages:at_stages] = [block for block in blocks if block]
        for name in foreign:
            # never within the blocks
            groups.insert(self.rng.choice((self.rng.randint(0, at_stages), len(groups))), [name])
        order = [name for group in groups for name in group]
        if self.chance(0.06, "id not first"):
            return [order[0], "id", *order[1:]] if order and "." not in order[0] else ["id", *order]
        return ["id", *order]

    def _above(self, left: int, width: int) -> int:
        """Titles and the like; gives the first row of the headings."""
        row = 1 + self.rng.choice((0, 0, 1))
        if self.chance(0.5, "title"):
            self.sheet.put(
                row,
                left,
                self.rng.choice(
                    (
                        "Northshire Council risk register",
                        "CORPORATE RISK REGISTER 2017/18",
                        "Strategic risks - quarter 3",
                        "Risk Register",
                    )
                ),
            )
            if self.able.merges and width > 3 and self.chance(0.4, "title merged"):
                self.sheet.merges.append((row, left, row, left + width - 1))
            row += 1
            if self.chance(0.3, "subtitle"):
                self.sheet.put(row, left, "All scores are out of 25. Please complete every column.")
                row += 1
        if self.chance(0.3, "metadata"):
            for label, value in (
                ("Department:", "Harbours"),
                ("As at", date(2017, 12, 1) if self.able.typed else "01/12/2017"),
                ("Version", 2.1 if self.able.typed else "2.1"),
            )[: self.rng.randint(1, 3)]:
                self.sheet.put(row, left, label)
                self.sheet.put(row, left + 1, value)
                row += 1
        if row > 2 or self.chance(0.1):
            row += self.rng.choice((0, 1, 1, 2)) if row > 1 else 0
        return row

    def _header(self, row: int, left: int, order: list[str]) -> int:
        """Writes the headings; gives the last of their rows."""
        for column, name in enumerate(order, left):
            self.place[name] = column
        if self.able.merges and self.chance(0.15, "blank column between"):
            after = self.rng.randint(1, len(order) - 1)
            self.place = {
                name: column + (column - left >= after and not self._inside(order, after))
                for name, column in self.place.items()
            }
        stages = [stage for stage in self.content.stages if stage]
        grouped = (
            bool(stages)
            and "" not in self.content.stages
            and len([n for n in order if "." in n]) > len(stages)
            and self.chance(0.5, "banners")
        )
        names = under_banner(self.rng, STAGE_PARTS)
        used: set[str] = set()
        bottom = row + 1 if grouped else row
        above = grouped and self.able.merges and self.chance(0.12, "three header rows")
        if above:
            bottom += 1
        for name in order:
            column = self.place[name]
            stage, dot, part = name.rpartition(".")
            if name.startswith("*"):
                text = name[1:]
            elif dot:
                text = names[part] if grouped else flat_heading(self.rng, stage, part)
            else:
                text = heading(self.rng, name)
            if not (grouped and dot):
                while text.casefold() in used:
                    text = flat_heading(self.rng, stage, part) if dot else heading(self.rng, name)
                used.add(text.casefold())
            self.words[name] = text
            self.sheet.put(bottom, column, text)
        if grouped:
            self._banners(row, bottom, order, stages, above=above)
        return bottom

    def _inside(self, order: list[str], after: int) -> bool:
        """Whether a place falls within a block of one stage."""
        return "." in order[after] and order[after - 1].rpartition(".")[0] == order[after].rpartition(".")[0]

    def _banners(self, row: int, bottom: int, order: list[str], stages: list[str], *, above: bool) -> None:
        merged = self.able.merges and self.chance(0.7, "banners merged")
        banner_row = bottom - 1
        for stage in stages:
            columns = [self.place[name] for name in order if name.rpartition(".")[0] == stage]
            text = banner(self.rng, stage)
            pad = " " * 40 if not merged and self.chance(0.2, "banner padded") else ""
            self.sheet.put(banner_row, min(columns), f"{pad}{text}{pad}")
            if merged and len(columns) > 1:
                self.sheet.merges.append((banner_row, min(columns), banner_row, max(columns)))
        if above:
            columns = [self.place[name] for name in order if "." in name]
            self.sheet.put(row, min(columns), "Risk assessment")
            if max(columns) > min(columns):
                self.sheet.merges.append((row, min(columns), row, max(columns)))
        elif merged and self.chance(0.5, "headings merged down"):
            for name in order:
                if "." not in name and (banner_row, self.place[name]) not in self.sheet.cells:
                    column = self.place[name]
                    self.sheet.cells[banner_row, column] = self.sheet.cells.pop((bottom, column))
                    self.sheet.merges.append((banner_row, column, bottom, column))
        elif self.chance(0.2, "lone headings above"):
            for name in order:
                if "." not in name:
                    column = self.place[name]
                    self.sheet.cells[banner_row, column] = self.sheet.cells.pop((bottom, column))

    # --- the rows

    def _body(self, row: int, left: int) -> int:
        """Writes the risks; gives the last row written."""
        if self.chance(0.08, "help row"):
            for name, column in self.place.items():
                self.sheet.put(row, column, _HELP.get(name.rpartition(".")[2], "See guidance"))
            row += 1
        sections = self.chance(0.15, "sections")
        gaps = self.chance(0.1, "blank rows")
        split = bool({"controls", "actions"} & set(self.content.fields)) and self.chance(0.15, "lists over rows")
        merged = split and self.able.merges and self.chance(0.6, "risk cells merged down")
        hidden = self.able.hidden and self.chance(0.08, "hidden row")
        count = len(self.content.risks)
        for number, risk in enumerate(self.content.risks):
            if sections and number in (0, count // 2):
                self.sheet.put(
                    row, left, self.rng.choice(("Finance", "People and property", "HARBOURS", "Section B: Operations"))
                )
                if self.able.merges and self.chance(0.5):
                    self.sheet.merges.append((row, left, row, max(self.place.values())))
                row += 1
            if hidden and number == count // 2:
                self._risk(row, {**risk, "id": Entry("X99", "X99")}, 1)
                self.sheet.hidden_rows.add(row)
                self.codes.add(("hidden-used", ""))
                row += 1
            lines = (
                max((len(risk[name].pieces) for name in ("controls", "actions") if name in risk), default=1)
                if split
                else 1
            )
            height = self._risk(row, risk, max(1, lines))
            if merged and height > 1:
                for name, column in self.place.items():
                    if name not in ("controls", "actions"):
                        self.sheet.merges.append((row, column, row + height - 1, column))
            self.risks.append(self._known(row, risk))
            row += height
            if gaps and self.chance(0.4):
                row += 1
        if not (sections or gaps or split or hidden):
            self._group_down()
        return row - 1

    def _group_down(self) -> None:
        """A cell for several risks: merged over their rows it is said of each; only left blank below, of the first."""
        name = next((name for name in ("category", "owner", "status") if name in self.place), None)
        if name is None or not self.chance(0.15, "a cell for several risks"):
            return
        first, last = self.risks[0], self.risks[2]
        merged = self.able.merges and self.chance(0.5, "merged")
        for known in self.risks[1:3]:
            self.sheet.cells.pop((known.row, self.place[name]), None)
            known.values[name] = first.values[name] if merged else None
        if merged:
            self.sheet.merges.append((first.row, self.place[name], last.row, self.place[name]))

    def _risk(self, row: int, risk: Row, height: int) -> int:
        for name, column in self.place.items():
            if name.startswith("*"):
                text: Any = self.rng.choice(FOREIGN[name[1:]])
                if self.able.typed and text[:2] == "20":
                    text = date.fromisoformat(text)
                self.sheet.put(row, column, text)
                continue
            entry = risk[name]
            if height > 1 and entry.pieces and name in ("controls", "actions"):
                for offset, line in enumerate(entry.pieces):
                    self.sheet.put(row + offset, column, line)
                continue
            stage = name.rpartition(".")[0]
            formula = entry.formula
            ends = [self.place.get(f"{stage}.{part}") for part in ("likelihood", "impact")]
            if formula and all(ends):
                formula = formula.format(L=f"{letter(ends[0] or 0)}{row}", I=f"{letter(ends[1] or 0)}{row}")
            else:
                formula = ""
            struck = self.able.fonts and name in ("description", "owner") and self.rng.random() < 0.004
            comment = "Check with audit" if self.able.formulas and self.rng.random() < 0.004 else ""
            self.sheet.put(
                row,
                column,
                entry.shown,
                font=entry.font,
                formula=formula,
                number_format=entry.number_format,
                struck=struck,
                comment=comment,
            )
        return height

    def _known(self, row: int, risk: Row) -> Known:
        stages = self.content.stages
        values = {_read_as(name.lstrip("+"), stages): entry.means for name, entry in risk.items()}
        return Known(row, values, frozenset(_read_as(name, stages) for name, entry in risk.items() if entry.told))

    def _below(self, row: int, left: int) -> None:
        """What stands below the risks: formulas to nowhere, ids to come, totals, notes, another table."""
        first = self.risks[0].row
        scores = [column for name, column in self.place.items() if name.endswith(".score")]
        if self.able.formulas and scores and self.chance(0.12, "formula tail"):
            for _ in range(self.rng.randint(2, 6)):
                self.sheet.put(
                    row, scores[0], 0, formula=f"={letter(scores[0] - 1)}{row}*1" if scores[0] > 1 else "=0*1"
                )
                row += 1
        if self.chance(0.08, "ids to come"):
            for number in range(90, 93):
                self.sheet.put(row, self.place["id"], f"R{number}")
                row += 1
        if scores and self.able.typed and self.chance(0.15, "total"):
            if self.chance(0.6) and scores[0] != left:
                self.sheet.put(row, left, self.rng.choice(("Total", "TOTAL", "Average score", "Total risks")))
            for column in scores:
                cells = f"{letter(column)}{first}:{letter(column)}{row - 1}"
                self.sheet.put(row, column, 99.5, formula=f"=SUM({cells})" if self.able.formulas else "")
            row += 1
        if self.chance(0.15, "footer"):
            row += self.rng.choice((0, 1, 2))
            self.sheet.put(
                row,
                left,
                self.rng.choice(
                    (
                        "Source: risk workshop, May 2017",
                        "Last printed 1 December 2017",
                        "OFFICIAL",
                        "Page 1 of 1",
                        "© Northshire Council 2017. All rights reserved.",
                    )
                ),
            )
            row += 1
        if self.chance(0.1, "legend below"):
            row += 1
            for label, meaning in (("Score", "Meaning"), ("1-4", "Low"), ("5-9", "Medium"), ("10-25", "High")):
                self.sheet.put(row, left, label)
                self.sheet.put(row, left + 1, meaning)
                row += 1
        elif self.chance(0.1, "closed risks below"):
            row += 1
            self.sheet.put(row, left, "Closed risks")
            row += 1
            for name, column in self.place.items():
                self.sheet.put(row, column, self.words.get(name, name[1:]))
                self.sheet.put(
                    row + 1,
                    column,
                    {"id": "C1", "description": sentence(self.rng), "owner": "Clerk"}.get(name, "closed"),
                )


_HELP = {
    "id": "Unique number of the risk", "title": "A short name for the risk", "description": "Describe the event, its cause and its effect",
    "owner": "Who is accountable for the risk?", "likelihood": "1 to 5, see the scale", "impact": "1 to 5, see the scale",
    "controls": "List what is in place", "actions": "List what is still to be done",
}  # fmt: skip
