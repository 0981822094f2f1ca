"""README.md keeps its word."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.model.findings import CATALOGUE
from tests.golden import ROOT, readme_with_findings


def test_every_finding_stands_under_when_it_stops() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme_with_findings(readme) == readme, "run: make golden"
    assert all(f"| `{code}`" in readme for code in CATALOGUE)


def test_every_file_it_names_is_there() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#]+)\)", readme)
    assert links
    assert [link for link in links if "://" not in link and not (ROOT / Path(link)).exists()] == []


def test_every_code_that_is_used_is_in_the_catalogue_and_the_other_way_round() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "pipeline").rglob("*.py")))
    catalogue = (ROOT / "pipeline" / "model" / "findings.py").read_text(encoding="utf-8")
    elsewhere = source.replace(catalogue, "")
    assert [code for code in CATALOGUE if f'"{code}"' not in elsewhere] == []
