"""What must be said of a register's columns: those that are taken on thin grounds, claimed twice, missing or not read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from pipeline.ingest.grid import letter
from pipeline.ingest.registers.table import Table
from pipeline.ingest.registers.vocabulary import FIELD_WORDS
from pipeline.model.findings import Finding, find
from pipeline.model.records import Place

_NEEDED = (("id",), ("description", "title"), ("owner",))


class ColumnFindings:
    """Gathers the findings about the columns of one table, each at its heading."""

    def __init__(self, table: Table, place: Place, organisation: str) -> None:
        self.table = table
        self.place = place
        self.organisation = organisation
        self.found: list[Finding] = []

    def say(self, code: str, message: str, *, column: int, name: str = "", remedy: str = "") -> None:
        self.found.append(
            find(
                code,
                message,
                replace(self.place, cell=self.table.headed(column).cell.address),
                subject=self.organisation,
                field=name,
                remedy=remedy,
                organisation=self.organisation,
            )
        )

    def near(self, assigned: Mapping[str, tuple[int, ...]], how: Mapping[int, str]) -> None:
        """Says which columns were taken for something that their headings do not say exactly."""
        for name, columns in assigned.items():
            for column in columns:
                if how[column] not in ("near", "values"):
                    continue
                heading = self.table.headed(column)
                by = "a heading like it" if how[column] == "near" else "its values"
                message = f"'{heading.shown}' ({heading.letter}) was taken for {FIELD_WORDS[name]}, by {by}."
                self.say("column-near", message, column=column, name=name)

    def ambiguous(self, name: str, columns: Sequence[int]) -> None:
        """Says that several columns claim a field."""
        neither = "neither" if len(columns) == 2 else "none"
        if len({self.table.headed(column).cell.address for column in columns}) == 1:
            self._shared(name, columns, neither)
            return
        headings = " and ".join(
            f"'{self.table.headed(column).shown}' ({self.table.headed(column).cell.address})" for column in columns
        )
        message = f"{headings} could each be {FIELD_WORDS[name]}; {neither} was read."
        self.say("column-ambiguous", message, column=columns[0], name=name)

    def _shared(self, name: str, columns: Sequence[int], neither: str) -> None:
        """Says that one heading stands over several columns that hold something."""
        letters = [letter(column) for column in columns]
        key = f'"{name}"' if "." in name else name
        joined = ", ".join(f'"{one}"' for one in letters)
        self.say(
            "column-ambiguous",
            f"'{self.table.headed(columns[0]).shown}' stands over the columns {' and '.join(letters)}, and each could be {FIELD_WORDS[name]}; {neither} was read.",
            column=columns[0],
            name=name,
            remedy=f'Give each column a heading of its own. Or name one in the layout under [columns], as {key} = "{letters[0]}"; or all, to be joined: {key} = [{joined}].',
        )

    def required(self, assigned: Collection[str], taken: Collection[int]) -> None:
        """Says which fields that a report needs no column was taken for. ``taken``: columns that are spoken for."""
        names = [h.text for h in self.table.headings if h.column not in taken]
        left = f" Headings not read: {', '.join(repr(name) for name in names[:8])}." if names else ""
        for choices in _NEEDED:
            if any(choice in assigned for choice in choices):
                continue
            rows = ", ".join(map(str, self.table.header_rows))
            message = f"No heading in row {rows} was taken for {FIELD_WORDS[choices[0]]}.{left}"
            self.say("field-missing", message, column=self.table.headings[0].column, name=choices[0])

    def without_scores(self, columns: Sequence[int]) -> None:
        """Says that no current exposure is read, though columns that are not read may hold it."""
        if not columns:
            return
        names = ", ".join(f"'{self.table.headed(column).shown}' ({letter(column)})" for column in columns)
        self.say(
            "field-missing",
            f"No heading was taken for a current likelihood, impact, score or rating. Not read, and like one: {names}.",
            column=columns[0],
            name="current.score",
            remedy='If one is, name its heading in the layout under [columns], as "current.score"; if none is, list them under [ignore].',
        )

    def unread(self, could_be: Mapping[int, Sequence[str]], taken: Collection[int], scores: Collection[int]) -> None:
        """Says which columns are not read. ``could_be``: a column → the fields it may hold; ``taken``: those that are
        spoken for; ``scores``: where no exposure is read, those that may hold one.
        """
        for heading in self.table.headings:
            if heading.column in taken:
                continue
            fields = could_be.get(heading.column, ())
            words = " or ".join(FIELD_WORDS[name] for name in fields)
            for name in fields if len(fields) > 1 else ():
                message = f"'{heading.shown}' could be {words}; it was not read as {FIELD_WORDS[name]}."
                self.say("column-unread", message, column=heading.column, name=name)
            if len(fields) < 2:
                message = f"This column is not read: '{heading.shown}' ({heading.letter})."
                if heading.column in scores:
                    message += " No current likelihood, impact, score or rating is read, and it may hold one."
                name = "current.score" if heading.column in scores else ""
                self.say("column-unread", message, column=heading.column, name=name)
