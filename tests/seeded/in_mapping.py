"""Single faults of the mapping workbook and of the folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from tests.seeded.quarter import FILES, REPORTED, RISKS, Quarter, Where
from tests.seeded.told import Fault, Told

Row = dict[str, Any]


def entry(
    code: str,
    sheet: str,
    heading: str,
    values: Sequence[object],
    where: Callable[[Row], bool] = lambda row: True,
    *,
    at: str = "",
    also: tuple[str, ...] = (),
) -> Fault:
    """One of the values in a column of a row that fits, told of at that cell, or in the same row under ``at``."""

    def put(quarter: Quarter, rng: Random) -> Told:
        headings = [str(each.value) for each in quarter.sheet(sheet)[1] if each.value is not None]
        rows = {row: {h: quarter.cell(sheet, h, row) or "" for h in headings} for row in quarter.rows(sheet)}
        row = rng.choice([n for n, held in rows.items() if where(held) and set(values) != {held[heading]}])
        value = rng.choice([one for one in values if one != rows[row][heading]])
        place = quarter.write(sheet, heading, row, value)
        if at:
            place = (*place[:2], f"{quarter.column(sheet, at)}{row}")
        return Told(f"{sheet}, row {row}: {heading} = {value!r}", code, (place,), also)

    return put


def joint(row: Row) -> bool:
    return bool(row["Kind"] == "Joint")


def works(row: Row) -> bool:
    return joint(row) and bool(row["Working"] == "Yes")


def aligned_to_another(quarter: Quarter, rng: Random) -> Told:
    """A risk that is reported no longer, and another in its place."""
    risk = rng.choice(REPORTED)
    other = rng.choice([one for one in RISKS if not one.theme and one.organisation == risk.organisation])
    row = quarter.row_of("Alignment", risk.organisation, risk.id)
    where = quarter.write("Alignment", risk.organisation, row, other.id)
    also = (
        "trend-without-reason", "trends-opposed", "not-scored", "above-appetite-idle", "target-idle", "top-band-long",
        "trend-contradicts-score", "target-reached",
    )  # fmt: skip
    return Told(f"{other.id} in place of {risk.id}", "risk-gone", (where,), also)


def reason_gone(quarter: Quarter, rng: Random) -> Told:
    risk = rng.choice([one for one in REPORTED if one.trend in ("rising", "falling")])
    quarter.write("Alignment", "Reason for trend", quarter.row_of("Alignment", risk.organisation, risk.id), None)
    where = quarter.where(risk, "trend")
    return Told(f"{risk.id} is {risk.trend}, without a reason", "trend-without-reason", (where,))


def alignment_cleared(quarter: Quarter, rng: Random) -> Told:
    risk = rng.choice(REPORTED)
    row = quarter.row_of("Alignment", risk.organisation, risk.id)
    where = quarter.write("Alignment", risk.organisation, row, None)
    return Told(f"{risk.id} is aligned no longer", "aligned-one-sided", (where,), ("risk-gone",))


def aligned_twice(quarter: Quarter, rng: Random) -> Told:
    risk = rng.choice(REPORTED)
    rows = [row for row in quarter.rows("Alignment") if quarter.cell("Alignment", risk.organisation, row) != risk.id]
    first = quarter.row_of("Alignment", risk.organisation, risk.id)
    row = rng.choice(rows)
    both = f"{quarter.cell('Alignment', risk.organisation, row)}; {risk.id}"
    column = quarter.column("Alignment", risk.organisation)
    quarter.write("Alignment", risk.organisation, row, both)
    where = tuple(("mapping.xlsx", "Alignment", f"{column}{number}") for number in (first, row))
    also = ("trend-without-reason", "trends-opposed", "working-yet-exposed")
    return Told(f"{risk.id} stands in row {row} too", "mapped-twice", where, also)


def theme_twice(quarter: Quarter, rng: Random) -> Told:
    one, other = rng.sample(quarter.rows("Alignment"), 2)
    quarter.write("Alignment", "Aligned risk", other, quarter.cell("Alignment", "Aligned risk", one))
    where = tuple(("mapping.xlsx", "Alignment", f"B{number}") for number in (one, other))
    also = (
        "aligned-unknown", "renamed-without-formerly", "no-joint-control", "control-gone", "control-dropped",
        "above-appetite-idle", "target-idle",
    )  # fmt: skip
    return Told(f"rows {one} and {other} of Alignment have one name", "aligned-duplicate", where, also)


def theme_renamed(quarter: Quarter, rng: Random) -> Told:
    """And its controls are left with the old name."""
    row = rng.choice(quarter.rows("Alignment"))
    was = quarter.cell("Alignment", "Aligned risk", row)
    quarter.write("Alignment", "Aligned risk", row, rng.choice(("Estates", "Reform")))
    controls = [r for r in quarter.rows("Controls") if quarter.cell("Controls", "Aligned risk", r) == was]
    column = quarter.column("Controls", "Aligned risk")
    where = tuple(("mapping.xlsx", "Controls", f"{column}{number}") for number in controls)
    also = (
        "renamed-without-formerly",
        "no-joint-control",
        "control-gone",
        "control-dropped",
        "above-appetite-idle",
        "target-idle",
    )
    return Told(f"{was} has another name, its controls have not", "aligned-unknown", where, also)


def theme_renamed_throughout(quarter: Quarter, rng: Random) -> Told:
    row = rng.choice([r for r in quarter.rows("Alignment") if not quarter.cell("Alignment", "Formerly", r)])
    was, new = quarter.cell("Alignment", "Aligned risk", row), rng.choice(("Estates", "Reform"))
    quarter.write("Alignment", "Aligned risk", row, new)
    for control in quarter.rows("Controls"):
        if quarter.cell("Controls", "Aligned risk", control) == was:
            quarter.write("Controls", "Aligned risk", control, new)
    where = ("mapping.xlsx", "Alignment", f"{quarter.column('Alignment', 'Formerly')}{row}")
    return Told(f"{was} is {new} everywhere", "renamed-without-formerly", (where,))


def control_deleted(quarter: Quarter, rng: Random) -> Told:
    """C11 is new since the record: nothing can be known of it."""
    rows = [row for row in quarter.rows("Controls") if quarter.cell("Controls", "Reference", row) != "C11"]
    row = rng.choice(rows)
    reference, theme = (quarter.cell("Controls", heading, row) for heading in ("Reference", "Aligned risk"))
    quarter.sheet("Controls").delete_rows(row)
    where = ("mapping.xlsx", "Alignment", f"B{quarter.row_of('Alignment', 'Aligned risk', theme)}")
    also = ("above-appetite-idle", "target-idle")
    return Told(f"{reference} is deleted", "control-dropped" if reference == "C12" else "control-gone", (where,), also)


def reference_twice(quarter: Quarter, rng: Random) -> Told:
    one, other = rng.sample(quarter.rows("Controls"), 2)
    reference = quarter.cell("Controls", "Reference", one)
    quarter.write("Controls", "Reference", other, reference)
    column = quarter.column("Controls", "Reference")
    where = tuple(("mapping.xlsx", "Controls", f"{column}{number}") for number in (one, other))
    return Told(
        f"{reference} twice",
        "reference-duplicate",
        where,
        ("control-gone", "control-dropped", "control-made-potential"),
    )


def number_moved(quarter: Quarter, rng: Random) -> Told:
    row, number = rng.choice(quarter.rows("Alignment")), rng.randint(5, 60)
    where = quarter.write("Alignment", "Number", row, number)
    return Told(f"row {row} of Alignment is Risk {number}", "renumbered-aligned", (where,))


def number_twice(quarter: Quarter, rng: Random) -> Told:
    one, other = rng.sample(quarter.rows("Alignment"), 2)
    quarter.write("Alignment", "Number", other, quarter.cell("Alignment", "Number", one))
    column = quarter.column("Alignment", "Number")
    where = tuple(("mapping.xlsx", "Alignment", f"{column}{number}") for number in (one, other))
    return Told(f"rows {one} and {other} of Alignment have one number", "aligned-duplicate", where)


def restricted(sheet: str) -> Fault:
    def put(quarter: Quarter, rng: Random) -> Told:
        row = rng.choice(quarter.rows(sheet))
        quarter.write(sheet, "Restricted", row, rng.choice(("Names an informant", "Commercial")))
        marking = quarter.row_of("Meeting", "Setting", "Protective marking")
        where = ("mapping.xlsx", "Meeting", f"B{marking}")
        return Told(f"{sheet}: row {row} is restricted", "restricted-unmarked", (where,), ("restricted-quoted",))

    return put


def row_taken_out(code: str, sheet: str, heading: str, value: str, where: Where, *also: str) -> Fault:
    def put(quarter: Quarter, rng: Random) -> Told:
        quarter.sheet(sheet).delete_rows(quarter.row_of(sheet, heading, value))
        return Told(f"{sheet}: without {value}", code, (where,), also)

    return put


def setting_taken_out(quarter: Quarter, rng: Random) -> Told:
    row = quarter.row_of("Meeting", "Setting", rng.choice(("Report by", "Period")))
    where = quarter.write("Meeting", "Value", row, None)
    also = ("period-differs",)
    return Told(f"Meeting: nothing in row {row}", "setting-missing", (where,), also)


def heading_misspelt(quarter: Quarter, rng: Random) -> Told:
    sheet, heading = rng.choice((("Controls", "In place"), ("Controls", "Kind"), ("Alignment", "Aligned risk")))
    quarter.sheet(sheet)[f"{quarter.column(sheet, heading)}1"].value = "Zone"
    also = (
        "aligned-unknown", "control-gone", "control-dropped", "no-joint-control", "answers-disagree", "control-undated",
        "renamed-without-formerly", "risk-gone", "above-appetite-idle", "target-idle", "enumeration-differs",
        "control-overdue", "control-finished", "control-made-potential", "mapping-value",
    )  # fmt: skip
    return Told(f"{sheet}: {heading} is headed Zone", "heading-missing", (("mapping.xlsx", sheet, "A1"),), also)


def sheet_taken_out(quarter: Quarter, rng: Random) -> Told:
    del quarter.book("mapping.xlsx")["Controls"]
    also = ("control-gone", "control-dropped", "no-joint-control", "above-appetite-idle", "target-idle")
    return Told("no sheet Controls", "sheet-missing", (("mapping.xlsx", "", ""),), also)


def levels_too_few(quarter: Quarter, rng: Random) -> Told:
    organisation, axis = rng.choice(list(FILES)), rng.choice((0, 1))
    heading = ("Likelihood levels", "Impact levels")[axis]
    quarter.write("Organisations", heading, quarter.row_of("Organisations", "Organisation", organisation), 2)
    where = tuple(
        quarter.where(risk, f"current.{('likelihood', 'impact')[axis]}")
        for risk in REPORTED
        if risk.organisation == organisation and risk.current[axis] > 2
    )
    also = ("bands-scale-differ",)
    return Told(f"{organisation}: 2 {heading}", "score-outside-scale", where, also)


def file_too_many(quarter: Quarter, rng: Random) -> Told:
    name = rng.choice(("old-register.xlsx", "Copy of met-register.xlsx", "fire.csv"))
    (quarter.inputs / name).write_bytes((quarter.inputs / "mopac-register.xlsx").read_bytes())
    return Told(f"{name} is there too", "file-unnamed", ((name, "", ""),))
