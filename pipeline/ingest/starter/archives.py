"""Office files that come out the same, byte for byte, whenever they are written."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

FIXED_DATE = datetime(2000, 1, 1)


def _as_it_is(_name: str, content: bytes) -> bytes:
    return content


def repack(package: bytes, part: Callable[[str, bytes], bytes] = _as_it_is) -> bytes:
    """The same parts, sorted by name, each dated 1980-01-01. ``part``: what becomes of each, by its name."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(package)) as old, ZipFile(out, "w") as new:
        for name in sorted(old.namelist()):
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 3  # else the platform's own: other bytes on Windows
            entry.external_attr = 0o600 << 16
            new.writestr(entry, part(name, old.read(name)))
    return out.getvalue()
