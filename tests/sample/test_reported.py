"""The sample and the case of three organisations, read, reconciled and checked: right, and silent but for notes."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path

import pytest

from pipeline import run
from pipeline.archive import record
from pipeline.model.document import Generated
from pipeline.model.findings import Severity
from pipeline.model.records import ChangeKind
from tests.sample import build, mapping_rows, three


def examine(inputs: Path, outputs: Path) -> run.Examined:
    return run.examine(inputs, outputs, lambda _: nullcontext())


@pytest.fixture(scope="module")
def quarters(tmp_path_factory: pytest.TempPathFactory) -> tuple[run.Examined, run.Examined]:
    """September as a first report, then December compared with September as issued."""
    folder = tmp_path_factory.mktemp("quarters")
    build.write_september(folder / "september")
    build.write_december(folder / "december")
    outputs = folder / "outputs"
    issued = outputs / "2017-09-26" / "issued"
    issued.mkdir(parents=True)
    first = examine(folder / "september", outputs)
    written = record.write(first.report, first.findings, Generated("", (), {}), state="issued", version="0")
    (issued / "record.json").write_bytes(written)
    assert json.loads(written)["meeting_date"] == "2017-09-26"
    return first, examine(folder / "december", outputs)


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> run.Examined:
    folder = tmp_path_factory.mktemp("three")
    three.write_case(folder / "inputs")
    (folder / "outputs").mkdir()
    return examine(folder / "inputs", folder / "outputs")


def louder_than_a_note(examined: run.Examined) -> list[str]:
    return [f"{f.code}: {f.message}" for f in examined.findings if f.severity is not Severity.NOTE]


def test_both_quarters_and_the_other_case_are_silent_but_for_notes(
    quarters: tuple[run.Examined, run.Examined], others: run.Examined
) -> None:
    for examined in (*quarters, others):
        assert louder_than_a_note(examined) == []


def test_december_shows_every_kind_of_change_that_september_prepared(
    quarters: tuple[run.Examined, run.Examined],
) -> None:
    first, second = quarters
    assert first.report.movement.previous is None
    assert second.report.movement.previous is not None
    changes = [(change.kind, change.aligned_risk) for change in second.report.movement.changes]
    assert sorted(changes) == sorted(
        [
            (ChangeKind.RISK_REOWNED, "Risk 2: Governance"),
            (ChangeKind.RISK_RESCORED, "Risk 2: Governance"),
            (ChangeKind.TREND_CHANGED, "Risk 2: Governance"),
            (ChangeKind.STATUS_UP, "Risk 2: Governance"),
            (ChangeKind.LEVEL_CHANGED, "Risk 2: Governance"),
            (ChangeKind.ALIGNED_RENAMED, "Risk 3: Money"),
            (ChangeKind.RISK_RESCORED, "Risk 3: Money"),
            (ChangeKind.TREND_CHANGED, "Risk 3: Money"),
            (ChangeKind.CONTROL_NEW, "Risk 3: Money"),
            (ChangeKind.STATUS_DOWN, "Risk 3: Money"),
            (ChangeKind.STATUS_DOWN, "Risk 3: Money"),
            (ChangeKind.DUE_MOVED, "Risk 3: Money"),
            (ChangeKind.RISK_REWORDED, "Risk 4: Insight"),
            (ChangeKind.CONTROL_NOW_JOINT, "Risk 4: Insight"),
        ]
    )
    assert {change.item.split()[0] for change in second.report.movement.others} == {"M02", "M12", "M16", "OPC-09"}


def test_the_joint_controls_of_december(quarters: tuple[run.Examined, run.Examined]) -> None:
    aligned = quarters[1].report.aligned_risks
    assert [risk.label for risk in aligned] == [f"Risk {row[0]}: {row[1]}" for row in mapping_rows.ALIGNMENT]
    assert [(risk.name, str(risk.shown_working), len(risk.joint), len(risk.potential)) for risk in aligned] == [
        ("Safeguarding", "Partly shown", 4, 0),
        ("Governance", "Mostly shown", 3, 1),
        ("Money", "Partly shown", 4, 0),
        ("Insight", "Partly shown", 3, 0),
    ]


def test_three_organisations_are_reported_by_their_own_scales_and_words(others: run.Examined) -> None:
    reported = {
        (aligned.label, position.organisation.name, risk.risk.id): risk
        for aligned in others.report.aligned_risks
        for position in aligned.positions
        for risk in position.risks
    }
    assert list(reported) == [(row.aligned_risk, row.organisation, row.id) for row in three.EXPECTED]
    for expected, risk in zip(three.EXPECTED, reported.values(), strict=True):
        assert risk.rating is not None
        assert (risk.risk.owner, risk.trend, risk.rating.name, risk.risk.current.score) == (
            expected.owner, expected.trend, expected.rating, expected.score,
        )  # fmt: skip


def test_an_organisation_without_a_risk_there_is_named(others: run.Examined) -> None:
    empty = [
        (aligned.label, position.organisation.name)
        for aligned in others.report.aligned_risks
        for position in aligned.positions
        if not position.risks
    ]
    assert tuple(empty) == three.NO_RISK_HERE
    assert {risk.label: str(risk.shown_working) for risk in others.report.aligned_risks} == three.SHOWN_WORKING
