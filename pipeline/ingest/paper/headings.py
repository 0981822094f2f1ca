"""What the headings of a panel report mean: the sections, the parts of an aligned risk, the columns of its tables."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from pipeline.ingest.registers.vocabulary import HEADINGS, simple
from pipeline.model.records import NARRATIVE_SECTIONS, ControlKind

# Section of the narrative → the headings it goes by, in the words of ``simple``.
SECTIONS: Final[dict[str, tuple[str, ...]]] = {
    "purpose": ("purpose", "purpose of report", "purpose of the report", "purpose of this report"),
    "key_considerations": (
        "key considerations", "key considerations for the panel", "key considerations for panel", "key points",
        "key issues", "key considerations and issues",
    ),
    "interdependencies": (
        "interdependencies", "interdependencies cross cutting issues", "interdependencies and cross cutting issues",
        "cross cutting issues", "interdependencies cross cutting",
    ),
    "recommendations": ("recommendations", "recommendation"),
    "supporting_information": ("supporting information", "background", "main report", "supporting details"),
    "equality_and_diversity": (
        "equality and diversity", "equality and diversity implications", "equality and diversity impact",
        "equalities and diversity", "equalities and diversity implications", "equality implications",
        "equalities implications", "equality diversity and inclusion", "equality",
    ),
    "financial_implications": ("financial implications", "finance implications", "financial"),
    "legal_implications": ("legal implications", "legal"),
    "risk_implications": ("risk implications", "risk management implications"),
    "background_papers": ("background papers", "background documents"),
}  # fmt: skip
SECTION_OF: Final = {words: key for key, many in SECTIONS.items() for words in many}
SECTION_HEADINGS: Final = {key: heading for key, heading, _ in NARRATIVE_SECTIONS}

# Headings that only hold others together.
STRUCTURE: Final = frozenset(("report summary", "summary", "executive summary", "report", "main report body"))
# The same among the parts of an aligned risk.
HOLDS_PARTS: Final = frozenset(("controls", "key controls", "risk controls", "control measures"))
CONTACTS: Final = frozenset(("contact details", "contacts", "contact", "report author", "contact officer", "report author and contact details", "contact information"))  # fmt: skip
APPENDICES: Final = frozenset(("appendices", "appendices and background papers", "appendix", "list of appendices", "appendices background papers", "background papers and appendices"))  # fmt: skip

JOINT, POTENTIAL, RESIDUAL, REASON = "joint", "potential", "residual", "reason"
PARTS: Final = {
    **dict.fromkeys(("joint controls", "joint control", "joint controls in place", "current joint controls", "existing joint controls", "key joint controls"), JOINT),
    **dict.fromkeys(("potential controls", "potential control", "potential joint controls", "proposed controls", "proposed joint controls", "further controls", "potential further controls"), POTENTIAL),
    **dict.fromkeys(("key residual risks", "key residual risk", "residual risks", "residual risk"), RESIDUAL),
    **dict.fromkeys(("reason for trend", "reason for the trend", "reasons for trend", "trend reason"), REASON),
}  # fmt: skip
KINDS: Final = {JOINT: ControlKind.JOINT, POTENTIAL: ControlKind.POTENTIAL}
KIND_WORDS: Final = {
    **{words: part for words, part in PARTS.items() if part in KINDS},
    "joint": JOINT,
    "potential": POTENTIAL,
    "proposed": POTENTIAL,
}

_NUMBER = re.compile(r"\s*(?:\(?[0-9]{1,2}(?:\.[0-9]{1,2})*[.):]?|[A-Z][.)])\s+(?=\S)")
TYPED_NUMBER: Final = re.compile(r"\s*[0-9]{1,2}(?:\.[0-9]{1,2})+[.):]?\s+(?=\S)")
_RISK = re.compile(
    r"\s*(?:aligned |joint )?risk\s*(?:no\.?\s*)?(?P<number>[0-9]{1,3})\s*(?:[:.)–—-]\s*|\s+)(?P<name>\S.*?)\s*",
    re.I | re.S,
)
_NUMBERED = re.compile(r"\s*(?P<number>[0-9]{1,3})\s*(?:[.):–—-]\s*|\s+)(?P<name>[^\W\d_].*?)\s*", re.S)
APPENDIX: Final = re.compile(r"\s*(?:appendix|annex)\s+(?:[0-9]{1,2}|[A-Z])\b.*", re.I | re.S)
ABOUT_RISKS: Final = re.compile(
    r"\b(?:joint risks?|risks? overview|aligned risks?|risk register|joint overview)\b", re.I
)


class Numbered(NamedTuple):
    """A heading of an aligned risk. ``named``: it says "Risk 3", not only "3"."""

    number: int
    name: str
    named: bool


def numbered(text: str) -> Numbered | None:
    """The number and name in "Risk 1: Safeguarding" and "1. Safeguarding"; None where it is neither."""
    for pattern in (_RISK, _NUMBERED):
        if match := pattern.fullmatch(text):
            return Numbered(int(match["number"]), " ".join(match["name"].split()), pattern is _RISK)
    return None


def key(text: str) -> str:
    """A heading for looking it up: without a number before it, case and punctuation."""
    return simple(_NUMBER.sub("", text, count=1).rstrip(": "))


def part_of(text: str) -> str | None:
    """The part of an aligned risk that a text is the heading of."""
    return PARTS.get(key(text))


# --- tables ---------------------------------------------------------------------------------------

_ORGANISATION: Final = frozenset(("organisation", "organisations", "organization", "body", "partner", "partner organisation"))  # fmt: skip
_RATING: Final = frozenset(("now", "current rating", "current risk rating", "rating now", "residual rating", "residual risk rating", "key residual rating", "risk rating", "rating"))  # fmt: skip
_OTHER_WORDS: Final = {
    "theme": frozenset(("aligned risk", "risk theme", "joint risk", "theme", "aligned risk area")),
    "organisation": _ORGANISATION,
    "description": frozenset(("current risk description", "current risk", "risk", "current description")),
    "reason": frozenset(("reason for trend", "reason for the trend", "trend reason")),
    "rating": _RATING,
}
_RISK_COLUMNS: Final = {
    field: _OTHER_WORDS.get(field, frozenset()) | {words for group in HEADINGS.get(field, ()) for words in group}
    for field in ("theme", "organisation", "owner", "trend", "reason", "rating", "description")
}
_CONTROL_COLUMNS: Final = {
    "name": frozenset(("control", "control name", "name of control", "name", "joint control", "potential control", "joint controls", "potential controls", "controls")),
    "description": frozenset(("description", "control description", "description of control", "what it does", "detail", "details", "purpose", "what the control does")),
    "kind": frozenset(("kind", "type", "control type", "joint or potential", "joint potential")),
    "status": frozenset(("status",)),
}  # fmt: skip


def _columns(headings: list[str], known: dict[str, frozenset[str]]) -> dict[str, int]:
    """Field → the first column that is headed so; a column has one field."""
    found: dict[str, int] = {}
    for column, heading in enumerate(headings):
        words = simple(heading)
        field = next((one for one, many in known.items() if words in many and one not in found), None)
        if field and column not in found.values():
            found[field] = column
    return found


def risk_columns(headings: list[str]) -> dict[str, int]:
    """The columns of a table of risks by a row's texts; nothing where they are no headings of one."""
    found = _columns(headings, _RISK_COLUMNS)
    said = found.keys() & {"description", "owner", "trend"}
    return found if "organisation" in found and ("description" in said or len(said) > 1) else {}


def heads_risks(text: str) -> bool:
    """Whether a text heads what is said of a risk in such a table."""
    return bool(_columns([text], _RISK_COLUMNS))


def rating_columns(headings: list[str]) -> dict[str, int]:
    """The columns of a table of the organisations' ratings, as one stands under the key residual risks."""
    found = _columns(headings, {"organisation": _ORGANISATION, "rating": _RATING})
    return found if len(found) == 2 else {}


def control_columns(headings: list[str]) -> dict[str, int]:
    """The same of a table of controls."""
    found = _columns(headings, _CONTROL_COLUMNS)
    return found if "name" in found and len(found) > 1 else {}


def speaks_of_risk(heading: str) -> bool:
    """Whether a heading of a trend says what it is the trend of, so that an up arrow is a risk that rises."""
    return bool({"risk", "trend"} & set(simple(heading).split()))
