"""What a person should know before the report leaves. A family of rules a file, each file's CHECKS in order."""

from pipeline.checks.catalogue import run_checks
from pipeline.checks.decisions import decide

__all__ = ["decide", "run_checks"]
