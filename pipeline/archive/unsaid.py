"""What a report as sent must say otherwise before it may be published: found through the words as generated.

Where people changed words around what is withheld, their words stay. Where they changed what is withheld itself, or
nobody can tell which words are whose, the whole paragraph gives way to what the generated one would say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.archive.pairing import pair
from pipeline.archive.spans import Reading, cut, plain, read_again
from pipeline.model.document import Paragraph
from pipeline.model.publication import Rewrite, Rewritten

Span = tuple[int, int, str]


def rewritten(generated: Sequence[Paragraph], sent: Sequence[Paragraph], hidden: Mapping[str, str]) -> Rewritten:
    """``hidden``: key → what is published in place of that value. Places are those of ``sent``."""
    rewrites: list[Rewrite] = []
    lost: list[str] = []
    pairing = pair(generated, sent)
    for each in pairing.pairs:
        before = [generated[at] for at in each.generated]
        if not any(value.key in hidden for one in before for value in one.values):
            continue
        first, *also = each.sent
        now = sent[first]
        made = _made(before[0], now, hidden) if len(before) == 1 and not also else None
        if made is None:
            text = " ".join(
                filter(None, (_applied(one.text, list(_spans(_reading(one), one, hidden))) for one in before))
            )
            made = Rewrite(first, ((0, len(now.text), text),), text, tuple(also))
            if plain(" ".join(sent[at].text for at in each.sent)) != plain(" ".join(one.text for one in before)):
                lost.append(f"{now.where}: what was changed there belongs to what may not be published.")
        rewrites.append(Rewrite(first, made.spans, made.text, made.also))
    return Rewritten(tuple(rewrites), frozenset(pairing.added), tuple(lost))


def _made(before: Paragraph, now: Paragraph, hidden: Mapping[str, str]) -> Rewrite | None:
    """The paragraph as sent with only what is withheld rewritten; None where that can't be told apart."""
    was = _reading(before)
    reading = was if before.text == now.text else read_again(was, now.text)
    if reading is None or "".join(reading.parts) != now.text:
        return None
    for value, one, other in zip(before.values, was.values, reading.values, strict=True):
        if value.key in hidden and plain(one) != plain(other):
            return None
    spans = list(_spans(reading, before, hidden))
    for start, end, _ in spans:  # words that somebody wrote must not go with what is emptied
        if plain(now.text[start:end]) not in plain(before.text):
            return None
    return Rewrite(0, tuple(spans), _applied(now.text, spans))


def _reading(paragraph: Paragraph) -> Reading:
    return cut(paragraph.text, [(value.start, value.end) for value in paragraph.values])


def _spans(reading: Reading, paragraph: Paragraph, hidden: Mapping[str, str]) -> Iterator[Span]:
    """The spans of ``reading`` to be rewritten. A value that is emptied takes the static words before it along, as a
    template does that places them only where there is a value; a paragraph of such alone goes.
    """
    values = paragraph.values
    if all(hidden.get(value.key) == "" for value in values):
        yield (0, sum(map(len, reading.parts)), "")
        return
    at = 0
    for number, part in enumerate(reading.parts):
        key = values[number // 2].key if number % 2 else ""
        if key in hidden:
            start = at - len(reading.parts[number - 1]) if not hidden[key] and number > 1 else at
            yield (start, at + len(part), hidden[key])
        at += len(part)


def _applied(text: str, spans: Sequence[Span]) -> str:
    for start, end, words in reversed(spans):
        text = text[:start] + words + text[end:]
    return text
