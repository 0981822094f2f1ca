"""record.json: the contract's shape, the same bytes each time, and the same report when read back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.archive import record
from pipeline.archive.record import RecordDamaged, read
from pipeline.archive.words import from_json
from pipeline.model.document import Generated, Origin, Paragraph, Role, Value
from pipeline.model.findings import Finding, find
from pipeline.model.records import (
    ControlKind,
    ControlStatus,
    Exposure,
    Movement,
    PastAlignedRisk,
    PastControl,
    PastReport,
    PastRisk,
    Place,
    Report,
    ShownWorking,
    Trend,
)
from tests.reconcile import builders

FINDINGS = (
    find("owner-missing", "Met risk M09 has no risk owner.", Place("met.xlsx", "Risks", "D7"), subject="Met M09", field="owner", organisation="Met"),
)  # fmt: skip

GENERATED = Generated(
    "abc",
    (
        Paragraph("Risk 3: Money", "Risk 3: Money", "_said_1", (Value("risks[0].heading", 0, 13),)),
        Paragraph("Working, due 1 May", "Risk 3: Money, table 1, row 2", "", (Value("a", 0, 7), Value("b", 13, 18))),
        Paragraph("Static words", "Purpose, paragraph 1"),
    ),
    {
        "risks[0].heading": Origin(Role.MAPPING, Place("mapping.xlsx", "Alignment", "B4"), "", "Risk 3", "name"),
        "a": Origin(Role.RULE),
        "b": Origin(Role.REGISTER, Place("met.xlsx", "Risks", "D7"), "Met", "M09", "owner"),
    },
)


def write(report: Report, findings: tuple[Finding, ...], *, state: str, version: str) -> bytes:
    return record.write(report, findings, GENERATED, state=state, version=version)


@pytest.fixture(scope="module")
def report() -> Report:
    return builders.a_report()


def written(report: Report, **how: str) -> dict[str, object]:
    content = json.loads(write(report, FINDINGS, **{"state": "made", "version": "1.0", **how}))
    assert isinstance(content, dict)
    return content


# --- writing --------------------------------------------------------------------------------------


def test_the_keys_are_those_of_the_contract_in_its_order_then_the_words_what_lies_beside_and_the_files(
    report: Report,
) -> None:
    assert list(written(report)) == [
        "schema", "version", "panel", "title", "meeting_date", "period", "state", "inputs", "previous",
        "organisations", "aligned_risks", "narrative", "findings", "document", "beside", "files",
    ]  # fmt: skip


def test_the_head_of_the_record(report: Report) -> None:
    content = written(report, state="draft", version="9.9")
    assert {key: content[key] for key in ("schema", "version", "panel", "title", "meeting_date", "period", "state")} == {
        "schema": 1,
        "version": "9.9",
        "panel": "Audit Panel",
        "title": "Alignment of Risks",
        "meeting_date": "2017-12-19",
        "period": "Quarter 3 2017-18",
        "state": "draft",
    }  # fmt: skip
    assert content["previous"] == "2017-09-26/issued/record.json"
    assert written(builders.a_report(past=False))["previous"] is None
    assert content["inputs"][2] == {  # type: ignore[index]
        "role": "register",
        "organisation": "Met",
        "file": "met-register.xlsx",
        "sha256": "c" * 64,
    }


def test_a_risk_is_as_in_read_json_with_what_was_printed(report: Report) -> None:
    aligned = written(report)["aligned_risks"]
    governance = aligned[1]  # type: ignore[index]
    assert (governance["number"], governance["name"]) == (2, "Governance")
    mopac = governance["risks"][1]
    assert mopac["cells"]["owner"] == "D5"
    assert {key: mopac[key] for key in mopac if key != "cells"} == {
        "organisation": "MOPAC",
        "row": 5,
        "id": "P02",
        "title": "Title of P02",
        "description": "Oversight of the service is too thin.",
        "cause": None,
        "consequence": None,
        "category": None,
        "owner": "Chief Finance Officer",
        "inherent": {"likelihood": 4, "impact": 4, "score": None, "rating": None},
        "current": {"likelihood": 2, "impact": 3, "score": None, "rating": None},
        "target": {"likelihood": 2, "impact": 2, "score": None, "rating": None},
        "previous_score": None,
        "trend": "falling",
        "trend_reason": "The oversight board has met twice.",
        "appetite": None,
        "controls": [],
        "control_effectiveness": None,
        "actions": ["Carry on with the plan"],
        "status": None,
        "restricted": None,
        "last_reviewed": None,
        "next_review": None,
        "rating": "Medium",
        "trend_printed": "falling",
        "as_reported": None,
        "owner_reported": None,
    }


def test_a_control_has_every_column_and_its_status(report: Report) -> None:
    governance = written(report)["aligned_risks"][1]  # type: ignore[index]
    assert governance["controls"][1] == {
        "reference": "C-GOV-2",
        "aligned_risk": "Governance",
        "name": "Scheme of delegation",
        "description": report.aligned_risks[1].potential[0].control.description,
        "kind": "Potential",
        "run_by": ["Met", "MOPAC"],
        "owner": "Head of Strategy",
        "in_place": "No",
        "working": None,
        "assurance": None,
        "evidence": None,
        "last_checked": None,
        "review_months": None,
        "due": "2018-03-31",
        "progress": "Being drawn up.",
        "restricted": None,
        "status": "Not in place",
    }
    assert governance["level"] == report.aligned_risks[1].shown_working.value


def test_risks_under_no_aligned_risk_are_kept_with_their_organisation(report: Report) -> None:
    organisations = written(report)["organisations"]
    assert [(o["name"], [r["id"] for r in o["other_risks"]]) for o in organisations] == [  # type: ignore[attr-defined]
        ("Met", ["M05"]),
        ("MOPAC", ["P05"]),
    ]
    assert organisations[0]["bands"][0] == {"name": "Low", "low": 1, "high": 4}  # type: ignore[index]


def test_narrative_and_findings(report: Report) -> None:
    content = written(report)
    assert content["narrative"]["Legal implications"] == "What is to be said under legal implications."  # type: ignore[index]
    assert content["findings"] == [
        {
            "severity": "block",
            "code": "owner-missing",
            "message": "Met risk M09 has no risk owner.",
            "file": "met.xlsx",
            "sheet": "Risks",
            "cell": "D7",
            "subject": "Met M09",
            "field": "owner",
            "remedy": FINDINGS[0].remedy,
            "organisation": "Met",
            "accepted": "",
        }
    ]


def test_same_report_same_bytes(report: Report) -> None:
    first = write(report, FINDINGS, state="made", version="1")
    assert write(builders.a_report(), FINDINGS, state="made", version="1") == first
    assert first.endswith(b"}\n")
    assert first.decode().splitlines()[1] == ' "schema": 1,'


def test_a_file_name_that_is_no_utf8_is_kept(report: Report) -> None:
    odd = replace(report.inputs[0], file="mapping\udcff.xlsx")
    data = write(replace(report, inputs=(odd,)), (), state="made", version="1")
    assert read(data, "x").inputs == {"mapping mapping\udcff.xlsx": "a" * 64}


# --- reading back -----------------------------------------------------------------------------------


def test_read_back_it_says_what_was_reported(report: Report) -> None:
    past = read(write(report, FINDINGS, state="issued", version="1"), "2017-12-19/issued/record.json")
    assert (past.file, past.panel, past.title) == ("2017-12-19/issued/record.json", "Audit Panel", "Alignment of Risks")
    assert (past.meeting_date, past.period, past.state) == (date(2017, 12, 19), "Quarter 3 2017-18", "issued")
    governance = past.aligned_risks[1]
    assert (governance.number, governance.name) == (2, "Governance")
    assert governance.level is report.aligned_risks[1].shown_working
    assert governance.risks[1] == PastRisk(
        "MOPAC",
        "P02",
        title="Title of P02",
        description="Oversight of the service is too thin.",
        owner="Chief Finance Officer",
        current=Exposure(2, 3),
        target=Exposure(2, 2),
        rating="Medium",
        trend=Trend.FALLING,
    )
    delegation = governance.controls[1]
    assert (delegation.reference, delegation.name, delegation.kind) == (
        "C-GOV-2",
        "Scheme of delegation",
        ControlKind.POTENTIAL,
    )
    assert (delegation.status, delegation.due) == (ControlStatus.NOT_IN_PLACE, date(2018, 3, 31))
    assert [(risk.organisation, risk.id) for risk in past.other_risks] == [("Met", "M05"), ("MOPAC", "P05")]
    assert past.inputs["register met-register.xlsx"] == "c" * 64
    assert past.narrative["Purpose"] == "What is to be said under purpose."


def test_an_agreed_owner_stands_beside_the_register_s_own() -> None:
    report = builders.a_report(wording=(builders.a_wording("MOPAC", "P02", "Acting director", field="owner"),))
    mopac = written(report)["aligned_risks"][1]["risks"][1]  # type: ignore[index]
    assert (mopac["owner"], mopac["owner_reported"]) == ("Chief Finance Officer", "Acting director")
    past = read(write(report, (), state="issued", version="1"), "r").aligned_risks[1].risks[1]
    assert (past.owner, past.owner_reported, past.owner_printed) == (
        "Chief Finance Officer", "Acting director", "Acting director",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("keys", "printed"),
    [
        ({"owner": "Director"}, "Director"),  # as older versions wrote it
        ({"owner": "Director", "owner_reported": None}, "Director"),
        ({"owner": "Director", "owner_reported": ""}, ""),
        ({}, None),
    ],
)
def test_the_owner_that_a_record_says_was_printed(keys: dict[str, object], printed: str | None) -> None:
    risk = {"organisation": "Met", "id": "M1", **keys}
    content = LEAST | {"aligned_risks": [{"number": 1, "name": "Money", "risks": [risk]}]}
    assert read(json.dumps(content).encode(), "r").aligned_risks[0].risks[0].owner_printed == printed


LEAST = {"panel": "P", "title": "T", "meeting_date": "2017-09-26", "aligned_risks": []}


def test_unknown_keys_are_ignored_and_missing_ones_are_not_stated() -> None:
    content = LEAST | {
        "mood": "good",
        "aligned_risks": [
            {"number": 1, "name": "Money", "colour": "red", "risks": [{"organisation": "Met", "id": "M1", "x": 1}]},
            {"number": 2, "name": "Insight", "controls": [{"reference": "C1", "name": "Board"}]},
        ],
    }
    assert read(json.dumps(content).encode(), "r") == PastReport(
        "r", "P", "T", date(2017, 9, 26), "", "",
        (
            PastAlignedRisk(
                1, "Money",
                (PastRisk("Met", "M1", unstated=frozenset(("current", "target", "owner", "trend", "words"))),),
                (), unstated=frozenset(("controls", "trend_reason")),
            ),
            PastAlignedRisk(
                2, "Insight", (), (PastControl("C1", "Board"),), unstated=frozenset(("risks", "trend_reason")),
            ),
        ),
        unstated=frozenset(("organisations",)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"panel": None}, "it has no panel"),
        ({"title": 7}, "its title is not a text"),
        ({"meeting_date": "26/09/2017"}, "'26/09/2017', is not a date such as 2017-09-26"),
        ({"meeting_date": None}, "it has no meeting_date"),
        ({"aligned_risks": None}, "it does not hold the aligned risks"),
        ({"aligned_risks": {}}, "its aligned_risks has another form"),
        ({"aligned_risks": [1]}, "its aligned_risks has another form"),
        ({"aligned_risks": [{"name": "Money"}]}, "an aligned risk has no number"),
        ({"aligned_risks": [{"number": True, "name": "Money"}]}, "an aligned risk has no number"),
        ({"aligned_risks": [{"number": 1, "name": "Money", "level": "Great"}]}, "its level, 'Great', is not one of"),
        ({"narrative": [1]}, "its narrative has another form"),
        ({"narrative": {"Purpose": None}}, "it has no Purpose"),
        ({"inputs": [{"role": "mapping"}]}, "it has no file"),
        ({"schema": 2}, "it was written by a newer version of this program"),
        ({"schema": "1"}, "its schema is not a whole number"),
        (
            {"aligned_risks": [{"number": 1, "name": "Mon\x00ey"}]},
            "its name holds characters that no document can hold",
        ),
        ({"aligned_risks": [{"number": 1, "name": "Mon\ud800ey"}]}, "its name holds characters that no document"),
        (
            {"organisations": [{"name": "Met", "bands": [{"name": "Low", "low": "1", "high": 4}]}]},
            "its low is not a number",
        ),
        ({"organisations": [{"name": "Met", "impact_levels": 4.5}]}, "its impact_levels is not a whole number"),
    ],
)
def test_what_is_damaged_is_said(change: dict[str, object], says: str) -> None:
    with pytest.raises(RecordDamaged, match=says):
        read(json.dumps(LEAST | change).encode(), "r")


@pytest.mark.parametrize(
    "score", ['"score": NaN', '"score": 1e999', '"score": true', '"score": []', '"score": ' + "9" * 5000]
)
def test_a_score_is_a_number_or_a_word(score: str) -> None:
    current = {"likelihood": None, "impact": None, "score": 0, "rating": None}
    content = json.dumps(
        LEAST
        | {
            "aligned_risks": [
                {"number": 1, "name": "M", "risks": [{"organisation": "Met", "id": "M1", "current": current}]}
            ]
        }
    )
    assert read(content.encode(), "r").aligned_risks[0].risks[0].current.score == 0
    with pytest.raises(RecordDamaged):
        read(content.replace('"score": 0', score).encode(), "r")


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b"\xff\xfe{", b"[" * 200_000, b'{"a":' * 50_000])
def test_what_is_no_record_at_all(data: bytes) -> None:
    with pytest.raises(RecordDamaged, match="it is not the JSON text of a record"):
        read(data, "r")


# As cleaned on the way in: without what no document can hold.
words = st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"), max_size=40)
perhaps = st.none() | words
levels = st.none() | st.integers(-5, 30) | st.floats(-1e9, 1e9) | words
exposures = st.builds(Exposure, levels, levels, levels, perhaps)
trends = st.none() | st.sampled_from(Trend)
ratings = st.none() | st.sampled_from([band.name for band in builders.BANDS])
past_risks = st.builds(
    PastRisk, words, words, perhaps, perhaps, perhaps, exposures, exposures, ratings, trends, perhaps,
    perhaps, perhaps, perhaps,
)  # fmt: skip
past_controls = st.builds(
    PastControl, words, words, st.none() | st.sampled_from(ControlKind), st.sampled_from(ControlStatus),
    st.none() | st.dates(), perhaps, perhaps, perhaps, perhaps,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(said=past_risks, known=past_controls, level=st.sampled_from(ShownWorking))
def test_any_words_and_values_come_back_as_they_were(
    report: Report, said: PastRisk, known: PastControl, level: ShownWorking
) -> None:
    aligned = report.aligned_risks[0]
    position, control = aligned.positions[0], aligned.joint[0]
    reported = replace(
        position.risks[0],
        risk=replace(
            position.risks[0].risk,
            organisation=said.organisation,
            id=said.id,
            title=said.title,
            description=said.description,
            owner=said.owner,
            current=said.current,
            target=said.target,
            appetite=said.appetite,
            restricted=said.restricted,
        ),
        trend=said.trend,
        rating=builders.MET.band_named(said.rating),
        wordings={
            field: builders.a_wording(said.organisation, said.id, agreed, field=field)
            for field, agreed in (("description", said.as_reported), ("owner", said.owner_reported))
            if agreed is not None
        },
    )
    control = replace(
        control,
        control=replace(
            control.control,
            reference=known.reference,
            name=known.name,
            kind=known.kind,
            due=known.due,
            description=known.description,
            evidence=known.evidence,
            progress=known.progress,
            restricted=known.restricted,
        ),
        status=known.status or control.status,
    )
    aligned = replace(
        aligned,
        positions=(replace(position, risks=(reported,)),),
        joint=(control,),
        potential=(),
        shown_working=level,
    )
    changed = replace(report, aligned_risks=(aligned,), movement=Movement(None))
    back = read(write(changed, (), state="made", version="1"), "r").aligned_risks[0]
    risks = tuple(replace(risk, unstated=frozenset()) for risk in back.risks)  # no scale is that of just any name
    assert (risks, back.controls, back.level) == ((said,), (known,), level)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_whatever_stands_anywhere_it_is_read_or_called_damaged(report: Report, data: st.DataObject) -> None:
    content = json.loads(write(report, FINDINGS, state="made", version="1"))
    spot = content
    while True:
        keys = list(spot) if isinstance(spot, dict) else list(range(len(spot)))
        key = data.draw(st.sampled_from(keys))
        if isinstance(spot[key], (dict, list)) and spot[key] and data.draw(st.integers(0, 3)):
            spot = spot[key]
        else:
            spot[key] = data.draw(values)
            break
    try:
        assert isinstance(read(json.dumps(content).encode(), "r"), PastReport)
    except RecordDamaged as damage:
        assert str(damage)


def test_the_words_of_the_document_are_read_back_as_they_were(report: Report) -> None:
    assert from_json(json.loads(write(report, (), state="made", version="1"))["document"]) == GENERATED
