"""What people write in a cell in place of leaving it blank, and what they write for "not yet"."""

from __future__ import annotations

import re

_WHAT = r"(?:evidence|assurance|reason|description|details?|report|results?|information|date|change)"
_NOTHING = re.compile(
    rf"(?:no(?:ne|thing|t known|t available|t applicable|t stated|t recorded|t provided|t yet)?|no {_WHAT}|nil|n\.?/?a|"
    rf"unknown|ditto|(?:as|see) above|tb[acdn]|(?:{_WHAT} )?(?:to follow|to come|awaited|pending|outstanding|tb[acdn]|"
    r"to be (?:confirmed|agreed|added|advised|arranged|completed|decided|determined|provided|supplied)))"
    r"(?: (?:yet|as yet|so far|to date|at present|currently|available|applicable|known|held|recorded|stated|given|here))*",
)
_NOT_YET = re.compile(
    r"(?:no\b(?=\W*\Z|\s*[,.;:(–—-])|not\b(?! (?:needed|required|wanted|relevant))|part(?:ly|ially)\b|in part\b|"
    r"part (?:kept|done|met)\b|in (?:progress|hand)\b|under ?way\b|on-?going\b|overdue\b|delayed\b|deferred\b|"
    r"postponed\b|awaiting\b|nearly\b|almost\b|(?:it )?(?:will|is to) be\b)|.*\b(?:not yet|yet to)\b",
)


def blank(text: str | None) -> bool:
    """Whether a cell says nothing: blank, dashes alone, "None", "N/A", "TBC", "To follow"."""
    if not text or not any(map(str.isalnum, text)):
        return True
    return bool(_NOTHING.fullmatch(_simple(text)))


def not_yet(text: str) -> bool:
    """Whether an answer to "is it done?" says that it is not, or not wholly: "No", "Not yet", "Partly: the first half"."""
    return bool(_NOT_YET.match(_simple(text)))


def _simple(text: str) -> str:
    return " ".join(text.split()).casefold().strip(" .()[]")
