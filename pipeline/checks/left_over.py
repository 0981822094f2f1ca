"""Is anything left in the printed words that nobody meant to send?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.printed import Check, Words, printed_controls, printed_risks, printed_words
from pipeline.model.alike import spans
from pipeline.model.findings import Finding, find
from pipeline.model.owners import nobody
from pipeline.model.records import Place, Report

_LONG = 150  # words of a description
_PLACEHOLDER = re.compile(
    r"\[\s*+(?:insert|add|enter|complete|update|confirm|check|name|date|number|title|figure|amount|to be|tbc|tba|tbd|x+|\.{2,}|…)\b[^\]]{0,2000}\]"
    r"|\[\s*+(?:\.{2,}+|…|_++|\?++)?+\s*+\]|<\s*+(?:insert|add|enter|name|date)\b[^>]{0,2000}>"
    r"|\b(?:TBC|TBA|TBD|TBN|TODO|FIXME|dd/mm/yy(?:yy)?)\b|(?<!_)_{3,}+|\A\W*to be (?:confirmed|agreed|completed|added)\W*\Z|\?{2,}|\blorem ipsum\b"
    r"|(?<![\w.])[£$€]?X{2,}(?:%|m|k|bn)?(?!\w)",
    re.IGNORECASE,
)
_ROMAN = re.compile(
    r"\b(?:article|part|chapter|schedule|annex|appendix|title|section|volume|louis|century|phase|tranche|operation|level|grade)\s*$",
    re.IGNORECASE,
)
_SPACES = re.compile(r"(?<=\S) {2,}(?=\S)")


def placeholder_left(report: Report) -> Iterator[Finding]:
    """TBC, XX, [insert date]: somebody meant to come back to it. Once a text.

    Quiet on an owner of that name, who is missing and is said to be; on a paragraph of the narrative that is all in
    brackets, which is a hint and told on reading; on a sentence that says what is still to be confirmed; and on XX as
    a Roman number.
    """
    for words in printed_words(report):
        if words.field == "owner" and nobody(words.text):
            continue
        if not words.field and re.fullmatch(r"\s*\[[^\[\]]*\]\s*", words.text):
            continue
        found = next((m for m in _PLACEHOLDER.finditer(words.text) if not _roman(m, words.text)), None)
        if found:
            message = f'{words.whose} has "{found[0]}" left in {_text_of(words)}.'
            yield find("placeholder-left", message, words.place, subject=words.whose, field=words.field)


def description_long(report: Report) -> Iterator[Finding]:
    """Few read a description of more than 150 words in a table."""
    seen: set[Place] = set()
    for printed in printed_risks(report):
        place = printed.reported.place("description")
        yield from _long(printed.subject, printed.reported.description, place, seen)
    for _, assessed in printed_controls(report):
        control = assessed.control
        subject = f"{control.reference} {control.name}"
        yield from _long(subject, control.description or "", control.source.place("description"), seen)


def double_spaces(report: Report) -> Iterator[Finding]:
    """Two spaces in a row, between words of a line: they show as a hole. One finding for a sheet or a heading."""
    found: dict[tuple[str, str], list[Words]] = {}
    for words in printed_words(report):
        if _SPACES.search(words.marked):
            found.setdefault((words.place.file, words.place.sheet), []).append(words)
    for texts in found.values():
        cells = list(dict.fromkeys(words.place.cell for words in texts))
        yield find(
            "double-spaces",
            f"Two or more spaces stand in a row in {len(cells)} {'place' if len(cells) == 1 else 'places'}: {_cells(cells)}.",
            texts[0].place,
            subject=texts[0].whose,
            field=texts[0].field,
        )


CHECKS: tuple[Check, ...] = (placeholder_left, description_long, double_spaces)


def _long(subject: str, text: str, place: Place, seen: set[Place]) -> Iterator[Finding]:
    count = len(text.split())
    if count > _LONG and place not in seen:
        seen.add(place)
        message = f"{subject} is described in {count} words."
        yield find("description-long", message, place, subject=subject, field="description")


def _roman(found: re.Match[str], text: str) -> bool:
    return bool(re.fullmatch(r"X+", found[0]) and _ROMAN.search(text[max(0, found.start() - 20) : found.start()]))


def _text_of(words: Words) -> str:
    return f"its {words.field.replace('_', ' ')}" if words.field else "its text"


def _cells(cells: list[str]) -> str:
    """``D7 to D9, F2``, or the paragraphs as they are named."""
    addresses = [match for cell in cells if (match := re.fullmatch(r"([A-Z]+)(\d+)", cell))]
    if len(addresses) < len(cells):
        return ", ".join(cells)
    columns = dict.fromkeys(match[1] for match in addresses)
    return ", ".join(spans((int(m[2]) for m in addresses if m[1] == column), column) for column in columns)
