"""The September report as it was issued: ``outputs/2017-09-26/issued/`` with the file, its record and its inputs."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from contextlib import nullcontext
from pathlib import Path

from pipeline.run import make_report
from tests.sample.build import write_september

TEMPLATE = Path(__file__).parent.parent.parent / "templates" / "panel-report.docx"


def write_issued_september(outputs: Path) -> Path:
    """Makes the September report and files it as sent. Gives the folder ``issued``."""
    with tempfile.TemporaryDirectory() as scratch:
        inputs = Path(scratch) / "inputs"
        write_september(inputs)
        made = make_report(inputs, Path(scratch) / "outputs", TEMPLATE, lambda _: nullcontext())
        if made.document.name != "panel-report.docx":
            raise ValueError(f"the September sample is not clean: {[str(f) for f in made.findings]}")
        record = json.loads((made.folder / "record.json").read_bytes())
        issued = outputs / made.folder.name / "issued"
        issued.mkdir(parents=True, exist_ok=True)
        (issued / "panel-report.docx").write_bytes(made.document.read_bytes())
        (issued / "inputs.zip").write_bytes(_zipped(inputs))
        (issued / "record.json").write_bytes(
            (json.dumps(record | {"state": "issued"}, ensure_ascii=False, indent=1) + "\n").encode()
        )
    return issued


def _zipped(folder: Path) -> bytes:
    """The folder's files, sorted, with one fixed date."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes())
    return buffer.getvalue()
