"""The seal of a printed PDF: a digest of its own bytes, as a remark that no reader shows.

Where it is missing or no longer fits, a person has been there: marked it up, signed it, or printed it from Word.
"""

from __future__ import annotations

import hashlib
import re

# Before the last words of the file, since nothing may follow those; it moves nothing that is counted from the start.
_LAST = b"startxref"
_SEAL = re.compile(rb"%Generated content SHA-256 ([0-9a-f]{64})\n(?=startxref\b)")


def seal_pdf(data: bytes) -> bytes:
    """The same PDF with the digest of its bytes in it. Raises ValueError where it is none."""
    at = data.rindex(_LAST)
    return data[:at] + b"%Generated content SHA-256 " + _digest(data) + b"\n" + data[at:]


def is_sealed(data: bytes) -> bool:
    """Whether it is, to the byte, what was sealed."""
    seals = list(_SEAL.finditer(data))
    return len(seals) == 1 and seals[0][1] == _digest(data[: seals[0].start()] + data[seals[0].end() :])


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode()
