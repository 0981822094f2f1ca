"""A paper's title block and contact details: to which panel, when, what it is called, whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from pipeline.ingest.mapping.dates import read_date
from pipeline.ingest.paper.account import Account
from pipeline.ingest.paper.lines import Line, Table
from pipeline.ingest.registers.vocabulary import simple
from pipeline.model.dates import MONTHS
from pipeline.model.paper import Left

PANEL, DATE, TITLE, BY, PERIOD = "Panel", "Meeting date", "Title", "Report by", "Period"
AUTHOR, CLEARED, PUBLIC = "Author", "Cleared by", "Public contact"
_LABELS = {
    **dict.fromkeys(("panel", "committee", "meeting", "meeting of", "report to", "to", "board", "name of meeting"), PANEL),
    **dict.fromkeys(("date", "meeting date", "date of meeting", "date of the meeting"), DATE),
    **dict.fromkeys(("title", "report title", "title of report", "subject"), TITLE),
    **dict.fromkeys(("report by", "report of", "by", "from", "report from"), BY),
    **dict.fromkeys(("period", "reporting period"), PERIOD),
    **dict.fromkeys(("agenda item", "item", "agenda item no", "agenda item number", "item no"), "Agenda item"),
    **dict.fromkeys(("protective marking", "marking", "classification", "security classification", "security marking"), "Protective marking"),
    **dict.fromkeys(("author", "report author", "report authors", "authors", "contact officer"), AUTHOR),
    "cleared by": CLEARED,
    "public contact": PUBLIC,
}  # fmt: skip
_POSTS = (AUTHOR, CLEARED)
_LABELLED = re.compile(r"\s*(?P<label>[^:\t\n]{2,40}?)\s*[:\t]\s*(?=\S)")
_BY = re.compile(r"\s*report (?:by|of)\s+(?P<who>(?:the )?\S.*)", re.I | re.S)
_WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+", re.I)
_MONTH = "|".join((*MONTHS, *(name[:3] for name in MONTHS), "Sept"))
_DATES = re.compile(
    rf"(?:{_WEEKDAY.pattern})?(?:\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+(?:{_MONTH})\b\.?,?\s+\d{{4}}|\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{4}}|\d{{4}}-\d{{1,2}}-\d{{1,2}}"
    rf"|(?:{_MONTH})\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})",
    re.I,
)
_PERIOD = re.compile(r"(?:quarter|q)\s?[1-4],?\s+(?:of\s+)?\d{4}(?:\s?[-–/]\s?\d{2,4})?", re.I)
_BODY = re.compile(r"[^.]{0,80}\b(?:panel|committee|board|cabinet|forum|commission|council)", re.I)
_MARKING = re.compile(r"(?:official|not protectively marked|restricted|protect|confidential)\b[^.]{0,40}", re.I)
_ADDRESS = re.compile(r"[^\s<>;,()]+@[^\s<>;,()]+[^\s<>;,().]")
_EMAIL = re.compile(r"(?:e-?mail(?: address)?)\s*[:\t]?\s*(?P<address>\S+@\S+)", re.I)


@dataclass(slots=True)
class Front:
    """``values``: setting → its values. ``doubt``: why there is no date, where something stands there."""

    values: dict[str, list[str]] = field(default_factory=dict)
    day: date | None = None
    doubt: str = ""

    def one(self, setting: str) -> str:
        return self.values.get(setting, [""])[0]


def read_front(block: Sequence[Line | Table], contacts: Sequence[Line | Table], account: Account) -> Front:
    """What the title block and the contact details say; lines that say something else are not accounted for."""
    front = Front()
    dates: dict[bool, list[tuple[str, Line]]] = {True: [], False: []}  # by whether it is labelled
    plain: list[Line] = []
    for label, line in _pairs(block, account):
        setting = _LABELS.get(simple(label)) if label else None
        if setting in (PANEL, DATE) or (setting is None and _DATES.search(line.text)):
            rest = _without_date(line, dates[setting is not None])
            if rest and setting is not DATE:
                _fill(front, PANEL, rest, line, account)
        elif setting:
            _fill(front, setting, line.text, line, account)
        elif by := _BY.fullmatch(line.text):
            _fill(front, BY, by["who"], line, account)
        else:
            plain.append(line)
    _take_date(front, dates[True] or dates[False], account)
    if panel := _panel_as_title(plain, front):
        _fill(front, PANEL, panel.text, panel, account)
        plain.remove(panel)
    for test in (_styled_title, _recognised, _heading_as_title):
        for line in plain[:]:
            if found := test(line, front):
                _fill(front, found, line.text, line, account)
                plain.remove(line)
    if len(plain) == 1 and not front.values.get(TITLE):
        _fill(front, TITLE, plain[0].text, plain[0], account)
    _read_contacts(contacts, front, account)
    return front


def _pairs(block: Sequence[Line | Table], account: Account) -> Iterator[tuple[str, Line]]:
    """Each line with the label before it: on the line, or in the cell before."""
    for item in block:
        if isinstance(item, Line):
            yield _labelled(item)
            continue
        for row in item.rows:
            cells = [cell for cell in {id(cell): cell for cell in row}.values() if cell.lines]
            label = ""
            for cell in cells:
                if not label and simple(cell.text) in _LABELS and cell is not cells[-1]:
                    label = cell.text
                    account.settle(*cell.lines)
                    continue
                for line in cell.lines:
                    yield (label, line) if label else _labelled(line)
                label = ""


def _labelled(line: Line) -> tuple[str, Line]:
    match = _LABELLED.match(line.text)
    if match and simple(match["label"]) in _LABELS:
        return match["label"], line.after(match.end(), label=match["label"])
    return "", line


def _fill(front: Front, setting: str, words: str, line: Line, account: Account) -> None:
    """Takes the first value of a setting; a second that says otherwise is left."""
    words = " ".join(words.split())
    values = front.values.setdefault(setting, [])
    if setting in _POSTS:
        post, rest = _post(words)
        values.append(post)
        if rest:
            account.left.append(Left(line.where, rest, "the Meeting sheet holds a role and an address alone"))
    elif not values:
        values.append(words)
    elif simple(words) != simple(values[0]):
        account.leave([line], f"the {setting.lower()} is taken to be '{values[0]}'")
        return
    account.take(line)


def _without_date(line: Line, dates: list[tuple[str, Line]]) -> str:
    """What the line says besides the date, which is put with the others."""
    found = _DATES.search(line.text)
    if not found:
        return line.text.strip()
    dates.append((found[0], line))
    rest = f"{line.text[: found.start()]} {line.text[found.end() :]}"
    return re.sub(r"^[\s,;:|–—-]+|[\s,;:|–—-]+$|\b(?:at )?\d{1,2}[:.]\d{2}\s?(?:am|pm)?", "", rest).strip()


def _take_date(front: Front, dates: Sequence[tuple[str, Line]], account: Account) -> None:
    read = {written: read_date(_WEEKDAY.sub("", written).replace(" of ", " ")) for written, _ in dates}
    account.take(*(line for _, line in dates))
    days = {day for day in read.values() if day}
    if len(days) == 1 and all(read.values()):
        front.day = days.pop()
    elif read:
        told = " and ".join(f"'{written}'" for written in read)
        front.doubt = (
            f"it has several dates, {told}" if len(read) > 1 else f"its date, {told}, could be two days or is none"
        )


def _panel_as_title(plain: Sequence[Line], front: Front) -> Line | None:
    """The panel's name in the look of a title, where another line is the title: a further one in that look or that of a
    subtitle, a bold one, or the one line that says nothing else that is known.
    """
    if front.values.get(PANEL):
        return None
    named = next((line for line in plain if _is_styled(line) and _BODY.fullmatch(line.text.strip())), None)
    others = [line for line in plain if line is not named and not _recognised(line, front)]
    titled = bool(front.values.get(TITLE)) or len(others) == 1
    return named if titled or any(line.strong or _is_styled(line) for line in others) else None


def _is_styled(line: Line) -> bool:
    return line.style.casefold() in ("title", "subtitle")


def _styled_title(line: Line, front: Front) -> str:
    return TITLE if line.style.casefold() == "title" and not front.values.get(TITLE) else ""


def _recognised(line: Line, front: Front) -> str:
    """A panel, a period or a marking by its own words."""
    words = line.text.strip()
    for setting, pattern in ((PANEL, _BODY), (PERIOD, _PERIOD), ("Protective marking", _MARKING)):
        if pattern.fullmatch(words) and not front.values.get(setting):
            return setting
    return ""


def _heading_as_title(line: Line, front: Front) -> str:
    return TITLE if line.strong and not front.values.get(TITLE) else ""


def _read_contacts(contacts: Sequence[Line | Table], front: Front, account: Account) -> None:
    last = ""
    for label, line in _pairs(contacts, account):
        setting = _LABELS.get(simple(label)) if label else None
        email = _EMAIL.fullmatch(line.text.strip())
        if setting in (*_POSTS, PUBLIC):
            last = setting or ""
            _fill(front, last, line.text, line, account)
        elif email and last in _POSTS and "<" not in front.values[last][-1]:
            front.values[last][-1] += f" <{email['address']}>"
            account.take(line)


def _post(words: str) -> tuple[str, str]:
    """``Role <address>``, as the Meeting sheet has it, and what stands behind the address."""
    match = _ADDRESS.search(words)
    if not match:
        return words, ""
    role = re.sub(r"[\s,;:(<–—-]+$|\be-?mail\s*:?\s*$", "", words[: match.start()].strip()).strip(" ,;:(<")
    rest = words[match.end() :].strip(" >),;.")
    return (f"{role} <{match[0]}>" if role else match[0]), rest
