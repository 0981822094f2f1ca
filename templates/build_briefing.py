"""Makes briefing.docx, the template of the Chair's briefing: python templates/build_briefing.py

One page beside the report. It shows that a template is data: any Word file in this folder is filled too.
"""

from __future__ import annotations

from pathlib import Path

from word_parts import HEAD, R, W, package
from word_pieces import each, field, given, p, section, table

TITLE = (
    p("Briefing for the Chair: {{ meeting.panel }}, {{ meeting.date_short }}", "Heading 1")
    + given("draft_notice", p("{{ draft_notice }}", "Draft Notice"))
    + p("On the report “{{ meeting.title }}”, {{ meeting.period }}.", "Table Intro")
)

MOVED = p("What has moved", "Heading 2") + p("{{ movement.sentence }}")

STANDING = p("Where the aligned risks stand", "Heading 2") + table(
    "row in glance",
    (
        ("Aligned risk", 22, "*{{ row.aligned_risk }}"),
        ("Organisation", 18, "{{ row.organisation }}"),
        ("Trend", 18, "{{ row.trend }}"),
        ("Last time → now → target", 52, "{{ row.last_time }} → {{ row.now }} → {{ row.target }}"),
        ("Appetite", 13, "{{ row.appetite }}"),
        ("Overdue", 12, "{{ row.overdue }}"),
    ),
    "Where the aligned risks stand: a row for each aligned risk and organisation",
    size="Compact",
)

_NOTE = "{% if control.note %} {{ control.name }}: {{ control.note }}{% endif %}"
CONTROLS = p("How the controls stand, and what is overdue", "Heading 2") + each(
    "risk in risks",
    p(
        " {{ risk.control_line }}"
        + "".join(
            "{% for control in risk." + key + " %}" + _NOTE + "{% endfor %}"
            for key in ("joint_controls", "potential_controls")
        ),
        "List Bullet",
        bold_first="{{ risk.name }}.",
    ),
)

ASKED = given(
    "promises",
    p("What the Panel asked for", "Heading 2"),
    each(
        "promise in promises",
        p(
            "{{ promise.promise }} – {{ promise.kept }}",
            "List Bullet",
            bold_first="{% if promise.due %}Due {{ promise.due }}: {% endif %}",
        ),
    ),
)

DECISIONS = p("Decisions asked for", "Heading 2") + p("{{ narrative.recommendations }}")

HEADER = given("meeting.marking", p("{{ meeting.marking }}", "Marking")) + given(
    "not meeting.marking", p("{{ meeting.panel }}", "Header")
)
_AUTHORS = "{% for author in meeting.authors %}{{ author.role }}{% if not loop.last %}; {% endif %}{% endfor %}"
# Many organisations or long words make it more than a page: the pages say so.
FOOTER = p("{{ definitions.own_scales }}", "Footer") + p(
    (
        "By {% if meeting.authors %}" + _AUTHORS + "{% else %}{{ meeting.report_by }}{% endif %} · Page ",
        field("PAGE"),
        " of ",
        field("NUMPAGES"),
    ),
    "Footer",
)


def build() -> bytes:
    """The template, the same bytes every time."""
    body = TITLE + MOVED + STANDING + CONTROLS + ASKED + DECISIONS
    return package(
        "Template of the Chair's briefing",
        f"{HEAD}<w:document {W} {R}><w:body>{body}{section(opening=True)}</w:body></w:document>",
        f"{HEAD}<w:hdr {W} {R}>{HEADER}</w:hdr>",
        f"{HEAD}<w:ftr {W} {R}>{FOOTER}</w:ftr>",
        f"{HEAD}<w:hdr {W} {R}>{HEADER}</w:hdr>",
    )


if __name__ == "__main__":
    Path(__file__).with_name("briefing.docx").write_bytes(build())
