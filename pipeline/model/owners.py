"""What people write in an owner's cell where there is nobody."""

from __future__ import annotations

_NOBODY = (
    "vacant", "none", "nobody", "tbc", "tba", "tbd", "to be confirmed", "to be agreed", "to be appointed", "n/a", "na",
    "-", "–", "?", "unknown", "unassigned", "not assigned",
)  # fmt: skip


def nobody(owner: str | None) -> bool:
    """Whether an owner's cell names nobody: blank, "Vacant", "TBC"."""
    return not owner or " ".join(owner.split()).casefold().rstrip(".") in _NOBODY
