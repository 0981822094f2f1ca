"""Looks for restricted words in every part of every public file. One that is found stops everything."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from pipeline.model.document import Paragraph
from pipeline.model.errors import ProofFailed
from pipeline.model.quoting import Quotes, letters
from pipeline.model.records import Report
from pipeline.model.secrets import Secret, in_narrative, open_names, open_texts, secrets_of
from pipeline.report import static_words
from pipeline.report.wordml import parse

_TAG = re.compile(r"<[^>]*>")
_VALUE = re.compile(r"""=\s*(?:"([^"<>]*)"|'([^'<>]*)')""")
_INSTRUCTION = re.compile(r"<w:instrText\b[^>]*>([^<]*)</w:instrText>")  # what a field of Word's is told to do
# Where a word ends. All other tags of a Word text may stand in the midst of one.
_BREAK = re.compile(r"<(?!/?w:)[^>]*>|<w:(?:br|cr|tab|ptab|noBreakHyphen)\b[^>]*>|</w:(?:p|tc|tr|tbl)>")
_ENCODING = re.compile(rb"""\s*(?:\xef\xbb\xbf)?<\?xml[^>]*?\bencoding\s*=\s*["']([^"']*)""")
_SIGN = re.compile(r"_x[0-9A-Fa-f]{4}_")  # a control character in a workbook
_UNSHOWN = "no page shows it: the name of a style or bookmark, a description, a link or a field"
_ON_PAGES = 2  # the texts of a part that are its words
_FEW = 12  # letters: fewer may stand together by chance


@dataclass(frozen=True, slots=True)
class _Part:
    """What a part of a package says. ``texts``: to be read on their own: its words in two ways, then what no page shows:
    the value of each attribute, and what fields are told to do.
    """

    texts: tuple[str, ...]
    letters: str  # of all of these, a line each
    raw: str  # as it stands in the file, without its tags and with them, without regard to case and spacing

    def holds(self, text: str) -> bool:
        wanted = letters(text)
        return (len(wanted) > _FEW and wanted in self.letters) or _plain(text) in self.raw


def search(
    files: Mapping[str, bytes], report: Report, templates: Iterable[bytes], published: Iterable[bytes] = ()
) -> None:
    """Raises ProofFailed, with a line for each restricted text that stands in one of the files, whole or six of its
    words in a row.

    A text that the inputs also hold where nothing restricts it, or one of the ``published`` files, is no secret, nor
    is a short label of a template; the rest of a template's words are searched for by ``static_words``.
    """
    every = [secret for secret in secrets_of(report) if not secret.title]
    if not every:
        return
    free = [*open_texts(report), *(label for template in templates for label in _labels(template))]
    printed = [part for file in published for part in _parts_of(file).values()]
    spoken = [*free, *(text for part in printed for text in part.texts)]
    quotes = Quotes([(secret.text, secret) for secret in every], spoken, open_names(report))
    said = "\n".join(map(letters, spoken))
    plain = "\n".join((*map(_plain, free), *(part.raw for part in printed)))
    secrets = [secret for secret in every if letters(secret.text) not in said and _plain(secret.text) not in plain]
    found: list[tuple[Secret, str]] = []
    for name, data in files.items():
        for member, part in _parts_of(data).items():
            found += ((secret, name) for secret in secrets if part.holds(secret.text))
            for at, text in enumerate(part.texts):
                where = _where_in(name, member, at)
                found += ((secret, where) for _, secret in quotes.found(quotes.words(text)))
    if found:
        typed = {secret: str(place) for secret, place in in_narrative(quotes, report)}
        raise ProofFailed(*dict.fromkeys(_told(secret, typed.get(secret, name)) for secret, name in found))


def texts_in(file: bytes, name: str) -> Iterator[tuple[str, str]]:
    """Each text of a public file after where it stands, what no page shows too."""
    for member, part in _parts_of(file).items():
        for at, text in enumerate(part.texts):
            yield _where_in(name, member, at), text


def _where_in(name: str, member: str, at: int) -> str:
    return name if at < _ON_PAGES else f"{name} ({member or 'the names of its parts'}: {_UNSHOWN})"


def search_words(
    paragraphs: Sequence[Paragraph], secrets: Iterable[Secret], spoken: Iterable[str], names: Iterable[str] = ()
) -> None:
    """Looks for restricted texts, whole or six of their words in a row, in what people may have typed, also where
    they parted it into several paragraphs.

    Raises ProofFailed with the place of each. ``spoken``: the paragraphs that may be published, so their words are no
    secret.
    """
    quotes = Quotes([(secret.text, secret) for secret in secrets], ["\n".join(spoken)], names)
    said: list[str] = []
    places: list[int] = []
    for at, paragraph in enumerate(paragraphs):
        own = quotes.words(paragraph.text)
        said += own
        places += [at] * len(own)
    found = [
        _told(secret, _where(paragraphs, places[at], quotes), ", or take it out, and issue the report again")
        for at, secret in quotes.found(said)
    ]
    if found:
        raise ProofFailed(*dict.fromkeys(found))


def _told(secret: Secret, where: str, more: str = "") -> str:
    """It never says the words themselves: what is on the screen may be seen."""
    of = ", ".join(filter(None, (secret.what, str(secret.place))))
    return f"The public version would show what is restricted ({of}): its words, or some of them, stand in: {where}. Say it there in other words{more}."


def _where(paragraphs: Sequence[Paragraph], at: int, quotes: Quotes[Secret]) -> str:
    """The place of a paragraph; that of one before it, where the heading it stands under is what quotes."""
    for before in range(at, -1, -1):
        if not quotes.quoted(paragraphs[before].where):
            return paragraphs[before].where if before == at else f"the heading after: {paragraphs[before].where}"
    return "the first heading"


def _labels(template: bytes) -> Iterator[str]:
    """A template's short pieces of text, and those that no page shows: the names of its styles."""
    yield from static_words.labels(template)
    for part in _parts_of(template).values():
        yield from filter(static_words.is_label, part.texts[_ON_PAGES:])


# --- a file's words ----------------------------------------------------------------------------------


def _parts_of(package: bytes) -> dict[str, _Part]:
    """Part → what it says; with the names of the parts and the remark that a package may bear."""
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        said = {name: _part(_decoded(parts.read(name))) for name in parts.namelist()}
        names = [html.escape(name) for name in parts.namelist()]
        return said | {"": _part("\n".join((*names, html.escape(parts.comment.decode("utf-8", "replace")))))}


def _decoded(data: bytes) -> str:
    """A part as text. One of XML may be in any encoding; only UTF-8 is read without asking a reader of XML."""
    told = _ENCODING.match(data)
    if b"\0" in data[:64] or (told and told[1].lower() not in (b"utf-8", b"us-ascii", b"ascii")):
        with suppress(etree.XMLSyntaxError):
            return etree.tostring(parse(data), encoding="unicode")
    return data.decode("utf-8", "replace")


def _part(text: str) -> _Part:
    texts = tuple(_texts(text))
    raw = f"{_plain(html.unescape(_TAG.sub('', text)))}\n{_plain(html.unescape(text))}"
    return _Part(texts, "\n".join(map(letters, texts)), raw)


def _texts(data: str) -> Iterator[str]:
    """The words: where tags part words, and where they all do; then what no page shows."""
    told = _INSTRUCTION.findall(data)
    data = _SIGN.sub(" ", data)
    page = _INSTRUCTION.sub("", data)
    yield html.unescape(_TAG.sub("", _BREAK.sub(" ", page)))
    yield html.unescape(_TAG.sub(" ", page))
    values = (one or other for one, other in _VALUE.findall(data))
    for value in dict.fromkeys((*told, *values)):
        if any(letter.isalpha() for letter in value):
            yield html.unescape(value)
            if "%" in value:
                yield unquote(html.unescape(value))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
