"""Whether a folder of the project is as committed: what a body has made its own is no business of our tests."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent


def as_committed(folder: str) -> bool:
    """Whether git is there and says that nothing in the folder was changed or added since the last commit."""
    try:
        run = subprocess.run(
            ["git", "status", "--porcelain", "--", folder], cwd=ROOT, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return False
    return run.stdout == ""
