"""A report compared with its own record has not changed in anything, whatever the order of the rows."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from tempfile import mkdtemp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.archive import record
from pipeline.gathering import begin, gather
from pipeline.model.document import Generated
from pipeline.model.records import Besides, History, InputFile, MappingWorkbook, Movement, Report
from pipeline.reconcile import alignment, movement
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
    inputs, _ = gather(begin(folder))
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
    assert (moved.changes, moved.others, moved.besides) == ((), (), {})
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


def the_first(text: str) -> Callable[[Report], MappingWorkbook]:
    """The mapping with another ``text`` in the first row of Controls."""

    def edited(report: Report) -> MappingWorkbook:
        first, *rest = report.mapping.controls
        value: object = date(2017, 12, 4) if text == "last_checked" else "Quite another."
        return replace(report.mapping, controls=(replace(first, **{text: value}), *rest))  # type: ignore[arg-type]

    return edited


def in_alignment(**values: object) -> Callable[[Report], MappingWorkbook]:
    def edited(report: Report) -> MappingWorkbook:
        first, *rest = report.mapping.alignment
        return replace(report.mapping, alignment=(replace(first, **values), *rest))  # type: ignore[arg-type]

    return edited


def other_appetite(report: Report) -> MappingWorkbook:
    met, *rest = report.mapping.organisations
    return replace(report.mapping, organisations=(replace(met, appetite=met.bands[0].name), *rest))


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (the_first("description"), {Besides.CONTROL_DESCRIPTION}),
        (the_first("name"), {Besides.CONTROL_NAME}),
        (the_first("reference"), {Besides.CONTROL_REFERENCE}),
        (the_first("owner"), {Besides.CONTROL_OWNER}),
        (the_first("evidence"), {Besides.EVIDENCE}),
        (the_first("progress"), {Besides.PROGRESS}),
        (the_first("last_checked"), {Besides.LAST_CHECKED}),
        (in_alignment(residual_risk="Quite another."), {Besides.RESIDUAL_RISK}),
        (in_alignment(trend_reason="Quite another."), {Besides.TREND_REASON}),
        (in_alignment(number=77), {Besides.NUMBER}),
        (other_appetite, {Besides.APPETITE}),
    ],
)
def test_what_is_printed_besides_is_compared_too(edit: Callable[[Report], MappingWorkbook], told: set[Besides]) -> None:
    report = the_case("December")
    past = record.read(record.write(report, (), NO_WORDS, state="issued", version="1"), "r")
    mapping = edit(report)
    aligned, _ = alignment.reconcile(mapping, report.registers, past)
    moved = movement.compare(mapping, report.registers, aligned, History(past))
    assert moved.changes == ()
    assert set(moved.besides) == told


def test_a_record_that_lacks_them_says_nothing_of_them() -> None:
    report = the_case("December")
    content = json.loads(record.write(report, (), NO_WORDS, state="issued", version="1"))
    content["schema"] = 0
    for theme in content["aligned_risks"]:
        del theme["residual_risk"]
        for control in theme["controls"]:
            del control["owner"]
    past = record.read(json.dumps(content).encode(), "r")
    mapping = the_first("owner")(replace(report, mapping=in_alignment(residual_risk="Quite another.")(report)))
    aligned, _ = alignment.reconcile(mapping, report.registers, past)
    assert movement.compare(mapping, report.registers, aligned, History(past)).besides == {}
