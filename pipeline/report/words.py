"""The fields in the officer's words: {{ aligned_risks.names }} in a sentence of narrative.docx.

They are filled in the same sandbox as the template's, once; what comes in by a field is never read as
a field again. A field that is not there is a finding, and leaves a mark that can't be overlooked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from jinja2.exceptions import TemplateSyntaxError

from pipeline.limited import CHILD, Limits, Stopped
from pipeline.model.findings import Finding, find
from pipeline.model.page import NarrativeText, Page
from pipeline.model.records import NARRATIVE_SECTIONS, Block, BlockKind, Narrative, Place, Run
from pipeline.report.context import context_of
from pipeline.report.fields import read_tags
from pipeline.report.rendering import TooLarge, render_fields
from pipeline.report.sandbox import Sandbox

# A field; else a tag of another kind, or half of one.
_FIELD = re.compile(r"\{\{(.*?)\}\}|\{%.*?%\}|\{#.*?#\}|\{\{|\}\}|\{%|%\}", re.DOTALL)
LIMITS = Limits(computing=10, elapsed=20)
MAX_FIELD = 100_000
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " "})  # Word makes quotes curly


def fill_narrative(narrative: Narrative, page: Page) -> tuple[Narrative, tuple[Finding, ...]]:
    """The narrative with its fields filled, and a finding for each that could not be."""
    names = {name: value for name, value in context_of(page).names.items() if name != "narrative"}
    filler = _Filler(narrative, names)
    sections = tuple(
        replace(section, blocks=tuple(filler.block(block, section.heading) for block in section.blocks))
        for section in narrative.sections
    )
    return replace(narrative, sections=sections), tuple(filler.findings)


def narrative_text(narrative: Narrative) -> NarrativeText:
    """The sections as they will stand on the page; a visible mark for one that must be there and is not."""
    texts: dict[str, tuple[Block, ...]] = {}
    for key, heading, needed in NARRATIVE_SECTIONS:
        section = narrative.section(key)
        blocks = section.blocks if section is not None else ()
        if needed and not any(block.text.strip() for block in blocks):
            blocks = (Block(BlockKind.PARAGRAPH, (Run(f"[not found: the text under {heading}]", bold=True),)),)
        texts[key] = blocks
    return NarrativeText(**texts)


class _Filler:
    def __init__(self, narrative: Narrative, names: Mapping[str, Any]) -> None:
        self.findings: list[Finding] = []
        written = dict.fromkeys(_inner(field) for text in _texts(narrative) for field in _FIELD.finditer(text))
        self._faults = {field: _fault(field) for field in written}
        self._texts = _rendered([field for field, fault in self._faults.items() if not fault], names)

    def block(self, block: Block, heading: str) -> Block:
        fields = _FIELD.finditer(block.text)
        placed = (text for field in fields if isinstance(text := self._texts.get(_inner(field)), str))
        return replace(self._filled(block, heading), by_fields=tuple(placed))

    def _filled(self, block: Block, heading: str) -> Block:
        if block.kind is BlockKind.TABLE:
            rows = tuple(tuple(self.runs(cell, block.place, heading) for cell in row) for row in block.rows)
            return replace(block, rows=rows)
        return replace(block, runs=self.runs(block.runs, block.place, heading))

    def runs(self, runs: Sequence[Run], place: Place, heading: str) -> tuple[Run, ...]:
        """The runs with their fields filled. A field that Word has split over several runs takes the look of
        the run in which it begins.
        """
        whole = "".join(run.text for run in runs)
        fields = list(_FIELD.finditer(whole))
        if not fields:
            return tuple(runs)
        starts = {field.start(): self.value(field, place, heading) for field in fields}
        covered = {at for field in fields for at in range(*field.span())}
        made: list[Run] = []
        at = 0
        for run in runs:
            letters: list[str] = []
            for letter in run.text:
                letters.append(starts.get(at, "") if at in covered else letter)
                at += 1
            text = "".join(letters)
            if text:
                made.append(replace(run, text=text))
        return tuple(made)

    def value(self, field: re.Match[str], place: Place, heading: str) -> str:
        """What stands in the field's place: its text, or a mark with a finding."""
        inner = _inner(field)
        text = self._faults[inner] or self._texts[inner]
        return text if isinstance(text, str) else self._not_found(inner or field.group(), text.why, place, heading)

    def _not_found(self, field: str, why: str, place: Place, heading: str) -> str:
        sentence = f"{why[:1].lower()}{why[1:]}" + ("" if why.endswith((".", "?")) else ".")
        message = f"Under {heading}, “{field}” can't be filled: {sentence}"
        self.findings.append(find("narrative-field", message, place, subject=heading))
        # The mark is text of its own: no brace in it can be taken for a field later on.
        return f"[not found: {field.strip('{}%# ') or field}]"


class _Fault(NamedTuple):
    why: str


def _texts(narrative: Narrative) -> Iterator[str]:
    for block in (block for section in narrative.sections for block in section.blocks):
        for runs in (block.runs, *(cell for row in block.rows for cell in row)):
            yield "".join(run.text for run in runs)


def _inner(field: re.Match[str]) -> str:
    """What stands between the braces of a field; "" for a tag of another kind, or half of one."""
    return (field.group(1) or "").strip().translate(_QUOTES)


def _fault(field: str) -> _Fault | None:
    if not field:
        return _Fault("only fields such as {{ aligned_risks.names }} can be used here")
    try:
        reading = read_tags(Sandbox().parse("{{ " + field + " }}"))
    except TemplateSyntaxError as error:
        return _Fault(f"it can't be read ({error.message})")
    faults = [fault.message for fault in reading.faults]
    if reading.native:
        faults.append("Only a text can stand in a sentence.")
    return _Fault(faults[0]) if faults else None


def _rendered(fields: Sequence[str], names: Mapping[str, Any]) -> dict[str, str | _Fault]:
    """Each field's text; where filling all of them takes too much, each is filled alone to find which."""
    if not fields:
        return {}
    try:
        texts = CHILD.call(render_fields, LIMITS, fields, names, MAX_FIELD)
    except (Stopped, TooLarge):
        if len(fields) == 1:
            return {fields[0]: _Fault("it makes far too long a text")}
        return {field: text for each in fields for field, text in _rendered([each], names).items()}
    return {
        field: text if isinstance(text, str) else _Fault("there is no such item in this report")
        for field, text in zip(fields, texts, strict=True)
    }
