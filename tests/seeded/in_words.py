"""Single faults of the narrative, and of the record of the last report."""

from __future__ import annotations

import json
from collections.abc import Sequence
from random import Random

from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement

from tests.seeded.quarter import Quarter, Where
from tests.seeded.told import Fault, Told

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
