"""The expected outputs of the sample quarter, as text; ``python -m tests.golden`` rewrites them.

``tests/golden/*.txt``: the Word report, the briefing and the workbook; ``record.json`` but for the words of the report, which
stand in the first; ``findings.txt`` and ``changes.txt``: every word that the tables of tests/checks and tests/reconcile bring
about; and the table of finding codes in README.md.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from pipeline.model.findings import CATALOGUE, Mender
from tests import as_text
from tests.quarter import made_sample

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"
BEGIN, END = "<!-- findings: written by `make golden` -->", "<!-- /findings -->"


def expected_texts(outputs: Path) -> dict[str, str]:
    """The set in ``outputs`` as golden files: name → text."""
    return {
        "panel-report.txt": as_text.word((outputs / "panel-report.docx").read_bytes()),
        "briefing.txt": as_text.word((outputs / "briefing.docx").read_bytes()),
        "appendix-tables.txt": as_text.workbook((outputs / "appendix-tables.xlsx").read_bytes()),
        "record.json": _record(outputs / "record.json"),
    }


def _record(path: Path) -> str:
    content = json.loads(path.read_bytes())
    del content["document"]
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def findings_table() -> str:
    """The catalogue as README.md shows it, a table for each who can mend."""
    lines: list[str] = []
    for mender in Mender:
        codes = [code for code in CATALOGUE.values() if code.mender is mender]
        if not codes:
            continue
        lines += [f"**{mender.value}**", "", "| code | | what it means | what to do |", "|---|---|---|---|"]
        lines += [
            f"| `{c.code}`{'' if c.lowerable else ' †'} | {c.severity.words} | {c.means} | {c.to_do} |" for c in codes
        ]
        lines.append("")
    return "\n".join(lines)


def readme_with_findings(readme: str) -> str:
    """README.md with the table of findings brought up to date."""
    before, rest = readme.split(BEGIN)
    return f"{before}{BEGIN}\n{findings_table()}{END}{rest.split(END)[1]}"


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        outputs = made_sample(Path(folder))
        GOLDEN.mkdir(exist_ok=True)
        for name, text in expected_texts(outputs).items():
            (GOLDEN / name).write_text(text, encoding="utf-8", newline="\n")
    from tests.checks.test_said import all_that_is_said
    from tests.reconcile.test_told import all_that_is_told

    (GOLDEN / "findings.txt").write_text(all_that_is_said(), encoding="utf-8", newline="\n")
    (GOLDEN / "changes.txt").write_text(all_that_is_told(), encoding="utf-8", newline="\n")
    readme = ROOT / "README.md"
    readme.write_text(readme_with_findings(readme.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    sys.stdout.write("tests/golden and the table of findings in README.md are up to date: read the difference.\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
