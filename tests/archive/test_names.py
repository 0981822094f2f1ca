"""Which names in a meeting's folder are the program's own."""

from __future__ import annotations

import pytest

from pipeline.archive.names import Names

OURS = Names(("public/A note, v2.docx", "DRAFT-brief-3.docx"), frozenset({"record.json", "review.html"}))


@pytest.mark.parametrize(
    "name",
    [
        "panel-report.docx", "panel-report-2.docx", "DRAFT-panel-report-10.docx", "appendix-tables-2.xlsx", "record.json",
        "panel-report.pdf", "panel-report-2.pdf", "A note, v2.docx", "A note, v2-7.docx", "A note, v2.pdf",
        "DRAFT-brief-3.docx", "DRAFT-brief-3-2.docx",
    ],
)  # fmt: skip
def test_its_own(name: str) -> None:
    assert name in OURS


@pytest.mark.parametrize(
    "name",
    [
        "panel-report-1.docx", "panel-report-02.docx", "panel-report-2-.docx", "panel-report.docx.bak", "Panel-report.docx",
        "panel-report.xlsx", "appendix-tables.pdf", "A note, v3.docx", "A note, v2.xlsx", "brief-3.docx", "record-2.json",
        "record.pdf", "", "notes.txt",
    ],
)  # fmt: skip
def test_not_its_own(name: str) -> None:
    assert name not in OURS
