"""Whether a heading, or the name of a sheet, says that the risks below it are closed."""

from __future__ import annotations

import re

from pipeline.ingest.registers.vocabulary import simple

_OVER = r"closed|archived|retired|removed|deleted|withdrawn|resolved|expired|de ?escalated|superseded|completed|reali[sz]ed|materiali[sz]ed|crystalli[sz]ed|parked|dormant|no longer (?:a )?(?:live |open |active )?risks?"
_PAST = r"archives?|old|former|past|previous|historic(?:al)?"
_RISKS = r"(?:risk )?(?:registers?|logs?|lists?)|risks?|entries|items|sheets?|tab"
_AFTER = r"(?:risks?|entries|items|since|in|at|by|during|this|last|from|now|no longer|register|log|list|for (?:information|reference)|q?\d+)\b.*"
# "Closed", "Risks closed since last meeting", "Archive: 2016", "Risk register - archived"; not "Closed roads",
# "Archive and museum risks" or "Old Trafford depot".
_CLOSED = re.compile(
    rf"(?:(?:all|recently|previously|q\d) )?(?:{_OVER})(?: (?:(?:and|or|now) )?(?:{_OVER}))*(?: {_AFTER})?"
    rf"|(?:{_PAST})(?: (?:{_RISKS}))?(?: (?:q?\d+ ?)+)?"
    rf"|(?:[a-z]+ )?(?:{_RISKS})(?: [a-z]+){{0,3}} (?:{_OVER})\b.*"
    rf"|(?:{_RISKS}) (?:archives?|old)(?: \d+)?"
    r"|.* (?:removed|closed|retired|withdrawn|archived|deleted) (?:by|from the (?:register|log)) .*"
)
_STILL_OPEN = re.compile(r"\b(?:open|not|never|yet|live|active)\b")
_ENDED = r"closure|closing|no longer|ended|mitigated|transferred|terminated|dropped|obsolete|redundant|inactive|lapsed|rejected|history"
_NO_RISKS = r"issues?|opportunit\w+|actions?|assumptions?|dependenc\w+|examples?|samples?|e g"
_HINTS = re.compile(rf"\b(?:{_OVER}|{_PAST}|{_ENDED})\b")
_ELSE = re.compile(rf"\b(?:{_OVER}|{_PAST}|{_ENDED}|{_NO_RISKS})\b")


def says_closed(text: str) -> bool:
    """Whether a text says no more than that the risks it heads are closed."""
    key = simple(text)
    bare = re.sub(r"\bno longer (?:a )?(?:live|open|active)\b", "no longer a", key)
    return bool(_CLOSED.fullmatch(key)) and not _STILL_OPEN.search(bare)


def hints_at_closed(text: str) -> bool:
    """Whether a word of a text may say so: "Date closed", "Old depot risks"."""
    return bool(_HINTS.search(simple(text)))


def hints_at_another(text: str) -> bool:
    """Whether a word of a text may say that what it heads is no open risk: "Old depot risks", "Issues"."""
    return bool(_ELSE.search(simple(text)))
