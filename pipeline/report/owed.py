"""What a panel report owes its readers: a template that leaves some of it out is asked about, never silently obeyed."""

from __future__ import annotations

from dataclasses import fields

from pipeline.model.findings import Finding, find
from pipeline.model.page import NarrativeText
from pipeline.model.records import Place
from pipeline.report.template import Template, open_template

# Paths of the page, as fields.listing() names them, and what the reader would miss.
OWED: tuple[tuple[str, str], ...] = (
    ("meeting.marking", "the protective marking"),
    ("draft_notice", "the notice that a report is a draft"),
    ("risks[].heading", "the heading of each aligned risk"),
    ("risks[].rows[].description", "the risk descriptions"),
    ("risks[].rows[].organisation", "whose risk it is"),
    ("risks[].rows[].owner", "the risk owners"),
    ("risks[].rows[].trend", "the risk trends"),
    ("risks[].trend_reason", "the reasons for the trends"),
    ("risks[].residual_risk", "the key residual risks"),
    ("risks[].residual[].rating", "the current ratings"),
    ("risks[].residual[].against_appetite", "the ratings against appetite"),
    ("risks[].joint_controls[].name", "the joint controls"),
    ("risks[].joint_controls[].status", "the status of the joint controls"),
    ("risks[].joint_controls[].note", "what is overdue or out of date among the joint controls"),
    ("risks[].potential_controls[].name", "the potential controls"),
    ("risks[].control_line", "how many joint controls are shown to be working"),
    ("risks[].control_exceptions", "which joint controls are not shown to be working"),
    ("movement.sentences", "what changed since the last report"),
    ("movement.others", "how many other risks of the registers changed"),
    ("promises[].promise", "what the Panel asked for"),
    ("definitions.own_scales", "that each organisation uses its own scale"),
    ("definitions.counts_evidence", "what the count of controls is not"),
    *((f"narrative.{one.name}", f"the section {one.name.replace('_', ' ')}") for one in fields(NarrativeText)),
)


def not_placed(template: Template) -> tuple[tuple[str, str], ...]:
    """Of what is owed, what this template places nowhere: path and what the reader misses."""
    return tuple(
        (path, missed)
        for path, missed in OWED
        if not any(one == path or one.startswith((f"{path}.", f"{path}[]")) for one in template.placed)
    )


def left_out(template: bytes, name: str) -> tuple[Finding, ...]:
    """A finding for each part that this template places nowhere. Raises TemplateUnusable where it can't be used."""
    return tuple(
        find(
            "template-leaves-out",
            f"The template {name} leaves out {missed}: it has no {{{{ {path.replace('[]', '')} }}}}.",
            Place(name),
            subject=path,
        )
        for path, missed in not_placed(open_template(template, name))
    )
