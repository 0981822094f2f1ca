"""The one cleaning of every text that comes in from a user's file. Nothing downstream cleans again."""

from __future__ import annotations

import re
from functools import lru_cache

REPLACEMENT = "\ufffd"

# What an .xlsx can hold but no document may, as Excel writes it: _x0007_; _x005F_ is a written underscore.
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
# What Unicode lets a program draw as nothing: soft hyphens, marks of direction, selectors of variants, tags.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# Within other scripts, and between the pictures of one emoji, a joiner belongs to the word.
_JOINERS = re.compile("(?<![\u0590-\u1fff\u2c00-\U0010ffff])[\u200c\u200d]+")
_SPACES = re.compile(r"[\u00a0\u2007\u202f]")
_LINE_TAILS = re.compile(r"[ \t]+(?=\n)")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_ILLEGAL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane * 0x10000 + end) for plane in range(1, 17) for end in (0xFFFE, 0xFFFF))
    + "]"
)


# The hyphen proper, and the one that keeps a line together: in an id nobody tells them from the one that is typed.
_HYPHENS = re.compile("[\u2010\u2011]")


@lru_cache(maxsize=4096)  # a cell's text is looked at several times while its row is read
def clean(text: str) -> tuple[str, bool]:
    """The text as it is kept and printed, and whether characters in it were replaced by U+FFFD.

    Ends and line tails are stripped, line ends made ``\\n``, characters without a shape removed, no-break
    spaces made spaces and no-break hyphens hyphens; control characters, lone surrogates and noncharacters
    become U+FFFD.
    """
    cleaned, replaced = clean_words(text)
    return (cleaned if cleaned.isascii() else _HYPHENS.sub("-", cleaned)), replaced


def clean_words(text: str) -> tuple[str, bool]:
    """As ``clean``, of running words: there a hyphen that keeps a line together was meant to."""
    if text.isascii() and text.isprintable():
        return text.strip(), False
    # Two halves of a character that stand together are one; a half alone is nothing.
    text = _PAIR.sub(lambda pair: pair[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le"), text)
    text = _LINE_ENDS.sub("\n", text)
    text, count = _ILLEGAL.subn(REPLACEMENT, text)
    text = _JOINERS.sub("", _INVISIBLE.sub("", _SPACES.sub(" ", text)))
    return _LINE_TAILS.sub("", text).strip(), count > 0


def unescape(text: str) -> str:
    """The text of a spreadsheet cell with Excel's ``_x000D_`` escapes undone; not yet cleaned."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


def one_line(text: str) -> str:
    """The text with every run of white space made one space, as a heading is printed in a message."""
    return " ".join(text.split())
