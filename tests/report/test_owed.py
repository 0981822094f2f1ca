"""A template that leaves out what the report owes is asked about."""

from __future__ import annotations

import pytest

from pipeline.report.catalogue import full_page
from pipeline.report.fields import listing
from pipeline.report.owed import OWED, left_out, on_page
from tests.report import pages
from tests.report.word_files import filled, para, shipped, template


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


def said_of(source: bytes) -> list[tuple[str, str]]:
    page = pages.founding()
    return [(each.subject, each.message) for each in on_page(source, "ours.docx", filled(source, page), page)]


@pytest.mark.parametrize("page", [pages.founding(), full_page()], ids=["founding", "full"])
def test_the_shipped_template_passes_nothing_over(page: pages.Page) -> None:
    assert on_page(shipped(), "panel-report.docx", filled(shipped(), page), page) == ()


def risks(loop: str, inner: str = "{{ risk.heading }}") -> bytes:
    return template(para(loop), para(inner), para("{%p endfor %}"))


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (risks("{%p for risk in risks %}"), []),
        (risks("{%p for risk in risks if risk.name != 'Money' %}"), ["Risk 3: Money"]),
        (risks("{%p for risk in risks[:3] %}"), ["Risk 4: Insight"]),
        (risks("{%p for risk in risks %}", "{{ risk.heading }} {% if loop.first %}{{ risk.residual_risk }}{% endif %}"), ["risks[].residual_risk"]),
        (risks("{%p for risk in risks %}", "{{ risk.heading }}{% for row in risk.rows %}{% if row.owner == 'nobody' %}{{ row.owner }}{% endif %}{% endfor %}"), ["risks[].rows[].owner"]),
        (template(para("{%p if promises and not promises %}"), para("{{ narrative.purpose }}"), para("{%p endif %}")), ["narrative.purpose"]),
    ],
)  # fmt: skip
def test_what_a_condition_of_the_template_keeps_back_is_told(source: bytes, said: list[str]) -> None:
    assert [subject for subject, _ in said_of(source)] == said


def test_a_risk_that_is_passed_over_is_told_by_its_heading_alone() -> None:
    ((_, message),) = said_of(
        risks("{%p for risk in risks if risk.name != 'Money' %}", "{{ risk.heading }} {{ risk.residual_risk }}")
    )
    assert "leaves out “Risk 3: Money” (a condition" in message
