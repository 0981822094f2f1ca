"""Which values of a page may not be published, and what is published in their place."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace

from pipeline.model.page import Page, PostText
from pipeline.model.records import Block, BlockKind, Run
from pipeline.report.public import WITHHELD


def withheld(page: Page, public: Page) -> dict[str, str]:
    """Key → what ``public`` says there, for each value of ``page`` that it says otherwise; nothing where it is silent."""
    found: dict[str, str] = {}
    _compare(page, public, "", found)
    return found


def in_place(page: Page, public: Page) -> Page:
    """``public`` with each of its lists as long as that of ``page``, for fields that name an entry by its place:
    ``{{ movement.sentences[4] }}`` is that sentence or says that it is not published, never another.
    """
    meeting, told = public.meeting, public.movement.sentences
    post = PostText(WITHHELD, meeting.public_contact)
    authors, cleared_by = ((post,) * len(posts) for posts in (page.meeting.authors, page.meeting.cleared_by))
    sentences = tuple(each if each in told else WITHHELD for each in page.movement.sentences)
    acronyms = {each.term: each for each in public.definitions.acronyms}
    terms = tuple(acronyms.get(each.term, replace(each, meaning=WITHHELD)) for each in page.definitions.acronyms)
    return replace(
        public,
        meeting=replace(meeting, authors=authors, cleared_by=cleared_by),
        movement=replace(public.movement, sentences=sentences),
        definitions=replace(public.definitions, acronyms=terms),
    )


def _compare(one: object, other: object, key: str, found: dict[str, str]) -> None:
    if one == other:
        return
    if isinstance(one, str):
        found[key] = other if isinstance(other, str) else ""
    elif isinstance(one, Block) and one.kind is BlockKind.TABLE:
        table = other if isinstance(other, Block) else None
        for up, row in enumerate(one.rows):
            for across, cell in enumerate(row):
                told = _words(table.rows[up][across]) if table else WITHHELD
                if told != _words(cell):
                    found[f"{key}.rows[{up}][{across}]"] = told
    elif isinstance(one, Block):
        found[key] = other.text if isinstance(other, Block) else WITHHELD
    elif isinstance(one, tuple):
        for at, (each, theirs) in enumerate(zip(one, _partners(one, other), strict=True)):
            _compare(each, theirs, f"{key}[{at}]", found)
    elif is_dataclass(one):
        for field in fields(one):
            _compare(
                getattr(one, field.name), getattr(other, field.name, None), f"{key}.{field.name}".lstrip("."), found
            )


def _words(cell: tuple[Run, ...]) -> str:
    return "".join(run.text for run in cell)


def _partners(one: tuple[object, ...], other: object) -> list[object]:
    """For each entry what stands there in public. Of a list that has grown shorter, those that are left are the same;
    what it says in place of the others takes the place of the first of them.
    """
    theirs = other if isinstance(other, tuple) else ()
    if len(one) == len(theirs):
        return list(theirs)
    instead = iter([each for each in theirs if each not in one])
    return [each if each in theirs else next(instead, None) for each in one]
