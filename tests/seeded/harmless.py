"""Kinds of changes that an officer or a register's owner makes every day, and that alter nothing that is said."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from copy import copy
from datetime import date, datetime
from random import Random

from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tests.seeded.quarter import COLUMNS, FIRST_ROWS, RISKS, Known, Quarter

# Gives what was changed. The report says the same as before, to the word; of ``OTHER_ORDER`` in another order.
Harmless = Callable[[Quarter, Random], str]

TEXTS = ("title", "description", "owner", "actions", "controls", "cause", "consequence", "category", "trend_reason")


def spoilt(text: str, rng: Random) -> str:
    """The same words with other spaces around them."""
    return rng.choice((f"  {text}", f"{text} ", f"{text}\n", f"\u00a0{text}\u00a0", f"\u200b{text}"))


def any_risk(rng: Random, organisation: str = "") -> Known:
    return rng.choice([risk for risk in RISKS if organisation in ("", risk.organisation)])


# --- a register ------------------------------------------------------------------------------------


def spaces_in_register(quarter: Quarter, rng: Random) -> str:
    risk = any_risk(rng)
    field = rng.choice([name for name in ("id", *TEXTS) if name in COLUMNS[risk.organisation]])
    text = quarter.of(risk, field)
    if not text:
        return spaces_in_register(quarter, rng)
    where = quarter.put(risk, field, spoilt(str(text), rng))
    return f"spaces around {where[2]} of {risk.organisation}"


def words_in_capitals(quarter: Quarter, rng: Random) -> str:
    """A word of a list, for which case means nothing."""
    risk = any_risk(rng)
    fields = ["current.rating", "target.rating"] + (["status"] if risk.organisation == "Met" else ["trend", "appetite"])
    field = rng.choice(fields)
    text = str(quarter.of(risk, field))
    where = quarter.put(risk, field, rng.choice((text.upper(), text.lower(), f" {text} ")))
    return f"{where[2]} of {risk.organisation} in another case"


def _values(page: Worksheet, row: int) -> list[tuple[object, object, object]]:
    return [(cell.value, copy(cell.font), cell.number_format) for cell in page[row]]


def _set(page: Worksheet, row: int, values: Sequence[tuple[object, object, object]]) -> None:
    for cell, (value, font, form) in zip(page[row], values, strict=True):
        cell.value, cell.font, cell.number_format = value, font, form


def rows_shuffled(quarter: Quarter, rng: Random) -> str:
    page = quarter.register("MOPAC")
    rows = list(range(2, page.max_row + 1))
    held = [_values(page, row) for row in rows]
    rng.shuffle(held)
    for row, values in zip(rows, held, strict=True):
        _set(page, row, values)
    return "the rows of MOPAC in another order"


def blocks_swapped(quarter: Quarter, rng: Random) -> str:
    """Two of the Met's risks that stand over as many rows change places."""
    page = quarter.register("Met")
    tall = {str(span): span for span in page.merged_cells.ranges if span.min_col == span.max_col == 1}
    spans = [(span.min_row, span.max_row) for span in tall.values()]
    one, other = rng.choice([(a, b) for a in spans for b in spans if a[0] < b[0] and a[1] - a[0] == b[1] - b[0]])
    for first, second in zip(range(one[0], one[1] + 1), range(other[0], other[1] + 1), strict=True):
        upper, lower = _plain(page, first), _plain(page, second)
        _put(page, first, lower)
        _put(page, second, upper)
    return f"rows {one} and {other} of the Met swapped"


def _plain(page: Worksheet, row: int) -> dict[int, tuple[object, object]]:
    """Column → value and font, of the cells that are no part of a merged one but its first."""
    return {cell.column: (cell.value, copy(cell.font)) for cell in page[row] if isinstance(cell, Cell)}


def _put(page: Worksheet, row: int, values: dict[int, tuple[object, object]]) -> None:
    for column, (value, font) in values.items():
        cell = page.cell(row, column)
        cell.value, cell.font = value, font


def columns_shuffled(quarter: Quarter, rng: Random) -> str:
    page = quarter.register("MOPAC")
    order = list(range(page.max_column))
    rng.shuffle(order)
    for row in range(1, page.max_row + 1):
        held = _values(page, row)
        _set(page, row, [held[column] for column in order])
        for cell in page[row]:
            cell.comment = None
    return f"the columns of MOPAC in the order {order}"


def column_moved(quarter: Quarter, rng: Random) -> str:
    """A column of the Met's that stands under no banner goes to the right end."""
    page = quarter.register("Met")
    field = rng.choice(("owner", "title", "status", "last_reviewed"))
    letter = COLUMNS["Met"][field]
    source, target = page[f"{letter}6"].column, page.max_column + 1
    merged = [span for span in page.merged_cells.ranges if span.min_col == span.max_col == source]
    for span in merged:
        page.unmerge_cells(str(span))
        page.merge_cells(start_row=span.min_row, end_row=span.max_row, start_column=target, end_column=target)
    for row in range(6, page.max_row + 1):
        cell, new = page.cell(row, source), page.cell(row, target)
        if cell.value is not None and not isinstance(page.cell(row, 2), MergedCell):
            new.value, new.number_format, cell.value = cell.value, cell.number_format, None
    return f"the {field} of the Met at the right end"


def _insert(page: Worksheet, row: int, count: int) -> None:
    """Rows above a row; merged cells move on with theirs."""
    page.insert_rows(row, count)
    for span in page.merged_cells.ranges:
        if span.min_row >= row:
            span.shift(row_shift=count)


def title_row_added(quarter: Quarter, rng: Random) -> str:
    organisation, count = rng.choice(("Met", "MOPAC")), rng.randint(1, 4)
    page = quarter.register(organisation)
    _insert(page, 1, count)
    page["A1"] = rng.choice(("Corporate risk register", "Risks as at 4 December 2017", "OFFICIAL"))
    return f"{count} rows above the headings of {organisation}"


def blank_rows_added(quarter: Quarter, rng: Random) -> str:
    """Between two risks."""
    risk = any_risk(rng)
    row = quarter.register(risk.organisation)[quarter.at(risk, "id")].row
    _insert(quarter.register(risk.organisation), row, rng.randint(1, 2))
    return f"blank rows above {risk.id}"


def looks(quarter: Quarter, rng: Random) -> str:
    risk = any_risk(rng)
    page = quarter.register(risk.organisation)
    cell = page[quarter.at(risk, rng.choice(("id", "title", "description", "owner", "actions")))]
    cell.font = Font(name=rng.choice(("Arial", "Times New Roman")), bold=True, italic=True, size=14, color="FF0000FF")
    cell.fill = PatternFill("solid", fgColor=rng.choice(("FFFF0000", "FF00FF00")))
    cell.alignment = Alignment(horizontal="center", wrap_text=False)
    return f"{cell.coordinate} of {risk.organisation} looks otherwise"


def sheet_looks(quarter: Quarter, rng: Random) -> str:
    organisation = rng.choice(("Met", "MOPAC"))
    page = quarter.register(organisation)
    page.sheet_view.zoomScale = rng.randint(50, 200)
    page.freeze_panes = None
    page.sheet_properties.tabColor = "FF0000"
    page.page_setup.orientation = "portrait"
    for column in range(1, page.max_column + 1):
        page.column_dimensions[get_column_letter(column)].width = rng.randint(3, 60)
    return f"widths, zoom and tab of {organisation}"


def filter_offered(quarter: Quarter, rng: Random) -> str:
    page = quarter.register("MOPAC")
    page.auto_filter.ref = page.dimensions
    return "MOPAC offers a filter that leaves out nothing"


def number_as_text(quarter: Quarter, rng: Random) -> str:
    risk = any_risk(rng)
    stage = rng.choice(("inherent", "current", "target"))
    field = f"{stage}.{rng.choice(('likelihood', 'impact') if risk.organisation == 'Met' else ('score',))}"
    where = quarter.put(risk, field, str(quarter.of(risk, field)))
    return f"{where[2]} of {risk.organisation} is text"


def level_written_otherwise(quarter: Quarter, rng: Random) -> str:
    risk = any_risk(rng, "MOPAC")
    field = f"{rng.choice(('inherent', 'current', 'target'))}.{rng.choice(('likelihood', 'impact'))}"
    text = str(quarter.of(risk, field))
    number, _, word = text.partition(" - ")
    new = rng.choice((f"{number} – {word}", f"{number}: {word}", f"{number} {word}", f"{number}-{word}", number))
    where = quarter.put(risk, field, new)
    return f"{where[2]} is {new} in place of {text}"


def trend_written_otherwise(quarter: Quarter, rng: Random) -> str:
    risk = any_risk(rng)
    words = {
        "rising": ("↑", "Rising", "RISING"), "same": ("↔", "→", "Unchanged", "No change", "Same"),
        "falling": ("↓", "Falling"), "new": ("new", "NEW"),
    }[risk.trend]  # fmt: skip
    # An arrow in MOPAC's register would have no declared meaning.
    word = rng.choice(
        [one for one in words if risk.organisation == "Met" or one.isalpha() or " " in one or one in "↔→"]
    )
    where = quarter.put(risk, "trend", word)
    quarter.register(risk.organisation)[where[2]].font = Font(name="Calibri")
    return f"{where[2]} of {risk.organisation} is {word}"


def date_as_text(quarter: Quarter, rng: Random) -> str:
    risk, field = any_risk(rng), rng.choice(("last_reviewed", "next_review"))
    held = quarter.of(risk, field)
    day = held.date() if isinstance(held, datetime) else held
    where = quarter.put(risk, field, rng.choice((f"{day.day} {day:%B %Y}", f"{day.day} {day:%b %Y}", day.isoformat())))
    quarter.register(risk.organisation)[where[2]].number_format = "General"
    return f"{where[2]} of {risk.organisation} is text"


def heading_written_otherwise(quarter: Quarter, rng: Random) -> str:
    organisation = rng.choice(("Met", "MOPAC"))
    field = rng.choice(("id", "title", "description", "owner", "actions", "trend"))
    page = quarter.register(organisation)
    cell = page[f"{COLUMNS[organisation][field]}{FIRST_ROWS[organisation] - 1}"]
    text = str(cell.value)
    cell.value = rng.choice(
        (text.upper(), text.lower(), f" {text}  ", text.replace(" ", "\n"), text.replace(" ", "  "))
    )
    return f"{organisation}: the heading {cell.value!r}"


def sheet_added_to_register(quarter: Quarter, rng: Random) -> str:
    organisation = rng.choice(("Met", "MOPAC"))
    page = quarter.register(organisation).parent.create_sheet(rng.choice(("Log", "Old notes")), rng.randint(0, 2))
    page.append(["Date", "What was done"])
    page.append([date(2017, 11, 1), "Sent to the board"])
    return f"a sheet more in the file of {organisation}"


def text_beside_table(quarter: Quarter, rng: Random) -> str:
    page = quarter.register("MOPAC")
    page.cell(page.max_row + rng.randint(3, 5), 1).value = "Prepared by the governance team."
    return "a line below the risks of MOPAC"


def control_added_to_a_list(quarter: Quarter, rng: Random) -> str:
    """Bullets of another kind, and a blank line between two."""
    risk = any_risk(rng, "MOPAC")
    text = str(quarter.of(risk, "controls"))
    quarter.put(
        risk,
        "controls",
        text.replace("• ", rng.choice(("- ", "– ", "· ", "•"))).replace("\n", rng.choice(("\n", "\n\n"))),
    )
    return f"{risk.id}: other bullets"


# --- the mapping workbook --------------------------------------------------------------------------


def mapping_rows_shuffled(quarter: Quarter, rng: Random) -> str:
    """Of sheets whose order is not that of the report."""
    name = rng.choice(("Acronyms", "Changes"))
    page = quarter.sheet(name)
    rows = quarter.rows(name)
    held = [[cell.value for cell in page[row]] for row in rows]
    rng.shuffle(held)
    for row, values in zip(rows, held, strict=True):
        for cell, value in zip(page[row], values, strict=True):
            cell.value = value
    return f"the rows of {name} in another order"


def report_in_another_order(quarter: Quarter, rng: Random) -> str:
    """The report follows the order of these sheets."""
    name = rng.choice(("Alignment", "Controls", "Promises", "Organisations"))
    page = quarter.sheet(name)
    rows = quarter.rows(name)
    held = [[(cell.value, cell.number_format) for cell in page[row]] for row in rows]
    rng.shuffle(held)
    for row, values in zip(rows, held, strict=True):
        for cell, (value, form) in zip(page[row], values, strict=True):
            cell.value, cell.number_format = value, form
    return f"the rows of {name} in another order"


def mapping_columns_shuffled(quarter: Quarter, rng: Random) -> str:
    name = rng.choice(("Meeting", "Organisations", "Controls", "Alignment", "Promises", "Changes", "Acronyms"))
    page = quarter.sheet(name)
    order = [cell.column - 1 for cell in page[1] if cell.value is not None]
    target = list(order)
    rng.shuffle(target)
    for row in page.iter_rows(max_row=page.max_row):
        held = [(cell.value, cell.number_format) for cell in row]
        for to, source in zip(order, target, strict=True):
            row[to].value, row[to].number_format = held[source]
    return f"the columns of {name} in another order"


def mapping_heading_otherwise(quarter: Quarter, rng: Random) -> str:
    name = rng.choice(("Meeting", "Organisations", "Controls", "Alignment", "Promises", "Changes", "Acronyms"))
    cell = rng.choice([each for each in quarter.sheet(name)[1] if each.value is not None])
    cell.value = rng.choice(
        (str(cell.value).upper(), str(cell.value).lower(), f"  {cell.value} ", str(cell.value).replace(" ", "  "))
    )
    return f"{name}: the heading {cell.value!r}"


def mapping_blank_rows(quarter: Quarter, rng: Random) -> str:
    name = rng.choice(("Meeting", "Organisations", "Controls", "Alignment", "Promises", "Changes", "Acronyms"))
    row = rng.randint(2, max(quarter.rows(name)))
    quarter.sheet(name).insert_rows(row, rng.randint(1, 3))
    return f"{name}: blank rows above row {row}"


def mapping_spaces(quarter: Quarter, rng: Random) -> str:
    name, headings = rng.choice((
        ("Controls", ("Control", "Description", "Owner", "Aligned risk", "Kind", "In place", "Reference", "Progress")),
        ("Alignment", ("Aligned risk", "Residual risk", "Met", "MOPAC")),
        ("Acronyms", ("Short", "Long")),
        ("Organisations", ("Organisation", "Full name", "Register", "Bands", "Appetite")),
    ))  # fmt: skip
    heading, row = rng.choice(headings), rng.choice(quarter.rows(name))
    held = quarter.cell(name, heading, row)
    if not held:
        return mapping_spaces(quarter, rng)
    quarter.write(name, heading, row, spoilt(str(held), rng))
    return f"{name}: spaces around {heading} in row {row}"


def answers_in_another_case(quarter: Quarter, rng: Random) -> str:
    row, heading = rng.choice(quarter.rows("Controls")), rng.choice(("Kind", "In place", "Working", "Assurance"))
    held = str(quarter.cell("Controls", heading, row) or "")
    quarter.write("Controls", heading, row, rng.choice((held.upper(), held.lower(), held.replace(" ", "  "))) or None)
    return f"Controls: {heading} of row {row} in another case"


def mapping_date_as_text(quarter: Quarter, rng: Random) -> str:
    name, heading = rng.choice(
        (("Controls", "Last checked"), ("Controls", "Due"), ("Organisations", "As at"), ("Promises", "Due"))
    )
    row = rng.choice([each for each in quarter.rows(name) if quarter.cell(name, heading, each)])
    day = quarter.cell(name, heading, row)
    quarter.write(name, heading, row, rng.choice((f"{day.day} {day:%B %Y}", f"{day:%Y-%m-%d}")))
    return f"{name}: {heading} of row {row} is text"


def mapping_column_added(quarter: Quarter, rng: Random) -> str:
    name = rng.choice(("Controls", "Alignment", "Promises"))
    page = quarter.sheet(name)
    column = max(cell.column for cell in page[1] if cell.value is not None) + 1
    page.cell(1, column).value = "My own notes"
    page.cell(2, column).value = "Ask again in May"
    return f"{name}: a column of the officer's own"


def mapping_sheet_added(quarter: Quarter, rng: Random) -> str:
    page = quarter.book("mapping.xlsx").create_sheet("Scratch", rng.randint(0, 3))
    page["B2"] = "Ask MOPAC about the boards"
    return "a sheet of the officer's own"


def mapping_sheets_moved(quarter: Quarter, rng: Random) -> str:
    book = quarter.book("mapping.xlsx")
    rng.shuffle(book._sheets)
    return "the sheets of the mapping in another order"


def settings_shuffled(quarter: Quarter, rng: Random) -> str:
    """Those that stand there once."""
    page = quarter.sheet("Meeting")
    rows = [row for row in quarter.rows("Meeting") if page.cell(row, 1).value not in ("Author", "Cleared by")]
    held = [[(cell.value, cell.number_format) for cell in page[row]] for row in rows]
    rng.shuffle(held)
    for row, values in zip(rows, held, strict=True):
        for cell, (value, form) in zip(page[row], values, strict=True):
            cell.value, cell.number_format = value, form
    return "the settings in another order"


def separator(quarter: Quarter, rng: Random) -> str:
    row, organisation = rng.choice(quarter.rows("Alignment")), rng.choice(("Met", "MOPAC"))
    held = quarter.cell("Alignment", organisation, row)
    quarter.write("Alignment", organisation, row, f"{held}{rng.choice((';', ',', chr(10), ' ; '))}")
    return f"Alignment: a separator too many in row {row}"


def comment_for_oneself(quarter: Quarter, rng: Random) -> str:
    row = rng.choice(quarter.rows("Alignment"))
    quarter.write("Alignment", "Comment", row, "To be looked at again: TBC, XX, [insert].")
    return f"Alignment: a comment in row {row}"


def all_named(quarter: Quarter, rng: Random) -> str:
    """What a blank stands for, written out."""
    row = rng.choice([each for each in quarter.rows("Alignment") if not quarter.cell("Alignment", "Status", each)])
    quarter.write("Alignment", "Status", row, "Active")
    return f"Alignment: row {row} is active"


# --- the narrative ---------------------------------------------------------------------------------


def sections_moved(quarter: Quarter, rng: Random) -> str:
    body = quarter.words.element.body
    blocks: list[list[object]] = []
    for each in list(body):
        if each.tag == qn("w:sectPr"):
            continue
        style = each.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        if style is not None and style.get(qn("w:val")) == "Heading1":
            blocks.append([])
        if blocks:
            blocks[-1].append(each)
    rng.shuffle(blocks)
    end = body.find(qn("w:sectPr"))
    for block in blocks:
        for each in block:
            end.addprevious(each)  # type: ignore[arg-type]
    return "the sections in another order"


def heading_case(quarter: Quarter, rng: Random) -> str:
    head = rng.choice(quarter.headings())
    head.text = rng.choice((head.text.upper(), head.text.lower(), f" {head.text} ", head.text.replace(" ", "  ")))
    return f"the heading {head.text!r}"


def empty_paragraphs(quarter: Quarter, rng: Random) -> str:
    head = rng.choice(quarter.headings())
    for _ in range(rng.randint(1, 3)):
        head.insert_paragraph_before("")
    return f"empty paragraphs above {head.text}"


def runs_cut(quarter: Quarter, rng: Random) -> str:
    """As Word cuts them while one types: the same words in pieces."""
    found = [
        p for head in quarter.headings() for p in quarter.section(head.text) if len(p.runs) == 1 and len(p.text) > 20
    ]
    paragraph = rng.choice(found)
    run = paragraph.runs[0]
    text, at = run.text, rng.randint(1, len(run.text) - 1)
    run.text = text[:at]
    later = paragraph.add_run(text[at:])
    if run._r.rPr is not None:
        later._r.insert(0, copy(run._r.rPr))
    return f"{text[:20]}… is cut after {at} letters"


def letters_sized(quarter: Quarter, rng: Random) -> str:
    found = [run for head in quarter.headings() for p in quarter.section(head.text) for run in p.runs]
    run = rng.choice(found)
    run.font.size, run.font.name = Pt(rng.choice((9, 11, 14))), rng.choice(("Arial", "Georgia"))
    run.font.color.rgb = RGBColor(0, 0, 0)
    return f"{run.text[:20]}… in another size"


def spaces_around_fields(quarter: Quarter, rng: Random) -> str:
    found = [
        run for head in quarter.headings() for p in quarter.section(head.text) for run in p.runs if "{{" in run.text
    ]
    run = rng.choice(found)
    run.text = re.sub(r"\{\{ (\S+) \}\}", rng.choice((r"{{\1}}", r"{{  \1  }}", r"{{ \1}}")), run.text)
    return f"{run.text[:40]}…"


# --- files and the record --------------------------------------------------------------------------


def register_renamed(quarter: Quarter, rng: Random) -> str:
    """And named so in Organisations, or fitted by the pattern there."""
    quarter.save()
    new, pattern = rng.choice((
        ("MOPAC risks Q3 (final).xlsx", "MOPAC risks*"), ("mopac_register_v2.xlsx", "mopac_*.xlsx"),
        ("MOPAC-Register.XLSX", "MOPAC-*"),
    ))  # fmt: skip
    (quarter.inputs / "mopac-register.xlsx").rename(quarter.inputs / new)
    row = quarter.row_of("Organisations", "Organisation", "MOPAC")
    quarter.write("Organisations", "Register", row, rng.choice((new, pattern)))
    return f"the register is {new}"


def lock_file(quarter: Quarter, rng: Random) -> str:
    name = rng.choice(("~$mopac-register.xlsx", ".~lock.mapping.xlsx#", ".DS_Store", "Thumbs.db", "desktop.ini"))
    (quarter.inputs / name).write_bytes(b"\x00\x01")
    return f"{name} lies there"


def record_with_more(quarter: Quarter, rng: Random) -> str:
    path, record = quarter.record()
    record["invented"] = {"by": "a later version"}
    record["aligned_risks"][0]["weather"] = "fine"
    path.write_text(json.dumps(record, indent=rng.choice((None, 1, 4)), ensure_ascii=rng.random() < 0.5), "utf-8")
    return "the record holds keys that nobody knows"


def layout_commented(quarter: Quarter, rng: Random) -> str:
    path = quarter.inputs / "layouts" / rng.choice(("met.toml", "mopac.toml"))
    path.write_text(f"# Read again, and found right.\r\n{path.read_text('utf-8')}\n\n", "utf-8")
    return f"a comment in {path.name}"


OTHER_ORDER = "the report in another order"

KINDS: dict[str, Harmless] = {
    # a register
    "spaces in a register": spaces_in_register,
    "a register's words in capitals": words_in_capitals,
    "rows shuffled": rows_shuffled,
    "merged rows swapped": blocks_swapped,
    "columns shuffled": columns_shuffled,
    "a column moved": column_moved,
    "title rows added": title_row_added,
    "blank rows added": blank_rows_added,
    "looks": looks,
    "looks of a sheet": sheet_looks,
    "a filter offered": filter_offered,
    "a number as text": number_as_text,
    "a level written otherwise": level_written_otherwise,
    "a trend written otherwise": trend_written_otherwise,
    "a date as text": date_as_text,
    "a heading written otherwise": heading_written_otherwise,
    "a sheet added to a register": sheet_added_to_register,
    "a line below the table": text_beside_table,
    "other bullets": control_added_to_a_list,
    # the mapping workbook
    "rows of the mapping shuffled": mapping_rows_shuffled,
    OTHER_ORDER: report_in_another_order,
    "columns of the mapping shuffled": mapping_columns_shuffled,
    "a heading of the mapping otherwise": mapping_heading_otherwise,
    "blank rows in the mapping": mapping_blank_rows,
    "spaces in the mapping": mapping_spaces,
    "answers in another case": answers_in_another_case,
    "a date of the mapping as text": mapping_date_as_text,
    "a column of one's own": mapping_column_added,
    "a sheet of one's own": mapping_sheet_added,
    "sheets of the mapping moved": mapping_sheets_moved,
    "settings shuffled": settings_shuffled,
    "a separator too many": separator,
    "a comment for oneself": comment_for_oneself,
    "a blank written out": all_named,
    # the narrative
    "sections moved": sections_moved,
    "a heading in another case": heading_case,
    "empty paragraphs": empty_paragraphs,
    "runs cut": runs_cut,
    "letters in another size": letters_sized,
    "spaces around fields": spaces_around_fields,
    # files and the record
    "a register renamed": register_renamed,
    "a lock file": lock_file,
    "a record with more": record_with_more,
    "a layout with a comment": layout_commented,
}
