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
_SMALL = "àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿœßšž"
_LARGE = "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝŒŠŽ"
_SOUND = re.compile(
    rf"(?<![A-Z]{{2}})(?:(?<=[^\W\d_])[{_SMALL}](?![A-Z\d])|[{_SMALL}](?=[a-z{_SMALL}])|\b[àéóy]\b)"  # a small one
    rf"|(?<![a-z{_SMALL}\d])[{_LARGE}](?!\d)"  # a large one, not behind a small one or a figure
    r"|(?<![^\W\d_])[£€](?![^\W\d_])|(?<=\d)[²³](?!\w)|[½¼¾](?!\w)"
    r"|(?<!\w)[“‘„](?=[\w‘“])|(?<=[\w.,;:!?)’”])[”’](?!\w)|(?<=\w)’(?=\w)|’(?=\d)"
    r"|(?<=\w)…|(?<![a-z])–|–(?![a-z])|—|(?<=\d)\s?°|°(?=[CF]\b)|(?:^|(?<=[\s,;|\"]))[•·]|(?<=\w)[®™©]|[©§](?=\s?\d)|[«»¿¡\xa0µ±×÷ªº]"
)


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
    order = ["mac_roman", "cp1252", "cp850"] if b"\r" in data and b"\n" not in data else list(_NAMES)
    texts = {encoding: data.decode(encoding, "surrogateescape") for encoding in order}
    strange = {encoding: len(_strange(text)) for encoding, text in texts.items()}
    chosen = min(order, key=lambda encoding: strange[encoding])  # of several the first
    return Decoded(texts[chosen], _NAMES[chosen], strange[chosen] > 0)


def _strange(text: str) -> list[str]:
    """The characters beyond ASCII that stand where none of them is written."""
    return [char for char in _SOUND.sub("", text) if not char.isascii()]


def strange_in(text: str) -> bool:
    """Whether a text holds characters that stand where none of them is written."""
    return not text.isascii() and bool(_strange(text))
