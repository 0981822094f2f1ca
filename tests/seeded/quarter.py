"""A copy of the sample quarter that takes changes, and what stands where in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.document import Document
from docx.text.paragraph import Paragraph
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.quarter import sample
from tests.sample import mapping_rows, met_risks, mopac_risks, september
from tests.sample.met_risks import MetRisk
from tests.sample.mopac_risks import MopacRisk

Where = tuple[str, str, str]  # file, sheet or heading, cell or paragraph

SHEETS = {"met-register.xlsx": "Corporate risks", "mopac-register.xlsx": "Register"}
FILES = {"Met": "met-register.xlsx", "MOPAC": "mopac-register.xlsx"}
FIRST_ROWS = {"Met": 7, "MOPAC": 2}

# Field → column, counted off by hand.
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "Met": {
        "id": "A", "title": "B", "description": "C", "owner": "D",
        "inherent.likelihood": "E", "inherent.impact": "F", "inherent.score": "G", "inherent.rating": "H",
        "controls": "I", "lead": "J",
        "current.likelihood": "K", "current.impact": "L", "current.score": "M", "current.rating": "N",
        "trend": "O", "trend_reason": "P", "actions": "Q",
        "target.likelihood": "R", "target.impact": "S", "target.score": "T", "target.rating": "U",
        "last_reviewed": "V", "next_review": "W", "status": "X",
    },
    "MOPAC": {
        "id": "A", "category": "B", "title": "C", "description": "D", "cause": "E", "consequence": "F", "owner": "G",
        "inherent.likelihood": "H", "inherent.impact": "I", "inherent.score": "J", "controls": "K",
        "current.likelihood": "L", "current.impact": "M", "current.score": "N", "current.rating": "O",
        "trend": "P", "actions": "Q",
        "target.likelihood": "R", "target.impact": "S", "target.score": "T", "target.rating": "U",
        "appetite": "V", "last_reviewed": "W", "next_review": "X",
    },
}  # fmt: skip
TRENDS: Mapping[str, Mapping[str, str]] = {
    "Met": {"rising": "é", "same": "è", "falling": "ê", "new": "New"},
    "MOPAC": {"rising": "Increasing", "same": "No change", "falling": "Reducing", "new": "New"},
}


@dataclass(frozen=True, slots=True)
class Known:
    """A risk of the sample. ``theme``: the aligned risk it is reported under. ``then``: its current score in
    September, None where it was not there. ``secrets``: its texts, no part of which stands anywhere else.
    """

    organisation: str
    id: str
    theme: str | None
    trend: str
    inherent: tuple[int, int]
    current: tuple[int, int]
    target: tuple[int, int]
    then: int | None
    owner: str
    actions: tuple[str, ...]
    explained: bool  # a reason for its trend is given, by its register or in Alignment
    secrets: tuple[str, ...]

    @property
    def file(self) -> str:
        return FILES[self.organisation]

    @property
    def sheet(self) -> str:
        return SHEETS[self.file]

    @property
    def score(self) -> int:
        return self.current[0] * self.current[1]

    @property
    def levels(self) -> int:
        return 5 if self.organisation == "Met" else 4

    @property
    def appetite(self) -> int:
        """The highest score that is within it: both bodies' is Medium, but for a few of MOPAC's."""
        return {"Low": 3, "Medium": 7, "High": 11}[_APPETITES[self.id]] if self.organisation == "MOPAC" else 9

    def rating(self, scored: tuple[int, int]) -> str:
        return met_risks.rating(scored) if self.organisation == "Met" else mopac_risks.rating(scored)


_APPETITES = {risk.number: risk.appetite for risk in mopac_risks.RISKS}


def _known() -> tuple[Known, ...]:
    themes = {str(risk_id): row for row in mapping_rows.ALIGNMENT for risk_id in row[2:4]}

    def theme(risk_id: str) -> str | None:
        return str(themes[risk_id][1]) if risk_id in themes else None

    def explained(risk_id: str) -> bool:
        return bool(risk_id in themes and themes[risk_id][5])

    def of_met(risk: MetRisk, then: Mapping[str, int]) -> Known:
        secrets = (risk.title, risk.description, risk.reason, *(text for text, _ in risk.controls), *risk.actions)
        return Known(
            "Met", risk.ref, theme(risk.ref), risk.direction, risk.inherent, risk.current, risk.target,
            then.get(risk.ref), risk.owner, risk.actions, bool(risk.reason) or explained(risk.ref), secrets,
        )  # fmt: skip

    def of_mopac(risk: MopacRisk, then: Mapping[str, int]) -> Known:
        words = {word: trend for trend, word in TRENDS["MOPAC"].items()}
        secrets = (risk.title, risk.event, risk.cause, risk.effect, *risk.controls, *risk.actions)
        return Known(
            "MOPAC", risk.number, theme(risk.number), words[risk.direction], risk.gross, risk.net, risk.target,
            then.get(risk.number), risk.lead, risk.actions, explained(risk.number), secrets,
        )  # fmt: skip

    met_then = {r.ref: r.current[0] * r.current[1] for _, risks in september.met_sections() for r in risks}
    mopac_then = {r.number: r.net[0] * r.net[1] for r in september.mopac_rows()}
    return (
        *(of_met(risk, met_then) for _, risks in met_risks.SECTIONS for risk in risks),
        *(of_mopac(risk, mopac_then) for risk in mopac_risks.RISKS),
    )


RISKS = _known()
REPORTED = tuple(risk for risk in RISKS if risk.theme)


class Quarter:
    """The sample's inputs and its September record in a folder of their own. What was opened stands in the files
    after ``save``. Formulas of the registers are their values.
    """

    def __init__(self, folder: Path) -> None:
        self.inputs, self.outputs = sample(folder)
        self._books: dict[str, Workbook] = {}
        self._words: Document | None = None

    def book(self, file: str) -> Workbook:
        if file not in self._books:
            self._books[file] = openpyxl.load_workbook(self.inputs / file, data_only=file != "mapping.xlsx")
        return self._books[file]

    def save(self) -> None:
        for file, book in self._books.items():
            book.save(self.inputs / file)
        if self._words is not None:
            self._words.save(str(self.inputs / "narrative.docx"))

    # --- the registers

    def register(self, organisation: str) -> Worksheet:
        file = FILES[organisation]
        return self.book(file)[SHEETS[file]]

    def at(self, risk: Known, field: str) -> str:
        """The address of a risk's cell."""
        column = self.register(risk.organisation)["A"]
        row = next(cell.row for cell in column if cell.value == risk.id)
        return f"{COLUMNS[risk.organisation][field]}{row}"

    def where(self, risk: Known, field: str) -> Where:
        return risk.file, risk.sheet, self.at(risk, field)

    def put(self, risk: Known, field: str, value: object) -> Where:
        """Writes a cell; where it is."""
        address = self.at(risk, field)
        self.register(risk.organisation)[address] = value
        return risk.file, risk.sheet, address

    def of(self, risk: Known, field: str) -> Any:
        return self.register(risk.organisation)[self.at(risk, field)].value

    def trend(self, risk: Known, trend: str) -> Where:
        """Declares another trend, in its register's own words or signs."""
        where = self.put(risk, "trend", TRENDS[risk.organisation][trend])
        if risk.organisation == "Met" and trend == "new":
            self.register("Met")[where[2]].font = openpyxl.styles.Font(name="Calibri")
        return where

    def level(self, risk: Known, stage: str, scored: tuple[int, int]) -> None:
        """Scores a stage anew: likelihood, impact, and what the sheet would work out from them."""
        words = (
            (mopac_risks.LIKELIHOOD[scored[0]], mopac_risks.IMPACT[scored[1]])
            if risk.organisation == "MOPAC"
            else scored
        )
        for field, value in zip(("likelihood", "impact", "score"), (*words, scored[0] * scored[1]), strict=True):
            self.put(risk, f"{stage}.{field}", value)
        if f"{stage}.rating" in COLUMNS[risk.organisation]:
            self.put(risk, f"{stage}.rating", risk.rating(scored))

    # --- the mapping workbook

    def sheet(self, name: str) -> Worksheet:
        return self.book("mapping.xlsx")[name]

    def column(self, name: str, heading: str) -> str:
        return next(cell.column_letter for cell in self.sheet(name)[1] if cell.value == heading)

    def rows(self, name: str) -> list[int]:
        """The rows of a sheet that hold something, its headings left out."""
        page = self.sheet(name)
        return [row for row in range(2, page.max_row + 1) if any(cell.value not in (None, "") for cell in page[row])]

    def cell(self, name: str, heading: str, row: int) -> Any:
        return self.sheet(name)[f"{self.column(name, heading)}{row}"].value

    def write(self, name: str, heading: str, row: int, value: object) -> Where:
        address = f"{self.column(name, heading)}{row}"
        self.sheet(name)[address].value = value
        return "mapping.xlsx", name, address

    def row_of(self, name: str, heading: str, value: object) -> int:
        return next(row for row in self.rows(name) if self.cell(name, heading, row) == value)

    # --- the narrative

    @property
    def words(self) -> Document:
        if self._words is None:
            self._words = docx.Document(str(self.inputs / "narrative.docx"))
        return self._words

    def section(self, heading: str) -> list[Paragraph]:
        """The paragraphs under a heading, those of tables left out."""
        under, found = "", []
        for paragraph in self.words.paragraphs:
            if paragraph.style is not None and paragraph.style.name == "Heading 1":
                under = paragraph.text
            elif under == heading:
                found.append(paragraph)
        return found

    def headings(self) -> list[Paragraph]:
        return [p for p in self.words.paragraphs if p.style is not None and p.style.name == "Heading 1"]

    def said(self, heading: str, number: int) -> Where:
        return "narrative.docx", heading, f"paragraph {number}"

    # --- the record

    def record(self) -> tuple[Path, dict[str, Any]]:
        path = self.outputs / "2017-09-26" / "issued" / "record.json"
        return path, json.loads(path.read_text("utf-8"))
