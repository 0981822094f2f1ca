"""What a layout says of a register's columns, held against the headings that are there now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pipeline.ingest.grid import number
from pipeline.ingest.registers.layouts import Layout, nearest
from pipeline.ingest.registers.table import Heading, Table
from pipeline.ingest.registers.vocabulary import FIELD_WORDS, simple
from pipeline.model.findings import Finding, find
from pipeline.model.records import Place

_LETTERS = re.compile(r"[A-Z]{1,3}")
_LAST_COLUMN = 16_384


@dataclass(frozen=True)
class Bound:
    """``fields``: field → columns, as the layout says. ``broken``: fields whose heading is gone or doubled."""

    fields: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()
    ignored: frozenset[int] = frozenset()
    only: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def bind(table: Table, layout: Layout, place: Place, organisation: str) -> Bound:
    """The layout's columns. A heading renamed, gone or doubled is a block; one that only moved is a note."""
    fields: dict[str, tuple[int, ...]] = {}
    broken: set[str] = set()
    findings: list[Finding] = []

    def say(code: str, message: str, heading: Heading, name: str) -> None:
        where = replace(place, cell=heading.cell.address)
        findings.append(find(code, message, where, subject=organisation, field=name, organisation=organisation))

    for name, references in layout.columns.items():
        columns: list[int] = []
        for reference in references:
            found = resolve(table, reference)
            if len(found) == 1:
                columns.append(found[0])
            elif found:
                doubled = [heading for heading in table.headings if heading.column in found]
                cells = ", ".join(heading.cell.address for heading in doubled)
                say(
                    "layout-broken",
                    f"'{reference}' is {FIELD_WORDS[name]} in {layout.file}, but stands {len(found)} times: {cells}. It was not read.",
                    doubled[0],
                    name,
                )
                broken.add(name)
            else:
                instead, hint = _instead(table, layout, reference)
                say(
                    "layout-broken",
                    f"'{reference}' is {FIELD_WORDS[name]} in {layout.file}, but there is no such heading.{hint}",
                    instead,
                    name,
                )
                broken.add(name)
        if name not in broken:
            fields[name] = tuple(columns)
    used = {column for columns in fields.values() for column in columns}
    for heading in table.headings:
        was = layout.seen.get(heading.shown) or layout.seen.get(heading.text)
        if layout.confirmed and was and was != heading.letter and heading.column in used:
            say(
                "layout-moved",
                f"'{heading.shown}' stood in column {was} and now stands in {heading.letter}; it was read from there.",
                heading,
                "",
            )
    if layout.confirmed and layout.header_rows and layout.header_rows != table.header_rows:
        was_rows, rows = (", ".join(map(str, rows)) for rows in (layout.header_rows, table.header_rows))
        say(
            "layout-moved",
            f"The headings stood in row {was_rows} and now stand in row {rows}; they were read from there.",
            table.headings[0],
            "",
        )
    ignored = {column for text in layout.ignored for column in resolve(table, text)} - used
    only = {column: values for text, values in layout.only.items() for column in resolve(table, text)}
    for text in layout.only:
        if not resolve(table, text):
            instead, hint = _instead(table, layout, text)
            say(
                "layout-broken",
                f"'{text}' under [only] in {layout.file} is no heading here: it can't be told which rows are risks.{hint}",
                instead,
                "",
            )
    return Bound(fields, frozenset(broken), frozenset(ignored), only, tuple(findings))


def resolve(table: Table, reference: str) -> tuple[int, ...]:
    """The columns a layout's words mean: "Banner > heading", a heading, or a column letter as the last resort."""
    key = simple(reference)
    found = tuple(h.column for h in table.headings if simple(h.text) == key) if key else ()
    if not found and ">" in reference:
        banner, _, text = reference.rpartition(">")
        found = tuple(
            h.column
            for h in table.headings
            if simple(h.text) == simple(text)
            and h.banner
            and simple(banner) in (simple(h.banner), simple(h.banner.rpartition(">")[2]))
        )
    if not found and not key:
        found = tuple(h.column for h in table.headings if h.text.strip() == reference.strip())
    if not found and _LETTERS.fullmatch(reference) and 0 < number(reference) <= _LAST_COLUMN:
        found = (number(reference),)
    return found


def fresh_headings(table: Table, layout: Layout) -> tuple[Heading, ...]:
    """The headings that the layout does not name."""
    named = {
        column
        for texts in (*layout.columns.values(), layout.ignored)
        for text in texts
        for column in resolve(table, text)
    }
    return tuple(heading for heading in table.headings if heading.column not in named)


def _instead(table: Table, layout: Layout, reference: str) -> tuple[Heading, str]:
    """What may have become of it: the heading in its old place, or the one most like it, in words too. Where
    there is neither, the table's first heading, and those that the layout doesn't name.
    """
    fresh = fresh_headings(table, layout)
    was = layout.seen.get(reference)
    there = next((h for h in fresh if was and h.letter == was), None)
    near = nearest(reference, tuple(h.shown for h in fresh))
    like_it = next((h for h in fresh if h.shown == near), None)
    hint = f" The nearest heading is '{near}'." if like_it else ""
    if there and simple(there.shown) != simple(near):
        return there, f" In its place, column {was}, stands '{there.shown}'.{hint}"
    if like_it:
        return like_it, hint
    names = ", ".join(repr(h.shown) for h in fresh[:8]) or "none"
    return table.headings[0], f" Headings not named in the layout: {names}."
