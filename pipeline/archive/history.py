"""Which report this one is compared with: the latest issued one of the same panel and title.

The outputs folder holds a folder for each meeting date: ``2017-09-26/record.json`` for what was made,
``2017-09-26/issued/record.json`` for what was sent. What was only made is named, never silently taken. Where the
record that counts can't be read, nothing older is taken in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.archive.files import ISSUED, RECORD, SUPERSEDED, refuse_other_panel
from pipeline.archive.reading import RecordDamaged, read
from pipeline.model.errors import OutputsLocked, reason
from pipeline.model.findings import Finding
from pipeline.model.findings import find as finding
from pipeline.model.records import History, PastReport, Place
from pipeline.model.there import is_there

_RECORD_NAME = re.compile(r"record.*\.json")


@dataclass(frozen=True, slots=True)
class _Unreadable:
    """A record that can't be read. ``meeting_date``: as it says itself, else by its folder's name; None where that is
    no date. ``panel`` and ``title`` as far as it says so. ``remedy``: where another one helps than for any damage.
    """

    file: str
    meeting_date: date | None
    reason: str
    panel: str | None = None
    title: str | None = None
    remedy: str = ""


def find(
    outputs: Path, *, panel: str, title: str, meeting_date: date, registers: Mapping[str, str]
) -> tuple[History, tuple[Finding, ...]]:
    """The issued reports of this panel and title to earlier meetings, and what to know about them.

    ``registers``: file → SHA-256 of the registers of this report.
    Raises OutputsLocked where the outputs folder can't be looked into, and where the folder of this date holds
    another panel's record.
    """
    try:
        with suppress(OSError):  # one that can't be read is told of when the set is put in its place
            refuse_other_panel(outputs / meeting_date.isoformat(), panel)
        sent = {folder: _issued(folder) for folder in _entries(outputs) if folder.is_dir()}
        made_only = [path for folder, records in sent.items() if not records and is_there(path := folder / RECORD)]
        on_date = _date_unchanged(outputs, panel, meeting_date, registers)
    except OSError as error:
        raise OutputsLocked(
            f"{error.filename or outputs} can't be read: {reason(error)}. "
            "It may hold the report this one is to be compared with."
        ) from error
    issued, unreadable = _read_all(outputs, [path for records in sent.values() for path in records])
    made, made_unreadable = _read_all(outputs, made_only)

    earlier = [report for report in issued if report.meeting_date < meeting_date]
    panels = _names(panel, [(one.panel, *one.other_panels) for one in earlier])
    of_panel = [one for one in earlier if _plain(one.panel) in panels]
    titles = _names(title, [(one.title, *one.other_titles) for one in of_panel])

    def ours(record: PastReport | _Unreadable) -> bool:
        """Of this panel and title, and to an earlier meeting; what a damaged one no longer says may be so."""
        return (
            (record.panel is None or _plain(record.panel) in panels)
            and (record.title is None or _plain(record.title) in titles)
            and (record.meeting_date is None or record.meeting_date < meeting_date)
        )

    # Of several issued for one date, the last issued: the order of the files decides.
    by_date = {report.meeting_date: report for report in issued if ours(report)}
    latest_first = [by_date[day] for day in sorted(by_date, reverse=True)]
    last = latest_first[0] if latest_first else None
    since = last.meeting_date if last else date.min
    order = [path.relative_to(outputs).as_posix() for records in sent.values() for path in records]

    def may_be_later(record: _Unreadable) -> bool:
        """Whether it may have been issued after the last one that can be read."""
        if record.meeting_date is None or last is None or record.meeting_date != since:
            return record.meeting_date is None or record.meeting_date > since
        return order.index(record.file) > order.index(last.file)

    damaged = [one for one in unreadable if ours(one) and may_be_later(one)]
    if damaged:
        history = History(unreadable=damaged[-1].file)
        compared = f"nothing is compared until {damaged[-1].file} can be read"
    else:
        history = History(last, tuple(latest_first[1:]))
        compared = f"compared with {_day(last.meeting_date)}" if last else "there is no earlier one to compare with"

    unissued: list[PastReport | _Unreadable] = [*made, *made_unreadable]
    findings = [
        *(_damaged(one) for one in damaged),
        *(
            _not_issued(one, one.meeting_date, compared, meeting_date, registers)
            for one in unissued
            if one.meeting_date and since < one.meeting_date and ours(one)
        ),
        *on_date,
    ]
    if of_panel and not latest_first and not damaged:
        findings.append(_title_unknown(max(of_panel, key=lambda one: one.meeting_date), panel, title))
    of_title = [one for one in earlier if _plain(title) in {_plain(one.title), *map(_plain, one.other_titles)}]
    if of_title and not of_panel and not damaged:
        findings.append(_panel_unknown(max(of_title, key=lambda one: one.meeting_date), panel))
    return history, tuple(findings)


# --- the records there are ------------------------------------------------------------------------


def _issued(folder: Path) -> list[Path]:
    """The records in ``issued/``, in the order of issue: record.json, record-2.json, …

    Where a report was filed there without a record, the place where that should be.
    """
    entries = _entries(folder / ISSUED)
    records = [path for path in entries if _RECORD_NAME.fullmatch(path.name)]
    if not records and any(path.suffix == ".docx" for path in entries):
        return [folder / ISSUED / RECORD]
    return sorted(records, key=_number)


def _entries(folder: Path) -> list[Path]:
    """What is in the folder, in the order of names; nothing where it is not there."""
    # No glob: it passes over what it may not look into without a word.
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _number(path: Path) -> tuple[int, str]:
    digits = re.search(r"-([0-9]+)$", path.stem)
    return (int(digits[1]) if digits else 1, path.name)


def _read_all(outputs: Path, paths: list[Path]) -> tuple[list[PastReport], list[_Unreadable]]:
    """The records that can be read, and those that can't."""
    reports: list[PastReport] = []
    unreadable: list[_Unreadable] = []
    for path in paths:
        file = path.relative_to(outputs).as_posix()
        try:
            reports.append(read(path.read_bytes(), file))
        except FileNotFoundError:
            unreadable.append(_Unreadable(file, _date(file), "it is not there"))
        except IsADirectoryError:
            unreadable.append(_Unreadable(file, _date(file), "it is a folder"))
        except OSError as error:
            unreadable.append(_Unreadable(file, _date(file), reason(error)))
        except RecordDamaged as damage:
            day = damage.meeting_date or _date(file)
            remedy = "Use the newer version for this report too." if damage.newer else ""
            unreadable.append(_Unreadable(file, day, str(damage), damage.panel, damage.title, remedy))
    return reports, unreadable


def _date(file: str) -> date | None:
    """The meeting date that the first folder of the path is named by."""
    name = file.split("/", maxsplit=1)[0]
    try:
        return date.fromisoformat(name) if len(name) == len("2017-09-26") else None
    except ValueError:
        return None


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _names(name: str, known: Iterable[Iterable[str]]) -> set[str]:
    """All the names that this one goes by: ``known`` are those of each report, which may have been edited when it
    was issued.
    """
    names = {_plain(name)}
    waiting = [{_plain(one) for one in group} for group in known]
    while found := [group for group in waiting if group & names]:
        names = names.union(*found)
        waiting = [group for group in waiting if group not in found]
    return names


# --- what to know about them ----------------------------------------------------------------------


def _damaged(record: _Unreadable) -> Finding:
    return finding(
        "record-damaged",
        f"The issued record {record.file} in the outputs folder can't be read: {record.reason}. "
        "It may be the one this report should be compared with.",
        Place(record.file),
        subject=record.file,
        remedy=record.remedy,
    )


def _not_issued(
    record: PastReport | _Unreadable, day: date, compared: str, meeting_date: date, registers: Mapping[str, str]
) -> Finding:
    """What was made for an earlier meeting and not sent; perhaps the meeting was only moved."""
    unread = f" Its record can't be read: {record.reason}." if isinstance(record, _Unreadable) else ""
    moved = ""
    if isinstance(record, PastReport) and registers and _registers(record) == set(registers.values()):
        folder = record.file.rpartition("/")[0]
        moved = (
            f" It was made from the same registers as this one: if the meeting has moved to {_day(meeting_date)}, "
            f"delete the folder {folder}."
        )
    return finding(
        "last-not-issued",
        f"The report to the meeting of {_day(day)} was made but not issued; {compared}.{unread} "
        f"If it was sent: make issue.{moved}",
        Place(record.file),
        subject=f"Meeting of {_day(day)}",
    )


def _title_unknown(last: PastReport, panel: str, title: str) -> Finding:
    """Perhaps the title was only worded anew: then nothing of what changed would be told."""
    return finding(
        "title-unknown",
        f"No report with the title '{title}' was issued to the {panel}, so this one is compared with nothing; the last "
        f"one issued is '{last.title}' of {_day(last.meeting_date)}.",
        Place(last.file),
        subject=title,
        remedy=f"If it is the same report, write '{last.title}' as Title in the Meeting sheet. "
        "If it is another, accept this.",
    )


def _panel_unknown(last: PastReport, panel: str) -> Finding:
    """Perhaps the panel was only given another name: then nothing of what changed would be told."""
    return finding(
        "panel-unknown",
        f"No report was issued to the {panel}, so this one is compared with nothing; one with this title was issued to "
        f"the {last.panel} on {_day(last.meeting_date)}.",
        Place(last.file),
        subject=panel,
        remedy=f"If it is the same panel, write '{last.panel}' as Panel in the Meeting sheet. If it is another, accept this.",
    )


def _registers(report: PastReport) -> set[str]:
    """The digests of the registers that it was made from."""
    return {digest for source, digest in report.inputs.items() if source.startswith("register ")}


def _date_unchanged(outputs: Path, panel: str, meeting_date: date, registers: Mapping[str, str]) -> list[Finding]:
    """Speaks where every register is another than in this panel's newest set of this date that differs at all.

    The set that this very run replaces, or has already made, has the same registers and is passed over:
    so a second run over the same inputs says the same as the first.
    """
    folder = outputs / meeting_date.isoformat()
    superseded = sorted(
        (path for path in _entries(folder / SUPERSEDED) if path.name.isdecimal()), key=lambda path: int(path.name)
    )
    newest_first = [folder, *reversed(superseded)]
    places = [*(place / RECORD for place in newest_first), *reversed(_issued(folder))]
    sets, _ = _read_all(outputs, [path for path in places if is_there(path)])
    now = set(registers.values())
    for earlier in (one for one in sets if _plain(one.panel) == _plain(panel)):
        then = _registers(earlier)
        if then != now:
            if not then or not now or then & now:
                return []
            return [
                finding(
                    "date-unchanged",
                    f"All registers are new since the report to the meeting of {_day(meeting_date)} was first made, "
                    "but the meeting date is the same.",
                    subject=f"Meeting of {_day(meeting_date)}",
                )
            ]
    return []


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
