"""The Word report as words: what was generated, what was sent, and how the two differ.

Every generated paragraph that holds values or narrative carries a hidden bookmark, its anchor; so a sentence
is known again after people have edited, moved or split it. The record keeps the words, where each value
stands in them and the input it came from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.findings import NOWHERE
from pipeline.model.records import Place

ANCHOR = "_said_"  # begins the name of every anchor; a leading underscore hides a bookmark in Word
CONTENTS = "contents table"  # how the place of an entry of a contents table ends
CHECKS = "Checks"  # the author of the comments in a draft: the program, and so nobody


class Role(StrEnum):
    """The kind of input a printed text belongs to."""

    REGISTER = "register"
    MAPPING = "mapping"
    NARRATIVE = "narrative"
    TEMPLATE = "template"  # words of the template itself
    RULE = "rule"  # worked out: a status, a level, a sentence on movement


@dataclass(frozen=True, slots=True)
class Origin:
    """The input a printed value belongs to. ``subject``: the register risk's id, the control's reference or
    the aligned risk's number; ``field``: a field of that record (``owner``, ``description``, ``in_place``).
    For what is worked out, the place is that of the answer it rests on, where there is one.
    """

    role: Role
    place: Place = NOWHERE
    organisation: str = ""
    subject: str = ""
    field: str = ""

    @property
    def whose(self) -> str:
        """Whose words they are, as a heading: "The register of Met (met-register.xlsx)"."""
        of = {
            Role.REGISTER: f"The register of {self.organisation}",
            Role.MAPPING: "The mapping workbook",
            Role.NARRATIVE: f"The narrative, section '{self.place.sheet}'",
            Role.TEMPLATE: "The template",
            Role.RULE: "Worked out by the program",
        }[self.role]
        return f"{of} ({self.place.file})" if self.place.file and self.role is not Role.RULE else of


@dataclass(frozen=True, slots=True)
class Value:
    """A value in a paragraph. ``key``: its field, ``risks[0].rows[1].owner``; the paragraph's text from
    ``start`` to just before ``end`` is what was printed.
    """

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with words in it. ``anchor``: its bookmark's name, or nothing. ``where``: as a reader would
    look it up, "Risk 1: Safeguarding, table 1, row 2, Risk owner" or "header". ``struck``: which of its words a
    reader sees struck out or, hidden, not at all, as in ("struck out", "by May").
    """

    text: str
    where: str
    anchor: str = ""
    values: tuple[Value, ...] = ()
    struck: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Generated:
    """A Word report as it was generated. ``digest``: its seal. ``origins``: key → the input it belongs to."""

    digest: str
    paragraphs: tuple[Paragraph, ...]
    origins: Mapping[str, Origin]


@dataclass(frozen=True, slots=True)
class Mark:
    """A tracked change or a comment left open. ``kind``: "inserted", "deleted", "moved", "formatting" or "comment"."""

    kind: str
    where: str
    author: str
    text: str

    @property
    def told(self) -> str:
        """In words: Words inserted by Clerk: 'twice a year'."""
        words = {"comment": "A comment", "formatting": "A change of looks", "moved": "Moved words"}
        by = f" by {self.author}" if self.author else ""
        return f"{words.get(self.kind, f'Words {self.kind}')}{by}: '{self.text}'."


@dataclass(frozen=True, slots=True)
class Sent:
    """A Word report as it is to be sent. ``digest``: the seal of the generated file it was, "" where there is none."""

    digest: str
    paragraphs: tuple[Paragraph, ...]  # without values
    marks: tuple[Mark, ...] = ()


class DifferenceKind(StrEnum):
    CHANGED = "changed"
    ADDED = "added"
    DELETED = "deleted"
    MOVED = "moved"
    STRUCK = "struck out"  # or hidden, or no longer so: the words are the same


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is sent otherwise than it was generated.

    ``was`` and ``now``: the whole value (or, of static words and narrative, the whole paragraph) as generated
    and as sent. ``key``: of the value, or nothing. Of what has moved both are the same, the cells of a row apart
    by " | ". A value gone from a paragraph that stayed is changed to nothing; deleted are whole paragraphs.
    ``unchanged_at``: where else the same input is printed as it was. ``differently_at``: where else the same
    words were changed, but to others.
    """

    kind: DifferenceKind
    where: str
    was: str
    now: str
    origin: Origin
    key: str = ""
    unchanged_at: tuple[str, ...] = ()
    differently_at: tuple[str, ...] = ()

    def carried(self, held: str) -> str | None:
        """What stands now in the place of ``held``, which was the whole value or a part of it ("Money" in
        "Risk 3: Money"). None where that can't be told: the words around it have changed too.
        """
        if not held:
            return self.now
        found: set[str] = set()
        at = self.was.find(held)
        while at >= 0:
            before, after = self.was[:at], self.was[at + len(held) :]
            rest = self.now[at:]
            if self.now.startswith(before) and (rest.endswith(after) or after == "."):  # printing adds a full stop
                found.add(rest.removesuffix(after))
            at = self.was.find(held, at + 1)
        return found.pop() if len(found) == 1 else None
