"""Registers of known content in random looks are read back exactly, or a finding says what is not.

``GENERATED=5000 pytest tests/generator`` makes more of them; ``GENERATED_FROM=1234 GENERATED=1`` makes one again.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from pipeline.ingest.registers.layouts import read_layout
from pipeline.ingest.registers.register import read_register
from tests.generator.look import make_case
from tests.generator.oracle import Judged, judge
from tests.generator.sheets import Case
from tests.generator.writers import FORMATS, format_of

COUNT = int(os.environ.get("GENERATED", "320"))
FIRST = int(os.environ.get("GENERATED_FROM", "0"))
SHARES = 4  # the seeds, dealt out to as many tests, so that they run beside one another
EXACT = 0.97


def read_back(seed: int, folder: Path) -> tuple[Case, list[Judged]]:
    """The register of this seed, written, read and judged."""
    form = format_of(seed)
    case = make_case(seed, form.ending, form.able)
    path = folder / f"register-{seed}.{form.ending}"
    form.write(case, path)
    return case, judged_at(path, case)


def judged_at(path: Path, case: Case) -> list[Judged]:
    """The register in this file, read and judged; the file is gone then."""
    folder = path.parent
    layout = None
    if case.layout:
        (folder / "layout.toml").write_text(case.layout, encoding="utf-8")
        layout, faults = read_layout(folder / "layout.toml", "layout.toml")
        assert faults == ()
    register, findings = read_register(path, name=path.name, organisation="Northshire", layout=layout)
    path.unlink()
    return list(judge(case, register, findings))


@pytest.mark.parametrize("share", range(SHARES))
def test_read_back_exactly_or_said(share: int, tmp_path: Path) -> None:
    silent: list[str] = []
    counts: Counter[str] = Counter()
    right: Counter[str] = Counter()
    worst: list[tuple[int, str]] = []
    for seed in range(FIRST + share, FIRST + COUNT, SHARES):
        case, judged = read_back(seed, tmp_path)
        counts.update(one.field for one in judged)
        right.update(one.field for one in judged if one.right)
        quiet = [str(one) for one in judged if one.silent]
        if quiet:
            silent.append(f"{case}\n    " + "\n    ".join(quiet[:6]))
        wrong = [one.field for one in judged if not one.right]
        if wrong:
            worst.append((len(wrong), f"{case}\n    not read: {dict(Counter(wrong))}"))
    assert not silent, f"{len(silent)} registers read wrong, and nothing says so:\n" + "\n".join(silent[:12])
    total, exact = counts.total(), right.total()
    shares = ", ".join(f"{name} {right[name] / counts[name]:.1%} of {counts[name]}" for name in sorted(counts))
    worst.sort(reverse=True)
    examples = "\n".join(text for _, text in worst[:8])
    assert total == 0 or COUNT < 50 or exact / total >= EXACT, (
        f"{exact / total:.2%} of {total} values: {shares}\n{examples}"
    )


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_old_workbooks_are_read_back_exactly_or_said(tmp_path: Path) -> None:
    form = FORMATS[0]
    cases = [make_case(seed, "xls", form.able) for seed in range(FIRST, FIRST + 200)]
    # Signs in Wingdings are rare, and what a change of format is most likely to lose.
    cases = [case for case in cases if _has_wingdings(case)][:4] + cases[:16]
    own, saved = tmp_path / "own", tmp_path / "saved"
    own.mkdir()
    for number, case in enumerate(cases):
        form.write(case, own / f"{number}.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xls:MS Excel 97", "--outdir", str(saved)]
    subprocess.run([*command, *map(str, sorted(own.iterdir()))], check=True, capture_output=True, timeout=240)
    judged = [judged_at(saved / f"{number}.xls", case) for number, case in enumerate(cases)]
    silent = [f"{case}\n    {one}" for case, all_ in zip(cases, judged, strict=True) for one in all_ if one.silent]
    assert not silent, "\n".join(silent[:12])
    signs = [
        one
        for case, all_ in zip(cases, judged, strict=True)
        if _has_wingdings(case)
        for one in all_
        if one.field == "trend"
    ]
    assert any(one.right and one.got for one in signs)
    values = [one for all_ in judged for one in all_]
    assert sum(one.right for one in values) >= EXACT * len(values), [str(one) for one in values if not one.right][:12]


def _has_wingdings(case: Case) -> bool:
    return any(piece.font == "Wingdings" for piece in case.sheet.cells.values())


def test_a_seed_always_makes_the_same_register() -> None:
    for form in FORMATS:
        one, two = (make_case(7, form.ending, form.able) for _ in range(2))
        assert one == two
        assert str(one) == str(two)
