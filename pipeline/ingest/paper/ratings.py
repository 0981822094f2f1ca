"""The ratings that a paper prints: of a risk in its own row, or in a table of all organisations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.ingest.paper.account import Account
from pipeline.ingest.paper.lines import Cell
from pipeline.ingest.registers.values import is_nothing
from pipeline.ingest.registers.vocabulary import simple
from pipeline.model.paper import Left, PaperRisk

_RATED = re.compile(r"(?P<word>[^\W\d_][^()\d]*?)(?:\s*[(–:-]?\s*\d+(?:\.\d+)?\s*\)?)?")  # "High (15)"


def rating_of(cell: Cell, account: Account) -> str | None:
    """The word of a rating: "High" of "High (15)". A number alone is listed as left."""
    text = " ".join(cell.text.split())
    if is_nothing(text):
        return None
    match = _RATED.fullmatch(text)
    if not match:
        account.left.append(Left(cell.lines[0].where, text, "it is no rating in words"))
    return match["word"] if match else None


def with_ratings(
    risks: Sequence[PaperRisk], ratings: Iterable[tuple[Cell, Cell]], theme: str, account: Account
) -> tuple[PaperRisk, ...]:
    """The risks of an aligned risk with the ratings of a table, each given to the one risk of its organisation.
    ``ratings``: the cell of an organisation, and of its rating.
    """
    rated = list(risks)
    for whose, cell in ratings:
        name = " ".join(whose.text.split())
        own = [at for at, risk in enumerate(rated) if simple(risk.organisation) == simple(name)]
        lines = (*whose.lines, *cell.lines)
        if len(own) == 1 and rated[own[0]].rating is None:
            account.take(*lines)
            rated[own[0]] = replace(rated[own[0]], rating=rating_of(cell, account))
        elif len(own) == 1:
            account.leave(lines, f"the rating of '{name}' is taken to be '{rated[own[0]].rating}'")
        else:
            count = f"{len(own)} risks of '{name}'" if own else f"no risk of '{name}'"
            account.leave(lines, f"'{theme}' has {count}: whose rating it is can't be told")
    return tuple(rated)
