"""The rendering itself: done in the limited child process, since a template is a program."""

from __future__ import annotations

import traceback
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from jinja2.exceptions import TemplateError
from markupsafe import Markup, escape

from pipeline.report.anchors import BEGIN, END
from pipeline.report.sandbox import Sandbox, as_text

_BREAK = Markup('</w:t><w:br/><w:t xml:space="preserve">')
_TAB = Markup('</w:t><w:tab/><w:t xml:space="preserve">')


class TooLarge(Exception):
    """What is rendered has more characters than it may."""


class Unfilled(Exception):
    """A tag that can't be filled. ``part``: which source; ``line``: of it, 0 where that is not known."""

    def __init__(self, part: int, line: int, message: str) -> None:
        super().__init__(part, line, message)
        self.part, self.line, self.message = part, line, message


class Placed(NamedTuple):
    """A text that a tag placed. ``key``: the field it is, ``risks[0].rows[1].owner``; nothing where the tag made
    another text of it, by a filter.
    """

    key: str
    text: str


class Rendered(NamedTuple):
    """``xml``: a part with its tags filled, each text between ``BEGIN`` and ``END``. ``placed``: those texts, in order."""

    xml: str
    placed: tuple[Placed, ...]


class Keyed(str):
    """A text that knows which field it is."""

    key: str = ""


def render_parts(
    sources: Sequence[str], names: Mapping[str, Any], marks: Collection[str], most: int
) -> tuple[Rendered, ...]:
    """Parts of a document, each rendered once. ``marks``: of native content, no texts of their own.
    ``most``: characters of a part.

    Raises Unfilled; TooLarge.
    """
    known = {name: _keyed(value, name, marks) for name, value in names.items()}
    rendered: list[Rendered] = []
    for at, source in enumerate(sources):
        try:
            rendered.append(_render(source, known, marks, most))
        except (TemplateError, ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as error:
            raise Unfilled(at, _line(error), str(error).rstrip(".")) from None
    return tuple(rendered)


def _line(error: Exception) -> int:
    """The line of the source that the error comes from."""
    frames = traceback.extract_tb(error.__traceback__)
    return next((frame.lineno or 0 for frame in reversed(frames) if frame.filename == "<template>"), 0)


def _keyed(value: Any, key: str, marks: Collection[str]) -> Any:
    if isinstance(value, dict):
        return {name: _keyed(each, f"{key}.{name}", marks) for name, each in value.items()}
    if isinstance(value, list):
        return [_keyed(each, f"{key}[{at}]", marks) for at, each in enumerate(value)]
    if not value or value in marks:
        return value
    keyed = Keyed(value)
    keyed.key = key
    return keyed


def _render(source: str, names: Mapping[str, Any], marks: Collection[str], most: int) -> Rendered:
    placed: list[Placed] = []
    rendering = False

    def finalize(value: Any) -> Markup:
        text = as_text(value)
        written = escape(text)
        if "\n" in text or "\t" in text:
            written = Markup(written.replace("\n", _BREAK).replace("\t", _TAB))
        if rendering and text and text not in marks:
            placed.append(Placed(value.key if isinstance(value, Keyed) else "", text))
            written = Markup(f"{BEGIN}{written!s}{END}")
        return written

    compiled = Sandbox(finalize).from_string(source)
    rendering = True
    return Rendered(_joined(compiled.generate(names), most), tuple(placed))


def render_fields(fields: Sequence[str], names: Mapping[str, Any], most: int) -> tuple[str | TemplateError, ...]:
    """The text of each field, written as what stands between its braces; the error of one that has none.
    ``most``: characters of a text.

    Raises TooLarge.
    """
    sandbox = Sandbox(autoescape=False)
    texts: list[str | TemplateError] = []
    for field in fields:
        try:
            texts.append(_joined(sandbox.from_string("{{ " + field + " }}").generate(names), most))
        except TemplateError as error:
            texts.append(error.with_traceback(None))
    return tuple(texts)


def _joined(chunks: Iterator[str], most: int) -> str:
    kept: list[str] = []
    size = 0
    for chunk in chunks:
        kept.append(chunk)
        size += len(chunk)
        if size > most:
            raise TooLarge
    return "".join(kept)
