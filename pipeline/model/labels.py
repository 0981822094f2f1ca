"""The label of an aligned risk, ``Risk 2: Governance``, and its two parts: it is made and taken apart here alone."""

from __future__ import annotations

_RISK = "Risk "


def label(number: int, name: str) -> str:
    """The heading an aligned risk stands under."""
    return f"{_RISK}{number}: {name}"


def name_in(labelled: str) -> str:
    """``Governance``; nothing of no label."""
    return labelled.partition(": ")[2]


def numbered(labelled: str) -> str:
    """``2 Governance``, as it stands in a table; nothing of no label."""
    return labelled.removeprefix(_RISK).replace(":", "", 1)
