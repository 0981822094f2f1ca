"""differences.xlsx: how the report that was sent differs from the one that was generated, and whose words those are."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model.document import Difference, DifferenceKind
from pipeline.report.tables import Column, Sheet, workbook

_DELETED = "[deleted]"
_NOT_THERE = "[not there]"
_MOVED = "[moved] "

WORDING_COLUMNS = ("Organisation", "Risk", "Field", "As reported", "Reason", "Agreed by", "Date")


def build(differences: Sequence[Difference], wording: Sequence[Sequence[str]], *, title: str, meeting: str) -> bytes:
    """The workbook. ``wording``: lines ready for the Wording sheet of mapping.xlsx, in its columns."""
    return workbook(
        (_differences(differences, meeting), _wording(wording)),
        {"title": f"Differences: {title}", "subject": meeting},
        day=meeting,
    )


def _differences(differences: Sequence[Difference], meeting: str) -> Sheet:
    return Sheet(
        "Differences", "Differences", "As sent, and as generated", f"Meeting of {meeting}",
        (
            Column("Where", 24), Column("As generated", 34), Column("As sent", 34), Column("Belongs to", 20),
            Column("Organisation", 13), Column("File", 18), Column("Sheet", 14), Column("Cell", 10),
            Column("Also printed, unchanged, at", 26),
            Column("Also printed, with other words, at", 26),
        ),
        tuple(
            (
                one.where,
                one.was or _NOT_THERE,
                (_MOVED if one.kind is DifferenceKind.MOVED else "") + one.now or _DELETED,
                one.origin.whose, one.origin.organisation, one.origin.place.file, one.origin.place.sheet,
                one.origin.place.cell, "\n".join(one.unchanged_at),
                "\n".join(one.differently_at),
            )
            for one in differences
        ),
    )  # fmt: skip


def _wording(lines: Sequence[Sequence[str]]) -> Sheet:
    widths = (14, 10, 13, 60, 36, 20, 18)
    return Sheet(
        "Wording", "Wording", "Lines for the sheet Wording of mapping.xlsx",
        "Copy them there if these words are to be printed again. Else the report prints the register's own.",
        tuple(Column(heading, width) for heading, width in zip(WORDING_COLUMNS, widths, strict=True)),
        tuple(tuple(line) for line in lines),
    )  # fmt: skip
