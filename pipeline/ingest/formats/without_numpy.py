"""Imports openpyxl as if numpy were not there: it would import it only to know its numbers, and no file holds any."""

import sys

_THERE = "numpy" in sys.modules
sys.modules.setdefault("numpy", None)  # type: ignore[arg-type]  # what Python's own import takes for "not there"
try:
    import openpyxl.compat.numbers  # noqa: F401
finally:
    if not _THERE:
        del sys.modules["numpy"]
