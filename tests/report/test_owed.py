"""A template that leaves out what the report owes is asked about."""

from __future__ import annotations

import pytest

from pipeline.report.fields import listing
from pipeline.report.owed import OWED, left_out
from tests.report.word_files import para, shipped, template


def test_the_shipped_template_leaves_nothing_out() -> None:
    assert left_out(shipped(), "panel-report.docx") == ()


def test_every_path_is_a_field_of_the_page() -> None:
    paths = [line.split(" ")[0] for line in listing()]
    assert [path for path, _ in OWED if not any(one == path or one.startswith(path) for one in paths)] == []


@pytest.mark.parametrize(("path", "missed"), OWED)
def test_what_is_left_out_is_named(path: str, missed: str) -> None:
    findings = left_out(template(para("{{ meeting.panel }}")), "ours.docx")
    (found,) = (finding for finding in findings if finding.subject == path)
    assert (found.code, found.file) == ("template-leaves-out", "ours.docx")
    assert missed in found.message
