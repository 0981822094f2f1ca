"""Which report this one is compared with: the latest issued one of the same panel and title.

The outputs folder holds a folder for each meeting date: ``2017-09-26/record.json`` for what was made,
``2017-09-26/issued/record.json`` for what was sent. What was only made is named, never silently taken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.archive.files import ISSUED, RECORD, SUPERSEDED
from pipeline.archive.reading import RecordDamaged, read
from pipeline.model.errors import OutputsLocked
from pipeline.model.findings import Finding
from pipeline.model.findings import find as finding
from pipeline.model.records import PastReport, Place

_RECORD_NAME = re.compile(r"record.*\.json")


@dataclass(frozen=True, slots=True)
class _Unreadable:
    """A record that can't be read. ``meeting_date``: by its folder's name; None where that is no date."""

    file: str
    meeting_date: date | None
    reason: str


def find(
    outputs: Path, *, panel: str, title: str, meeting_date: date, registers: Mapping[str, str]
) -> tuple[PastReport | None, tuple[Finding, ...]]:
    """The latest issued report of this panel and title to an earlier meeting, and what to know about it.

    ``registers``: file → SHA-256 of the registers of this report. None where nothing was issued before.
    Raises OutputsLocked where the outputs folder can't be looked into.
    """
    try:
        sent = {folder: _issued(folder) for folder in _entries(outputs) if folder.is_dir()}
        on_date = _date_unchanged(outputs, meeting_date, registers)
    except OSError as error:
        raise OutputsLocked(
            f"{error.filename or outputs} can't be read: {(error.strerror or 'the system refused it').lower()}. "
            "It may hold the report this one is to be compared with."
        ) from error
    issued, unreadable = _read_all(outputs, [path for records in sent.values() for path in records])
    made, made_unreadable = _read_all(outputs, [folder / RECORD for folder, records in sent.items() if not records])

    def earlier(reports: list[PastReport]) -> list[PastReport]:
        return [
            report
            for report in reports
            if _same(report.panel, panel) and _same(report.title, title) and report.meeting_date < meeting_date
        ]

    # Of several issued for one date, the last issued: the order of the files decides.
    past = max(reversed(earlier(issued)), key=lambda report: report.meeting_date, default=None)
    since = past.meeting_date if past else date.min
    findings = [
        *(_damaged(one) for one in unreadable if one.meeting_date is None or since <= one.meeting_date < meeting_date),
        *(_not_issued(one.meeting_date, one.file, past) for one in earlier(made) if one.meeting_date > since),
        *(
            _not_issued(one.meeting_date, one.file, past, reason=one.reason)
            for one in made_unreadable
            if one.meeting_date and since < one.meeting_date < meeting_date
        ),
        *on_date,
    ]
    return past, tuple(findings)


# --- the records there are ------------------------------------------------------------------------


def _issued(folder: Path) -> list[Path]:
    """The records in ``issued/``, in the order of issue: record.json, record-2.json, …"""
    records = [path for path in _entries(folder / ISSUED) if _RECORD_NAME.fullmatch(path.name)]
    return sorted(records, key=_number)


def _entries(folder: Path) -> list[Path]:
    """What is in the folder, in the order of names; nothing where it is not there."""
    # No glob: it passes over what it may not look into without a word.
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _number(path: Path) -> tuple[int, str]:
    digits = re.search(r"-([0-9]+)$", path.stem)
    return (int(digits[1]) if digits else 1, path.name)


def _read_all(outputs: Path, paths: list[Path]) -> tuple[list[PastReport], list[_Unreadable]]:
    """The records that can be read, and those that can't. A path where there is no file is passed over."""
    reports: list[PastReport] = []
    unreadable: list[_Unreadable] = []
    for path in paths:
        file = path.relative_to(outputs).as_posix()
        try:
            reports.append(read(path.read_bytes(), file))
        except FileNotFoundError:
            continue
        except OSError as error:
            unreadable.append(_Unreadable(file, _date(file), (error.strerror or "the system refused it").lower()))
        except RecordDamaged as damage:
            unreadable.append(_Unreadable(file, _date(file), str(damage)))
    return reports, unreadable


def _date(file: str) -> date | None:
    """The meeting date that the first folder of the path is named by."""
    name = file.split("/", maxsplit=1)[0]
    try:
        return date.fromisoformat(name) if len(name) == len("2017-09-26") else None
    except ValueError:
        return None


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


# --- what to know about them ----------------------------------------------------------------------


def _damaged(record: _Unreadable) -> Finding:
    return finding(
        "record-damaged",
        f"The issued record {record.file} in the outputs folder can't be read: {record.reason}. "
        "It may be the one this report should be compared with.",
        Place(record.file),
        subject=record.file,
    )


def _not_issued(meeting: date, file: str, past: PastReport | None, *, reason: str = "") -> Finding:
    compared = f"compared with {_day(past.meeting_date)}" if past else "there is no earlier one to compare with"
    unread = f" Its record can't be read: {reason}." if reason else ""
    return finding(
        "last-not-issued",
        f"The report to the meeting of {_day(meeting)} was made but not issued; {compared}.{unread} If it was sent: make issue.",
        Place(file),
        subject=f"Meeting of {_day(meeting)}",
    )


def _date_unchanged(outputs: Path, meeting_date: date, registers: Mapping[str, str]) -> list[Finding]:
    """Speaks where every register is another than in the newest set of this date that differs at all.

    The set that this very run replaces, or has already made, has the same registers and is passed over:
    so a second run over the same inputs says the same as the first.
    """
    folder = outputs / meeting_date.isoformat()
    superseded = sorted(
        (path for path in _entries(folder / SUPERSEDED) if path.name.isdecimal()), key=lambda path: int(path.name)
    )
    newest_first = [folder, *reversed(superseded)]
    sets, _ = _read_all(outputs, [*(place / RECORD for place in newest_first), *reversed(_issued(folder))])
    now = set(registers.values())
    for earlier in sets:
        then = {digest for source, digest in earlier.inputs.items() if source.startswith("register ")}
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
