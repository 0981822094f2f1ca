"""What a panel report owes its readers: a template that leaves some of it out is asked about, never silently obeyed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from pipeline.model.findings import Finding, find
from pipeline.model.page import NarrativeText, Page
from pipeline.model.records import Block, Place
from pipeline.report.faults import quote
from pipeline.report.fill import Filled
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


# --- what it places, but not always ----------------------------------------------------------------

_OF_RISK = re.compile(r"risks\[(\d+)\]\.")
_REMEDY = "Take away the condition or the filter that leaves it out, or accept that it is left out."
_SHOWN = 3  # texts that are quoted


@dataclass(frozen=True)
class Passed:
    """What a condition or a loop of the template's own keeps from the page. ``of``: an aligned risk, or a path of OWED."""

    of: str
    what: str  # ends a sentence that begins "it leaves out"


def passed_over(template: Template, filled: Filled, page: Page) -> tuple[Passed, ...]:
    """Of what is owed and the template has tags for, what none of its tags has placed on this page."""
    placed = {value.key for said in filled.said.values() for each in said for value in each.values}
    placed |= {key.rpartition("[")[0] for key in placed if key.endswith("]")}  # of the officer's words a section
    nowhere = {path for path, _ in not_placed(template)}
    owed = {path: dict(_owed(page, path.split("."), "")) for path, _ in OWED if path not in nowhere}
    risks: dict[int, list[bool]] = {}  # whether each text of the risk is placed
    for key in (key for texts in owed.values() for key in texts):
        if of := _OF_RISK.match(key):
            risks.setdefault(int(of[1]), []).append(key in placed)
    whole = [at for at, each in sorted(risks.items()) if not any(each)]
    gone = tuple(f"risks[{at}]." for at in whole)
    found = [Passed(page.risks[at].heading, quote(page.risks[at].heading)) for at in whole]
    for path, missed in OWED:
        if texts := [
            text for key, text in owed.get(path, {}).items() if key not in placed and not key.startswith(gone)
        ]:
            found.append(Passed(path, f"{missed}{_quoted(texts)}"))
    return tuple(found)


def _quoted(texts: Sequence[str]) -> str:
    some = [quote(text) for text in dict.fromkeys(texts) if text]
    more = f" and {len(some) - _SHOWN} more" if len(some) > _SHOWN else ""
    return f": {', '.join(some[:_SHOWN])}{more}" if some else ""


def _owed(value: Any, steps: Sequence[str], key: str) -> Iterator[tuple[str, str]]:
    """The texts of a path, by their keys; of the officer's words one for a section, without its text."""
    if isinstance(value, tuple) and value and isinstance(value[0], Block):
        yield key, ""
    elif isinstance(value, tuple):
        for at, each in enumerate(value):
            yield from _owed(each, steps, f"{key}[{at}]")
    elif steps:
        name = steps[0].removesuffix("[]")
        yield from _owed(getattr(value, name), steps[1:], f"{key}.{name}".lstrip("."))
    elif value:
        yield key, value


def on_page(template: bytes, name: str, filled: Filled, page: Page) -> tuple[Finding, ...]:
    """A finding for each of them."""
    return tuple(
        find(
            "template-leaves-out",
            f"The template {name} leaves out {each.what} (a condition, a loop or a filter in it does so).",
            Place(name),
            subject=each.of,
            remedy=_REMEDY,
        )
        for each in passed_over(open_template(template, name), filled, page)
    )
