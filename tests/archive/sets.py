"""Small sets of output files, and what a folder shows."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

from pipeline.archive.seal import seal

PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>'
    ),
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>',
}


def package(text: str, *, name: str = "word/document.xml") -> bytes:
    """An unsealed package with one part, as small as can be."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for part, content in {**PARTS, name: f"<text>{text}</text>"}.items():
            made.writestr(zipfile.ZipInfo(part), content)
    return target.getvalue()


def sealed(text: str) -> bytes:
    return seal(package(text))


def a_set(version: str, *, draft: bool = False, public: bool = False) -> dict[str, bytes]:
    """The files of one run, each telling ``version``."""
    document = "DRAFT-panel-report.docx" if draft else "panel-report.docx"
    files = {
        document: sealed(f"report {version}"),
        "appendix-tables.xlsx": sealed(f"tables {version}"),
        "review.html": f"<p>{version}</p>".encode(),
    }
    if public:
        files["public/panel-report.docx"] = sealed(f"public report {version}")
    return files


def a_record(version: str, *, panel: str = "Audit Panel", title: str = "Alignment of risks") -> bytes:
    return json.dumps({"panel": panel, "title": title, "version": version}).encode()


def shown(folder: Path) -> dict[str, bytes]:
    """Every file below the folder, by name."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
