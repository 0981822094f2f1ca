"""Columns of one thing at several times or by several hands: "Score Mar" and "Score Jun", "RAG Q1" and "RAG Q2", "Score A"
and "Score B". No heading says which of them is the current one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from pipeline.ingest.registers.claims import Claim, claims_of, known_heading
from pipeline.ingest.registers.evidence import Evidence
from pipeline.ingest.registers.table import Heading, Table
from pipeline.ingest.registers.vocabulary import simple, spelt

_WHICH = re.compile(
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|(?:q|qtr|quarter) ?[1-4]|[1-4] ?(?:q|qtr)|h[12]|fy ?\d*|(?:19|20)?\d\d?(?:st|nd|rd|th)?"
    r"|spring|summer|autumn|winter|opening|closing|(?:start|end) (?:of )?(?:the )?year|year (?:start|end))\b"
    r"|(?<= )[a-z]$"
)


def sibling_claims(
    table: Table, seen: Mapping[int, Evidence], spoken_for: Collection[int]
) -> tuple[frozenset[int], list[Claim]]:
    """The columns of which each is headed as another but for a month, quarter, year, number or letter; and the claims
    of those that hold steps, as columns of the one thing that all are. Only of exposures.
    """
    groups: dict[tuple[str, str], list[tuple[Heading, Claim]]] = {}
    for heading in table.headings:
        claim = None if heading.column in spoken_for else _claim(heading, seen[heading.column])
        if claim is not None:
            groups.setdefault((claim.stage or "", _rest(heading)), []).append((heading, claim))
    found = [one for group in groups.values() if len(group) > 1 for one in group]
    levels = [claim for heading, claim in found if seen[heading.column].levels]
    return frozenset(heading.column for heading, _ in found), levels


def _rest(heading: Heading) -> str:
    """A heading without what tells it from its siblings."""
    return " ".join(_WHICH.sub(" ", spelt(simple(heading.text))).split())


def _claim(heading: Heading, evidence: Evidence) -> Claim | None:
    """What a column holds by the rest of its heading, or by what stands above it: "Score" above "Mar"."""
    key, rest = spelt(simple(heading.text)), _rest(heading)
    if rest == key or known_heading(heading.text):
        return None
    plain = replace(heading, text=rest) if rest else replace(heading, text=heading.banner, banner="")
    claims = [claim for claim in claims_of(plain, evidence, near=False) if claim.stage not in (None, "previous")]
    return replace(claims[0], how="values") if claims else None
