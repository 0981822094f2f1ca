"""A log of several kinds of entry: which column tells its risks from issues, actions and the like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.ingest.registers.evidence import Evidence
from pipeline.ingest.registers.table import Heading
from pipeline.ingest.registers.vocabulary import KIND_LETTERS, KIND_WORDS, RISK_WORDS, heading_keys

# What heads such a column, whatever stands in it. Elsewhere R and A are red and amber, or a committee.
_HEADS = frozenset((
    "type", "kind", "raid", "raid type", "raid category", "type of entry", "entry type", "kind of entry", "category of entry", "entry category",
    "entry", "item type", "type of item", "record type", "log type", "type of record", "risk or issue", "risk issue", "issue risk", "r i", "r a i d",
))  # fmt: skip
# Words that are kinds of entry under any heading; "Risk" and "Change" may be two committees.
_PLAIN = frozenset(("issue", "issues", "assumption", "assumptions", "dependency", "dependencies"))
_SAID = 6  # words named in a message


@dataclass(frozen=True)
class Kinds:
    """``risks``: the values of this column that make a row a risk, where every value is known; else none, and
    ``others`` are the values that stand beside them.
    """

    heading: Heading
    risks: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def named(self) -> str:
        more = ", …" if len(self.others) > _SAID else ""
        return ", ".join(self.others[:_SAID]) + more


def kinds_in(headings: Iterable[Heading], seen: Mapping[int, Evidence], fields: Mapping[int, str]) -> Kinds | None:
    """The column that holds kinds of entry, risks among them; None where there is none. ``fields``: column → the
    field it was taken for. Rows may only be left out by a column that holds kinds and nothing else.
    """
    found = [kinds for heading in headings if (kinds := _kinds(heading, seen[heading.column], fields))]
    return next((kinds for kinds in found if kinds.risks), found[0] if found else None)


def _kinds(heading: Heading, evidence: Evidence, fields: Mapping[int, str]) -> Kinds | None:
    heads = not _HEADS.isdisjoint(heading_keys(heading.text))
    values = evidence.kinds
    risks = values & RISK_WORDS
    known = values & (RISK_WORDS | KIND_WORDS)
    if heads:
        risks |= values & {"r"}
        known |= values & (KIND_LETTERS | {"r"})
    others = values - risks
    if not risks or not others & known:
        return None
    free = fields.get(heading.column, "category") == "category"
    surely = free and known == values and (heads or bool(values & _PLAIN))
    return Kinds(heading, tuple(sorted(risks)) if surely else (), tuple(sorted(others)))
