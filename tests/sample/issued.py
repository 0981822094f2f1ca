"""The September report as it was issued: ``outputs/2017-09-26/issued/`` with the file, its record and its inputs."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from pipeline.issuing import Issued, issue
from pipeline.run import make_report
from tests.sample.build import write_september

TEMPLATE = Path(__file__).parent.parent.parent / "templates" / "panel-report.docx"


def write_issued_september(outputs: Path) -> Path:
    """Makes the September report and issues it as it is. Gives the folder ``issued``."""
    with tempfile.TemporaryDirectory() as scratch:
        inputs, made_in = Path(scratch) / "inputs", Path(scratch) / "outputs"
        write_september(inputs)
        made = make_report(inputs, made_in, TEMPLATE, quiet)
        if made.document.name != "panel-report.docx":
            raise ValueError(f"the September sample is not clean: {[str(f) for f in made.findings]}")
        result = issue(made.document, inputs, made_in, TEMPLATE, quiet)
        if not isinstance(result, Issued):
            raise ValueError(f"the September sample can't be issued: {result.reason}")
        issued = outputs / made.folder.name / "issued"
        shutil.copytree(made.folder / "issued", issued, dirs_exist_ok=True)
    return issued


def quiet(_: str) -> AbstractContextManager[None]:
    """A stage that nobody watches."""
    return nullcontext()
