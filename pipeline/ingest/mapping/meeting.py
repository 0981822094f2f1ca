"""The Meeting sheet: settings and their values, a row each."""

from __future__ import annotations

import re
from datetime import date

from pipeline.ingest.mapping.proposals import likely
from pipeline.ingest.mapping.row import Row, Table
from pipeline.ingest.mapping.sheets import SETTINGS, Setting, plain
from pipeline.model import marks
from pipeline.model.errors import InputsUnusable
from pipeline.model.findings import find
from pipeline.model.records import Meeting, Post, Source

_POST = re.compile(r"(?P<role>[^<>]+?)\s*(?:<\s*(?P<address>[^<>\s]+)\s*>)?")
# Without these there is no report to file, to head or to compare.
_VITAL = ("panel", "meeting_date", "title")


def read_meeting(table: Table) -> Meeting:
    """The meeting. Raises InputsUnusable with a line for each of panel, date and title that is not there."""
    rows = _rows(table)
    dates: dict[str, date | None] = {}
    texts: dict[str, str | None] = {}
    posts: dict[str, tuple[Post, ...]] = {}
    months: int | None = None
    unknown: dict[str, str] = {}
    cells = {name: str(own[0].place("value").cell) for name, own in rows.items()}
    for setting in SETTINGS:
        own = rows.get(setting.field, [])
        if setting.many:
            named = [(post, row.place("value").cell) for row in own for post in _posts(row)]
            posts[setting.field] = tuple(post for post, _ in named)
            cells |= {f"{setting.field}[{at}]": cell for at, (_, cell) in enumerate(named)}
        elif not own:
            continue
        elif setting.field == "meeting_date":
            dates[setting.field] = own[0].date("value")
        elif setting.field == "review_period_in_months":
            months = own[0].whole("value")
        else:
            texts[setting.field] = own[0].line("value")
        marked = [row.unknown["value"] for row in own if "value" in row.unknown]
        if marked:
            unknown[setting.field] = marks.beside("", *marked)
    panel, title, day = texts.get("panel"), texts.get("title"), dates.get("meeting_date")
    found: dict[str, object] = {**texts, **dates, **posts}
    source = Source(table.file, table.grid.name, 1, cells)
    if not panel or not title or not day:
        raise InputsUnusable(*(_lacking(table, source, name) for name in _VITAL if not found.get(name)))
    for setting in SETTINGS:
        if setting.needed and not found.get(setting.field):
            unknown.setdefault(setting.field, marks.missing(setting.text.casefold()))
            table.findings.append(
                find("setting-missing", f"'{setting.text}' is not filled in.", source.place(setting.field), subject=f"Meeting: {setting.text}", field=setting.field)
            )  # fmt: skip
    return Meeting(
        panel=panel, date=day, title=title,
        report_by=texts.get("report_by") or "",
        period=texts.get("period") or "",
        authors=posts["author"],
        source=source,
        agenda_item=texts.get("agenda_item"),
        marking=texts.get("protective_marking"),
        review_months=months or 12,
        cleared_by=posts["cleared_by"],
        public_contact=texts.get("public_contact"),
        unknown=unknown,
    )  # fmt: skip


def _rows(table: Table) -> dict[str, list[Row]]:
    """The rows of each setting, those with a value first; findings on settings that are unknown or doubled."""
    by_name = {plain(setting.text): setting for setting in SETTINGS}
    rows: dict[str, list[Row]] = {}
    for row in table.rows():
        written = row.line("setting") or ""
        setting = by_name.get(plain(written.removesuffix(":")))
        if setting is None:
            others = (s.text for s in SETTINGS if s.field not in rows)
            words = (
                f"'{written}' is not a setting.{likely(written, others)}"
                if written
                else "A value stands here without a setting."
            )
            row.fault("setting", words, code="setting-unknown", subject=f"Meeting: {written}")
        else:
            row.called = setting.text
            rows.setdefault(setting.field, []).append(row)
    for setting in SETTINGS:
        own = sorted(rows.get(setting.field, ()), key=lambda row: not row.filled("value"))
        if own:
            rows[setting.field] = own
            _doubled(setting, own)
    return rows


def _doubled(setting: Setting, rows: list[Row]) -> None:
    for row in rows[1:]:
        if not setting.many and row.filled("value"):
            row.fault(
                "value",
                f"'{setting.text}' stands twice; row {rows[0].number} is read.",
                remedy="Delete one of the rows.",
            )
            rows[0].unknown["value"] = marks.twice(setting.text)


def _posts(row: Row) -> list[Post]:
    """The post-holders in a cell, one a line."""
    posts: list[Post] = []
    for written in re.split(r"[;\n]", row.text("value") or ""):
        words = " ".join(written.split())
        match = _POST.fullmatch(words)
        if match:
            posts.append(Post(match["role"], match["address"] or ""))
        elif words:
            row.fault(
                "value",
                f"{row.what('value')}: '{words}' is not a role with its address.",
                remedy="Write it like: Head of Risk <risk@example.org>.",
            )
            posts.append(Post(marks.not_known(words)))
    return posts


def _lacking(table: Table, source: Source, name: str) -> str:
    """A line on a setting without which there is no report: the finding on it, where there is one."""
    setting = next(setting for setting in SETTINGS if setting.field == name)
    place = source.place(name)
    for finding in table.findings:
        if name in source.cells and finding.place == place:
            return f"{place}: {finding.message} {finding.remedy}"
    if name in source.cells:
        return f"{place}: '{setting.text}' is blank. {setting.help}"
    near = likely(
        setting.text, (f.subject.removeprefix("Meeting: ") for f in table.findings if f.code == "setting-unknown")
    )
    return f"{table.file}, sheet '{table.grid.name}': there is no row '{setting.text}'.{near} {setting.help}"
