"""Office files that come out the same, byte for byte, whenever they are written."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

FIXED_DATE = datetime(2000, 1, 1)


def _as_it_is(_name: str, content: bytes) -> bytes:
    return content


def repack(package: bytes, part: Callable[[str, bytes], bytes] = _as_it_is) -> bytes:
    """The same parts as ``packed``. ``part``: what becomes of each, by its name."""
    with ZipFile(io.BytesIO(package)) as old:
        return packed({name: part(name, old.read(name)) for name in old.namelist()})


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The parts sorted by name, each dated 1980-01-01."""
    out = io.BytesIO()
    with ZipFile(out, "w") as new:
        for name in sorted(parts):
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 3  # else the platform's own: other bytes on Windows
            entry.external_attr = 0o600 << 16
            new.writestr(entry, parts[name])
    return out.getvalue()
