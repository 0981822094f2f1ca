"""The log of a fault of the program, for whoever mends it."""

from __future__ import annotations

import sys
import tempfile

from pipeline import __version__
from pipeline.model.errors import reason


def logged(trace: str) -> str:
    """What to do with the log, as the end of a sentence."""
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="risk-report-", suffix=".log", delete=False, encoding="utf-8", errors="replace"
        ) as log:
            log.write(f"version {__version__}, Python {sys.version}\n{trace}")
    except OSError as error:
        return f"tell its keeper (no log could be written: {reason(error)})"
    return f"send {log.name} to its keeper"
