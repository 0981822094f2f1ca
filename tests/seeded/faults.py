"""Kinds of single faults: each is put somewhere at random, and says by which code it is to be found, and where."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from openpyxl.comments import Comment
from openpyxl.styles import Font

from tests.seeded.quarter import COLUMNS, FILES, FIRST_ROWS, REPORTED, RISKS, SHEETS, TRENDS, Known, Quarter, Where

MEETING = date(2017, 12, 19)


@dataclass(frozen=True, slots=True)
class Told:
    """``what`` was put in. ``where``: the places of which one is to be named. ``also``: codes above a note that
    rightly speak beside it, as what is wrong bears on more than one thing.
    """

    what: str
    code: str
    where: tuple[Where, ...]
    also: tuple[str, ...] = ()


Fault = Callable[[Quarter, Random], Told]


# --- a register ------------------------------------------------------------------------------------


def cell(
    code: str, field: str, values: Sequence[object], who: Sequence[Known] = RISKS, *, also: tuple[str, ...] = ()
) -> Fault:
    """One of the values in a field of one of the risks, told of at that cell."""

    def put(quarter: Quarter, rng: Random) -> Told:
        risk, value = rng.choice([one for one in who if field in COLUMNS[one.organisation]]), rng.choice(values)
        return Told(f"{risk.id}: {field} = {value!r}", code, (quarter.put(risk, field, value),), also)

    return put


def wrong_id(quarter: Quarter, rng: Random) -> Told:
    risk = rng.choice(REPORTED)
    row = quarter.row_of("Alignment", risk.organisation, risk.id)
    new = risk.id[:-2] + rng.choice(("77", "88", "99"))
    quarter.put(risk, "id", new)
    where = ("mapping.xlsx", "Alignment", f"{quarter.column('Alignment', risk.organisation)}{row}")
    return Told(f"{risk.id} is {new} in its register", "mapped-not-found", (where,), ("risk-gone",))


def id_twice(quarter: Quarter, rng: Random) -> Told:
    organisation = rng.choice(list(FILES))
    one, other = rng.sample([risk for risk in RISKS if risk.organisation == organisation], 2)
    first = quarter.where(one, "id")
    second = quarter.put(other, "id", one.id)
    also = ("mapped-not-found", "risk-gone", "id-reused", "trend-contradicts-score")
    return Told(f"{other.id} is {one.id}", "id-duplicate", (first, second), also)


def id_blank(quarter: Quarter, rng: Random) -> Told:
    risk = rng.choice(RISKS)
    where = quarter.put(risk, "id", None)
    return Told(f"{risk.id} without its id", "id-missing", (where,), ("mapped-not-found",) if risk.theme else ())


def swapped_trend(quarter: Quarter, rng: Random) -> Told:
    """Only what contradicts the scores, or asks for a reason that is not there, can be known as wrong."""
    choices = []
    for risk in REPORTED:
        then = risk.then if risk.then is not None else risk.score
        for trend in TRENDS[risk.organisation]:
            contradicts = (
                trend == "new"
                or (trend == "same" and risk.score != then)
                or (trend == "rising" and risk.score < then)
                or (trend == "falling" and risk.score > then)
            )
            if trend != risk.trend and (contradicts or (trend in ("rising", "falling") and not risk.explained)):
                choices.append((risk, trend, contradicts))
    risk, trend, contradicts = rng.choice(choices)
    where = quarter.trend(risk, trend)
    what = f"{risk.id} is declared {trend}"
    if contradicts:
        also = () if risk.explained or trend == "new" else ("trend-without-reason",)
        return Told(what, "trend-contradicts-score", (where,), also)
    if risk.organisation == "Met":
        where = quarter.where(risk, "trend_reason")
    return Told(what, "trend-without-reason", (where,))


def score_moved(quarter: Quarter, rng: Random) -> Told:
    """Likelihood, impact, score and rating all follow, and lie between those of target and inherent."""
    risk = rng.choice(REPORTED)
    low, high = risk.target[0] * risk.target[1], risk.inherent[0] * risk.inherent[1]
    steps = range(1, risk.levels + 1)
    pairs = [(a, b) for a in steps for b in steps if low < a * b <= high]
    there = [(a, b) for a, b in pairs if a * b not in (risk.score, risk.then)]
    scored = rng.choice(there)
    quarter.level(risk, "current", scored)
    what = f"{risk.id} is scored {scored}"
    then, now = risk.then or 0, scored[0] * scored[1]
    contradicts = (
        (risk.trend == "same" and now != then)
        or (risk.trend == "rising" and now < then)
        or (risk.trend == "falling" and now > then)
    )
    if contradicts:
        return Told(what, "trend-contradicts-score", (quarter.where(risk, "trend"),))
    return Told(what, "risk-rescored", (quarter.where(risk, "current.score"),))


def likelihood_alone(quarter: Quarter, rng: Random) -> Told:
    """A level is another, and what was worked out from it was left as it stood."""
    risk, stage = rng.choice(RISKS), rng.choice(("inherent", "current", "target"))
    was = {"inherent": risk.inherent, "current": risk.current, "target": risk.target}[stage]
    new = rng.choice([level for level in range(1, risk.levels + 1) if level != was[0]])
    value = new if risk.organisation == "Met" else f"{new} - Level"
    quarter.put(risk, f"{stage}.likelihood", value)
    what = f"{risk.id}: {stage}.likelihood = {value}"
    also = ("trend-same-yet-changed",) if risk.theme else ()
    return Told(what, "score-arithmetic", (quarter.where(risk, f"{stage}.score"),), also)


def score_typed_over(quarter: Quarter, rng: Random) -> Told:
    risk, stage = rng.choice(RISKS), rng.choice(("inherent", "current", "target"))
    was = int(quarter.of(risk, f"{stage}.score"))
    where = quarter.put(risk, f"{stage}.score", was + rng.choice((1, -1)))
    also = ("trend-contradicts-score", "rating-not-band", "score-order", "score-outside-scale") if risk.theme else ()
    return Told(f"{risk.id}: {stage}.score is not {was}", "score-arithmetic", (where,), also)


def rating_swapped(quarter: Quarter, rng: Random) -> Told:
    risk = rng.choice(REPORTED)
    stage = rng.choice([s for s in ("inherent", "current", "target") if f"{s}.rating" in COLUMNS[risk.organisation]])
    was = quarter.of(risk, f"{stage}.rating")
    word = rng.choice([w for w in ("Low", "Medium", "High", "Enormous") if w != was])
    where = quarter.put(risk, f"{stage}.rating", word)
    return Told(
        f"{risk.id}: {stage}.rating = {word}", "rating-not-band", (where,), ("above-appetite-idle", "score-order")
    )


def above_inherent(quarter: Quarter, rng: Random) -> Told:
    risk, stage, upper = rng.choice(
        [(r, s, r.inherent if s == "current" else r.current) for r in REPORTED for s in ("current", "target")]
    )
    steps = range(1, risk.levels + 1)
    there = [(a, b) for a in steps for b in steps if a * b > upper[0] * upper[1]]
    if not there:  # its inherent score is the highest there is
        return above_inherent(quarter, rng)
    scored = rng.choice(there)
    quarter.level(risk, stage, scored)
    also = ("trend-contradicts-score",) if stage == "current" else ("target-reached",)
    where = quarter.where(risk, f"{stage}.score")
    return Told(f"{risk.id}: {stage} is {scored}, above {upper}", "score-order", (where,), also)


def outside_the_scale(quarter: Quarter, rng: Random) -> Told:
    risk, stage = rng.choice(REPORTED), rng.choice(("inherent", "current", "target"))
    axis = rng.choice(("likelihood", "impact"))
    level = rng.choice((0, risk.levels + 1, risk.levels + 2))
    where = quarter.put(risk, f"{stage}.{axis}", level if risk.organisation == "Met" else f"{level} - Certain")
    also = ("score-arithmetic", "trend-same-yet-changed")
    return Told(f"{risk.id}: {stage}.{axis} = {level}", "score-outside-scale", (where,), also)


def word_among_numbers(quarter: Quarter, rng: Random) -> Told:
    risk, stage = rng.choice(RISKS), rng.choice(("inherent", "current", "target"))
    where = quarter.put(risk, f"{stage}.{rng.choice(('likelihood', 'impact'))}", rng.choice(("Likely", "Serious")))
    return Told(f"{risk.id}: {where[2]} is a word", "level-differs", (where,), ("trend-same-yet-changed",))


def another_owner(quarter: Quarter, rng: Random) -> Told:
    """Told of the trend where that is said to be unchanged, and else noted of the owner."""
    risk = rng.choice([one for one in REPORTED if one.id != "OPC-05"])
    owner = rng.choice(
        [post for post in ("Head of Secretariat", "Director of Property Services") if post != risk.owner]
    )
    where = quarter.put(risk, "owner", owner)
    what = f"{risk.id} is owned by {owner}"
    if risk.trend == "same" and not risk.explained:
        return Told(what, "trend-same-yet-changed", (quarter.where(risk, "trend"),))
    return Told(what, "risk-reowned", (where,))


def nothing_open(quarter: Quarter, rng: Random) -> Told:
    """Those under an aligned risk with a potential control always have something open."""
    risk = rng.choice([one for one in REPORTED if one.theme != "Governance"])
    where = quarter.put(risk, "actions", None)
    code = "above-appetite-idle" if risk.score > risk.appetite else "target-idle"
    return Told(f"{risk.id} has no action", code, (where,))


def reviewed_to_come(quarter: Quarter, rng: Random) -> Told:
    risk = rng.choice(REPORTED)
    where = quarter.put(risk, "last_reviewed", MEETING + timedelta(days=rng.randint(1, 90)))
    return Told(f"{risk.id} is reviewed after the meeting", "review-late", (where,))


def review_gone_by(quarter: Quarter, rng: Random) -> Told:
    risk = rng.choice(REPORTED)
    where = quarter.put(risk, "next_review", date(2017, 12, 18) - timedelta(days=rng.randint(0, 17)))
    return Told(f"{risk.id} was to be reviewed", "review-overdue", (where,))


def other_words(quarter: Quarter, rng: Random) -> Told:
    risk = rng.choice(REPORTED)
    where = quarter.put(risk, "title", "Fleet")
    quarter.put(risk, "description", "Vehicles grow old and stand idle for weeks while spare parts are on order.")
    return Told(f"{risk.id} is about vehicles", "id-reused", ((*where[:2], quarter.at(risk, "id")),))


def reworded(quarter: Quarter, rng: Random) -> Told:
    risk = rng.choice(REPORTED)
    text = str(quarter.of(risk, "description"))
    where = quarter.put(risk, "description", text.removesuffix(".") + ", which has been so for years.")
    return Told(f"{risk.id} is worded otherwise", "risk-reworded", (where,))


def column_renamed(quarter: Quarter, rng: Random) -> Told:
    organisation = rng.choice(list(FILES))
    field = rng.choice(("description", "owner", "trend", "actions", "controls", "last_reviewed"))
    address = f"{COLUMNS[organisation][field]}{FIRST_ROWS[organisation] - 1}"
    quarter.register(organisation)[address] = "Zone"
    first = f"A{FIRST_ROWS[organisation] - 1}"
    where = (FILES[organisation], SHEETS[FILES[organisation]], first)
    also = ("column-unread", "trend-missing", "owner-missing", "above-appetite-idle", "target-idle", "not-scored")
    return Told(f"{organisation}: the heading of {field} is Zone", "layout-broken", (where,), also)


def column_deleted(quarter: Quarter, rng: Random) -> Told:
    organisation, field = "MOPAC", rng.choice(("description", "owner", "trend", "actions", "controls", "appetite"))
    page = quarter.register(organisation)
    page.delete_cols(page[f"{COLUMNS[organisation][field]}1"].column)
    where = (FILES[organisation], SHEETS[FILES[organisation]], "A1")
    return Told(f"{organisation}: the column of {field} is gone", "layout-broken", (where,), ("trend-missing",))


def column_added(quarter: Quarter, rng: Random) -> Told:
    organisation = rng.choice(list(FILES))
    page, head = quarter.register(organisation), FIRST_ROWS[organisation] - 1
    column = page.max_column + 1
    page.cell(head, column).value = rng.choice(("Velocity", "Printed", "Comment"))
    for risk in RISKS:
        if risk.organisation == organisation:
            page.cell(page[quarter.at(risk, "id")].row, column).value = "As before"
    where = (FILES[organisation], SHEETS[FILES[organisation]], page.cell(head, column).coordinate)
    return Told(f"{organisation}: a new column", "column-unread", (where,))


def struck_out(quarter: Quarter, rng: Random) -> Told:
    risk = rng.choice(RISKS)
    where = quarter.where(risk, rng.choice(("title", "description", "owner")))
    quarter.register(risk.organisation)[where[2]].font = Font(name="Arial", strike=True)
    return Told(f"{risk.id}: {where[2]} is struck out", "struck-out", (where,))


def row_hidden(quarter: Quarter, rng: Random) -> Told:
    risk = rng.choice([one for one in RISKS if one.organisation == "MOPAC"])
    where = quarter.where(risk, "id")
    row = int(where[2][1:])
    quarter.register("MOPAC").row_dimensions[row].hidden = True
    also = ("mapped-not-found", "risk-gone") if risk.theme else ()
    return Told(f"{risk.id} is hidden", "hidden-used", (where,), also)


def column_hidden(quarter: Quarter, rng: Random) -> Told:
    organisation = rng.choice(list(FILES))
    letter = COLUMNS[organisation][rng.choice(("owner", "actions", "description"))]
    quarter.register(organisation).column_dimensions[letter].hidden = True
    where = (FILES[organisation], SHEETS[FILES[organisation]], f"{letter}{FIRST_ROWS[organisation] - 1}")
    return Told(f"{organisation}: column {letter} is hidden", "hidden-used", (where,))


def commented(quarter: Quarter, rng: Random) -> Told:
    risk = rng.choice(RISKS)
    where = quarter.where(risk, rng.choice(("owner", "trend", "actions")))
    quarter.register(risk.organisation)[where[2]].comment = Comment("Is this still so?", "Risk team")
    return Told(f"{risk.id}: a comment on {where[2]}", "comment-on-cell", (where,))


def merged_sideways(quarter: Quarter, rng: Random) -> Told:
    risk = rng.choice([one for one in RISKS if one.organisation == "MOPAC"])
    first, second = quarter.at(risk, "cause"), quarter.where(risk, "consequence")
    quarter.register("MOPAC").merge_cells(f"{first}:{second[2]}")
    return Told(f"{risk.id}: {first} runs over the next column", "merged-sideways", (second,))


def planned_control(quarter: Quarter, rng: Random) -> Told:
    risk = rng.choice(RISKS)
    text = rng.choice(("A new rota (planned)", "Policy under review", "A deputy is to be appointed"))
    where = quarter.put(risk, "controls", text if risk.organisation == "Met" else f"• {text}")
    return Told(f"{risk.id}: {text}", "control-not-there", (where,))


def row_of_nothing(quarter: Quarter, rng: Random) -> Told:
    """A row below the last risk that holds words where ids stand."""
    page = quarter.register("MOPAC")
    row = page.max_row + 1
    page.cell(row, 1).value = f"OPC-{rng.randint(20, 99)} Strike by drivers"
    return Told(
        "a line that begins with an id", "rows-left-out", ((FILES["MOPAC"], SHEETS[FILES["MOPAC"]], f"A{row}"),)
    )


def restrict_in_register(quarter: Quarter, risk_id: str) -> None:
    """MOPAC begins to say what is restricted, and the layout names the column."""
    page = quarter.register("MOPAC")
    column = page.max_column + 1
    page.cell(1, column).value = "Restricted"
    risk = next(one for one in RISKS if one.id == risk_id)
    page.cell(page[quarter.at(risk, "id")].row, column).value = "Names an informant"
    layout = quarter.inputs / "layouts" / "mopac.toml"
    last = 'next_review = "Next due"\n'
    layout.write_text(layout.read_text("utf-8").replace(last, f'{last}restricted = "Restricted"\n'), "utf-8")


def restricted_in_register(quarter: Quarter, rng: Random) -> Told:
    risk = rng.choice([one for one in REPORTED if one.organisation == "MOPAC"])
    restrict_in_register(quarter, risk.id)
    row = quarter.row_of("Meeting", "Setting", "Protective marking")
    return Told(f"{risk.id} is restricted", "restricted-unmarked", (("mapping.xlsx", "Meeting", f"B{row}"),))


# --- the mapping workbook --------------------------------------------------------------------------

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
        return Told(f"{sheet}: row {row} is restricted", "restricted-unmarked", (where,))

    return put


def row_taken_out(code: str, sheet: str, heading: str, value: str, where: Where, *also: str) -> Fault:
    def put(quarter: Quarter, rng: Random) -> Told:
        quarter.sheet(sheet).delete_rows(quarter.row_of(sheet, heading, value))
        return Told(f"{sheet}: without {value}", code, (where,), also)

    return put


def setting_taken_out(quarter: Quarter, rng: Random) -> Told:
    row = quarter.row_of("Meeting", "Setting", rng.choice(("Report by", "Period", "Title")))
    where = quarter.write("Meeting", "Value", row, None)
    also = ("period-differs", "title-unknown")
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


# --- the narrative ---------------------------------------------------------------------------------

SECTIONS = ("Purpose", "Interdependencies", "Financial implications", "Legal implications", "Risk implications")
NAMES = ["Safeguarding", "Governance", "Money", "Insight"]


def reword(quarter: Quarter, heading: str, number: int, old: str, new: str) -> Where:
    paragraph = quarter.section(heading)[number - 1]
    assert old in paragraph.text, f"{old} is not in {paragraph.text}"
    paragraph.text = paragraph.text.replace(old, new)
    return quarter.said(heading, number)


def added(code: str, texts: Sequence[str], *also: str) -> Fault:
    """A sentence after the last of a paragraph's."""

    def put(quarter: Quarter, rng: Random) -> Told:
        heading, text = rng.choice(SECTIONS), rng.choice(texts)
        number = rng.randint(1, len(quarter.section(heading)))
        paragraph = quarter.section(heading)[number - 1]
        paragraph.text = f"{paragraph.text} {text}"
        return Told(f"{heading}: {text}", code, (quarter.said(heading, number),), also)

    return put


def another_name(quarter: Quarter, rng: Random) -> Told:
    names = list(NAMES)
    names[2] = "Funding"
    if rng.random() < 0.5:
        del names[rng.choice((0, 1, 3))]
        names[names.index("Funding")] = "Money"
    text = f"{', '.join(names[:-1])} and {names[-1]}"
    where = reword(quarter, "Key considerations", 1, "{{ aligned_risks.names }}", text)
    return Told(f"the risks are {text}", "enumeration-differs", (where,))


def another_order(quarter: Quarter, rng: Random) -> Told:
    names = list(NAMES)
    while names == NAMES:
        rng.shuffle(names)
    text = f"{', '.join(names[:-1])} and {names[-1]}"
    where = reword(quarter, "Key considerations", 1, "{{ aligned_risks.names }}", text)
    return Told(f"the risks are {text}", "enumeration-order", (where,))


def another_count(quarter: Quarter, rng: Random) -> Told:
    field = "{{ aligned_risks.count_in_words }}"
    words = rng.choice(("three", "five", "six", "ten", "3", "5"))
    heading, number = rng.choice((("Key considerations", 1), ("Recommendations", 2)))
    where = reword(quarter, heading, number, field, words)
    return Told(f"{words} aligned risks", "count-differs", (where,))


def field_misspelt(quarter: Quarter, rng: Random) -> Told:
    places = [
        (heading.text, number)
        for heading in quarter.headings()
        for number, paragraph in enumerate(quarter.section(heading.text), start=1)
        if "{{" in paragraph.text
    ]
    heading, number = rng.choice(places)
    letter = rng.choice(("{{ meting.", "{{ x."))
    where = reword(quarter, heading, number, "{{ ", f"{letter}")
    return Told(f"{heading}: a field begins with {letter}", "narrative-field", (where,), ("enumeration-differs",))


def section_gone(quarter: Quarter, rng: Random) -> Told:
    name = rng.choice(SECTIONS)
    for paragraph in quarter.section(name):
        paragraph._p.getparent().remove(paragraph._p)
    head = next(each for each in quarter.headings() if each.text == name)
    head._p.getparent().remove(head._p)
    return Told(f"no section {name}", "section-missing", (("narrative.docx", "", ""),))


def section_emptied(quarter: Quarter, rng: Random) -> Told:
    name = rng.choice(SECTIONS)
    for paragraph in quarter.section(name):
        paragraph._p.getparent().remove(paragraph._p)
    return Told(f"nothing under {name}", "section-empty", (("narrative.docx", name, "heading"),))


def heading_unknown(quarter: Quarter, rng: Random) -> Told:
    head = rng.choice([each for each in quarter.headings() if each.text in SECTIONS])
    was, head.text = head.text, f"{head.text[:-3]}x"
    where = ("narrative.docx", head.text, "heading")
    return Told(f"{was} is headed {head.text}", "section-unknown", (where,), ("section-missing",))


def heading_twice(quarter: Quarter, rng: Random) -> Told:
    head, other = rng.sample([each for each in quarter.headings() if each.text in SECTIONS], 2)
    was, head.text = head.text, other.text
    where = ("narrative.docx", other.text, "heading")
    return Told(f"{was} is headed {other.text} too", "section-duplicate", (where,), ("section-missing",))


def tracked(quarter: Quarter, rng: Random) -> Told:
    heading = rng.choice(SECTIONS)
    number = rng.randint(1, len(quarter.section(heading)))
    paragraph = quarter.section(heading)[number - 1]
    mark = OxmlElement("w:ins")
    paragraph._p.append(mark)
    for run in paragraph.runs:
        mark.append(run._r)
    return Told(f"{heading}: paragraph {number} is an insertion", "narrative-tracked", (quarter.said(heading, number),))


def hint_left(quarter: Quarter, rng: Random) -> Told:
    heading = rng.choice(SECTIONS)
    paragraphs = quarter.section(heading)
    paragraphs[-1].insert_paragraph_before("[Say here what the panel is to know.]")
    return Told(f"{heading}: a hint", "hint-left", (quarter.said(heading, len(paragraphs)),))


def coloured(quarter: Quarter, rng: Random) -> Told:
    heading = rng.choice(SECTIONS)
    number = rng.randint(1, len(quarter.section(heading)))
    quarter.section(heading)[number - 1].runs[0].font.highlight_color = WD_COLOR_INDEX.YELLOW
    return Told(f"{heading}: marked yellow", "narrative-style", (quarter.said(heading, number),))


# --- the record ------------------------------------------------------------------------------------


def damaged_record(quarter: Quarter, rng: Random) -> Told:
    path, record = quarter.record()
    if rng.random() < 0.5:
        path.write_text(path.read_text("utf-8")[: -rng.randint(1, 4_000)], "utf-8")
    else:
        del record[rng.choice(("aligned_risks", "panel", "organisations", "narrative"))]
        path.write_text(json.dumps(record), "utf-8")
    return Told(
        "the record is damaged", "record-damaged", (("2017-09-26/issued/record.json", "", ""),), ("title-unknown",)
    )


def risk_of_the_record(quarter: Quarter, rng: Random) -> Told:
    """The record has one risk more under a theme."""
    path, record = quarter.record()
    theme = rng.choice(record["aligned_risks"])
    risk = {**rng.choice(theme["risks"]), "id": f"Z-{rng.randint(1, 99)}", "title": "Fleet", "description": "Old cars."}
    theme["risks"].append(risk)
    path.write_text(json.dumps(record), "utf-8")
    row = next(r for r in quarter.rows("Alignment") if quarter.cell("Alignment", "Number", r) == theme["number"])
    where = ("mapping.xlsx", "Alignment", f"{quarter.column('Alignment', risk['organisation'])}{row}")
    return Told(f"the record has {risk['id']} under Risk {theme['number']}", "risk-gone", (where,))


def control_of_the_record(quarter: Quarter, rng: Random) -> Told:
    path, record = quarter.record()
    theme = rng.choice(record["aligned_risks"])
    working = next(one for one in theme["controls"] if one["status"] == "Working" or one["kind"] == "Joint")
    theme["controls"].append({**working, "status": "Working", "reference": "C-99", "name": "Shared workshop"})
    path.write_text(json.dumps(record), "utf-8")
    row = next(r for r in quarter.rows("Alignment") if quarter.cell("Alignment", "Number", r) == theme["number"])
    what = f"the record has C-99 under Risk {theme['number']}"
    return Told(what, "control-gone", (("mapping.xlsx", "Alignment", f"B{row}"),))


# --- all of them -----------------------------------------------------------------------------------

KINDS: dict[str, Fault] = {
    # a register
    "wrong id": wrong_id,
    "id twice": id_twice,
    "id blank": id_blank,
    "swapped trend": swapped_trend,
    "trend blank": cell("trend-missing", "trend", (None,), REPORTED),
    "trend word unknown": cell("trend-unknown", "trend", ("Sideways", "Mostly flat", "See paper")),
    "score moved": score_moved,
    "likelihood alone": likelihood_alone,
    "score typed over": score_typed_over,
    "rating swapped": rating_swapped,
    "above inherent": above_inherent,
    "outside the scale": outside_the_scale,
    "word among numbers": word_among_numbers,
    "error value": cell("cell-error", "owner", ("#REF!", "#N/A", "#NAME?"), RISKS),
    "owner blank": cell("owner-missing", "owner", (None, "TBC", "Vacant"), REPORTED),
    "owner a person": cell("owner-personal", "owner", ("Jane Doe", "Doe, Jane", "j.doe@example.org"), REPORTED, also=("trend-same-yet-changed",)),
    "owner a short form": cell("owner-acronym", "owner", ("DCEO", "HRBP"), REPORTED, also=("trend-same-yet-changed",)),
    "another owner": another_owner,
    "nothing open": nothing_open,
    "reviewed to come": reviewed_to_come,
    "review gone by": review_gone_by,
    "date no date": cell("value-unread", "last_reviewed", ("soon", "Q3", "31.02.2017"), RISKS),
    "closed": cell("mapped-closed", "status", ("Closed", "Withdrawn in May 2017"), REPORTED),
    "quite other words": other_words,
    "reworded": reworded,
    "column renamed": column_renamed,
    "column deleted": column_deleted,
    "column added": column_added,
    "struck out": struck_out,
    "row hidden": row_hidden,
    "column hidden": column_hidden,
    "commented": commented,
    "merged sideways": merged_sideways,
    "planned control": planned_control,
    "appetite no band": cell("value-unread", "appetite", ("Averse", "Tiny"), REPORTED),
    "line left out": row_of_nothing,
    "restricted in the register": restricted_in_register,
    # the alignment
    "mapped id gone": entry("mapped-not-found", "Alignment", "Met", ("M99", "OPC-02"), also=("risk-gone",)),
    "mapped id loosely": entry("id-matched-loosely", "Alignment", "MOPAC", ("opc-11", "OPC-011", "OPC -11"), lambda row: row["Aligned risk"] == "Insight"),
    "aligned to another": aligned_to_another,
    "alignment cleared": alignment_cleared,
    "aligned twice": aligned_twice,
    "theme renamed": theme_renamed,
    "theme renamed throughout": theme_renamed_throughout,
    "theme twice": entry("aligned-duplicate", "Alignment", "Aligned risk", ("Governance",), also=("aligned-unknown", "renamed-without-formerly", "no-joint-control", "control-gone", "control-dropped", "above-appetite-idle", "target-idle")),
    "number moved": number_moved,
    "number twice": number_twice,
    "former name unknown": entry("aligned-unknown", "Alignment", "Formerly", ("Fundng", "Weather"), lambda row: row["Aligned risk"] == "Money"),
    "reason gone": reason_gone,
    "risk restricted": restricted("Alignment"),
    # the controls
    "control deleted": control_deleted,
    "control of no risk": entry("aligned-unknown", "Controls", "Aligned risk", ("Weather", "Safegarding"), also=("control-gone", "control-dropped", "above-appetite-idle", "target-idle")),
    "reference twice": reference_twice,
    "kind unknown": entry("status-unknown", "Controls", "Kind", ("Shared", "Both"), also=("control-gone", "control-made-potential", "control-undated")),
    "in place unknown": entry("status-unknown", "Controls", "In place", ("Mostly", "Nearly")),
    "working unknown": entry("status-unknown", "Controls", "Working", ("Mostly", "Green")),
    "assurance unknown": entry("status-unknown", "Controls", "Assurance", ("4th line", "Everybody"), also=("working-unproven",)),
    "answers disagree": entry("answers-disagree", "Controls", "In place", ("No", None), lambda row: row["Working"] in ("Yes", "Partly"), at="Working", also=("control-undated",)),
    "evidence gone": entry("working-unproven", "Controls", "Evidence", (None,), works),
    "assurance gone": entry("working-unproven", "Controls", "Assurance", (None,), works, at="Assurance"),
    "date of evidence gone": entry("working-unproven", "Controls", "Last checked", (None,), works),
    "evidence stale": entry("evidence-stale", "Controls", "Last checked", (date(2016, 12, 18), date(2015, 6, 1)), works),
    "checked after the meeting": entry("working-unproven", "Controls", "Last checked", (date(2017, 12, 20), date(2018, 1, 1)), works),
    "overdue": entry("control-overdue", "Controls", "Due", (date(2017, 12, 1), date(2017, 12, 18)), lambda row: row["In place"] != "Yes"),
    "date no day": entry("mapping-value", "Controls", "Due", ("soon", "next year")),
    "put off": entry("control-date-moved", "Controls", "Due", (date(2018, 6, 29), date(2019, 3, 29)), lambda row: row["Reference"] == "C08"),
    "undated": entry("control-undated", "Controls", "Due", (None,), lambda row: row["Kind"] == "Potential"),
    "control without owner": entry("control-owner-missing", "Controls", "Owner", (None,)),
    "control owner a person": entry("control-owner-personal", "Controls", "Owner", ("Jane Doe", "Doe, Jane")),
    "undescribed": entry("control-undescribed", "Controls", "Description", (None,), joint),
    "worded as future": entry("control-worded-future", "Controls", "Description", ("A plan to be introduced next spring.", "A board, under discussion."), joint),
    "held once": entry("control-one-off", "Controls", "Description", ("A day for all analysts was held in May 2017.", "A workshop took place in June 2017."), joint),
    "joint, and potential": entry("control-made-potential", "Controls", "Kind", ("Potential",), lambda row: joint(row) and row["Reference"] not in ("C11", "C15"), also=("control-finished", "control-undated")),
    "proposed, and in place": entry("control-finished", "Controls", "In place", ("Yes",), lambda row: row["Kind"] == "Potential", at="Kind"),
    "its own word alone": entry("control-first-line-only", "Controls", "Assurance", ("1st line",), works),
    "placeholder": entry("placeholder-left", "Controls", "Progress", ("A date is TBC.", "It will cost £XX.")),
    "day gone by": entry("time-words-stale", "Controls", "Progress", ("It will be sent by 1 December 2017.", "It is due on 3 November 2017.")),
    "short form": entry("acronym-unexplained", "Controls", "Description", ("Plans the work of the CJS.", "Meets the PCSO each month."), joint),
    "another name of the body": entry("organisation-named-two-ways", "Controls", "Description", ("Plans the analysts of the MPS.",), joint),
    "control restricted": restricted("Controls"),
    # the rest of the workbook
    "not kept": entry("promise-not-kept", "Promises", "Kept", (None,), lambda row: bool(row["Kept"])),
    "as at late": entry("as-at-late", "Organisations", "As at", (date(2017, 12, 20), date(2018, 1, 2))),
    "levels too few": levels_too_few,
    "bands too short": entry("bands-scale-differ", "Organisations", "Bands", ("Low 1-4; Medium 5-9; High 10-15; Very high 16-20",), lambda row: row["Organisation"] == "Met"),
    "appetite of no band": entry("mapping-value", "Organisations", "Appetite", ("Severe!", "Tiny"), also=("working-yet-exposed",)),
    "acronym taken out": row_taken_out("owner-acronym", "Acronyms", "Short", "ACTP", ("met-register.xlsx", "Corporate risks", "D13")),
    "change taken out": row_taken_out("other-risk-gone", "Changes", "Risk", "OPC-09", ("mopac-register.xlsx", "Register", "")),
    "setting taken out": setting_taken_out,
    "heading misspelt": heading_misspelt,
    "sheet taken out": sheet_taken_out,
    "file too many": file_too_many,
    # the narrative
    "another name in a list": another_name,
    "another order in a list": another_order,
    "another count": another_count,
    "field misspelt": field_misspelt,
    "section gone": section_gone,
    "section emptied": section_emptied,
    "heading unknown": heading_unknown,
    "heading twice": heading_twice,
    "tracked": tracked,
    "hint left": hint_left,
    "coloured": coloured,
    "another period": added("period-differs", ("This report covers Quarter 2 2017-18.", "This report covers quarter 1 of 2016-17.")),
    "appendix not there": added("reference-missing", ("See Appendix 7.", "Appendix 9 shows them.")),
    "short form in words": added("acronym-unexplained", ("The CJS agrees.", "The PCSO agrees.")),
    "placeholder in words": added("placeholder-left", ("It costs £XX.", "A date is TBC.", "See [insert title].")),
    "day gone by in words": added("time-words-stale", ("It will be signed by 30 November 2017.",)),
    "another name of the body in words": added("organisation-named-two-ways", ("The MPS agrees.",)),
    "all the same": added("remain-the-same", ("The aligned risks remain the same.", "The aligned risks have not changed.")),
    # the record
    "record damaged": damaged_record,
    "a risk of the record": risk_of_the_record,
    "a control of the record": control_of_the_record,
}  # fmt: skip
