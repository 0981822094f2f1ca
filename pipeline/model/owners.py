"""What people write in an owner's cell where there is nobody."""

from __future__ import annotations

import re

_NOBODY = (
    "none", "nobody", "no one", "no-one", "tbc", "tba", "tbd", "n/a", "na", "?", "unknown", "unassigned", "unallocated",
    "not applicable", "not known", "not stated",
)  # fmt: skip
# "Vacant post", "Currently vacant (since May)", "Vacant - Head of People", "Head of People (vacant)"; no "Vacant Property Officer".
_POST = r"(?:the |this )?(?:post|position|role)"
_VACANT = re.compile(
    rf"(?:(?:{_POST} )?(?:(?:is|now|currently|still|temporarily) )*)?vacan(?:t|cy)(?: {_POST})?"
    r"(?: (?:at present|currently|for now|pending|since|until|from)\b.*)?(?:\s*[-–—:,;(/[].*)?"
    r"|.*(?:[-–—:,;(/[]\s*|\b(?:is|now|currently|still) )vacan(?:t|cy)\W*"
)
_TO_COME = re.compile(
    r"(?:(?:owner|lead|post|name) )?(?:to be|not yet|yet to be|not) (?:confirmed|agreed|appointed|determined|decided|assigned|allocated|"
    r"identified|recruited|filled|named|announced|advised|nominated|in post)(?:\s*[-–—:,;(/[].*)?"
    r"|(?:there is |currently )?no (?:current |named |risk |agreed |assigned )?(?:owner|lead|post-?holder)(?: (?:yet|at present|assigned|appointed|identified|agreed))*"
    r"|none (?:yet|assigned|appointed|identified|agreed|at present)"
)


def nobody(owner: str | None) -> bool:
    """Whether an owner's cell names nobody who answers for the risk: blank, "Vacant", "TBC", "Head of People (vacant)"."""
    text = " ".join((owner or "").split()).casefold().rstrip(".")
    bare = text.strip(" -–—_*()[]{}\"'“”‘’.…!")
    return (
        not bare
        or bare in _NOBODY
        or any(each.fullmatch(bare) for each in (_VACANT, _TO_COME))
        or (_VACANT.fullmatch(text) is not None)
    )
