"""Another body's case: three organisations with other scales, words and layouts, and no earlier report.

Council: 1 to 4, colours as words, Up / Level / Down. Health Board: 1 to 3, a title above the headings, scores
and no words. Fire Authority: words alone, arrows that speak of its own position, issues among the risks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.ingest.starter.start import write_mapping, write_narrative
from tests.sample.workbooks import Sheet, Value, new_book

Row = tuple[Value, ...]

ORGANISATIONS = ("Council", "Health Board", "Fire Authority")
AS_AT = date(2018, 9, 28)
SEEN, NEXT = date(2018, 9, 20), date(2018, 12, 20)

COUNCIL: tuple[Row, ...] = (
    (
        "Reference no", "What could go wrong", "Accountable officer",
        "Untreated likelihood", "Untreated impact", "Untreated score", "Arrangements in place",
        "Likelihood today", "Impact today", "Score today", "Colour today", "Which way",
        "Still to do", "Aim likelihood", "Aim impact", "Aim score", "Looked at", "To be looked at",
    ),
    (
        "C/01", "A school building has to be closed at short notice.", "Director of Property",
        3, 3, 9, "Yearly survey of every school; Repairs fund", 2, 3, 6, "Amber", "Level",
        "Survey the last 12 roofs by 31 January 2019", 1, 3, 3, SEEN, NEXT,
    ),
    (
        "C/03", "Homes and roads are flooded, and people are cut off from help.", "Director of Highways",
        4, 4, 16, "Flood wardens in every parish; Pumps at four depots; Warnings by text message",
        3, 4, 12, "Red", "Up", "Replace the pumps at two depots by 31 March 2019", 2, 4, 8, SEEN, NEXT,
    ),
    (
        "C/05", "Too few people can be found to work in care homes.", "Director of Adult Services",
        4, 3, 12, "Apprenticeships in care; A careers fair each spring",
        3, 3, 9, "Red", "Level", "Agree pay for 2019-20 by 28 February 2019", 2, 3, 6, SEEN, NEXT,
    ),
    (
        "C/08", "People stay in hospital because no care at home can be arranged.", "Director of Adult Services",
        4, 3, 12, "A team in each hospital", 3, 2, 6, "Amber", "Down",
        "Bring weekend assessments to both hospitals by 30 November 2018", 2, 2, 4, SEEN, NEXT,
    ),
    (
        "C/11", "Snow and ice close main roads for more than a day.", "Director of Highways",
        3, 3, 9, "Gritting routes agreed each October; Salt for eight days",
        2, 3, 6, "Amber", "Level", "Fit trackers to all gritters by 30 November 2018", 2, 2, 4, SEEN, NEXT,
    ),
    (
        "C/14", "A data centre fails.", "Head of Information Technology",
        3, 4, 12, "A second centre in another town", 1, 4, 4, "Amber", "Level", "", 1, 4, 4, SEEN, NEXT,
    ),
)  # fmt: skip

HEALTH: tuple[Row, ...] = (
    ("Ref", "Description of the risk", "Executive lead", "Likelihood (1-3)", "Impact (1-3)", "Risk score",
     "Comment on movement", "Movement", "Mitigation", "Planned mitigation", "Goal likelihood", "Goal impact", "Goal score"),
    ("HB-1", "There are not enough beds in winter for those who need them.", "Chief Operating Officer", 3, 3, 9,
     "Attendances have grown by 6% since 1 April 2018.", "Deteriorating", "Daily bed meeting\nWinter ward",
     "Open 24 more beds by 30 November 2018", 2, 2, 4),
    ("HB-2", "Patients wait for care at home after they are well enough to leave.", "Chief Nurse", 2, 3, 6,
     "", "Steady", "Discharge planned on the day of admission", "Agree one assessment form by 31 January 2019", 1, 3, 3),
    ("HB-4", "Nursing posts stay vacant for months.", "Director of People", 2, 2, 4,
     "", "Steady", "Recruitment abroad\nReturn-to-practice course", "Hold a joint careers fair by 30 April 2019", 2, 1, 2),
    ("HB-6", "A clinic has to close because of failing equipment.", "Director of Estates", 1, 3, 3,
     "", "Steady", "Maintenance contracts", "", 1, 3, 3),
)  # fmt: skip

FIRE: tuple[Row, ...] = (
    ("Type", "Position", "Number", "Concern", "Held by", "How likely", "How grave", "Standing", "What we do", "What we will do", "Wanted standing"),
    ("Risk", "↑", "F-2", "Crews cannot reach people who are cut off by water.", "Head of Response",
     "Possible", "Grave", "Act", "- Boats at three stations\n- Flood training each year", "- A fourth boat by 31 March 2019", "Watch"),
    ("Issue", "↔", "F-4", "The training tower is closed for repair.", "Head of Training",
     "Likely", "Minor", "Watch", "- Training at a neighbour's tower", "", "Watch"),
    ("Risk", "↔", "F-6", "On-call stations have too few firefighters by day.", "Head of People",
     "Likely", "Serious", "Act", "- Recruitment with local employers", "- A new contract for on-call staff by 30 June 2019", "Watch"),
    ("Risk", "↔", "F-9", "Radios fail in a large incident.", "Head of Technology",
     "Rare", "Serious", "Tolerable", "- Spare radios on every engine", "", "Tolerable"),
)  # fmt: skip

COUNCIL_LAYOUT = """\
# How we read the Council's register.
organisation = "Council"
header_rows = [1]
confirmed = "2018-09-03"
trend_means = "risk"            # Up: the risk is rising

[columns]
id = "Reference no"
description = "What could go wrong"
owner = "Accountable officer"
"inherent.likelihood" = "Untreated likelihood"
"inherent.impact" = "Untreated impact"
"inherent.score" = "Untreated score"
controls = "Arrangements in place"
"current.likelihood" = "Likelihood today"
"current.impact" = "Impact today"
"current.score" = "Score today"
"current.rating" = "Colour today"
trend = "Which way"
actions = "Still to do"
"target.likelihood" = "Aim likelihood"
"target.impact" = "Aim impact"
"target.score" = "Aim score"
last_reviewed = "Looked at"
next_review = "To be looked at"

[split]
controls = [";"]
"""

HEALTH_LAYOUT = """\
# How we read the Health Board's register.
organisation = "Health Board"
sheet = "Board risks"
header_rows = [3]
confirmed = "2018-09-03"

[columns]
id = "Ref"
description = "Description of the risk"
owner = "Executive lead"
"current.likelihood" = "Likelihood (1-3)"
"current.impact" = "Impact (1-3)"
"current.score" = "Risk score"
trend_reason = "Comment on movement"
trend = "Movement"
controls = "Mitigation"
actions = "Planned mitigation"
"target.likelihood" = "Goal likelihood"
"target.impact" = "Goal impact"
"target.score" = "Goal score"

[split]
controls = ["line"]
"""

FIRE_LAYOUT = """\
# How we read the Fire Authority's register.
organisation = "Fire Authority"
header_rows = [1]
confirmed = "2018-09-03"
trend_means = "position"        # an arrow up: the Authority's position is improving, so the risk is falling

[columns]
id = "Number"
description = "Concern"
owner = "Held by"
"current.likelihood" = "How likely"
"current.impact" = "How grave"
"current.rating" = "Standing"
trend = "Position"
controls = "What we do"
actions = "What we will do"
"target.rating" = "Wanted standing"

[only]
Type = ["Risk"]

[split]
controls = ["bullet"]
actions = ["bullet"]
"""

MAPPING: dict[str, tuple[tuple[object, ...], ...]] = {
    "Meeting": (
        ("Panel", "Joint Audit and Risk Committee"),
        ("Meeting date", date(2018, 10, 11)),
        ("Title", "Risks that we share in Northshire"),
        ("Report by", "The Head of Audit, Council"),
        ("Period", "Half-year to 30 September 2018"),
        ("Author", "Risk Manager, Council <risk@example.org>"),
        ("Review period in months", 6),
    ),
    "Organisations": (
        ("Council", "Northshire County Council", "", "council*.xlsx", "", AS_AT, 4, 4, "Green 1-3; Amber 4-8; Red 9-16", "Amber"),
        ("Health Board", "Northshire Health Board", "", "board-risks.xlsx", "", AS_AT, 3, 3, "Low 1-2; Moderate 3-5; High 6-9", "Moderate"),
        ("Fire Authority", "Northshire Fire and Rescue Authority", "", "fire.xlsx", "", AS_AT, "", "", "Tolerable 1-2; Watch 3-5; Act 6-9", "Watch"),
    ),
    # Number, Aligned risk, Council, Health Board, Fire Authority, Residual risk, Reason for trend
    "Alignment": (
        (
            1, "Severe weather", "C/03, C/11", "", "F-2",
            "A flood in two valleys at once would need more pumps and boats than the county has.",
            "Warnings of heavy rain have become more frequent; the third rescue boat has shortened the time to reach people.",
        ),
        (
            2, "Workforce", "C/05", "HB-4", "F-6",
            "All three organisations look for people in the same small labour market.", "",
        ),
        (
            4, "Leaving hospital", "C/08", "HB-1\nHB-2", "",
            "In a hard winter there may be neither a bed in hospital nor care at home.",
            "Care at home is arranged sooner, while more people arrive at hospital.",
        ),
    ),
    "Controls": (
        (
            "K1", "Severe weather", "Flood plan", "One plan for warnings, rescue and shelter, exercised each year.",
            "Joint", "Council, Fire Authority", "Head of Emergency Planning", "Yes", "Yes", "External",
            "Report on the exercise of 14 June 2018", date(2018, 6, 14), 12, "", "", "",
        ),
        (
            "K2", "Severe weather", "Shared pumps", "Pumps of both organisations are held and moved as one stock.",
            "Joint", "Council, Fire Authority", "Head of Response", "Yes", "Not tested", "", "", "", "", "", "", "",
        ),
        (
            "K3", "Workforce", "Joint careers fair", "All three organisations recruit together each spring.",
            "Joint", "", "Director of People", "Partly", "Partly", "1st line",
            "Count of applications, 30 June 2018", date(2018, 6, 30), "", date(2019, 4, 30), "", "",
        ),
        (
            "K4", "Workforce", "Shared bank of temporary staff", "One list of temporary staff for all three organisations.",
            "Potential", "", "Director of People", "No", "", "", "", "", "", date(2019, 6, 28), "", "",
        ),
        (
            "K5", "Leaving hospital", "Discharge team", "Staff of both organisations arrange care before a patient leaves.",
            "Joint", "Council, Health Board", "Chief Nurse", "Yes", "Partly", "2nd line",
            "Audit of 40 discharges, 31 July 2018", date(2018, 7, 31), "", "", "", "",
        ),
    ),
}  # fmt: skip

NARRATIVE: dict[str, tuple[str, ...]] = {
    "Purpose": ("This report sets out the {{ aligned_risks.count_in_words }} risks that {{ aligned_risks.organisations }} share.",),
    "Key considerations": ("They are {{ aligned_risks.names }}.",),
    "Interdependencies": ("Staff, roads and beds are shared: what goes wrong in one place is soon felt in another.",),
    "Recommendations": ("The Committee is asked to note the report.",),
    "Supporting information": ("This is the first report of its kind for the {{ meeting.panel }}.",),
    "Equality and diversity": ("There are none.",),
    "Financial implications": ("There are none.",),
    "Legal implications": ("There are none.",),
    "Risk implications": ("They are the subject of the report.",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Expected:
    """What the report says of one register risk."""

    aligned_risk: str
    organisation: str
    id: str
    owner: str
    trend: str
    rating: str
    score: int | None
    controls: int


EXPECTED: tuple[Expected, ...] = (
    Expected("Risk 1: Severe weather", "Council", "C/03", "Director of Highways", "rising", "Red", 12, 3),
    Expected("Risk 1: Severe weather", "Council", "C/11", "Director of Highways", "same", "Amber", 6, 2),
    Expected("Risk 1: Severe weather", "Fire Authority", "F-2", "Head of Response", "falling", "Act", None, 2),
    Expected("Risk 2: Workforce", "Council", "C/05", "Director of Adult Services", "same", "Red", 9, 2),
    Expected("Risk 2: Workforce", "Health Board", "HB-4", "Director of People", "same", "Moderate", 4, 2),
    Expected("Risk 2: Workforce", "Fire Authority", "F-6", "Head of People", "same", "Act", None, 1),
    Expected("Risk 4: Leaving hospital", "Council", "C/08", "Director of Adult Services", "falling", "Amber", 6, 1),
    Expected("Risk 4: Leaving hospital", "Health Board", "HB-1", "Chief Operating Officer", "rising", "High", 9, 2),
    Expected("Risk 4: Leaving hospital", "Health Board", "HB-2", "Chief Nurse", "same", "High", 6, 1),
)
NO_RISK_HERE = (("Risk 1: Severe weather", "Health Board"), ("Risk 4: Leaving hospital", "Fire Authority"))
SHOWN_WORKING = {
    "Risk 1: Severe weather": "Partly shown",  # 1 of 2
    "Risk 2: Workforce": "None shown",
    "Risk 4: Leaving hospital": "None shown",
}


def write_case(folder: Path) -> None:
    """The inputs folder of the three organisations."""
    layouts = folder / "layouts"
    layouts.mkdir(parents=True, exist_ok=True)
    for name, text in (("council", COUNCIL_LAYOUT), ("health", HEALTH_LAYOUT), ("fire", FIRE_LAYOUT)):
        (layouts / f"{name}.toml").write_text(text, encoding="utf-8", newline="\n")
    write_register(folder / "council-2018-09.xlsx", "Risks", COUNCIL)
    write_register(folder / "board-risks.xlsx", "Board risks", HEALTH, title="Board risks at 28 September 2018")
    write_register(folder / "fire.xlsx", "Sheet1", FIRE)
    write_mapping(folder / "mapping.xlsx", MAPPING, ORGANISATIONS)
    write_narrative(folder / "narrative.docx", NARRATIVE)


def write_register(path: Path, name: str, rows: tuple[Row, ...], title: str = "") -> None:
    """A plain register: a title, where there is one, above the headings; the headings are the first of ``rows``."""
    with new_book(path, name, "Arial") as (book, looks):
        sheet = Sheet(book.add_worksheet(name))
        heading, text = (
            looks("heading", bold=True, bottom=1, text_wrap=True),
            looks("text", text_wrap=True, valign="top"),
        )
        day = looks("day", num_format="dd.mm.yyyy", valign="top")
        first = 0
        if title:
            sheet.write(0, 0, title, looks("title", bold=True, font_size=14))
            first = 2
        sheet.page.set_column(0, len(rows[0]) - 1, 18)
        for row, values in enumerate(rows, start=first):
            for column, value in enumerate(values):
                look = heading if row == first else day if isinstance(value, date) else text
                sheet.write(row, column, value, look)
