"""What the mapping workbook says, and what is said about it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from pipeline.ingest.cleaning import clean
from pipeline.ingest.mapping.mapping import read_mapping
from pipeline.ingest.mapping.sheets import SETTINGS, SHEETS, headings_of, plain
from pipeline.model.errors import InputsUnusable
from pipeline.model.findings import Severity
from pipeline.model.records import Assurance, Band, ControlKind, InPlace, Place, Post, Working
from tests.ingest.mapping_books import SHEETS as RIGHT
from tests.ingest.mapping_books import Spoil, put, read, said


def test_a_right_workbook_is_read_without_a_word() -> None:
    mapping, findings = read()
    assert findings == ()
    meeting = mapping.meeting
    assert (meeting.panel, meeting.date, meeting.review_months) == ("Audit Panel", date(2017, 12, 19), 6)
    assert meeting.authors == (Post("Head of Risk", "risk@example.org"), Post("Clerk"))
    assert meeting.source.place("meeting_date").cell == "B3"
    north, south = mapping.organisations
    assert north.also_called == ("NC", "The Council")
    assert north.bands == (Band("Low", 1, 4), Band("High", 5, 25))
    assert (south.register, south.sheet, south.as_at, south.appetite) == (
        "south*.xlsx",
        "Risks",
        date(2017, 11, 30),
        "Green",
    )
    first, second, third = mapping.alignment
    assert (first.number, first.ids) == (1, {"North": ("N1", "N2"), "South": ("S-01",)})
    assert first.source.place("South") == Place("mapping.xlsx", "Alignment", "D2")
    assert (second.ids["South"], second.formerly, second.trend_reason) == ((), ("Funding", "Cash"), "Prices rise.")
    assert (third.ids["North"], third.withdrawn, third.restricted) == (("N9", "N8", "N3"), True, "Personal data")
    board, budget = mapping.controls
    assert (board.kind, board.in_place, board.working, board.assurance) == (
        ControlKind.JOINT,
        InPlace.YES,
        Working.NOT_TESTED,
        Assurance.SECOND,
    )
    assert (board.run_by, board.last_checked, board.review_months) == (("North", "South"), date(2017, 10, 2), 12)
    assert (budget.run_by, budget.working, budget.due, budget.restricted) == ((), None, date(2018, 3, 31), "Commercial")


def test_headings_are_found_without_regard_to_case_spacing_and_order() -> None:
    def shuffle(book: openpyxl.Workbook) -> None:
        sheet = book["Controls"]
        sheet["A1"], sheet["C1"] = "  CONTROL ", "reference"
        for row in (2, 3):
            sheet[f"A{row}"].value, sheet[f"C{row}"].value = sheet[f"C{row}"].value, sheet[f"A{row}"].value
        book["Meeting"]["A2"] = "panel:"
        book["Alignment"].title = "alignment "

    mapping, findings = read(spoil=shuffle)
    assert findings == ()
    assert [(control.reference, control.name) for control in mapping.controls] == [
        ("C1", "Joint board"),
        ("C2", "Shared budget"),
    ]
    assert mapping.controls[0].source.place("reference").cell == "C2"


def test_blank_rows_and_own_sheets_and_columns_do_no_harm() -> None:
    def mine(book: openpyxl.Workbook) -> None:
        book["Controls"].insert_rows(3)
        book["Controls"]["Q1"], book["Controls"]["Q3"] = "Our notes", "ask again"
        book.create_sheet("Old plans")["A1"] = "x"

    mapping, findings = read(spoil=mine)
    assert [control.source.row for control in mapping.controls] == [2, 4]
    assert [(f.code, f.severity) for f in findings] == [
        ("sheet-unknown", Severity.NOTE),
        ("heading-unknown", Severity.NOTE),
    ]


# Each: what is spoilt, and the findings it gives: code, sheet, cell.
SPOILT: dict[str, tuple[Spoil, list[tuple[str, str, str]]]] = {
    "a heading under another name": (put("Controls", "P1", "Restrictd"), [("heading-missing", "Controls", "A1"), ("heading-unknown", "Controls", "P1")]),
    "a column that may be left out": (put("Alignment", "J1", None), [("heading-unknown", "Alignment", "J1")]),
    "a heading twice": (put("Controls", "D1", "Owner"), [("mapping-value", "Controls", "G1")]),
    "a needed heading gone": (put("Controls", "H1", "Present?"), [("heading-missing", "Controls", "A1"), ("heading-unknown", "Controls", "H1")]),
    "no column for South": (put("Alignment", "D1", "West"), [("organisation-column-missing", "Alignment", "A1"), ("heading-unknown", "Alignment", "D1")]),
    "report by blank": (put("Meeting", "B5", None), [("setting-missing", "Meeting", "B5")]),
    "a setting misspelt": (put("Meeting", "A6", "Perriod"), [("setting-unknown", "Meeting", "A6"), ("setting-missing", "Meeting", "row 1")]),
    "a setting twice": (put("Meeting", "A6", "Title"), [("mapping-value", "Meeting", "B6"), ("setting-missing", "Meeting", "row 1")]),
    "an author with no role": (put("Meeting", "B8", "<x@example.org>"), [("mapping-value", "Meeting", "B8")]),
    "months that are none": (put("Meeting", "B10", "a year"), [("mapping-value", "Meeting", "B10")]),
    "organisation twice": (put("Organisations", "A3", "NORTH"), [
        ("organisation-duplicate", "Organisations", "A3"),
        ("heading-unknown", "Alignment", "D1"),
        ("mapping-value", "Controls", "F2"),  # South, who runs it, is no longer known
    ]),
    "no register": (put("Organisations", "D3", None), [("mapping-value", "Organisations", "D3")]),
    "bands that overlap": (put("Organisations", "I2", "Low 1-6; High 5-25"), [("mapping-value", "Organisations", "I2")]),
    "an appetite of no band": (put("Organisations", "J2", "Lo"), [("mapping-value", "Organisations", "J2")]),
    "a date that could be another": (put("Organisations", "F2", "3/4/2017", "@"), [("mapping-value", "Organisations", "F2")]),
    "bands that end too soon": (put("Organisations", "I2", "Low 1-4; High 5-20"), [("bands-scale-differ", "Organisations", "I2")]),
    "levels that are no number": (put("Organisations", "G2", "five"), [("mapping-value", "Organisations", "G2")]),
    "number blank": (put("Alignment", "A3", None), [("number-proposed", "Alignment", "A3")]),
    "number unreadable": (put("Alignment", "A3", "two"), [("mapping-value", "Alignment", "A3"), ("number-proposed", "Alignment", "A3")]),
    "number twice": (put("Alignment", "A3", 1), [("aligned-duplicate", "Alignment", "A3")]),
    "name twice": (put("Alignment", "B4", "safe guarding"), [("aligned-duplicate", "Alignment", "B4")]),
    "no name": (put("Alignment", "B4", None), [("mapping-value", "Alignment", "B4")]),
    "id made a number": (put("Alignment", "C3", 7), [("id-as-number", "Alignment", "C3")]),
    "id made a date": (put("Alignment", "C3", datetime(2017, 1, 3), "dd/mm/yyyy"), [("id-as-date", "Alignment", "C3")]),
    "status unknown": (put("Alignment", "H2", "Gone"), [("mapping-value", "Alignment", "H2")]),
    "never calculated": (put("Alignment", "E2", "=A1"), [("mapping-value", "Alignment", "E2")]),
    "an error": (put("Controls", "G2", "#REF!"), [("mapping-value", "Controls", "G2")]),
    "characters of no document": (put("Controls", "D2", "bell\ufdd0"), [("mapping-text-replaced", "Controls", "D2")]),
    "words made a month": (put("Meeting", "B6", datetime(2017, 12, 1), "mmm-yy"), [("mapping-value", "Meeting", "B6")]),
    "a number in a form of its own": (put("Controls", "K2", 0.5, "0%"), [("mapping-value", "Controls", "K2")]),
    "aligned risk unknown": (put("Controls", "B2", "Safegarding"), [("aligned-unknown", "Controls", "B2")]),
    "aligned risk blank": (put("Controls", "B2", None), [("aligned-unknown", "Controls", "B2")]),
    "kind unknown": (put("Controls", "E2", "Shared"), [("status-unknown", "Controls", "E2")]),
    "kind blank": (put("Controls", "E2", None), [("mapping-value", "Controls", "E2")]),
    "in place unknown": (put("Controls", "H2", "Mostly"), [("status-unknown", "Controls", "H2")]),
    "working unknown": (put("Controls", "I2", "Perhaps"), [("status-unknown", "Controls", "I2")]),
    "assurance unknown": (put("Controls", "J2", "Audit"), [("status-unknown", "Controls", "J2")]),
    "in place TRUE": (put("Controls", "H2", True), [("status-unknown", "Controls", "H2")]),
    "run by a stranger": (put("Controls", "F2", "North, West"), [("mapping-value", "Controls", "F2")]),
    "control without name": (put("Controls", "C2", None), [("mapping-value", "Controls", "C2")]),
    "reference blank": (put("Controls", "A3", None), [("reference-proposed", "Controls", "A3")]),
    "reference twice": (put("Controls", "A3", "c1"), [("reference-duplicate", "Controls", "A3")]),
    "a sheet of a near name": (lambda book: setattr(book["Promises"], "title", "Promisses"), [("sheet-unknown", "Promisses", "")]),
    "no Controls": (lambda book: book.remove(book["Controls"]), [("sheet-missing", "", "")]),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILT)
def test_one_fault_gives_its_finding(name: str) -> None:
    spoil, expected = SPOILT[name]
    _, findings = read(spoil=spoil)
    assert said(findings) == expected


@pytest.mark.parametrize(("sheet", "cell"), [("Alignment", "I4"), ("Controls", "P3")])
@pytest.mark.parametrize(
    ("written", "reason"),
    [
        *((no, None) for no in ("No", "no.", "n/a", "N/A", "None", False, "not restricted", "-", "\u2014", "Nil")),
        *((why, why) for why in ("No names of sources", "None may know the place", "Yes", "x")),
    ],
)
def test_a_word_that_says_no_restricts_nothing_and_is_asked_about(
    sheet: str, cell: str, written: object, reason: str | None
) -> None:
    mapping, findings = read(spoil=put(sheet, cell, written))
    row = mapping.alignment[2] if sheet == "Alignment" else mapping.controls[1]
    assert row.restricted == reason
    assert said(findings) == ([] if reason else [("restricted-no", sheet, cell)])


def test_an_unknown_word_is_marked_and_not_taken_for_another() -> None:
    mapping, _ = read(spoil=put("Controls", "H2", "Mostly"))
    assert mapping.controls[0].in_place is None
    assert mapping.controls[0].unknown == {"in_place": "[not known: Mostly]"}


def test_a_stranger_who_runs_a_control_is_kept_for_blank_means_all() -> None:
    mapping, _ = read(spoil=put("Controls", "F2", "West"))
    assert mapping.controls[0].run_by == ("[not known: West]",)


@pytest.mark.parametrize(
    "words", ["Money", "money", "Risk 2", "risk2", "2", 2, "Risk 2: Money", "2 Money", "Funding", "CASH"]
)
def test_ways_to_name_an_aligned_risk(words: object) -> None:
    mapping, findings = read(spoil=put("Controls", "B2", words))
    assert (mapping.controls[0].aligned_risk, findings) == ("Money", ())


@pytest.mark.parametrize("words", ["South", "south council", "NC", "the council", "North;South", "North\nSouth"])
def test_ways_to_name_who_runs_a_control(words: str) -> None:
    mapping, findings = read(spoil=put("Controls", "F2", words))
    assert findings == ()
    assert set(mapping.controls[0].run_by) <= {"North", "South"} and mapping.controls[0].run_by


def test_a_blank_number_is_the_next_free_one() -> None:
    mapping, findings = read(spoil=put("Alignment", "A2", None))
    assert [row.number for row in mapping.alignment] == [6, 2, 5]
    assert findings[0].subject == "Risk 6: Safeguarding"


def test_blank_references_are_proposed_in_the_order_of_the_sheet() -> None:
    rows = [(None, "Money", f"Control {n}", None, "Joint", None, None, "Yes", "Yes") for n in range(3)]
    rows[1] = ("C-MON-2", *rows[1][1:])
    mapping, _ = read({"Controls": rows})
    assert [(c.reference, c.reference_proposed) for c in mapping.controls] == [
        ("C-MON-1", True),
        ("C-MON-2", False),
        ("C-MON-3", True),
    ]


@pytest.mark.parametrize(
    ("value", "number_format", "ids", "codes"),
    [
        ("007", "@", ("007",), []),
        (7, "@", ("7",), []),
        (7, "General", ("7",), ["id-as-number"]),
        (7, "000", ("007",), ["id-as-number"]),
        (1.2, "@", ("1.2",), ["id-as-number"]),
        (datetime(2017, 1, 3), "d-mmm", ("2017-01-03",), ["id-as-date"]),
        (" N1 ,N1;\n N2", "@", ("N1", "N2"), []),
        (" ", "@", (), []),
    ],
)
def test_ids_keep_their_text(value: object, number_format: str, ids: tuple[str, ...], codes: list[str]) -> None:
    mapping, findings = read(spoil=put("Alignment", "C2", value, number_format))
    assert mapping.alignment[0].ids["North"] == ids
    assert [finding.code for finding in findings] == codes


def test_all_that_leaves_no_report_is_said_at_once() -> None:
    rows = [(setting.text, None) for setting in SETTINGS if setting.text != "Title"]
    with pytest.raises(InputsUnusable) as stopped:
        read({"Meeting": rows, "Organisations": (), "Alignment": ()}, names=())
    lines = stopped.value.lines
    assert [line.split(":")[0] for line in lines] == [
        "mapping.xlsx, sheet 'Meeting', B2",
        "mapping.xlsx, sheet 'Meeting', B3",
        "mapping.xlsx, sheet 'Meeting'",
        "mapping.xlsx, sheet 'Organisations', A1",
        "mapping.xlsx, sheet 'Alignment', A1",
    ]


def test_a_meeting_date_that_is_not_clear_is_no_date() -> None:
    with pytest.raises(InputsUnusable, match="B3: Meeting date \\(row 3\\): 'next week' is not a clear date"):
        read(spoil=put("Meeting", "B3", "next week"))


@pytest.mark.parametrize("sheet", ["Meeting", "Organisations", "Alignment"])
def test_without_a_needed_sheet_there_is_no_report(sheet: str) -> None:
    with pytest.raises(InputsUnusable, match=f"There is no sheet '{sheet}'"):
        read(spoil=lambda book: book.remove(book[sheet]))


def test_a_file_that_is_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "mapping.xlsx").write_text("hello")
    with pytest.raises(InputsUnusable, match=r"mapping\.xlsx"):
        read_mapping(tmp_path / "mapping.xlsx", "mapping.xlsx")


def test_optional_sheets() -> None:
    mapping, findings = read(
        {
            "Wording": [
                ("North Council", "N1", "Description", "Milder words", "Agreed", "Panel", date(2017, 11, 1)),
                ("North", "N1", "risk  owner", "Acting director", None, None, None),
            ],
            "Changes": [("South", "S-01", "Renumbered", "S-09", "S-01", "Tidied", "Clerk", date(2017, 10, 1))],
            "Acronyms": [("PCP", "Police and Crime Plan")],
            "Promises": [("A deep dive", "The Chair", date(2017, 9, 26), date(2017, 12, 1), None)],
            "Accepted": [("owner-missing", "North N1", "Vacant post", "Director", date(2018, 1, 1))],
            "Checks": [("no-joint-control", "For information", "Ours"), ("trend-missing", "block", None)],
        }
    )
    assert findings == ()
    assert (mapping.wording[0].organisation, mapping.wording[0].field, mapping.wording[0].as_reported) == (
        "North",
        "description",
        "Milder words",
    )
    assert (mapping.wording[1].field, mapping.wording[1].as_reported) == ("owner", "Acting director")
    assert (mapping.changes[0].what, mapping.changes[0].was, mapping.changes[0].now) == ("renumbered", "S-09", "S-01")
    assert mapping.acronyms == {"PCP": "Police and Crime Plan"}
    assert (mapping.promises[0].due, mapping.promises[0].kept) == (date(2017, 12, 1), None)
    assert (mapping.accepted[0].finding, mapping.accepted[0].until) == ("owner-missing", date(2018, 1, 1))
    assert [(s.finding, s.severity) for s in mapping.severities] == [
        ("no-joint-control", "note"),
        ("trend-missing", "block"),
    ]


@pytest.mark.parametrize(
    ("sheet", "row", "code", "cell"),
    [
        ("Wording", ("West", "N1", "Description", "Words"), "sheet-other-entry", "A2"),
        ("Wording", ("North", "N1", "Owner", "Words"), "mapping-value", "C2"),
        ("Changes", ("North", None, "closed"), "mapping-value", "B2"),
        ("Changes", ("North", "N1", "vanished"), "mapping-value", "C2"),
        ("Accepted", ("owner-missng", "North N1", "Why", "Who", None), "sheet-other-entry", "A2"),
        ("Accepted", ("owner-missing", "North N1", None, "Who", None), "mapping-value", "C2"),
        ("Accepted", ("owner-missing", "North N1", "Why", "Who", "soon"), "mapping-value", "E2"),
        ("Checks", ("owner-missing", "quiet", None), "mapping-value", "B2"),
    ],
)
def test_a_row_that_is_not_right_is_said_and_not_applied(
    sheet: str, row: tuple[object, ...], code: str, cell: str
) -> None:
    mapping, findings = read({sheet: [row]})
    assert said(findings) == [(code, sheet, cell)]
    assert not (
        mapping.wording
        or mapping.changes
        or mapping.acronyms
        or mapping.promises
        or mapping.accepted
        or mapping.severities
    )


def test_a_row_of_changes_may_belong_to_no_organisation() -> None:
    """A joint control belongs to none: whether the row names one is told on comparing."""
    mapping, findings = read({"Changes": [(None, "C-4", "withdrawn")]})
    assert [(change.organisation, change.risk, change.what) for change in mapping.changes] == [("", "C-4", "withdrawn")]
    assert findings == ()


def test_a_row_that_has_a_place_in_the_report_keeps_it_with_a_mark() -> None:
    mapping, findings = read(
        {
            "Wording": [("North", "N1", "Description", None)],
            "Acronyms": [("PCP", None)],
            "Promises": [(None, "The Chair", None, "soon")],
        }
    )
    assert said(findings) == [
        ("mapping-value", "Wording", "D2"),
        ("mapping-value", "Acronyms", "B2"),
        ("mapping-value", "Promises", "A2"),
        ("mapping-value", "Promises", "D2"),
    ]
    assert mapping.wording[0].as_reported == "[missing: As reported]"
    assert mapping.acronyms == {"PCP": "[missing: Long]"}
    assert mapping.promises[0].unknown == {"promise": "[missing: Promise]", "due": "[not known: soon]"}


@pytest.mark.parametrize(
    ("bands", "of"),
    [("Low 2-4; High 5-10", "the sum"), ("Low 1-2; High 2.5-5", "the mean"), ("Low 1-4; High 5-10", "")],
)
def test_bands_of_scores_that_are_sums_or_means_are_shown_a_way(bands: str, of: str) -> None:
    _, (finding,) = read(spoil=put("Organisations", "I2", bands))
    assert finding.code == "bands-scale-differ"
    assert (f"{of} of likelihood and impact, leave Likelihood levels" in finding.remedy) is bool(of)


def test_an_acronym_with_two_meanings() -> None:
    mapping, findings = read(
        {"Acronyms": [("PCP", "Police and Crime Plan"), ("PCP", "Primary care"), ("GP", "Doctor"), ("GP", "Doctor")]}
    )
    assert said(findings) == [("mapping-value", "Acronyms", "B3")]
    assert mapping.acronyms == {"PCP": "Police and Crime Plan [stands twice: PCP]", "GP": "Doctor"}


def test_every_place_named_exists() -> None:
    def spoil(book: openpyxl.Workbook) -> None:
        for one, _ in (
            SPOILT[name]
            for name in ("id made a date", "kind unknown", "never calculated", "bands that overlap", "reference twice")
        ):
            one(book)

    _, findings = read(spoil=spoil)
    assert len(findings) == 5
    assert all(finding.cell and finding.sheet in RIGHT for finding in findings)


# --- what is written is what is read

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co", "Cf", "Zl", "Zp", "Zs")),
    min_size=1,
    max_size=12,
)
# Signs without a shape are taken out, so a name that holds one is not read as it was written.
NAME = TEXT.filter(lambda text: clean(text)[0] == text and not set(text) & set(",;<>") and plain(text))
FIXED = {
    plain(word) for sheet in SHEETS for heading in headings_of(sheet, ()) for word in (heading.text, heading.field)
}


@settings(max_examples=30, deadline=None)
@given(
    organisations=st.lists(NAME, min_size=1, max_size=3, unique_by=plain).filter(
        lambda names: not FIXED & {plain(n) for n in names}
    ),
    themes=st.lists(
        NAME.filter(lambda n: not n.isdigit() and not plain(n).startswith("risk")),
        min_size=1,
        max_size=3,
        unique_by=plain,
    ),
    words=TEXT,
    ids=st.lists(NAME, max_size=3, unique=True),
)
def test_what_is_written_is_read(organisations: list[str], themes: list[str], words: str, ids: list[str]) -> None:
    mapping, findings = read(
        {
            "Organisations": [(name, None, None, "register.xlsx") for name in organisations],
            "Alignment": [(n, theme, ", ".join(ids)) for n, theme in enumerate(themes, start=1)],
            "Controls": [
                (f"R{n}", theme, words, words, "Joint", organisations[0], None, "Yes", "No")
                for n, theme in enumerate(themes)
            ],
        },
        names=organisations,
    )
    assert findings == ()
    assert [organisation.name for organisation in mapping.organisations] == organisations
    assert [(row.number, row.name) for row in mapping.alignment] == list(enumerate(themes, start=1))
    assert {row.ids[organisations[0]] for row in mapping.alignment} == {tuple(ids)}
    assert [(c.aligned_risk, c.name, c.description, c.run_by) for c in mapping.controls] == [(theme, words, words, (organisations[0],)) for theme in themes]  # fmt: skip


HOLDABLE = st.text(max_size=30).map(lambda text: ILLEGAL_CHARACTERS_RE.sub("", text).encode("utf-8", "ignore").decode())


@settings(max_examples=30, deadline=None)
@given(text=HOLDABLE)
def test_any_text_arrives_clean_or_is_reported(text: str) -> None:
    def spoil(book: openpyxl.Workbook) -> None:
        book["Alignment"]["J2"].value = text
        book["Alignment"]["J2"].data_type = "s"  # what begins with = is text here, too

    mapping, findings = read(spoil=spoil)
    words, replaced = clean(text)
    assert mapping.alignment[0].comment == (words or None)
    assert said(findings) == ([("mapping-text-replaced", "Alignment", "J2")] if replaced else [])
