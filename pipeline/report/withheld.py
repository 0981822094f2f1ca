"""Which values of a page may not be published, and what is published in their place."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

from pipeline.model.page import Page
from pipeline.model.records import Block, BlockKind
from pipeline.report.public import WITHHELD


def withheld(page: Page, public: Page) -> dict[str, str]:
    """Key → what ``public`` says there, for each value of ``page`` that it says otherwise; nothing where it is silent."""
    found: dict[str, str] = {}
    _compare(page, public, "", found)
    return found


def _compare(one: object, other: object, key: str, found: dict[str, str]) -> None:
    if one == other:
        return
    if isinstance(one, str):
        found[key] = other if isinstance(other, str) else ""
    elif isinstance(one, Block):
        # Each cell of a table bears the key of the whole: none can be told from the others.
        table = one.kind is BlockKind.TABLE or not isinstance(other, Block)
        found[key] = WITHHELD if table or not isinstance(other, Block) else other.text
    elif isinstance(one, tuple):
        for at, (each, theirs) in enumerate(zip(one, _partners(one, other), strict=True)):
            _compare(each, theirs, f"{key}[{at}]", found)
    elif is_dataclass(one):
        for field in fields(one):
            _compare(
                getattr(one, field.name), getattr(other, field.name, None), f"{key}.{field.name}".lstrip("."), found
            )


def _partners(one: tuple[object, ...], other: object) -> list[object]:
    """For each entry what stands there in public. Of a list that has grown shorter, those that are left are the same;
    what it says in place of the others takes the place of the first of them.
    """
    theirs = other if isinstance(other, tuple) else ()
    if len(one) == len(theirs):
        return list(theirs)
    instead = iter([each for each in theirs if each not in one])
    return [each if each in theirs else next(instead, None) for each in one]
