"""Signs that a console can't print, in signs that it can: an arrow as a word, a letter without its accent."""

from __future__ import annotations

import codecs
import unicodedata

NAME = "plain"  # of the way of dealing with what can't be encoded, as streams know it

_SIGNS = {
    "↑": "(up)", "↓": "(down)", "↔": "(same)", "→": "->", "←": "<-", "↗": "(up)", "↘": "(down)",
    "▲": "(up)", "▼": "(down)", "►": "(right)", "◄": "(left)", "✓": "(yes)", "✔": "(yes)", "✗": "(no)", "✘": "(no)",
    "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‚": "'", "«": '"', "»": '"', "–": "-", "—": "-", "−": "-", "…": "...", "•": "-", "·": "-",
    "×": "x", "÷": "/", "≤": "<=", "≥": ">=", "≠": "not =", "£": "GBP ", "€": "EUR ", "⁄": "/", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "\N{NO-BREAK SPACE}": " ",
}  # fmt: skip


def plain(text: str) -> str:
    """The text in ASCII, which every console can print: "?" for a character that nothing there is like."""
    return "".join(_plain(character) for character in text)


def _plain(character: str) -> str:
    parts = (_SIGNS.get(one, one) for one in _SIGNS.get(character) or unicodedata.normalize("NFKD", character))
    like = "".join(part for part in parts if part.isascii())
    return like or ("" if unicodedata.combining(character) else "?")


def _handled(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return plain(error.object[error.start : error.end]), error.end


codecs.register_error(NAME, _handled)
