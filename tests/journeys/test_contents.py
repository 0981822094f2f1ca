"""A report with its contents table goes on: issued as Word refreshed it, and read as last quarter's paper."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.ingest.paper.paper import read_paper
from pipeline.report.wordml import Element
from tests.quarter import made_sample
from tests.report.test_contents import flattened, refreshed
from tests.report.word_files import changed
from tests.sample.issued import TEMPLATE

DAY = "2017-12-19"


@pytest.fixture(scope="module")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("quarter")
    made_sample(folder)
    return folder


@pytest.mark.parametrize("change", [refreshed, flattened])
def test_a_contents_table_brought_up_to_date_is_no_difference(
    change: Callable[[Element], None], quarter: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(quarter, tmp_path, dirs_exist_ok=True)
    report = tmp_path / "outputs" / DAY / "panel-report.docx"
    report.write_bytes(changed(report.read_bytes(), change))
    folders = ["--inputs", str(tmp_path / "inputs"), "--outputs", str(tmp_path / "outputs")]
    assert main(["issue", *folders, "--template", str(TEMPLATE)]) == 0
    assert "(as generated)" in capsys.readouterr().out
    issued = tmp_path / "outputs" / DAY / "issued"
    assert {path.name for path in issued.iterdir()} == {"panel-report.docx", "record.json", "inputs.zip"}
    words = [each["text"] for each in json.loads((issued / "record.json").read_bytes())["document"]["paragraphs"]]
    assert words.count("Equality and diversity implications") == 1


def test_a_paper_with_contents_captions_and_references_is_read_without_them(quarter: Path) -> None:
    report = (quarter / "outputs" / DAY / "panel-report.docx").read_bytes()
    paper = read_paper(report, "panel-report.docx")
    assert [(theme.number, theme.name) for theme in paper.themes] == [
        (1, "Safeguarding"), (2, "Governance"), (3, "Money"), (4, "Insight")
    ]  # fmt: skip
    money = paper.themes[2]
    assert money.residual_risk is not None
    assert "Table" not in money.residual_risk
    assert not any("Table" in (risk.description or "") for theme in paper.themes for risk in theme.risks)
    words = [block.text for section in paper.sections for block in section.blocks]
    assert any("Appendix 2 shows which" in text for text in words)
    assert not any(text.startswith(("Table ", "Contents")) for text in words)
    assert "The contents list was left out: the report makes its own." in paper.told
    assert not any("fills in something" in left.why for left in paper.left)
    assert not any(left.words.startswith(("Contents", "Table 3")) for left in paper.left)
