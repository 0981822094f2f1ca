"""The columns of a layout that is drafted or mended: each with how sure it is and a sample of what it holds; and the
questions that headings and values leave open.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.ingest.cleaning import one_line
from pipeline.ingest.registers.asking import Questions
from pipeline.ingest.registers.columns import Columns, Matching
from pipeline.ingest.registers.layout_binding import fresh_headings, resolve
from pipeline.ingest.registers.layout_text import LayoutText
from pipeline.ingest.registers.layouts import Layout, nearest
from pipeline.ingest.registers.table import Heading, Table
from pipeline.ingest.registers.vocabulary import FIELD_WORDS, FIELDS

_SURE = {
    "layout": "as before",
    "exact": "by its heading",
    "near": "by a heading like it: please check",
    "values": "by its values: please check",
}
LONGEST_SAMPLE = 40


def write_columns(text: LayoutText, questions: Questions, matching: Matching, columns: Columns) -> None:
    """Writes [columns]: what is known, and what was answered of what is not. ``columns``: as they were matched."""
    _Drafting(text, questions, matching, columns).run()


def reference(table: Table, heading: Heading) -> str:
    """The shortest words that mean this column alone."""
    for words in (heading.text, heading.shown):
        if resolve(table, words) == (heading.column,):
            return words
    return heading.letter


class _Drafting:
    def __init__(self, text: LayoutText, questions: Questions, matching: Matching, columns: Columns) -> None:
        self.text = text
        self.questions = questions
        self.table = matching.table
        self.matching = matching
        self.columns = columns
        self.existing = matching.layout
        self.keys = text.table("columns")

    def run(self) -> None:
        self._mend()
        named = {
            name: [h for column in columns if (h := self.table.heading(column))]
            for name, columns in self.columns.fields.items()
        }
        how = {column.letter: column.how for column in self.columns.taken}
        for name in FIELDS:
            headings = named.get(name)
            if headings and name not in self.keys:
                references = [self._reference(heading) for heading in headings]
                self.keys[name] = references[0] if len(references) == 1 else references
                sure = _SURE[how[headings[0].letter]]
                self.keys[name].comment(f"{sure}{self._sample(headings[0])}")
        for name, columns in self.matching.ambiguous.items():
            self._choose(name, [h for column in columns if (h := self.table.heading(column))])
        self._could_be()
        self._missing()

    def _mend(self) -> None:
        """Asks of each heading that is gone what has become of it."""
        if self.existing is None:
            return
        for name, references in self.existing.columns.items():
            for gone in references:
                if len(resolve(self.table, gone)) != 1:
                    self._mend_one(self.existing, name, gone)

    def _mend_one(self, existing: Layout, name: str, gone: str) -> None:
        fresh = fresh_headings(self.table, existing)
        there = next((h for h in fresh if h.letter == existing.seen.get(gone)), None)
        near = nearest(gone, tuple(h.shown for h in fresh))
        proposals = list(dict.fromkeys(h for h in (there, next((h for h in fresh if h.shown == near), None)) if h))
        for proposal in proposals:
            question = f"{FIELD_WORDS[name]}: was '{gone}', now '{proposal.shown}': use it?"
            if self.questions.answer(question, ("yes", "no")) == "yes":
                self._replace(name, gone, self._reference(proposal))
                return
        self.questions.open = True
        hint = f" Perhaps '{proposals[0].shown}'." if proposals else ""
        self.text.comment(f"{name}: '{gone}' is no longer a heading.{hint}", self.keys)

    def _replace(self, name: str, gone: str, by: str) -> None:
        keys = self.keys
        stage, _, part = name.partition(".")
        if name not in keys and part and part in keys.get(stage, {}):
            keys, name = keys[stage], part
        old = keys[name]
        keys[name] = [by if one == gone else one for one in old] if isinstance(old, list) else by

    def _choose(self, name: str, headings: Sequence[Heading]) -> None:
        options = [self._reference(heading) for heading in headings]
        answer = self.questions.answer(f"Which column is {FIELD_WORDS[name]}?", options)
        if answer:
            self.keys[name] = answer
            return
        for heading, option in zip(headings, options, strict=True):
            self._propose(name, option, f"one of {len(options)} that could be it{self._sample(heading)}")

    def _could_be(self) -> None:
        for column, names in self.matching.open.items():
            fields = [name for name in names if name not in self.matching.assigned]
            heading = self.table.heading(column)
            if heading is None or len(fields) < 2:
                continue
            words = {FIELD_WORDS[name]: name for name in fields}
            answer = self.questions.answer(
                f"What does this column hold: '{heading.shown}'{self._sample(heading)}?", tuple(words)
            )
            if answer:
                self.keys[words[answer]] = self._reference(heading)
            else:
                for name in fields:
                    self._propose(name, self._reference(heading), f"it could be this{self._sample(heading)}")

    def _missing(self) -> None:
        """Asks for the column of each field that a report needs and no heading was taken for."""
        for finding in self.matching.findings:
            name = finding.field
            if finding.code != "field-missing" or name in self.keys or (name == "description" and "title" in self.keys):
                continue
            taken = {column for text in self._taken() for column in resolve(self.table, text)}
            fresh = [h for h in self.table.headings if h.column not in taken and not self._is_ignored(h)]
            options = {f"{self._reference(heading)}{self._sample(heading)}": heading for heading in fresh}
            question = f"No heading was taken for {FIELD_WORDS[name]}. Which column is it?"
            answer = self.questions.answer(question, tuple(options)) if options else None
            if answer:
                self.keys[name] = self._reference(options[answer])
            else:
                self.questions.open = True
                self._propose(name, "", f"no heading was taken for {FIELD_WORDS[name]}: name it here")

    def _taken(self) -> list[str]:
        """The headings that stand under [columns] so far."""
        values = [
            one for value in self.keys.values() for one in (value.values() if isinstance(value, dict) else [value])
        ]
        return [text for value in values for text in ([value] if isinstance(value, str) else value)]

    def _is_ignored(self, heading: Heading) -> bool:
        ignored = self.existing.ignored if self.existing else ()
        return any(heading.column in resolve(self.table, one) for one in ignored)

    def _propose(self, name: str, words: str, why: str) -> None:
        """A line that a person may make count by taking away its #."""
        self.text.comment(f"{self.text.line(name, words)}   # {why}", self.keys)

    def _reference(self, heading: Heading) -> str:
        return reference(self.table, heading)

    def _sample(self, heading: Heading) -> str:
        found = next((one_line(text) for text in self.matching.seen[heading.column].texts), "")
        found = found if len(found) <= LONGEST_SAMPLE else found[: LONGEST_SAMPLE - 1] + "…"
        return f"; for instance “{found}”" if found else "; empty"
