"""What has become of each paragraph of a paper: taken over, left with a reason, or still to be accounted for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.ingest.paper.lines import Line
from pipeline.ingest.sent.places import Found
from pipeline.ingest.word_package import Element
from pipeline.model.document import Mark
from pipeline.model.paper import Left

_STEP = re.compile(r"(?:, |^)(?:heading|paragraph \d+|after paragraph \d+|table \d+(?:, row \d+.*)?)$", re.S)
_OF_TABLE = re.compile(r"(?P<table>(?:.*?, )?table \d+), row \d+, .*", re.S)
NO_PLACE = "nothing in the inputs folder holds it"


@dataclass(slots=True)
class Account:
    """``told``: sentences on how things were understood."""

    left: list[Left] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    _settled: set[Element] = field(default_factory=set)
    _taken: set[Element] = field(default_factory=set)

    def take(self, *lines: Line) -> None:
        """These are taken over."""
        self._settled.update(line.element for line in lines)
        self._taken.update(line.element for line in lines)

    def settle(self, *lines: Line) -> None:
        """These have served, and need no place."""
        self._settled.update(line.element for line in lines)

    def leave(self, lines: Iterable[Line], why: str) -> None:
        """These are not, for a reason of their own."""
        for line in lines:
            if line.element not in self._settled:
                self._settled.add(line.element)
                self.left.append(Left(line.where, line.text, why))

    def say(self, sentence: str) -> None:
        if sentence not in self.told:
            self.told.append(sentence)

    def close(self, found: Sequence[Found], faults: Iterable[tuple[str, str]], marks: Iterable[Mark]) -> None:
        """Lists what nobody has taken or left: a table as one entry, and a heading under which nothing was taken."""
        self.left += [Left(where, "", fault) for where, fault in faults if "comment" not in fault]
        self.left += self._marked(marks)
        live = {_label(one.where) for one in found if one.element in self._taken}
        groups: dict[str, list[Found]] = {}
        order: dict[str, int] = {}
        for at, one in enumerate(found):
            order.setdefault(one.where, at)
            if one.text.strip() and one.element not in self._settled:
                label = _label(one.where)
                table = _OF_TABLE.fullmatch(one.where)
                where = label if label and label not in live else table["table"] if table else one.where
                groups.setdefault(where, []).append(one)
                order.setdefault(where, at)
        for where, ones in groups.items():
            words = [one.text.strip() for one in ones]
            many = f"; {len(ones)} paragraphs" if len(ones) > 1 else ""
            told = words[1:] if len(words) > 1 and words[0] == where else words
            self.left.append(Left(where, "\n".join(told), NO_PLACE + many))
        self.left.sort(key=lambda left: order.get(left.where, len(found)))

    def _marked(self, marks: Iterable[Mark]) -> Iterator[Left]:
        for mark in marks:
            by = f" by {mark.author}" if mark.author else ""
            if mark.kind == "comment":
                yield Left(mark.where, mark.text, f"it is a comment{by}")
            elif mark.kind == "deleted":
                yield Left(
                    mark.where, mark.text, f"it is deleted in a tracked change{by}, read as if that were accepted"
                )
            elif mark.kind in ("inserted", "moved"):
                self.say(f"{mark.where}: words {mark.kind}{by} in a tracked change were read as if accepted.")


def _label(where: str) -> str:
    """The heading, or the part of the file, that something stands under."""
    return _STEP.sub("", where)
