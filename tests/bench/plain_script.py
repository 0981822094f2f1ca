"""What anyone would write in an afternoon: ``python tests/bench/plain_script.py INPUTS TEMPLATE REPORT``.

The same workbooks, narrative and template, read with pandas and python-docx and filled with docxtpl. Nothing is
checked, compared, proven or kept, and nothing is said of what it could not read; the heat maps and the comparison with
the last report stay out. It measures the least that a report of this kind takes.
"""

import sys
from pathlib import Path

import docx
import pandas as pd
from docxtpl import DocxTemplate
from jinja2 import Template

TRENDS = {
    "↑": "↑ Rising", "↔": "↔ Unchanged", "↓": "↓ Falling",
    "Increasing": "↑ Rising", "No change": "↔ Unchanged", "Reducing": "↓ Falling", "New": "New",
}  # fmt: skip


def text(value):
    if pd.isna(value):
        return ""
    return f"{value:%d %B %Y}" if isinstance(value, pd.Timestamp) else str(value).strip()


def read_met(path):
    rows = pd.read_excel(path, sheet_name="Corporate risks", header=5)
    rows = rows[rows["Owner" if "Owner" in rows else "Risk owner"].notna()]
    return pd.DataFrame(
        {
            "id": rows["Ref"], "description": rows["Risk description"], "owner": rows["Risk owner"],
            "rating": rows["Rating.1"], "target": rows["Rating.2"], "trend": rows["Direction"],
            "reason": rows["Reason for movement"], "appetite": "Medium",
        }
    ).set_index("id")  # fmt: skip


def read_mopac(path):
    rows = pd.read_excel(path, sheet_name="Register")
    return pd.DataFrame(
        {
            "id": rows["Risk no."],
            "description": rows["What might happen"].str.cat([rows["Why it might happen"], rows["What it would lead to"]], " "),
            "owner": rows["Lead director"], "rating": rows["Net rating"], "target": rows["Target rating"],
            "trend": rows["Direction of travel"], "reason": "", "appetite": rows["Appetite"],
        }
    ).set_index("id")  # fmt: skip


def read_narrative(path):
    sections, heading = {}, None
    for paragraph in docx.Document(path).paragraphs:
        if paragraph.style.name == "Heading 1":
            heading = paragraph.text.lower().replace(" ", "_")
            sections[heading] = ""
        elif heading and paragraph.text:
            sections[heading] += ("\n" if sections[heading] else "") + paragraph.text
    return sections


def status(control):
    if control["In place"] != "Yes":
        return {"Partly": "Partly in place", "No": "Not in place"}.get(control["In place"], "Not assessed")
    return {"Yes": "Working", "Partly": "In place, partly working", "No": "In place, not working"}.get(
        control["Working"], "In place, not proven"
    )


def control_of(control):
    return {
        "reference": text(control["Reference"]), "aligned_risk": control["Aligned risk"], "name": control["Control"],
        "control": control["Control"], "description": text(control["Description"]), "kind": control["Kind"],
        "run_by": text(control["Run by"]), "owner": text(control["Owner"]), "in_place": text(control["In place"]),
        "working": text(control["Working"]), "status": status(control), "assurance": text(control["Assurance"]),
        "evidence": text(control["Evidence"]), "last_checked": text(control["Last checked"]),
        "due": text(control["Due"]), "progress": text(control["Progress"]),
    }  # fmt: skip


def risk_of(number, name, entry, registers, controls):
    rows = []
    for organisation, register in registers.items():
        risk = register.loc[entry[organisation]]
        rows.append(
            {
                "organisation": organisation, "description": text(risk["description"]), "owner": text(risk["owner"]),
                "trend": TRENDS.get(text(risk["trend"]), ""), "rating": text(risk["rating"]),
                "now": text(risk["rating"]), "target": text(risk["target"]), "appetite": text(risk["appetite"]),
                "reason": text(risk["reason"]), "aligned_risk": f"{number}: {name}",
            }
        )  # fmt: skip
    joint = [each for each in controls if each["aligned_risk"] == name and each["kind"] == "Joint"]
    working = sum(each["status"] == "Working" for each in joint)
    return {
        "name": name, "heading": f"Risk {number}: {name}", "rows": rows, "residual": rows,
        "residual_risk": text(entry["Residual risk"]), "formerly": text(entry["Formerly"]),
        "trend_reason": " ".join(filter(None, (text(entry["Reason for trend"]), *(row["reason"] for row in rows)))),
        "joint_controls": joint,
        "potential_controls": [each for each in controls if each["aligned_risk"] == name and each["kind"] != "Joint"],
        "control_line": f"Joint controls shown to be working: {working} of {len(joint)}",
    }  # fmt: skip


def main(inputs, template, report):
    book = pd.read_excel(inputs / "mapping.xlsx", sheet_name=None)
    settings = book["Meeting"].set_index("Setting")["Value"]
    authors = book["Meeting"].loc[book["Meeting"]["Setting"] == "Author", "Value"]
    date = settings["Meeting date"]
    registers = {
        "Met": read_met(inputs / "met-register.xlsx"),
        "MOPAC": read_mopac(inputs / "mopac-register.xlsx"),
    }
    controls = [control_of(control) for _, control in book["Controls"].iterrows()]
    risks = [
        risk_of(entry["Number"], entry["Aligned risk"], entry, registers, controls)
        for _, entry in book["Alignment"].iterrows()
    ]
    context = {
        "meeting": {
            "panel": settings["Panel"], "title": settings["Title"], "report_by": settings["Report by"],
            "period": settings["Period"], "date": f"{date:%A %d %B %Y}", "date_short": f"{date:%d %B %Y}",
            "authors": [{"role": text(author)} for author in authors],
        },
        "overview_title": "Met/MOPAC joint risk overview",
        "glance": [row for risk in risks for row in risk["rows"]],
        "risks": risks,
        "schedule": controls,
        "promises": [
            {name.lower().replace(" ", "_"): text(value) for name, value in row.items()}
            for _, row in book["Promises"].iterrows()
        ],
        "movement": {},
        "organisations": [
            {
                "name": row["Organisation"], "full_name": row["Full name"], "as_at": text(row["As at"]),
                "bands": row["Bands"], "appetite": row["Appetite"],
                "scale": f"{row['Likelihood levels']} by {row['Impact levels']}",
            }
            for _, row in book["Organisations"].iterrows()
        ],
        "definitions": {
            "acronyms": [{"term": row["Short"], "meaning": row["Long"]} for _, row in book["Acronyms"].iterrows()],
            "own_scales": "Each organisation uses its own scale.",
        },
    }  # fmt: skip
    names = [risk["name"] for risk in risks]
    context["aligned_risks"] = {"names": ", ".join(names), "count": len(names)}
    sections = read_narrative(inputs / "narrative.docx")
    context["narrative"] = {heading: Template(words).render(context) for heading, words in sections.items()}
    document = DocxTemplate(template)
    document.render(context, autoescape=True)
    document.save(report)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
