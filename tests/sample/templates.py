"""The Word templates that are shipped, as their builders in templates/ make them."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "templates"
BUILDERS = ("build_panel_report", "build_briefing")


def built() -> dict[str, bytes]:
    """Each template by its name in templates/."""
    sys.path.insert(0, str(FOLDER))  # the builders share modules that stand beside them
    try:
        return {
            f"{name.removeprefix('build_').replace('_', '-')}.docx": runpy.run_path(str(FOLDER / f"{name}.py"))[
                "build"
            ]()
            for name in BUILDERS
        }
    finally:
        sys.path.remove(str(FOLDER))
        for name in ("word_parts", "word_pieces"):
            sys.modules.pop(name, None)


def write_templates() -> None:
    for name, data in built().items():
        (FOLDER / name).write_bytes(data)
