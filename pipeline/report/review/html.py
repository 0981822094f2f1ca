"""Pages of HTML that stand alone: what makes one file of a template, its style and its script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from importlib import resources
from operator import attrgetter

from jinja2 import Environment, FunctionLoader, StrictUndefined


def rendered(template: str, **values: object) -> bytes:
    """The page as UTF-8; the same bytes for the same values."""
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=FunctionLoader(_read),
    )
    environment.filters["cells"] = _cells
    css, js = _read("page.css"), _read("page.js")
    html = environment.get_template(template).render(css=css, css_hash=_hash(css), js=js, js_hash=_hash(js), **values)
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
