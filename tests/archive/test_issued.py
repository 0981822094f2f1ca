"""What is kept of a report that was sent: its record with the words as issued, and files never overwritten."""

from __future__ import annotations

import errno
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.archive import disk, issued, words
from pipeline.archive.as_issued import File, as_issued
from pipeline.archive.seal import seal, stated
from pipeline.model.document import (
    Difference,
    DifferenceKind,
    Generated,
    Origin,
    Paragraph,
    Role,
    Sent,
    Value,
)
from pipeline.model.errors import OutputsLocked
from pipeline.model.records import Place

RECORD: dict[str, Any] = {
    "schema": 1,
    "state": "made",
    "panel": "Audit Panel",
    "aligned_risks": [
        {
            "number": 1, "name": "Risk", "residual_risk": "Some remains.", "trend_reason": None,
            "risks": [
                {"organisation": "Met", "id": "1", "description": "The register's.", "owner": "ACTP", "rating": "High",
                 "trend_printed": "same", "as_reported": None},
                {"organisation": "MOPAC", "id": "1", "description": "Theirs.", "owner": "CEO", "rating": "Low",
                 "trend_printed": None, "as_reported": "Agreed.", "owner_reported": "Chief"},
            ],
            "controls": [
                {"reference": "C01", "name": "Board", "description": "Meets.", "owner": "A", "kind": "Joint",
                 "status": "Working", "in_place": "Yes", "due": None, "progress": None, "last_checked": "2017-10-01"},
            ],
        },
    ],
    "narrative": {"Purpose": "To note.\nTo agree."},
    "findings": [],
}  # fmt: skip
FILE = File("panel-report.docx", "ab" * 32)
NOTHING = Generated("d", (), {})
MET, MOPAC = (Origin(Role.REGISTER, Place("r.xlsx"), name, "1", "x") for name in ("Met", "MOPAC"))
CONTROL = Origin(Role.MAPPING, Place("mapping.xlsx", "Controls", "D2"), "", "C01", "x")
ALIGNED = Origin(Role.MAPPING, Place("mapping.xlsx", "Alignment", "B2"), "", "Risk 1", "x")


def change(key: str, origin: Origin, was: str, now: str) -> Difference:
    kind = DifferenceKind.CHANGED if now else DifferenceKind.DELETED
    return Difference(kind, "somewhere", was, now, origin, key)


def record_of(*differences: Difference, generated: Generated = NOTHING, sent: Sent | None = None) -> Any:
    sent = sent or Sent("d", generated.paragraphs)
    return json.loads(as_issued(RECORD, generated, sent, differences, FILE))


@pytest.mark.parametrize(
    ("key", "origin", "was", "now", "path", "value"),
    [
        ("risks[0].rows[0].owner", MET, "ACTP", "ACPS", "risks.0.owner_reported", "ACPS"),
        ("risks[0].rows[0].owner", MET, "ACTP", "ACPS", "risks.0.owner", "ACTP"),
        ("risks[0].rows[0].owner", MET, "ACTP", "", "risks.0.owner_reported", ""),
        ("risks[0].rows[0].owner", MET, "ACTP", "–", "risks.0.owner_reported", ""),
        ("risks[0].rows[1].owner", MOPAC, "Chief (as agreed)", "Clerk (as agreed)", "risks.1.owner_reported", "Clerk"),
        ("risks[0].rows[1].owner", MOPAC, "Chief (as agreed)", "Clerk", "risks.1.owner_reported", "Clerk"),
        ("risks[0].rows[0].trend", MET, "↔ Unchanged", "↑ Rising", "risks.1.owner_reported", "Chief"),
        ("risks[0].rows[0].description", MET, "The register's.", "Ours.", "risks.0.as_reported", "Ours."),
        ("risks[0].rows[1].description", MOPAC, "Agreed. (It differs.)", "New. (It differs.)", "risks.1.as_reported", "New."),
        ("risks[0].rows[0].trend", MET, "↔ Unchanged", "↑ Rising", "risks.0.trend_printed", "rising"),
        ("risks[0].rows[0].trend", MET, "↔ Unchanged", "Falling", "risks.0.trend_printed", "falling"),
        ("risks[0].rows[0].trend", MET, "↔ Unchanged", "↑ Unchanged", "risks.0.trend_printed", "same"),
        ("risks[0].rows[0].trend", MET, "↔ Unchanged", "not really rising", "risks.0.trend_printed", "same"),
        ("risks[0].residual[0].rating", replace(MET, field="current.rating"), "High (12)", "Medium (8)", "risks.0.rating", "Medium"),
        ("risks[0].residual[0].target", replace(MET, field="target.rating"), "High (12)", "Low", "risks.0.rating", "High"),
        ("risks[0].heading", ALIGNED, "Risk 1: Risk", "Risk 1: Peril", "name", "Peril"),
        ("risks[0].residual_risk", ALIGNED, "Some remains.", "Much remains.", "residual_risk", "Much remains."),
        ("risks[0].trend_reason", ALIGNED, "", "More cases.", "trend_reason", "More cases."),
        ("risks[0].joint_controls[0].name", CONTROL, "Board", "Joint Board", "controls.0.name", "Joint Board"),
        ("schedule[0].control", CONTROL, "Board", "Joint Board", "controls.0.name", "Joint Board"),
        ("schedule[0].control", CONTROL, "Board", "", "controls.0.name", "Board"),
        ("schedule[0].progress", CONTROL, "–", "Begun.", "controls.0.progress", "Begun."),
        ("schedule[0].due", CONTROL, "–", "31 March 2018", "controls.0.due", "2018-03-31"),
        ("schedule[0].due", CONTROL, "–", "soon", "controls.0.due", None),
        ("schedule[0].last_checked", CONTROL, "1 October 2017", "31 June 2017", "controls.0.last_checked", "2017-10-01"),
        ("risks[0].joint_controls[0].status", CONTROL, "Working", "in place, not proven", "controls.0.status", "In place, not proven"),
        ("risks[0].joint_controls[0].status", CONTROL, "Working", "Splendid", "controls.0.status", "Working"),
    ],
)  # fmt: skip
def test_a_field_takes_the_words_that_were_sent_where_it_can_hold_them(  # noqa: PLR0917
    key: str, origin: Origin, was: str, now: str, path: str, value: object
) -> None:
    record = record_of(change(key, origin, was, now))
    at: Any = record["aligned_risks"][0]
    for step in path.split("."):
        at = at[int(step) if step.isdecimal() else step]
    assert at == value
    assert [(one["was"], one["now"], one["key"]) for one in record["differences"]] == [(was, now, key)]


def test_everything_else_stays_as_it_was_generated() -> None:
    record = record_of(change("risks[0].rows[0].owner", MET, "ACTP", "ACPS"))
    assert record["aligned_risks"][0]["risks"][0].pop("owner_reported") == "ACPS"
    added = {"document", "differences", "state"}
    assert {key: value for key, value in record.items() if key not in added} == {
        key: value for key, value in RECORD.items() if key not in added
    }
    assert (record["state"], record["document"]["sha256"]) == ("issued", FILE.sha256)
    assert RECORD["state"] == "made"


def test_of_two_places_that_print_a_value_otherwise_appendix_1_counts() -> None:
    first = change("risks[0].joint_controls[0].owner", CONTROL, "A", "B")
    second = change("schedule[0].owner", CONTROL, "A", "C")
    for both in ((first, second), (second, first)):
        assert record_of(*both)["aligned_risks"][0]["controls"][0]["owner"] == "B"
        assert len(record_of(*both)["differences"]) == 2


def test_what_only_repeats_a_value_says_nothing_against_its_own_place() -> None:
    repeated = replace(change("schedule[0].owner", CONTROL, "A", "C"), unchanged_at=("Risk 1",))
    assert record_of(repeated)["aligned_risks"][0]["controls"][0]["owner"] == "A"
    own = replace(change("risks[0].joint_controls[0].owner", CONTROL, "A", "C"), unchanged_at=("Appendix 2",))
    assert record_of(own)["aligned_risks"][0]["controls"][0]["owner"] == "C"


def _said(text: str, number: int, key: str = "") -> Paragraph:
    return Paragraph(text, "here", f"_said_{number}", (Value(key, 0, len(text)),) if key else ())


PURPOSE = Origin(Role.NARRATIVE, Place("narrative.docx", "Purpose"), subject="Purpose", field="purpose")
GENERATED = Generated(
    "d",
    (
        Paragraph("Purpose", "Purpose"),
        _said("To note.", 1, "narrative.purpose[0]"),
        _said("To agree.", 2, "narrative.purpose[1]"),
        Paragraph("Key considerations", "Key considerations"),
    ),
    {"narrative.purpose[0]": PURPOSE, "narrative.purpose[1]": PURPOSE},
)


@pytest.mark.parametrize(
    ("texts", "differences", "expected"),
    [
        (["To note it.", "To agree."], [change("narrative.purpose[0]", PURPOSE, "To note.", "To note it.")], "To note it.\nTo agree."),
        (["To note.", ""], [change("narrative.purpose[1]", PURPOSE, "To agree.", "")], "To note."),
        (["To note.", "To agree.", "To act."], [Difference(DifferenceKind.ADDED, "Purpose", "", "To act.", PURPOSE)], "To note.\nTo agree.\nTo act."),
        (["", "", "To act."], [Difference(DifferenceKind.ADDED, "Purpose", "", "To act.", PURPOSE)], "To act."),
    ],
)  # fmt: skip
def test_the_narrative_is_kept_as_sent(texts: list[str], differences: list[Difference], expected: str) -> None:
    own = [
        Paragraph(text, "Purpose", f"_said_{at}" if at < 3 else "") for at, text in enumerate(texts, start=1) if text
    ]
    sent = Sent("d", (GENERATED.paragraphs[0], *own, GENERATED.paragraphs[3]))
    assert record_of(*differences, generated=GENERATED, sent=sent)["narrative"] == {"Purpose": expected}


def test_the_document_is_the_words_as_sent_and_an_untouched_paragraph_keeps_its_values() -> None:
    sent = Sent("d", (Paragraph("To note it.", "Purpose", "_said_1"), Paragraph("To agree.", "Purpose", "_said_2")))
    document = record_of(generated=GENERATED, sent=sent)["document"]
    read = words.from_json(document)
    assert [(one.text, bool(one.values)) for one in read.paragraphs] == [("To note it.", False), ("To agree.", True)]
    assert read.origins == {"narrative.purpose[1]": PURPOSE}
    assert (document["digest"], document["file"]) == ("d", "panel-report.docx")


# --- the folder ------------------------------------------------------------------------------------


def _set(number: int, content: bytes = b"as sent") -> dict[str, bytes]:
    record = {"document": {"sha256": content.decode(), "digest": f"seal {number}"}, "differences": []}
    return {
        issued.numbered("panel-report.docx", number): content,
        issued.numbered("record.json", number): json.dumps(record).encode(),
        issued.numbered("inputs.zip", number): b"inputs",
    }


def test_what_is_issued_again_stands_beside_the_first(tmp_path: Path) -> None:
    issued.put(tmp_path, _set(1, b"one"))
    assert issued.next_number(tmp_path) == 2
    issued.put(tmp_path, _set(2, b"two"))
    place = tmp_path / "issued"
    assert (place / "panel-report.docx").read_bytes() == b"one"
    assert (place / "panel-report-2.docx").read_bytes() == b"two"
    assert issued.issued_as(tmp_path, sha256="one") == place / "panel-report.docx"
    assert issued.issued_as(tmp_path, digest="seal 2") == place / "panel-report-2.docx"
    assert issued.issued_as(tmp_path, sha256="three") is None
    assert issued.last_issued(tmp_path) == place / "panel-report-2.docx"


def test_the_record_comes_last_and_a_cut_off_issue_is_completed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved: list[str] = []

    def full(path: Path) -> None:
        if path.name == "record.json":
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        moved.append(path.name)
        path.with_name(f".{path.name}.part").replace(path)

    with monkeypatch.context() as patched:
        patched.setattr(disk, "move_in", full)
        with pytest.raises(OutputsLocked, match="the disk is full"):
            issued.put(tmp_path, _set(1))
    assert sorted(moved) == ["inputs.zip", "panel-report.docx"]
    assert sorted(path.name for path in (tmp_path / "issued").iterdir()) == sorted(moved)
    issued.put(tmp_path, _set(1))
    assert issued.next_number(tmp_path) == 2


def test_a_file_that_stands_in_the_way_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "issued").mkdir()
    (tmp_path / "issued" / "inputs.zip").write_bytes(b"a person's")
    with pytest.raises(OutputsLocked, match=r"inputs\.zip is there without a record"):
        issued.put(tmp_path, _set(1))
    assert [path.name for path in (tmp_path / "issued").iterdir()] == ["inputs.zip"]


def test_a_record_is_found_by_the_seal_wherever_its_set_has_gone(tmp_path: Path) -> None:
    for place, digest in (("", "now"), ("superseded/1", "first"), ("superseded/2", "second")):
        folder = tmp_path / "2017-12-19" / place
        folder.mkdir(parents=True, exist_ok=True)
        document = words.as_json(replace(GENERATED, digest=digest))
        (folder / "record.json").write_text(json.dumps({"panel": place, "document": document}))
    (tmp_path / "2017-09-26").mkdir()
    (tmp_path / "2017-09-26" / "record.json").write_bytes(b"damaged")
    for digest, place in (("now", ""), ("first", "superseded/1"), ("second", "superseded/2")):
        made = issued.made_from(tmp_path, digest)
        assert made is not None
        assert (made.folder, made.record["panel"]) == (tmp_path / "2017-12-19", place)
        assert made.generated == replace(GENERATED, digest=digest)
    assert issued.made_from(tmp_path, "another") is None
    assert issued.made_from(tmp_path, "") is None


def test_the_inputs_are_zipped_to_the_same_bytes_in_any_order() -> None:
    one = issued.zipped({"inputs/b": b"2", "inputs/a": b"1"})
    assert one == issued.zipped({"inputs/a": b"1", "inputs/b": b"2"})
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert archive.namelist() == ["inputs/a", "inputs/b"]


def test_the_seal_is_stated_even_where_it_no_longer_fits(tmp_path: Path) -> None:
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>',
        "a.xml": "<a/>",
    }
    plain = issued.zipped({name: text.encode() for name, text in parts.items()})
    sealed = seal(plain)
    with zipfile.ZipFile(io.BytesIO(sealed)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    edited = issued.zipped(members | {"a.xml": b"<b/>"})
    assert len(stated(sealed)) == 64
    assert stated(edited) == stated(sealed)
    assert stated(plain) == stated(b"no package") == ""
