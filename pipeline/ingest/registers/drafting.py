"""Drafts a layout from a register, or mends the one there is: what was seen, how sure it is, and what only
a person can say. Answers come from ``ask``; without it they are left as comments to be confirmed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from pipeline.ingest.cleaning import one_line
from pipeline.ingest.grid import Book, number
from pipeline.ingest.registers.asking import Ask, Questions
from pipeline.ingest.registers.columns import Columns, Matching
from pipeline.ingest.registers.draft_columns import LONGEST_SAMPLE, reference, write_columns
from pipeline.ingest.registers.layout_binding import resolve
from pipeline.ingest.registers.layout_text import LayoutText
from pipeline.ingest.registers.layouts import Layout
from pipeline.ingest.registers.row_kinds import RowKind
from pipeline.ingest.registers.rows import rows_of
from pipeline.ingest.registers.sheet_choice import choose_sheet, likely_sheets, table_on
from pipeline.ingest.registers.table import Table
from pipeline.ingest.registers.trends import TrendRead, is_signed, read_trend
from pipeline.ingest.registers.vocabulary import FIELD_WORDS, LISTS
from pipeline.ingest.workbook import read_book
from pipeline.model.errors import InputsUnusable
from pipeline.model.records import Place, Trend


def draft_layout(path: Path, *, name: str, organisation: str, existing: Layout | None, ask: Ask | None) -> str:
    """The text of the layout. Raises InputsUnusable where the file can't be opened or holds no table of risks."""
    book = read_book(path, name)
    sheet = _sheet(book, existing, organisation, ask)
    table = table_on(book.grid(sheet), existing)
    if table is None:
        raise InputsUnusable(
            f"{name}, sheet '{sheet}': no row looks like the headings of a risk register. Put header_rows = [row] into a layout, and run this again."
        )
    draft = _Draft(table, name, organisation, existing, Questions(ask))
    return draft.text(sheet)


def _sheet(book: Book, existing: Layout | None, organisation: str, ask: Ask | None) -> str:
    named = existing.sheet if existing else None
    chosen, findings = choose_sheet(book, named, existing, organisation)
    if chosen is not None:
        return chosen
    likely = likely_sheets(book, existing) or book.sheets
    if ask:
        answer = ask(f"Which sheet of {book.name} is the register?", likely)
        if answer in book.sheets:
            return answer
    raise InputsUnusable(*(f"{finding.message} {finding.remedy}" for finding in findings))


class _Draft:
    """One layout being written."""

    def __init__(
        self, table: Table, name: str, organisation: str, existing: Layout | None, questions: Questions
    ) -> None:
        self.table = table
        self.name = name
        self.organisation = organisation
        self.existing = existing
        self.questions = questions
        self.file = LayoutText(existing.text if existing else "")
        self.matching, self.columns = self._matched(existing)

    def _matched(self, layout: Layout | None) -> tuple[Matching, Columns]:
        matching = Matching(self.table, layout, Place(self.name, self.table.grid.name), self.organisation)
        return matching, matching.run()[0]

    def text(self, sheet: str) -> str:
        if not self.file.document:
            self.file.comment(f"How we read the register of {self.organisation} ({self.name}).")
            self.file.comment(
                "Under [columns], the left side is what the report needs, the right side the heading in the"
            )
            self.file.comment(
                'register, with its banner where one heading stands under several: "Current > Likelihood".'
            )
            self.file.gap()
        self.file.set("organisation", self.organisation)
        self.file.set("sheet", sheet)
        self.file.set("header_rows", list(self.table.header_rows))
        self._trend_means()
        self._residual_means()
        write_columns(self.file, self.questions, self.matching, self.columns)
        self._ignore()
        self._split()
        self._trend_words()
        self.file.replace_table(
            "seen",
            "Where each heading stood when this was written: the program's own note, to see what moves.",
            {reference(self.table, heading): heading.letter for heading in self.table.headings},
        )
        return self._confirmed()

    # --- what arrows and residual mean

    def _trend_reads(self) -> list[tuple[str, TrendRead]]:
        column = self.columns.first("trend")
        if column is None:
            return []
        risks = [row.number for row in rows_of(self.table, self.columns) if row.kind is RowKind.RISK]
        cells = [cell for row in risks if (cell := self.table.grid.seen(row, column)) is not None and cell.text]
        signed = any(is_signed(cell.text) for cell in cells)
        return [(cell.address, read_trend(cell, self.existing, signed=signed)) for cell in cells]

    def _trend_means(self) -> None:
        if self.existing and self.existing.trend_means:
            return
        arrows = [address for address, read in self._trend_reads() if read.meaning_missing]
        if not arrows:
            return
        where = ", ".join(arrows[:5])
        means = {"the risk is rising": "risk", "the position is improving": "position"}
        answer = self.questions.answer(f"Arrows stand under the trend ({where}). What does ↑ mean?", tuple(means))
        if answer:
            self.file.set("trend_means", means[answer])
        else:
            self.file.comment(
                f'trend_means = "risk"   # ↑ = the risk is rising; or "position": ↑ = improving. Arrows stand in {where}'
            )

    def _residual_means(self) -> None:
        if self.existing and self.existing.residual_means:
            return
        assumed = next(
            (f for f in self.matching.findings if f.code == "stage-assumed" and "residual was read" in f.message), None
        )
        if assumed is None:
            return
        answer = self.questions.answer(f"{assumed.message} What does residual mean here?", ("current", "target"))
        if not answer:
            self.file.comment(f'residual_means = "{assumed.field}"   # {assumed.message}')
            return
        self.file.set("residual_means", answer)
        if answer != assumed.field:
            said = replace(self.existing or Layout(self.name), residual_means=answer)
            self.matching, self.columns = self._matched(said)

    # --- the rest

    def _ignore(self) -> None:
        taken = {
            tuple(resolve(self.table, text))
            for value in self.file.table("columns").values()
            for text in ([value] if isinstance(value, str) else value)
        }
        left = [
            heading
            for column in self.columns.left
            if column.how == "unread"
            and number(column.letter) not in self.matching.rivals
            and (heading := self.table.heading(number(column.letter)))
            and (heading.column,) not in taken
        ]
        if not left:
            return
        words = [reference(self.table, heading) for heading in left]
        answer = self.questions.answer(
            f"Not read: {', '.join(repr(word) for word in words)}. Does the report need none of them?",
            ("none of them", "some of them"),
        )
        table = self.file.table("ignore")
        if answer == "none of them":
            table["headings"] = [*(table.get("headings", [])), *words]
        else:
            self.questions.open = True
            self.file.comment("Not read so far. What the report does not need belongs into this list:", table)
            self.file.comment(self.file.line("headings", words), table)

    def _split(self) -> None:
        for name in LISTS:
            if self.existing and name in self.existing.split:
                continue
            cells = [
                text
                for column in self.columns.fields.get(name, ())
                if column in self.matching.seen
                for text in self.matching.seen[column].texts
            ]
            if not any(";" in text.rstrip("; ") for text in cells):
                continue
            sample = next(one_line(text) for text in cells if ";" in text.rstrip("; "))[:LONGEST_SAMPLE]
            answer = self.questions.answer(
                f"Semicolons stand in {FIELD_WORDS[name]} (“{sample}…”). Do they part one entry from the next?",
                ("yes", "no"),
            )
            table = self.file.table("split")
            if answer:
                table[name] = ["line", "bullet", ";"] if answer == "yes" else ["line", "bullet"]
            else:
                self.file.comment(
                    f'{name} = ["line", "bullet", ";"]   # if semicolons part the entries: “{sample}…”', table
                )

    def _trend_words(self) -> None:
        unknown = {read.shown: address for address, read in reversed(self._trend_reads()) if read.unknown}
        if not unknown:
            return
        words = self.file.table("trend", self.file.table("words"))
        for word, address in unknown.items():
            answer = self.questions.answer(
                f"What does the trend “{word}” ({address}) mean?", tuple(trend.value for trend in Trend)
            )
            if answer:
                words[word] = answer
            else:
                self.file.comment(f'"{word}" = ""   # {address}: rising, same, falling or new?', words)

    def _confirmed(self) -> str:
        document = self.file.document
        if document.get("confirmed") and not self.questions.open:
            return self.file.text
        if not self.questions.open and self.questions.ask:
            answer = self.questions.ask(
                "Everything is answered. To confirm that you have read it, type today's date (such as 2017-12-01), or nothing to do so later.",
                (),
            ).strip()
            try:
                self.file.set("confirmed", date.fromisoformat(answer).isoformat())
                return self.file.text
            except ValueError:
                pass
        if "confirmed" in self.file.document or "# confirmed" in self.file.text:
            return self.file.text
        return self.file.with_line_above(
            "columns",
            '# confirmed = "2017-12-01"   # the day on which a person has read all this; until then each run asks',
        )
