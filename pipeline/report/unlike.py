"""Styles of the officer's words that a template does not have: what is set in them stands as body text, and is told."""

from __future__ import annotations

from pipeline.model.findings import Finding, find
from pipeline.model.records import Narrative, Place
from pipeline.report.template import open_template


def unlike(narrative: Narrative, template: bytes, name: str) -> tuple[Finding, ...]:
    """A finding for each such style, at the first paragraph in it. Raises TemplateUnusable where the template can't be
    used.
    """
    styles = open_template(template, name).styles
    places: dict[str, list[Place]] = {}
    for section in narrative.sections:
        for block in section.blocks:
            if block.style and not styles.of_words(block.style):
                places.setdefault(block.style, []).append(block.place)
    return tuple(_finding(style, at, name) for style, at in places.items())


def _finding(style: str, places: list[Place], name: str) -> Finding:
    first, more = places[0], len(places) - 1
    here = f" (here and in {more} more place{'s' * (more > 1)})" if more else ""
    message = f"The template {name} has no style '{style}' for a paragraph: it stands as body text{here}."
    return find("narrative-style", message, first, subject=f"{first.sheet}, {first.cell}", field=style)
