"""A report compared with its own record has not changed in anything, whatever the order of the rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from tempfile import mkdtemp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.archive import record
from pipeline.model.document import Generated
from pipeline.model.records import History, InputFile, Movement, Report
from pipeline.reconcile import alignment, movement
from pipeline.run import gather
from tests.sample.build import write_december, write_september
from tests.sample.three import write_case

CASES: dict[str, Callable[[Path], object]] = {
    "December": write_december,
    "September": write_september,
    "three organisations": write_case,
}


NO_WORDS = Generated("", (), {})  # of the document: nothing here is about them


@cache
def the_case(name: str) -> Report:
    folder = Path(mkdtemp(prefix="own-record-"))
    CASES[name](folder)
    inputs, _ = gather(folder)
    aligned, _ = alignment.reconcile(inputs.mapping, inputs.registers, None)
    files: tuple[InputFile, ...] = inputs.files
    return Report(inputs.mapping, inputs.registers, inputs.narrative, aligned, Movement(None), files)


@pytest.mark.parametrize("name", CASES)
@settings(max_examples=15, deadline=None)
@given(random=st.randoms(use_true_random=False))
def test_a_report_compared_with_its_own_record_has_not_changed(name: str, random: Random) -> None:
    report = the_case(name)
    past = record.read(record.write(report, (), NO_WORDS, state="issued", version="1"), "r")
    mixed = tuple(
        replace(register, risks=tuple(random.sample(register.risks, len(register.risks))))
        for register in report.registers
    )
    controls = tuple(random.sample(report.mapping.controls, len(report.mapping.controls)))
    mapping = replace(report.mapping, controls=controls)
    aligned, findings = alignment.reconcile(mapping, mixed, past)
    moved = movement.compare(mapping, mixed, aligned, History(past))
    assert (moved.changes, moved.others) == ((), ())
    assert all(then == now for then, now in (one.points for one in moved.ratings))
    assert all(then == now for then, now in (one.points for one in moved.due_dates))
    assert [finding.code for finding in findings if "renum" in finding.code or "renam" in finding.code] == []


def test_and_it_would_speak() -> None:
    """The same comparison with one owner changed."""
    report = the_case("December")
    past = record.read(record.write(report, (), NO_WORDS, state="issued", version="1"), "r")
    met, *others = report.registers
    risks = tuple(replace(risk, owner="Somebody else") if risk.id == "M03" else risk for risk in met.risks)
    registers = (replace(met, risks=risks), *others)
    aligned, _ = alignment.reconcile(report.mapping, registers, past)
    changes = movement.compare(report.mapping, registers, aligned, History(past)).changes
    assert [change.item for change in changes] == ["M03"]
