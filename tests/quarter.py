"""The sample quarter made in a folder of its own, through the command that an officer uses."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from pipeline.cli import main
from tests.sample.build import write_december
from tests.sample.issued import TEMPLATE, write_issued_september


@cache
def _pristine() -> Path:
    """The sample's inputs and its September record, built once a process."""
    folder = Path(mkdtemp(prefix="sample-"))
    write_december(folder / "inputs")
    write_issued_september(folder / "outputs")
    return folder


def sample(folder: Path, *, history: bool = True) -> tuple[Path, Path]:
    """The sample's inputs and outputs folders, copied into ``folder``."""
    pristine = _pristine()
    shutil.copytree(pristine / "inputs", folder / "inputs")
    if history:
        shutil.copytree(pristine / "outputs", folder / "outputs")
    return folder / "inputs", folder / "outputs"


def make(inputs: Path, outputs: Path, *more: str) -> int:
    """``report`` on these folders with the project's own template; its exit status."""
    return main(["report", "--inputs", str(inputs), "--outputs", str(outputs), "--template", str(TEMPLATE), *more])


def made_sample(folder: Path) -> Path:
    """The sample's set, made in ``folder``; the folder of the meeting. Raises AssertionError where it isn't clean."""
    inputs, outputs = sample(folder)
    status = make(inputs, outputs)
    if status != 0:
        raise AssertionError(f"the sample quarter ended with {status}")
    return outputs / "2017-12-19"
