"""Which report is compared with, and what is said of those that are not."""

from __future__ import annotations

import errno
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from pipeline.archive.files import put_set
from pipeline.archive.history import find
from pipeline.model.errors import OutputsLocked
from pipeline.model.findings import Finding, Severity
from pipeline.model.records import History
from tests.archive.sets import a_set

DECEMBER = date(2017, 12, 19)
REGISTERS = {"met.xlsx": "m3", "mopac.xlsx": "p3"}


def a_record(
    day: str, *, panel: str = "Audit Panel", title: str = "Joint risks", registers: Mapping[str, str] | None = None, period: str = ""
) -> bytes:  # fmt: skip
    return json.dumps(
        {
            "panel": panel,
            "title": title,
            "meeting_date": day,
            "period": period,
            "aligned_risks": [],
            "inputs": [{"role": "mapping", "file": "mapping.xlsx", "sha256": "x"}]
            + [{"role": "register", "file": name, "sha256": digest} for name, digest in (registers or {}).items()],
        }
    ).encode()


def outputs_with(tmp_path: Path, records: Mapping[str, bytes]) -> Path:
    for name, data in records.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    return tmp_path


def looked_up(
    outputs: Path, registers: Mapping[str, str] = REGISTERS, *, meeting: date = DECEMBER
) -> tuple[History, tuple[Finding, ...]]:
    return find(outputs, panel="Audit Panel", title="Joint risks", meeting_date=meeting, registers=registers)


def issued(day: str, name: str = "record.json", **how: str) -> dict[str, bytes]:
    return {f"{day}/issued/{name}": a_record(day, **how)}  # type: ignore[arg-type]


def made(day: str, **how: str) -> dict[str, bytes]:
    return {f"{day}/record.json": a_record(day, **how)}  # type: ignore[arg-type]


# --- which one ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ({}, None),
        (issued("2017-09-26"), "2017-09-26/issued/record.json"),
        (issued("2017-06-20") | issued("2017-09-26"), "2017-09-26/issued/record.json"),
        (issued("2017-09-26") | issued("2017-12-19") | issued("2018-03-20"), "2017-09-26/issued/record.json"),
        (issued("2017-09-26") | issued("2017-10-10", panel="Ethics Panel"), "2017-09-26/issued/record.json"),
        (issued("2017-09-26") | issued("2017-10-10", title="Other"), "2017-09-26/issued/record.json"),
        (issued("2017-09-26", panel="AUDIT  Panel"), "2017-09-26/issued/record.json"),
        (issued("2017-09-26") | issued("2017-09-26", "record-2.json"), "2017-09-26/issued/record-2.json"),
        (
            issued("2017-09-26", "record-9.json") | issued("2017-09-26", "record-10.json"),
            "2017-09-26/issued/record-10.json",
        ),
        ({"Autumn/issued/record.json": a_record("2017-09-26")}, "Autumn/issued/record.json"),
    ],
)
def test_the_latest_issued_of_this_panel_and_title_before_the_meeting(
    tmp_path: Path, records: dict[str, bytes], expected: str | None
) -> None:
    history, findings = looked_up(outputs_with(tmp_path, records))
    assert (history.last.file if history.last else None) == expected
    assert findings == ()


def renamed(day: str, **names: object) -> dict[str, bytes]:
    """Issued under other names than it was made with."""
    return {f"{day}/issued/record.json": json.dumps(json.loads(a_record(day)) | names).encode()}


@pytest.mark.parametrize(
    "then",
    [
        renamed("2017-09-26", title="Risks together", other_titles=["Joint risks"]),
        renamed("2017-09-26", panel="Audit and Risk Panel", other_panels=["Audit Panel"]),
        renamed("2017-09-26", other_titles=["Risks together"]),
    ],
)
def test_a_report_that_was_renamed_as_it_was_issued_is_found_by_either_name(
    tmp_path: Path, then: dict[str, bytes]
) -> None:
    outputs = outputs_with(tmp_path, issued("2017-06-20") | then)
    history, findings = looked_up(outputs)
    assert [one.meeting_date.month for one in history.records] == [9, 6]
    assert findings == ()


def test_what_was_issued_before_a_renaming_is_found_by_the_new_name(tmp_path: Path) -> None:
    then = renamed("2017-09-26", title="Joint risks", other_titles=["Risks together"])
    history, findings = looked_up(outputs_with(tmp_path, issued("2017-06-20", title="Risks together") | then))
    assert [one.meeting_date.month for one in history.records] == [9, 6]
    assert findings == ()


def test_a_title_that_was_never_issued_to_a_panel_with_another_is_asked_about(tmp_path: Path) -> None:
    outputs = outputs_with(tmp_path, issued("2017-06-20", title="Older") | issued("2017-09-26", title="Other"))
    history, (query,) = looked_up(outputs)
    assert history == History()
    assert (query.code, query.severity, query.subject) == ("title-unknown", Severity.QUERY, "Joint risks")
    assert "the last one issued is 'Other' of 26 September 2017" in query.message
    assert "write 'Other' as Title in the Meeting sheet" in query.remedy
    elsewhere = outputs_with(tmp_path / "elsewhere", issued("2017-09-26", panel="Ethics Panel", title="Other"))
    assert looked_up(elsewhere) == (History(), ())


def test_a_panel_that_was_never_issued_a_report_where_another_had_this_title_is_asked_about(tmp_path: Path) -> None:
    outputs = outputs_with(
        tmp_path, issued("2017-06-20", panel="Ethics Panel") | issued("2017-09-26", panel="Older Panel")
    )
    history, (query,) = looked_up(outputs)
    assert history == History()
    assert (query.code, query.severity) == ("panel-unknown", Severity.QUERY)
    assert "issued to the Older Panel on 26 September 2017" in query.message
    mixed = outputs_with(tmp_path / "mixed", issued("2017-06-20") | issued("2017-09-26", panel="Ethics Panel"))
    history, found = looked_up(mixed)
    assert [one.meeting_date.month for one in history.records] == [6]
    assert found == ()


def test_no_outputs_folder_is_a_first_report(tmp_path: Path) -> None:
    assert looked_up(tmp_path / "none") == (History(), ())


def test_an_outputs_folder_that_can_not_be_looked_into_is_no_first_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outputs = outputs_with(tmp_path, issued("2017-09-26"))

    def refuse(folder: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(folder))

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(OutputsLocked, match="can't be read: it is open in another program, or you have no right to it"):
        looked_up(outputs)


# --- made, never issued ---------------------------------------------------------------------------


def test_a_report_made_but_not_issued_is_named_and_not_taken(tmp_path: Path) -> None:
    outputs = outputs_with(tmp_path, issued("2017-06-20") | made("2017-09-26"))
    history, (query,) = looked_up(outputs)
    assert history.last is not None
    assert history.last.meeting_date == date(2017, 6, 20)
    assert (query.code, query.severity) == ("last-not-issued", Severity.QUERY)
    assert query.message == (
        "The report to the meeting of 26 September 2017 was made but not issued; "
        "compared with 20 June 2017. If it was sent: make issue."
    )
    assert query.file == "2017-09-26/record.json"


def test_with_nothing_issued_it_is_named_all_the_same(tmp_path: Path) -> None:
    history, (query,) = looked_up(outputs_with(tmp_path, made("2017-09-26")))
    assert history == History()
    assert "made but not issued; there is no earlier one to compare with." in query.message


@pytest.mark.parametrize(
    "records",
    [
        issued("2017-09-26") | made("2017-09-26"),
        issued("2017-09-26") | made("2017-06-20"),
        issued("2017-09-26") | made("2017-12-19"),
        issued("2017-09-26") | made("2018-03-20"),
        issued("2017-09-26") | made("2017-10-10", panel="Ethics Panel"),
        issued("2017-09-26") | {"2017-06-20/record.json": b"{"},
        issued("2017-09-26") | {"notes/record.json": b"{"},
    ],
)
def test_quiet_where_nothing_later_was_left_unissued(tmp_path: Path, records: dict[str, bytes]) -> None:
    assert looked_up(outputs_with(tmp_path, records))[1] == ()


def test_an_unissued_record_that_can_not_be_read_is_named_by_its_folder(tmp_path: Path) -> None:
    _, (query,) = looked_up(outputs_with(tmp_path, issued("2017-06-20") | {"2017-09-26/record.json": b"{"}))
    assert query.code == "last-not-issued"
    assert "meeting of 26 September 2017" in query.message
    assert "can't be read: it is not the JSON text of a record." in query.message


def test_one_made_from_the_same_registers_may_be_of_a_meeting_that_has_moved(tmp_path: Path) -> None:
    outputs = outputs_with(tmp_path, issued("2017-09-26") | made("2017-12-19", registers=REGISTERS))  # type: ignore[arg-type]
    history, (query,) = looked_up(outputs, meeting=date(2018, 1, 9))
    assert history.last is not None
    assert history.last.meeting_date == date(2017, 9, 26)
    assert query.message == (
        "The report to the meeting of 19 December 2017 was made but not issued; compared with 26 September 2017. "
        "If it was sent: make issue. It was made from the same registers as this one: if the meeting has moved to "
        "9 January 2018, delete the folder 2017-12-19."
    )
    _, (other,) = looked_up(outputs, {"met.xlsx": "m4", "mopac.xlsx": "p4"}, meeting=date(2018, 3, 20))
    assert other.message.endswith("If it was sent: make issue.")


# --- damaged ---------------------------------------------------------------------------------------


def test_a_damaged_issued_record_is_a_block_and_nothing_older_is_taken(tmp_path: Path) -> None:
    records = issued("2017-06-20") | {"2017-09-26/issued/record.json": b"{}"}
    history, (block,) = looked_up(outputs_with(tmp_path, records))
    assert history == History(unreadable="2017-09-26/issued/record.json")
    assert (block.code, block.severity, block.file) == (
        "record-damaged",
        Severity.BLOCK,
        "2017-09-26/issued/record.json",
    )
    assert "can't be read: it has no panel." in block.message


def broken(day: str, **how: str) -> bytes:
    """A record that can't be read, and says whose it is."""
    return a_record(day, **how).replace(b'"aligned_risks": []', b'"aligned_risks": 7')  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "records",
    [
        {"2017-06-20/issued/record.json": b"{}"},
        {"2017-12-19/issued/record.json": b"{}"},
        {"2018-03-20/issued/record.json": b"{}"},
        {"2017-10-10/issued/record.json": broken("2017-10-10", panel="Ethics Panel")},
        {"2017-10-10/issued/record.json": broken("2017-10-10", title="Other")},
        {"Spring/issued/record.json": broken("2018-03-20")},
        {"2017-09-26/issued/record.json": b"{}", "2017-09-26/issued/record-2.json": a_record("2017-09-26")},
    ],
)
def test_one_that_could_not_be_the_one_is_passed_over(tmp_path: Path, records: dict[str, bytes]) -> None:
    history, findings = looked_up(outputs_with(tmp_path, issued("2017-09-26") | records))
    assert findings == ()
    assert history.last is not None
    assert history.last.meeting_date == date(2017, 9, 26)


@pytest.mark.parametrize(
    ("file", "data"),
    [
        ("2017-09-26/issued/record-2.json", b"{}"),
        ("2017-10-10/issued/record.json", b"{}"),
        ("2017-10-10/issued/record.json", broken("2017-10-10")),
        ("Autumn/issued/record.json", b""),
        ("Autumn/issued/record.json", broken("2017-10-10")),
    ],
)
def test_one_that_may_be_the_one_keeps_all_others_from_being_taken(tmp_path: Path, file: str, data: bytes) -> None:
    history, (block,) = looked_up(outputs_with(tmp_path, issued("2017-09-26") | {file: data}))
    assert history == History(unreadable=file)
    assert (block.code, block.file) == ("record-damaged", file)


def test_a_report_filed_as_issued_without_its_record(tmp_path: Path) -> None:
    history, (block,) = looked_up(outputs_with(tmp_path, {"2017-09-26/issued/panel-report.docx": b"PK"}))
    assert history.unreadable == block.file == "2017-09-26/issued/record.json"
    assert "it is not there" in block.message


def test_the_record_of_a_newer_version_is_said_with_what_helps(tmp_path: Path) -> None:
    newer = a_record("2017-09-26").replace(b"{", b'{"schema": 2, ', 1)
    _, (block,) = looked_up(outputs_with(tmp_path, {"2017-09-26/issued/record.json": newer}))
    assert "it was written by a newer version of this program" in block.message
    assert block.remedy == "Use the newer version for this report too."


@pytest.mark.parametrize("name", ["record.json", "record-2.json"])
def test_a_folder_in_the_place_of_a_record(tmp_path: Path, name: str) -> None:
    (outputs_with(tmp_path, issued("2017-09-26")) / "2017-10-10" / "issued" / name).mkdir(parents=True)
    _, (block,) = looked_up(tmp_path)
    assert "it is a folder" in block.message


def test_a_record_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outputs = outputs_with(tmp_path, issued("2017-09-26"))

    def refuse(path: Path) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    history, (block,) = looked_up(outputs)
    assert history.unreadable == "2017-09-26/issued/record.json"
    assert "you have no right to it" in block.message


def test_an_older_record_is_there_to_look_back_in(tmp_path: Path) -> None:
    records = issued("2017-03-20") | issued("2017-09-26") | issued("2017-06-20") | issued("2017-06-20", "record-2.json")
    history, _ = looked_up(outputs_with(tmp_path, records))
    assert [past.file for past in history.earlier] == [
        "2017-06-20/issued/record-2.json",
        "2017-03-20/issued/record.json",
    ]


# --- registers new, date the same --------------------------------------------------------------------


def run(outputs: Path, version: str, **registers: str) -> list[str]:
    """One run as far as the archive knows: look, then put; the codes it says."""
    files = {f"{name}.xlsx": digest for name, digest in registers.items()}
    _, findings = looked_up(outputs, files)
    record = a_record("2017-12-19", registers=files, period=f"{version} {[f.code for f in findings]}")
    put_set(outputs / "2017-12-19", a_set(version), record)
    return [finding.code for finding in findings]


def test_all_registers_new_and_the_date_the_same_is_asked_about_on_every_run(tmp_path: Path) -> None:
    assert run(tmp_path, "A", met="1", mopac="1") == []
    assert run(tmp_path, "A", met="1", mopac="1") == []
    assert run(tmp_path, "B", met="2", mopac="2") == ["date-unchanged"]
    superseded = sorted((tmp_path / "2017-12-19" / "superseded").iterdir())
    assert run(tmp_path, "B", met="2", mopac="2") == ["date-unchanged"]
    assert sorted((tmp_path / "2017-12-19" / "superseded").iterdir()) == superseded
    assert run(tmp_path, "other words", met="2", mopac="2") == ["date-unchanged"]


def test_one_register_corrected_is_the_same_quarter(tmp_path: Path) -> None:
    assert run(tmp_path, "A", met="1", mopac="1") == []
    assert run(tmp_path, "B", met="2", mopac="1") == []
    assert run(tmp_path, "B", met="2", mopac="1") == []
    assert run(tmp_path, "C", met="2", mopac="2") == []


def test_a_file_renamed_is_not_new(tmp_path: Path) -> None:
    assert run(tmp_path, "A", met="1", mopac="1") == []
    assert run(tmp_path, "B", met_december="1", mopac="2") == []


def test_back_to_the_earlier_registers(tmp_path: Path) -> None:
    for version, digest, says in (("A", "1", []), ("B", "2", ["date-unchanged"]), ("A", "1", ["date-unchanged"])):
        assert run(tmp_path, version, met=digest, mopac=digest) == says
        assert run(tmp_path, version, met=digest, mopac=digest) == says


def test_new_registers_after_the_report_of_this_date_was_issued(tmp_path: Path) -> None:
    sent = {"2017-12-19/issued/record.json": a_record("2017-12-19", registers={"met.xlsx": "m2", "mopac.xlsx": "p2"})}
    _, (query,) = looked_up(outputs_with(tmp_path, sent))
    assert query.message.startswith("All registers are new since the report to the meeting of 19 December 2017")


@pytest.mark.parametrize("name", ["record.json", "issued/record.json"])
def test_another_panels_record_on_this_date_is_refused(name: str, tmp_path: Path) -> None:
    outputs = outputs_with(tmp_path, {f"2017-12-19/{name}": a_record("2017-12-19", panel="Ethics Panel")})
    with pytest.raises(OutputsLocked, match="another panel's report, 'Ethics Panel'; this report is for 'Audit Panel'"):
        looked_up(outputs)
    assert looked_up(outputs, meeting=date(2018, 3, 20))[0] == History()


@pytest.mark.parametrize(("panel", "codes"), [("Ethics Panel", []), ("audit  panel", ["date-unchanged"])])
def test_the_date_is_held_against_this_panels_records_alone(panel: str, codes: list[str], tmp_path: Path) -> None:
    earlier = a_record("2017-12-19", panel=panel, registers={"met.xlsx": "m1", "mopac.xlsx": "p1"})
    outputs = outputs_with(tmp_path, {"2017-12-19/superseded/1/record.json": earlier})
    assert [finding.code for finding in looked_up(outputs)[1]] == codes
