"""Rows that say something about the register: explanations, footers, and what only looks like one."""

from __future__ import annotations

import re

from pipeline.ingest.cleaning import one_line
from pipeline.ingest.grid import Cell
from pipeline.ingest.registers.claims import known_heading
from pipeline.ingest.registers.row_cells import Cells, Fields
from pipeline.ingest.registers.vocabulary import simple

_HELP = re.compile(r"(?:notes?|key|legend|guidance|help|example|e g|scoring|please|instructions?|see|source|score)\b")
# Of these words some begin a risk too: "Key staff leave", "Source of income is lost".
_SURELY_HELP = re.compile(r"(?:notes?|legend|guidance|e g|please|instructions?)\b|\w+(?: \w+)?$")
_FOOT = re.compile(
    r"(?:page \d|\(c\)|(?:prepared|produced|approved|signed|compiled|completed|agreed|owned)(?: (?:by|on))?\s*:|copyright|©|sources?:|last (?:printed|updated|saved)|printed |official\b|confidential\b|end of |version \d)",
    re.IGNORECASE,
)
# Numbers or letters of columns, as they stand below headings: "(1)", "b)", "(6) = 4 x 5".
_COLUMN_MARK = re.compile(r"[(\[]?\s*(?:col(?:umn|\.)?\s*)?(\d{1,2}|[a-z])\s*[)\].]?\s*(?:[=:].*)?", re.IGNORECASE)
_FEWEST_MARKS = 3
_EXAMPLE = re.compile(r"(?:for )?(?:worked )?(?:example|e g|sample)(?: (?:only|risk|row|entry|\d+))*")
_BEGINS_EXAMPLE = re.compile(r"\(?\s*(?:e\.\s?g\b|eg[.:,]|(?:for )?example(?:\s*[:–]|\s+-\s))", re.IGNORECASE)
_LABEL_LONGEST = 40
_EXPLAINS = re.compile(r"notes?|key|legend|guidance|help|scoring|instructions?|see")


def is_foot(cell: Cell) -> bool:
    """Whether a text begins as a footer does."""
    return bool(_FOOT.match(cell.text))


def is_help(fields: Fields, cell: Cell) -> bool:
    """Whether a text explains something, and says so."""
    text = one_line(cell.text)
    if text.startswith("*"):
        return True
    plain = ":" in text or "=" in text or not fields.holds_texts(cell) or _SURELY_HELP.match(simple(text))
    return bool(plain and _HELP.match(simple(text)))


def explains(fields: Fields, typed: Cells, filled: set[str]) -> bool:
    """Whether a row above all risks tells what belongs in the columns: it holds in the columns of scores what is no
    score ("1 to 5"), or no text that is read. ``filled``: the fields it fills.
    """
    scores = [typed[c] for name in fields.exposure for c in fields.columns.fields[name] if c in typed]
    return bool(scores and not fields.levels(typed)) or not filled - {"id"}


def hides_a_risk(fields: Fields, cell: Cell, above: Cell | None) -> bool:
    """Whether a lone text may be a risk that has no more yet: it stands in a column that is read, not the table's
    first, and nothing but its words tells it from a text of the risks. ``above``: what the last risk has there.
    """
    if cell.column not in fields.of_column or cell.column <= fields.first:
        return False
    return above is None or above.look.fill == cell.look.fill


def counts_columns(fields: Fields, typed: Cells) -> bool:
    """Whether a row numbers the columns from the left, as forms do: 1, 2, 3 … or (a), (b), (c) …"""
    if len(typed) < max(_FEWEST_MARKS, 0.5 * len(fields.headings)) or not typed.keys() & fields.of_column.keys():
        return False
    said = []
    for column in sorted(typed):
        mark = _COLUMN_MARK.fullmatch(one_line(typed[column].text))
        if not mark:
            return False
        said.append(mark[1].casefold())
    places = [int(one) if one.isdigit() else ord(one) - ord("a") + 1 for one in said]
    return places == list(range(1, len(places) + 1)) and len({one.isdigit() for one in said}) == 1


def is_example(fields: Fields, typed: Cells, *, first: bool) -> bool:
    """Whether a row shows how a risk is written: its id or first cell says so, or, above all risks (``first``), its text
    begins with "e.g.".
    """
    begins = typed.get(fields.id, typed[min(typed)]) if fields.id is not None else typed[min(typed)]
    if _EXAMPLE.fullmatch(simple(begins.text)):
        return True
    return first and bool(_BEGINS_EXAMPLE.match(fields.text_of(typed)))


def is_maybe_example(fields: Fields, typed: Cells) -> bool:
    """Whether only the text of what looks like an example begins so, beside an id other than 0 and an owner or scores: "E.g."
    may begin a risk too.
    """
    risk_id = typed.get(fields.id) if fields.id is not None else None
    if (
        risk_id is None
        or not any(char in "123456789" for char in risk_id.text)
        or _EXAMPLE.fullmatch(simple(risk_id.text))
    ):
        return False
    owned = any(column in typed for column in fields.columns.fields.get("owner", ()))
    begin = sum(1 for cell in typed.values() if _BEGINS_EXAMPLE.match(cell.text))
    return begin == 1 and bool(owned or fields.levels(typed))


def labelled(fields: Fields, cell: Cell) -> str:
    """The label of a line that gives one thing of the risk above, as "Controls: patrols" does: the words of a heading.
    Empty where there is none.
    """
    label, colon, rest = one_line(cell.text).partition(":")
    if not (colon and rest.strip() and len(label) <= _LABEL_LONGEST) or is_foot(cell):
        return ""
    return _label(fields, label)


def is_label(fields: Fields, cell: Cell) -> bool:
    """Whether a cell holds the words of a heading and no more: what they name stands beside it."""
    return bool(_label(fields, one_line(cell.text).rstrip(" :")))


def _label(fields: Fields, label: str) -> str:
    """The words of a heading without their number; empty where a label is none."""
    key = simple(label)
    if _EXPLAINS.fullmatch(key) or not (key in fields.headings.values() or known_heading(label)):
        return ""
    return re.sub(r"\W*\d+\W*", "", key)
