"""What a heading that is in no list says by its telling words: "Who owns it?", "Controls already in place"."""

from __future__ import annotations

import re
from typing import Final

from pipeline.ingest.registers.evidence import Evidence

_OTHER_THINGS = r"action|control|mitigation|treatment|response|task|objective|asset|project|process|policy|contract"
_NOT_YET = r"further|additional|planned|required|needed|proposed|future|recommended|more|next|to be (?:taken|done)|still|outstanding|improvement"
_THERE = r"in place|existing|already|current(?:ly)?|now|in operation|internal|key"
_ABOUT = r"owner|lead|by|date|due|deadline|status|progress|effective\w*|adequa\w*|assurance|cost|type|id|ref|no|number|score|rating|level|rag|category|frequency|reviewed|comments?"

# Field → the words that must all stand in a heading, and those that may not.
_SENSE: Final[tuple[tuple[str, tuple[str, ...], str], ...]] = (
    ("id", (r"ref|reference|id|number|no|nr|code", r"^(?:\w+ ){0,2}\w+$"), rf"{_OTHER_THINGS}|owner|phone|version|date|cost|audit|issue|page|post|row|of|parent|related|linked|likelihood|impact|score|department"),
    ("title", (r"title|name|headline", r"risk"), rf"{_OTHER_THINGS}|owner|lead|category|area|file"),
    ("description", (r"description|describe|narrative|statement|nature|details?", r"risk"), rf"^(?:{_OTHER_THINGS}|impact|likelihood|consequences?|effect|causes?)|appetite|category|level|score|rating|title|owner|controls?|mitigat\w*|actions?"),
    ("cause", (r"caus\w+|triggers?",), rf"{_OTHER_THINGS}|consequences?|effects?|impact|date"),
    ("category", (r"category|theme|type|group|area", r"risk"), rf"{_OTHER_THINGS}|sub|impact|owner|score|response|description"),
    ("owner", (r"owner|owners|owned|owns|accountable|responsible|responsibility|sponsor|lead",), rf"{_OTHER_THINGS}|time|date|comments?|department|role|email|organisation|committee"),
    ("trend", (r"trend|direction|movement|trajectory|dot",), r"reasons?|rationale|commentary|comments?|why|explanation|narrative|date|target|expected|forecast"),
    ("trend_reason", (r"reasons?|rationale|commentary|comments?|why|explanation", r"trend|movement|moved|changed?|direction|dot"), rf"{_OTHER_THINGS}|date"),
    ("appetite", (r"appetite|tolerance",), r"within|above|outside|exceeds?|gap|score|met|compared|against|date|rationale|comments?"),
    ("controls", (r"controls?|mitigations?|mitigating|measures|safeguards|steps", _THERE), rf"{_NOT_YET}|{_ABOUT}|not"),
    ("controls", (r"^what", r"in place|doing|do now|already|have"), rf"{_NOT_YET}|likelihood|impact|{_ABOUT}"),
    ("actions", (r"actions?|controls?|mitigations?|mitigating|measures|steps|treatments?", _NOT_YET), rf"{_ABOUT}|in place|existing"),
    ("actions", (r"mitigating", r"actions?"), rf"{_ABOUT}|in place|existing|current"),
    ("actions", (r"^what", r"more|further|next|else"), r"likelihood|impact|reviewed|happen|could|might|go wrong"),
    ("status", (r"status", r"risk|open|closed"), rf"{_OTHER_THINGS}|rag|colour|rating"),
    ("next_review", (r"review\w*", r"next|due|by"), rf"{_OTHER_THINGS}|comments?|last|previous|frequency|^reviewed by|who|owner|notes?"),
    ("last_reviewed", (r"review\w*|updat\w+", r"last|on|latest|most recent"), rf"{_OTHER_THINGS}|comments?|next|due|frequency|by|notes?|score|rating|likelihood|impact"),
)  # fmt: skip
_RULES: Final = tuple(
    (name, tuple(re.compile(rf"\b(?:{words})\b") if words[0] != "^" else re.compile(words) for words in needed), re.compile(rf"\b(?:{barred})\b"))
    for name, needed, barred in _SENSE
)  # fmt: skip
_LONGEST = 10  # words; more is help, not a heading


def sense_of(key: str) -> str:
    """The one field whose telling words stand in this heading, and nothing that speaks against it; else "".

    ``key``: the heading, simplified. "to be reviewed by" is a date; "reviewed by" is a person.
    """
    if len(key.split()) > _LONGEST:
        return ""
    found = {
        name for name, needed, barred in _RULES if all(words.search(key) for words in needed) and not barred.search(key)
    }
    return found.pop() if len(found) == 1 else ""


def plausible(field: str, seen: Evidence) -> bool:  # noqa: PLR0911  a return for each kind of field
    """Whether what stands below may be this field: asked where the heading alone leaves doubt."""
    if not seen.texts:
        return True
    if field in ("last_reviewed", "next_review"):
        return seen.dates > 0 or seen.text_dates > 0
    if field == "id":
        return seen.length <= 30 and seen.dates == 0 and len(set(seen.texts)) > 0.6 * len(seen.texts)
    if field in ("owner", "category", "title"):
        return seen.length <= 90 and seen.bare_numbers < 0.5 and seen.dates < 0.5
    if field in ("trend", "status"):
        return seen.length <= 40 and seen.dates < 0.5
    if field == "appetite":
        return seen.dates < 0.5
    return seen.bare_numbers < 0.5 and seen.dates < 0.5 and seen.scale_words < 0.8
