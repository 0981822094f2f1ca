"""Makes panel-report.docx, the template of the report: python templates/build_panel_report.py

The template is an ordinary Word file and may as well be edited in Word; this only says how the one
that is shipped came about. It holds fixed headings, fixed sentences and tags; every other word comes
from the tags.
"""

from __future__ import annotations

from pathlib import Path

from word_parts import HEAD, R, W, package
from word_pieces import LANDSCAPE, Runs, bookmark, caption, each, field, given, number, p, refer, run, section, table

# Bookmark → the number of the appendix it stands around in its heading.
APPENDICES = {"Appendix_overview": 1, "Appendix_controls": 2, "Appendix_maps": 3, "Appendix_changes": 4}
DEFINED = "Definitions"


def appendix(name: str) -> Runs:
    """The words "Appendix 2" as they stand in its heading."""
    return bookmark(name, APPENDICES[name], "Appendix ", number("Appendix", APPENDICES[name]))


def see(name: str) -> Runs:
    """The words "Appendix 2" anywhere else."""
    return refer(name, f"Appendix {APPENDICES[name]}")


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

CONTENTS = p("Contents", "TOC Heading") + p("{{ contents }}")

GLANCE = (
    p("At a glance", "Heading 1")
    + caption("The ratings of each aligned risk, organisation by organisation: at the last report, now, and aimed at")
    + table(
        "row in glance",
        (
            ("Aligned risk", 25, "*{{ row.aligned_risk }}"),
            ("Organisation", 22, "{{ row.organisation }}"),
            ("Last time", 18, "{{ row.last_time }}"),
            ("Now", 20, "*{{ row.now }}"),
            ("Target", 18, "{{ row.target }}"),
            ("Appetite", 15.2, "{{ row.appetite }}"),
            ("Trend", 22.8, "{{ row.trend }}"),
            ("Joint controls", 20.5, "{{ row.controls }}"),
            ("Overdue", 15.3, "{{ row.overdue }}"),
        ),
        "At a glance: a row for each aligned risk and organisation",
        size="Compact",
        together=True,
    )
    + p(
        "Joint controls: how many of them are shown to be working. Overdue: controls past their due date and not in place.",
        "Note",
    )
    + given("movement.top_band", p("{{ movement.top_band }}", "Note"))
    + each("term in definitions.trends", p(": {{ term.meaning }}", "Note", bold_first="{{ term.term }}"))
    + p("{{ definitions.own_scales }}", "Note")
)

CHANGED = (
    p("What changed since the last report", "Heading 1")
    + given("movement.changes", p("Compared with {{ movement.compared_with }}:", "Table Intro"))
    + each("sentence in movement.sentences", p("{{ sentence }}", "List Bullet"))
    + given("movement.others", p("{{ movement.others }}"))
    + given("movement.changes", p((see("Appendix_changes"), " lists each change with its reason.")))
)

ASKED = given(
    "promises",
    p("What the Panel asked for", "Heading 1"),
    caption("What was asked for, by whom, and whether it was kept"),
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
    + p((see("Appendix_overview"), ": {{ overview_title }}"), "Numbered Paragraph")
    + p((see("Appendix_controls"), ": Control schedule"), "Numbered Paragraph")
    + p((see("Appendix_maps"), ": Heat maps of the aligned risks"), "Numbered Paragraph")
    + p((see("Appendix_changes"), ": Changes since the last report"), "Numbered Paragraph")
    + p((refer(DEFINED, "Definitions and key"),), "Numbered Paragraph")
    + given(
        "narrative.background_papers",
        p("Background papers:", "Numbered Paragraph"),
        p("{{ narrative.background_papers }}", "Indented Text"),
    )
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
    p((appendix("Appendix_overview"), ": {{ overview_title }}"), "Heading 1", page_break=True)
    + each(
        "risk in risks",
        p("{{ risk.heading }}", "Heading 2"),
        given("risk.formerly", p("{{ risk.formerly }}", "Table Intro")),
        caption("{{ risk.name }} as each organisation's register describes it"),
        table(
            "row in risk.rows",
            (
                ("Current risk description", 49, "{{ row.description }}"),
                ("Organisation", 15, "{{ row.organisation }}"),
                ("Risk owner", 20, "{{ row.owner }}"),
                ("Risk trend", 16, "{{ row.trend }}"),
            ),
            "The risk as each organisation's register describes it, with its owner and trend",
            together=True,
        ),
        given("risk.trend_reason", p(" {{ risk.trend_reason }}", "Note", bold_first="Reason for trend:")),
        p("Key residual risks", "Heading 3"),
        given("risk.residual_risk", p("{{ risk.residual_risk }}", "Table Intro")),
        caption("{{ risk.name }} against each organisation's target and appetite"),
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
            together=True,
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
    p((appendix("Appendix_controls"), ": Control schedule"), "Heading 1")
    + given(
        "schedule",
        caption("Every joint and potential control of the aligned risks, with what is said of it and who says so"),
        table(
            "row in schedule",
            (
                ("Ref.", 110, "{{ row.reference }}"),
                ("Aligned risk", 225, "{{ row.aligned_risk }}"),
                ("Control", 270, "*{{ row.control }}"),
                ("Kind", 155, "{{ row.kind }}"),
                ("Run by", 150, "{{ row.run_by }}"),
                ("Owner", 230, "{{ row.owner }}"),
                ("In place", 105, "{{ row.in_place }}"),
                ("Working", 145, "{{ row.working }}"),
                ("Status", 170, "{{ row.status }}"),
                ("Assured by", 150, "{{ row.assurance }}"),
                ("Evidence", 280, "{{ row.evidence }}"),
                ("Last checked", 195, "{{ row.last_checked }}"),
                ("Due", 195, "{{ row.due }}"),
                ("Progress", 290, "{{ row.progress }}"),
            ),
            "Control schedule: a row for each control",
            width=LANDSCAPE,
            size="Small",
        ),
    )
    + given("not schedule", p("No joint or potential control is recorded."))
    + p(
        (
            "The status follows from In place, Working and the age of the evidence at the date of the meeting: see ",
            refer(DEFINED, "Definitions and key"),
            ".",
        ),
        "Note",
        section=section(landscape=True),
    )
)

MAPS = (
    p((appendix("Appendix_maps"), ": Heat maps of the aligned risks"), "Heading 1")
    + p(
        (
            "Where the aligned risks stand now, by their numbers in ",
            see("Appendix_overview"),
            ". {{ definitions.own_scales }}",
        )
    )
    + each(
        "organisation in organisations",
        p("{{ organisation.full_name or organisation.name }}", "Heading 2"),
        given(
            "organisation.heat_map",
            caption("The aligned risks on the scale of {{ organisation.name }}, by likelihood and impact", "Figure"),
            p("{{ organisation.heat_map }}"),
        ),
        given("organisation.not_placed", p("{{ organisation.not_placed }}", "Note")),
    )
)

CHANGES = (
    p((appendix("Appendix_changes"), ": Changes since the last report"), "Heading 1", page_break=True)
    + p("Compared with: {{ movement.compared_with }}.", "Table Intro")
    + given(
        "movement.changes",
        caption("Each change with what it was, what it is now, and the reason"),
        table(
            "row in movement.changes",
            (
                ("Aligned risk", 14, "{{ row.aligned_risk }}"),
                ("Organisation", 14, "{{ row.organisation }}"),
                ("What changed", 16, "{{ row.what }}"),
                ("Was", 16, "{{ row.was }}"),
                ("Now", 16, "{{ row.now }}"),
                ("Reason", 24, "{{ row.reason }}"),
            ),
            "Changes since the last report",
        ),
    )
    + given("not movement.changes and movement.sentence", p("{{ movement.sentence }}"))
)


def terms(heading: str, key: str, first: str, words: str) -> str:
    return given(
        f"definitions.{key}",
        p(heading, "Heading 2"),
        caption(words),
        table(
            f"row in definitions.{key}",
            ((first, 28, "*{{ row.term }}"), ("Meaning", 72, "{{ row.meaning }}")),
            heading,
            together=True,
        ),
    )


DEFINITIONS = (
    p((bookmark(DEFINED, 5, "Definitions and key"),), "Heading 1")
    + given(
        "organisations",
        p("Registers and scales", "Heading 2"),
        p("{{ definitions.own_scales }}", "Table Intro"),
        caption("Each organisation's register, scale and appetite"),
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
    + terms("Trend of a risk", "trends", "Trend", "What each trend means")
    + terms("Status of a control", "statuses", "Status", "What each status means")
    + terms("Joint controls shown to be working", "levels", "Level", "What each level means")
    + p("{{ definitions.counts_evidence }}", "Note")
    + terms("Who gives the assurance", "assurance", "Assurance", "Who stands behind each kind of assurance")
    + terms("Short forms", "acronyms", "Short form", "What each short form stands for")
)

MARKING = given("meeting.marking", p("{{ meeting.marking }}", "Marking")) + given(
    "draft_notice", p("DRAFT", "Draft Marking")
)
HEADER = MARKING + p("{{ meeting.panel }}, {{ meeting.date_short }}: {{ meeting.title }}", "Header")
# A header must hold a paragraph even where there is neither marking nor draft.
FIRST_HEADER = MARKING + given("not meeting.marking", p("{{ meeting.panel }}", "Header"))
FOOTER = given("meeting.marking", p("{{ meeting.marking }}", "Marking")) + (
    f'<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{run("Page ")}{field("PAGE")}{run(" of ")}{field("NUMPAGES")}</w:p>'
)


def build() -> bytes:
    """The template, the same bytes every time."""
    body = TITLE + SUMMARY + CONTENTS + GLANCE + CHANGED + ASKED + BODY + ENDS
    body += OVERVIEW + SCHEDULE + MAPS + CHANGES + DEFINITIONS
    return package(
        "Template of the panel report",
        f"{HEAD}<w:document {W} {R}><w:body>{body}{section()}</w:body></w:document>",
        f"{HEAD}<w:hdr {W} {R}>{HEADER}</w:hdr>",
        f"{HEAD}<w:ftr {W} {R}>{FOOTER}</w:ftr>",
        f"{HEAD}<w:hdr {W} {R}>{FIRST_HEADER}</w:hdr>",
    )


if __name__ == "__main__":
    Path(__file__).with_name("panel-report.docx").write_bytes(build())
