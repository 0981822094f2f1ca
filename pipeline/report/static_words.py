"""What a template says by itself, in every document that is made with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.model.quoting import Quotes, words
from pipeline.model.records import Report
from pipeline.model.secrets import Secret, open_names, open_texts, secrets_of
from pipeline.report.faults import Fault, Spot, faulty
from pipeline.report.tags import TAG
from pipeline.report.template import open_template

_LABEL = 3  # words at most: the heading of a column, a marking


def labels(template: bytes) -> Iterator[str]:
    """Its short pieces of text: they stand in any template, and tell nothing."""
    yield from (text for text, _ in _pieces(template, "") if is_label(text))


def is_label(text: str) -> bool:
    return len(words(text)) <= _LABEL


def search(template: bytes, name: str, report: Report) -> None:
    """Raises TemplateUnusable with the place of each restricted text that the template says, whole or six of its words
    in a row: all that is made with it would, and what may be published too.
    """
    secrets = tuple(secret for secret in secrets_of(report) if not secret.title)
    if not secrets:
        return
    quotes = Quotes([(secret.text, secret) for secret in secrets], open_texts(report), open_names(report))
    found = [
        _fault(secret, spot, quotes)
        for text, spot in _pieces(template, name)
        if not is_label(text)
        for _, secret in quotes.found(quotes.words(text))
    ]
    if found:
        raise faulty(name, found)


def _pieces(template: bytes, name: str) -> Iterator[tuple[str, Spot]]:
    """What stands between its tags, paragraph by paragraph, with the place. Raises TemplateUnusable."""
    for places in open_template(template, name).places.values():
        for text, spot in places.paragraphs():
            yield from ((piece, spot) for piece in TAG.split(text) if piece.strip())


def _fault(secret: Secret, spot: Spot, quotes: Quotes[Secret]) -> Fault:
    """It never says the words themselves: what is on the screen may be seen."""
    of = ", ".join(filter(None, (secret.what, str(secret.place))))
    told = f"it says what is restricted ({of}), and the public version would. Take it out of the template."
    return Fault(told, replace(spot, heading="") if quotes.quoted(spot.heading) else spot)
