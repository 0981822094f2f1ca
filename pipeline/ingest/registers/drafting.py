"""Drafts a layout from a register, or mends the one there is: what was seen, how sure it is, and what only
a person can say. Answers come from ``ask``; without it they are left as comments to be confirmed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import Table as TomlTable

from pipeline.ingest.cleaning import one_line
from pipeline.ingest.grid import Book, number
from pipeline.ingest.registers.columns import Columns, Matching
from pipeline.ingest.registers.evidence import Evidence
from pipeline.ingest.registers.layout_binding import fresh_headings, resolve
from pipeline.ingest.registers.layouts import Layout, nearest
from pipeline.ingest.registers.rows import RowKind, rows_of
from pipeline.ingest.registers.sheet_choice import choose_sheet, likely_sheets, table_on
from pipeline.ingest.registers.table import Heading, Table
from pipeline.ingest.registers.trends import TrendRead, read_trend
from pipeline.ingest.registers.vocabulary import FIELD_WORDS, FIELDS, LISTS
from pipeline.ingest.workbook import read_book
from pipeline.model.errors import InputsUnusable
from pipeline.model.records import Place, Trend

Ask = Callable[[str, tuple[str, ...]], str]  # a question and its possible answers (none: any text) → the answer

LEAVE = "leave it open"
_SURE = {
    "layout": "as before",
    "exact": "by its heading",
    "near": "by a heading like it: please check",
    "values": "by its values: please check",
}
_LONGEST_SAMPLE = 40


def draft_layout(path: Path, *, name: str, organisation: str, existing: Layout | None, ask: Ask | None) -> str:
    """The text of the layout. Raises InputsUnusable where the file can't be opened or holds no table of risks."""
    book = read_book(path, name)
    sheet = _sheet(book, existing, organisation, ask)
    table = table_on(book.grid(sheet), existing)
    if table is None:
        raise InputsUnusable(
            f"{name}, sheet '{sheet}': no row looks like the headings of a risk register. Put header_rows = [row] into a layout, and run this again."
        )
    draft = _Draft(table, name, organisation, existing, ask)
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

    def __init__(self, table: Table, name: str, organisation: str, existing: Layout | None, ask: Ask | None) -> None:
        self.table = table
        self.name = name
        self.organisation = organisation
        self.existing = existing
        self.ask = ask
        self.open = False  # whether something is left for a person to say
        self.document = tomlkit.parse(existing.text) if existing and existing.text else tomlkit.document()
        self.matching = Matching(table, existing, Place(name, table.grid.name), organisation)
        self.columns: Columns = self.matching.run()[0]

    def text(self, sheet: str) -> str:
        fresh = not self.document
        if fresh:
            self._comment(f"How we read the register of {self.organisation} ({self.name}).")
            self._comment("Under [columns], the left side is what the report needs, the right side the heading in the")
            self._comment('register, with its banner where one heading stands under several: "Current > Likelihood".')
            self.document.add(tomlkit.nl())
        self._set("organisation", self.organisation)
        self._set("sheet", sheet)
        self._set("header_rows", list(self.table.header_rows))
        self._trend_means()
        self._residual_means()
        self._columns()
        self._ignore()
        self._split()
        self._trend_words()
        self._seen()
        return self._confirmed()

    def _comment(self, text: str, table: Any = None) -> None:
        (self.document if table is None else table).add(tomlkit.comment(text))

    def _set(self, key: str, value: Any) -> None:
        if self.document.get(key) == value:
            return
        if key in self.document:
            self.document[key] = value
        else:
            self._before_tables(key, value)

    def _before_tables(self, key: str, value: Any) -> None:
        """Adds a key of the file itself: below the first [table] it would belong to that."""
        tables = {
            name: self.document[name] for name in list(self.document) if isinstance(self.document[name], TomlTable)
        }
        if not tables:
            self.document[key] = value
            return
        text = tomlkit.dumps(self.document)
        first = min(index for name in tables if (index := _table_start(text, name)) >= 0)
        line = tomlkit.dumps({key: value})
        self.document = tomlkit.parse(text[:first] + line + text[first:])

    def _table(self, key: str) -> Any:
        if key not in self.document:
            if self.document:
                self.document.add(tomlkit.nl())
            self.document[key] = tomlkit.table()
        return self.document[key]

    def _answer(self, question: str, options: Sequence[str]) -> str | None:
        """The answer, where somebody gives one; otherwise it is left open."""
        if self.ask:
            answer = self.ask(question, (*options, LEAVE))
            if answer in options:
                return answer
        self.open = True
        return None

    # --- what arrows and residual mean

    def _trend_reads(self) -> list[tuple[str, TrendRead]]:
        column = self.columns.first("trend")
        if column is None:
            return []
        risks = [row.number for row in rows_of(self.table, self.columns) if row.kind is RowKind.RISK]
        cells = [cell for row in risks if (cell := self.table.grid.seen(row, column)) is not None and cell.text]
        return [(cell.address, read_trend(cell, self.existing)) for cell in cells]

    def _trend_means(self) -> None:
        if self.existing and self.existing.trend_means:
            return
        arrows = [address for address, read in self._trend_reads() if read.meaning_missing]
        if not arrows:
            return
        means = {"the risk is rising": "risk", "the position is improving": "position"}
        answer = self._answer(
            f"Arrows stand under the trend ({', '.join(arrows[:5])}). What does ↑ mean?", tuple(means)
        )
        if answer:
            self._set("trend_means", means[answer])
        else:
            self._comment(
                'trend_means = "risk"   # ↑ = the risk is rising; or "position": ↑ = improving. Arrows stand in '
                + ", ".join(arrows[:5])
            )

    def _residual_means(self) -> None:
        if self.existing and self.existing.residual_means:
            return
        assumed = next(
            (f for f in self.matching.findings if f.code == "stage-assumed" and "residual was read" in f.message), None
        )
        if assumed is None:
            return
        answer = self._answer(f"{assumed.message} What does residual mean here?", ("current", "target"))
        if answer:
            if answer != assumed.field:
                self._set("residual_means", answer)
                said = Layout(
                    **{**(vars(self.existing) if self.existing else {"file": self.name}), "residual_means": answer}
                )
                self.matching = Matching(self.table, said, Place(self.name, self.table.grid.name), self.organisation)
                self.columns = self.matching.run()[0]
            else:
                self._set("residual_means", answer)
        else:
            self._comment(f'residual_means = "{assumed.field}"   # {assumed.message}')

    # --- columns

    def _columns(self) -> None:
        table = self._table("columns")
        self._mend(table)
        named = {
            name: [h for column in columns if (h := self.table.heading(column))]
            for name, columns in self.columns.fields.items()
        }
        how = {column.letter: column.how for column in self.columns.taken}
        for name in FIELDS:
            headings = named.get(name)
            if headings and name not in table:
                references = [self._reference(heading) for heading in headings]
                table[name] = references[0] if len(references) == 1 else references
                sure = _SURE[how[headings[0].letter]]
                table[name].comment(f"{sure}{self._sample(headings[0])}")
        for name, columns in self.matching.ambiguous.items():
            self._choose(table, name, [h for column in columns if (h := self.table.heading(column))])
        self._could_be(table)

    def _mend(self, table: Any) -> None:
        """Asks of each heading that is gone what has become of it."""
        if self.existing is None:
            return
        for name, references in self.existing.columns.items():
            for reference in references:
                if len(resolve(self.table, reference)) == 1:
                    continue
                fresh = fresh_headings(self.table, self.existing)
                there = next((h for h in fresh if h.letter == self.existing.seen.get(reference)), None)
                near = nearest(reference, tuple(h.shown for h in fresh))
                proposals = list(
                    dict.fromkeys(h for h in (there, next((h for h in fresh if h.shown == near), None)) if h)
                )
                answer = None
                for proposal in proposals:
                    answer = self._answer(
                        f"{FIELD_WORDS[name]}: was '{reference}', now '{proposal.shown}': use it?", ("yes", "no")
                    )
                    if answer == "yes":
                        self._replace(table, name, reference, self._reference(proposal))
                        break
                if answer != "yes":
                    self.open = True
                    hint = f" Perhaps '{proposals[0].shown}'." if proposals else ""
                    self._comment(f"{name}: '{reference}' is no longer a heading.{hint}", table)

    def _replace(self, table: Any, name: str, reference: str, by: str) -> None:
        stage, _, part = name.partition(".")
        if name not in table and part and part in table.get(stage, {}):
            table, name = table[stage], part
        old = table[name]
        table[name] = [by if one == reference else one for one in old] if isinstance(old, list) else by

    def _choose(self, table: Any, name: str, headings: Sequence[Heading]) -> None:
        options = [self._reference(heading) for heading in headings]
        answer = self._answer(f"Which column is {FIELD_WORDS[name]}?", options)
        if answer:
            table[name] = answer
            return
        for heading, option in zip(headings, options, strict=True):
            self._comment(
                f"{tomlkit.dumps({name: option}).strip()}   # one of {len(options)} that could be it{self._sample(heading)}",
                table,
            )

    def _could_be(self, table: Any) -> None:
        for column, names in self.matching.open.items():
            fields = [name for name in names if name not in self.matching.assigned]
            heading = self.table.heading(column)
            if heading is None or len(fields) < 2:
                continue
            words = {FIELD_WORDS[name]: name for name in fields}
            answer = self._answer(f"What does '{heading.shown}' hold?{self._sample(heading)}", tuple(words))
            if answer:
                table[words[answer]] = self._reference(heading)
            else:
                for name in fields:
                    self._comment(
                        f"{tomlkit.dumps({name: self._reference(heading)}).strip()}   # it could be this{self._sample(heading)}",
                        table,
                    )

    def _reference(self, heading: Heading) -> str:
        """The shortest words that mean this column alone."""
        for words in (heading.text, heading.shown):
            if resolve(self.table, words) == (heading.column,):
                return words
        return heading.letter

    def _sample(self, heading: Heading) -> str:
        seen: Evidence = self.matching.seen[heading.column]
        text = next((one_line(text) for text in seen.texts), "")
        text = text if len(text) <= _LONGEST_SAMPLE else text[: _LONGEST_SAMPLE - 1] + "…"
        return f"; for instance “{text}”" if text else "; empty"

    # --- the rest

    def _ignore(self) -> None:
        taken = {
            tuple(resolve(self.table, text))
            for value in self._table("columns").values()
            for text in ([value] if isinstance(value, str) else value)
        }
        left = [
            heading
            for column in self.columns.left
            if column.how == "unread"
            and number(column.letter) not in self.matching.rivals
            and (heading := self._heading(column.letter))
            and (heading.column,) not in taken
        ]
        if not left:
            return
        words = [self._reference(heading) for heading in left]
        answer = self._answer(
            f"Not read: {', '.join(repr(word) for word in words)}. Does the report need none of them?",
            ("none of them", "some of them"),
        )
        table = self._table("ignore")
        if answer == "none of them":
            table["headings"] = [*(table.get("headings", [])), *words]
        else:
            self.open = True
            self._comment("Not read so far. What the report does not need belongs into this list:", table)
            self._comment(tomlkit.dumps({"headings": words}).strip(), table)

    def _heading(self, letters: str) -> Heading | None:
        return next((heading for heading in self.table.headings if heading.letter == letters), None)

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
            sample = next(one_line(text) for text in cells if ";" in text.rstrip("; "))[:_LONGEST_SAMPLE]
            answer = self._answer(
                f"Semicolons stand in {FIELD_WORDS[name]} (“{sample}…”). Do they part one entry from the next?",
                ("yes", "no"),
            )
            table = self._table("split")
            if answer:
                table[name] = ["line", "bullet", ";"] if answer == "yes" else ["line", "bullet"]
            else:
                self._comment(
                    f'{name} = ["line", "bullet", ";"]   # if semicolons part the entries: “{sample}…”', table
                )

    def _trend_words(self) -> None:
        unknown = {read.shown: address for address, read in reversed(self._trend_reads()) if read.unknown}
        if not unknown:
            return
        words = self._table("words")
        if "trend" not in words:
            words["trend"] = tomlkit.table()
        for word, address in unknown.items():
            answer = self._answer(
                f"What does the trend “{word}” ({address}) mean?", tuple(trend.value for trend in Trend)
            )
            if answer:
                words["trend"][word] = answer
            else:
                self._comment(f'"{word}" = ""   # {address}: rising, same, falling or new?', words["trend"])

    def _seen(self) -> None:
        table = tomlkit.table()
        self._comment(
            "Where each heading stood when this was written: the program's own note, to see what moves.", table
        )
        for heading in self.table.headings:
            table[self._reference(heading)] = heading.letter
        if "seen" in self.document:
            del self.document["seen"]
        if not tomlkit.dumps(self.document).endswith("\n\n"):
            self.document.add(tomlkit.nl())
        self.document["seen"] = table

    def _confirmed(self) -> str:
        if self.document.get("confirmed") and not self.open:
            return tomlkit.dumps(self.document)
        if not self.open and self.ask:
            answer = self.ask(
                "Everything is answered. To confirm that you have read it, type today's date (such as 2017-12-01), or nothing to do so later.",
                (),
            ).strip()
            try:
                self._set("confirmed", date.fromisoformat(answer).isoformat())
                return tomlkit.dumps(self.document)
            except ValueError:
                pass
        if "confirmed" not in self.document and "# confirmed" not in tomlkit.dumps(self.document):
            text = tomlkit.dumps(self.document)
            first = _table_start(text, "columns")
            return (
                text[:first]
                + '# confirmed = "2017-12-01"   # the day on which a person has read all this; until then each run asks\n\n'
                + text[first:]
            )
        return tomlkit.dumps(self.document)


def _table_start(text: str, name: str) -> int:
    """Where [name], or a table within it, begins in a TOML text; -1 where it does not."""
    places = [
        place
        for head in (f"[{name}]", f"[{name}.")
        if (place := 0 if text.startswith(head) else text.find(f"\n{head}") + 1) or text.startswith(head)
    ]
    return min(places, default=-1)
