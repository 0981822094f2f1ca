"""What is sent otherwise than it was generated, and the input each difference belongs to.

No word is lost: whatever the sent file says otherwise stands in a difference. Looks, and spaces at the ends
of a paragraph or several in a row, make none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.archive.listed import Lists
from pipeline.archive.pairing import Pair, Pairing, pair
from pipeline.archive.spans import Reading, cut, plain, read_again
from pipeline.model.document import CONTENTS, Difference, DifferenceKind, Generated, Origin, Paragraph, Role, Sent
from pipeline.model.findings import NOWHERE

_TEMPLATE = Origin(Role.TEMPLATE)
_RULE = Origin(Role.RULE)
_MARGINS = ("header", "footer")
_Order = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Print:
    """One place where a value is printed, and what became of it; ``now`` None: its paragraph is gone."""

    key: str
    was: str
    now: str | None
    where: str


def compare(generated: Generated, sent: Sent) -> tuple[Difference, ...]:
    """Every difference, in the order of the sent file; what is gone stands where it was."""
    return _Comparison(generated, sent).differences()


class _Comparison:
    def __init__(self, generated: Generated, sent: Sent) -> None:
        self._origins = generated.origins
        self._was, self._now = generated.paragraphs, sent.paragraphs
        self._pairing: Pairing = pair(self._was, self._now)
        self._prints: list[_Print] = []
        self._found: list[tuple[_Order, Difference]] = []

    def differences(self) -> tuple[Difference, ...]:
        for each in self._pairing.pairs:
            self._compare(each)
        self._tell_moved()
        self._tell_deleted()
        self._tell_added()
        self._found.sort(key=lambda found: found[0])
        return tuple(self._with_other_places())

    def _tell(self, order: _Order, difference: Difference) -> None:
        self._found.append((order, difference))

    def _origin(self, key: str) -> Origin:
        return self._origins.get(key, _RULE)

    def _of_paragraph(self, paragraph: Paragraph) -> Origin:
        """Whose the static words of a paragraph are."""
        return next((o for v in paragraph.values if (o := self._origin(v.key)).role is Role.NARRATIVE), _TEMPLATE)

    # --- paragraphs that stayed ------------------------------------------------------------------

    def _compare(self, each: Pair) -> None:
        before, now = _whole(each.generated, self._was), _whole(each.sent, self._now)
        where, order = now.where, (each.sent[0], 0, each.generated[0])
        self._tell_struck(order, before, now)
        was = cut(before.text, [(value.start, value.end) for value in before.values])
        one_to_one = len(each.generated) == len(each.sent) == 1
        if plain(before.text) == plain(now.text) or (not one_to_one and before.text.split() == now.text.split()):
            self._prints += (
                _Print(value.key, text, text, where) for value, text in zip(before.values, was.values, strict=True)
            )
            return
        if not before.values:
            self._tell(order, self._changed(where, before, now, _TEMPLATE))
            return
        reading = read_again(was, now.text)
        if reading is None:
            # Values and the words around them were rewritten into one: the paragraph is told as a whole.
            self._tell(order, self._changed(where, before, now, self._origin(before.values[0].key)))
            self._prints += (
                _Print(value.key, text, None, where) for value, text in zip(before.values, was.values, strict=True)
            )
            return
        self._tell_values(order, where, before, was, reading)
        if any(plain(one) != plain(other) for one, other in zip(was.static, reading.static, strict=True)):
            self._tell(order, self._changed(where, before, now, self._of_paragraph(before)))

    def _tell_struck(self, order: _Order, before: Paragraph, now: Paragraph) -> None:
        """Words that stand there still, and are struck out or hidden; or no longer so."""
        for mine, theirs, was, says in (
            (now.struck, before.struck, "{1}", "[{0}] {1}"),
            (before.struck, now.struck, "[{0}] {1}", "{1}"),
        ):
            for one in mine:
                if one not in theirs and plain(one[1]) in plain(now.text):
                    origin = self._of_words(before, one[1])
                    self._tell(
                        order, Difference(DifferenceKind.STRUCK, now.where, was.format(*one), says.format(*one), origin)
                    )

    def _of_words(self, paragraph: Paragraph, words: str) -> Origin:
        """Whose these words are: those of the first value they share something with, else of the paragraph."""
        at = paragraph.text.find(words)
        spans = (value for value in paragraph.values if at >= 0 and value.start < at + len(words) and at < value.end)
        return next((self._origin(value.key) for value in spans), self._of_paragraph(paragraph))

    def _changed(self, where: str, before: Paragraph, now: Paragraph, origin: Origin) -> Difference:
        return Difference(DifferenceKind.CHANGED, where, plain(before.text), plain(now.text), origin)

    def _tell_values(self, order: _Order, where: str, before: Paragraph, was: Reading, now: Reading) -> None:
        for value, one, other in zip(before.values, was.values, now.values, strict=True):
            self._prints.append(_Print(value.key, one, plain(other) if plain(one) != plain(other) else one, where))
            if plain(one) != plain(other):
                origin = self._origin(value.key)
                self._tell(order, Difference(DifferenceKind.CHANGED, where, one, plain(other), origin, value.key))

    # --- paragraphs that came, went or moved -----------------------------------------------------

    def _tell_moved(self) -> None:
        for left, right in self._pairing.moved:
            first, now = self._was[left[0]], self._now[right[0]]
            if _margin(first):
                continue  # the order of a file's headers means nothing
            words = " | ".join(plain(self._now[at].text) for at in right)
            origin = self._origin(first.values[0].key) if first.values else _TEMPLATE
            where = f"{_row(now, right)} (before: {_row(first, left)})"
            self._tell((right[0], -1, left[0]), Difference(DifferenceKind.MOVED, where, words, words, origin))

    def _tell_deleted(self) -> None:
        of_generated = {each.generated[-1]: each.sent[-1] for each in self._pairing.pairs}
        moved = {at for left, _ in self._pairing.moved for at in left}
        gone = set(self._pairing.deleted)
        before = -1
        for at, paragraph in enumerate(self._was):
            if at in of_generated and at not in moved:
                before = of_generated[at]
            if at not in gone:
                continue
            order = (before, 1, at)
            for value in paragraph.values:
                text = paragraph.text[value.start : value.end]
                self._prints.append(_Print(value.key, text, None, paragraph.where))
                self._tell(
                    order,
                    Difference(DifferenceKind.DELETED, paragraph.where, text, "", self._origin(value.key), value.key),
                )
            if not paragraph.values:
                self._tell(
                    order, Difference(DifferenceKind.DELETED, paragraph.where, plain(paragraph.text), "", _TEMPLATE)
                )

    def _tell_added(self) -> None:
        repeated = {(_margin(each), plain(each.text)) for each in self._was if _margin(each)}
        narrative = {
            at: origin
            for each in self._pairing.pairs
            for at in each.sent
            if (origin := self._of_paragraph(self._was[each.generated[0]])).role is Role.NARRATIVE
        }
        lists = Lists(self._now, self._kept_origins())
        headings = {plain(each.text): each for each in self._was if each.values}
        for at in self._pairing.added:
            paragraph = self._now[at]
            # A heading that was edited still stands in the contents as it was generated.
            if paragraph.where.endswith(CONTENTS) and (named := headings.get(plain(paragraph.text))):
                self._prints += (
                    _Print(v.key, text, text, paragraph.where)
                    for v in named.values
                    if (text := named.text[v.start : v.end])
                )
                continue
            # LibreOffice writes a header that several sections share once for each of them.
            if (_margin(paragraph), plain(paragraph.text)) in repeated:
                continue
            beside = narrative.get(at - 1) or narrative.get(at + 1)
            origin = replace(beside, place=replace(beside.place, cell="")) if beside else lists.origin(at)
            if beside:
                narrative[at] = origin
            self._tell((at, 0, 0), Difference(DifferenceKind.ADDED, paragraph.where, "", plain(paragraph.text), origin))

    def _kept_origins(self) -> dict[int, tuple[tuple[str, Origin], ...]]:
        """Place in the sent file → the values that stand there, and their inputs."""
        return {
            at: tuple((value.key, self._origin(value.key)) for one in each.generated for value in self._was[one].values)
            for each in self._pairing.pairs
            for at in each.sent
        }

    # --- the same input elsewhere ----------------------------------------------------------------

    def _with_other_places(self) -> Iterator[Difference]:
        """The differences, each changed value with the other places where its input is printed."""
        prints: dict[tuple[object, ...], list[_Print]] = {}
        for each in self._prints:
            prints.setdefault(self._input(each.key, each.was), []).append(each)
        for _, difference in self._found:
            if not difference.key or not (difference.kind is DifferenceKind.CHANGED or _takes_out(difference)):
                yield difference
                continue
            others = prints[self._input(difference.key, difference.was)]
            unchanged = (each.where for each in others if each.now == each.was)
            differently = (
                each.where
                for each in others
                if each.now not in (None, each.was, difference.now) and each.was == difference.was
            )
            yield replace(
                difference,
                unchanged_at=tuple(dict.fromkeys(unchanged)),
                differently_at=tuple(dict.fromkeys(differently)),
            )

    def _input(self, key: str, was: str) -> tuple[object, ...]:
        """The same for every value printed from one cell; a paragraph of the narrative is one input by itself."""
        origin = self._origin(key)
        if origin.place == NOWHERE or origin.role is Role.NARRATIVE:
            return (key, was)
        return (origin.place, origin.organisation, origin.subject, origin.field)


def _takes_out(difference: Difference) -> bool:
    """Whether what was deleted is a register risk, a control or an aligned risk, which other places may still print."""
    origin = difference.origin
    named = origin.role is Role.MAPPING and origin.field == "name" and not origin.organisation
    return difference.kind is DifferenceKind.DELETED and (named or origin.role is Role.REGISTER)


def _whole(at: Sequence[int], paragraphs: Sequence[Paragraph]) -> Paragraph:
    """Several paragraphs as one, with a space between them."""
    first = paragraphs[at[0]]
    if len(at) == 1:
        return first
    text, values = first.text, list(first.values)
    for each in at[1:]:
        shift = len(text) + 1
        text = f"{text} {paragraphs[each].text}"
        values += (replace(v, start=v.start + shift, end=v.end + shift) for v in paragraphs[each].values)
    struck = tuple(one for each in at for one in paragraphs[each].struck)
    return replace(first, text=text, values=tuple(values), struck=struck)


def _margin(paragraph: Paragraph) -> str:
    """Header or footer, where it stands in one."""
    name = paragraph.where.partition(",")[0]
    return name if name in _MARGINS else ""


def _row(first: Paragraph, at: Sequence[int]) -> str:
    """Where a paragraph stands, or the whole row that begins with it."""
    return first.where.rpartition(", ")[0] if len(at) > 1 else first.where
