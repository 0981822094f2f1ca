"""Makes panel-report.docx, the template of the report: python templates/build_panel_report.py

The template is an ordinary Word file and may as well be edited in Word; this only says how the one
that is shipped came about. It holds fixed headings, fixed sentences and tags; every other word comes
from the tags.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from word_parts import HEAD, R, W, package, style_id

PORTRAIT, LANDSCAPE = 9638, 15138  # width of the text in twentieths of a point


def run(text: str, *, bold: bool = False, italic: bool = False) -> str:
    """A run; ``\\t`` is a tab and ``\\n`` a line break."""
    look = ('<w:rStyle w:val="Strong"/>' if bold else "") + ("<w:i/><w:iCs/>" if italic else "")
    inner = "".join(
        {"\t": "<w:tab/>", "\n": "<w:br/>"}.get(piece, f'<w:t xml:space="preserve">{escape(piece)}</w:t>')
        for piece in text.replace("\t", "\0\t\0").replace("\n", "\0\n\0").split("\0")
        if piece
    )
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{inner}</w:r>"


def p(text: str, style: str = "", *, bold_first: str = "", page_break: bool = False, section: str = "") -> str:
    inner = (f'<w:pStyle w:val="{style_id(style)}"/>' if style else "") + ("<w:pageBreakBefore/>" if page_break else "")
    inner += section
    first = run(bold_first, bold=True) if bold_first else ""
    return f"<w:p>{f'<w:pPr>{inner}</w:pPr>' if inner else ''}{first}{run(text) if text else ''}</w:p>"


def tag(words: str) -> str:
    """A tag that stands alone in its paragraph: the paragraph goes, the tag works."""
    return p("{%p " + words + " %}")


def given(condition: str, *content: str) -> str:
    return tag(f"if {condition}") + "".join(content) + tag("endif")


def each(what: str, *content: str) -> str:
    return tag(f"for {what}") + "".join(content) + tag("endfor")


def table(
    loop: str, columns: Sequence[tuple[str, int, str | Sequence[str]]], caption: str, *, width: int = PORTRAIT, size: str = ""
) -> str:
    """A table with a row for each turn of ``loop``. ``columns``: heading, share of the width, cell. A cell
    is a text, or several for a paragraph each; a text starting with * is bold. ``size``: Compact or Small.
    """
    total = sum(share for _, share, _ in columns)
    widths = [round(width * share / total) for _, share, _ in columns]
    prefix = f"{size} ".lstrip()

    def cell(text: str | Sequence[str], at: int, style: str) -> str:
        texts = [text] if isinstance(text, str) else text
        paragraphs = "".join(
            p("", style, bold_first=one[1:]) if one.startswith("*") else one if one.startswith("<") else p(one, style)
            for one in texts
        )
        return f'<w:tc><w:tcPr><w:tcW w:w="{widths[at]}" w:type="dxa"/></w:tcPr>{paragraphs}</w:tc>'

    def row(cells: str, properties: str) -> str:
        return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"

    def loop_row(words: str) -> str:
        cells = cell("{%tr " + words + " %}", 0, f"{prefix}Table Text")
        return row(cells + "".join(cell("", at, f"{prefix}Table Text") for at in range(1, len(columns))), "<w:cantSplit/>")

    heading = "".join(cell(text, at, f"{prefix}Table Heading") for at, (text, _, _) in enumerate(columns))
    cells = "".join(cell(text, at, f"{prefix}Table Text") for at, (_, _, text) in enumerate(columns))
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="ReportTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{escape(caption)}"/></w:tblPr>'
        f"<w:tblGrid>{''.join(f'<w:gridCol w:w={chr(34)}{one}{chr(34)}/>' for one in widths)}</w:tblGrid>"
        + row(heading, "<w:cantSplit/><w:tblHeader/>")
        + loop_row(f"for {loop}")
        + row(cells, "<w:cantSplit/>")
        + loop_row("endfor")
        + "</w:tbl>"
    )


def section(*, landscape: bool = False, opening: bool = False) -> str:
    """The end of a section. ``opening``: its first page bears the title, and so no running head."""
    size, side = ('w:w="16838" w:h="11906" w:orient="landscape"', 850) if landscape else ('w:w="11906" w:h="16838"', 1134)
    return (
        "<w:sectPr>"
        + ('<w:headerReference w:type="first" r:id="rId8"/><w:footerReference w:type="first" r:id="rId6"/>' if opening else "")
        + '<w:headerReference w:type="default" r:id="rId5"/><w:footerReference w:type="default" r:id="rId6"/>'
        f'<w:type w:val="nextPage"/><w:pgSz {size}/><w:pgMar w:top="1304" w:right="{side}" w:bottom="1134" w:left="{side}" '
        f'w:header="567" w:footer="510" w:gutter="0"/>{"<w:titlePg/>" if opening else ""}</w:sectPr>'
    )


def field(code: str) -> str:
    parts = ('<w:fldChar w:fldCharType="begin"/>', f'<w:instrText xml:space="preserve"> {code} </w:instrText>',
             '<w:fldChar w:fldCharType="separate"/>', "<w:t>1</w:t>", '<w:fldChar w:fldCharType="end"/>')  # fmt: skip
    return "".join(f"<w:r>{part}</w:r>" for part in parts)


# --- what stands on the page, in order ---------------------------------------------------------

TITLE = (
    p("{{ meeting.panel }}", "Subtitle")
    + p("{{ meeting.title }}", "Title")
    + given("draft_notice", p("{{ draft_notice }}", "Draft Notice"))
    + given("meeting.marking", p("\t{{ meeting.marking }}", "Title Block", bold_first="Protective marking"))
    + given("meeting.agenda_item", p("\t{{ meeting.agenda_item }}", "Title Block", bold_first="Agenda item"))
    + p("\t{{ meeting.date }}", "Title Block", bold_first="Meeting")
    + given("meeting.period", p("\t{{ meeting.period }}", "Title Block", bold_first="Period"))
    + given("meeting.report_by", p("\t{{ meeting.report_by }}", "Title Block", bold_first="Report by"))
)

SUMMARY = p("Report summary", "Heading 1") + "".join(
    p(heading, "Heading 2") + p("{{ narrative." + key + " }}")
    for heading, key in (
        ("Purpose", "purpose"),
        ("Key considerations", "key_considerations"),
        ("Interdependencies", "interdependencies"),
        ("Recommendations", "recommendations"),
    )
)

GLANCE = (
    p("At a glance", "Heading 1")
    + p("The ratings of each aligned risk, organisation by organisation: at the last report, now, and aimed at.", "Table Intro")
    + table(
        "row in glance",
        (
            ("Aligned risk", 24, "*{{ row.aligned_risk }}"),
            ("Organisation", 22, "{{ row.organisation }}"),
            ("Last time", 18, "{{ row.last_time }}"),
            ("Now", 18, "*{{ row.now }}"),
            ("Target", 18, "{{ row.target }}"),
            ("Appetite", 16, "{{ row.appetite }}"),
            ("Trend", 22, "{{ row.trend }}"),
            ("Joint controls", 20, "{{ row.controls }}"),
            ("Overdue", 16, "{{ row.overdue }}"),
        ),
        "At a glance: a row for each aligned risk and organisation",
        size="Compact",
    )
    + p("Joint controls: how many of them are shown to be working. Overdue: controls past their due date and not in place.", "Note")
    + each("term in definitions.trends", p(": {{ term.meaning }}", "Note", bold_first="{{ term.term }}"))
    + p("{{ definitions.own_scales }}", "Note")
)

CHANGED = (
    p("What changed since the last report", "Heading 1")
    + p("Compared with: {{ movement.compared_with }}.")
    + each("sentence in movement.sentences", p("{{ sentence }}", "List Bullet"))
    + given("movement.others", p("{{ movement.others }}"))
    + given("movement.changes", p("Appendix 4 lists each change with its reason."))
)

ASKED = given(
    "promises",
    p("What the Panel asked for", "Heading 1"),
    table(
        "row in promises",
        (
            ("Asked for", 34, "{{ row.promise }}"),
            ("By", 15, "{{ row.asked_by }}"),
            ("On", 15, "{{ row.made }}"),
            ("Due", 15, "{{ row.due }}"),
            ("Kept", 21, "{{ row.kept }}"),
        ),
        "What the Panel asked for, and whether it was kept",
    ),
)

BODY = "".join(
    p(heading, "Numbered Heading") + p("{{ narrative." + key + " }}", "Numbered Paragraph")
    for heading, key in (
        ("Supporting information", "supporting_information"),
        ("Equality and diversity implications", "equality_and_diversity"),
        ("Financial implications", "financial_implications"),
        ("Legal implications", "legal_implications"),
        ("Risk implications", "risk_implications"),
    )
)

POST = "{{ post.role }}{% if post.address %}, {{ post.address }}{% endif %}"
ENDS = (
    p("Contact details", "Numbered Heading")
    + each("post in meeting.authors", p(f"Report author: {POST}", "Numbered Paragraph"))
    + each("post in meeting.cleared_by", p(f"Cleared by: {POST}", "Numbered Paragraph"))
    + given("meeting.public_contact", p("Public contact: {{ meeting.public_contact }}", "Numbered Paragraph"))
    + p("Appendices and background papers", "Numbered Heading")
    + p("Appendix 1: {{ overview_title }}", "Numbered Paragraph")
    + p("Appendix 2: Control schedule", "Numbered Paragraph")
    + p("Appendix 3: Heat maps of the aligned risks", "Numbered Paragraph")
    + p("Appendix 4: Changes since the last report", "Numbered Paragraph")
    + p("Definitions and key", "Numbered Paragraph")
    + given("narrative.background_papers", p("Background papers:", "Numbered Paragraph"), p("{{ narrative.background_papers }}", "Indented Text"))
)


def controls(heading: str, key: str, detail: str) -> str:
    return (
        p(heading, "Heading 3")
        + each(
            f"control in risk.{key}",
            p(
                "{% if control.description %} – {{ control.description }}{% endif %}\nStatus: {{ control.status }}"
                + detail
                + "{% if control.note %}\n{{ control.note }}{% endif %}",
                "Control",
                bold_first="{{ control.name }}",
            ),
        )
        + given(f"not risk.{key}", p("None identified", "Control"))
    )


OVERVIEW = (
    p("Appendix 1: {{ overview_title }}", "Heading 1", page_break=True)
    + each(
        "risk in risks",
        p("{{ risk.heading }}", "Heading 2"),
        given("risk.formerly", p("{{ risk.formerly }}", "Table Intro")),
        table(
            "row in risk.rows",
            (
                ("Current risk description", 49, "{{ row.description }}"),
                ("Organisation", 15, "{{ row.organisation }}"),
                ("Risk owner", 20, "{{ row.owner }}"),
                ("Risk trend", 16, "{{ row.trend }}"),
            ),
            "The risk as each organisation's register describes it, with its owner and trend",
        ),
        given("risk.trend_reason", p(" {{ risk.trend_reason }}", "Note", bold_first="Reason for trend:")),
        p("Key residual risks", "Heading 3"),
        given("risk.residual_risk", p("{{ risk.residual_risk }}", "Table Intro")),
        table(
            "row in risk.residual",
            (
                ("Organisation", 20, "{{ row.organisation }}"),
                ("Now", 20, "{{ row.rating }}"),
                ("Target", 20, "{{ row.target }}"),
                ("Appetite", 18, "{{ row.appetite }}"),
                ("Against appetite", 22, "{{ row.against_appetite }}"),
            ),
            "What remains: each organisation's rating now, its target and its appetite",
        ),
        controls("Joint controls", "joint_controls", ""),
        controls(
            "Potential controls",
            "potential_controls",
            "{% if control.due %} · Due {{ control.due }}{% endif %}{% if control.progress %} · {{ control.progress }}{% endif %}",
        ),
        p(
            "{% if risk.control_exceptions %} {{ risk.control_exceptions }}{% endif %}"
            "{% if risk.control_remark %}\n{{ risk.control_remark }}{% endif %}",
            "Control Line",
            bold_first="{{ risk.control_line }}",
        ),
    )
    + p("{{ definitions.counts_evidence }}", "Note", section=section(opening=True))
)

SCHEDULE = (
    p("Appendix 2: Control schedule", "Heading 1")
    + p("Every joint and potential control of the aligned risks, with what is said of it and who says so.", "Table Intro")
    + table(
        "row in schedule",
        (
            ("Reference", 175, "{{ row.reference }}"),
            ("Aligned risk", 225, "{{ row.aligned_risk }}"),
            ("Control", 255, "*{{ row.control }}"),
            ("Kind", 155, "{{ row.kind }}"),
            ("Run by", 150, "{{ row.run_by }}"),
            ("Owner", 200, "{{ row.owner }}"),
            ("In place", 105, "{{ row.in_place }}"),
            ("Working", 145, "{{ row.working }}"),
            ("Status", 185, "{{ row.status }}"),
            ("Assurance", 180, "{{ row.assurance }}"),
            ("Evidence", 250, "{{ row.evidence }}"),
            ("Last checked", 200, "{{ row.last_checked }}"),
            ("Due", 200, "{{ row.due }}"),
            ("Progress", 220, "{{ row.progress }}"),
        ),
        "Control schedule: a row for each control",
        width=LANDSCAPE,
        size="Small",
    )
    + p("The status follows from In place, Working and the age of the evidence at the date of the meeting: see Definitions and key.", "Note", section=section(landscape=True))
)

MAPS = (
    p("Appendix 3: Heat maps of the aligned risks", "Heading 1")
    + p("Where the aligned risks stand now, by their numbers in Appendix 1. {{ definitions.own_scales }}")
    + each(
        "organisation in organisations",
        p("{{ organisation.full_name or organisation.name }}", "Heading 2"),
        given("organisation.heat_map", p("{{ organisation.heat_map }}")),
        given("organisation.not_placed", p("{{ organisation.not_placed }}", "Note")),
    )
)

CHANGES = (
    p("Appendix 4: Changes since the last report", "Heading 1", page_break=True)
    + p("Compared with: {{ movement.compared_with }}.", "Table Intro")
    + given(
        "movement.changes",
        table(
            "row in movement.changes",
            (
                ("Aligned risk", 18, "{{ row.aligned_risk }}"),
                ("Organisation", 14, "{{ row.organisation }}"),
                ("What changed", 17, "{{ row.what }}"),
                ("Was", 17, "{{ row.was }}"),
                ("Now", 17, "{{ row.now }}"),
                ("Reason", 17, "{{ row.reason }}"),
            ),
            "Changes since the last report",
        ),
    )
    + given("not movement.changes", p("No change to the aligned risks or their controls is recorded."))
)


def terms(heading: str, key: str, first: str) -> str:
    return given(
        f"definitions.{key}",
        p(heading, "Heading 2"),
        table(
            f"row in definitions.{key}",
            ((first, 28, "*{{ row.term }}"), ("Meaning", 72, "{{ row.meaning }}")),
            heading,
        ),
    )


DEFINITIONS = (
    p("Definitions and key", "Heading 1", page_break=True)
    + given(
        "organisations",
        p("Registers and scales", "Heading 2"),
        p("{{ definitions.own_scales }}", "Table Intro"),
        table(
            "row in organisations",
            (
                ("Organisation", 15, "*{{ row.name }}"),
                ("Register as at", 17, "{{ row.as_at }}"),
                ("Scale", 23, "{{ row.scale }}"),
                ("Bands", 32, "{{ row.bands }}"),
                ("Appetite", 13, "{{ row.appetite }}"),
            ),
            "Each organisation's register and scale",
        ),
    )
    + terms("Trend of a risk", "trends", "Trend")
    + terms("Status of a control", "statuses", "Status")
    + terms("Joint controls shown to be working", "levels", "Level")
    + p("{{ definitions.counts_evidence }}", "Note")
    + terms("Who gives the assurance", "assurance", "Assurance")
    + terms("Short forms", "acronyms", "Short form")
)

MARKING = given("meeting.marking", p("{{ meeting.marking }}", "Marking")) + given("draft_notice", p("DRAFT", "Draft Marking"))
HEADER = MARKING + p("{{ meeting.panel }}, {{ meeting.date_short }}: {{ meeting.title }}", "Header")
# A header must hold a paragraph even where there is neither marking nor draft.
FIRST_HEADER = MARKING + given("not meeting.marking", p("{{ meeting.panel }}", "Header"))
FOOTER = given("meeting.marking", p("{{ meeting.marking }}", "Marking")) + (
    f'<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{run("Page ")}{field("PAGE")}{run(" of ")}{field("NUMPAGES")}</w:p>'
)


def build() -> bytes:
    """The template, the same bytes every time."""
    body = TITLE + SUMMARY + GLANCE + CHANGED + ASKED + BODY + ENDS + OVERVIEW + SCHEDULE + MAPS + CHANGES + DEFINITIONS
    return package(
        "Template of the panel report",
        f"{HEAD}<w:document {W} {R}><w:body>{body}{section()}</w:body></w:document>",
        f"{HEAD}<w:hdr {W} {R}>{HEADER}</w:hdr>",
        f"{HEAD}<w:ftr {W} {R}>{FOOTER}</w:ftr>",
        f"{HEAD}<w:hdr {W} {R}>{FIRST_HEADER}</w:hdr>",
    )


if __name__ == "__main__":
    Path(__file__).with_name("panel-report.docx").write_bytes(build())
