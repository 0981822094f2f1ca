"""What is the same in many quarters is read once: opening the files takes the longest."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.ingest.mapping import mapping
from pipeline.ingest.narrative import narrative
from pipeline.ingest.registers import register

_READ: dict[tuple[str, str, str], Any] = {}
_READERS = tuple(
    (module, name, getattr(module, name))
    for module, name in ((register, "read_register"), (mapping, "read_mapping"), (narrative, "read_narrative"))
)


def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file with the same bytes, name and layout is read once."""
    for module, name, read in _READERS:
        monkeypatch.setattr(module, name, _once(read))


def _once(read: Callable[..., Any]) -> Callable[..., Any]:
    def reading(path: Path, *names: Any, **more: Any) -> Any:
        key = (read.__name__, hashlib.sha256(path.read_bytes()).hexdigest(), repr((names, more)))
        if key not in _READ:
            _READ[key] = read(path, *names, **more)
        return _READ[key]

    return reading
