"""Random single faults in the sample quarter are found, each by its code and at its place; random changes that do no
harm are passed over.

``SEEDED=2000 pytest tests/journeys/test_seeded.py`` draws more of them; ``SEEDED_FROM=1234 SEEDED=1`` draws one again.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import asdict
from difflib import unified_diff
from pathlib import Path
from random import Random

import pytest

from pipeline.model.findings import CATALOGUE, Finding, Severity
from pipeline.report.review.letters import letters
from pipeline.run import Examined, examine
from tests.seeded.faults import KINDS as FAULTS
from tests.seeded.harmless import KINDS as HARMLESS
from tests.seeded.harmless import OTHER_ORDER
from tests.seeded.in_registers import restrict_in_register, restricted_in_register
from tests.seeded.once import read_once
from tests.seeded.quarter import RISKS, Quarter

COUNT = int(os.environ.get("SEEDED", "200"))
FIRST = int(os.environ.get("SEEDED_FROM", "0"))
SHORT = 12  # letters of a text that says too little to be known again
SHARES = 4  # the seeds, dealt out to as many tests, so that they run beside one another


@pytest.fixture(autouse=True)
def _read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read_once(monkeypatch)


def examined(quarter: Quarter) -> Examined:
    quarter.save()
    return examine(quarter.inputs, quarter.outputs, lambda _: nullcontext())


def drawn(seed: int, kinds: list[str]) -> tuple[str, Random]:
    """The kind of this seed, each in its turn, and what is random about it."""
    return kinds[seed % len(kinds)], Random(seed)


def of_place(finding: Finding) -> tuple[str, str, str]:
    return finding.file, finding.sheet, finding.cell


def line(finding: Finding) -> str:
    return f"{finding.severity} {finding.code} at {' '.join(of_place(finding))}: {finding.message}"


def seen_by_others(of: Examined, restricted: Sequence[str] = ()) -> list[str]:
    """What stands in a text for one body of another's risks that are under no aligned risk, or are restricted."""
    addresses = {finding.cell for finding in of.findings}
    return [
        f"{letter.organisation} is told of {risk.id}: {words}"
        for letter in letters(of.findings, of.report)
        for risk in RISKS
        if risk.organisation != letter.organisation and (risk.theme is None or risk.id in restricted)
        if risk.id not in addresses  # M11 is a cell, and a risk of the Met's
        for words in (risk.id, *(secret for secret in risk.secrets if len(secret) > SHORT))
        if re.search(rf"(?<!\w){re.escape(words)}(?!\w)", letter.text)
    ]


def not_found(kind: str, seed: int, folder: Path) -> list[str]:
    """What is wrong with how a fault was told of."""
    quarter = Quarter(folder)
    told = FAULTS[kind](quarter, Random(seed))
    report = examined(quarter)
    findings = report.findings
    of_code = [f for f in findings if f.code == told.code]
    severity = CATALOGUE[told.code].severity
    wrong = []
    if not any(of_place(f) in told.where for f in of_code):
        wrong.append(f"not told by {told.code} at {told.where}")
    if any(f.severity is not severity for f in of_code):
        wrong.append(f"not as a {severity}")
    beside = [f for f in findings if f.severity is not Severity.NOTE and f.code not in (told.code, *told.also)]
    if beside:
        wrong.append("more is told than it bears on")
    wrong += seen_by_others(report)
    shutil.rmtree(folder)
    if not wrong:
        return []
    said = [line(f) for f in findings if f in beside or f in of_code or f.severity is not Severity.NOTE]
    return ["\n    ".join((f"seed {seed}, {kind}: {told.what}: {'; '.join(wrong)}", *said))]


@pytest.mark.parametrize("share", range(SHARES))
def test_a_fault_is_found_by_its_code_at_its_place(share: int, tmp_path: Path) -> None:
    wrong: list[str] = []
    for seed in range(FIRST + share, FIRST + COUNT, SHARES):
        kind, _ = drawn(seed, list(FAULTS))
        wrong += not_found(kind, seed, tmp_path / str(seed))
    assert not wrong, f"{len(wrong)} of {COUNT}:\n" + "\n".join(wrong)


@pytest.mark.parametrize("share", range(SHARES))
def test_no_body_is_sent_what_it_must_not_see_of_the_others(share: int, tmp_path: Path) -> None:
    """With a risk restricted beside the fault. Each body is told of its own."""
    wrong: list[str] = []
    told_of_their_own = 0
    for seed in range(FIRST + share, FIRST + COUNT // 3, SHARES):
        kind, _ = drawn(seed, [name for name, put in FAULTS.items() if put is not restricted_in_register])
        quarter = Quarter(tmp_path / str(seed))
        restrict = Random(seed).choice(("OPC-02", "OPC-05", "OPC-06", "OPC-11"))
        restrict_in_register(quarter, restrict)
        told = FAULTS[kind](quarter, Random(seed))
        of = examined(quarter)
        wrong += [f"seed {seed}, {kind}: {told.what}: {one}" for one in seen_by_others(of, [restrict])]
        told_of_their_own += sum(letter.count for letter in letters(of.findings, of.report))
        shutil.rmtree(tmp_path / str(seed))
    assert not wrong, "\n".join(wrong)
    assert told_of_their_own or COUNT < 100


def heard(kind: str, seed: int, folder: Path, before: str) -> list[str]:
    """What is said of a harmless change, and what of the report is another by it."""
    quarter = Quarter(folder)
    what = HARMLESS[kind](quarter, Random(seed))
    after = examined(quarter)
    shutil.rmtree(folder)
    wrong = [line(f) for f in after.findings if f.severity is not Severity.NOTE]
    if kind != OTHER_ORDER and printed(after) != before:
        wrong += list(unified_diff(before.splitlines(), printed(after).splitlines(), n=0))[:20]
    return ["\n    ".join((f"seed {seed}, {kind}: {what}", *wrong))] if wrong else []


def printed(of: Examined) -> str:
    """Every word of the report, a line each; without the names of the registers' files."""
    words = json.dumps(asdict(of.page), indent=0, default=str, ensure_ascii=False)
    return "\n".join(line for line in words.splitlines() if not line.startswith('"register": '))


@pytest.mark.parametrize("share", range(SHARES))
def test_a_harmless_change_is_passed_over(share: int, tmp_path: Path) -> None:
    before = printed(examined(Quarter(tmp_path / "before")))
    wrong: list[str] = []
    for seed in range(FIRST + share, FIRST + COUNT, SHARES):
        kind, _ = drawn(seed, list(HARMLESS))
        wrong += heard(kind, seed, tmp_path / str(seed), before)
    assert not wrong, f"{len(wrong)} of {COUNT}:\n" + "\n".join(wrong)
