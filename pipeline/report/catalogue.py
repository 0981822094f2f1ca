"""What a template may place, field by field, with a page of examples: all from the records of the Page and their comments."""

from __future__ import annotations

import ast
import inspect
import re
import tokenize
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, is_dataclass, replace
from functools import cache

from pipeline.model import page as records
from pipeline.model.page import Page
from pipeline.model.records import Block, BlockKind, Run
from pipeline.report.fields import listing

_EXAMPLE = re.compile(r'"([^"]+)"')
_TURNS = 2  # of every loop: what goes wrong between one turn and the next needs two


@dataclass(frozen=True)
class Entry:
    """A field as the reader is told of it. ``name``: ``risks[].rows[].owner``. ``about``: what its record is.
    ``means``: nothing where name and example say it.
    """

    name: str
    about: str
    means: str
    example: str


def catalogue() -> tuple[Entry, ...]:
    """Every field of ``fields.listing()``, in its order."""
    return tuple(_entry(path) for path in listing())


def _entry(path: str) -> Entry:
    name, _, native = path.partition(" ")
    holder: type = Page
    steps = name.replace("[]", "").split(".")
    for step in steps[:-1]:
        holder = _record_in(_hints(holder)[step])
    comment = _comments().get((holder.__name__, steps[-1]), "")
    means = re.sub(rf"^({_EXAMPLE.pattern})[.;,:]*\s*", "", comment).strip()
    means = means.replace('""', "nothing")
    about = (inspect.getdoc(holder) or "").partition("\n\n")[0].replace("\n", " ").replace("``", "")
    about = "" if about.startswith(f"{holder.__name__}(") else about  # what dataclass puts where there is none
    if native:
        return Entry(name, about, f"{means} {native}".strip(), "")
    return Entry(name, about, means, _example(holder.__name__, steps[-1]))


def full_page() -> Page:
    """A page with two of everything there can be several of, and every text filled."""
    return typing.cast(Page, _made(Page, "", "", ""))


def empty_page() -> Page:
    """A page on which every text and every list is empty, but for the date, which every meeting has."""
    page = typing.cast(Page, _emptied(Page))
    return replace(page, meeting=replace(page.meeting, date_short=full_page().meeting.date_short))


def _made(hint: typing.Any, record: str, name: str, number: str) -> object:
    """An example of this type. ``number``: what sets the texts of a later turn apart, " 2"."""
    if hint is str:
        example = _example(record, name)
        return example if name in ("shade", "date_short") else example + number
    hint = _sure(hint)
    if typing.get_origin(hint) is tuple:
        of = typing.get_args(hint)[0]
        if of is Block:
            return _blocks(name.replace("_", " "))
        return tuple(
            _made(of, record, name, number + (f" {turn}" if turn > 1 else "")) for turn in range(1, _TURNS + 1)
        )
    return hint(**{each: _made(of, hint.__name__, each, number) for each, of in _hints(hint).items()})


def _emptied(hint: typing.Any) -> object:
    if hint is str:
        return ""
    if isinstance(hint, types.UnionType):
        return None
    if typing.get_origin(hint) is tuple:
        return ()
    return hint(**{name: _emptied(of) for name, of in _hints(hint).items()})


def _blocks(about: str) -> tuple[Block, ...]:
    """One of each kind of block that the narrative can hold."""
    words = (Run(f"Words on {about}, "), Run("some of them bold", bold=True), Run(" and some "),
             Run("a link", link="https://example.org"), Run("."))  # fmt: skip
    return (
        Block(BlockKind.PARAGRAPH, words),
        Block(BlockKind.SUBHEADING, (Run(f"More on {about}"),)),
        Block(BlockKind.BULLET, (Run(f"An entry on {about}"),)),
        Block(BlockKind.BULLET, (Run(f"An entry within, on {about}"),), level=1),
        Block(BlockKind.NUMBERED, (Run(f"A numbered entry on {about}"),)),
        Block(BlockKind.TABLE, rows=(((Run("Heading"),), (Run(f"On {about}"),)), ((Run("1"),), (Run("2"),)))),
    )


def _example(record: str, name: str) -> str:
    """The first text in quotes in the comment of the field; else its name as words."""
    found = _EXAMPLE.search(_comments().get((record, name), ""))
    return found.group(1) if found else name.replace("_", " ").capitalize()


def _hints(record: type) -> Mapping[str, typing.Any]:
    return typing.get_type_hints(record)


def _sure(hint: typing.Any) -> typing.Any:
    """The type of what may also be nothing."""
    if isinstance(hint, types.UnionType):
        return next(part for part in typing.get_args(hint) if part is not type(None))
    return hint


def _record_in(hint: typing.Any) -> type:
    """The record that a field holds, alone or several of it."""
    hint = _sure(hint)
    while typing.get_origin(hint) is tuple:
        hint = typing.get_args(hint)[0]
    assert is_dataclass(hint)
    return typing.cast(type, hint)


@cache
def _comments() -> Mapping[tuple[str, str], str]:
    """(record, field) → its comment in the source of the Page's records."""
    source = inspect.getsource(records)
    lines = iter(source.splitlines(keepends=True))
    by_line = {
        token.start[0]: token.string.lstrip("# ")
        for token in tokenize.generate_tokens(lambda: next(lines, ""))
        if token.type == tokenize.COMMENT
    }

    def of(record: ast.ClassDef) -> Iterator[tuple[tuple[str, str], str]]:
        for field in record.body:
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
                comment = (
                    by_line[line] for line in range(field.lineno, (field.end_lineno or 0) + 1) if line in by_line
                )
                yield (record.name, field.target.id), next(comment, "")

    return dict(entry for node in ast.parse(source).body if isinstance(node, ast.ClassDef) for entry in of(node))
