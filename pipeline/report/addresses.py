"""E-mail addresses in what is published: they give way to the public contact, whoever's they are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any
from urllib.parse import unquote

from pipeline.model.document import Paragraph
from pipeline.model.errors import ProofFailed
from pipeline.model.page import Page
from pipeline.model.quoting import without_unseen
from pipeline.model.records import Block, Run
from pipeline.report import leaks
from pipeline.report.public import WITHHELD
from pipeline.report.wording import NOT_STATED

_LOCAL, _HOST = r"[\w.!#$%&'*+=?^`{|}~-]", r"[\w-]"
# Not what a web link has before its host, or after a slash: https://example.org/@page is no address.
_ADDRESS = re.compile(rf"(?<!\w)(?<!://)\w{_LOCAL}*@{_HOST}+(?:\.{_HOST}+)+")


def addresses(text: str) -> Iterator[str]:
    """The e-mail addresses in a text, also where signs that are not seen or another form of @ stand in them."""
    if "@" in text or "\uff20" in text or "\ufe6b" in text:
        yield from _ADDRESS.findall(without_unseen(unicodedata.normalize("NFKC", text)))


def not_for_all(text: str, contact: str) -> tuple[str, ...]:
    """Those that are not the public contact's."""
    known = {each.casefold() for each in addresses(contact)}
    return tuple(each for each in addresses(text) if each.casefold() not in known)


def without_addresses(page: Page) -> Page:
    """The public page with the public contact in the place of each other address."""
    contact = page.meeting.public_contact
    instead = next(addresses(contact), contact if contact != NOT_STATED else WITHHELD)
    return _Giving(contact, instead).way(page)  # type: ignore[no-any-return]


def search(files: Mapping[str, bytes], contact: str) -> None:
    """Raises ProofFailed, with a line for each address in a part of these files that is not the public contact's."""
    found = [
        _told(address, where)
        for name, data in files.items()
        for where, text in leaks.texts_in(data, name)
        for address in not_for_all(text, contact)
    ]
    if found:
        raise ProofFailed(*dict.fromkeys(found))


def search_words(paragraphs: Sequence[Paragraph], contact: str) -> None:
    """The same of what people may have typed, each with the place of its paragraph."""
    found = [_told(address, one.where) for one in paragraphs for address in not_for_all(one.text, contact)]
    if found:
        raise ProofFailed(*dict.fromkeys(found))


def _told(address: str, where: str) -> str:
    return (
        f"The public version would show the address {address}, which is not the public contact's. It stands in: {where}."
        " Take it out, of the template or of the report before it is issued; or, if it is for everybody, name it in"
        " Public contact in Meeting."
    )


class _Giving:
    def __init__(self, contact: str, instead: str) -> None:
        self._contact, self._instead = contact, instead

    def way(self, value: Any) -> Any:
        """The same value where nothing in it is to give way."""
        if isinstance(value, str):
            return "".join(self._pieces([value]))
        if isinstance(value, Run):
            return self._runs((value,))[0]
        if isinstance(value, Block):
            rows = tuple(tuple(self._runs(cell) for cell in row) for row in value.rows)
            return replace(value, runs=self._runs(value.runs), rows=rows)
        if isinstance(value, tuple):
            made = tuple(map(self.way, value))
            return value if all(one is other for one, other in zip(made, value, strict=True)) else made
        if is_dataclass(value) and not isinstance(value, type):
            there = {each.name: getattr(value, each.name) for each in fields(value)}
            changed = {name: new for name, old in there.items() if (new := self.way(old)) is not old}
            return replace(value, **changed) if changed else value
        return value

    def _runs(self, runs: tuple[Run, ...]) -> tuple[Run, ...]:
        texts = self._pieces([run.text for run in runs])
        links = ("" if not_for_all(unquote(run.link), self._contact) else run.link for run in runs)
        return tuple(replace(run, text=text, link=link) for run, text, link in zip(runs, texts, links, strict=True))

    def _pieces(self, texts: list[str]) -> list[str]:
        """The texts, one line together; what takes an address's place stands where that begins."""
        whole = "".join(texts)
        if not not_for_all(whole, self._contact):
            return texts
        made: list[str] = []
        at = 0
        spans = [match.span() for match in _ADDRESS.finditer(whole) if not_for_all(match.group(), self._contact)]
        for text in texts:
            letters = (self._letter(whole, place, spans) for place in range(at, at + len(text)))
            made.append("".join(letters))
            at += len(text)
        return made

    def _letter(self, whole: str, place: int, spans: Iterable[tuple[int, int]]) -> str:
        for start, end in spans:
            if start <= place < end:
                return self._instead if place == start else ""
        return whole[place]
