"""The page as a whole: what stands on it, and how its parts become one file."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from importlib import resources
from operator import attrgetter

from jinja2 import Environment, FunctionLoader, StrictUndefined

from pipeline.model.findings import Finding, blocks
from pipeline.model.page import Page
from pipeline.model.records import Report
from pipeline.report.review.changes import other_changes, reported_changes
from pipeline.report.review.controls import controls
from pipeline.report.review.findings import listed, state
from pipeline.report.review.heat_maps import heat_maps
from pipeline.report.review.letters import letters
from pipeline.report.review.provenance import provenance
from pipeline.report.review.registers import registers_read
from pipeline.report.review.series import series


def build(report: Report, page: Page, findings: Sequence[Finding], *, version: str) -> bytes:
    """The page as UTF-8: the same bytes for the same report, findings and version."""
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=FunctionLoader(_read),
    )
    environment.filters["cells"] = _cells
    css, js = _read("page.css"), _read("page.js")
    html = environment.get_template("page.html.j2").render(
        css=css,
        css_hash=_hash(css),
        js=js,
        js_hash=_hash(js),
        page=page,
        state=state(findings),
        is_draft=bool(blocks(findings)),
        found=listed(findings, report),
        letters=letters(findings, report),
        registers=registers_read(report),
        changes=reported_changes(page.movement),
        other_changes=other_changes(report),
        heat_maps=heat_maps(page.organisations),
        series=series(report),
        controls=controls(report),
        provenance=provenance(report, findings, version),
    )
    # A file's name may hold bytes that are no text; they must not keep the page from being written.
    return html.encode("utf-8", errors="replace")


def _read(name: str) -> str:
    return resources.files("pipeline.report.review").joinpath("templates", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """What the page's own policy names its style and its script by: no other may speak."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _cells(rows: Iterable[object], *names: str) -> list[object]:
    """A row of a table from each record: these of its fields, two or more."""
    return [attrgetter(*names)(row) for row in rows]
