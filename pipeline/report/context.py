"""The Page as a template sees it: dicts, lists and texts; and a mark where native Word content will stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from operator import attrgetter
from typing import Any, NamedTuple

from pipeline.model.errors import ProofFailed
from pipeline.model.page import Contents, HeatMap, Page
from pipeline.model.records import Block
from pipeline.report.sandbox import UNCLEAN

Native = tuple[str, tuple[Block, ...] | HeatMap | Contents]

# Noncharacters: the door has taken them out of every text that came in, so no data can forge a mark.
OPEN, CLOSE = "\ufdd0", "\ufdd1"


@dataclass(frozen=True)
class Context:
    """``names``: what the tags see. ``native``: mark → the key and the content of what takes its place."""

    names: Mapping[str, Any]
    native: Mapping[str, Native]


def context_of(page: Page) -> Context:
    """Raises ProofFailed for a text with characters that the door should have kept out."""
    native: dict[str, Native] = {}
    known: dict[type, _Kind] = {}

    def plain(value: object, key: str) -> Any:
        if isinstance(value, str):
            return _clean(value)
        if value is None:
            return ""
        if isinstance(value, HeatMap | Contents) or (
            isinstance(value, tuple) and value and isinstance(value[0], Block)
        ):
            mark = f"{OPEN}{len(native)}{CLOSE}"
            native[mark] = (key, value)
            return mark
        if isinstance(value, tuple):
            return [plain(each, f"{key}[{at}]") for at, each in enumerate(value)]
        kind = type(value)
        if kind not in known:
            known[kind] = _kind(kind)
        names, texts = known[kind]
        if texts:
            of = texts(value)
            _clean(*of)
            return dict(zip(names, of, strict=True))
        return {name: plain(getattr(value, name), f"{key}.{name}".lstrip(".")) for name in names}

    names = plain(page, "")
    # An empty section is an empty tuple, which looks like an empty list: for a tag it is an empty text.
    names["narrative"] = {name: value or "" for name, value in names["narrative"].items()}
    return Context(names, native)


class _Kind(NamedTuple):
    """The fields of a record; where all are texts, what gets them together."""

    names: tuple[str, ...]
    texts: Callable[[Any], tuple[str, ...]] | None


def _kind(kind: type) -> _Kind:
    if not is_dataclass(kind):
        raise TypeError(f"{kind.__name__} has no place on a page")
    names = tuple(field.name for field in fields(kind))
    flat = len(names) > 1 and all(field.type in ("str", str) for field in fields(kind))
    return _Kind(names, attrgetter(*names) if flat else None)


def _clean(*texts: str) -> str:
    """These texts as one. Raises ProofFailed."""
    text = " ".join(texts)
    if not text.isprintable() and (found := UNCLEAN.search(text)):  # what can be printed is clean: the quicker question
        raise ProofFailed(f"A text holds characters that no document can: {text[max(found.start() - 30, 0) :][:60]!r}.")
    return text
