"""Which of the encodings of old a text file is in, told by its letters: none of them says so itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

WINDOWS: Final = "Western European (Windows)"
# In the order in which they are believed, where the letters tell nothing.
_NAMES: Final[Mapping[str, str]] = {
    "cp1252": WINDOWS,
    "cp850": "Western European (DOS)",
    "mac_roman": "Western European (Macintosh)",
}
# As Western Europe writes: its letters, and the signs beside them in the places where they may stand.
_SMALL = "àáâãäåæçèéêëìíîïñòóôõöøùúûüÿœßšž"
_LARGE = "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜŒŠŽ"
_SOUND = (
    rf"(?<![A-Z]{{2}})(?:(?<=[^\W\d_])[{_SMALL}](?![A-Z\d])|[{_SMALL}](?=[a-z{_SMALL}])|\b[àåèéìòóùæøö]\b)"  # a small one
    rf"|(?<![a-z{_SMALL}\d])[{_LARGE}](?!\d)|(?<=[A-Z])ß"  # a large one, not behind a small one or a figure
    r"|(?<![^\W\d_])[£€¥](?![^\W\d_])|(?:(?<=\d)|(?<=\bm)|(?<=[kcd]m)|(?<=ft)|(?<=[A-Z]{2}))[²³](?!\w)|[½¼¾](?!\w)"
    r"|(?<!\w)[“‘„](?=[\w‘“])|(?<=[\w.,;:!?)’”])[”’](?!\w)|(?<=\w)’(?=\w)|’(?=\d)"
    r"|(?<=\w)…|(?<![a-z])–|–(?![a-z])|—|(?<=\d)\s?°|°(?=[CF]\b)|(?:^|(?<=[\s,;|\"]))[•·]|(?<=\w)[®™©]|[©§](?=\s?\d)|[«»\xa0µ±×÷ªº]"
    r"|(?<!\w)[¿¡]"
)
# What Windows programs put in by themselves or by a key: rarely within a word, where other encodings have letters.
_TYPED = r"[–…’]|(?<![^\W\d_])[“”‘†‡™]|[“”†‡™](?![^\W\d_])"
_SOUND_IN: Final = {
    encoding: re.compile(rf"{_SOUND}|{_TYPED}" if encoding == "cp1252" else _SOUND) for encoding in _NAMES
}
_WORD = re.compile(r"[^\s,;|\"]+")
_SEVERAL = 2  # words that are strange in one encoding and sound in another before the other is believed


class Decoded(NamedTuple):
    """``name``: the encoding in words. ``doubtful``: whether the letters speak for none of those that are known."""

    text: str
    name: str
    doubtful: bool


def decoded(data: bytes) -> Decoded:
    """The text, in the encoding whose letters stand as words have them. A byte that has no letter becomes half a
    character, which is told of where it stands.
    """
    # A Macintosh of old ends its lines with a return alone, and Excel still saves "CSV (Macintosh)" so.
    of_old = b"\r" in data and b"\n" not in data
    order = ["mac_roman", "cp1252", "cp850"] if of_old else list(_NAMES)
    texts = {encoding: data.decode(encoding, "surrogateescape") for encoding in order}
    strange = {encoding: _strange(text, encoding) for encoding, text in texts.items()}
    chosen = min(order, key=lambda encoding: len(strange[encoding]))  # of several the first
    if not of_old and (strange[chosen] or len(strange["cp1252"]) < _SEVERAL):
        chosen = "cp1252"
    return Decoded(texts[chosen], _NAMES[chosen], bool(strange[chosen]))


def _strange(text: str, encoding: str) -> set[str]:
    """The words with characters beyond ASCII that stand where none of them is written."""
    if text.isascii():
        return set()
    kept = _SOUND_IN[encoding].sub(lambda sound: "_" * len(sound[0]), text)
    return {word[0] for word in _WORD.finditer(kept) if not word[0].isascii()}


def strange_in(text: str) -> bool:
    """Whether a text of the usual encoding holds characters that stand where none of them is written."""
    return bool(_strange(text, "cp1252"))
