"""The copy of the mapping workbook that holds what was edited in the report."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from pipeline.ingest.mapping.mapping import read_mapping
from pipeline.ingest.mapping.updated import REASON, Updated, update
from pipeline.model.document import Difference, DifferenceKind, Origin, Role
from pipeline.model.records import MappingWorkbook, Place
from tests.sample.build import write_december

MEETING = date(2017, 12, 19)


@pytest.fixture(scope="module")
def mapping(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("december") / "inputs"
    write_december(folder)
    return folder / "mapping.xlsx"


def read(path: Path) -> MappingWorkbook:
    return read_mapping(path, "mapping.xlsx")[0]


def changed(place: Place, was: str, now: str, *, key: str = "schedule[0].progress", field: str = "") -> Difference:
    return Difference(DifferenceKind.CHANGED, "", was, now, Origin(Role.MAPPING, place, field=field), key)


def reworded(now: str, *, organisation: str = "Met", risk: str = "1", field: str = "description") -> Difference:
    origin = Origin(Role.REGISTER, Place("met-register.xlsx", "Risks", "C9"), organisation, risk, field)
    return Difference(DifferenceKind.CHANGED, "", "As it was.", now, origin, f"risks[0].rows[0].{field}")


def updated(path: Path, *differences: Difference) -> Updated:
    return update(path, "mapping.xlsx", differences, MEETING)


def reread(copy: Updated, tmp_path: Path) -> MappingWorkbook:
    assert copy.workbook is not None
    (tmp_path / "mapping.xlsx").write_bytes(copy.workbook)
    return read(tmp_path / "mapping.xlsx")


def members(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def cells(package: bytes) -> dict[tuple[str, str], tuple[object, str, bool]]:
    """Sheet and address → value, number format and whether its text is wrapped, of every cell with a value."""
    book = openpyxl.load_workbook(io.BytesIO(package))
    return {
        (sheet.title, cell.coordinate): (cell.value, cell.number_format, bool(cell.alignment.wrap_text))
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def test_a_changed_control_is_changed_in_its_cell_and_nowhere_else(mapping: Path, tmp_path: Path) -> None:
    control = read(mapping).controls[0]
    place = control.source.place("description")
    copy = updated(mapping, changed(place, str(control.description), "Both bodies meet =monthly+1 & <decide>."))
    before, after = cells(mapping.read_bytes()), cells(copy.workbook or b"")
    where = (place.sheet, place.cell)
    assert after.pop(where) == ("Both bodies meet =monthly+1 & <decide>.", *before.pop(where)[1:])
    assert after == before
    assert reread(copy, tmp_path).controls[0].description == "Both bodies meet =monthly+1 & <decide>."


def test_lists_formats_and_the_read_me_stay_byte_for_byte(mapping: Path) -> None:
    control = read(mapping).controls[0]
    copy = updated(mapping, changed(control.source.place("owner"), str(control.owner), "Head of Partnerships"))
    old, new = members(mapping.read_bytes()), members(copy.workbook or b"")
    differ = [name for name in old if old[name] != new[name]]
    assert list(old) == list(new) and len(differ) == 1
    lists = [
        [(rule.sqref, rule.formula1) for rule in sheet.data_validations.dataValidation]
        for package in (mapping.read_bytes(), copy.workbook or b"")
        for sheet in [openpyxl.load_workbook(io.BytesIO(package))["Controls"]]
    ]
    assert lists[0] and str(lists[0]) == str(lists[1])


def test_the_same_edits_give_the_same_bytes(mapping: Path) -> None:
    assert updated(mapping, reworded("New words.")) == updated(mapping, reworded("New words."))


def test_a_name_within_a_heading_is_told_apart(mapping: Path, tmp_path: Path) -> None:
    row = read(mapping).alignment[2]
    was, now = f"Risk {row.number}: {row.name}", f"Risk {row.number}: Finances"
    copy = updated(mapping, changed(row.source.place("name"), was, now, key="risks[2].heading", field="name"))
    assert reread(copy, tmp_path).alignment[2].name == "Finances"


def test_a_date_stays_a_date(mapping: Path, tmp_path: Path) -> None:
    meeting = read(mapping).meeting
    day = changed(
        meeting.source.place("meeting_date"), "Tuesday 19 December 2017", "9 January 2018", key="meeting.date"
    )
    copy = updated(mapping, day)
    assert reread(copy, tmp_path).meeting.date == date(2018, 1, 9)
    value, number_format, _ = cells(copy.workbook or b"")[meeting.source.sheet, meeting.source.cells["meeting_date"]]
    assert value == datetime(2018, 1, 9) and "mmm" in number_format


def test_a_blank_answer_is_filled_in(mapping: Path, tmp_path: Path) -> None:
    workbook = read(mapping)
    at, control = next((at, one) for at, one in enumerate(workbook.controls) if not one.progress)
    copy = updated(mapping, changed(control.source.place("progress"), "–", "Begun in May."))
    assert reread(copy, tmp_path).controls[at].progress == "Begun in May."


def test_the_words_of_a_register_become_lines_of_the_wording_sheet(mapping: Path, tmp_path: Path) -> None:
    first, second = reworded("Agreed words."), reworded("Others.", organisation="MOPAC", risk="2")
    copy = updated(mapping, first, second)
    then, now = read(mapping).wording, reread(copy, tmp_path).wording
    lines = [
        (one.organisation, one.risk, one.field, one.as_reported, one.reason, one.agreed_by, one.date)
        for one in now[len(then) :]
    ]
    assert lines == [
        ("Met", "1", "description", "Agreed words.", REASON, None, MEETING),
        ("MOPAC", "2", "description", "Others.", REASON, None, MEETING),
    ]
    assert copy.taken == (first, second)


def test_an_owner_and_a_description_of_one_risk_are_a_line_each(mapping: Path, tmp_path: Path) -> None:
    edits = reworded("Director of Change", field="owner"), reworded("Agreed words.")
    copy = updated(mapping, *edits)
    lines = reread(copy, tmp_path).wording[len(read(mapping).wording) :]
    assert [(one.risk, one.field, one.as_reported) for one in lines] == [
        ("1", "owner", "Director of Change"),
        ("1", "description", "Agreed words."),
    ]
    assert copy.taken == edits[::-1] or copy.taken == edits
    assert updated(mapping, edits[0], reworded("Another", field="owner")) == Updated(None, ())


@pytest.mark.parametrize(
    "difference",
    [
        reworded("Rising", field="trend"),
        reworded("Vacant", field="owner"),
        replace(reworded("", field="owner"), now=""),
        replace(reworded("Words."), kind=DifferenceKind.DELETED, now=""),
        changed(Place("mapping.xlsx", "Controls", "row 9"), "a", "b"),
        changed(Place("mapping.xlsx", "No such sheet", "A1"), "a", "b"),
        changed(Place("mapping.xlsx", "Controls", "C2"), "words that the cell does not hold", "b"),
        replace(changed(Place("mapping.xlsx", "Controls", "D2"), "a", ""), kind=DifferenceKind.DELETED),
        replace(changed(Place("mapping.xlsx", "Controls", "H2"), "a", "b"), origin=Origin(Role.RULE)),
    ],
    ids=[
        "trend of a register",
        "owner who is nobody",
        "no owner",
        "deleted text",
        "no cell",
        "no sheet",
        "other words",
        "deleted cell",
        "worked out",
    ],
)
def test_what_nobody_can_tell_is_not_put_in(mapping: Path, difference: Difference) -> None:
    assert updated(mapping, difference) == Updated(None, ())


def test_two_edits_that_disagree_leave_the_cell_alone(mapping: Path) -> None:
    control = read(mapping).controls[0]
    edits = [changed(control.source.place("owner"), str(control.owner), now) for now in ("One", "Another")]
    assert updated(mapping, *edits) == Updated(None, ())
    assert updated(mapping, edits[0], edits[0]).taken == (edits[0], edits[0])
    assert updated(mapping, reworded("One."), reworded("Another.")) == Updated(None, ())


def test_a_formula_stays_a_formula(mapping: Path, tmp_path: Path) -> None:
    control = read(mapping).controls[0]
    place = control.source.place("progress")
    book = openpyxl.load_workbook(mapping)
    book[place.sheet][place.cell] = '="a"&"b"'
    book.save(tmp_path / "formula.xlsx")
    assert updated(tmp_path / "formula.xlsx", changed(place, "ab", "abc")) == Updated(None, ())


def test_edited_agreed_words_are_agreed_anew(mapping: Path, tmp_path: Path) -> None:
    first = updated(mapping, reworded("Agreed words."))
    workbook = reread(first, tmp_path)
    line = workbook.wording[-1]
    tail = " (Wording agreed on 19 December 2017. It differs from the register.)"
    edit = changed(
        line.source.place("as_reported"), f"Agreed words.{tail}", f"Better words.{tail}", key="risks[0].rows[0].description", field="as_reported"
    )  # fmt: skip
    copy = update(tmp_path / "mapping.xlsx", "mapping.xlsx", [edit], date(2018, 3, 20))
    again = reread(copy, tmp_path).wording[-1]
    assert (again.as_reported, again.date, again.source.row) == ("Better words.", date(2018, 3, 20), line.source.row)


OWNER_TAIL = " (as agreed on 19 December 2017; the register has Director)"


@pytest.mark.parametrize(
    ("now", "held"),
    [
        (f"Clerk{OWNER_TAIL}", "Clerk"),
        ("Clerk", "Clerk"),  # the whole cell was typed over
        ("Clerk (as agreed on 19 December 2017)", None),  # nobody can tell
        ("Clerk (as agreed by the Panel)", None),
    ],
)
def test_an_agreed_owner_that_was_edited_again(mapping: Path, tmp_path: Path, now: str, held: str | None) -> None:
    workbook = reread(updated(mapping, reworded("Acting director", field="owner")), tmp_path)
    place = workbook.wording[-1].source.place("as_reported")
    edit = changed(place, f"Acting director{OWNER_TAIL}", now, key="risks[0].rows[0].owner", field="as_reported")
    copy = update(tmp_path / "mapping.xlsx", "mapping.xlsx", [edit], date(2018, 3, 20))
    if held is None:
        assert copy == Updated(None, ())
    else:
        assert reread(copy, tmp_path).wording[-1].as_reported == held


@pytest.mark.parametrize("everywhere", [True, False])
def test_an_organisation_renamed_everywhere_is_renamed_wherever_the_workbook_names_it(
    mapping: Path, tmp_path: Path, everywhere: bool
) -> None:
    before = read(mapping)
    met = before.organisations[0]
    edit = changed(met.source.place("name"), met.name, "MPS", key="risks[0].rows[0].organisation", field="name")
    copy = updated(mapping, edit if everywhere else replace(edit, unchanged_at=("At a glance",)))
    if not everywhere:
        assert copy == Updated(None, ())
        return
    after, findings = read_mapping(_written(copy, tmp_path), "mapping.xlsx")
    assert [one.code for one in findings] == []
    assert (after.organisations[0].name, after.organisations[0].also_called[-1]) == ("MPS", met.name)
    assert [row.ids["MPS"] for row in after.alignment] == [row.ids[met.name] for row in before.alignment]
    assert [one.run_by for one in after.controls] == [
        tuple("MPS" if name == met.name else name for name in one.run_by) for one in before.controls
    ]


@pytest.mark.parametrize(
    ("formerly", "was", "expected"),
    [
        (None, "Money", ("Money",)),
        ("Funding", "Money", ("Funding", "Money")),
        ("Funding; Income", "Money", ("Funding", "Income", "Money")),
        ("Finance, Funding", "Money", ("Funding", "Money")),
        ("Funding", "Money, and savings", ("Funding", "Money, and savings")),
        (None, "Money, and savings", ("Money, and savings",)),
    ],
)
def test_the_old_name_stands_under_formerly(
    mapping: Path, tmp_path: Path, formerly: str | None, was: str, expected: tuple[str, ...]
) -> None:
    book = openpyxl.load_workbook(mapping)
    columns = {cell.value: cell.column for cell in book["Alignment"][1]}
    book["Alignment"].cell(4, columns["Formerly"]).value = formerly
    book["Alignment"].cell(4, columns["Aligned risk"]).value = was
    for row in range(10, 14):
        book["Controls"].cell(row, 2).value = ("Risk 3: " if row % 2 else "") + was
    path = tmp_path / "other.xlsx"
    book.save(path)
    row = read(path).alignment[2]
    copy = updated(path, changed(row.source.place("name"), f"Risk 3: {was}", "Risk 3: Finance", field="name"))
    after = reread(copy, tmp_path)
    assert (after.alignment[2].name, after.alignment[2].formerly) == ("Finance", expected)
    assert [one.source.row for one in after.controls if one.aligned_risk == "Finance"] == [10, 11, 12, 13]


def _written(copy: Updated, folder: Path) -> Path:
    path = folder / "mapping.xlsx"
    path.write_bytes(copy.workbook or b"")
    return path
