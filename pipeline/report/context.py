"""The Page as a template sees it: dicts, lists and texts; and a mark where native Word content will stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from pipeline.model.errors import ProofFailed
from pipeline.model.page import HeatMap, Page
from pipeline.model.records import Block
from pipeline.report.sandbox import UNCLEAN

Native = tuple[str, tuple[Block, ...] | HeatMap]

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
    known: dict[type, tuple[str, ...]] = {}

    def plain(value: object, key: str) -> Any:
        if isinstance(value, str):
            if UNCLEAN.search(value):
                raise ProofFailed(f"A text holds characters that no document can: {value[:60]!r}.")
            return value
        if value is None:
            return ""
        if isinstance(value, HeatMap) or (isinstance(value, tuple) and value and isinstance(value[0], Block)):
            mark = f"{OPEN}{len(native)}{CLOSE}"
            native[mark] = (key, value)
            return mark
        if isinstance(value, tuple):
            return [plain(each, f"{key}[{at}]") for at, each in enumerate(value)]
        kind = type(value)
        if kind not in known:
            known[kind] = _names(kind)
        return {name: plain(getattr(value, name), f"{key}.{name}".lstrip(".")) for name in known[kind]}

    names = plain(page, "")
    # An empty section is an empty tuple, which looks like an empty list: for a tag it is an empty text.
    names["narrative"] = {name: value or "" for name, value in names["narrative"].items()}
    return Context(names, native)


def _names(kind: type) -> tuple[str, ...]:
    if not is_dataclass(kind):
        raise TypeError(f"{kind.__name__} has no place on a page")
    return tuple(field.name for field in fields(kind))
